//! What is known of a person who asks for places, and what speaks against giving them one.

use crate::calls;
use crate::clock::Moment;
use crate::db::Conn;
use crate::error::Error;
use crate::id::{PersonId, ShiftId};
use crate::line::Line;
use crate::schedule::eligibility::{self, Facts};
use crate::schedule::{Claim, Shift, Span, store};

/// What is known of a person who asks for places.
pub(super) struct Asker {
    /// The places they hold around the shifts, as far as any limit of the line reaches.
    held: Vec<(ShiftId, Span)>,
    last_hard_call: Option<Moment>,
}

pub(super) fn asker(
    conn: &mut Conn,
    person: PersonId,
    spans: impl IntoIterator<Item = Span>,
    line: &Line,
) -> Result<Asker, Error> {
    let windows = spans
        .into_iter()
        .map(|span| eligibility::window(span, line.limits));
    let whole = windows.reduce(|a, b| Span {
        starts: a.starts.min(b.starts),
        ends: a.ends.max(b.ends),
    });
    let held = whole.map_or_else(
        || Ok(Vec::new()),
        |window| store::held_by(conn, person, window),
    );
    Ok(Asker {
        held: held?,
        last_hard_call: calls::store::debriefs::last_hard_call(conn, person)?,
    })
}

/// Every reason why a signed-in person may not take a place; the door has refused the suspended.
pub(super) fn verdict(
    shift: &Shift,
    crew: &[&Claim],
    person: PersonId,
    asker: &Asker,
    line: &Line,
    now: Moment,
) -> Vec<eligibility::Reason> {
    let others: Vec<Span> = asker
        .held
        .iter()
        .filter(|(id, _)| *id != shift.id)
        .map(|(_, span)| *span)
        .collect();
    eligibility::refusals(&Facts {
        shift,
        taken: crew.len(),
        holds_one: crew.iter().any(|claim| claim.person == person),
        others: &others,
        suspended: false,
        last_hard_call: asker.last_hard_call,
        limits: line.limits,
        wall: line.wall,
        now,
    })
}

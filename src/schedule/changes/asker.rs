//! What is known of somebody who is to have a place, and everything that speaks against it.

mod everybody;

use chrono::NaiveDate;

use crate::calls;
use crate::clock::Moment;
use crate::db::Conn;
use crate::error::Error;
use crate::id::PersonId;
use crate::line::Line;
use crate::people;
use crate::people::qualifications::{Held, QualificationCode};
use crate::schedule::availability::Availability;
use crate::schedule::eligibility::{self, Facts, Reason};
use crate::schedule::{Claim, Seat, Span, Staffed, store};

/// What is known of somebody who is to have a place.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Who.
    pub person: PersonId,
    /// The places they hold around the shifts asked for, as far as any limit of the line reaches.
    pub claims: Vec<Claim>,
    /// When they can be there.
    pub availability: Availability,
    held: Vec<Held>,
    suspended: bool,
    last_hard_call: Option<Moment>,
}

impl Asker {
    /// What must be known of a person to judge about shifts at these times.
    pub fn of(
        conn: &mut Conn,
        person: PersonId,
        spans: impl IntoIterator<Item = Span>,
        line: &Line,
    ) -> Result<Self, Error> {
        let windows = spans
            .into_iter()
            .map(|span| eligibility::window(span, line.limits));
        let whole = windows.reduce(|a, b| Span {
            starts: a.starts.min(b.starts),
            ends: a.ends.max(b.ends),
        });
        let (claims, availability) = match whole {
            Some(window) => (
                store::held_by(conn, person, window)?,
                store::availability::of(conn, person, line.wall.date(window.starts))?,
            ),
            None => (Vec::new(), Availability::default()),
        };
        let known = people::store::find(conn, person)?;
        Ok(Self {
            person,
            claims,
            availability,
            held: people::store::qualifications::held_by(conn, person)?,
            suspended: known.is_none_or(|known| known.suspended_at.is_some()),
            last_hard_call: calls::store::debriefs::last_hard_call(conn, person)?,
        })
    }

    /// The same person without some places: what they would hold if they gave those away.
    #[must_use]
    pub fn without(&self, gone: &[&Claim]) -> Self {
        let mut other = self.clone();
        let kept = |claim: &Claim| gone.iter().all(|gone| gone.id != claim.id);
        other.claims.retain(kept);
        other
    }

    /// Whether they may lead a shift on a date.
    pub fn may_lead(&self, on: NaiveDate) -> bool {
        eligibility::holds(&self.held, QualificationCode::shift_lead(), on)
    }

    /// Everything that speaks against giving them a place on a shift, or on a part of it.
    pub fn refusals(
        &self,
        staffed: &Staffed,
        (seat, span): (Seat, Span),
        line: &Line,
        now: Moment,
    ) -> Vec<Reason> {
        let shift = &staffed.shift;
        let (here, elsewhere): (Vec<&Claim>, Vec<&Claim>) = self
            .claims
            .iter()
            .partition(|claim| claim.shift == shift.id);
        let spans = |claims: Vec<&Claim>| claims.iter().map(|claim| claim.span).collect::<Vec<_>>();
        let beside = here.into_iter().filter(|claim| !claim.span.overlaps(span));
        eligibility::refusals(&Facts {
            shift,
            span,
            seat,
            room: staffed.room_for(self.person, seat, span),
            others: &spans(elsewhere),
            beside: &spans(beside.collect()),
            held: &self.held,
            availability: &self.availability,
            suspended: self.suspended,
            last_hard_call: self.last_hard_call,
            limits: line.limits,
            wall: line.wall,
            now,
        })
    }
}

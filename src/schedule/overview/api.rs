//! Seeing the schedule over HTTP: all shifts with their crews, one's own, who is on duty.

pub mod duty;
pub mod mine;
pub mod wire;

use serde::Deserialize;
use utoipa::IntoParams;

use self::wire::{FairnessView, Roster, RosterShift};
use super::{Attendance, store};
use crate::db::Conn;
use crate::door::{As, PeerOrSupervisor};
use crate::error::{Error, Fault};
use crate::http::{Found, Query};
use crate::line::{self, Wall, When};
use crate::role::Role;
use crate::schedule::store::peers::active_peers;
use crate::schedule::store::shifts_in;
use crate::schedule::{LONGEST, Span, changes};

/// Which part of the roster.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RosterAsked {
    /// From this date or instant on.
    #[param(value_type = String, example = "2026-11-23")]
    from: When,
    /// Up to this date or instant, itself not included; at most 42 days later.
    #[param(value_type = String, example = "2026-11-30")]
    to: When,
}

/// The span from one point in time to another, at most so many days long.
pub(crate) fn bounded(from: When, to: When, days: i64, wall: Wall) -> Result<Span, Error> {
    let span = Span {
        starts: from.on(wall),
        ends: to.on(wall),
    };
    // A change of clocks may add an hour.
    let most = chrono::Duration::days(days) + chrono::Duration::hours(1);
    if span.starts < span.ends && span.length() <= most {
        return Ok(span);
    }
    let detail = format!("to is after from, and at most {days} days after it.");
    Err(Error::invalid(vec![Fault::at(
        "/to",
        "out_of_range",
        detail,
    )]))
}

/// What was done about all places of the shifts of a span.
pub(crate) fn attendance(conn: &mut Conn, span: Span) -> Result<Attendance, Error> {
    let around = Span {
        starts: span.starts.minus(LONGEST),
        ends: span.ends.plus(LONGEST),
    };
    store::attendance(conn, around, None)
}

/// All shifts of a span with who is on them, and how the work is shared out.
pub async fn roster(
    who: As<PeerOrSupervisor>,
    Query(asked): Query<RosterAsked>,
) -> Result<Found<Roster>, Error> {
    let (me, sees_all) = (who.id(), who.is(Role::Supervisor));
    who.read(move |conn| {
        let line = line::store::find(conn)?;
        let span = bounded(asked.from, asked.to, 42, line.wall)?;
        let shifts = shifts_in(conn, span, sees_all, None, i64::MAX)?;
        let shifts = changes::staffed(conn, shifts, line.wall)?;
        let attendance = if sees_all {
            Some(attendance(conn, span)?)
        } else {
            None
        };
        let mut peers = active_peers(conn)?;
        if !sees_all {
            peers.retain(|peer| peer.person == me);
        }
        let rows = shifts.iter();
        Ok(Found(Roster {
            from: span.starts,
            to: span.ends,
            time_zone: line.wall.0.name(),
            shifts: rows
                .map(|row| RosterShift::new(row, attendance.as_ref()))
                .collect(),
            fairness: FairnessView::new(&peers, &shifts, span, line.wall),
        }))
    })
    .await
}

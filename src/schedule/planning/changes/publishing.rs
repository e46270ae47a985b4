//! Publishing a schedule and taking it back, with what that changes for whom.

use crate::clock::Moment;
use crate::db::Conn;
use crate::error::Error;
use crate::id::{PersonId, ShiftId};
use crate::schedule::planning::store::publications as rows;
use crate::schedule::planning::{Seen, differences};
use crate::schedule::{Schedule, store};

fn places(conn: &mut Conn, shifts: &[ShiftId]) -> Result<Vec<Seen>, Error> {
    let claims = store::claims_on(conn, shifts)?;
    Ok(claims.iter().map(Seen::from).collect())
}

/// Publishes a schedule as its next version, unless peers see all of it already; tells whether it did. What peers saw
/// all along has not changed for them, so only shifts that they do not see are compared with what they last saw.
pub fn publish(
    conn: &mut Conn,
    schedule: &Schedule,
    by: PersonId,
    now: Moment,
) -> Result<bool, Error> {
    let hidden = rows::hidden(conn, schedule.id)?;
    if schedule.published_at.is_some() && hidden.is_empty() {
        return Ok(false);
    }
    let before = rows::last_seen(conn, schedule.id)?;
    let after = places(conn, &hidden)?;
    rows::publish(conn, schedule, by, now)?;
    let version = (schedule.id, schedule.version + 1);
    for (change, seen) in differences(&before, &after) {
        rows::tell(conn, version, change, &seen)?;
    }
    rows::forget(conn, &before)?;
    Ok(true)
}

/// Takes a published schedule back: peers see nothing of it any more. Who holds a place keeps it, and what they saw is
/// kept to be compared with the next publication.
pub fn take_back(
    conn: &mut Conn,
    schedule: &Schedule,
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    let shown = rows::shown(conn, schedule.id)?;
    for seen in places(conn, &shown)? {
        rows::remember(conn, &seen)?;
    }
    rows::hide(conn, &shown)?;
    rows::withdraw(conn, schedule.id, by, now)
}

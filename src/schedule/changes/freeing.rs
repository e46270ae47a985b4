//! Taking places back, so that somebody else may have them.

use chrono::Duration;

use super::places::acting;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::Actor;
use crate::error::Error;
use crate::schedule::shift::Release;
use crate::schedule::store::claims;
use crate::schedule::{Claim, cover, waits};

/// A place dropped later than this before it starts is dropped late.
pub const LATE: Duration = Duration::hours(24);

/// Takes a place back, and keeps that it was held, by whom it was given back, and whether late.
///
/// A wish that somebody take it over ends with it. If the place is free now, the first who waits and may have it gets
/// it; one that was covered or swapped goes to whom it was handed.
pub fn take_back(
    conn: &mut Conn,
    claim: &Claim,
    release: Release,
    actor: &Actor,
    now: Moment,
) -> Result<(), Error> {
    let by = acting(actor)?;
    let late = release == Release::Dropped && claim.span.starts.since(now) < LATE;
    claims::release(conn, claim, (release, late), by, now)?;
    cover::store::end_of(conn, claim.id, cover::Ending::Released, by, now)?;
    if matches!(release, Release::Dropped | Release::TakenBack) {
        waits::changes::fill(conn, claim.shift, actor, now)?;
    }
    Ok(())
}

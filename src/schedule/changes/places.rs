//! Giving places and taking them back: the one way in which anybody comes by a place or loses it.

use chrono::Duration;

use crate::clock::Moment;
use crate::db::Conn;
use crate::error::Error;
use crate::id::PersonId;
use crate::schedule::Claim;
use crate::schedule::shift::Release;
use crate::schedule::store::claims::{self, Given};

/// A place dropped later than this before it starts is dropped late.
pub const LATE: Duration = Duration::hours(24);

/// Gives somebody a place that is free. Whether they may have it was asked before.
pub fn give(conn: &mut Conn, given: &Given, now: Moment) -> Result<(), Error> {
    claims::insert(conn, given, now)
}

/// Takes a place back, and keeps that it was held, by whom it was given back, and whether late.
pub fn take_back(
    conn: &mut Conn,
    claim: &Claim,
    release: Release,
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    let late = release == Release::Dropped && claim.span.starts.since(now) < LATE;
    claims::release(conn, claim, (release, late), by, now)
}

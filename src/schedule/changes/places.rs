//! Giving places and taking them back: the one way in which anybody comes by a place or loses it.

use chrono::Duration;

use crate::clock::Moment;
use crate::db::Conn;
use crate::door::Actor;
use crate::error::Error;
use crate::id::PersonId;
use crate::schedule::shift::Release;
use crate::schedule::store::claims::{self, Given};
use crate::schedule::{Claim, cover, waits};

/// A place dropped later than this before it starts is dropped late.
pub const LATE: Duration = Duration::hours(24);

/// Gives somebody a place that is free. Whether they may have it was asked before. Who waited for it waits no longer.
pub fn give(conn: &mut Conn, given: &Given, now: Moment) -> Result<(), Error> {
    claims::insert(conn, given, now)?;
    let outcome = waits::Outcome::Filled;
    waits::store::end(conn, (given.shift, given.person), outcome, given.by, now)?;
    Ok(())
}

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
    let outcome = if release == Release::Covered {
        cover::Outcome::Covered
    } else {
        cover::Outcome::Released
    };
    cover::store::end_of(conn, claim.id, outcome, by, now)?;
    if matches!(release, Release::Dropped | Release::TakenBack) {
        waits::changes::fill(conn, claim.shift, actor, now)?;
    }
    Ok(())
}

/// Who acts. A place never changes hands by itself.
pub fn acting(actor: &Actor) -> Result<PersonId, Error> {
    let nobody = || Error::broken("places are given and taken back by people");
    actor.person.ok_or_else(nobody)
}

//! Exact times of calls that are due, and their coarse ones.

use std::collections::HashSet;

use diesel::prelude::*;

use super::amendments;
use crate::calls::retention::{coarse, coarse_times};
use crate::calls::{LATE, LONGEST};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{calls, late_calls, overlapping_calls};
use crate::error::Error;
use crate::id::{CallId, PersonId};
use crate::line::Wall;

/// How many calls with exact times ended, and were logged, at this moment or before.
pub fn count_exact(conn: &mut Conn, cutoff: Moment) -> Result<i64, Error> {
    Ok(calls::table
        .filter(calls::coarsened_at.is_null())
        .filter(calls::ended_at.le(cutoff))
        .filter(calls::logged_at.le(cutoff))
        .count()
        .get_result(conn)?)
}

/// Cuts the times of such calls and of their old versions to the hour, so many at most.
pub fn coarsen(
    conn: &mut Conn,
    cutoff: Moment,
    wall: Wall,
    now: Moment,
    most: i64,
) -> Result<usize, Error> {
    let due: Vec<(CallId, PersonId, Moment, Moment, Moment)> = calls::table
        .filter(calls::coarsened_at.is_null())
        .filter(calls::ended_at.le(cutoff))
        .filter(calls::logged_at.le(cutoff))
        .order(calls::ended_at)
        .limit(most)
        .select((
            calls::id,
            calls::peer_id,
            calls::started_at,
            calls::ended_at,
            calls::logged_at,
        ))
        .load(conn)?;
    for (id, peer, started_at, ended_at, logged_at) in &due {
        if logged_at.since(*ended_at) > LATE {
            diesel::insert_into(late_calls::table)
                .values(late_calls::call_id.eq(id))
                .execute(conn)?;
        }
        note_overlaps(conn, *id, *peer, (*started_at, *ended_at))?;
        let (started_at, ended_at) = coarse_times(*started_at, *ended_at, wall);
        diesel::update(calls::table.find(id))
            .set((
                calls::started_at.eq(started_at),
                calls::ended_at.eq(ended_at),
                calls::coarsened_at.eq(now),
            ))
            .execute(conn)?;
        for amendment in amendments::of(conn, *id)? {
            amendments::keep_replaced(conn, amendment.id, &coarse(&amendment.replaced, wall))?;
        }
    }
    Ok(due.len())
}

/// Writes down that a call overlaps others of the same peer, and they it, while their times are exact.
fn note_overlaps(
    conn: &mut Conn,
    id: CallId,
    peer: PersonId,
    (started_at, ended_at): (Moment, Moment),
) -> Result<(), Error> {
    let others: Vec<CallId> = calls::table
        .filter(calls::peer_id.eq(peer))
        .filter(calls::started_at.gt(started_at.minus(LONGEST)))
        .filter(calls::started_at.lt(ended_at))
        .filter(calls::ended_at.gt(started_at))
        .filter(calls::coarsened_at.is_null())
        .filter(calls::id.ne(id))
        .select(calls::id)
        .load(conn)?;
    if others.is_empty() {
        return Ok(());
    }
    for one in others.into_iter().chain([id]) {
        let known = overlapping_calls::table.find(one).count();
        if known.get_result::<i64>(conn)? == 0 {
            diesel::insert_into(overlapping_calls::table)
                .values(overlapping_calls::call_id.eq(one))
                .execute(conn)?;
        }
    }
    Ok(())
}

/// Which of these calls were written down as late.
pub fn late_among(conn: &mut Conn, ids: &[CallId]) -> Result<HashSet<CallId>, Error> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let late: Vec<CallId> = late_calls::table
        .filter(late_calls::call_id.eq_any(ids))
        .select(late_calls::call_id)
        .load(conn)?;
    Ok(late.into_iter().collect())
}

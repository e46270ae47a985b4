//! Rows of sign-in attempts, by keys that nobody can read an e-mail or an address out of.

use diesel::prelude::*;

use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::sign_in_attempts as attempts;
use crate::digest;
use crate::error::Error;
use crate::people::backoff::{FORGIVEN, KNOWN, Keys, Tallies, Tally};

/// Rows that are looked at in passing. Each failure adds two at most.
const SWEPT: usize = 20;

/// What is counted of one e-mail.
pub fn find(conn: &mut Conn, keys: &Keys) -> Result<Tallies, Error> {
    Ok(Tallies {
        here: tally(conn, &keys.here)?,
        anywhere: tally(conn, &keys.anywhere)?,
    })
}

fn tally(conn: &mut Conn, key: &str) -> Result<Tally, Error> {
    let row = attempts::table
        .find(key)
        .select((
            attempts::failures,
            attempts::failed_at,
            attempts::succeeded_at,
        ))
        .first::<(i32, Option<Moment>, Option<Moment>)>(conn)
        .optional()?;
    Ok(
        row.map_or_else(Tally::default, |(failures, failed_at, succeeded_at)| {
            Tally {
                failures: u32::try_from(failures).unwrap_or(0),
                failed_at,
                succeeded_at,
            }
        }),
    )
}

/// Keeps what is counted of one e-mail.
pub fn keep(conn: &mut Conn, keys: &Keys, tallies: Tallies) -> Result<(), Error> {
    keep_one(conn, &keys.here, tallies.here)?;
    keep_one(conn, &keys.anywhere, tallies.anywhere)
}

fn keep_one(conn: &mut Conn, key: &str, tally: Tally) -> Result<(), Error> {
    if tally == Tally::default() {
        diesel::delete(attempts::table.find(key)).execute(conn)?;
        return Ok(());
    }
    let counted = (
        attempts::failures.eq(i32::try_from(tally.failures).unwrap_or(i32::MAX)),
        attempts::failed_at.eq(tally.failed_at),
        attempts::succeeded_at.eq(tally.succeeded_at),
    );
    let known = diesel::update(attempts::table.find(key))
        .set(counted)
        .execute(conn)?;
    if known == 0 {
        diesel::insert_into(attempts::table)
            .values((attempts::attempt_key.eq(key), counted))
            .execute(conn)?;
    }
    Ok(())
}

/// Forgives the failures that are counted under a key.
pub fn forget(conn: &mut Conn, key: &str) -> Result<(), Error> {
    diesel::update(attempts::table.find(key))
        .set((
            attempts::failures.eq(0),
            attempts::failed_at.eq(None::<Moment>),
        ))
        .execute(conn)?;
    Ok(())
}

type Times = (String, Option<Moment>, Option<Moment>);

/// The rows after a place, and when each last failed and succeeded.
fn after(conn: &mut Conn, place: &str) -> Result<Vec<Times>, Error> {
    Ok(attempts::table
        .filter(attempts::attempt_key.ge(place))
        .order(attempts::attempt_key)
        .limit(i64::try_from(SWEPT).unwrap_or(i64::MAX))
        .select((
            attempts::attempt_key,
            attempts::failed_at,
            attempts::succeeded_at,
        ))
        .load(conn)?)
}

/// Deletes a few rows that count for nothing any more.
///
/// Keys are evenly spread, so it looks at those after a random place, and goes on at the beginning: however
/// many rows there are, that costs a short walk along the primary key, and comes round to each.
pub fn sweep(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let somewhere = digest::sha256(chance::secret().as_bytes());
    let mut rows = after(conn, &somewhere)?;
    if rows.len() < SWEPT {
        rows.extend(after(conn, "")?);
    }
    let over = |at: Option<Moment>, after| at.is_none_or(|at| now.since(at) >= after);
    let old = rows
        .into_iter()
        .filter(|(_, failed, succeeded)| over(*failed, FORGIVEN) && over(*succeeded, KNOWN))
        .map(|(key, ..)| key);
    diesel::delete(attempts::table.filter(attempts::attempt_key.eq_any(old.collect::<Vec<_>>())))
        .execute(conn)?;
    Ok(())
}

//! Rows of closed months: that they are closed, and what was counted of them.

use std::cmp::Reverse;

use diesel::dsl::{count_star, max, min};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{calls, closures, frozen_months, hourly_tallies, released, releases};
use crate::error::Error;
use crate::id::{PersonId, ReleaseId};
use crate::reports::closings::{Frozen, Release, Standing};
use crate::reports::cube::beside::Telephony;
use crate::reports::cube::rule::Caution;
use crate::reports::periods::Month;

/// The last closed month.
pub fn last_closed(conn: &mut Conn) -> Result<Option<Month>, Error> {
    Ok(closures::table.select(max(closures::month)).first(conn)?)
}

/// The earliest month to which a call is posted.
pub fn earliest_posted(conn: &mut Conn) -> Result<Option<Month>, Error> {
    Ok(calls::table.select(min(calls::posting_month)).first(conn)?)
}

/// When a month was closed, if it was.
pub fn closure(conn: &mut Conn, month: Month) -> Result<Option<Moment>, Error> {
    Ok(closures::table
        .find(month)
        .select(closures::closed_at)
        .first(conn)
        .optional()?)
}

/// Closes a month.
pub fn insert_closure(
    conn: &mut Conn,
    month: Month,
    by: Option<PersonId>,
    now: Moment,
) -> Result<(), Error> {
    diesel::insert_into(closures::table)
        .values((
            closures::month.eq(month),
            closures::closed_at.eq(now),
            closures::closed_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

/// The earliest closed month without a release.
pub fn unreleased(conn: &mut Conn) -> Result<Option<Month>, Error> {
    Ok(closures::table
        .left_join(releases::table.on(releases::month.eq(closures::month)))
        .filter(releases::id.is_null())
        .select(min(closures::month))
        .first(conn)?)
}

/// Keeps what was counted of a month.
pub fn freeze(conn: &mut Conn, month: Month, frozen: &Frozen, now: Moment) -> Result<(), Error> {
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let late = frozen.facts.iter().filter(|fact| fact.late_for.is_some());
    diesel::insert_into(frozen_months::table)
        .values((
            frozen_months::month.eq(month),
            frozen_months::frozen_at.eq(now),
            frozen_months::contacts.eq(count(frozen.facts.len())),
            frozen_months::late.eq(count(late.count())),
            frozen_months::facts.eq(crate::reports::facts::sheet(&frozen.facts)?),
            frozen_months::tallies
                .eq(serde_json::to_string(&frozen.telephony).map_err(Error::broken)?),
            frozen_months::crews.eq(serde_json::to_string(&frozen.crews).map_err(Error::broken)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether it is kept what was counted of a month.
pub fn is_frozen(conn: &mut Conn, month: Month) -> Result<bool, Error> {
    let found = frozen_months::table.find(month).count();
    Ok(found.get_result::<i64>(conn)? > 0)
}

/// The first month of which it is kept what was counted.
pub fn first_frozen(conn: &mut Conn) -> Result<Option<Month>, Error> {
    Ok(frozen_months::table
        .select(min(frozen_months::month))
        .first(conn)?)
}

/// What was counted of a month.
pub fn frozen(conn: &mut Conn, month: Month) -> Result<Frozen, Error> {
    let (facts, telephony, crews): (String, String, String) = frozen_months::table
        .find(month)
        .select((
            frozen_months::facts,
            frozen_months::tallies,
            frozen_months::crews,
        ))
        .first(conn)?;
    Ok(Frozen {
        facts: crate::reports::facts::read(&facts)?,
        telephony: serde_json::from_str(&telephony).map_err(Error::broken)?,
        crews: serde_json::from_str(&crews).map_err(Error::broken)?,
    })
}

/// What telephony counted in a month.
pub fn telephony(conn: &mut Conn, month: Month) -> Result<Telephony, Error> {
    let rows: Vec<(i32, i32, i32, i32)> = hourly_tallies::table
        .filter(hourly_tallies::local_date.ge(month.first()))
        .filter(hourly_tallies::local_date.lt(month.next().first()))
        .select((
            hourly_tallies::offered,
            hourly_tallies::answered,
            hourly_tallies::abandoned,
            hourly_tallies::wait_seconds,
        ))
        .load(conn)?;
    let count = |number: i32| u32::try_from(number).unwrap_or_default();
    let hour = |(offered, answered, abandoned, waited): (i32, i32, i32, i32)| Telephony {
        hours: 1,
        offered: count(offered),
        answered: count(answered),
        abandoned: count(abandoned),
        wait_seconds: count(waited).into(),
    };
    Ok(rows
        .into_iter()
        .map(hour)
        .fold(Telephony::default(), std::ops::Add::add))
}

/// Releases a month.
pub fn insert_release(
    conn: &mut Conn,
    id: ReleaseId,
    month: Month,
    now: Moment,
) -> Result<(), Error> {
    diesel::insert_into(releases::table)
        .values((
            releases::id.eq(id),
            releases::month.eq(month),
            releases::released_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// The release of a month, if there is one.
pub fn release(conn: &mut Conn, month: Month) -> Result<Option<Release>, Error> {
    let found = releases::table
        .filter(releases::month.eq(month))
        .select((releases::id, releases::released_at))
        .first::<(ReleaseId, Moment)>(conn)
        .optional()?;
    Ok(found.map(|(id, at)| Release { id, at }))
}

/// All closed months, the newest first, with how far their release has come.
pub fn all(conn: &mut Conn) -> Result<Vec<Standing>, Error> {
    type Row = (
        Month,
        Moment,
        Option<String>,
        Caution,
        Option<ReleaseId>,
        Option<Moment>,
        Option<i32>,
        Option<i32>,
    );
    let rows: Vec<Row> = closures::table
        .left_join(releases::table.on(releases::month.eq(closures::month)))
        .left_join(frozen_months::table.on(frozen_months::month.eq(closures::month)))
        .order(closures::month.desc())
        .select((
            closures::month,
            closures::closed_at,
            closures::failure,
            closures::caution,
            releases::id.nullable(),
            releases::released_at.nullable(),
            frozen_months::contacts.nullable(),
            frozen_months::late.nullable(),
        ))
        .load(conn)?;
    let mut all = Vec::new();
    for (month, closed_at, failure, caution, id, at, contacts, late) in rows {
        let count = |number: Option<i32>| number.and_then(|number| usize::try_from(number).ok());
        all.push(Standing {
            month,
            closed_at,
            failure,
            caution,
            release: id.zip(at).map(|(id, at)| Release { id, at }),
            contacts: count(contacts),
            late: count(late),
            parts: 0,
        });
    }
    Ok(all)
}

/// How many parts of a month's release are made.
pub fn parts_made(conn: &mut Conn, month: Month) -> Result<usize, Error> {
    let made: Vec<String> = released::table
        .filter(released::month.eq(month))
        .select(released::part)
        .distinct()
        .load(conn)?;
    Ok(made.len())
}

/// How many calls are posted to each month that is open, and how many of them began in a closed one.
pub fn open(conn: &mut Conn, after: Option<Month>) -> Result<Vec<(Month, usize, usize)>, Error> {
    let since = after.map_or(String::new(), |month| month.to_string());
    let rows: Vec<(Month, i64)> = calls::table
        .filter(calls::posting_month.gt(&since))
        .group_by(calls::posting_month)
        .select((calls::posting_month, count_star()))
        .load(conn)?;
    let mut open = Vec::new();
    for (month, contacts) in rows {
        let late: i64 = calls::table
            .filter(calls::posting_month.eq(month))
            .filter(calls::local_date.lt(month.first()))
            .count()
            .get_result(conn)?;
        let count = |number: i64| usize::try_from(number).unwrap_or_default();
        open.push((month, count(contacts), count(late)));
    }
    open.sort_by_key(|(month, ..)| Reverse(*month));
    Ok(open)
}

//! Rows of holidays.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::holidays;
use crate::error::Error;
use crate::id::PersonId;

/// The holidays on the dates from `first` to `last`, both included.
pub fn between(
    conn: &mut Conn,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeSet<NaiveDate>, Error> {
    let rows: Vec<NaiveDate> = holidays::table
        .filter(holidays::on_date.between(first, last))
        .select(holidays::on_date)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The holidays from `from` until before `to` with their names, by date: after one of them, so many at most.
pub fn list(
    conn: &mut Conn,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    after: Option<NaiveDate>,
    limit: i64,
) -> Result<Vec<(NaiveDate, String)>, Error> {
    let mut query = holidays::table
        .order(holidays::on_date)
        .limit(limit)
        .select((holidays::on_date, holidays::name))
        .into_boxed();
    if let Some(from) = from {
        query = query.filter(holidays::on_date.ge(from));
    }
    if let Some(to) = to {
        query = query.filter(holidays::on_date.lt(to));
    }
    if let Some(after) = after {
        query = query.filter(holidays::on_date.gt(after));
    }
    Ok(query.load(conn)?)
}

/// The name of the holiday on a date.
pub fn find(conn: &mut Conn, date: NaiveDate) -> Result<Option<String>, Error> {
    Ok(holidays::table
        .find(date)
        .select(holidays::name)
        .first(conn)
        .optional()?)
}

/// Adds a holiday.
pub fn insert(
    conn: &mut Conn,
    date: NaiveDate,
    name: &str,
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    diesel::insert_into(holidays::table)
        .values((
            holidays::on_date.eq(date),
            holidays::name.eq(name),
            holidays::recorded_by.eq(by),
            holidays::recorded_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Removes a holiday; tells whether there was one.
pub fn delete(conn: &mut Conn, date: NaiveDate) -> Result<bool, Error> {
    Ok(diesel::delete(holidays::table.find(date)).execute(conn)? > 0)
}

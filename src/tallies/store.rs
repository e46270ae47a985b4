//! Rows of hourly tallies.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::hour::Placed;
use super::{Figures, Tally};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::hourly_tallies;
use crate::error::Error;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = hourly_tallies)]
struct Row {
    starts_at: Moment,
    hour: String,
    local_date: NaiveDate,
    hour_of_week: i32,
    offered: i32,
    answered: i32,
    abandoned: i32,
    wait_seconds: i32,
    version: i32,
}

fn row(tally: &Tally) -> Row {
    let small = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    Row {
        starts_at: tally.hour.starts_at,
        hour: tally.hour.name.clone(),
        local_date: tally.hour.local_date,
        hour_of_week: tally.hour.hour_of_week.into(),
        offered: small(tally.figures.offered),
        answered: small(tally.figures.answered),
        abandoned: small(tally.figures.abandoned),
        wait_seconds: small(tally.figures.wait_seconds),
        version: tally.version,
    }
}

fn tally(row: Row) -> Tally {
    let count = |number: i32| u32::try_from(number).unwrap_or_default();
    Tally {
        hour: Placed {
            name: row.hour,
            starts_at: row.starts_at,
            ends_at: row.starts_at.plus(chrono::Duration::hours(1)),
            local_date: row.local_date,
            hour_of_week: u8::try_from(row.hour_of_week).unwrap_or_default(),
        },
        figures: Figures {
            offered: count(row.offered),
            answered: count(row.answered),
            abandoned: count(row.abandoned),
            wait_seconds: count(row.wait_seconds),
        },
        version: row.version,
    }
}

/// The tally of the hour that begins then.
pub fn find(conn: &mut Conn, starts_at: Moment) -> Result<Option<Tally>, Error> {
    let row = hourly_tallies::table
        .find(starts_at)
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(tally))
}

/// Tallies of the hours that begin at or after `from` and before `to`, in order, so many at most.
pub fn list(
    conn: &mut Conn,
    from: Option<Moment>,
    to: Option<Moment>,
    limit: i64,
) -> Result<Vec<Tally>, Error> {
    let mut query = hourly_tallies::table
        .order(hourly_tallies::starts_at)
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(from) = from {
        query = query.filter(hourly_tallies::starts_at.ge(from));
    }
    if let Some(to) = to {
        query = query.filter(hourly_tallies::starts_at.lt(to));
    }
    Ok(query.load(conn)?.into_iter().map(tally).collect())
}

/// Adds an hour.
pub fn insert(conn: &mut Conn, new: &Tally, now: Moment) -> Result<(), Error> {
    diesel::insert_into(hourly_tallies::table)
        .values((row(new), hourly_tallies::recorded_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// Keeps corrected figures, as the next version.
pub fn update(conn: &mut Conn, corrected: &Tally, now: Moment) -> Result<(), Error> {
    let next = Row {
        version: corrected.version + 1,
        ..row(corrected)
    };
    diesel::update(hourly_tallies::table.find(corrected.hour.starts_at))
        .set((next, hourly_tallies::recorded_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

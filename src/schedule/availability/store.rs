//! Rows of what somebody says of their time: weeks, dates on which it is otherwise, days off.

pub mod time_off;

use chrono::{NaiveDate, NaiveTime};
use diesel::prelude::*;

use super::{Hours, Preference};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{availability_exceptions, weekly_availability, wishes};
use crate::error::Error;
use crate::http::cursor::Cursor;
use crate::id::{ExceptionId, PersonId};
use crate::schedule::{Day, WallTime};

/// A week, and the hours of it that somebody wishes and works at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// Hours of it.
    pub weekly: Vec<(Day, Hours)>,
    /// How many hours they wish.
    pub wished: Option<u8>,
    /// How many they work at most.
    pub most: Option<u8>,
}

/// Hours of one date on which somebody's week is otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Its id.
    pub id: ExceptionId,
    /// Whose it is.
    pub person: PersonId,
    /// The date.
    pub date: NaiveDate,
    /// The hours, and what is said of them.
    pub hours: Hours,
    /// When it was taken back, if it was.
    pub withdrawn_at: Option<Moment>,
}

/// A place in a list that is ordered by a date and then by an id.
pub fn place<I>(date: NaiveDate, id: I) -> Cursor<I> {
    let at = Moment::new(date.and_time(NaiveTime::MIN).and_utc());
    Cursor { at, id }
}

fn date_of<I>(place: &Cursor<I>) -> NaiveDate {
    place.at.utc().date_naive()
}

/// How often somebody said how their weeks are.
pub fn version(conn: &mut Conn, person: PersonId) -> Result<i32, Error> {
    let version = wishes::table
        .find(person)
        .select(wishes::version)
        .first(conn);
    Ok(version.optional()?.unwrap_or_default())
}

/// Keeps a person's week in place of the one before, as the version after this one.
pub fn keep_week(
    conn: &mut Conn,
    person: PersonId,
    week: &Week,
    version: i32,
    now: Moment,
) -> Result<(), Error> {
    let wish = (
        wishes::wished_hours.eq(week.wished.map(i32::from)),
        wishes::most_hours.eq(week.most.map(i32::from)),
        wishes::version.eq(version + 1),
        wishes::changed_at.eq(now),
    );
    if version == 0 {
        diesel::insert_into(wishes::table)
            .values((wishes::person_id.eq(person), wish))
            .execute(conn)?;
    } else {
        diesel::update(wishes::table.find(person))
            .set(wish)
            .execute(conn)?;
    }
    let theirs = weekly_availability::table.filter(weekly_availability::person_id.eq(person));
    diesel::delete(theirs).execute(conn)?;
    for (day, hours) in &week.weekly {
        diesel::insert_into(weekly_availability::table)
            .values((
                weekly_availability::person_id.eq(person),
                weekly_availability::weekday.eq(day),
                weekly_availability::starts.eq(hours.starts),
                weekly_availability::ends.eq(hours.ends),
                weekly_availability::preference.eq(hours.preference),
            ))
            .execute(conn)?;
    }
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = availability_exceptions)]
struct ExceptionRow {
    id: ExceptionId,
    person_id: PersonId,
    on_date: NaiveDate,
    starts: WallTime,
    ends: WallTime,
    preference: Preference,
    withdrawn_at: Option<Moment>,
}

impl From<ExceptionRow> for Exception {
    fn from(row: ExceptionRow) -> Self {
        Self {
            id: row.id,
            person: row.person_id,
            date: row.on_date,
            hours: Hours {
                starts: row.starts,
                ends: row.ends,
                preference: row.preference,
            },
            withdrawn_at: row.withdrawn_at,
        }
    }
}

/// An exception by id, taken back or not.
pub fn exception(conn: &mut Conn, id: ExceptionId) -> Result<Option<Exception>, Error> {
    let row = availability_exceptions::table
        .find(id)
        .select(ExceptionRow::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Exception::from))
}

/// Up to so many exceptions of a person in force, from a date on, by date: after a place.
pub fn exceptions(
    conn: &mut Conn,
    person: PersonId,
    from: NaiveDate,
    after: Option<Cursor<ExceptionId>>,
    limit: i64,
) -> Result<Vec<Exception>, Error> {
    let mut query = availability_exceptions::table
        .filter(availability_exceptions::person_id.eq(person))
        .filter(availability_exceptions::withdrawn_at.is_null())
        .filter(availability_exceptions::on_date.ge(from))
        .order((
            availability_exceptions::on_date,
            availability_exceptions::id,
        ))
        .limit(limit)
        .select(ExceptionRow::as_select())
        .into_boxed();
    if let Some(place) = after {
        let date = date_of(&place);
        query = query.filter(
            availability_exceptions::on_date
                .gt(date)
                .or(availability_exceptions::on_date
                    .eq(date)
                    .and(availability_exceptions::id.gt(place.id))),
        );
    }
    let rows = query.load(conn)?;
    Ok(rows.into_iter().map(Exception::from).collect())
}

/// Adds an exception.
pub fn insert_exception(
    conn: &mut Conn,
    new: &Exception,
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    diesel::insert_into(availability_exceptions::table)
        .values((
            availability_exceptions::id.eq(new.id),
            availability_exceptions::person_id.eq(new.person),
            availability_exceptions::on_date.eq(new.date),
            availability_exceptions::starts.eq(new.hours.starts),
            availability_exceptions::ends.eq(new.hours.ends),
            availability_exceptions::preference.eq(new.hours.preference),
            availability_exceptions::recorded_at.eq(now),
            availability_exceptions::recorded_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes an exception back; the row stays.
pub fn withdraw_exception(
    conn: &mut Conn,
    id: ExceptionId,
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    diesel::update(availability_exceptions::table.find(id))
        .set((
            availability_exceptions::withdrawn_at.eq(now),
            availability_exceptions::withdrawn_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

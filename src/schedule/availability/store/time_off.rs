//! Rows of days off.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::date_of;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{people, time_off};
use crate::error::Error;
use crate::http::cursor::Cursor;
use crate::id::{PersonId, TimeOffId};
use crate::schedule::availability::Away;

/// Days on which somebody is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeOff {
    /// Its id.
    pub id: TimeOffId,
    /// Who is away.
    pub person: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// The days.
    pub away: Away,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// When it was taken back, if it was.
    pub withdrawn_at: Option<Moment>,
}

/// Which days off.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Only this person's.
    pub person: Option<PersonId>,
    /// Only those that end on this date or later.
    pub from: NaiveDate,
    /// Only those that start before this date.
    pub before: Option<NaiveDate>,
    /// Only those after this place.
    pub after: Option<Cursor<TimeOffId>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = time_off)]
struct TimeOffRow {
    id: TimeOffId,
    person_id: PersonId,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    recorded_at: Moment,
    withdrawn_at: Option<Moment>,
}

fn whole((row, name): (TimeOffRow, String)) -> TimeOff {
    TimeOff {
        id: row.id,
        person: row.person_id,
        name,
        away: Away {
            starts_on: row.starts_on,
            ends_on: row.ends_on,
        },
        recorded_at: row.recorded_at,
        withdrawn_at: row.withdrawn_at,
    }
}

/// Days off by id, taken back or not.
pub fn find(conn: &mut Conn, id: TimeOffId) -> Result<Option<TimeOff>, Error> {
    let row = time_off::table
        .inner_join(people::table.on(people::id.eq(time_off::person_id)))
        .filter(time_off::id.eq(id))
        .select((TimeOffRow::as_select(), people::name))
        .first(conn)
        .optional()?;
    Ok(row.map(whole))
}

/// Up to so many days off that were not taken back, by their first day.
pub fn list(conn: &mut Conn, wanted: Wanted, limit: i64) -> Result<Vec<TimeOff>, Error> {
    let mut query = time_off::table
        .inner_join(people::table.on(people::id.eq(time_off::person_id)))
        .filter(time_off::withdrawn_at.is_null())
        .filter(time_off::ends_on.ge(wanted.from))
        .order((time_off::starts_on, time_off::id))
        .limit(limit)
        .select((TimeOffRow::as_select(), people::name))
        .into_boxed();
    if let Some(person) = wanted.person {
        query = query.filter(time_off::person_id.eq(person));
    }
    if let Some(before) = wanted.before {
        query = query.filter(time_off::starts_on.lt(before));
    }
    if let Some(place) = wanted.after {
        let date = date_of(&place);
        query = query.filter(
            time_off::starts_on
                .gt(date)
                .or(time_off::starts_on.eq(date).and(time_off::id.gt(place.id))),
        );
    }
    let rows = query.load(conn)?;
    Ok(rows.into_iter().map(whole).collect())
}

/// Adds days off.
pub fn insert(conn: &mut Conn, new: &TimeOff, by: PersonId) -> Result<(), Error> {
    diesel::insert_into(time_off::table)
        .values((
            time_off::id.eq(new.id),
            time_off::person_id.eq(new.person),
            time_off::starts_on.eq(new.away.starts_on),
            time_off::ends_on.eq(new.away.ends_on),
            time_off::recorded_at.eq(new.recorded_at),
            time_off::recorded_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes days off back; the row stays.
pub fn withdraw(conn: &mut Conn, id: TimeOffId, by: PersonId, now: Moment) -> Result<(), Error> {
    diesel::update(time_off::table.find(id))
        .set((
            time_off::withdrawn_at.eq(now),
            time_off::withdrawn_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

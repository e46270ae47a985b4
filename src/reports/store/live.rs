//! Rows of the live figures: calls of the last weeks, added up by the database.

use chrono::{Duration, NaiveDate};
use diesel::dsl::{count_star, sum};
use diesel::prelude::*;

use crate::calls;
use crate::calls::words::ContactType;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::calls as rows;
use crate::error::Error;
use crate::id::CallId;
use crate::reports::live::{Day, OfHour};

/// Calls by the local date on which they began, from one date to another, both included, and by type.
pub fn days(conn: &mut Conn, (first, last): (NaiveDate, NaiveDate)) -> Result<Vec<Day>, Error> {
    let found: Vec<(NaiveDate, ContactType, i64, Option<i64>)> = rows::table
        .filter(rows::local_date.between(first, last))
        .group_by((rows::local_date, rows::contact_type))
        .select((
            rows::local_date,
            rows::contact_type,
            count_star(),
            sum(rows::minutes),
        ))
        .load(conn)?;
    let day = |(date, contact_type, contacts, minutes): (_, _, _, Option<i64>)| Day {
        date,
        contact_type,
        contacts: count(contacts),
        minutes: count(minutes.unwrap_or_default()),
    };
    Ok(found.into_iter().map(day).collect())
}

/// Calls of a local date by the hour in which they began, and by type.
pub fn hours(conn: &mut Conn, date: NaiveDate) -> Result<Vec<OfHour>, Error> {
    let found: Vec<(i32, ContactType, i64)> = rows::table
        .filter(rows::local_date.eq(date))
        .group_by((rows::hour_of_week, rows::contact_type))
        .select((rows::hour_of_week, rows::contact_type, count_star()))
        .load(conn)?;
    let hour = |(hour_of_week, contact_type, contacts): (i32, _, _)| OfHour {
        hour: u8::try_from(hour_of_week % 24).unwrap_or_default(),
        contact_type,
        contacts: count(contacts),
    };
    Ok(found.into_iter().map(hour).collect())
}

/// How many calls were logged from a moment on, more than 24 hours after they ended. The moment is of the given date.
pub fn late(conn: &mut Conn, since: Moment, date: NaiveDate) -> Result<usize, Error> {
    // By date first, for which there is an index: nobody logs an older call.
    let oldest = date - calls::OLDEST - Duration::days(1);
    let found: Vec<(CallId, Moment, Moment, Option<Moment>)> = rows::table
        .filter(rows::local_date.ge(oldest))
        .filter(rows::logged_at.ge(since))
        .select((
            rows::id,
            rows::ended_at,
            rows::logged_at,
            rows::coarsened_at,
        ))
        .load(conn)?;
    let (coarse, exact): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|(_, _, _, coarsened_at)| coarsened_at.is_some());
    let coarse: Vec<CallId> = coarse.into_iter().map(|(id, ..)| id).collect();
    let written_down = calls::store::retention::late_among(conn, &coarse)?.len();
    let late = exact
        .iter()
        .filter(|(_, ended_at, logged_at, _)| logged_at.since(*ended_at) > calls::LATE);
    Ok(written_down + late.count())
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

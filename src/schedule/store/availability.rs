//! Rows of when people can and would rather be there.

mod everybody;

pub use everybody::of_all;

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{availability_exceptions, time_off, weekly_availability, wishes};
use crate::error::Error;
use crate::id::PersonId;
use crate::schedule::availability::{Availability, Away, Hours, Preference};
use crate::schedule::{Day, WallTime};

type HoursRow = (WallTime, WallTime, Preference);

fn hours((starts, ends, preference): HoursRow) -> Hours {
    Hours {
        starts,
        ends,
        preference,
    }
}

/// What a person has said of when they can be there, with exceptions and absences that end on this date or later.
pub fn of(conn: &mut Conn, person: PersonId, from: NaiveDate) -> Result<Availability, Error> {
    let weekly = weekly_availability::table
        .filter(weekly_availability::person_id.eq(person))
        .order((weekly_availability::weekday, weekly_availability::starts))
        .select((
            weekly_availability::weekday,
            (
                weekly_availability::starts,
                weekly_availability::ends,
                weekly_availability::preference,
            ),
        ))
        .load::<(Day, HoursRow)>(conn)?;
    // Those of the day before may reach into this one.
    let exceptions = availability_exceptions::table
        .filter(availability_exceptions::person_id.eq(person))
        .filter(availability_exceptions::withdrawn_at.is_null())
        .filter(availability_exceptions::on_date.ge(from - Duration::days(1)))
        .order((
            availability_exceptions::recorded_at,
            availability_exceptions::id,
        ))
        .select((
            availability_exceptions::on_date,
            (
                availability_exceptions::starts,
                availability_exceptions::ends,
                availability_exceptions::preference,
            ),
        ))
        .load::<(NaiveDate, HoursRow)>(conn)?;
    let away = time_off::table
        .filter(time_off::person_id.eq(person))
        .filter(time_off::withdrawn_at.is_null())
        .filter(time_off::ends_on.ge(from))
        .order((time_off::starts_on, time_off::id))
        .select((time_off::starts_on, time_off::ends_on))
        .load::<(NaiveDate, NaiveDate)>(conn)?;
    let wish = wishes::table
        .find(person)
        .select((wishes::wished_hours, wishes::most_hours))
        .first::<(Option<i32>, Option<i32>)>(conn)
        .optional()?;
    let (wished, most) = wish.unwrap_or_default();
    let length = |hours: Option<i32>| hours.map(|hours| Duration::hours(hours.into()));
    Ok(Availability {
        weekly: weekly
            .into_iter()
            .map(|(day, row)| (day, hours(row)))
            .collect(),
        exceptions: exceptions
            .into_iter()
            .map(|(date, row)| (date, hours(row)))
            .collect(),
        away: away
            .into_iter()
            .map(|(starts_on, ends_on)| Away { starts_on, ends_on })
            .collect(),
        wished: length(wished),
        most: length(most),
    })
}

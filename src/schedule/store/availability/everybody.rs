//! What everybody has said of when they can be there, read at once.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;

use super::{HoursRow, hours};
use crate::db::Conn;
use crate::db::schema::{availability_exceptions, time_off, weekly_availability, wishes};
use crate::error::Error;
use crate::id::PersonId;
use crate::schedule::Day;
use crate::schedule::availability::{Availability, Away};

/// What each person has said, with exceptions and absences that end on this date or later. Who has said nothing is not
/// in it.
pub fn of_all(conn: &mut Conn, from: NaiveDate) -> Result<BTreeMap<PersonId, Availability>, Error> {
    let mut all: BTreeMap<PersonId, Availability> = BTreeMap::new();
    weekly(conn, &mut all)?;
    exceptions(conn, from, &mut all)?;
    let away = time_off::table
        .filter(time_off::withdrawn_at.is_null())
        .filter(time_off::ends_on.ge(from))
        .order((time_off::starts_on, time_off::id))
        .select((time_off::person_id, time_off::starts_on, time_off::ends_on))
        .load::<(PersonId, NaiveDate, NaiveDate)>(conn)?;
    for (person, starts_on, ends_on) in away {
        let away = Away { starts_on, ends_on };
        all.entry(person).or_default().away.push(away);
    }
    let wished = wishes::table
        .select((wishes::person_id, wishes::wished_hours, wishes::most_hours))
        .load::<(PersonId, Option<i32>, Option<i32>)>(conn)?;
    let length = |hours: Option<i32>| hours.map(|hours| Duration::hours(hours.into()));
    for (person, wished, most) in wished {
        let known = all.entry(person).or_default();
        (known.wished, known.most) = (length(wished), length(most));
    }
    Ok(all)
}

fn weekly(conn: &mut Conn, all: &mut BTreeMap<PersonId, Availability>) -> Result<(), Error> {
    let rows = weekly_availability::table
        .order((weekly_availability::weekday, weekly_availability::starts))
        .select((
            weekly_availability::person_id,
            weekly_availability::weekday,
            (
                weekly_availability::starts,
                weekly_availability::ends,
                weekly_availability::preference,
            ),
        ))
        .load::<(PersonId, Day, HoursRow)>(conn)?;
    for (person, day, row) in rows {
        let known = all.entry(person).or_default();
        known.weekly.push((day, hours(row)));
    }
    Ok(())
}

fn exceptions(
    conn: &mut Conn,
    from: NaiveDate,
    all: &mut BTreeMap<PersonId, Availability>,
) -> Result<(), Error> {
    // Those of the day before may reach into this one.
    let rows = availability_exceptions::table
        .filter(availability_exceptions::withdrawn_at.is_null())
        .filter(availability_exceptions::on_date.ge(from - Duration::days(1)))
        .order((
            availability_exceptions::recorded_at,
            availability_exceptions::id,
        ))
        .select((
            availability_exceptions::person_id,
            availability_exceptions::on_date,
            (
                availability_exceptions::starts,
                availability_exceptions::ends,
                availability_exceptions::preference,
            ),
        ))
        .load::<(PersonId, NaiveDate, HoursRow)>(conn)?;
    for (person, date, row) in rows {
        let known = all.entry(person).or_default();
        known.exceptions.push((date, hours(row)));
    }
    Ok(())
}

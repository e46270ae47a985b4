//! What is known by the code of a caller: their contacts, their measures, and which years are forgotten.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use crate::calls::contacts::Contact;
use crate::calls::measures::{Instrument, Measure};
use crate::calls::words::{ContactType, EndedBy};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{calls, measure_answers, measures, shredded_years};
use crate::error::Error;
use crate::id::CallId;

/// A caller's calls of a local date and of the one before it, from which a call-back may come.
pub fn contacts(conn: &mut Conn, code: &str, date: NaiveDate) -> Result<Vec<Contact>, Error> {
    let before = date.checked_sub_days(Days::new(1)).unwrap_or(date);
    let rows: Vec<(Moment, Moment, EndedBy)> = calls::table
        .filter(calls::caller_code.eq(code))
        .filter(calls::local_date.between(before, date))
        .filter(calls::contact_type.ne_all(vec![ContactType::Test, ContactType::Admin]))
        .select((calls::started_at, calls::ended_at, calls::ended_by))
        .load(conn)?;
    let contact = |(started_at, ended_at, ended_by)| Contact {
        started_at,
        ended_at,
        dropped: ended_by == EndedBy::Dropped,
    };
    Ok(rows.into_iter().map(contact).collect())
}

/// When an instrument was taken with a caller.
pub fn measured_on(
    conn: &mut Conn,
    code: &str,
    instrument: Instrument,
) -> Result<Vec<NaiveDate>, Error> {
    Ok(measures::table
        .inner_join(calls::table.on(calls::id.eq(measures::call_id)))
        .filter(calls::caller_code.eq(code))
        .filter(measures::instrument.eq(instrument))
        .select(measures::taken_on)
        .load(conn)?)
}

/// The instruments taken in a call.
pub fn taken_in(conn: &mut Conn, call: CallId) -> Result<Vec<Instrument>, Error> {
    Ok(measures::table
        .filter(measures::call_id.eq(call))
        .select(measures::instrument)
        .load(conn)?)
}

/// Adds a measure to a call.
pub fn insert_measure(
    conn: &mut Conn,
    call: CallId,
    measure: &Measure,
    taken_on: NaiveDate,
) -> Result<(), Error> {
    diesel::insert_into(measures::table)
        .values((
            measures::call_id.eq(call),
            measures::instrument.eq(measure.instrument),
            measures::score.eq(i32::from(measure.score())),
            measures::taken_on.eq(taken_on),
        ))
        .execute(conn)?;
    for (position, answer) in (1_i32..).zip(&measure.answers) {
        diesel::insert_into(measure_answers::table)
            .values((
                measure_answers::call_id.eq(call),
                measure_answers::instrument.eq(measure.instrument),
                measure_answers::position.eq(position),
                measure_answers::answer.eq(i32::from(*answer)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The measure of a call.
pub fn measure(conn: &mut Conn, call: CallId) -> Result<Option<Measure>, Error> {
    let rows: Vec<(Instrument, i32)> = measure_answers::table
        .filter(measure_answers::call_id.eq(call))
        .order(measure_answers::position)
        .select((measure_answers::instrument, measure_answers::answer))
        .load(conn)?;
    let Some((instrument, _)) = rows.first() else {
        return Ok(None);
    };
    let small = |(_, answer): &(Instrument, i32)| u8::try_from(*answer).map_err(Error::broken);
    Ok(Some(Measure {
        instrument: *instrument,
        answers: rows.iter().map(small).collect::<Result<_, _>>()?,
    }))
}

/// When the key of a year was destroyed, if it was.
pub fn shredded(conn: &mut Conn, year: i32) -> Result<Option<Moment>, Error> {
    Ok(shredded_years::table
        .find(year)
        .select(shredded_years::shredded_at)
        .first(conn)
        .optional()?)
}

/// Keeps that the command line destroys the key of a year.
pub fn insert_shredded(conn: &mut Conn, year: i32, now: Moment) -> Result<(), Error> {
    diesel::insert_into(shredded_years::table)
        .values((
            shredded_years::year.eq(year),
            shredded_years::shredded_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// The reporting years whose keys were destroyed.
pub fn all_shredded(conn: &mut Conn) -> Result<Vec<i32>, Error> {
    Ok(shredded_years::table
        .select(shredded_years::year)
        .load(conn)?)
}

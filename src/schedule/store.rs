//! Rows of the schedule: shifts with their places, and who holds them.

mod plans;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

pub use self::plans::{insert_schedule, insert_template, publish, schedule, template, templates};
use super::{Claim, Crew, LONGEST, Shift, Span};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{claims, drops, people, places, publications, shifts};
use crate::error::Error;
use crate::http::cursor::Cursor;
use crate::id::{DropId, PersonId, ScheduleId, ShiftId, TemplateId};

fn crew(min: i32, max: i32) -> Result<Crew, Error> {
    let small = |number| u8::try_from(number).unwrap_or_default();
    Crew::new(small(min), small(max)).map_err(|fault| Error::Broken(fault.detail))
}

/// How many shifts a schedule has.
pub fn count_of_shifts(conn: &mut Conn, id: ScheduleId) -> Result<i64, Error> {
    Ok(shifts::table
        .filter(shifts::schedule_id.eq(id))
        .count()
        .get_result(conn)?)
}

/// The template and local date of every shift on these dates.
pub fn made(
    conn: &mut Conn,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeSet<(TemplateId, NaiveDate)>, Error> {
    let rows = shifts::table.filter(shifts::local_date.between(first, last));
    Ok(rows
        .select((shifts::template_id, shifts::local_date))
        .load(conn)?
        .into_iter()
        .collect())
}

/// Adds a shift and its places.
pub fn insert_shift(conn: &mut Conn, shift: &Shift) -> Result<(), Error> {
    diesel::insert_into(shifts::table)
        .values((
            shifts::id.eq(shift.id),
            shifts::schedule_id.eq(shift.schedule),
            shifts::template_id.eq(shift.template),
            shifts::name.eq(&shift.name),
            shifts::local_date.eq(shift.local_date),
            shifts::starts_at.eq(shift.span.starts),
            shifts::ends_at.eq(shift.span.ends),
            shifts::min_crew.eq(i32::from(shift.crew.min())),
            shifts::max_crew.eq(i32::from(shift.crew.max())),
        ))
        .execute(conn)?;
    for number in 1..=shift.crew.max() {
        diesel::insert_into(places::table)
            .values((
                places::shift_id.eq(shift.id),
                places::number.eq(i32::from(number)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = shifts)]
struct ShiftRow {
    id: ShiftId,
    schedule_id: ScheduleId,
    template_id: TemplateId,
    name: String,
    local_date: NaiveDate,
    starts_at: Moment,
    ends_at: Moment,
    min_crew: i32,
    max_crew: i32,
}

fn shift_of((row, published_at): (ShiftRow, Option<Moment>)) -> Result<Shift, Error> {
    Ok(Shift {
        id: row.id,
        schedule: row.schedule_id,
        template: row.template_id,
        name: row.name,
        local_date: row.local_date,
        span: Span {
            starts: row.starts_at,
            ends: row.ends_at,
        },
        crew: crew(row.min_crew, row.max_crew)?,
        published: published_at.is_some(),
    })
}

/// A shift by id.
pub fn shift(conn: &mut Conn, id: ShiftId) -> Result<Option<Shift>, Error> {
    shifts::table
        .left_join(publications::table.on(publications::schedule_id.eq(shifts::schedule_id)))
        .filter(shifts::id.eq(id))
        .select((ShiftRow::as_select(), publications::published_at.nullable()))
        .first(conn)
        .optional()?
        .map(shift_of)
        .transpose()
}

/// The shifts that overlap a span, by start: after a cursor, so many at most, drafts only if asked for.
pub fn shifts_in(
    conn: &mut Conn,
    span: Span,
    drafts: bool,
    after: Option<Cursor<ShiftId>>,
    limit: i64,
) -> Result<Vec<Shift>, Error> {
    let mut query = shifts::table
        .left_join(publications::table.on(publications::schedule_id.eq(shifts::schedule_id)))
        .filter(shifts::starts_at.lt(span.ends))
        .filter(shifts::ends_at.gt(span.starts))
        .order((shifts::starts_at, shifts::id))
        .limit(limit)
        .select((ShiftRow::as_select(), publications::published_at.nullable()))
        .into_boxed();
    if !drafts {
        query = query.filter(publications::published_at.is_not_null());
    }
    if let Some(Cursor { at, id }) = after {
        query = query.filter(
            shifts::starts_at
                .gt(at)
                .or(shifts::starts_at.eq(at).and(shifts::id.gt(id))),
        );
    }
    query.load(conn)?.into_iter().map(shift_of).collect()
}

/// Who is on these shifts.
pub fn claims_on(conn: &mut Conn, on: &[ShiftId]) -> Result<Vec<Claim>, Error> {
    let rows = claims::table
        .inner_join(people::table.on(people::id.eq(claims::person_id)))
        .filter(claims::shift_id.eq_any(on.to_vec()))
        .order((claims::shift_id, claims::place))
        .select((
            claims::shift_id,
            claims::place,
            claims::person_id,
            people::name,
            claims::claimed_at,
        ))
        .load::<(ShiftId, i32, PersonId, String, Moment)>(conn)?;
    Ok(rows
        .into_iter()
        .map(|(shift, place, person, name, claimed_at)| Claim {
            shift,
            place: u8::try_from(place).unwrap_or_default(),
            person,
            name,
            claimed_at,
        })
        .collect())
}

/// The shifts in a span on which a person holds a place.
pub fn held_by(
    conn: &mut Conn,
    person: PersonId,
    span: Span,
) -> Result<Vec<(ShiftId, Span)>, Error> {
    let rows = claims::table
        .inner_join(shifts::table.on(shifts::id.eq(claims::shift_id)))
        .filter(claims::person_id.eq(person))
        .filter(shifts::starts_at.lt(span.ends))
        .filter(shifts::ends_at.gt(span.starts))
        .order((shifts::starts_at, shifts::id))
        .select((shifts::id, shifts::starts_at, shifts::ends_at))
        .load::<(ShiftId, Moment, Moment)>(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, starts, ends)| (id, Span { starts, ends }))
        .collect())
}

/// The shift that a person was on at a moment.
///
/// The shifts that ran then come first, for they are few; a person's claims are many.
pub fn on_shift(conn: &mut Conn, person: PersonId, at: Moment) -> Result<Option<ShiftId>, Error> {
    let running: Vec<ShiftId> = shifts::table
        .filter(shifts::starts_at.le(at))
        .filter(shifts::starts_at.gt(at.minus(LONGEST)))
        .filter(shifts::ends_at.gt(at))
        .select(shifts::id)
        .load(conn)?;
    Ok(claims::table
        .filter(claims::shift_id.eq_any(running))
        .filter(claims::person_id.eq(person))
        .select(claims::shift_id)
        .first(conn)
        .optional()?)
}

/// Gives a person a place.
pub fn insert_claim(
    conn: &mut Conn,
    shift: ShiftId,
    place: u8,
    person: PersonId,
    now: Moment,
) -> Result<(), Error> {
    diesel::insert_into(claims::table)
        .values((
            claims::shift_id.eq(shift),
            claims::place.eq(i32::from(place)),
            claims::person_id.eq(person),
            claims::claimed_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes a place back, and keeps that it was held.
pub fn drop_claim(conn: &mut Conn, id: DropId, claim: &Claim, now: Moment) -> Result<(), Error> {
    diesel::delete(claims::table.find((claim.shift, i32::from(claim.place)))).execute(conn)?;
    diesel::insert_into(drops::table)
        .values((
            drops::id.eq(id),
            drops::shift_id.eq(claim.shift),
            drops::person_id.eq(claim.person),
            drops::claimed_at.eq(claim.claimed_at),
            drops::dropped_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

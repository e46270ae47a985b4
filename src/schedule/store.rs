//! Rows of the schedule: templates, schedules, shifts with their places, claims.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Claim, Crew, Day, Schedule, Shift, Span, Template, WallTime};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{
    claims, drops, people, places, publications, schedules, shift_template_weekdays,
    shift_templates, shifts,
};
use crate::error::Error;
use crate::http::cursor::Cursor;
use crate::id::{DropId, PersonId, ScheduleId, ShiftId, TemplateId};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = shift_templates)]
struct TemplateRow {
    id: TemplateId,
    name: String,
    starts: WallTime,
    ends: WallTime,
    min_crew: i32,
    max_crew: i32,
    valid_from: NaiveDate,
    valid_until: Option<NaiveDate>,
    created_at: Moment,
}

/// All templates, oldest first.
pub fn templates(conn: &mut Conn) -> Result<Vec<Template>, Error> {
    let rows = shift_templates::table
        .order(shift_templates::id)
        .select(TemplateRow::as_select())
        .load(conn)?;
    let days: Vec<(TemplateId, Day)> = shift_template_weekdays::table
        .select((
            shift_template_weekdays::template_id,
            shift_template_weekdays::weekday,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|row| template_of(row, &days))
        .collect()
}

/// A template by id.
pub fn template(conn: &mut Conn, id: TemplateId) -> Result<Option<Template>, Error> {
    let row = shift_templates::table
        .find(id)
        .select(TemplateRow::as_select())
        .first(conn)
        .optional()?;
    let days: Vec<(TemplateId, Day)> = shift_template_weekdays::table
        .filter(shift_template_weekdays::template_id.eq(id))
        .select((
            shift_template_weekdays::template_id,
            shift_template_weekdays::weekday,
        ))
        .load(conn)?;
    row.map(|row| template_of(row, &days)).transpose()
}

fn template_of(row: TemplateRow, days: &[(TemplateId, Day)]) -> Result<Template, Error> {
    Ok(Template {
        id: row.id,
        name: row.name,
        days: days
            .iter()
            .filter(|(id, _)| *id == row.id)
            .map(|(_, day)| *day)
            .collect::<BTreeSet<_>>(),
        starts: row.starts,
        ends: row.ends,
        crew: crew(row.min_crew, row.max_crew)?,
        valid_from: row.valid_from,
        valid_until: row.valid_until,
    })
}

fn crew(min: i32, max: i32) -> Result<Crew, Error> {
    let small = |number| u8::try_from(number).unwrap_or_default();
    Crew::new(small(min), small(max)).map_err(|fault| Error::Broken(fault.detail))
}

/// Adds a template.
pub fn insert_template(conn: &mut Conn, template: &Template, now: Moment) -> Result<(), Error> {
    let row = TemplateRow {
        id: template.id,
        name: template.name.clone(),
        starts: template.starts,
        ends: template.ends,
        min_crew: template.crew.min().into(),
        max_crew: template.crew.max().into(),
        valid_from: template.valid_from,
        valid_until: template.valid_until,
        created_at: now,
    };
    diesel::insert_into(shift_templates::table)
        .values(row)
        .execute(conn)?;
    for day in &template.days {
        diesel::insert_into(shift_template_weekdays::table)
            .values((
                shift_template_weekdays::template_id.eq(template.id),
                shift_template_weekdays::weekday.eq(day),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// A schedule by id.
pub fn schedule(conn: &mut Conn, id: ScheduleId) -> Result<Option<Schedule>, Error> {
    let row = schedules::table
        .left_join(publications::table.on(publications::schedule_id.eq(schedules::id)))
        .filter(schedules::id.eq(id))
        .select((
            schedules::starts_on,
            schedules::ends_on,
            publications::published_at.nullable(),
        ))
        .first::<(NaiveDate, NaiveDate, Option<Moment>)>(conn)
        .optional()?;
    Ok(row.map(|(starts_on, ends_on, published_at)| Schedule {
        id,
        starts_on,
        ends_on,
        published_at,
    }))
}

/// How many shifts a schedule has.
pub fn count_of_shifts(conn: &mut Conn, id: ScheduleId) -> Result<i64, Error> {
    Ok(shifts::table
        .filter(shifts::schedule_id.eq(id))
        .count()
        .get_result(conn)?)
}

/// Adds a schedule, a draft.
pub fn insert_schedule(conn: &mut Conn, schedule: &Schedule, now: Moment) -> Result<(), Error> {
    diesel::insert_into(schedules::table)
        .values((
            schedules::id.eq(schedule.id),
            schedules::starts_on.eq(schedule.starts_on),
            schedules::ends_on.eq(schedule.ends_on),
            schedules::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Publishes a schedule.
pub fn publish(conn: &mut Conn, id: ScheduleId, by: PersonId, now: Moment) -> Result<(), Error> {
    diesel::insert_into(publications::table)
        .values((
            publications::schedule_id.eq(id),
            publications::published_at.eq(now),
            publications::published_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
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

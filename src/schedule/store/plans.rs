//! Rows of what the supervisor plans: templates, schedules, publications.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::crew;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{publications, schedules, shift_template_weekdays, shift_templates};
use crate::error::Error;
use crate::id::{PersonId, ScheduleId, TemplateId};
use crate::schedule::{Day, Schedule, Template, WallTime};

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

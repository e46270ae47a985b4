//! Rows of templates, with their weekdays and the qualifications that they ask for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{shift_template_qualifications, shift_template_weekdays, shift_templates};
use crate::error::Error;
use crate::id::TemplateId;
use crate::people::qualifications::QualificationCode;
use crate::schedule::store::needs;
use crate::schedule::template::OnHolidays;
use crate::schedule::{Day, Template, WallTime};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = shift_templates)]
#[diesel(treat_none_as_null = true)]
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
    every_weeks: i32,
    on_holidays: OnHolidays,
    shadow_places: i32,
    lead_needed: i32,
    one_off: i32,
    retired_at: Option<Moment>,
    version: i32,
}

/// The weekdays of some templates, and the qualifications that they ask for.
#[derive(Default)]
struct Sets {
    days: BTreeMap<TemplateId, BTreeSet<Day>>,
    qualifications: BTreeMap<TemplateId, BTreeSet<QualificationCode>>,
}

impl Sets {
    fn of(conn: &mut Conn, ids: &[TemplateId]) -> Result<Self, Error> {
        let days: Vec<(TemplateId, Day)> = shift_template_weekdays::table
            .filter(shift_template_weekdays::template_id.eq_any(ids.to_vec()))
            .select((
                shift_template_weekdays::template_id,
                shift_template_weekdays::weekday,
            ))
            .load(conn)?;
        let needed: Vec<(TemplateId, QualificationCode)> = shift_template_qualifications::table
            .filter(shift_template_qualifications::template_id.eq_any(ids.to_vec()))
            .select((
                shift_template_qualifications::template_id,
                shift_template_qualifications::qualification,
            ))
            .load(conn)?;
        let mut sets = Self::default();
        for (id, day) in days {
            sets.days.entry(id).or_default().insert(day);
        }
        for (id, code) in needed {
            sets.qualifications.entry(id).or_default().insert(code);
        }
        Ok(sets)
    }
}

/// All templates from which shifts are made again and again, oldest first.
pub fn templates(conn: &mut Conn) -> Result<Vec<Template>, Error> {
    let rows = shift_templates::table
        .filter(shift_templates::one_off.eq(0))
        .order(shift_templates::id)
        .select(TemplateRow::as_select())
        .load(conn)?;
    whole(conn, rows)
}

/// A template by id.
pub fn template(conn: &mut Conn, id: TemplateId) -> Result<Option<Template>, Error> {
    let row = shift_templates::table
        .find(id)
        .select(TemplateRow::as_select())
        .first(conn)
        .optional()?;
    Ok(whole(conn, row.into_iter().collect())?.pop())
}

fn whole(conn: &mut Conn, rows: Vec<TemplateRow>) -> Result<Vec<Template>, Error> {
    let ids: Vec<TemplateId> = rows.iter().map(|row| row.id).collect();
    let mut sets = Sets::of(conn, &ids)?;
    rows.into_iter()
        .map(|row| {
            Ok(Template {
                id: row.id,
                name: row.name,
                days: sets.days.remove(&row.id).unwrap_or_default(),
                starts: row.starts,
                ends: row.ends,
                needs: needs(
                    (row.min_crew, row.max_crew),
                    row.shadow_places,
                    row.lead_needed,
                    sets.qualifications.remove(&row.id).unwrap_or_default(),
                )?,
                every_weeks: u8::try_from(row.every_weeks).unwrap_or(1),
                on_holidays: row.on_holidays,
                valid_from: row.valid_from,
                valid_until: row.valid_until,
                one_off: row.one_off != 0,
                retired_at: row.retired_at,
                version: row.version,
            })
        })
        .collect()
}

fn row(template: &Template, created_at: Moment) -> TemplateRow {
    TemplateRow {
        id: template.id,
        name: template.name.clone(),
        starts: template.starts,
        ends: template.ends,
        min_crew: template.needs.crew.min().into(),
        max_crew: template.needs.crew.max().into(),
        valid_from: template.valid_from,
        valid_until: template.valid_until,
        created_at,
        every_weeks: template.every_weeks.into(),
        on_holidays: template.on_holidays,
        shadow_places: template.needs.shadows.into(),
        lead_needed: template.needs.lead.into(),
        one_off: template.one_off.into(),
        retired_at: template.retired_at,
        version: template.version,
    }
}

/// Adds a template.
pub fn insert_template(conn: &mut Conn, template: &Template, now: Moment) -> Result<(), Error> {
    diesel::insert_into(shift_templates::table)
        .values(row(template, now))
        .execute(conn)?;
    insert_sets(conn, template)
}

/// Keeps a changed template.
pub fn update_template(conn: &mut Conn, changed: &Template) -> Result<(), Error> {
    let kept = shift_templates::table.find(changed.id);
    let created_at = kept.select(shift_templates::created_at).first(conn)?;
    diesel::update(kept)
        .set(row(changed, created_at))
        .execute(conn)?;
    let days =
        shift_template_weekdays::table.filter(shift_template_weekdays::template_id.eq(changed.id));
    diesel::delete(days).execute(conn)?;
    let codes = shift_template_qualifications::table
        .filter(shift_template_qualifications::template_id.eq(changed.id));
    diesel::delete(codes).execute(conn)?;
    insert_sets(conn, changed)
}

fn insert_sets(conn: &mut Conn, template: &Template) -> Result<(), Error> {
    for day in &template.days {
        diesel::insert_into(shift_template_weekdays::table)
            .values((
                shift_template_weekdays::template_id.eq(template.id),
                shift_template_weekdays::weekday.eq(day),
            ))
            .execute(conn)?;
    }
    for code in &template.needs.qualifications {
        diesel::insert_into(shift_template_qualifications::table)
            .values((
                shift_template_qualifications::template_id.eq(template.id),
                shift_template_qualifications::qualification.eq(*code),
            ))
            .execute(conn)?;
    }
    Ok(())
}

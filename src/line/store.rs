//! The line's one row.

use chrono::Duration;
use diesel::prelude::*;

use super::regions::{Region, RegionCode};
use super::{Limits, Line, Tier, Wall};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{line, regions};
use crate::error::Error;
use crate::reports::periods::FiscalStart;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = line)]
#[expect(clippy::struct_field_names, reason = "the names of the columns")]
struct Row {
    id: i32,
    name: String,
    time_zone: String,
    rest_hours: i32,
    week_hours: i32,
    week_nights: i32,
    days_in_a_row: i32,
    patience_seconds: i32,
    wrap_up_seconds: i32,
    withhold_under: i32,
    caller_code_tier: i32,
    contacts_a_day: i32,
    notes_on: i32,
    version: i32,
    cool_off_hours: i32,
    swaps_need_approval: i32,
    closing_day: i32,
    fiscal_year_starts: i32,
}

/// The line.
pub fn find(conn: &mut Conn) -> Result<Line, Error> {
    look(conn)?.ok_or_else(|| Error::Broken("the database holds no line".to_owned()))
}

/// The line, if the database holds one yet.
pub fn look(conn: &mut Conn) -> Result<Option<Line>, Error> {
    let row = line::table
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| {
        let zone = row.time_zone.parse();
        let zone = zone.map_err(|_unknown| {
            Error::Broken(format!("the time zone {} is not known", row.time_zone))
        })?;
        Ok(Line {
            name: row.name,
            wall: Wall(zone),
            limits: Limits {
                rest: Duration::hours(row.rest_hours.into()),
                week: Duration::hours(row.week_hours.into()),
                week_nights: usize::try_from(row.week_nights).unwrap_or_default(),
                days_in_a_row: usize::try_from(row.days_in_a_row).unwrap_or_default(),
                cool_off: Duration::hours(row.cool_off_hours.into()),
            },
            patience: Duration::seconds(row.patience_seconds.into()),
            wrap_up: Duration::seconds(row.wrap_up_seconds.into()),
            withhold_under: u32::try_from(row.withhold_under).unwrap_or_default(),
            caller_codes: tier(row.caller_code_tier)?,
            contacts_a_day: u32::try_from(row.contacts_a_day).unwrap_or_default(),
            notes_on: row.notes_on != 0,
            swaps_need_approval: row.swaps_need_approval != 0,
            closing_day: u8::try_from(row.closing_day).ok().filter(|day| *day > 0),
            fiscal_year: u8::try_from(row.fiscal_year_starts)
                .ok()
                .and_then(|month| FiscalStart::try_from(month).ok())
                .unwrap_or_default(),
            version: row.version,
        })
    })
    .transpose()
}

fn tier(number: i32) -> Result<Tier, Error> {
    let tier = usize::try_from(number)
        .ok()
        .and_then(|number| Tier::ALL.get(number));
    tier.copied()
        .ok_or_else(|| Error::broken("a tier of caller codes is not known"))
}

fn row(line: &Line) -> Result<Row, Error> {
    let small = |number: i64| {
        i32::try_from(number).map_err(|_large| Error::Broken("a setting is too large".to_owned()))
    };
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let tier = Tier::ALL.iter().position(|tier| *tier == line.caller_codes);
    Ok(Row {
        id: 1,
        name: line.name.clone(),
        time_zone: line.wall.0.name().to_owned(),
        rest_hours: small(line.limits.rest.num_hours())?,
        week_hours: small(line.limits.week.num_hours())?,
        week_nights: count(line.limits.week_nights),
        days_in_a_row: count(line.limits.days_in_a_row),
        patience_seconds: small(line.patience.num_seconds())?,
        wrap_up_seconds: small(line.wrap_up.num_seconds())?,
        withhold_under: small(line.withhold_under.into())?,
        caller_code_tier: count(tier.unwrap_or_default()),
        contacts_a_day: small(line.contacts_a_day.into())?,
        notes_on: line.notes_on.into(),
        version: line.version,
        cool_off_hours: small(line.limits.cool_off.num_hours())?,
        swaps_need_approval: line.swaps_need_approval.into(),
        closing_day: line.closing_day.unwrap_or_default().into(),
        fiscal_year_starts: line.fiscal_year.number().into(),
    })
}

/// Makes the line's row, once.
pub fn insert(conn: &mut Conn, new: &Line) -> Result<(), Error> {
    diesel::insert_into(line::table)
        .values(row(new)?)
        .execute(conn)?;
    Ok(())
}

/// Keeps changed settings, as the next version.
pub fn update(conn: &mut Conn, changed: &Line) -> Result<(), Error> {
    let next = Row {
        version: changed.version + 1,
        ..row(changed)?
    };
    diesel::update(line::table).set(next).execute(conn)?;
    Ok(())
}

/// The line's regions, by name.
pub fn regions(conn: &mut Conn) -> Result<Vec<Region>, Error> {
    Ok(regions::table
        .order((regions::name, regions::code))
        .select((regions::code, regions::name, regions::population))
        .load(conn)?)
}

/// A region by its code.
pub fn region(conn: &mut Conn, code: &RegionCode) -> Result<Option<Region>, Error> {
    Ok(regions::table
        .find(code)
        .select((regions::code, regions::name, regions::population))
        .first(conn)
        .optional()?)
}

/// Adds a region.
pub fn insert_region(conn: &mut Conn, region: &Region, now: Moment) -> Result<(), Error> {
    diesel::insert_into(regions::table)
        .values((
            regions::code.eq(&region.code),
            regions::name.eq(&region.name),
            regions::population.eq(region.population),
            regions::added_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// The mark that tells which secret belongs to this line, once one was made.
pub fn key_check(conn: &mut Conn) -> Result<Option<String>, Error> {
    let check = line::table.select(line::key_check).first(conn).optional()?;
    Ok(check.flatten())
}

/// Remembers which secret belongs to this line.
pub fn keep_key_check(conn: &mut Conn, check: &str) -> Result<(), Error> {
    diesel::update(line::table)
        .set(line::key_check.eq(check))
        .execute(conn)?;
    Ok(())
}

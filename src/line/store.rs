//! The line's one row.

use chrono::Duration;
use diesel::prelude::*;

use super::{Limits, Line, Wall};
use crate::db::Conn;
use crate::db::schema::line;
use crate::error::Error;

#[derive(Queryable, Selectable, Insertable)]
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
            },
            patience: Duration::seconds(row.patience_seconds.into()),
            wrap_up: Duration::seconds(row.wrap_up_seconds.into()),
            withhold_under: u32::try_from(row.withhold_under).unwrap_or_default(),
        })
    })
    .transpose()
}

/// Makes the line's row, once.
pub fn insert(conn: &mut Conn, new: &Line) -> Result<(), Error> {
    let small = |number: i64| {
        i32::try_from(number).map_err(|_large| Error::Broken("a setting is too large".to_owned()))
    };
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let row = Row {
        id: 1,
        name: new.name.clone(),
        time_zone: new.wall.0.name().to_owned(),
        rest_hours: small(new.limits.rest.num_hours())?,
        week_hours: small(new.limits.week.num_hours())?,
        week_nights: count(new.limits.week_nights),
        days_in_a_row: count(new.limits.days_in_a_row),
        patience_seconds: small(new.patience.num_seconds())?,
        wrap_up_seconds: small(new.wrap_up.num_seconds())?,
        withhold_under: small(new.withhold_under.into())?,
    };
    diesel::insert_into(line::table).values(row).execute(conn)?;
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

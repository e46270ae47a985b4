//! Rows of what was decided of each table of each period: exact for closings, and as evaluators may see it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::de::DeserializeOwned;

use crate::db::Conn;
use crate::db::schema::{cubes, released};
use crate::error::Error;
use crate::reports::cube::settled::Settled;
use crate::reports::periods::{Month, Period};

/// What was decided of a table, of every period or with the releases of a month and of those after it.
pub fn settled(
    conn: &mut Conn,
    part: &str,
    since: Option<Month>,
) -> Result<BTreeMap<Period, Settled>, Error> {
    let since = since.map_or(String::new(), |month| month.to_string());
    let rows: Vec<(Period, String)> = cubes::table
        .filter(cubes::part.eq(part))
        .filter(cubes::month.ge(since))
        .select((cubes::period, cubes::document))
        .load(conn)?;
    let read = |(period, document): (Period, String)| {
        Ok((
            period,
            serde_json::from_str(&document).map_err(Error::broken)?,
        ))
    };
    rows.into_iter().map(read).collect()
}

/// A table of a period, as it was decided with the release of a month.
pub struct New<'a> {
    /// The period.
    pub period: Period,
    /// Which table.
    pub part: &'a str,
    /// With the release of which month.
    pub month: Month,
}

/// Keeps what was decided of a table.
pub fn insert(conn: &mut Conn, new: &New<'_>, settled: &Settled) -> Result<(), Error> {
    diesel::insert_into(cubes::table)
        .values((
            cubes::period.eq(new.period),
            cubes::part.eq(new.part),
            cubes::month.eq(new.month),
            cubes::document.eq(serde_json::to_string(settled).map_err(Error::broken)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps what evaluators may see.
pub fn insert_released(
    conn: &mut Conn,
    new: &New<'_>,
    document: &impl serde::Serialize,
) -> Result<(), Error> {
    diesel::insert_into(released::table)
        .values((
            released::period.eq(new.period),
            released::part.eq(new.part),
            released::month.eq(new.month),
            released::document.eq(serde_json::to_string(document).map_err(Error::broken)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes back what was made of a month's release. Once it is released the database refuses.
pub fn discard(conn: &mut Conn, month: Month) -> Result<(), Error> {
    diesel::delete(cubes::table.filter(cubes::month.eq(month))).execute(conn)?;
    diesel::delete(released::table.filter(released::month.eq(month))).execute(conn)?;
    Ok(())
}

/// Whether a part of a month's release is made.
pub fn is_made(conn: &mut Conn, month: Month, part: &str) -> Result<bool, Error> {
    let made = released::table
        .filter(released::month.eq(month))
        .filter(released::part.eq(part));
    Ok(made.count().get_result::<i64>(conn)? > 0)
}

/// What evaluators may see of a period.
pub fn find<T: DeserializeOwned>(
    conn: &mut Conn,
    period: Period,
    part: &str,
) -> Result<Option<T>, Error> {
    let document: Option<String> = released::table
        .find((period, part))
        .select(released::document)
        .first(conn)
        .optional()?;
    document
        .map(|document| serde_json::from_str(&document).map_err(Error::broken))
        .transpose()
}

//! Rows of what was released of a period, put together for a report.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{closings, cubes};
use crate::db::Conn;
use crate::db::schema::{released, releases};
use crate::error::Error;
use crate::reports::closings::{REST, Release, Rest};
use crate::reports::cube::grid::Table;
use crate::reports::periods::{FiscalStart, Period};
use crate::reports::source::Source;

/// The periods that were released, the newest first.
pub fn periods(conn: &mut Conn) -> Result<Vec<Period>, Error> {
    let mut periods: Vec<Period> = released::table
        .inner_join(releases::table.on(releases::month.eq(released::month)))
        .filter(released::part.eq(REST))
        .select(released::period)
        .load(conn)?;
    periods.sort_by_key(|period| Reverse((period.last(), period.first())));
    Ok(periods)
}

/// What was released of a period, or of the periods that make it up, and the release of its last month.
pub fn find(
    conn: &mut Conn,
    period: Period,
    fiscal: FiscalStart,
    tables: &[Table],
) -> Result<Option<(Source, Release)>, Error> {
    let Some(release) = closings::release(conn, period.last())? else {
        return Ok(None);
    };
    if let Some(source) = of(conn, period, tables)? {
        return Ok(Some((source, release)));
    }
    let released = periods(conn)?;
    let Some(tiles) = period.tiles(fiscal, &|tile| released.contains(tile)) else {
        return Ok(None);
    };
    let mut sources = Vec::new();
    for tile in tiles {
        sources.extend(of(conn, tile, tables)?);
    }
    Ok(Some((Source::sum(&sources), release)))
}

/// What was released of exactly this period.
fn of(conn: &mut Conn, period: Period, tables: &[Table]) -> Result<Option<Source>, Error> {
    let Some(rest) = cubes::find::<Rest>(conn, period, REST)? else {
        return Ok(None);
    };
    let mut source = Source {
        tables: BTreeMap::new(),
        rest,
        is_range: false,
    };
    for table in tables {
        if let Some(released) = cubes::find(conn, period, table.as_str())? {
            source.tables.insert(*table, released);
        }
    }
    Ok(Some(source))
}

//! Rows of the reports: closures, releases, and the calls that a closing counts.

pub mod crews;
pub mod loads;

use diesel::dsl::{max, min};
use diesel::prelude::*;

use super::periods::Month;
use super::{Counted, ReportName};
use crate::calls::words::{CallerRelation, ContactType, IsolationMode};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{calls, closures, releases};
use crate::error::Error;
use crate::id::{PersonId, ReleaseId};

/// The last closed month.
pub fn last_closed(conn: &mut Conn) -> Result<Option<Month>, Error> {
    Ok(closures::table.select(max(closures::month)).first(conn)?)
}

/// The earliest month to which a call is posted.
pub fn earliest_posted(conn: &mut Conn) -> Result<Option<Month>, Error> {
    Ok(calls::table.select(min(calls::posting_month)).first(conn)?)
}

/// When a month was closed, if it was.
pub fn closure(conn: &mut Conn, month: Month) -> Result<Option<Moment>, Error> {
    Ok(closures::table
        .find(month)
        .select(closures::closed_at)
        .first(conn)
        .optional()?)
}

/// All closed months, the newest first.
pub fn closed(conn: &mut Conn) -> Result<Vec<Month>, Error> {
    Ok(closures::table
        .order(closures::month.desc())
        .select(closures::month)
        .load(conn)?)
}

/// Closes a month.
pub fn insert_closure(
    conn: &mut Conn,
    month: Month,
    by: Option<PersonId>,
    now: Moment,
) -> Result<(), Error> {
    diesel::insert_into(closures::table)
        .values((
            closures::month.eq(month),
            closures::closed_at.eq(now),
            closures::closed_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = calls)]
struct Row {
    contact_type: ContactType,
    caller_relation: CallerRelation,
    minutes: i32,
    isolation_mode: Option<IsolationMode>,
    isolation_start: Option<i32>,
    isolation_end: Option<i32>,
    caller_code: Option<String>,
}

/// What the reports count of a month's calls, in the order in which they began.
pub fn counted(conn: &mut Conn, month: Month) -> Result<Vec<Counted>, Error> {
    let rows = calls::table
        .filter(calls::posting_month.eq(month))
        .order((calls::started_at, calls::id))
        .select(Row::as_select())
        .load(conn)?;
    let small = |number: i32| {
        u8::try_from(number).map_err(|_large| Error::Broken("a number is out of range".to_owned()))
    };
    rows.into_iter()
        .map(|row| {
            Ok(Counted {
                contact_type: row.contact_type,
                caller_relation: row.caller_relation,
                minutes: small(row.minutes)?,
                mode: row.isolation_mode,
                start: row.isolation_start.map(small).transpose()?,
                end: row.isolation_end.map(small).transpose()?,
                caller_code: row.caller_code,
            })
        })
        .collect()
}

/// Keeps a report of a closed month as it was released.
pub fn insert_release(
    conn: &mut Conn,
    id: ReleaseId,
    (month, report): (Month, ReportName),
    document: &str,
    now: Moment,
) -> Result<(), Error> {
    diesel::insert_into(releases::table)
        .values((
            releases::id.eq(id),
            releases::month.eq(month),
            releases::report.eq(report.as_str()),
            releases::definition_version.eq(report.definition_version()),
            releases::released_at.eq(now),
            releases::document.eq(document),
        ))
        .execute(conn)?;
    Ok(())
}

/// The document of a released report.
pub fn release(conn: &mut Conn, month: Month, report: ReportName) -> Result<Option<String>, Error> {
    Ok(releases::table
        .filter(releases::month.eq(month))
        .filter(releases::report.eq(report.as_str()))
        .select(releases::document)
        .first(conn)
        .optional()?)
}

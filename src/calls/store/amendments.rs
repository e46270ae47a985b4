//! Rows of amendments, each with the content that it replaced.

use diesel::prelude::*;

use super::{parts, row};
use crate::calls::record::Record;
use crate::calls::{Call, Filing};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{amendments, calls};
use crate::error::Error;
use crate::id::{AmendmentId, CallId, PersonId};

/// A change of a logged call.
#[derive(Clone, Debug)]
pub struct Amendment {
    /// Its id.
    pub id: AmendmentId,
    /// Which call.
    pub call: CallId,
    /// The version of the call that it made.
    pub version: i32,
    /// When.
    pub at: Moment,
    /// Who.
    pub by: PersonId,
    /// Why, if said.
    pub reason: Option<String>,
    /// Whether the month of the call was closed then.
    pub after_closing: bool,
    /// The content that it replaced.
    pub replaced: Record,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = amendments)]
struct Row {
    id: AmendmentId,
    call_id: CallId,
    version: i32,
    amended_at: Moment,
    amended_by: PersonId,
    reason: Option<String>,
    after_closing: i32,
    replaced: String,
}

fn amendment(row: Row) -> Result<Amendment, Error> {
    Ok(Amendment {
        id: row.id,
        call: row.call_id,
        version: row.version,
        at: row.amended_at,
        by: row.amended_by,
        reason: row.reason,
        after_closing: row.after_closing != 0,
        replaced: serde_json::from_str(&row.replaced).map_err(Error::broken)?,
    })
}

/// An amendment.
pub fn find(conn: &mut Conn, id: AmendmentId) -> Result<Option<Amendment>, Error> {
    let row = amendments::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(amendment).transpose()
}

/// A call's amendments in the order of their versions.
pub fn of(conn: &mut Conn, call: CallId) -> Result<Vec<Amendment>, Error> {
    let rows = amendments::table
        .filter(amendments::call_id.eq(call))
        .order(amendments::version)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(amendment).collect()
}

/// Adds an amendment, and gives the call its new content.
pub fn insert(conn: &mut Conn, new: &Amendment, call: &Call, filing: &Filing) -> Result<(), Error> {
    let inserted = diesel::insert_into(amendments::table)
        .values(Row {
            id: new.id,
            call_id: new.call,
            version: new.version,
            amended_at: new.at,
            amended_by: new.by,
            reason: new.reason.clone(),
            after_closing: new.after_closing.into(),
            replaced: serde_json::to_string(&new.replaced).map_err(Error::broken)?,
        })
        .execute(conn);
    inserted.map_err(|error| Error::from(error).or_id_taken())?;
    diesel::update(calls::table.find(call.id()))
        .set(row(call, filing))
        .execute(conn)?;
    parts::delete(conn, call.id())?;
    parts::insert(conn, call.id(), call.record())
}

/// Puts another content in the place of an old one.
pub(super) fn keep_replaced(
    conn: &mut Conn,
    id: AmendmentId,
    replaced: &Record,
) -> Result<(), Error> {
    let replaced = serde_json::to_string(replaced).map_err(Error::broken)?;
    diesel::update(amendments::table.find(id))
        .set(amendments::replaced.eq(replaced))
        .execute(conn)?;
    Ok(())
}

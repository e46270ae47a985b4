//! Rows of notes: locked texts, which this file cannot open.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::call_notes;
use crate::error::Error;
use crate::id::CallId;
use crate::reports::periods::Month;

/// A locked note.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = call_notes)]
pub struct LockedNote {
    /// The call's id.
    pub call_id: CallId,
    /// The local month in which it was written, whose key opens it.
    pub month: Month,
    /// The locked text.
    pub locked: String,
    /// When it was written.
    pub written_at: Moment,
}

/// The note of a call.
pub fn find(conn: &mut Conn, call: CallId) -> Result<Option<LockedNote>, Error> {
    let found = call_notes::table.find(call).select(LockedNote::as_select());
    Ok(found.first(conn).optional()?)
}

/// Adds a note; `Error::Taken` if the call has one.
pub fn insert(conn: &mut Conn, note: &LockedNote) -> Result<(), Error> {
    diesel::insert_into(call_notes::table)
        .values(note)
        .execute(conn)?;
    Ok(())
}

/// Takes a note away, if it is there.
pub fn delete(conn: &mut Conn, call: CallId) -> Result<bool, Error> {
    Ok(diesel::delete(call_notes::table.find(call)).execute(conn)? > 0)
}

/// How many notes were written at that moment or before.
pub fn count_up_to(conn: &mut Conn, moment: Moment) -> Result<i64, Error> {
    let due = call_notes::table.filter(call_notes::written_at.le(moment));
    Ok(due.count().get_result(conn)?)
}

/// Takes all notes away that were written at that moment or before, and says how many.
pub fn delete_up_to(conn: &mut Conn, moment: Moment) -> Result<usize, Error> {
    let due = call_notes::table.filter(call_notes::written_at.le(moment));
    Ok(diesel::delete(due).execute(conn)?)
}

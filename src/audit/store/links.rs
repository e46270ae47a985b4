//! Entries as links of the chain: those that wait for their place, the end, and a page of the way.

use diesel::connection::DefaultLoadingMode;
use diesel::dsl::{exists, min, sql};
use diesel::prelude::*;
use diesel::result::Error as DieselError;
use diesel::sql_types::Bool;

use super::Row;
use crate::audit::chain::{Kept, Link};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::audit_entries;
use crate::error::Error;

/// Entries without a place.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Those that can be read, in the order in which they are to be sealed.
    pub entries: Vec<Kept>,
    /// How many beside them hold what no program of ours writes.
    pub unreadable: usize,
}

/// The entries that are to be sealed next, so many at most: those from before there were marks, then
/// the oldest.
pub fn waiting(conn: &mut Conn, limit: i64) -> Result<Waiting, Error> {
    let rows = audit_entries::table
        .filter(audit_entries::seal.is_null())
        .filter(audit_entries::position.is_null())
        .order((
            audit_entries::mark.ne(""),
            audit_entries::at,
            audit_entries::id,
        ))
        .limit(limit)
        .select(Row::as_select())
        .load_iter::<Row, DefaultLoadingMode>(conn)?;
    let mut waiting = Waiting::default();
    for row in rows {
        match row {
            Ok(row) => waiting.entries.push(row.into()),
            // One spoiled row must not keep the others from being sealed.
            Err(DieselError::DeserializationError(_)) => waiting.unreadable += 1,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(waiting)
}

/// Whether an entry waits to be sealed.
pub fn any_waiting(conn: &mut Conn) -> Result<bool, Error> {
    let waiting = audit_entries::table
        .filter(audit_entries::seal.is_null())
        .filter(audit_entries::position.is_null());
    Ok(diesel::select(exists(waiting)).get_result(conn)?)
}

/// Since when the oldest entry without a seal has waited.
pub fn waiting_since(conn: &mut Conn) -> Result<Option<Moment>, Error> {
    Ok(audit_entries::table
        .filter(audit_entries::seal.is_null())
        .filter(audit_entries::position.is_null())
        .select(min(audit_entries::at))
        .first(conn)?)
}

/// The end of the chain.
pub fn end(conn: &mut Conn) -> Result<Link, Error> {
    let last: Option<(Option<i64>, Option<String>)> = audit_entries::table
        .filter(audit_entries::position.is_not_null())
        .order(audit_entries::position.desc())
        .select((audit_entries::position, audit_entries::seal))
        .first(conn)
        .optional()?;
    let (position, seal) = last.unwrap_or_default();
    Ok(Link {
        position: position.unwrap_or_default(),
        seal: seal.unwrap_or_default(),
    })
}

/// Whether the chain has an entry with a mark.
pub fn any_marked(conn: &mut Conn) -> Result<bool, Error> {
    let marked = audit_entries::table
        .filter(audit_entries::position.is_not_null())
        .filter(audit_entries::mark.ne(""));
    Ok(diesel::select(exists(marked)).get_result(conn)?)
}

/// Whether the chain has this link.
pub fn holds(conn: &mut Conn, link: &Link) -> Result<bool, Error> {
    let held = audit_entries::table
        .filter(audit_entries::position.eq(link.position))
        .filter(audit_entries::seal.eq(&link.seal));
    Ok(diesel::select(exists(held)).get_result(conn)?)
}

/// Gives an entry its place and its seal.
pub fn seal(conn: &mut Conn, entry: &Kept, link: &Link) -> Result<(), Error> {
    let sealed = diesel::update(audit_entries::table.filter(audit_entries::id.eq(&entry.id)))
        .set((
            audit_entries::position.eq(link.position),
            audit_entries::seal.eq(&link.seal),
        ))
        .execute(conn)?;
    if sealed == 1 {
        return Ok(());
    }
    Err(Error::Broken(format!(
        "{sealed} entries {} were there to be sealed",
        entry.id
    )))
}

/// The entries that come after this one in the chain, in order, so many at most.
pub fn after(
    conn: &mut Conn,
    (position, id): (i64, &str),
    limit: i64,
) -> Result<Vec<(i64, Kept)>, Error> {
    // By the id too: two entries at one place are both to be seen.
    let later = audit_entries::position.gt(position);
    let same = audit_entries::position
        .eq(position)
        .and(audit_entries::id.gt(id));
    let rows = audit_entries::table
        // Says again what the next filter says, in words that the index is found by.
        .filter(audit_entries::position.ge(position))
        .filter(later.or(same))
        .order((audit_entries::position, audit_entries::id))
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    let entries = rows.into_iter().map(Kept::from);
    Ok(entries
        .map(|entry| (entry.position.unwrap_or_default(), entry))
        .collect())
}

/// The entries without a place whose ids come after this one, or from the first, so many at most.
pub fn without_place(conn: &mut Conn, id: Option<&str>, limit: i64) -> Result<Vec<Kept>, Error> {
    let mut query = audit_entries::table
        .filter(audit_entries::position.is_null())
        .order(audit_entries::id)
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(id) = id {
        query = query.filter(audit_entries::id.gt(id));
    }
    Ok(query.load(conn)?.into_iter().map(Kept::from).collect())
}

/// How many rows read well and are yet of other types than we write. SQLite lets every column hold
/// anything: a row whose time or person is spelt otherwise would be missing from filtered lists.
pub fn misshapen(conn: &mut Conn) -> Result<i64, Error> {
    let is_misshapen = sql::<Bool>(
        "(typeof(id) <> 'text' OR typeof(roles) <> 'text' OR typeof(action) <> 'text'
          OR typeof(subject) <> 'text' OR typeof(request_id) <> 'text' OR typeof(result) <> 'text'
          OR typeof(mark) <> 'text' OR typeof(person_id) NOT IN ('text', 'null')
          OR typeof(seal) NOT IN ('text', 'null') OR typeof(position) NOT IN ('integer', 'null')
          OR at IS NOT strftime('%Y-%m-%d %H:%M:%S', at))",
    );
    match conn {
        Conn::Postgres(_) => Ok(0),
        Conn::Sqlite(conn) => Ok(audit_entries::table
            .filter(is_misshapen)
            .count()
            .get_result(conn)?),
    }
}

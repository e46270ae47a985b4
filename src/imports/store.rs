//! Rows of what was taken from older logs, and the accounts that the logs may name.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{imported_calls, people, person_roles};
use crate::error::Error;
use crate::id::{CallId, PersonId};
use crate::role::Role;

/// The rows that an import has taken, and what they became.
pub fn taken(conn: &mut Conn, name: &str) -> Result<BTreeMap<usize, CallId>, Error> {
    let rows: Vec<(i32, CallId)> = imported_calls::table
        .filter(imported_calls::import_name.eq(name))
        .select((imported_calls::row_number, imported_calls::call_id))
        .load(conn)?;
    let rows = rows.into_iter();
    Ok(rows
        .filter_map(|(row, id)| Some((usize::try_from(row).ok()?, id)))
        .collect())
}

/// Which of these calls were taken before.
pub fn known(conn: &mut Conn, ids: &[CallId]) -> Result<Vec<CallId>, Error> {
    Ok(imported_calls::table
        .filter(imported_calls::call_id.eq_any(ids))
        .select(imported_calls::call_id)
        .load(conn)?)
}

/// Tells from which row a call came.
pub fn insert(conn: &mut Conn, name: &str, row: usize, call: CallId) -> Result<(), Error> {
    diesel::insert_into(imported_calls::table)
        .values((
            imported_calls::call_id.eq(call),
            imported_calls::import_name.eq(name),
            imported_calls::row_number.eq(i32::try_from(row).map_err(Error::broken)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// The accounts of peers, by e-mail in small letters.
pub fn peers(conn: &mut Conn) -> Result<HashMap<String, PersonId>, Error> {
    let rows: Vec<(String, PersonId)> = people::table
        .inner_join(person_roles::table.on(person_roles::person_id.eq(people::id)))
        .filter(person_roles::role.eq(Role::Peer))
        .select((people::email, people::id))
        .load(conn)?;
    let rows = rows.into_iter();
    Ok(rows.map(|(email, id)| (email.to_lowercase(), id)).collect())
}

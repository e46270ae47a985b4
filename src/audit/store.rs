//! Entries of the audit log. They are written in the transaction of the change they tell of.

use diesel::prelude::*;

use super::Action;
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::audit_entries;
use crate::door::Actor;
use crate::error::Error;
use crate::id::AuditId;

/// Tells that somebody did something to a row, named by its id.
pub fn record(
    conn: &mut Conn,
    now: Moment,
    actor: &Actor,
    action: Action,
    subject: impl std::fmt::Display,
) -> Result<(), Error> {
    let roles = actor
        .roles
        .iter()
        .map(|role| role.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    let request = actor.request.map(|id| id.to_string()).unwrap_or_default();
    diesel::insert_into(audit_entries::table)
        .values((
            audit_entries::id.eq(chance::id::<AuditId>(now)),
            audit_entries::at.eq(now),
            audit_entries::person_id.eq(actor.person),
            audit_entries::roles.eq(roles),
            audit_entries::action.eq(action.as_str()),
            audit_entries::subject.eq(subject.to_string()),
            audit_entries::request_id.eq(request),
        ))
        .execute(conn)?;
    Ok(())
}

/// When the newest entry was made.
pub fn newest(conn: &mut Conn) -> Result<Option<Moment>, Error> {
    Ok(audit_entries::table
        .select(diesel::dsl::max(audit_entries::at))
        .first(conn)?)
}

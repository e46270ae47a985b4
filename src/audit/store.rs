//! Entries of the audit log. They are written in the transaction of the change they tell of.

use diesel::prelude::*;

use super::Action;
use super::chain::Entry;
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::audit_entries;
use crate::door::Actor;
use crate::error::Error;

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
    let entry = Entry {
        id: chance::id(now),
        at: now,
        person: actor.person,
        roles,
        action,
        subject: subject.to_string(),
        request: actor.request,
        outcome: action.outcome(),
    };
    let request = entry.request.map(|id| id.to_string()).unwrap_or_default();
    diesel::insert_into(audit_entries::table)
        .values((
            audit_entries::id.eq(entry.id),
            audit_entries::at.eq(entry.at),
            audit_entries::person_id.eq(entry.person),
            audit_entries::roles.eq(&entry.roles),
            audit_entries::action.eq(entry.action),
            audit_entries::subject.eq(&entry.subject),
            audit_entries::request_id.eq(request),
            audit_entries::result.eq(entry.outcome),
            audit_entries::mark.eq(entry.mark(&actor.pen)),
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

//! Entries of the audit log. They are written in the transaction of the change they tell of.

use diesel::prelude::*;

use super::chain::{Entry, Kept};
use super::{Action, Outcome};
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::audit_entries;
use crate::door::Actor;
use crate::error::Error;
use crate::http::cursor::Cursor;
use crate::id::PersonId;

pub mod links;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_entries)]
struct Row {
    id: String,
    at: Moment,
    person_id: Option<String>,
    roles: String,
    action: String,
    subject: String,
    request_id: String,
    result: String,
    mark: String,
    position: Option<i64>,
    seal: Option<String>,
}

impl From<Kept> for Row {
    fn from(entry: Kept) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            person_id: entry.person,
            roles: entry.roles,
            action: entry.action,
            subject: entry.subject,
            request_id: entry.request,
            result: entry.outcome,
            mark: entry.mark,
            position: entry.position,
            seal: entry.seal,
        }
    }
}

impl From<Row> for Kept {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            at: row.at,
            person: row.person_id,
            roles: row.roles,
            action: row.action,
            subject: row.subject,
            request: row.request_id,
            outcome: row.result,
            mark: row.mark,
            position: row.position,
            seal: row.seal,
        }
    }
}

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
        // Entries of one second are sealed and shown in the order in which they were written.
        id: chance::id_in_order(now),
        at: now,
        person: actor.person,
        roles,
        action,
        subject: subject.to_string(),
        request: actor.request,
        outcome: action.outcome(),
    };
    diesel::insert_into(audit_entries::table)
        .values(Row::from(entry.marked(&actor.pen)))
        .execute(conn)?;
    Ok(())
}

/// When the newest entry was made.
pub fn newest(conn: &mut Conn) -> Result<Option<Moment>, Error> {
    Ok(audit_entries::table
        .select(diesel::dsl::max(audit_entries::at))
        .first(conn)?)
}

/// Which entries.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Written at or after this.
    pub from: Option<Moment>,
    /// Written before this.
    pub to: Option<Moment>,
    /// Only what this person did.
    pub person: Option<PersonId>,
    /// Only this action.
    pub action: Option<Action>,
    /// Only what was done to this.
    pub subject: Option<String>,
    /// Only with this result.
    pub outcome: Option<Outcome>,
    /// Only those after this one in the list.
    pub after: Option<Cursor<String>>,
}

/// Entries, the newest first, so many at most.
pub fn list(conn: &mut Conn, wanted: &Wanted, limit: i64) -> Result<Vec<Kept>, Error> {
    let mut query = audit_entries::table
        .order((audit_entries::at.desc(), audit_entries::id.desc()))
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(from) = wanted.from {
        query = query.filter(audit_entries::at.ge(from));
    }
    if let Some(to) = wanted.to {
        query = query.filter(audit_entries::at.lt(to));
    }
    if let Some(person) = wanted.person {
        query = query.filter(audit_entries::person_id.eq(person));
    }
    if let Some(action) = wanted.action {
        query = query.filter(audit_entries::action.eq(action));
    }
    if let Some(subject) = &wanted.subject {
        query = query.filter(audit_entries::subject.eq(subject));
    }
    if let Some(outcome) = wanted.outcome {
        query = query.filter(audit_entries::result.eq(outcome));
    }
    if let Some(Cursor { at, id }) = &wanted.after {
        let earlier = audit_entries::at.lt(*at);
        // Says again what the next filter says, in words that the index is found by.
        query = query.filter(audit_entries::at.le(*at));
        query = query.filter(earlier.or(audit_entries::at.eq(*at).and(audit_entries::id.lt(id))));
    }
    Ok(query.load(conn)?.into_iter().map(Kept::from).collect())
}

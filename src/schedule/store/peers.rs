//! Rows of those who may hold places.

use chrono::Duration;
use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{people, person_roles, wishes};
use crate::error::Error;
use crate::id::PersonId;
use crate::role::Role;

/// Somebody who may hold places, and the hours a week that they wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wisher {
    /// Who.
    pub person: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// What they wish, if they said it.
    pub wished: Option<Duration>,
}

/// Every peer who is not suspended, by name.
pub fn active_peers(conn: &mut Conn) -> Result<Vec<Wisher>, Error> {
    let rows = people::table
        .inner_join(person_roles::table.on(person_roles::person_id.eq(people::id)))
        .left_join(wishes::table.on(wishes::person_id.eq(people::id)))
        .filter(person_roles::role.eq(Role::Peer))
        .filter(people::suspended_at.is_null())
        .order((people::name, people::id))
        .select((people::id, people::name, wishes::wished_hours.nullable()))
        .load::<(PersonId, String, Option<i32>)>(conn)?;
    Ok(rows
        .into_iter()
        .map(|(person, name, wished)| Wisher {
            person,
            name,
            wished: wished.map(|hours| Duration::hours(hours.into())),
        })
        .collect())
}

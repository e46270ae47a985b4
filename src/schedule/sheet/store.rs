//! Rows that a roster as a sheet needs beside shifts and claims: addresses, and what was confirmed.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{attendance, people, person_roles};
use crate::error::Error;
use crate::id::{ClaimId, PersonId};
use crate::people::Email;
use crate::role::Role;

/// Somebody whom a sheet names.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who.
    pub id: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// Whether they take shifts.
    pub is_peer: bool,
}

/// Those who have one of these addresses, by address.
pub fn with_emails(
    conn: &mut Conn,
    emails: BTreeSet<String>,
) -> Result<BTreeMap<String, Known>, Error> {
    let is_peer = person_roles::person_id
        .eq(people::id)
        .and(person_roles::role.eq(Role::Peer));
    let rows: Vec<(PersonId, Email, String, Option<Role>)> = people::table
        .left_join(person_roles::table.on(is_peer))
        .filter(people::email.eq_any(emails.into_iter().collect::<Vec<_>>()))
        .select((
            people::id,
            people::email,
            people::name,
            person_roles::role.nullable(),
        ))
        .load(conn)?;
    let known = rows.into_iter().map(|(id, email, name, role)| {
        let is_peer = role.is_some();
        (email.as_str().to_owned(), Known { id, name, is_peer })
    });
    Ok(known.collect())
}

/// The addresses of people.
pub fn emails(
    conn: &mut Conn,
    of: &BTreeSet<PersonId>,
) -> Result<BTreeMap<PersonId, Email>, Error> {
    let rows: Vec<(PersonId, Email)> = people::table
        .filter(people::id.eq_any(of.iter().copied().collect::<Vec<_>>()))
        .select((people::id, people::email))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Which of these places were confirmed.
pub fn confirmed(conn: &mut Conn, of: Vec<ClaimId>) -> Result<BTreeSet<ClaimId>, Error> {
    let rows: Vec<ClaimId> = attendance::table
        .filter(attendance::claim_id.eq_any(of))
        .filter(attendance::step.eq("confirmed"))
        .select(attendance::claim_id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

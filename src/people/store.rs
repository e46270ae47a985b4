//! Rows of people: accounts and roles.

pub mod links;
pub mod sessions;

use diesel::prelude::*;

use super::{Email, Person};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{people, person_roles};
use crate::error::Error;
use crate::id::PersonId;
use crate::role::Role;

/// What sign-in needs to know of an account.
pub struct Account {
    /// The person.
    pub id: PersonId,
    /// The kept form of their password, once they have chosen one.
    pub password_hash: Option<String>,
    /// Whether they are suspended.
    pub suspended: bool,
}

/// The account of an e-mail address.
pub fn account(conn: &mut Conn, email: &Email) -> Result<Option<Account>, Error> {
    let row = people::table
        .filter(people::email.eq(email))
        .select((people::id, people::password_hash, people::suspended_at))
        .first::<(PersonId, Option<String>, Option<Moment>)>(conn)
        .optional()?;
    Ok(row.map(|(id, password_hash, suspended_at)| Account {
        id,
        password_hash,
        suspended: suspended_at.is_some(),
    }))
}

/// A person by id.
pub fn find(conn: &mut Conn, id: PersonId) -> Result<Option<Person>, Error> {
    let row = people::table
        .find(id)
        .select((people::email, people::name, people::suspended_at))
        .first::<(Email, String, Option<Moment>)>(conn)
        .optional()?;
    let Some((email, name, suspended_at)) = row else {
        return Ok(None);
    };
    Ok(Some(Person {
        id,
        email,
        name,
        suspended_at,
        roles: roles(conn, id)?,
    }))
}

/// Whether nobody has an account yet.
pub fn nobody_yet(conn: &mut Conn) -> Result<bool, Error> {
    Ok(people::table
        .select(people::id)
        .first::<PersonId>(conn)
        .optional()?
        .is_none())
}

fn roles(conn: &mut Conn, id: PersonId) -> Result<Vec<Role>, Error> {
    let roles = person_roles::table
        .filter(person_roles::person_id.eq(id))
        .order(person_roles::role);
    Ok(roles.select(person_roles::role).load(conn)?)
}

/// Adds a person with their roles.
pub fn insert(
    conn: &mut Conn,
    person: &Person,
    password_hash: Option<&str>,
    now: Moment,
) -> Result<(), Error> {
    diesel::insert_into(people::table)
        .values((
            people::id.eq(person.id),
            people::email.eq(&person.email),
            people::name.eq(&person.name),
            people::password_hash.eq(password_hash),
            people::suspended_at.eq(person.suspended_at),
            people::created_at.eq(now),
        ))
        .execute(conn)?;
    for role in &person.roles {
        diesel::insert_into(person_roles::table)
            .values((
                person_roles::person_id.eq(person.id),
                person_roles::role.eq(role),
                person_roles::granted_at.eq(now),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Keeps the password that somebody has chosen for themselves.
pub fn keep_password(conn: &mut Conn, person: PersonId, password_hash: &str) -> Result<(), Error> {
    diesel::update(people::table.find(person))
        .set(people::password_hash.eq(password_hash))
        .execute(conn)?;
    Ok(())
}

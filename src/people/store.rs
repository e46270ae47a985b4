//! Rows of people: accounts and roles.

pub mod attempts;
pub mod links;
pub mod qualifications;
pub mod report_tokens;
pub mod second_factors;
pub mod sessions;

use diesel::prelude::*;

use super::{Email, Person};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{people, person_roles};
use crate::door::Actor;
use crate::error::Error;
use crate::http::cursor::Cursor;
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

type Row = (PersonId, Email, String, Option<Moment>, i32);

fn person((id, email, name, suspended_at, version): Row, roles: Vec<Role>) -> Person {
    Person {
        id,
        email,
        name,
        roles,
        suspended_at,
        version,
    }
}

/// A person by id.
pub fn find(conn: &mut Conn, id: PersonId) -> Result<Option<Person>, Error> {
    let row = people::table
        .find(id)
        .select(COLUMNS)
        .first::<Row>(conn)
        .optional()?;
    row.map(|row| Ok(person(row, roles(conn, id)?))).transpose()
}

/// Which people are wanted.
#[derive(Clone, Copy, Default)]
pub struct Wanted {
    /// Only those who hold this role.
    pub role: Option<Role>,
    /// Only those who are suspended, or only those who are not.
    pub suspended: Option<bool>,
    /// Only those after this place.
    pub after: Option<Cursor<PersonId>>,
}

/// Up to so many people with the moment each account was made, the oldest account first.
pub fn list(conn: &mut Conn, wanted: Wanted, limit: i64) -> Result<Vec<(Person, Moment)>, Error> {
    let mut query = people::table
        .select((COLUMNS, people::created_at))
        .order((people::created_at, people::id))
        .limit(limit)
        .into_boxed();
    if let Some(role) = wanted.role {
        let holders = person_roles::table
            .filter(person_roles::role.eq(role))
            .select(person_roles::person_id);
        query = query.filter(people::id.eq_any(holders));
    }
    if let Some(suspended) = wanted.suspended {
        query = if suspended {
            query.filter(people::suspended_at.is_not_null())
        } else {
            query.filter(people::suspended_at.is_null())
        };
    }
    if let Some(Cursor { at, id }) = wanted.after {
        query = query.filter(
            people::created_at
                .gt(at)
                .or(people::created_at.eq(at).and(people::id.gt(id))),
        );
    }
    let rows: Vec<(Row, Moment)> = query.load(conn)?;
    let mut found = Vec::with_capacity(rows.len());
    for (row, made) in rows {
        let held = roles(conn, row.0)?;
        found.push((person(row, held), made));
    }
    Ok(found)
}

/// How many others can sign in as an admin.
pub fn other_admins(conn: &mut Conn, but: PersonId) -> Result<i64, Error> {
    Ok(person_roles::table
        .inner_join(people::table.on(people::id.eq(person_roles::person_id)))
        .filter(person_roles::role.eq(Role::Admin))
        .filter(people::id.ne(but))
        .filter(people::suspended_at.is_null())
        .filter(people::password_hash.is_not_null())
        .count()
        .get_result(conn)?)
}

/// Whether somebody has taken up their invitation.
pub fn has_joined(conn: &mut Conn, id: PersonId) -> Result<bool, Error> {
    Ok(password_hash(conn, id)?.is_some())
}

/// The kept form of somebody's password, once they have chosen one.
pub fn password_hash(conn: &mut Conn, id: PersonId) -> Result<Option<String>, Error> {
    let hash = people::table
        .find(id)
        .select(people::password_hash)
        .first::<Option<String>>(conn)
        .optional()?;
    Ok(hash.flatten())
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

const COLUMNS: (
    people::id,
    people::email,
    people::name,
    people::suspended_at,
    people::version,
) = (
    people::id,
    people::email,
    people::name,
    people::suspended_at,
    people::version,
);

/// Who does something, once it is known that it is this person.
pub fn as_actor(conn: &mut Conn, unknown: &Actor, person: PersonId) -> Result<Actor, Error> {
    Ok(unknown.clone().known_as(person, roles(conn, person)?))
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
    grant(conn, person.id, &person.roles, now)
}

fn grant(conn: &mut Conn, id: PersonId, roles: &[Role], now: Moment) -> Result<(), Error> {
    for role in roles {
        diesel::insert_into(person_roles::table)
            .values((
                person_roles::person_id.eq(id),
                person_roles::role.eq(role),
                person_roles::granted_at.eq(now),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Keeps a changed name, address and suspension, as the next version.
pub fn update(conn: &mut Conn, person: &Person) -> Result<(), Error> {
    diesel::update(people::table.find(person.id))
        .set((
            people::email.eq(&person.email),
            people::name.eq(&person.name),
            people::suspended_at.eq(person.suspended_at),
            people::version.eq(person.version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives a person these roles in place of those they hold; those they keep stay as they were given.
pub fn change_roles(
    conn: &mut Conn,
    person: &Person,
    roles: &[Role],
    now: Moment,
) -> Result<(), Error> {
    diesel::delete(
        person_roles::table
            .filter(person_roles::person_id.eq(person.id))
            .filter(person_roles::role.ne_all(roles)),
    )
    .execute(conn)?;
    let given = roles.iter().copied();
    let new: Vec<Role> = given.filter(|role| !person.roles.contains(role)).collect();
    grant(conn, person.id, &new, now)?;
    update(conn, person)
}

/// Keeps the password that somebody has chosen for themselves.
pub fn keep_password(conn: &mut Conn, person: PersonId, password_hash: &str) -> Result<(), Error> {
    diesel::update(people::table.find(person))
        .set(people::password_hash.eq(password_hash))
        .execute(conn)?;
    Ok(())
}

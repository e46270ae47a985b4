//! Rows of people: accounts, roles, invitations, sessions.

use diesel::prelude::*;

use super::tokens::Holder;
use super::{Email, Person};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{invitations, people, person_roles, refresh_tokens, sessions};
use crate::door::Standing;
use crate::error::Error;
use crate::id::{InvitationId, PersonId, SessionId};
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

/// How the holder of a token stands now: none if the session is over or the person gone.
pub fn standing(conn: &mut Conn, holder: Holder, now: Moment) -> Result<Option<Standing>, Error> {
    // One look for all: a row for each role, and one without a role for who has none.
    let rows = sessions::table
        .inner_join(people::table.on(people::id.eq(sessions::person_id)))
        .left_join(person_roles::table.on(person_roles::person_id.eq(sessions::person_id)))
        .filter(sessions::id.eq(holder.session))
        .filter(sessions::person_id.eq(holder.person))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .select((people::suspended_at, person_roles::role.nullable()))
        .load::<(Option<Moment>, Option<Role>)>(conn)?;
    let Some((suspended_at, _)) = rows.first() else {
        return Ok(None);
    };
    Ok(Some(Standing {
        person: holder.person,
        session: holder.session,
        suspended: suspended_at.is_some(),
        roles: rows.iter().filter_map(|(_, role)| *role).collect(),
    }))
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

/// Adds an invitation, by the digest of its token.
pub fn invite(
    conn: &mut Conn,
    id: InvitationId,
    person: PersonId,
    digest: &str,
    (now, until): (Moment, Moment),
) -> Result<(), Error> {
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(id),
            invitations::person_id.eq(person),
            invitations::token_hash.eq(digest),
            invitations::created_at.eq(now),
            invitations::expires_at.eq(until),
        ))
        .execute(conn)?;
    Ok(())
}

/// The person of an open invitation, by the digest of its token.
pub fn invited(
    conn: &mut Conn,
    digest: &str,
    now: Moment,
) -> Result<Option<(InvitationId, PersonId)>, Error> {
    Ok(invitations::table
        .filter(invitations::token_hash.eq(digest))
        .filter(invitations::accepted_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .select((invitations::id, invitations::person_id))
        .first(conn)
        .optional()?)
}

/// Uses an invitation up, and keeps the password that was chosen with it.
pub fn accept(
    conn: &mut Conn,
    invitation: InvitationId,
    person: PersonId,
    password_hash: &str,
    now: Moment,
) -> Result<(), Error> {
    diesel::update(invitations::table.find(invitation))
        .set(invitations::accepted_at.eq(now))
        .execute(conn)?;
    diesel::update(people::table.find(person))
        .set(people::password_hash.eq(password_hash))
        .execute(conn)?;
    Ok(())
}

/// Starts a session.
pub fn start_session(
    conn: &mut Conn,
    id: SessionId,
    person: PersonId,
    (now, until): (Moment, Moment),
) -> Result<(), Error> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id),
            sessions::person_id.eq(person),
            sessions::started_at.eq(now),
            sessions::expires_at.eq(until),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends a session; ending it again changes nothing.
pub fn end_session(conn: &mut Conn, id: SessionId, now: Moment) -> Result<(), Error> {
    diesel::update(
        sessions::table
            .find(id)
            .filter(sessions::ended_at.is_null()),
    )
    .set(sessions::ended_at.eq(now))
    .execute(conn)?;
    Ok(())
}

/// Adds a refresh token to a session, by its digest.
pub fn add_refresh_token(
    conn: &mut Conn,
    session: SessionId,
    digest: &str,
    now: Moment,
) -> Result<(), Error> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(digest),
            refresh_tokens::session_id.eq(session),
            refresh_tokens::issued_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// What is known of a refresh token.
pub struct Refresh {
    /// Whom it was given to, and in which session.
    pub holder: Holder,
    /// Whether it was used before.
    pub used: bool,
    /// Whether its session goes on.
    pub open: bool,
}

/// A refresh token by its digest.
pub fn refresh_token(conn: &mut Conn, digest: &str, now: Moment) -> Result<Option<Refresh>, Error> {
    let row = refresh_tokens::table
        .inner_join(sessions::table.on(sessions::id.eq(refresh_tokens::session_id)))
        .filter(refresh_tokens::token_hash.eq(digest))
        .select((
            sessions::id,
            sessions::person_id,
            sessions::expires_at,
            sessions::ended_at,
            refresh_tokens::used_at,
        ))
        .first::<(SessionId, PersonId, Moment, Option<Moment>, Option<Moment>)>(conn)
        .optional()?;
    Ok(
        row.map(|(session, person, expires_at, ended_at, used_at)| Refresh {
            holder: Holder { person, session },
            used: used_at.is_some(),
            open: ended_at.is_none() && expires_at > now,
        }),
    )
}

/// Uses a refresh token up.
pub fn use_refresh_token(conn: &mut Conn, digest: &str, now: Moment) -> Result<(), Error> {
    diesel::update(refresh_tokens::table.find(digest))
        .set(refresh_tokens::used_at.eq(now))
        .execute(conn)?;
    Ok(())
}

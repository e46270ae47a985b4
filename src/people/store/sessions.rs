//! Rows of sessions and their refresh tokens, and how the holder of a token stands.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{people, person_roles, refresh_tokens, sessions};
use crate::door::Standing;
use crate::error::Error;
use crate::id::{PersonId, SessionId};
use crate::people::tokens::Holder;
use crate::role::Role;

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

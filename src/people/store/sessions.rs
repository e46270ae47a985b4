//! Rows of sessions and their refresh tokens, and how the holder of a token stands.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{people, person_roles, refresh_tokens, sessions};
use crate::door::{Credential, Standing};
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
        credential: Credential::Session(holder.session),
        suspended: suspended_at.is_some(),
        lacks_second_factor: false,
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

/// A session that goes on.
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// When its person signed in.
    pub started_at: Moment,
    /// When it was last renewed.
    pub renewed_at: Moment,
    /// When it runs out.
    pub expires_at: Moment,
}

/// The sessions of a person that go on, the newest first.
pub fn open(conn: &mut Conn, person: PersonId, now: Moment) -> Result<Vec<Session>, Error> {
    let rows = sessions::table
        .filter(sessions::person_id.eq(person))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .order((sessions::started_at.desc(), sessions::id.desc()))
        .select((sessions::id, sessions::started_at, sessions::expires_at))
        .load::<(SessionId, Moment, Moment)>(conn)?;
    let ids: Vec<SessionId> = rows.iter().map(|(id, _, _)| *id).collect();
    let renewals: HashMap<SessionId, Option<Moment>> = refresh_tokens::table
        .filter(refresh_tokens::session_id.eq_any(&ids))
        .group_by(refresh_tokens::session_id)
        .select((
            refresh_tokens::session_id,
            diesel::dsl::max(refresh_tokens::issued_at),
        ))
        .load::<(SessionId, Option<Moment>)>(conn)?
        .into_iter()
        .collect();
    let session = |(id, started_at, expires_at)| Session {
        id,
        started_at,
        renewed_at: renewals.get(&id).copied().flatten().unwrap_or(started_at),
        expires_at,
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Ends every session of a person but this one, and names those it ended.
pub fn end_others(
    conn: &mut Conn,
    person: PersonId,
    but: Option<SessionId>,
    now: Moment,
) -> Result<Vec<SessionId>, Error> {
    let others = open(conn, person, now)?
        .into_iter()
        .map(|session| session.id);
    let others: Vec<SessionId> = others.filter(|id| Some(*id) != but).collect();
    for id in &others {
        end_session(conn, *id, now)?;
    }
    Ok(others)
}

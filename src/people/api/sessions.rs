//! Sessions: one's own and, for an admin, those of others.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::accounts::PersonPath;
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Admin, As, SignedIn};
use crate::error::Error;
use crate::http::{Done, Found, Path};
use crate::id::{PersonId, SessionId};
use crate::people::store;

/// A session's id.
#[derive(Deserialize, IntoParams)]
pub struct SessionPath {
    /// As it is listed.
    id: SessionId,
}

/// A time of being signed in. Where from is not kept.
#[derive(Serialize, ToSchema)]
pub struct SessionView {
    /// Its id.
    id: SessionId,
    /// When it began.
    started_at: Moment,
    /// When it was last renewed.
    renewed_at: Moment,
    /// When it runs out.
    expires_at: Moment,
    /// Whether it is the one that asks.
    current: bool,
}

/// Sessions that go on.
#[derive(Serialize, ToSchema)]
pub struct SessionList {
    /// The newest first.
    items: Vec<SessionView>,
}

fn listed(
    conn: &mut Conn,
    person: PersonId,
    current: Option<SessionId>,
    now: Moment,
) -> Result<SessionList, Error> {
    let sessions = store::sessions::open(conn, person, now)?;
    let view = |session: store::sessions::Session| SessionView {
        id: session.id,
        started_at: session.started_at,
        renewed_at: session.renewed_at,
        expires_at: session.expires_at,
        current: Some(session.id) == current,
    };
    Ok(SessionList {
        items: sessions.into_iter().map(view).collect(),
    })
}

/// Signs out: the session's tokens stop working at once.
pub async fn sign_out(who: As<SignedIn>) -> Result<Done, Error> {
    let (now, actor) = (who.now(), who.actor());
    let Some(session) = who.session() else {
        return Ok(Done);
    };
    who.write(move |conn| {
        store::sessions::end_session(conn, session, now)?;
        audit::store::record(conn, now, &actor, Action::SessionEnded, session)
    })
    .await?;
    Ok(Done)
}

/// Where am I signed in?
pub async fn mine(who: As<SignedIn>) -> Result<Found<SessionList>, Error> {
    let (me, current, now) = (who.id(), who.session(), who.now());
    let look = move |conn: &mut Conn| listed(conn, me, current, now);
    who.read(look).await.map(Found)
}

/// Ends a session of mine.
pub async fn end(who: As<SignedIn>, Path(asked): Path<SessionPath>) -> Result<Done, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    who.write(move |conn| {
        let open = store::sessions::open(conn, me, now)?;
        if open.iter().all(|session| session.id != asked.id) {
            return Err(Error::not_found());
        }
        store::sessions::end_session(conn, asked.id, now)?;
        audit::store::record(conn, now, &actor, Action::SessionEnded, asked.id)?;
        Ok(Done)
    })
    .await
}

/// Where is somebody signed in?
pub async fn of_person(
    who: As<Admin>,
    Path(asked): Path<PersonPath>,
) -> Result<Found<SessionList>, Error> {
    let (current, now) = (who.session(), who.now());
    let look = move |conn: &mut Conn| {
        store::find(conn, asked.person_id)?.ok_or_else(Error::not_found)?;
        listed(conn, asked.person_id, current, now)
    };
    who.read(look).await.map(Found)
}

/// Signs somebody out everywhere.
pub async fn end_all(who: As<Admin>, Path(asked): Path<PersonPath>) -> Result<Done, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        store::find(conn, asked.person_id)?.ok_or_else(Error::not_found)?;
        for session in store::sessions::end_others(conn, asked.person_id, None, now)? {
            audit::store::record(conn, now, &actor, Action::SessionEnded, session)?;
        }
        Ok(Done)
    })
    .await
}

//! Signing in and out, taking up an invitation, and who am I.

use std::sync::Arc;

use actix_web::web::Data;
use chrono::Duration;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::credentials::{self, Password};
use super::tokens::{self, Holder, Ring};
use super::{Email, store};
use crate::audit::{self, Action};
use crate::bounded::Bounded;
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, Anyone, As, SignedIn};
use crate::error::{Error, Fault};
use crate::http::{Body, Done, Found, Part, Sketch};
use crate::id::{PersonId, SessionId};
use crate::line;
use crate::role::Role;

/// How long one stays signed in without giving the password again.
const SESSION: Duration = Duration::days(30);

/// What signing in needs beside the database: the keys, and a bound on hashing.
pub struct Desk {
    /// Signs access tokens.
    pub ring: Arc<Ring>,
    /// Each hash takes a core and 19 MiB.
    pub hashing: Bounded,
}

impl Part for Data<Desk> {
    fn sketch(sketch: &mut Sketch) {
        sketch.refuses(401, "The credentials are not right, or not valid any more.");
    }
}

/// Who wants to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The address of the account.
    #[schema(format = "email", example = "ana@example.org")]
    email: String,
    /// The password.
    #[schema(format = "password")]
    password: String,
}

/// A refresh token to be used up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshAsked {
    /// The newest refresh token of the session. Using an older one again ends the session.
    refresh_token: String,
}

/// The tokens of a session.
#[derive(Serialize, ToSchema)]
pub struct Tokens {
    /// For `Authorization: Bearer …`.
    access_token: String,
    /// For one use at `POST /api/v1/session/refresh`.
    refresh_token: String,
    /// Seconds for which the access token is valid.
    #[schema(minimum = 1)]
    expires_in: i64,
}

/// An invitation to be taken up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The token of the invitation.
    token: String,
    /// The password from now on: 8 to 1,024 bytes; 15 or more is better.
    #[schema(format = "password", min_length = 8, max_length = 1024)]
    password: String,
}

/// The person who asks, and the line they belong to.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// Your id.
    id: PersonId,
    /// Your address.
    email: String,
    /// What colleagues call you.
    name: String,
    /// What you may do.
    roles: Vec<Role>,
    /// The line's name.
    line: String,
    /// The line's IANA time zone.
    time_zone: String,
}

/// Signs in with e-mail and password.
pub async fn sign_in(
    who: Anyone,
    desk: Data<Desk>,
    Body(asked): Body<SignIn>,
) -> Result<Found<Tokens>, Error> {
    let email = asked.email.parse::<Email>().ok();
    let account = match email {
        Some(email) => who.read(move |conn| store::account(conn, &email)).await?,
        None => None,
    };
    let password = SecretString::from(asked.password);
    let kept = account
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    let right = desk
        .hashing
        .run(move || credentials::matches(&password, kept.as_deref()))
        .await?;
    let (actor, now) = (who.actor(), who.now());
    let known = account.as_ref().map(|account| account.id);
    let Some(account) = account.filter(|account| right && !account.suspended) else {
        let subject = known.map(|id| id.to_string()).unwrap_or_default();
        who.append(move |conn| {
            audit::store::record(conn, now, &actor, Action::SessionRefused, &subject)
        })
        .await?;
        return Err(Error::refused(
            401,
            "wrong_credentials",
            "The e-mail or the password is not right.",
        ));
    };
    let holder = Holder {
        person: account.id,
        session: chance::id(now),
    };
    let refresh_token = chance::secret();
    let digest = credentials::digest(&refresh_token);
    who.append(move |conn| {
        let actor = Actor {
            person: Some(holder.person),
            ..actor.clone()
        };
        store::start_session(
            conn,
            holder.session,
            holder.person,
            (now, now.plus(SESSION)),
        )?;
        store::add_refresh_token(conn, holder.session, &digest, now)?;
        audit::store::record(conn, now, &actor, Action::SessionStarted, holder.session)
    })
    .await?;
    Ok(Found(tokens(&desk.ring, holder, refresh_token, now)?))
}

/// Trades a refresh token for new tokens.
pub async fn refresh(
    who: Anyone,
    desk: Data<Desk>,
    Body(asked): Body<RefreshAsked>,
) -> Result<Found<Tokens>, Error> {
    let (now, actor) = (who.now(), who.actor());
    let old = credentials::digest(&asked.refresh_token);
    let refresh_token = chance::secret();
    let new = credentials::digest(&refresh_token);
    let holder = who
        .write(move |conn| rotate(conn, now, &actor, (&old, &new)))
        .await?;
    let holder =
        holder.ok_or_else(|| Error::refused(401, "not_signed_in", "Please sign in again."))?;
    Ok(Found(tokens(&desk.ring, holder, refresh_token, now)?))
}

/// Uses an old refresh token up for a new one. A second use ends the session, for one of the two users is a thief.
fn rotate(
    conn: &mut Conn,
    now: Moment,
    actor: &Actor,
    (old, new): (&str, &str),
) -> Result<Option<Holder>, Error> {
    let Some(token) = store::refresh_token(conn, old, now)? else {
        return Ok(None);
    };
    let Holder { person, session } = token.holder;
    let actor = Actor {
        person: Some(person),
        ..actor.clone()
    };
    if token.used {
        store::end_session(conn, session, now)?;
        audit::store::record(conn, now, &actor, Action::RefreshTokenReused, session)?;
        return Ok(None);
    }
    if !token.open || store::find(conn, person)?.is_none_or(|person| person.suspended_at.is_some())
    {
        return Ok(None);
    }
    store::use_refresh_token(conn, old, now)?;
    store::add_refresh_token(conn, session, new, now)?;
    audit::store::record(conn, now, &actor, Action::SessionRefreshed, session)?;
    Ok(Some(token.holder))
}

fn tokens(
    ring: &Ring,
    holder: Holder,
    refresh_token: String,
    now: Moment,
) -> Result<Tokens, Error> {
    let access_token = ring.sign(holder, chance::id(now), now)?;
    Ok(Tokens {
        access_token,
        refresh_token,
        expires_in: tokens::LIFETIME.num_seconds(),
    })
}

/// Signs out: the session's tokens stop working at once.
pub async fn sign_out(who: As<SignedIn>) -> Result<Done, Error> {
    let (now, actor, session): (_, _, SessionId) = (who.now(), who.actor(), who.session());
    who.write(move |conn| {
        store::end_session(conn, session, now)?;
        audit::store::record(conn, now, &actor, Action::SessionEnded, session)
    })
    .await?;
    Ok(Done)
}

/// Takes up an invitation by choosing a password.
pub async fn accept_invitation(
    who: Anyone,
    desk: Data<Desk>,
    Body(asked): Body<Acceptance>,
) -> Result<Done, Error> {
    let now = who.now();
    let digest = credentials::digest(&asked.token);
    let looked_up = digest.clone();
    who.read(move |conn| store::invited(conn, &looked_up, now))
        .await?
        .ok_or_else(no_invitation)?;
    let password = Password::parse(asked.password, "/password")
        .map_err(|fault| Error::invalid(vec![fault]))?;
    let salt = chance::salt();
    let hash = desk.hashing.run(move || password.hash(&salt)).await?;
    let actor = who.actor();
    who.write(move |conn| {
        let (invitation, person) = store::invited(conn, &digest, now)?.ok_or_else(no_invitation)?;
        let actor = Actor {
            person: Some(person),
            ..actor.clone()
        };
        store::accept(conn, invitation, person, &hash, now)?;
        audit::store::record(conn, now, &actor, Action::InvitationAccepted, invitation)
    })
    .await?;
    Ok(Done)
}

fn no_invitation() -> Error {
    let detail =
        "This invitation was used already, has run out, or never was. Please ask for a new one.";
    Error::invalid(vec![Fault::at("/token", "no_invitation", detail)])
}

/// Who am I, and what may I do?
pub async fn me(who: As<SignedIn>) -> Result<Found<Me>, Error> {
    let id = who.id();
    let (person, line) = who
        .read(move |conn| {
            Ok((
                store::find(conn, id)?.ok_or_else(Error::not_found)?,
                line::store::find(conn)?,
            ))
        })
        .await?;
    Ok(Found(Me {
        id,
        email: person.email.as_str().to_owned(),
        name: person.name,
        roles: person.roles,
        line: line.name,
        time_zone: line.wall.0.name().to_owned(),
    }))
}

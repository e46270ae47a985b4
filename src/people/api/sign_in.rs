//! Signing in, and staying signed in.

use actix_web::web::Data;
use chrono::Duration;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Desk;
use super::proof::{Answer, answer, may_try};
use crate::audit::{self, Action};
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, Stranger};
use crate::error::Error;
use crate::http::{Body, Found};
use crate::people::backoff::Keys;
use crate::people::ring::{self, LiveRing};
use crate::people::tokens::Holder;
use crate::people::{Email, credentials, store};

/// How long one stays signed in without giving the password again.
const SESSION: Duration = Duration::days(30);

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
    /// Six digits of your app, or a recovery code. Needed if the account has a second factor.
    code: Option<String>,
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

/// Signs in with e-mail and password and, where one is on, a second factor.
pub async fn sign_in(
    who: Stranger,
    desk: Data<Desk>,
    Body(asked): Body<SignIn>,
) -> Result<Found<Tokens>, Error> {
    // First, so that a flood is turned away before it costs a look at the database.
    let place = desk.hashing.enter()?;
    let now = who.now();
    let keys = Keys::new(&desk.attempts, &asked.email, &who.address());
    let (email, counted) = (asked.email.parse::<Email>().ok(), keys.clone());
    let account = who
        .read(move |conn| {
            may_try(conn, &counted, now)?;
            email.map_or(Ok(None), |email| store::account(conn, &email))
        })
        .await?;
    let kept = account
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    let password = SecretString::from(asked.password);
    let right = place
        .run(move || credentials::matches(&password, kept.as_deref()))
        .await?;
    let actor = who.actor();
    let known = account.as_ref().map(|account| account.id);
    let Some(account) = account.filter(|account| right && !account.suspended) else {
        let subject = known.map(|id| id.to_string()).unwrap_or_default();
        // Alone, and asking again: of attempts that were made side by side, each is counted before
        // the next is answered, so that their answers tell no more than one after another would.
        who.write(move |conn| {
            let tallies = may_try(conn, &keys, now)?;
            store::attempts::keep(conn, &keys, tallies.failed(now))?;
            store::attempts::sweep(conn, now)?;
            audit::store::record(conn, now, &actor, Action::SessionRefused, &subject)
        })
        .await?;
        return Err(wrong_credentials());
    };
    let holder = Holder {
        person: account.id,
        session: chance::id(now),
    };
    let refresh_token = chance::secret();
    let digest = credentials::digest(&refresh_token);
    let (code, keeper) = (asked.code, desk.clone());
    let answer = who
        .write(move |conn| {
            let tallies = may_try(conn, &keys, now)?;
            let person = holder.person;
            let actor = store::as_actor(conn, &actor, person)?;
            let answer = answer(conn, &keeper, person, code.as_deref(), &actor, now)?;
            if !matches!(answer, Answer::Right) {
                // A code that was not given is no guess.
                if matches!(answer, Answer::Wrong) {
                    store::attempts::keep(conn, &keys, tallies.failed(now))?;
                }
                audit::store::record(conn, now, &actor, Action::SessionRefused, person)?;
                return Ok(answer);
            }
            store::attempts::keep(conn, &keys, tallies.succeeded(now))?;
            store::sessions::start_session(conn, holder.session, person, (now, now.plus(SESSION)))?;
            store::sessions::add_refresh_token(conn, holder.session, &digest, now)?;
            audit::store::record(conn, now, &actor, Action::SessionStarted, holder.session)?;
            Ok(answer)
        })
        .await?;
    match answer {
        Answer::Right => Ok(Found(tokens(&desk.ring, holder, refresh_token, now)?)),
        Answer::Missing => Err(Error::refused(
            401,
            "code_needed",
            "This account has a second factor. Send a code of your app, or a recovery code, as `code`.",
        )),
        Answer::Wrong => Err(Error::refused(
            401,
            "wrong_code",
            "That code is not right, or was used before. Wait for the next one.",
        )),
    }
}

fn wrong_credentials() -> Error {
    Error::refused(
        401,
        "wrong_credentials",
        "The e-mail or the password is not right.",
    )
}

/// Trades a refresh token for new tokens.
pub async fn refresh(
    who: Stranger,
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
    let Some(token) = store::sessions::refresh_token(conn, old, now)? else {
        return Ok(None);
    };
    let Holder { person, session } = token.holder;
    let actor = store::as_actor(conn, actor, person)?;
    if token.used {
        store::sessions::end_session(conn, session, now)?;
        audit::store::record(conn, now, &actor, Action::RefreshTokenReused, session)?;
        return Ok(None);
    }
    if !token.open || store::find(conn, person)?.is_none_or(|person| person.suspended_at.is_some())
    {
        return Ok(None);
    }
    store::sessions::use_refresh_token(conn, old, now)?;
    store::sessions::add_refresh_token(conn, session, new, now)?;
    audit::store::record(conn, now, &actor, Action::SessionRefreshed, session)?;
    Ok(Some(token.holder))
}

fn tokens(
    ring: &LiveRing,
    holder: Holder,
    refresh_token: String,
    now: Moment,
) -> Result<Tokens, Error> {
    let access_token = ring.current().sign(holder, chance::id(now), now)?;
    Ok(Tokens {
        access_token,
        refresh_token,
        expires_in: ring::LIFETIME.num_seconds(),
    })
}

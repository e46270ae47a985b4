//! Proving again that it is oneself, before what a borrowed phone must not do. Wrong proofs are counted.

use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Desk;
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, As, SignedIn};
use crate::error::{Error, Fault};
use crate::id::PersonId;
use crate::people::backoff::{Keys, Tallies};
use crate::people::second_factor;
use crate::people::store::second_factors::{self as rows, SecondFactor};
use crate::people::{credentials, store};

/// The password again and, where a second factor is on, a code of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// Your password.
    #[schema(format = "password")]
    pub(super) password: String,
    /// A code of your app, or a recovery code. Needed if a second factor is on.
    pub(super) code: Option<String>,
}

/// Asks for the password again. Answers under what further proofs of this session are counted.
pub(super) async fn password(
    who: &As<SignedIn>,
    desk: &Desk,
    password: String,
) -> Result<Keys, Error> {
    let place = desk.hashing.enter()?;
    let (id, now, actor) = (who.id(), who.now(), who.actor());
    let (pen, session) = (desk.attempts.clone(), who.session());
    // A session stands where sign-in has an address: a thief of one does not slow the others down.
    let session = session.map(|id| id.to_string()).unwrap_or_default();
    let (kept, keys) = who
        .read(move |conn| {
            let me = store::find(conn, id)?.ok_or_else(Error::not_found)?;
            let keys = Keys::new(&pen, me.email.as_str(), &session);
            may_try(conn, &keys, now)?;
            Ok((store::password_hash(conn, id)?, keys))
        })
        .await?;
    let password = SecretString::from(password);
    let check = move || credentials::matches(&password, kept.as_deref());
    if place.run(check).await? {
        return Ok(keys);
    }
    who.write(move |conn| refused(conn, &keys, &actor, now))
        .await?;
    let detail = "That is not your password.";
    Err(Error::invalid(vec![Fault::at(
        "/password",
        "wrong_password",
        detail,
    )]))
}

/// Asks for the second factor, if one is on, and uses the code up. A wrong one is counted.
pub(super) fn code(
    conn: &mut Conn,
    desk: &Desk,
    keys: &Keys,
    code: Option<&str>,
    (actor, now): (&Actor, Moment),
) -> Result<bool, Error> {
    let Some(person) = actor.person else {
        return Ok(false);
    };
    let answer = answer(conn, desk, person, code, actor, now)?;
    if matches!(answer, Answer::Wrong) {
        refused(conn, keys, actor, now)?;
    }
    Ok(matches!(answer, Answer::Right))
}

/// What became of asking for a second factor.
pub(super) enum Answer {
    /// It was right, or none is on.
    Right,
    /// One is on, and no code was given.
    Missing,
    /// The code is wrong, or was used before.
    Wrong,
}

/// Asks for the second factor of somebody who has one on, and uses the code up.
pub(super) fn answer(
    conn: &mut Conn,
    desk: &Desk,
    person: PersonId,
    code: Option<&str>,
    actor: &Actor,
    now: Moment,
) -> Result<Answer, Error> {
    let Some(factor) = rows::in_force(conn, person)? else {
        return Ok(Answer::Right);
    };
    let Some(code) = code.map(str::trim) else {
        return Ok(Answer::Missing);
    };
    if second_factor::is_of_app(code) {
        let secret = open(desk, &factor)?;
        let Some(step) = second_factor::step_of(&secret, code, factor.last_step, now)? else {
            return Ok(Answer::Wrong);
        };
        rows::use_step(conn, factor.id, step)?;
        return Ok(Answer::Right);
    }
    let digest = second_factor::recovery_digest(code);
    if !rows::use_recovery_code(conn, factor.id, &digest, now)? {
        return Ok(Answer::Wrong);
    }
    audit::store::record(conn, now, actor, Action::RecoveryCodeUsed, factor.id)?;
    Ok(Answer::Right)
}

/// The secret of a second factor.
pub(super) fn open(desk: &Desk, factor: &SecondFactor) -> Result<Vec<u8>, Error> {
    let secret = desk.safe.open(factor.id.as_str(), &factor.sealed_secret);
    secret.ok_or_else(|| Error::broken("a second factor was not locked with this line's key"))
}

fn refused(conn: &mut Conn, keys: &Keys, actor: &Actor, now: Moment) -> Result<(), Error> {
    let tallies = may_try(conn, keys, now)?;
    store::attempts::keep(conn, keys, tallies.failed(now))?;
    let person = actor.person.map(|id| id.to_string()).unwrap_or_default();
    audit::store::record(conn, now, actor, Action::ProofRefused, person)
}

/// What is counted of an e-mail, unless it must wait. Says the same whether it has an account or not.
pub(super) fn may_try(conn: &mut Conn, keys: &Keys, now: Moment) -> Result<Tallies, Error> {
    let tallies = store::attempts::find(conn, keys)?;
    match tallies.wait(now) {
        None => Ok(tallies),
        Some(seconds) => {
            let detail = format!(
                "Signing in did not work several times. Please wait {} and try again.",
                in_words(seconds)
            );
            Err(Error::too_often("too_many_attempts", detail, seconds))
        }
    }
}

/// Rounded up to minutes where there are some.
fn in_words(seconds: u32) -> String {
    match seconds {
        1 => "a second".to_owned(),
        2..=60 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

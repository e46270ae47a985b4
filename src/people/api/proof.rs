//! Proving again that it is oneself, before what a borrowed phone must not do. Wrong proofs are counted.

use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Desk;
use super::second_factor::{Answer, answer};
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, As, SignedIn};
use crate::error::{Error, Fault};
use crate::people::backoff::{Keys, Tallies};
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

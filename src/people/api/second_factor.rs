//! Setting up a second factor: a code from an app beside the password.

use actix_web::web::Data;
use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Desk;
use super::proof::{self, Proof, open};
use crate::audit::{self, Action};
use crate::chance;
use crate::door::{As, SignedIn};
use crate::error::{Error, Fault};
use crate::http::{Body, Done, Made};
use crate::id::SecondFactorId;
use crate::line;
use crate::people::second_factor::{self, RECOVERY_CODES};
use crate::people::store;
use crate::people::store::second_factors::{self as rows, SecondFactor};

/// How long a begun second factor waits for its first code.
const TO_CONFIRM: Duration = Duration::minutes(15);

/// The first code of a new second factor.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstCode {
    /// Six digits, as the app shows them.
    #[schema(example = "287082")]
    code: String,
}

/// What an app needs to make codes. Shown this once.
#[derive(Serialize, ToSchema)]
pub struct EnrolmentView {
    /// The secret in base 32, to be typed.
    secret: String,
    /// The same as an `otpauth:` address.
    address: String,
    /// The address as a QR code, a picture in SVG.
    qr_svg: String,
}

/// What helps when the phone is lost. Shown this once.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// Ten codes, each for one sign-in. Print them, or write them down.
    recovery_codes: Vec<String>,
}

/// Begins a second factor. It asks for nothing before it is confirmed with a first code.
pub async fn begin(
    who: As<SignedIn>,
    desk: Data<Desk>,
    Body(given): Body<Proof>,
) -> Result<Made<EnrolmentView>, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    let keys = proof::password(&who, &desk, given.password).await?;
    let secret = chance::shared_secret();
    let id: SecondFactorId = chance::id(now);
    let factor = SecondFactor {
        id,
        sealed_secret: desk.safe.lock(chance::once(), id.as_str(), &secret)?,
        last_step: 0,
    };
    let enrolment = who
        .write(move |conn| {
            let by = (&actor, now);
            if !proof::code(conn, &desk, &keys, given.code.as_deref(), by)? {
                return Ok(None);
            }
            rows::begin(conn, me, &factor, now)?;
            audit::store::record(conn, now, &actor, Action::SecondFactorBegun, factor.id)?;
            let person = store::find(conn, me)?.ok_or_else(Error::not_found)?;
            let line = line::store::find(conn)?.name;
            second_factor::enrolment(&secret, &line, person.email.as_str()).map(Some)
        })
        .await?
        .ok_or_else(wrong_code)?;
    Ok(Made(EnrolmentView {
        secret: enrolment.secret,
        address: enrolment.address,
        qr_svg: enrolment.qr_svg,
    }))
}

/// Puts the second factor that was begun in force, in place of an older one. My other sessions end.
pub async fn confirm(
    who: As<SignedIn>,
    desk: Data<Desk>,
    Body(first): Body<FirstCode>,
) -> Result<Made<RecoveryCodes>, Error> {
    let (me, session, now, actor) = (who.id(), who.session(), who.now(), who.actor());
    let codes: Vec<String> = (0..RECOVERY_CODES)
        .map(|_| second_factor::recovery_code(chance::recovery()))
        .collect();
    let digests: Vec<String> = codes
        .iter()
        .map(|code| second_factor::recovery_digest(code))
        .collect();
    who.write(move |conn| {
        let begun = rows::begun(conn, me, now.minus(TO_CONFIRM))?.ok_or_else(nothing_begun)?;
        let secret = open(&desk, &begun)?;
        let step = second_factor::step_of(&secret, &first.code, begun.last_step, now)?;
        let step = step.ok_or_else(wrong_code)?;
        rows::remove(conn, me, now)?;
        rows::confirm(conn, begun.id, step, &digests, now)?;
        for ended in store::sessions::end_others(conn, me, session, now)? {
            audit::store::record(conn, now, &actor, Action::SessionEnded, ended)?;
        }
        audit::store::record(conn, now, &actor, Action::SecondFactorConfirmed, begun.id)
    })
    .await?;
    Ok(Made(RecoveryCodes {
        recovery_codes: codes,
    }))
}

/// Removes my second factor.
pub async fn remove(
    who: As<SignedIn>,
    desk: Data<Desk>,
    Body(given): Body<Proof>,
) -> Result<Done, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    let keys = proof::password(&who, &desk, given.password).await?;
    who.write(move |conn| {
        if !proof::code(conn, &desk, &keys, given.code.as_deref(), (&actor, now))? {
            return Ok(None);
        }
        if rows::remove(conn, me, now)? {
            audit::store::record(conn, now, &actor, Action::SecondFactorRemoved, me)?;
        }
        Ok(Some(Done))
    })
    .await?
    .ok_or_else(wrong_code)
}

fn wrong_code() -> Error {
    let detail = "That code is not right, or was used before. Wait for the next one.";
    Error::invalid(vec![Fault::at("/code", "wrong_code", detail)])
}

fn nothing_begun() -> Error {
    let detail = "Begin a second factor first; its first code is awaited for 15 minutes.";
    Error::conflict(vec![Fault::reason("nothing_begun", detail)])
}

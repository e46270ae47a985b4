//! Taking up an invitation or a password reset by choosing a password.

use actix_web::web::Data;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Desk;
use crate::audit::{self, Action};
use crate::chance;
use crate::door::{Actor, Anyone};
use crate::error::{Error, Fault};
use crate::http::{Body, Done};
use crate::people::credentials::{self, Password};
use crate::people::links::Purpose;
use crate::people::store;

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

/// Takes up an invitation by choosing a password.
pub async fn accept_invitation(
    who: Anyone,
    desk: Data<Desk>,
    Body(asked): Body<Acceptance>,
) -> Result<Done, Error> {
    let now = who.now();
    let digest = credentials::digest(&asked.token);
    let looked_up = digest.clone();
    who.read(move |conn| store::links::open(conn, Purpose::Invitation, &looked_up, now))
        .await?
        .ok_or_else(no_invitation)?;
    let password = Password::parse(asked.password, "/password")
        .map_err(|fault| Error::invalid(vec![fault]))?;
    let salt = chance::salt();
    let hash = desk.hashing.run(move || password.hash(&salt)).await?;
    let actor = who.actor();
    who.write(move |conn| {
        let (invitation, person) = store::links::open(conn, Purpose::Invitation, &digest, now)?
            .ok_or_else(no_invitation)?;
        let actor = Actor {
            person: Some(person),
            ..actor.clone()
        };
        store::links::use_up(conn, invitation, now)?;
        store::keep_password(conn, person, &hash)?;
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

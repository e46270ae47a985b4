//! Link tokens: handed on once, and taken up by choosing a password.

use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Desk;
use crate::audit::{self, Action};
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, Stranger};
use crate::error::{Error, Fault};
use crate::http::{Body, Done};
use crate::id::{LinkId, PersonId};
use crate::people::backoff::Keys;
use crate::people::credentials::{self, Password};
use crate::people::links::Purpose;
use crate::people::store;

/// A link to be handed on.
#[derive(Serialize, ToSchema)]
pub struct LinkView {
    /// Shown this once. Whoever has it can choose the password, so hand it on in person or by a safe way.
    token: String,
    /// Until when it is good.
    expires_at: Moment,
}

/// A link that is not kept yet.
#[derive(Clone)]
pub(super) struct NewLink {
    id: LinkId,
    purpose: Purpose,
    token: String,
}

/// A fresh link.
pub(super) fn new_link(purpose: Purpose, now: Moment) -> NewLink {
    NewLink {
        id: chance::id(now),
        purpose,
        token: chance::secret(),
    }
}

impl NewLink {
    /// Keeps its digest, and shows it.
    pub(super) fn keep(
        &self,
        conn: &mut Conn,
        person: PersonId,
        actor: &Actor,
        now: Moment,
    ) -> Result<LinkView, Error> {
        let digest = credentials::digest(&self.token);
        let link = (self.id, person, self.purpose);
        store::links::insert(conn, link, &digest, actor.person, now)?;
        Ok(LinkView {
            token: self.token.clone(),
            expires_at: now.plus(self.purpose.lifetime()),
        })
    }
}

/// A link to be taken up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The token of the link.
    token: String,
    /// The password from now on: 8 to 1,024 bytes; 15 or more is better.
    #[schema(format = "password", min_length = 8, max_length = 1024)]
    password: String,
}

/// Takes up an invitation by choosing a password.
pub async fn accept_invitation(
    who: Stranger,
    desk: Data<Desk>,
    Body(asked): Body<Acceptance>,
) -> Result<Done, Error> {
    take_up(who, desk, asked, Purpose::Invitation).await
}

/// Takes up a password reset. Every session of the account ends; its second factor stays.
pub async fn accept_reset(
    who: Stranger,
    desk: Data<Desk>,
    Body(asked): Body<Acceptance>,
) -> Result<Done, Error> {
    take_up(who, desk, asked, Purpose::PasswordReset).await
}

async fn take_up(
    who: Stranger,
    desk: Data<Desk>,
    asked: Acceptance,
    purpose: Purpose,
) -> Result<Done, Error> {
    let now = who.now();
    let digest = credentials::digest(&asked.token);
    let looked_up = digest.clone();
    let invited = who
        .read(
            move |conn| match store::links::open(conn, purpose, &looked_up, now)? {
                Some((_, person)) => store::find(conn, person),
                None => Ok(None),
            },
        )
        .await?
        .ok_or_else(no_link)?;
    let password = Password::parse(asked.password, "/password", &invited.about())
        .map_err(|fault| Error::invalid(vec![fault]))?;
    let keys = Keys::new(&desk.attempts, invited.email.as_str(), &who.address());
    let salt = chance::salt();
    let hash = desk.hashing.run(move || password.hash(&salt)).await?;
    let actor = who.actor();
    who.write(move |conn| {
        // Asked again: it may have been used while the password was hashed.
        let (link, person) =
            store::links::open(conn, purpose, &digest, now)?.ok_or_else(no_link)?;
        let actor = store::as_actor(conn, &actor, person)?;
        store::links::use_up(conn, link, now)?;
        store::keep_password(conn, person, &hash)?;
        // Who guessed at the old password has not guessed at this one.
        for key in [&keys.here, &keys.anywhere] {
            store::attempts::forget(conn, key)?;
        }
        for session in store::sessions::end_others(conn, person, None, now)? {
            audit::store::record(conn, now, &actor, Action::SessionEnded, session)?;
        }
        let action = match purpose {
            Purpose::Invitation => Action::InvitationAccepted,
            Purpose::PasswordReset => Action::PasswordReset,
        };
        audit::store::record(conn, now, &actor, action, link)
    })
    .await?;
    Ok(Done)
}

fn no_link() -> Error {
    let detail = "This link was used already, has run out, or never was. Please ask for a new one.";
    Error::invalid(vec![Fault::at("/token", "no_such_link", detail)])
}

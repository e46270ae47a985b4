//! Who am I, and what I may change of myself.

use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Desk, proof};
use crate::audit::{self, Action};
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, SignedIn};
use crate::error::Error;
use crate::http::{Body, Done, IfMatch, Versioned};
use crate::id::PersonId;
use crate::line;
use crate::people::credentials::Password;
use crate::people::{Person, authority, store};
use crate::role::Role;

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
    /// Whether your sign-in asks for a second factor.
    second_factor: bool,
    /// How many recovery codes you have left.
    #[schema(minimum = 0, maximum = 10)]
    recovery_codes_left: i64,
    /// The line's name.
    line: String,
    /// The line's IANA time zone.
    time_zone: String,
    /// The server's clock.
    now: Moment,
}

/// What one may change of oneself.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MyProfile {
    /// What colleagues are to call you: 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password until now.
    #[schema(format = "password")]
    password: String,
    /// The password from now on: 8 to 1,024 bytes; 15 or more is better.
    #[schema(format = "password", min_length = 8, max_length = 1024)]
    new_password: String,
}

/// Who am I, and what may I do?
pub async fn me(who: As<SignedIn>) -> Result<Versioned<Me>, Error> {
    let (id, now) = (who.id(), who.now());
    who.read(move |conn| mine(conn, id, now)).await
}

fn mine(conn: &mut Conn, id: PersonId, now: Moment) -> Result<Versioned<Me>, Error> {
    let person = store::find(conn, id)?.ok_or_else(Error::not_found)?;
    let line = line::store::find(conn)?;
    let row = Me {
        id,
        email: person.email.as_str().to_owned(),
        name: person.name,
        roles: person.roles,
        second_factor: store::second_factors::is_on(conn, id)?,
        recovery_codes_left: store::second_factors::recovery_codes_left(conn, id)?,
        line: line.name,
        time_zone: line.wall.0.name().to_owned(),
        now,
    };
    Ok(Versioned {
        version: person.version,
        row,
    })
}

/// Changes what colleagues call me. An address is changed by an admin.
pub async fn change_profile(
    who: As<SignedIn>,
    if_match: IfMatch,
    Body(new): Body<MyProfile>,
) -> Result<Versioned<Me>, Error> {
    let name = authority::name(&new.name).map_err(|fault| Error::invalid(vec![fault]))?;
    let (id, now, actor) = (who.id(), who.now(), who.actor());
    who.write(move |conn| {
        let person = store::find(conn, id)?.ok_or_else(Error::not_found)?;
        if_match.holds(person.version)?;
        let renamed = Person {
            name: name.clone(),
            ..person
        };
        store::update(conn, &renamed)?;
        audit::store::record(conn, now, &actor, Action::ProfileChanged, id)?;
        mine(conn, id, now)
    })
    .await
}

/// Changes my password. All my other sessions end.
pub async fn change_password(
    who: As<SignedIn>,
    desk: Data<Desk>,
    Body(asked): Body<PasswordChange>,
) -> Result<Done, Error> {
    let (id, session, now, actor) = (who.id(), who.session(), who.now(), who.actor());
    proof::password(&who, &desk, asked.password).await?;
    let me = who.read(move |conn| store::find(conn, id)).await?;
    let me = me.ok_or_else(Error::not_found)?;
    let password = Password::parse(asked.new_password, "/new_password", &me.about())
        .map_err(|fault| Error::invalid(vec![fault]))?;
    let salt = chance::salt();
    let hash = desk.hashing.run(move || password.hash(&salt)).await?;
    who.write(move |conn| {
        store::keep_password(conn, id, &hash)?;
        for ended in store::sessions::end_others(conn, id, session, now)? {
            audit::store::record(conn, now, &actor, Action::SessionEnded, ended)?;
        }
        audit::store::record(conn, now, &actor, Action::PasswordChanged, id)
    })
    .await?;
    Ok(Done)
}

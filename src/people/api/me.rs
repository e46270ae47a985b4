//! Who am I, and what I may change of myself.

use serde::Serialize;
use utoipa::ToSchema;

use crate::door::{As, SignedIn};
use crate::error::Error;
use crate::http::Found;
use crate::id::PersonId;
use crate::line;
use crate::people::store;
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
    /// The line's name.
    line: String,
    /// The line's IANA time zone.
    time_zone: String,
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

//! Rows of link tokens: invitations and password resets, known by the digest of their token.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{links, people};
use crate::error::Error;
use crate::id::{LinkId, PersonId};
use crate::people::links::Purpose;

/// Adds a link, and withdraws the person's older ones of the same purpose.
pub fn insert(
    conn: &mut Conn,
    link: (LinkId, PersonId, Purpose),
    digest: &str,
    made_by: Option<PersonId>,
    now: Moment,
) -> Result<(), Error> {
    let (id, person, purpose) = link;
    diesel::update(
        links::table
            .filter(links::person_id.eq(person))
            .filter(links::purpose.eq(purpose))
            .filter(links::used_at.is_null())
            .filter(links::withdrawn_at.is_null()),
    )
    .set(links::withdrawn_at.eq(now))
    .execute(conn)?;
    diesel::insert_into(links::table)
        .values((
            links::id.eq(id),
            links::person_id.eq(person),
            links::purpose.eq(purpose),
            links::token_hash.eq(digest),
            links::made_by.eq(made_by),
            links::created_at.eq(now),
            links::expires_at.eq(now.plus(purpose.lifetime())),
        ))
        .execute(conn)?;
    Ok(())
}

/// The person of an open link, by the digest of its token.
pub fn open(
    conn: &mut Conn,
    purpose: Purpose,
    digest: &str,
    now: Moment,
) -> Result<Option<(LinkId, PersonId)>, Error> {
    Ok(links::table
        .inner_join(people::table.on(people::id.eq(links::person_id)))
        .filter(people::suspended_at.is_null())
        .filter(links::token_hash.eq(digest))
        .filter(links::purpose.eq(purpose))
        .filter(links::used_at.is_null())
        .filter(links::withdrawn_at.is_null())
        .filter(links::expires_at.gt(now))
        .select((links::id, links::person_id))
        .first(conn)
        .optional()?)
}

/// Uses a link up.
pub fn use_up(conn: &mut Conn, id: LinkId, now: Moment) -> Result<(), Error> {
    diesel::update(links::table.find(id))
        .set(links::used_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Withdraws every open link of a person.
pub fn withdraw_all(conn: &mut Conn, person: PersonId, now: Moment) -> Result<(), Error> {
    diesel::update(
        links::table
            .filter(links::person_id.eq(person))
            .filter(links::used_at.is_null())
            .filter(links::withdrawn_at.is_null()),
    )
    .set(links::withdrawn_at.eq(now))
    .execute(conn)?;
    Ok(())
}

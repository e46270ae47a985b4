//! Rows of report tokens.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{people, person_roles, report_tokens};
use crate::door::{Credential, Standing};
use crate::error::Error;
use crate::id::{PersonId, ReportTokenId};
use crate::role::Role;

/// A report token, without the token.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct ReportToken {
    /// Its id.
    pub id: ReportTokenId,
    /// Whose tool has it.
    pub person: PersonId,
    /// What the tool is called.
    pub name: String,
    /// When it was made.
    pub created_at: Moment,
    /// When it runs out.
    pub expires_at: Moment,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Moment>,
}

/// Adds a token, by its digest.
pub fn insert(conn: &mut Conn, token: &ReportToken, digest: &str) -> Result<(), Error> {
    diesel::insert_into(report_tokens::table)
        .values((
            report_tokens::id.eq(token.id),
            report_tokens::person_id.eq(token.person),
            report_tokens::name.eq(&token.name),
            report_tokens::token_hash.eq(digest),
            report_tokens::created_at.eq(token.created_at),
            report_tokens::expires_at.eq(token.expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// A token by id.
pub fn find(conn: &mut Conn, id: ReportTokenId) -> Result<Option<ReportToken>, Error> {
    Ok(report_tokens::table
        .find(id)
        .select(COLUMNS)
        .first(conn)
        .optional()?)
}

/// The tokens of a person, the newest first.
pub fn held_by(conn: &mut Conn, person: PersonId) -> Result<Vec<ReportToken>, Error> {
    Ok(report_tokens::table
        .filter(report_tokens::person_id.eq(person))
        .order((report_tokens::created_at.desc(), report_tokens::id.desc()))
        .select(COLUMNS)
        .load(conn)?)
}

/// Revokes a token.
pub fn revoke(conn: &mut Conn, id: ReportTokenId, now: Moment) -> Result<(), Error> {
    diesel::update(report_tokens::table.find(id))
        .set(report_tokens::revoked_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// How the owner of a token stands now, by its digest: none if it is not valid any more.
pub fn standing(conn: &mut Conn, digest: &str, now: Moment) -> Result<Option<Standing>, Error> {
    let rows = report_tokens::table
        .inner_join(people::table.on(people::id.eq(report_tokens::person_id)))
        .left_join(person_roles::table.on(person_roles::person_id.eq(report_tokens::person_id)))
        .filter(report_tokens::token_hash.eq(digest))
        .filter(report_tokens::revoked_at.is_null())
        .filter(report_tokens::expires_at.gt(now))
        .select((
            report_tokens::id,
            report_tokens::person_id,
            people::suspended_at,
            person_roles::role.nullable(),
        ))
        .load::<(ReportTokenId, PersonId, Option<Moment>, Option<Role>)>(conn)?;
    let Some((token, person, suspended_at, _)) = rows.first() else {
        return Ok(None);
    };
    Ok(Some(Standing {
        person: *person,
        credential: Credential::ReportToken(*token),
        suspended: suspended_at.is_some(),
        roles: rows.iter().filter_map(|(_, _, _, role)| *role).collect(),
        lacks_second_factor: false,
    }))
}

const COLUMNS: (
    report_tokens::id,
    report_tokens::person_id,
    report_tokens::name,
    report_tokens::created_at,
    report_tokens::expires_at,
    report_tokens::revoked_at,
) = (
    report_tokens::id,
    report_tokens::person_id,
    report_tokens::name,
    report_tokens::created_at,
    report_tokens::expires_at,
    report_tokens::revoked_at,
);

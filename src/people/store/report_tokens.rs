//! Rows of tools' tokens: those that open reports, and those that open who is on duty.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{people, person_roles, report_tokens};
use crate::door::{Credential, Standing};
use crate::error::Error;
use crate::id::{PersonId, ReportTokenId};
use crate::people::report_tokens::Opens;
use crate::role::Role;

/// A tool's token, without the token.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct ReportToken {
    /// Its id.
    pub id: ReportTokenId,
    /// Whose tool has it.
    pub person: PersonId,
    /// What it opens.
    pub opens: Opens,
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
            report_tokens::opens.eq(token.opens),
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

/// The tokens of a person that open one thing, the newest first.
pub fn held_by(conn: &mut Conn, person: PersonId, opens: Opens) -> Result<Vec<ReportToken>, Error> {
    Ok(report_tokens::table
        .filter(report_tokens::person_id.eq(person))
        .filter(report_tokens::opens.eq(opens))
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
            (
                report_tokens::id,
                report_tokens::person_id,
                report_tokens::opens,
            ),
            people::suspended_at,
            person_roles::role.nullable(),
        ))
        .load::<(
            (ReportTokenId, PersonId, Opens),
            Option<Moment>,
            Option<Role>,
        )>(conn)?;
    let Some(((token, person, opens), suspended_at, _)) = rows.first() else {
        return Ok(None);
    };
    let roles = rows.iter().filter_map(|(.., role)| *role);
    // Only a supervisor lets telephony know who is on duty.
    let counts = |role: &Role| *opens == Opens::Reports || *role == Role::Supervisor;
    Ok(Some(Standing {
        person: *person,
        credential: match opens {
            Opens::Reports => Credential::ReportToken(*token),
            Opens::Duty => Credential::DutyToken(*token),
        },
        suspended: suspended_at.is_some(),
        roles: roles.filter(counts).collect(),
        lacks_second_factor: false,
    }))
}

const COLUMNS: (
    report_tokens::id,
    report_tokens::person_id,
    report_tokens::opens,
    report_tokens::name,
    report_tokens::created_at,
    report_tokens::expires_at,
    report_tokens::revoked_at,
) = (
    report_tokens::id,
    report_tokens::person_id,
    report_tokens::opens,
    report_tokens::name,
    report_tokens::created_at,
    report_tokens::expires_at,
    report_tokens::revoked_at,
);

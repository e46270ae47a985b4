//! Rows of second factors and their recovery codes.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{recovery_codes, second_factors};
use crate::error::Error;
use crate::id::{PersonId, SecondFactorId};

/// A second factor.
#[derive(Clone, Debug, Queryable)]
pub struct SecondFactor {
    /// Its id.
    pub id: SecondFactorId,
    /// The secret, locked for that id.
    pub sealed_secret: String,
    /// The newest half-minute whose code was used.
    pub last_step: i64,
}

/// Whether a person's sign-in asks for a second factor.
pub fn is_on(conn: &mut Conn, person: PersonId) -> Result<bool, Error> {
    Ok(in_force(conn, person)?.is_some())
}

/// The second factor of a person that is in force.
pub fn in_force(conn: &mut Conn, person: PersonId) -> Result<Option<SecondFactor>, Error> {
    Ok(second_factors::table
        .filter(second_factors::person_id.eq(person))
        .filter(second_factors::confirmed_at.is_not_null())
        .filter(second_factors::removed_at.is_null())
        .select((
            second_factors::id,
            second_factors::sealed_secret,
            second_factors::last_step,
        ))
        .first(conn)
        .optional()?)
}

/// The newest second factor of a person that waits to be confirmed, if it was begun after this moment.
pub fn begun(
    conn: &mut Conn,
    person: PersonId,
    after: Moment,
) -> Result<Option<SecondFactor>, Error> {
    Ok(second_factors::table
        .filter(second_factors::person_id.eq(person))
        .filter(second_factors::confirmed_at.is_null())
        .filter(second_factors::removed_at.is_null())
        .filter(second_factors::created_at.gt(after))
        .select((
            second_factors::id,
            second_factors::sealed_secret,
            second_factors::last_step,
        ))
        .first(conn)
        .optional()?)
}

/// Begins a second factor; an earlier one that was never confirmed is given up.
pub fn begin(
    conn: &mut Conn,
    person: PersonId,
    factor: &SecondFactor,
    now: Moment,
) -> Result<(), Error> {
    diesel::update(
        second_factors::table
            .filter(second_factors::person_id.eq(person))
            .filter(second_factors::confirmed_at.is_null())
            .filter(second_factors::removed_at.is_null()),
    )
    .set((
        second_factors::removed_at.eq(now),
        second_factors::sealed_secret.eq(""),
    ))
    .execute(conn)?;
    diesel::insert_into(second_factors::table)
        .values((
            second_factors::id.eq(factor.id),
            second_factors::person_id.eq(person),
            second_factors::sealed_secret.eq(&factor.sealed_secret),
            second_factors::created_at.eq(now),
            second_factors::last_step.eq(factor.last_step),
        ))
        .execute(conn)?;
    Ok(())
}

/// Puts a second factor in force with its recovery codes. Another one in force has to be removed before.
pub fn confirm(
    conn: &mut Conn,
    id: SecondFactorId,
    step: i64,
    codes: &[String],
    now: Moment,
) -> Result<(), Error> {
    diesel::update(second_factors::table.find(id))
        .set((
            second_factors::confirmed_at.eq(now),
            second_factors::last_step.eq(step),
        ))
        .execute(conn)?;
    for digest in codes {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::code_hash.eq(digest),
                recovery_codes::second_factor_id.eq(id),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Remembers the half-minute whose code was used.
pub fn use_step(conn: &mut Conn, id: SecondFactorId, step: i64) -> Result<(), Error> {
    diesel::update(second_factors::table.find(id))
        .set(second_factors::last_step.eq(step))
        .execute(conn)?;
    Ok(())
}

/// Uses a recovery code up; false if it is none of this factor's, or used before.
pub fn use_recovery_code(
    conn: &mut Conn,
    id: SecondFactorId,
    digest: &str,
    now: Moment,
) -> Result<bool, Error> {
    let used = diesel::update(
        recovery_codes::table
            .find(digest)
            .filter(recovery_codes::second_factor_id.eq(id))
            .filter(recovery_codes::used_at.is_null()),
    )
    .set(recovery_codes::used_at.eq(now))
    .execute(conn)?;
    Ok(used == 1)
}

/// How many recovery codes a person has left.
pub fn recovery_codes_left(conn: &mut Conn, person: PersonId) -> Result<i64, Error> {
    Ok(recovery_codes::table
        .inner_join(
            second_factors::table.on(second_factors::id.eq(recovery_codes::second_factor_id)),
        )
        .filter(second_factors::person_id.eq(person))
        .filter(second_factors::confirmed_at.is_not_null())
        .filter(second_factors::removed_at.is_null())
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(conn)?)
}

/// Removes the second factor of a person that is in force, and empties its secret. False if there was none.
pub fn remove(conn: &mut Conn, person: PersonId, now: Moment) -> Result<bool, Error> {
    let removed = diesel::update(
        second_factors::table
            .filter(second_factors::person_id.eq(person))
            .filter(second_factors::confirmed_at.is_not_null())
            .filter(second_factors::removed_at.is_null()),
    )
    .set((
        second_factors::removed_at.eq(now),
        second_factors::sealed_secret.eq(""),
    ))
    .execute(conn)?;
    Ok(removed > 0)
}

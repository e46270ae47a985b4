//! Rows of what people did about places that they hold.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::attendance;
use crate::error::Error;
use crate::id::{ClaimId, PersonId};
use crate::schedule::presence::Step;

/// Keeps a step, and who took or recorded it.
pub fn insert(
    conn: &mut Conn,
    (claim, step): (ClaimId, Step),
    by: PersonId,
    at: Moment,
) -> Result<(), Error> {
    diesel::insert_into(attendance::table)
        .values((
            attendance::claim_id.eq(claim),
            attendance::step.eq(step),
            attendance::done_at.eq(at),
            attendance::done_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

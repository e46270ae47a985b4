//! Rows of what was done about places: confirmed, checked in and out, not come.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{attendance, claims, people, shift_cancellations, shifts, showings};
use crate::error::Error;
use crate::http::cursor::Cursor;
use crate::id::{ClaimId, PersonId, ShiftId};
use crate::schedule::presence::Step;
use crate::schedule::{Seat, Span};

/// A step that was taken.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Taken {
    /// About which place.
    pub claim: ClaimId,
    /// What was done.
    pub step: Step,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: PersonId,
}

/// What was done about these places, the oldest first.
pub fn steps(conn: &mut Conn, about: &[ClaimId]) -> Result<Vec<Taken>, Error> {
    Ok(attendance::table
        .filter(attendance::claim_id.eq_any(about.to_vec()))
        .order((attendance::done_at, attendance::claim_id))
        .select((
            attendance::claim_id,
            attendance::step,
            attendance::done_at,
            attendance::done_by,
        ))
        .load(conn)?)
}

/// Keeps that something was done.
pub fn insert(conn: &mut Conn, taken: Taken) -> Result<(), Error> {
    diesel::insert_into(attendance::table)
        .values((
            attendance::claim_id.eq(taken.claim),
            attendance::step.eq(taken.step),
            attendance::done_at.eq(taken.at),
            attendance::done_by.eq(taken.by),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes back that something was done about these places. Answers whether it was.
pub fn remove(conn: &mut Conn, about: &[ClaimId], step: Step) -> Result<bool, Error> {
    let gone = attendance::table
        .filter(attendance::claim_id.eq_any(about.to_vec()))
        .filter(attendance::step.eq(step));
    Ok(diesel::delete(gone).execute(conn)? > 0)
}

/// A place that nobody has confirmed.
#[derive(Clone, Debug, Queryable)]
pub struct Unconfirmed {
    /// The place.
    pub claim: ClaimId,
    /// The shift.
    pub shift: ShiftId,
    /// What people call the shift.
    pub shift_name: String,
    /// As what they are there.
    pub seat: Seat,
    /// Who holds it.
    pub person: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// When it starts.
    pub starts: Moment,
    /// When it ends.
    pub ends: Moment,
}

/// The places that start in this span and are not confirmed, by start: after a cursor, so many at most. Drafts and
/// cancelled shifts have none.
pub fn unconfirmed(
    conn: &mut Conn,
    span: Span,
    after: Option<Cursor<ClaimId>>,
    limit: i64,
) -> Result<Vec<Unconfirmed>, Error> {
    let confirmed = attendance::table
        .filter(attendance::claim_id.eq(claims::id))
        .filter(attendance::step.eq(Step::Confirmed));
    let mut query = claims::table
        .inner_join(people::table.on(people::id.eq(claims::person_id)))
        .inner_join(shifts::table.on(shifts::id.eq(claims::shift_id)))
        .inner_join(showings::table.on(showings::shift_id.eq(claims::shift_id)))
        .left_join(
            shift_cancellations::table.on(shift_cancellations::shift_id.eq(claims::shift_id)),
        )
        .filter(claims::released_at.is_null())
        .filter(claims::starts_at.gt(span.starts))
        .filter(claims::starts_at.le(span.ends))
        .filter(shift_cancellations::cancelled_at.is_null())
        .filter(not(exists(confirmed)))
        .order((claims::starts_at, claims::id))
        .limit(limit)
        .select((
            claims::id,
            claims::shift_id,
            shifts::name,
            claims::seat,
            claims::person_id,
            people::name,
            claims::starts_at,
            claims::ends_at,
        ))
        .into_boxed();
    if let Some(Cursor { at, id }) = after {
        query = query.filter(
            claims::starts_at
                .gt(at)
                .or(claims::starts_at.eq(at).and(claims::id.gt(id))),
        );
    }
    Ok(query.load(conn)?)
}

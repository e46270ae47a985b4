//! Rows of places: who holds which, and how they came by it and gave it back.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{attendance, claims, people, shifts};
use crate::error::Error;
use crate::id::{ClaimId, PersonId, ShiftId};
use crate::schedule::shift::{How, Release};
use crate::schedule::{Claim, LONGEST, Seat, Span};

/// A place as somebody gets it.
#[derive(Clone, Debug)]
pub struct Given {
    /// The new claim's id.
    pub id: ClaimId,
    /// The shift.
    pub shift: ShiftId,
    /// As what they are there.
    pub seat: Seat,
    /// The number of the place.
    pub place: u8,
    /// Who gets it.
    pub person: PersonId,
    /// The shift's time or a part of it.
    pub span: Span,
    /// Who gave it: themselves, if they took it.
    pub by: PersonId,
    /// How they came by it.
    pub how: How,
    /// Why a supervisor gave it in spite of reasons against.
    pub override_reason: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = claims)]
struct Row {
    id: ClaimId,
    shift_id: ShiftId,
    seat: Seat,
    place: Option<i32>,
    person_id: PersonId,
    starts_at: Moment,
    ends_at: Moment,
    claimed_at: Moment,
    version: i32,
}

fn claim((row, name): (Row, String)) -> Claim {
    let place = row.place.and_then(|place| u8::try_from(place).ok());
    Claim {
        id: row.id,
        shift: row.shift_id,
        seat: row.seat,
        place: place.unwrap_or_default(),
        person: row.person_id,
        name,
        span: Span {
            starts: row.starts_at,
            ends: row.ends_at,
        },
        claimed_at: row.claimed_at,
        version: row.version,
    }
}

/// Who is on these shifts, crew first.
pub fn claims_on(conn: &mut Conn, on: &[ShiftId]) -> Result<Vec<Claim>, Error> {
    let rows = claims::table
        .inner_join(people::table.on(people::id.eq(claims::person_id)))
        .filter(claims::shift_id.eq_any(on.to_vec()))
        .filter(claims::released_at.is_null())
        .order((claims::shift_id, claims::place, claims::starts_at))
        .select((Row::as_select(), people::name))
        .load(conn)?;
    Ok(rows.into_iter().map(claim).collect())
}

/// A place that is held, by its claim's id.
pub fn find(conn: &mut Conn, id: ClaimId) -> Result<Option<Claim>, Error> {
    let row = claims::table
        .inner_join(people::table.on(people::id.eq(claims::person_id)))
        .filter(claims::id.eq(id))
        .filter(claims::released_at.is_null())
        .select((Row::as_select(), people::name))
        .first(conn)
        .optional()?;
    Ok(row.map(claim))
}

/// The places that a person holds in a span, by start.
pub fn held_by(conn: &mut Conn, person: PersonId, span: Span) -> Result<Vec<Claim>, Error> {
    let rows = claims::table
        .inner_join(people::table.on(people::id.eq(claims::person_id)))
        .filter(claims::person_id.eq(person))
        .filter(claims::released_at.is_null())
        .filter(claims::starts_at.lt(span.ends))
        .filter(claims::ends_at.gt(span.starts))
        .order((claims::starts_at, claims::id))
        .select((Row::as_select(), people::name))
        .load(conn)?;
    Ok(rows.into_iter().map(claim).collect())
}

/// All places that are held in a span, by start.
pub fn held_in(conn: &mut Conn, span: Span) -> Result<Vec<Claim>, Error> {
    let rows = claims::table
        .inner_join(people::table.on(people::id.eq(claims::person_id)))
        .filter(claims::released_at.is_null())
        .filter(claims::starts_at.lt(span.ends))
        .filter(claims::ends_at.gt(span.starts))
        .order((claims::starts_at, claims::id))
        .select((Row::as_select(), people::name))
        .load(conn)?;
    Ok(rows.into_iter().map(claim).collect())
}

/// The shift that a person was on at a moment.
///
/// The shifts that ran then come first, for they are few; a person's claims are many.
pub fn on_shift(conn: &mut Conn, person: PersonId, at: Moment) -> Result<Option<ShiftId>, Error> {
    let running: Vec<ShiftId> = shifts::table
        .filter(shifts::starts_at.le(at))
        .filter(shifts::starts_at.gt(at.minus(LONGEST)))
        .filter(shifts::ends_at.gt(at))
        .select(shifts::id)
        .load(conn)?;
    Ok(claims::table
        .filter(claims::shift_id.eq_any(running))
        .filter(claims::person_id.eq(person))
        .filter(claims::released_at.is_null())
        .filter(claims::starts_at.le(at))
        .filter(claims::ends_at.gt(at))
        .select(claims::shift_id)
        .first(conn)
        .optional()?)
}

/// Gives a person a place.
pub fn insert(conn: &mut Conn, given: &Given, now: Moment) -> Result<(), Error> {
    diesel::insert_into(claims::table)
        .values((
            claims::id.eq(given.id),
            claims::shift_id.eq(given.shift),
            claims::seat.eq(given.seat),
            claims::place.eq(i32::from(given.place)),
            claims::person_id.eq(given.person),
            claims::starts_at.eq(given.span.starts),
            claims::ends_at.eq(given.span.ends),
            claims::claimed_at.eq(now),
            claims::given_by.eq(given.by),
            claims::how.eq(given.how),
            claims::override_reason.eq(&given.override_reason),
            claims::changed_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives who held a claim that was given back a place again, as they came by it. That they confirmed counts for every
/// part of it; that they checked in, for the first.
pub fn insert_again(
    conn: &mut Conn,
    held: ClaimId,
    (id, place): (ClaimId, u8),
    span: Span,
    now: Moment,
) -> Result<(), Error> {
    let (row, by, how, why) = claims::table
        .find(held)
        .select((
            Row::as_select(),
            claims::given_by,
            claims::how,
            claims::override_reason,
        ))
        .first::<(Row, PersonId, How, Option<String>)>(conn)?;
    let given = Given {
        id,
        shift: row.shift_id,
        seat: row.seat,
        place,
        person: row.person_id,
        span,
        by,
        how,
        override_reason: why,
    };
    insert(conn, &given, now)?;
    diesel::update(claims::table.find(id))
        .set(claims::claimed_at.eq(row.claimed_at))
        .execute(conn)?;
    let kept: &[&str] = if span.starts == row.starts_at {
        &["confirmed", "checked_in"]
    } else {
        &["confirmed"]
    };
    copy_attendance(conn, held, id, kept)
}

fn copy_attendance(
    conn: &mut Conn,
    from: ClaimId,
    to: ClaimId,
    steps: &[&str],
) -> Result<(), Error> {
    let done = attendance::table
        .filter(attendance::claim_id.eq(from))
        .filter(attendance::step.eq_any(steps.to_vec()))
        .select((attendance::step, attendance::done_at, attendance::done_by))
        .load::<(String, Moment, PersonId)>(conn)?;
    for (step, at, person) in done {
        diesel::insert_into(attendance::table)
            .values((
                attendance::claim_id.eq(to),
                attendance::step.eq(step),
                attendance::done_at.eq(at),
                attendance::done_by.eq(person),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Takes a place back, and keeps that it was held.
pub fn release(
    conn: &mut Conn,
    claim: &Claim,
    (release, late): (Release, bool),
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    diesel::update(claims::table.find(claim.id))
        .set((
            claims::place.eq(None::<i32>),
            claims::released_at.eq(now),
            claims::released_by.eq(by),
            claims::release.eq(release),
            claims::late.eq(i32::from(late)),
            claims::version.eq(claim.version + 1),
            claims::changed_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

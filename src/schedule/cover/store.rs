//! Rows of wishes for cover, and of who was asked.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{Answer, Ask, Ending, Request};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{claims, cover_asks, cover_requests, people, shifts};
use crate::error::Error;
use crate::http::cursor::Cursor;
use crate::id::{ClaimId, CoverRequestId, PersonId, ShiftId};
use crate::schedule::{Seat, Span};

type Row = (
    (CoverRequestId, ClaimId, Moment, Option<Ending>),
    (ShiftId, Seat, PersonId, Moment, Moment),
    (String, String),
);

fn request((wish, place, (shift_name, name)): Row) -> Request {
    let (id, claim, asked_at, outcome) = wish;
    let (shift, seat, holder, starts, ends) = place;
    Request {
        id,
        claim,
        shift,
        shift_name,
        seat,
        holder,
        name,
        span: Span { starts, ends },
        asked_at,
        outcome,
    }
}

/// Wishes with their places: a macro, for no function can name the type of the join.
macro_rules! requests {
    () => {
        cover_requests::table
            .inner_join(claims::table.on(claims::id.eq(cover_requests::claim_id)))
            .inner_join(people::table.on(people::id.eq(claims::person_id)))
            .inner_join(shifts::table.on(shifts::id.eq(claims::shift_id)))
            .select((
                (
                    cover_requests::id,
                    cover_requests::claim_id,
                    cover_requests::asked_at,
                    cover_requests::outcome,
                ),
                (
                    claims::shift_id,
                    claims::seat,
                    claims::person_id,
                    claims::starts_at,
                    claims::ends_at,
                ),
                (shifts::name, people::name),
            ))
    };
}

/// A wish by id, open or not.
pub fn find(conn: &mut Conn, id: CoverRequestId) -> Result<Option<Request>, Error> {
    let row = requests!()
        .filter(cover_requests::id.eq(id))
        .first::<Row>(conn)
        .optional()?;
    Ok(row.map(request))
}

/// The open wishes about places that start after a moment, by start: after a cursor, so many at most.
pub fn open(
    conn: &mut Conn,
    now: Moment,
    after: Option<Cursor<CoverRequestId>>,
    limit: i64,
) -> Result<Vec<Request>, Error> {
    let mut query = requests!()
        .filter(cover_requests::ended_at.is_null())
        .filter(claims::starts_at.gt(now))
        .order((claims::starts_at, cover_requests::id))
        .limit(limit)
        .into_boxed();
    if let Some(Cursor { at, id }) = after {
        query = query.filter(
            claims::starts_at
                .gt(at)
                .or(claims::starts_at.eq(at).and(cover_requests::id.gt(id))),
        );
    }
    let rows = query.load::<Row>(conn)?;
    Ok(rows.into_iter().map(request).collect())
}

/// Which of these places somebody is asked to take over.
pub fn asked_about(conn: &mut Conn, places: &[ClaimId]) -> Result<Vec<ClaimId>, Error> {
    Ok(cover_requests::table
        .filter(cover_requests::claim_id.eq_any(places.to_vec()))
        .filter(cover_requests::ended_at.is_null())
        .select(cover_requests::claim_id)
        .load(conn)?)
}

/// Keeps a wish.
pub fn insert(
    conn: &mut Conn,
    id: CoverRequestId,
    claim: ClaimId,
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    diesel::insert_into(cover_requests::table)
        .values((
            cover_requests::id.eq(id),
            cover_requests::claim_id.eq(claim),
            cover_requests::asked_at.eq(now),
            cover_requests::asked_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends the open wish about a place, if there is one.
pub fn end_of(
    conn: &mut Conn,
    claim: ClaimId,
    outcome: Ending,
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    let open = cover_requests::table
        .filter(cover_requests::claim_id.eq(claim))
        .filter(cover_requests::ended_at.is_null());
    diesel::update(open)
        .set((
            cover_requests::ended_at.eq(now),
            cover_requests::ended_by.eq(by),
            cover_requests::outcome.eq(outcome),
        ))
        .execute(conn)?;
    Ok(())
}

/// Who was asked about these wishes, who was asked first before the others.
pub fn asks(conn: &mut Conn, about: &[CoverRequestId]) -> Result<Vec<Ask>, Error> {
    let rows = cover_asks::table
        .inner_join(people::table.on(people::id.eq(cover_asks::person_id)))
        .filter(cover_asks::request_id.eq_any(about.to_vec()))
        .order((cover_asks::asked_at, cover_asks::person_id))
        .select((
            cover_asks::request_id,
            cover_asks::person_id,
            people::name,
            cover_asks::asked_at,
            cover_asks::answer,
        ))
        .load::<(CoverRequestId, PersonId, String, Moment, Option<Answer>)>(conn)?;
    let ask = |(request, person, name, asked_at, answer)| Ask {
        request,
        person,
        name,
        asked_at,
        answer,
    };
    Ok(rows.into_iter().map(ask).collect())
}

/// When each person was last asked to cover anything.
pub fn last_asked(conn: &mut Conn) -> Result<BTreeMap<PersonId, Moment>, Error> {
    let rows = cover_asks::table
        .group_by(cover_asks::person_id)
        .select((
            cover_asks::person_id,
            diesel::dsl::max(cover_asks::asked_at),
        ))
        .load::<(PersonId, Option<Moment>)>(conn)?;
    let asked = rows.into_iter();
    Ok(asked
        .filter_map(|(person, at)| Some((person, at?)))
        .collect())
}

/// Keeps that somebody was asked.
pub fn insert_ask(
    conn: &mut Conn,
    (request, person): (CoverRequestId, PersonId),
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    diesel::insert_into(cover_asks::table)
        .values((
            cover_asks::request_id.eq(request),
            cover_asks::person_id.eq(person),
            cover_asks::asked_at.eq(now),
            cover_asks::asked_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps what somebody said who was asked.
pub fn answer(
    conn: &mut Conn,
    (request, person): (CoverRequestId, PersonId),
    answer: Answer,
    now: Moment,
) -> Result<(), Error> {
    diesel::update(cover_asks::table.find((request, person)))
        .set((
            cover_asks::answered_at.eq(now),
            cover_asks::answer.eq(answer),
        ))
        .execute(conn)?;
    Ok(())
}

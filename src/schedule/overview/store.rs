//! Rows for seeing the schedule as a whole: places across shifts, what was done about them, what peers wish.

use diesel::prelude::*;

use super::Attendance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{attendance, claims, shifts, showings};
use crate::error::Error;
use crate::http::cursor::Cursor;
use crate::id::{ClaimId, PersonId, ShiftId};
use crate::schedule::presence::Step;
use crate::schedule::{Seat, Span};

/// A place that somebody holds, with its shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The claim's id.
    pub claim: ClaimId,
    /// Who holds it.
    pub person: PersonId,
    /// As what they are there.
    pub seat: Seat,
    /// Its time.
    pub span: Span,
    /// Since when they hold it.
    pub since: Moment,
    /// The shift.
    pub shift: ShiftId,
    /// What people call it.
    pub name: String,
    /// The shift's time.
    pub whole: Span,
    /// Whether peers may see the shift.
    pub published: bool,
}

/// Which places.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Held by one of these.
    pub people: &'a [PersonId],
    /// At some time of this span.
    pub span: Span,
    /// Those on shifts that peers may not see too.
    pub drafts: bool,
    /// Only those after this place of the list.
    pub after: Option<Cursor<ClaimId>>,
    /// How many at most.
    pub limit: i64,
}

impl<'a> Wanted<'a> {
    /// All places that these people hold at some time of a span.
    pub const fn all(people: &'a [PersonId], span: Span, drafts: bool) -> Self {
        Self {
            people,
            span,
            drafts,
            after: None,
            limit: i64::MAX,
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = claims)]
struct ClaimRow {
    id: ClaimId,
    person_id: PersonId,
    seat: Seat,
    starts_at: Moment,
    ends_at: Moment,
    claimed_at: Moment,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = shifts)]
struct ShiftRow {
    id: ShiftId,
    name: String,
    starts_at: Moment,
    ends_at: Moment,
}

fn place((claim, shift, shown_at): (ClaimRow, ShiftRow, Option<Moment>)) -> Place {
    Place {
        claim: claim.id,
        person: claim.person_id,
        seat: claim.seat,
        span: Span {
            starts: claim.starts_at,
            ends: claim.ends_at,
        },
        since: claim.claimed_at,
        shift: shift.id,
        name: shift.name,
        whole: Span {
            starts: shift.starts_at,
            ends: shift.ends_at,
        },
        published: shown_at.is_some(),
    }
}

/// Places that are held, by start.
pub fn places(conn: &mut Conn, wanted: &Wanted<'_>) -> Result<Vec<Place>, Error> {
    let mut query = claims::table
        .inner_join(shifts::table.on(shifts::id.eq(claims::shift_id)))
        .left_join(showings::table.on(showings::shift_id.eq(shifts::id)))
        .filter(claims::person_id.eq_any(wanted.people.to_vec()))
        .filter(claims::released_at.is_null())
        .filter(claims::starts_at.lt(wanted.span.ends))
        .filter(claims::ends_at.gt(wanted.span.starts))
        .order((claims::starts_at, claims::id))
        .limit(wanted.limit)
        .select((
            ClaimRow::as_select(),
            ShiftRow::as_select(),
            showings::shown_at.nullable(),
        ))
        .into_boxed();
    if !wanted.drafts {
        query = query.filter(showings::shown_at.is_not_null());
    }
    if let Some(Cursor { at, id }) = wanted.after {
        query = query.filter(
            claims::starts_at
                .gt(at)
                .or(claims::starts_at.eq(at).and(claims::id.gt(id))),
        );
    }
    let rows = query.load(conn)?;
    Ok(rows.into_iter().map(place).collect())
}

/// What was done about the places held at some time of a span: by one person, or by all.
pub fn attendance(
    conn: &mut Conn,
    span: Span,
    person: Option<PersonId>,
) -> Result<Attendance, Error> {
    let mut query = attendance::table
        .inner_join(claims::table.on(claims::id.eq(attendance::claim_id)))
        .filter(claims::released_at.is_null())
        .filter(claims::starts_at.lt(span.ends))
        .filter(claims::ends_at.gt(span.starts))
        .select((
            (attendance::claim_id, attendance::step),
            attendance::done_at,
        ))
        .into_boxed();
    if let Some(person) = person {
        query = query.filter(claims::person_id.eq(person));
    }
    let rows = query.load::<((ClaimId, Step), Moment)>(conn)?;
    Ok(rows.into_iter().collect())
}

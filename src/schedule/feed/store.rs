//! Rows of calendars' secret addresses, and of what their owners' calendars show.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::Place;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{
    calendar_feeds, claims, last_seen_places, people, person_roles, publications,
    shift_cancellations, shifts, showings,
};
use crate::error::Error;
use crate::id::{ClaimId, FeedId, PersonId, ScheduleId, ShiftId};
use crate::role::Role;
use crate::schedule::{Claim, Seat, Span};

/// A calendar's secret address, without the secret.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Feed {
    /// Its id.
    pub id: FeedId,
    /// Whose calendar it is.
    pub person: PersonId,
    /// When it was made.
    pub created_at: Moment,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Moment>,
}

const COLUMNS: (
    calendar_feeds::id,
    calendar_feeds::person_id,
    calendar_feeds::created_at,
    calendar_feeds::revoked_at,
) = (
    calendar_feeds::id,
    calendar_feeds::person_id,
    calendar_feeds::created_at,
    calendar_feeds::revoked_at,
);

/// Adds a feed, by the digest of its secret.
pub fn insert(conn: &mut Conn, feed: &Feed, digest: &str) -> Result<(), Error> {
    diesel::insert_into(calendar_feeds::table)
        .values((
            calendar_feeds::id.eq(feed.id),
            calendar_feeds::person_id.eq(feed.person),
            calendar_feeds::token_hash.eq(digest),
            calendar_feeds::created_at.eq(feed.created_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// A feed by id.
pub fn find(conn: &mut Conn, id: FeedId) -> Result<Option<Feed>, Error> {
    let row = calendar_feeds::table.find(id).select(COLUMNS);
    Ok(row.first(conn).optional()?)
}

/// The feeds of a person that work, the newest first.
pub fn held_by(conn: &mut Conn, person: PersonId) -> Result<Vec<Feed>, Error> {
    Ok(calendar_feeds::table
        .filter(calendar_feeds::person_id.eq(person))
        .filter(calendar_feeds::revoked_at.is_null())
        .order((calendar_feeds::created_at.desc(), calendar_feeds::id.desc()))
        .select(COLUMNS)
        .load(conn)?)
}

/// Revokes a feed.
pub fn revoke(conn: &mut Conn, id: FeedId, now: Moment) -> Result<(), Error> {
    diesel::update(calendar_feeds::table.find(id))
        .set(calendar_feeds::revoked_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Whose calendar a secret opens: a peer's who is not suspended, by the secret's digest.
pub fn owner(conn: &mut Conn, digest: &str) -> Result<Option<PersonId>, Error> {
    Ok(calendar_feeds::table
        .inner_join(people::table.on(people::id.eq(calendar_feeds::person_id)))
        .inner_join(person_roles::table.on(person_roles::person_id.eq(calendar_feeds::person_id)))
        .filter(calendar_feeds::token_hash.eq(digest))
        .filter(calendar_feeds::revoked_at.is_null())
        .filter(people::suspended_at.is_null())
        .filter(person_roles::role.eq(Role::Peer))
        .select(calendar_feeds::person_id)
        .first(conn)
        .optional()?)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = claims)]
struct Row {
    id: ClaimId,
    shift_id: ShiftId,
    seat: Seat,
    place: Option<i32>,
    starts_at: Moment,
    ends_at: Moment,
    claimed_at: Moment,
    released_at: Option<Moment>,
    version: i32,
    changed_at: Moment,
}

/// A row with its shift's schedule and name, since when it is shown and when it was cancelled.
type Found = (Row, ScheduleId, String, Option<Moment>, Option<Moment>);

/// The places of a person that end after a moment, held or given back, by start.
pub fn places(conn: &mut Conn, person: PersonId, since: Moment) -> Result<Vec<Place>, Error> {
    let rows: Vec<Found> = claims::table
        .inner_join(shifts::table.on(shifts::id.eq(claims::shift_id)))
        .left_join(showings::table.on(showings::shift_id.eq(claims::shift_id)))
        .left_join(
            shift_cancellations::table.on(shift_cancellations::shift_id.eq(claims::shift_id)),
        )
        .filter(claims::person_id.eq(person))
        .filter(claims::ends_at.gt(since))
        .order((claims::starts_at, claims::id))
        .select((
            Row::as_select(),
            shifts::schedule_id,
            shifts::name,
            showings::shown_at.nullable(),
            shift_cancellations::cancelled_at.nullable(),
        ))
        .load(conn)?;
    let withdrawn = withdrawn(conn, &rows)?;
    let seen: BTreeSet<(ShiftId, Moment)> = last_seen_places::table
        .filter(last_seen_places::person_id.eq(person))
        .filter(last_seen_places::ends_at.gt(since))
        .select((last_seen_places::shift_id, last_seen_places::starts_at))
        .load(conn)?
        .into_iter()
        .collect();
    let place = |(row, schedule, shift_name, shown_at, cancelled_at): Found| Place {
        was_seen: seen.contains(&(row.shift_id, row.starts_at)),
        withdrawn_at: withdrawn
            .get(&schedule)
            .copied()
            .filter(|_| shown_at.is_none()),
        released_at: row.released_at,
        changed_at: row.changed_at,
        claim: claim(&row, person),
        shift_name,
        shown_at,
        cancelled_at,
    };
    Ok(rows.into_iter().map(place).collect())
}

/// When the schedules of places that are not shown were last taken back.
fn withdrawn(conn: &mut Conn, rows: &[Found]) -> Result<BTreeMap<ScheduleId, Moment>, Error> {
    let hidden = rows.iter().filter(|(.., shown_at, _)| shown_at.is_none());
    let schedules: BTreeSet<ScheduleId> = hidden.map(|(_, schedule, ..)| *schedule).collect();
    let taken_back: Vec<(ScheduleId, Option<Moment>)> = publications::table
        .filter(publications::schedule_id.eq_any(schedules.into_iter().collect::<Vec<_>>()))
        .order((publications::schedule_id, publications::version))
        .select((publications::schedule_id, publications::withdrawn_at))
        .load(conn)?;
    let dated = taken_back.into_iter();
    Ok(dated
        .filter_map(|(schedule, at)| at.map(|at| (schedule, at)))
        .collect())
}

/// The holder's own name is not needed.
fn claim(row: &Row, person: PersonId) -> Claim {
    let place = row.place.and_then(|place| u8::try_from(place).ok());
    Claim {
        id: row.id,
        shift: row.shift_id,
        seat: row.seat,
        place: place.unwrap_or_default(),
        person,
        name: String::new(),
        span: Span {
            starts: row.starts_at,
            ends: row.ends_at,
        },
        claimed_at: row.claimed_at,
        version: row.version,
    }
}

//! Rows of publications: versions, what each changed for whom, and what peers last saw.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{
    last_seen_places, people, publication_changes, publications, shift_cancellations, shifts,
    showings,
};
use crate::error::Error;
use crate::id::{PersonId, ScheduleId, ShiftId};
use crate::schedule::planning::{PlaceChange, Seen};
use crate::schedule::{Schedule, Span};

/// A version of a schedule as peers saw or see it.
#[derive(Clone, Debug, Queryable)]
pub struct Publication {
    /// Its number, from 1.
    pub version: i32,
    /// Since when.
    pub published_at: Moment,
    /// Who published it.
    pub published_by: PersonId,
    /// Until when, if another took its place or it was taken back.
    pub withdrawn_at: Option<Moment>,
}

/// What a publication changed for somebody.
#[derive(Clone, Debug)]
pub struct Told {
    /// What it was.
    pub change: PlaceChange,
    /// Whose place it is, and when: since then, or until then if it was removed.
    pub seen: Seen,
    /// What colleagues call them.
    pub name: String,
}

/// The versions of a schedule, newest first: those before one, so many at most.
pub fn versions(
    conn: &mut Conn,
    schedule: ScheduleId,
    before: Option<i32>,
    limit: i64,
) -> Result<Vec<Publication>, Error> {
    Ok(publications::table
        .filter(publications::schedule_id.eq(schedule))
        .filter(publications::version.lt(before.unwrap_or(i32::MAX)))
        .order(publications::version.desc())
        .limit(limit)
        .select((
            publications::version,
            publications::published_at,
            publications::published_by,
            publications::withdrawn_at,
        ))
        .load(conn)?)
}

/// What some versions of a schedule changed for whom, by name and time.
pub fn told(
    conn: &mut Conn,
    schedule: ScheduleId,
    versions: &[i32],
) -> Result<BTreeMap<i32, Vec<Told>>, Error> {
    type Row = (i32, ShiftId, PersonId, String, PlaceChange, Moment, Moment);
    let rows: Vec<Row> = publication_changes::table
        .inner_join(people::table.on(people::id.eq(publication_changes::person_id)))
        .filter(publication_changes::schedule_id.eq(schedule))
        .filter(publication_changes::version.eq_any(versions.to_vec()))
        .order((
            people::name,
            publication_changes::person_id,
            publication_changes::starts_at,
            publication_changes::change,
        ))
        .select((
            publication_changes::version,
            publication_changes::shift_id,
            publication_changes::person_id,
            people::name,
            publication_changes::change,
            publication_changes::starts_at,
            publication_changes::ends_at,
        ))
        .load(conn)?;
    let mut by_version: BTreeMap<i32, Vec<Told>> = BTreeMap::new();
    for (version, shift, person, name, change, starts, ends) in rows {
        let span = Span { starts, ends };
        let seen = Seen {
            shift,
            person,
            span,
        };
        let told = Told { change, seen, name };
        by_version.entry(version).or_default().push(told);
    }
    Ok(by_version)
}

/// The shifts of a schedule that peers do not see, but for cancelled ones.
pub fn hidden(conn: &mut Conn, schedule: ScheduleId) -> Result<Vec<ShiftId>, Error> {
    Ok(shifts::table
        .left_join(showings::table.on(showings::shift_id.eq(shifts::id)))
        .left_join(shift_cancellations::table.on(shift_cancellations::shift_id.eq(shifts::id)))
        .filter(shifts::schedule_id.eq(schedule))
        .filter(showings::shown_at.is_null())
        .filter(shift_cancellations::cancelled_at.is_null())
        .select(shifts::id)
        .load(conn)?)
}

/// The shifts of a schedule that peers see.
pub fn shown(conn: &mut Conn, schedule: ScheduleId) -> Result<Vec<ShiftId>, Error> {
    Ok(shifts::table
        .inner_join(showings::table.on(showings::shift_id.eq(shifts::id)))
        .filter(shifts::schedule_id.eq(schedule))
        .select(shifts::id)
        .load(conn)?)
}

/// Publishes a schedule as its next version, in place of the one in force: from now on peers see all of its shifts.
pub fn publish(
    conn: &mut Conn,
    schedule: &Schedule,
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    withdraw(conn, schedule.id, by, now)?;
    diesel::insert_into(publications::table)
        .values((
            publications::schedule_id.eq(schedule.id),
            publications::version.eq(schedule.version + 1),
            publications::published_at.eq(now),
            publications::published_by.eq(by),
        ))
        .execute(conn)?;
    for shift in hidden(conn, schedule.id)? {
        diesel::insert_into(showings::table)
            .values((showings::shift_id.eq(shift), showings::shown_at.eq(now)))
            .execute(conn)?;
    }
    Ok(())
}

/// Ends the version in force, if there is one.
pub fn withdraw(
    conn: &mut Conn,
    schedule: ScheduleId,
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    let in_force = publications::table
        .filter(publications::schedule_id.eq(schedule))
        .filter(publications::withdrawn_at.is_null());
    diesel::update(in_force)
        .set((
            publications::withdrawn_at.eq(now),
            publications::withdrawn_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

/// From now on peers see none of these shifts.
pub fn hide(conn: &mut Conn, ids: &[ShiftId]) -> Result<(), Error> {
    let gone = showings::table.filter(showings::shift_id.eq_any(ids.to_vec()));
    diesel::delete(gone).execute(conn)?;
    Ok(())
}

/// Keeps what a version changed for somebody.
pub fn tell(
    conn: &mut Conn,
    (schedule, version): (ScheduleId, i32),
    change: PlaceChange,
    seen: &Seen,
) -> Result<(), Error> {
    diesel::insert_into(publication_changes::table)
        .values((
            publication_changes::schedule_id.eq(schedule),
            publication_changes::version.eq(version),
            publication_changes::person_id.eq(seen.person),
            publication_changes::shift_id.eq(seen.shift),
            publication_changes::change.eq(change),
            publication_changes::starts_at.eq(seen.span.starts),
            publication_changes::ends_at.eq(seen.span.ends),
        ))
        .execute(conn)?;
    Ok(())
}

/// The places of a schedule that was taken back, as peers last saw them.
pub fn last_seen(conn: &mut Conn, schedule: ScheduleId) -> Result<Vec<Seen>, Error> {
    let rows: Vec<(ShiftId, PersonId, Moment, Moment)> = last_seen_places::table
        .inner_join(shifts::table.on(shifts::id.eq(last_seen_places::shift_id)))
        .filter(shifts::schedule_id.eq(schedule))
        .select((
            last_seen_places::shift_id,
            last_seen_places::person_id,
            last_seen_places::starts_at,
            last_seen_places::ends_at,
        ))
        .load(conn)?;
    let seen = |(shift, person, starts, ends)| Seen {
        shift,
        person,
        span: Span { starts, ends },
    };
    Ok(rows.into_iter().map(seen).collect())
}

/// Keeps a place as peers last saw it.
pub fn remember(conn: &mut Conn, seen: &Seen) -> Result<(), Error> {
    diesel::insert_into(last_seen_places::table)
        .values((
            last_seen_places::shift_id.eq(seen.shift),
            last_seen_places::person_id.eq(seen.person),
            last_seen_places::starts_at.eq(seen.span.starts),
            last_seen_places::ends_at.eq(seen.span.ends),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets what peers last saw of these places: they see the schedule again.
pub fn forget(conn: &mut Conn, seen: &[Seen]) -> Result<(), Error> {
    let ids: Vec<ShiftId> = seen.iter().map(|seen| seen.shift).collect();
    let gone = last_seen_places::table.filter(last_seen_places::shift_id.eq_any(ids));
    diesel::delete(gone).execute(conn)?;
    Ok(())
}

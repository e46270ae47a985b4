//! Rows of schedules: stretches of dates, with how many shifts each has.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{publications, schedules, shift_cancellations, shifts, showings};
use crate::error::Error;
use crate::id::ScheduleId;
use crate::schedule::Schedule;

type Row = (ScheduleId, NaiveDate, NaiveDate);
/// A schedule, the number of a version, and when that was published and withdrawn.
type Published = (ScheduleId, i32, Moment, Option<Moment>);

fn whole(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Schedule>, Error> {
    let ids: Vec<ScheduleId> = rows.iter().map(|(id, ..)| *id).collect();
    let published: Vec<Published> = publications::table
        .filter(publications::schedule_id.eq_any(ids))
        .order((publications::schedule_id, publications::version))
        .select((
            publications::schedule_id,
            publications::version,
            publications::published_at,
            publications::withdrawn_at,
        ))
        .load(conn)?;
    let newest: BTreeMap<ScheduleId, (i32, Option<Moment>)> = published
        .into_iter()
        .map(|(id, version, published_at, withdrawn_at)| {
            let in_force = withdrawn_at.is_none().then_some(published_at);
            (id, (version, in_force))
        })
        .collect();
    let one = |(id, starts_on, ends_on): Row| {
        let (version, published_at) = newest.get(&id).copied().unwrap_or_default();
        Schedule {
            id,
            starts_on,
            ends_on,
            published_at,
            version,
        }
    };
    Ok(rows.into_iter().map(one).collect())
}

/// A schedule by id.
pub fn schedule(conn: &mut Conn, id: ScheduleId) -> Result<Option<Schedule>, Error> {
    let row = schedules::table
        .find(id)
        .select((schedules::id, schedules::starts_on, schedules::ends_on))
        .first::<Row>(conn)
        .optional()?;
    Ok(whole(conn, row.into_iter().collect())?.pop())
}

/// The schedules with dates from `from` until before `to`, by first date: after one of them, so many at most.
pub fn schedules_in(
    conn: &mut Conn,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    after: Option<ScheduleId>,
    limit: i64,
) -> Result<Vec<Schedule>, Error> {
    let mut query = schedules::table
        .order((schedules::starts_on, schedules::id))
        .limit(limit)
        .select((schedules::id, schedules::starts_on, schedules::ends_on))
        .into_boxed();
    if let Some(from) = from {
        query = query.filter(schedules::ends_on.ge(from));
    }
    if let Some(to) = to {
        query = query.filter(schedules::starts_on.lt(to));
    }
    if let Some(after) = after {
        let begun: Option<NaiveDate> = schedules::table
            .find(after)
            .select(schedules::starts_on)
            .first(conn)
            .optional()?;
        let begun = begun.unwrap_or(NaiveDate::MIN);
        query = query.filter(
            schedules::starts_on
                .gt(begun)
                .or(schedules::starts_on.eq(begun).and(schedules::id.gt(after))),
        );
    }
    let rows = query.load(conn)?;
    whole(conn, rows)
}

/// How many shifts these schedules have, and how many of them peers do not see; cancelled ones do not count.
pub fn counts(
    conn: &mut Conn,
    ids: &[ScheduleId],
) -> Result<BTreeMap<ScheduleId, (i64, i64)>, Error> {
    let rows: Vec<(ScheduleId, i64, i64)> = shifts::table
        .left_join(shift_cancellations::table.on(shift_cancellations::shift_id.eq(shifts::id)))
        .left_join(showings::table.on(showings::shift_id.eq(shifts::id)))
        .filter(shifts::schedule_id.eq_any(ids.to_vec()))
        .filter(shift_cancellations::cancelled_at.is_null())
        .group_by(shifts::schedule_id)
        .select((
            shifts::schedule_id,
            count_star(),
            diesel::dsl::count(showings::shown_at.nullable()),
        ))
        .load(conn)?;
    let counted = |(id, all, shown): (ScheduleId, i64, i64)| (id, (all, all - shown));
    Ok(rows.into_iter().map(counted).collect())
}

/// Adds a schedule, a draft.
pub fn insert_schedule(conn: &mut Conn, schedule: &Schedule, now: Moment) -> Result<(), Error> {
    diesel::insert_into(schedules::table)
        .values((
            schedules::id.eq(schedule.id),
            schedules::starts_on.eq(schedule.starts_on),
            schedules::ends_on.eq(schedule.ends_on),
            schedules::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

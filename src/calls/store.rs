//! Rows of calls.

pub mod amendments;
pub mod callers;
pub mod debriefs;
pub mod drafts;
pub mod notes;
mod parts;
pub mod pointed_to;
pub mod retention;

use chrono::{Duration, NaiveDate};
use diesel::dsl::{count_star, min, sum};
use diesel::prelude::*;

use self::parts::{Part, Parts};
use super::record::{Isolation, Rating, Record};
use super::words::{
    CallerRating, CallerRelation, Channel, ContactType, EndedBy, Escalation, HandoffResult,
    HowHeard, InboundFrom, IsolationMode, RatingStatus, Returning, WouldHaveDoneInstead,
};
use super::{Call, Filing, Since};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::calls;
use crate::error::Error;
use crate::http::cursor::Cursor;
use crate::id::{CallId, PersonId, ShiftId};
use crate::reports::periods::Month;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = calls, treat_none_as_null = true)]
struct Row {
    id: CallId,
    peer_id: PersonId,
    shift_id: Option<ShiftId>,
    logged_at: Moment,
    started_at: Moment,
    ended_at: Moment,
    minutes: i32,
    hour_of_week: i32,
    local_date: NaiveDate,
    posting_month: Month,
    contact_type: ContactType,
    channel: Channel,
    caller_relation: CallerRelation,
    returning: Returning,
    inbound_from: InboundFrom,
    how_heard: HowHeard,
    would_have_done_instead: WouldHaveDoneInstead,
    escalation: Escalation,
    handoff_result: HandoffResult,
    ended_by: EndedBy,
    isolation_mode: Option<IsolationMode>,
    isolation_start_status: RatingStatus,
    isolation_start: Option<i32>,
    isolation_end_status: RatingStatus,
    isolation_end: Option<i32>,
    caller_code: Option<String>,
    caller_rating: CallerRating,
    peer_impact: Option<i32>,
    debrief_requested: i32,
    review_flag: i32,
    coarsened_at: Option<Moment>,
    version: i32,
}

/// Adds a call, or refuses if its id is taken.
pub fn insert(conn: &mut Conn, call: &Call, filing: &Filing) -> Result<(), Error> {
    let record = call.record();
    let inserted = diesel::insert_into(calls::table)
        .values(row(call, filing))
        .execute(conn);
    inserted.map_err(|error| Error::from(error).or_id_taken())?;
    parts::insert(conn, call.id(), record)
}

fn row(call: &Call, filing: &Filing) -> Row {
    let record = call.record();
    Row {
        id: call.id(),
        peer_id: filing.peer,
        shift_id: filing.shift,
        logged_at: filing.logged_at,
        started_at: record.started_at,
        ended_at: record.ended_at,
        minutes: call.minutes().into(),
        hour_of_week: filing.hour_of_week.into(),
        local_date: filing.local_date,
        posting_month: filing.posting_month,
        contact_type: record.contact_type,
        channel: record.channel,
        caller_relation: record.caller_relation,
        returning: record.returning,
        inbound_from: record.inbound_from,
        how_heard: record.how_heard,
        would_have_done_instead: record.would_have_done_instead,
        escalation: record.escalation,
        handoff_result: record.handoff_result,
        ended_by: record.ended_by,
        isolation_mode: record.isolation.mode,
        isolation_start_status: record.isolation.start.status,
        isolation_start: record.isolation.start.rating.map(Into::into),
        isolation_end_status: record.isolation.end.status,
        isolation_end: record.isolation.end.rating.map(Into::into),
        caller_code: filing.caller_code.clone(),
        caller_rating: record.caller_rating,
        peer_impact: record.peer_impact.map(Into::into),
        debrief_requested: record.debrief_requested.into(),
        review_flag: record.review_flag.into(),
        coarsened_at: filing.since.coarsened_at,
        version: filing.since.version,
    }
}

/// Which calls.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Only this peer's.
    pub peer: Option<PersonId>,
    /// Begun at or after this.
    pub from: Option<Moment>,
    /// Begun before this.
    pub to: Option<Moment>,
    /// Only of this type.
    pub contact_type: Option<ContactType>,
    /// Only those after this one in the list.
    pub after: Option<Cursor<CallId>>,
}

/// Calls with their filings, the newest first, so many at most.
pub fn list(conn: &mut Conn, wanted: &Wanted, limit: i64) -> Result<Vec<(Call, Filing)>, Error> {
    let mut query = calls::table
        .order((calls::started_at.desc(), calls::id.desc()))
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(peer) = wanted.peer {
        query = query.filter(calls::peer_id.eq(peer));
    }
    if let Some(from) = wanted.from {
        query = query.filter(calls::started_at.ge(from));
    }
    if let Some(to) = wanted.to {
        query = query.filter(calls::started_at.lt(to));
    }
    if let Some(contact_type) = wanted.contact_type {
        query = query.filter(calls::contact_type.eq(contact_type));
    }
    if let Some(Cursor { at, id }) = wanted.after {
        query = query.filter(
            calls::started_at
                .lt(at)
                .or(calls::started_at.eq(at).and(calls::id.lt(id))),
        );
    }
    let rows = query.load(conn)?;
    whole(conn, rows)
}

/// A call with its filing.
pub fn find(conn: &mut Conn, id: CallId) -> Result<Option<(Call, Filing)>, Error> {
    let rows = calls::table.find(id).select(Row::as_select()).load(conn)?;
    Ok(whole(conn, rows)?.pop())
}

/// Rows with what hangs on them, in the same order.
fn whole(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<(Call, Filing)>, Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<CallId> = rows.iter().map(|row| row.id).collect();
    let mut parts = Parts::of(conn, &ids)?;
    let coarse = rows.iter().filter(|row| row.coarsened_at.is_some());
    let coarse: Vec<CallId> = coarse.map(|row| row.id).collect();
    let late = retention::late_among(conn, &coarse)?;
    rows.into_iter()
        .map(|row| {
            let record = parts.take(row.id);
            let was_late = late.contains(&row.id);
            one(row, record, was_late)
        })
        .collect()
}

fn one(row: Row, parts: Part, was_late: bool) -> Result<(Call, Filing), Error> {
    let small = |number: i32| {
        u8::try_from(number).map_err(|_large| Error::Broken("a number is out of range".to_owned()))
    };
    let rating = |status, rating: Option<i32>| {
        Ok::<_, Error>(Rating {
            status,
            rating: rating.map(small).transpose()?,
        })
    };
    let record = Record {
        started_at: row.started_at,
        ended_at: row.ended_at,
        contact_type: row.contact_type,
        channel: row.channel,
        caller_relation: row.caller_relation,
        returning: row.returning,
        inbound_from: row.inbound_from,
        how_heard: row.how_heard,
        reasons: parts.reasons,
        isolation: Isolation {
            mode: row.isolation_mode,
            start: rating(row.isolation_start_status, row.isolation_start)?,
            end: rating(row.isolation_end_status, row.isolation_end)?,
        },
        would_have_done_instead: row.would_have_done_instead,
        supports_used: parts.supports,
        escalation: row.escalation,
        handoff_result: row.handoff_result,
        referrals: parts.referrals,
        ended_by: row.ended_by,
        caller_rating: row.caller_rating,
        demographics: parts.demographics,
        peer_impact: row.peer_impact.map(small).transpose()?,
        debrief_requested: row.debrief_requested != 0,
        review_flag: row.review_flag != 0,
    };
    let filing = Filing {
        peer: row.peer_id,
        shift: row.shift_id,
        logged_at: row.logged_at,
        local_date: row.local_date,
        hour_of_week: small(row.hour_of_week)?,
        posting_month: row.posting_month,
        caller_code: row.caller_code,
        since: Since {
            version: row.version,
            coarsened_at: row.coarsened_at,
            was_late,
        },
    };
    let minutes = small(row.minutes)?;
    Ok((Call::kept(row.id, record, minutes), filing))
}

/// What past calls tell about those to come.
pub struct Past {
    /// Calls by local hour of the week.
    pub counts: [u32; 168],
    /// Their mean length.
    pub mean_length: Option<Duration>,
    /// The local date of the first call of all.
    pub earliest: Option<NaiveDate>,
}

/// Calls that began from `first` until before `until`, by local hour of the week, but for those on some dates.
pub fn by_hour_of_week(
    conn: &mut Conn,
    (first, until): (NaiveDate, NaiveDate),
    left_out: Vec<NaiveDate>,
) -> Result<Past, Error> {
    let rows: Vec<(i32, i64, Option<i64>)> = calls::table
        .filter(calls::local_date.ge(first).and(calls::local_date.lt(until)))
        .filter(calls::local_date.ne_all(left_out))
        .filter(calls::contact_type.ne_all(vec![ContactType::Test, ContactType::Admin]))
        .group_by(calls::hour_of_week)
        .select((calls::hour_of_week, count_star(), sum(calls::minutes)))
        .load(conn)?;
    let mut counts = [0; 168];
    let (mut calls_in_all, mut minutes) = (0, 0);
    for (hour, count, length) in rows {
        if let Some(slot) = usize::try_from(hour)
            .ok()
            .and_then(|hour| counts.get_mut(hour))
        {
            *slot = u32::try_from(count).unwrap_or(u32::MAX);
        }
        calls_in_all += count;
        minutes += length.unwrap_or_default();
    }
    let mean_length = (calls_in_all > 0).then(|| Duration::seconds(minutes * 60 / calls_in_all));
    Ok(Past {
        counts,
        mean_length,
        earliest: calls::table.select(min(calls::local_date)).first(conn)?,
    })
}

//! Rows of what is counted of a month's calls, when it is closed.

mod beside;

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::calls::LATE;
use crate::calls::words::{
    CallerRating, CallerRelation, Channel, ContactType, EndedBy, Escalation, HandoffResult,
    HowHeard, InboundFrom, IsolationMode, RatingStatus, Returning, WouldHaveDoneInstead,
};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::calls;
use crate::error::Error;
use crate::id::{CallId, PersonId, ShiftId};
use crate::reports::facts::{Fact, Several};
use crate::reports::periods::Month;
use beside::{Beside, small};

#[derive(Queryable, Selectable)]
#[diesel(table_name = calls)]
struct Row {
    id: CallId,
    peer_id: PersonId,
    shift_id: Option<ShiftId>,
    logged_at: Moment,
    started_at: Moment,
    ended_at: Moment,
    minutes: i32,
    hour_of_week: i32,
    local_date: chrono::NaiveDate,
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
    isolation_end: Option<i32>,
    caller_code: Option<String>,
    caller_rating: CallerRating,
    coarsened_at: Option<Moment>,
}

/// What is counted of a month's calls, in the order in which they began.
pub fn of(conn: &mut Conn, month: Month) -> Result<Vec<Fact>, Error> {
    let rows = calls::table
        .filter(calls::posting_month.eq(month))
        .order((calls::started_at, calls::id))
        .select(Row::as_select())
        .load(conn)?;
    let mut beside = Beside::of(conn, month, span(&rows))?;
    beside.overlapping.extend(overlaps(&rows));
    rows.into_iter()
        .map(|row| fact(row, &mut beside, month))
        .collect()
}

/// The first and the last id of some calls. Ids grow with time, so a month's rows in other tables lie between them, and
/// PostgreSQL finds them by their index where it would else look through those of all years.
fn span(rows: &[Row]) -> (&str, &str) {
    let ids = || rows.iter().map(|row| row.id.as_str());
    (
        ids().min().unwrap_or_default(),
        ids().max().unwrap_or_default(),
    )
}

/// What is counted of a call.
fn fact(row: Row, beside: &mut Beside, month: Month) -> Result<Fact, Error> {
    let said = beside.said.remove(&row.id);
    let given = |text: String| {
        (!matches!(text.as_str(), "not_asked" | "declined" | "unknown")).then_some(text)
    };
    let own_month = Month::of(row.local_date);
    let late = row.coarsened_at.is_none() && row.logged_at.since(row.ended_at) > LATE;
    Ok(Fact {
        contact_type: row.contact_type,
        channel: row.channel,
        caller_relation: row.caller_relation,
        returning: row.returning,
        inbound_from: row.inbound_from,
        how_heard: row.how_heard,
        would_have_done_instead: row.would_have_done_instead,
        escalation: row.escalation,
        handoff_result: row.handoff_result,
        ended_by: row.ended_by,
        caller_rating: row.caller_rating,
        minutes: small(row.minutes)?,
        hour_of_week: small(row.hour_of_week)?,
        isolation_mode: row.isolation_mode,
        start_status: row.isolation_start_status,
        start: row.isolation_start.map(small).transpose()?,
        end: row.isolation_end.map(small).transpose()?,
        age_band: said.as_ref().map(|said| said.age_band).unwrap_or_default(),
        gender: said.as_ref().map(|said| said.gender).unwrap_or_default(),
        veteran: said.as_ref().map(|said| said.veteran).unwrap_or_default(),
        living_alone: said
            .as_ref()
            .map(|said| said.living_alone)
            .unwrap_or_default(),
        region: said.as_ref().and_then(|said| said.region.clone()),
        language: said.and_then(|said| given(said.language)),
        race_ethnicity: Several(beside.ethnicities.remove(&row.id).unwrap_or_default()),
        reasons: Several(beside.reasons.remove(&row.id).unwrap_or_default()),
        supports: Several(beside.supports.remove(&row.id).unwrap_or_default()),
        referrals: Several(beside.referrals.remove(&row.id).unwrap_or_default()),
        measures: Several(beside.measures.remove(&row.id).unwrap_or_default()),
        caller_code: row.caller_code,
        late_for: (own_month != month).then_some(own_month),
        logged_late: late || beside.late.contains(&row.id),
        overlaps: beside.overlapping.contains(&row.id),
        without_shift: row.shift_id.is_none(),
        amended: beside.amended.contains(&row.id),
    })
}

/// The calls with exact times that overlap another of the same peer. Rows come in the order in which they began.
fn overlaps(rows: &[Row]) -> Vec<CallId> {
    let mut last: BTreeMap<PersonId, (&Row, Moment)> = BTreeMap::new();
    let mut found = Vec::new();
    for row in rows.iter().filter(|row| row.coarsened_at.is_none()) {
        match last.get(&row.peer_id) {
            Some((other, ends)) if row.started_at < *ends => {
                found.extend([row.id, other.id]);
                if row.ended_at > *ends {
                    last.insert(row.peer_id, (row, row.ended_at));
                }
            }
            _ => {
                last.insert(row.peer_id, (row, row.ended_at));
            }
        }
    }
    found
}

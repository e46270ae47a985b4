//! Rows of what is counted of a month's calls, when it is closed.

use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::prelude::*;

use crate::calls::LATE;
use crate::calls::measures::Instrument;
use crate::calls::words::{
    AgeBand, CallReason, CallerRating, CallerRelation, Channel, ContactType, Destination, EndedBy,
    Escalation, Ethnicity, Gender, HandoffResult, HowHeard, InboundFrom, IsolationMode,
    RatingStatus, ReferralResult, Returning, Support, WouldHaveDoneInstead, YesOrNo,
};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{
    amendments, call_demographics, call_ethnicities, call_reasons, call_referrals, call_supports,
    calls, late_calls, measures, overlapping_calls,
};
use crate::error::Error;
use crate::id::{CallId, PersonId, ShiftId};
use crate::reports::facts::{Fact, Measured, Referral, Several};
use crate::reports::periods::Month;

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

#[derive(Queryable, Selectable)]
#[diesel(table_name = call_demographics)]
struct Said {
    call_id: CallId,
    age_band: AgeBand,
    gender: Gender,
    veteran: YesOrNo,
    living_alone: YesOrNo,
    language: String,
    region: Option<String>,
}

/// What is counted of a month's calls, in the order in which they began.
pub fn of(conn: &mut Conn, month: Month) -> Result<Vec<Fact>, Error> {
    let rows = calls::table
        .filter(calls::posting_month.eq(month))
        .order((calls::started_at, calls::id))
        .select(Row::as_select())
        .load(conn)?;
    let mut beside = Beside::of(conn, month, &rows)?;
    rows.into_iter()
        .map(|row| beside.fact(row, month))
        .collect()
}

/// What stands in other tables.
struct Beside {
    said: HashMap<CallId, Said>,
    reasons: HashMap<CallId, Vec<CallReason>>,
    supports: HashMap<CallId, Vec<Support>>,
    referrals: HashMap<CallId, Vec<Referral>>,
    ethnicities: HashMap<CallId, Vec<Ethnicity>>,
    measures: HashMap<CallId, Vec<Measured>>,
    late: HashSet<CallId>,
    overlapping: HashSet<CallId>,
    amended: HashSet<CallId>,
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

/// All of one call together, in the order in which they came.
fn gathered<T>(rows: Vec<(CallId, T)>) -> HashMap<CallId, Vec<T>> {
    let mut gathered: HashMap<CallId, Vec<T>> = HashMap::new();
    for (call, value) in rows {
        gathered.entry(call).or_default().push(value);
    }
    gathered
}

impl Beside {
    fn of(conn: &mut Conn, month: Month, rows: &[Row]) -> Result<Self, Error> {
        let (first, last) = span(rows);
        let said = call_demographics::table
            .inner_join(calls::table.on(calls::id.eq(call_demographics::call_id)))
            .filter(call_demographics::call_id.between(first, last))
            .filter(calls::posting_month.eq(month))
            .select(Said::as_select())
            .load(conn)?;
        let reasons = call_reasons::table
            .inner_join(calls::table.on(calls::id.eq(call_reasons::call_id)))
            .filter(call_reasons::call_id.between(first, last))
            .filter(calls::posting_month.eq(month))
            .order((call_reasons::call_id, call_reasons::position))
            .select((call_reasons::call_id, call_reasons::reason))
            .load(conn)?;
        let supports = call_supports::table
            .inner_join(calls::table.on(calls::id.eq(call_supports::call_id)))
            .filter(call_supports::call_id.between(first, last))
            .filter(calls::posting_month.eq(month))
            .order((call_supports::call_id, call_supports::support))
            .select((call_supports::call_id, call_supports::support))
            .load(conn)?;
        let referrals: Vec<(CallId, (Destination, ReferralResult))> = call_referrals::table
            .inner_join(calls::table.on(calls::id.eq(call_referrals::call_id)))
            .filter(call_referrals::call_id.between(first, last))
            .filter(calls::posting_month.eq(month))
            .order((call_referrals::call_id, call_referrals::position))
            .select((
                call_referrals::call_id,
                (call_referrals::destination, call_referrals::result),
            ))
            .load(conn)?;
        let ethnicities = call_ethnicities::table
            .inner_join(calls::table.on(calls::id.eq(call_ethnicities::call_id)))
            .filter(call_ethnicities::call_id.between(first, last))
            .filter(calls::posting_month.eq(month))
            .order((call_ethnicities::call_id, call_ethnicities::ethnicity))
            .select((call_ethnicities::call_id, call_ethnicities::ethnicity))
            .load(conn)?;
        let taken: Vec<(CallId, (Instrument, i32, chrono::NaiveDate))> = measures::table
            .inner_join(calls::table.on(calls::id.eq(measures::call_id)))
            .filter(measures::call_id.between(first, last))
            .filter(calls::posting_month.eq(month))
            .order((measures::call_id, measures::instrument))
            .select((
                measures::call_id,
                (measures::instrument, measures::score, measures::taken_on),
            ))
            .load(conn)?;
        let referral = |(call, (destination, result))| {
            (
                call,
                Referral {
                    destination,
                    result,
                },
            )
        };
        let measured = |(call, (instrument, score, on))| {
            Ok::<_, Error>((
                call,
                Measured {
                    instrument,
                    score: small(score)?,
                    on,
                },
            ))
        };
        let (late, mut overlapping, amended) = marks(conn, month, (first, last))?;
        overlapping.extend(overlaps(rows));
        Ok(Self {
            said: said.into_iter().map(|said| (said.call_id, said)).collect(),
            reasons: gathered(reasons),
            supports: gathered(supports),
            referrals: gathered(referrals.into_iter().map(referral).collect()),
            ethnicities: gathered(ethnicities),
            measures: gathered(taken.into_iter().map(measured).collect::<Result<_, _>>()?),
            late,
            overlapping,
            amended,
        })
    }

    fn fact(&mut self, row: Row, month: Month) -> Result<Fact, Error> {
        let said = self.said.remove(&row.id);
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
            race_ethnicity: Several(self.ethnicities.remove(&row.id).unwrap_or_default()),
            reasons: Several(self.reasons.remove(&row.id).unwrap_or_default()),
            supports: Several(self.supports.remove(&row.id).unwrap_or_default()),
            referrals: Several(self.referrals.remove(&row.id).unwrap_or_default()),
            measures: Several(self.measures.remove(&row.id).unwrap_or_default()),
            caller_code: row.caller_code,
            late_for: (own_month != month).then_some(own_month),
            logged_late: late || self.late.contains(&row.id),
            overlaps: self.overlapping.contains(&row.id),
            without_shift: row.shift_id.is_none(),
            amended: self.amended.contains(&row.id),
        })
    }
}

type Marks = (HashSet<CallId>, HashSet<CallId>, HashSet<CallId>);

/// The calls of a month that were logged late, that overlapped, that were amended.
fn marks(conn: &mut Conn, month: Month, (first, last): (&str, &str)) -> Result<Marks, Error> {
    let late: Vec<CallId> = late_calls::table
        .inner_join(calls::table.on(calls::id.eq(late_calls::call_id)))
        .filter(late_calls::call_id.between(first, last))
        .filter(calls::posting_month.eq(month))
        .select(late_calls::call_id)
        .load(conn)?;
    let overlapping: Vec<CallId> = overlapping_calls::table
        .inner_join(calls::table.on(calls::id.eq(overlapping_calls::call_id)))
        .filter(overlapping_calls::call_id.between(first, last))
        .filter(calls::posting_month.eq(month))
        .select(overlapping_calls::call_id)
        .load(conn)?;
    let amended: Vec<CallId> = amendments::table
        .inner_join(calls::table.on(calls::id.eq(amendments::call_id)))
        .filter(amendments::call_id.between(first, last))
        .filter(calls::posting_month.eq(month))
        .select(amendments::call_id)
        .distinct()
        .load(conn)?;
    Ok((
        late.into_iter().collect(),
        overlapping.into_iter().collect(),
        amended.into_iter().collect(),
    ))
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

fn small(number: i32) -> Result<u8, Error> {
    u8::try_from(number).map_err(|_large| Error::Broken("a number is out of range".to_owned()))
}

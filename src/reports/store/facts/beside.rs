//! What is said of a month's calls in other tables than theirs.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::calls::measures::Instrument;
use crate::calls::words::{
    AgeBand, CallReason, Destination, Ethnicity, Gender, ReferralResult, Support, YesOrNo,
};
use crate::db::Conn;
use crate::db::schema::{
    amendments, call_demographics, call_ethnicities, call_reasons, call_referrals, call_supports,
    calls, late_calls, measures, overlapping_calls,
};
use crate::error::Error;
use crate::id::CallId;
use crate::reports::facts::{Measured, Referral};
use crate::reports::periods::Month;

#[derive(Queryable, Selectable)]
#[diesel(table_name = call_demographics)]
pub(super) struct Said {
    call_id: CallId,
    pub(super) age_band: AgeBand,
    pub(super) gender: Gender,
    pub(super) veteran: YesOrNo,
    pub(super) living_alone: YesOrNo,
    pub(super) language: String,
    pub(super) region: Option<String>,
}

/// What stands in other tables.
pub(super) struct Beside {
    pub(super) said: HashMap<CallId, Said>,
    pub(super) reasons: HashMap<CallId, Vec<CallReason>>,
    pub(super) supports: HashMap<CallId, Vec<Support>>,
    pub(super) referrals: HashMap<CallId, Vec<Referral>>,
    pub(super) ethnicities: HashMap<CallId, Vec<Ethnicity>>,
    pub(super) measures: HashMap<CallId, Vec<Measured>>,
    pub(super) late: HashSet<CallId>,
    pub(super) overlapping: HashSet<CallId>,
    pub(super) amended: HashSet<CallId>,
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
    /// Of a month's calls, whose ids lie between two.
    pub(super) fn of(
        conn: &mut Conn,
        month: Month,
        (first, last): (&str, &str),
    ) -> Result<Self, Error> {
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
        let (late, overlapping, amended) = marks(conn, month, (first, last))?;
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

/// A number that the database holds wider than it is.
pub(super) fn small(number: i32) -> Result<u8, Error> {
    u8::try_from(number).map_err(|_large| Error::Broken("a number is out of range".to_owned()))
}

//! The fictional line's calls.

mod answers;
mod outcome;
mod persona;

use std::collections::BTreeMap;

use chrono::{Datelike, Duration, NaiveDate};

use self::persona::Persona;
use super::{Chance, Size};
use crate::calls::measures::{self, Instrument, Measure};
use crate::calls::{Call, Filing, Since};
use crate::clock::Moment;
use crate::id::{CallId, PersonId, ShiftId};
use crate::line::Line;
use crate::reports::periods::Month;
use crate::schedule::{Claim, Shift};

/// Calls of each local hour, midnight first: quiet at dawn, busiest in the evening.
const BY_HOUR: [f64; 24] = [
    2.6, 2.0, 1.5, 1.2, 1.0, 1.1, 1.5, 2.2, 3.0, 3.8, 4.4, 4.6, 4.6, 4.7, 4.8, 5.0, 5.4, 6.0, 6.8,
    7.6, 7.8, 7.0, 5.6, 3.8,
];

/// Who calls: few frequent callers, who make three calls in five, and many others.
struct Callers {
    frequent: i64,
    others: i64,
    /// A caller's code, another one each year.
    codes: BTreeMap<(i32, i64), String>,
    /// Who called before, and since when.
    known: BTreeMap<i64, (Persona, NaiveDate)>,
    /// When a code was asked a questionnaire.
    asked: BTreeMap<(String, Instrument), Vec<NaiveDate>>,
    taken: Vec<Taken>,
}

/// A questionnaire that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// In which call.
    pub call: CallId,
    /// What was answered.
    pub measure: Measure,
    /// On which local date.
    pub on: NaiveDate,
}

/// Who answered: by shift, and anybody if nobody was there.
pub(super) type Crews<'a> = (&'a [&'a Shift], &'a [Claim], &'a [PersonId]);

pub(super) fn calls(
    chance: &mut Chance,
    size: Size,
    first: Month,
    (shifts, claims, peers): Crews<'_>,
    line: &Line,
    now: Moment,
) -> (Vec<(Call, Filing)>, Vec<Taken>) {
    let a_month = i64::from(size.calls_a_month);
    let frequent = (a_month * 37 / 400).max(1);
    let mut callers = Callers {
        frequent,
        others: frequent * 33,
        codes: BTreeMap::new(),
        known: BTreeMap::new(),
        asked: BTreeMap::new(),
        taken: Vec::new(),
    };
    let mut crews: BTreeMap<ShiftId, Vec<PersonId>> = BTreeMap::new();
    for claim in claims {
        crews.entry(claim.shift).or_default().push(claim.person);
    }
    let mut starts: Vec<Moment> = Vec::new();
    for month in std::iter::successors(Some(first), |month| Some(month.next())) {
        if line.wall.midnight(month.first()) > now {
            break;
        }
        let spread = a_month / 12;
        let count = a_month + chance.between(-spread, spread);
        starts.extend((0..count).filter_map(|_| start(chance, month, line)));
    }
    starts.retain(|start| *start < now.minus(Duration::minutes(110)));
    starts.sort_unstable();
    let calls = starts.into_iter().filter_map(|started_at| {
        let at = shifts.partition_point(|shift| shift.span.starts <= started_at);
        let near = shifts.get(at.saturating_sub(6)..at).unwrap_or_default();
        let there = near.iter().filter(|shift| shift.span.holds(started_at));
        let on_duty = there
            .filter_map(|shift| Some((shift.id, chance.one_of(crews.get(&shift.id)?)?)))
            .last();
        let (shift, peer) = match on_duty {
            Some((shift, peer)) => (Some(shift), peer),
            None => (None, chance.one_of(peers)?),
        };
        one(chance, &mut callers, started_at, (shift, peer), line, now)
    });
    let calls = calls.collect();
    (calls, callers.taken)
}

fn start(chance: &mut Chance, month: Month, line: &Line) -> Option<Moment> {
    let days = (month.next().first() - month.first()).num_days();
    let date: NaiveDate = month.first() + Duration::days(chance.between(0, days - 1));
    let hours: Vec<(f64, u32)> = BY_HOUR.iter().copied().zip(0..).collect();
    let minute = u32::try_from(chance.between(0, 59)).ok()?;
    let time = date.and_hms_opt(chance.weighted(&hours)?, minute, 0)?;
    Some(line.wall.instant(time))
}

fn one(
    chance: &mut Chance,
    callers: &mut Callers,
    started_at: Moment,
    (shift, peer): (Option<ShiftId>, PersonId),
    line: &Line,
    now: Moment,
) -> Option<(Call, Filing)> {
    let contact_type = answers::contact_type(chance)?;
    let local_date = line.wall.date(started_at);
    let (record, caller) = if contact_type.is_support() {
        let (caller, is_first) = callers.next(chance, local_date);
        let mut record = answers::support(chance, contact_type, started_at, is_first)?;
        if let Some((persona, _)) = callers.known.get(&caller) {
            record.demographics = persona.asked(chance);
        }
        (record, Some(caller))
    } else {
        (answers::nuisance(chance, contact_type, started_at), None)
    };
    // One caller in eight withholds the number.
    let with_code = caller.filter(|caller| caller % 8 != 0);
    let caller_code = with_code.map(|caller| callers.code(chance, caller, local_date));
    let wait = if chance.percent(2.0) {
        Duration::hours(chance.between(25, 70))
    } else {
        Duration::minutes(chance.between(1, 20))
    };
    let logged_at = record.ended_at.plus(wait).min(now);
    let filing = Filing {
        peer,
        shift,
        logged_at,
        local_date,
        hour_of_week: line.wall.hour_of_week(started_at),
        posting_month: Month::of(local_date),
        caller_code,
        since: Since::default(),
    };
    let call = Call::new(chance.id(logged_at), record, logged_at).ok()?;
    if let (Some(caller), Some(code)) = (with_code, &filing.caller_code) {
        callers.ask(chance, caller, code, (call.id(), local_date));
    }
    Some((call, filing))
}

impl Callers {
    /// Who calls next, and whether for the first time.
    fn next(&mut self, chance: &mut Chance, date: NaiveDate) -> (i64, bool) {
        let caller = if chance.percent(60.0) {
            chance.between(1, self.frequent)
        } else {
            self.frequent + chance.between(1, self.others)
        };
        let is_first = !self.known.contains_key(&caller);
        if is_first {
            self.known.insert(caller, (Persona::meet(chance), date));
        }
        (caller, is_first)
    }

    /// Asks a caller how they are in general, if they were not asked lately.
    fn ask(
        &mut self,
        chance: &mut Chance,
        caller: i64,
        code: &str,
        (call, on): (CallId, NaiveDate),
    ) {
        let instrument = if chance.percent(75.0) {
            Instrument::Ucla3
        } else {
            Instrument::OnsDirect
        };
        let asked = self.asked.entry((code.to_owned(), instrument)).or_default();
        let too_soon = measures::days_to_wait(asked, on).is_some();
        let Some((persona, since)) = self.known.get(&caller).filter(|_| !too_soon) else {
            return;
        };
        if !chance.percent(30.0) {
            return;
        }
        let months = (on - *since).num_days() / 30;
        let answers = match instrument {
            Instrument::Ucla3 => persona.ucla_3(chance, months),
            Instrument::OnsDirect => persona.ons_direct(chance, months),
        };
        asked.push(on);
        self.taken.push(Taken {
            call,
            measure: Measure {
                instrument,
                answers,
            },
            on,
        });
    }

    fn code(&mut self, chance: &mut Chance, caller: i64, date: NaiveDate) -> String {
        let fresh = format!(
            "{:016x}{:016x}",
            chance.between(0, i64::MAX),
            chance.between(0, i64::MAX)
        );
        self.codes
            .entry((date.year(), caller))
            .or_insert(fresh)
            .clone()
    }
}

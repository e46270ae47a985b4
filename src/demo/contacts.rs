//! The fictional line's calls.

mod answers;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Duration, NaiveDate};

use super::{Chance, Size};
use crate::calls::{Call, Filing, Since};
use crate::clock::Moment;
use crate::id::{PersonId, ShiftId};
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
    known: BTreeSet<i64>,
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
) -> Vec<(Call, Filing)> {
    let a_month = i64::from(size.calls_a_month);
    let frequent = (a_month * 37 / 400).max(1);
    let mut callers = Callers {
        frequent,
        others: frequent * 33,
        codes: BTreeMap::new(),
        known: BTreeSet::new(),
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
    calls.collect()
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
    let (record, caller_code) = if contact_type.is_support() {
        let (caller, is_first) = callers.next(chance);
        // One caller in eight withholds the number.
        let code =
            (caller % 8 != 0).then(|| callers.code(chance, caller, line.wall.date(started_at)));
        (
            answers::support(chance, contact_type, started_at, is_first)?,
            code,
        )
    } else {
        (answers::nuisance(chance, contact_type, started_at), None)
    };
    let wait = if chance.percent(2.0) {
        Duration::hours(chance.between(25, 70))
    } else {
        Duration::minutes(chance.between(1, 20))
    };
    let logged_at = record.ended_at.plus(wait).min(now);
    let local_date = line.wall.date(started_at);
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
    Some((
        Call::new(chance.id(logged_at), record, logged_at).ok()?,
        filing,
    ))
}

impl Callers {
    /// Who calls next, and whether for the first time.
    fn next(&mut self, chance: &mut Chance) -> (i64, bool) {
        let caller = if chance.percent(60.0) {
            chance.between(1, self.frequent)
        } else {
            self.frequent + chance.between(1, self.others)
        };
        (caller, self.known.insert(caller))
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

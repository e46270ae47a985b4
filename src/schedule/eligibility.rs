//! May this person take a place on this shift? Every reason against it, at once.
//!
//! The same function answers "may I?" in a list and "no" at a claim.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate, NaiveTime};

use super::{Shift, Span};
use crate::clock::Moment;
use crate::error::Fault;
use crate::line::{Limits, Wall, monday};
use crate::words::words;

/// How long a peer is off after a call that was as hard on them as a call can be.
pub const COOL_OFF: Duration = Duration::hours(2);

words! {
    /// Why a place may not be taken.
    Reason {
        NotPublished = "not_published",
        AlreadyStarted = "already_started",
        Suspended = "suspended",
        AlreadyAssigned = "already_assigned",
        ShiftFull = "shift_full",
        Overlaps = "overlaps",
        RestTooShort = "rest_too_short",
        WeekHoursExceeded = "week_hours_exceeded",
        NightsExceeded = "nights_exceeded",
        ConsecutiveDaysExceeded = "consecutive_days_exceeded",
        CoolingOff = "cooling_off",
    }
}

impl Reason {
    /// The reason in a sentence for the person.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotPublished => "This shift is still a draft.",
            Self::AlreadyStarted => "This shift has already begun.",
            Self::Suspended => "This account is suspended.",
            Self::AlreadyAssigned => "You are on this shift already.",
            Self::ShiftFull => "All places on this shift are taken.",
            Self::Overlaps => "You have another shift at that time.",
            Self::RestTooShort => {
                "There is too little rest between this and another of your shifts."
            }
            Self::WeekHoursExceeded => "This would be more hours in one week than the line allows.",
            Self::NightsExceeded => "This would be more nights in one week than the line allows.",
            Self::ConsecutiveDaysExceeded => {
                "This would be more days in a row than the line allows."
            }
            Self::CoolingOff => {
                "You have just had a hard call. Please rest for two hours after it; you may ask for a debrief."
            }
        }
    }

    /// The reason as part of a refusal.
    pub fn fault(self) -> Fault {
        Fault::reason(self.as_str(), self.sentence())
    }
}

/// What is known when somebody asks for a place.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The shift asked for.
    pub shift: &'a Shift,
    /// How many of its places are taken.
    pub taken: usize,
    /// Whether the asker holds one of them.
    pub holds_one: bool,
    /// The asker's other shifts, a week and more before and after.
    pub others: &'a [Span],
    /// Whether the asker is suspended.
    pub suspended: bool,
    /// When the asker's last hard call ended.
    pub last_hard_call: Option<Moment>,
    /// What the line asks of people at most.
    pub limits: Limits,
    /// The line's clock.
    pub wall: Wall,
    /// The present.
    pub now: Moment,
}

/// Every reason against; none means yes.
pub fn refusals(facts: &Facts<'_>) -> Vec<Reason> {
    let span = facts.shift.span;
    let checks = [
        (!facts.shift.published, Reason::NotPublished),
        (span.starts <= facts.now, Reason::AlreadyStarted),
        (facts.suspended, Reason::Suspended),
        (facts.holds_one, Reason::AlreadyAssigned),
        (
            !facts.holds_one && facts.taken >= usize::from(facts.shift.crew.max()),
            Reason::ShiftFull,
        ),
        (
            facts.others.iter().any(|other| other.overlaps(span)),
            Reason::Overlaps,
        ),
        (rest_is_too_short(facts), Reason::RestTooShort),
        (
            weeks(facts).any(|week| worked_in(facts, week) > facts.limits.week),
            Reason::WeekHoursExceeded,
        ),
        (
            weeks(facts).any(|week| nights_in(facts, week) > facts.limits.week_nights),
            Reason::NightsExceeded,
        ),
        (
            days_in_a_row(facts) > facts.limits.days_in_a_row,
            Reason::ConsecutiveDaysExceeded,
        ),
        (
            facts
                .last_hard_call
                .is_some_and(|ended| span.starts < ended.plus(COOL_OFF)),
            Reason::CoolingOff,
        ),
    ];
    checks
        .into_iter()
        .filter_map(|(against, reason)| against.then_some(reason))
        .collect()
}

/// How far around a shift the asker's other shifts matter.
pub fn window(span: Span, limits: Limits) -> Span {
    let days = i64::try_from(limits.days_in_a_row).unwrap_or(i64::from(u8::MAX));
    let margin = Duration::days(days.max(7) + 2);
    Span {
        starts: span.starts.minus(margin),
        ends: span.ends.plus(margin),
    }
}

/// A shift that overlaps is another reason and no lack of rest.
fn rest_is_too_short(facts: &Facts<'_>) -> bool {
    let span = facts.shift.span;
    facts
        .others
        .iter()
        .filter(|other| !other.overlaps(span))
        .any(|other| {
            let rest = if other.ends <= span.starts {
                span.starts.since(other.ends)
            } else {
                other.starts.since(span.ends)
            };
            rest < facts.limits.rest
        })
}

/// All the asker's work if the place were theirs.
fn work<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = Span> + 'a {
    facts.others.iter().copied().chain([facts.shift.span])
}

/// The local weeks, by their Mondays, that the shift touches.
fn weeks<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = NaiveDate> + 'a {
    let last_instant = facts.shift.span.ends.minus(Duration::seconds(1));
    let last = monday(facts.wall.date(last_instant));
    let first = monday(facts.wall.date(facts.shift.span.starts));
    first.iter_weeks().take_while(move |week| *week <= last)
}

fn worked_in(facts: &Facts<'_>, week: NaiveDate) -> Duration {
    let week = Span {
        starts: facts.wall.midnight(week),
        ends: facts.wall.midnight(week + Duration::days(7)),
    };
    work(facts).fold(Duration::zero(), |sum, span| sum + span.shared(week))
}

/// Nights of the week with work between 00:00 and 06:00 local.
fn nights_in(facts: &Facts<'_>, week: NaiveDate) -> usize {
    const SIX: NaiveTime = match NaiveTime::from_hms_opt(6, 0, 0) {
        Some(six) => six,
        None => NaiveTime::MIN,
    };
    let night = |date: NaiveDate| Span {
        starts: facts.wall.midnight(date),
        ends: facts.wall.instant(date.and_time(SIX)),
    };
    week.iter_days()
        .take(7)
        .filter(|date| work(facts).any(|span| span.overlaps(night(*date))))
        .count()
}

/// The longest run of local dates on which a shift starts, around the one asked for.
fn days_in_a_row(facts: &Facts<'_>) -> usize {
    let dates: BTreeSet<NaiveDate> = work(facts)
        .map(|span| facts.wall.date(span.starts))
        .collect();
    let asked = facts.wall.date(facts.shift.span.starts);
    let after = asked
        .iter_days()
        .skip(1)
        .take_while(|date| dates.contains(date))
        .count();
    let before = asked
        .iter_days()
        .rev()
        .skip(1)
        .take_while(|date| dates.contains(date))
        .count();
    before + 1 + after
}

#[cfg(test)]
mod tests;

//! May this person take a place on this shift? Every reason against it, at once.
//!
//! The same function answers "may I?" in a list and "no" at a claim.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};

use super::availability::Availability;
use super::fairness::night;
use super::{Seat, Shift, Span};
use crate::clock::Moment;
use crate::error::Fault;
use crate::line::{Limits, Wall, monday};
use crate::people::qualifications::{Held, QualificationCode};
use crate::words::words;

words! {
    /// Why a place may not be taken.
    Reason {
        NotPublished = "not_published",
        AlreadyStarted = "already_started",
        Suspended = "suspended",
        AlreadyAssigned = "already_assigned",
        ShiftFull = "shift_full",
        Overlaps = "overlaps",
        NotQualified = "not_qualified",
        QualificationExpired = "qualification_expired",
        Unavailable = "unavailable",
        TimeOff = "time_off",
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
            Self::NotQualified => "This place needs a qualification that you do not hold.",
            Self::QualificationExpired => {
                "A qualification that this place needs will have run out by then."
            }
            Self::Unavailable => "You have said that you cannot be there at that time.",
            Self::TimeOff => "You have time off then.",
            Self::RestTooShort => {
                "There is too little rest between this and another of your shifts."
            }
            Self::WeekHoursExceeded => "This would be more hours in one week than the line allows.",
            Self::NightsExceeded => "This would be more nights in one week than the line allows.",
            Self::ConsecutiveDaysExceeded => {
                "This would be more days in a row than the line allows."
            }
            Self::CoolingOff => {
                "You have just had a hard call. Please rest a while; you may ask for a debrief."
            }
        }
    }

    /// Whether a supervisor may give a place in spite of it, saying why. Nobody is in two places at once, and
    /// nobody suspended answers.
    pub const fn may_be_overridden(self) -> bool {
        !matches!(
            self,
            Self::Suspended | Self::AlreadyAssigned | Self::ShiftFull | Self::Overlaps
        )
    }

    /// Whether it says something of the person, and not of the shift alone.
    pub const fn is_personal(self) -> bool {
        !matches!(
            self,
            Self::NotPublished | Self::AlreadyStarted | Self::ShiftFull
        )
    }

    /// The reason as part of a refusal.
    pub fn fault(self) -> Fault {
        Fault::reason(self.as_str(), self.sentence())
    }
}

/// What room a shift has for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// A free place.
    Free,
    /// A free place, the last one, which is kept for a shift lead.
    ForALead,
    /// None.
    Full,
    /// They hold a place on it already.
    Theirs,
}

/// What is known when somebody asks for a place.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The shift asked for.
    pub shift: &'a Shift,
    /// Its time, or the part of it that is asked for.
    pub span: Span,
    /// As what they would be there.
    pub seat: Seat,
    /// What room it has for them, all of that time.
    pub room: Room,
    /// The asker's other work, a week and more before and after.
    pub others: &'a [Span],
    /// Other parts of this very shift that the asker works: they need no rest from it.
    pub beside: &'a [Span],
    /// What the asker is trained in.
    pub held: &'a [Held],
    /// When the asker can be there.
    pub availability: &'a Availability,
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
    let span = facts.span;
    let training = training(facts);
    let most = facts.availability.most;
    let week = most.map_or(facts.limits.week, |most| most.min(facts.limits.week));
    let rested_at = |ended: Moment| ended.plus(facts.limits.cool_off);
    let checks = [
        (!facts.shift.published, Reason::NotPublished),
        (span.starts <= facts.now, Reason::AlreadyStarted),
        (facts.suspended, Reason::Suspended),
        (facts.room == Room::Theirs, Reason::AlreadyAssigned),
        (facts.room == Room::Full, Reason::ShiftFull),
        (
            facts.others.iter().any(|other| other.overlaps(span)),
            Reason::Overlaps,
        ),
        (training == Training::Lacking, Reason::NotQualified),
        (training == Training::Expired, Reason::QualificationExpired),
        (
            facts.availability.is_unavailable(span, facts.wall),
            Reason::Unavailable,
        ),
        (
            facts.availability.is_away(span, facts.wall),
            Reason::TimeOff,
        ),
        (rest_is_too_short(facts), Reason::RestTooShort),
        (
            weeks(facts).any(|monday| worked_in(facts, monday) > week),
            Reason::WeekHoursExceeded,
        ),
        (
            weeks(facts).any(|monday| nights_in(facts, monday) > facts.limits.week_nights),
            Reason::NightsExceeded,
        ),
        (
            days_in_a_row(facts) > facts.limits.days_in_a_row,
            Reason::ConsecutiveDaysExceeded,
        ),
        (
            facts
                .last_hard_call
                .is_some_and(|ended| span.starts < rested_at(ended)),
            Reason::CoolingOff,
        ),
    ];
    checks
        .into_iter()
        .filter_map(|(against, reason)| against.then_some(reason))
        .collect()
}

/// How somebody's training stands to what a place needs.
#[derive(PartialEq, Eq)]
enum Training {
    Enough,
    Expired,
    Lacking,
}

/// As of the shift's start. Who shadows is there to learn, so needs nothing.
fn training(facts: &Facts<'_>) -> Training {
    if facts.seat == Seat::Shadow {
        return Training::Enough;
    }
    let on = facts.wall.date(facts.shift.span.starts);
    let lead = (facts.room == Room::ForALead).then(QualificationCode::shift_lead);
    let needed = facts.shift.needs.qualifications.iter().copied().chain(lead);
    let lacking: Vec<QualificationCode> = needed
        .filter(|code| !holds(facts.held, *code, on))
        .collect();
    let had = |code: &QualificationCode| {
        let mut held = facts.held.iter();
        held.any(|held| held.qualification == *code && held.has_run_out(on))
    };
    if lacking.is_empty() {
        Training::Enough
    } else if lacking.iter().all(had) {
        Training::Expired
    } else {
        Training::Lacking
    }
}

/// Whether somebody holds a qualification on a date.
pub fn holds(held: &[Held], code: QualificationCode, on: NaiveDate) -> bool {
    held.iter()
        .any(|held| held.qualification == code && held.holds_on(on))
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
    let span = facts.span;
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
    let parts = facts.others.iter().chain(facts.beside);
    parts.copied().chain([facts.span])
}

/// The local weeks, by their Mondays, that the shift touches.
fn weeks<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = NaiveDate> + 'a {
    let last_instant = facts.span.ends.minus(Duration::seconds(1));
    let last = monday(facts.wall.date(last_instant));
    let first = monday(facts.wall.date(facts.span.starts));
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
    week.iter_days()
        .take(7)
        .filter(|date| work(facts).any(|span| span.overlaps(night(*date, facts.wall))))
        .count()
}

/// The longest run of local dates on which a shift starts, around the one asked for.
fn days_in_a_row(facts: &Facts<'_>) -> usize {
    let dates: BTreeSet<NaiveDate> = work(facts)
        .map(|span| facts.wall.date(span.starts))
        .collect();
    let asked = facts.wall.date(facts.span.starts);
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

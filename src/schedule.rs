//! Who is there to answer: templates, shifts, places, claims. Knows no call and no request.

pub mod api;
pub mod calendar;
pub mod changes;
pub mod demand;
pub mod eligibility;
pub mod gaps;
pub mod store;

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate, NaiveTime, Weekday};

use crate::clock::Moment;
use crate::error::Fault;
use crate::id::{PersonId, ScheduleId, ShiftId, TemplateId};
use crate::words::{text_in_sql, words};

words! {
    /// A day of the week.
    Day {
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
        Sunday = "sunday",
    }
}

impl From<Weekday> for Day {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Mon => Self::Monday,
            Weekday::Tue => Self::Tuesday,
            Weekday::Wed => Self::Wednesday,
            Weekday::Thu => Self::Thursday,
            Weekday::Fri => Self::Friday,
            Weekday::Sat => Self::Saturday,
            Weekday::Sun => Self::Sunday,
        }
    }
}

/// A time on the wall, in whole minutes.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct WallTime {
    time: NaiveTime,
    text: arrayvec::ArrayString<5>,
}

/// Why a text is no time on the wall.
#[derive(Debug, thiserror::Error)]
#[error("Give a time of day, such as 20:00.")]
pub struct NotATime;

impl WallTime {
    /// The time of day.
    pub const fn time(self) -> NaiveTime {
        self.time
    }

    /// The time as `HH:MM`.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl std::str::FromStr for WallTime {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let time = NaiveTime::parse_from_str(text, "%H:%M").map_err(|_unreadable| NotATime)?;
        let text = arrayvec::ArrayString::from(&time.format("%H:%M").to_string())
            .map_err(|_too_long| NotATime)?;
        Ok(Self { time, text })
    }
}

text_in_sql!(WallTime);

/// A rule in local wall time from which shifts are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// What people call these shifts.
    pub name: String,
    /// The days on which a shift starts.
    pub days: BTreeSet<Day>,
    /// When it starts.
    pub starts: WallTime,
    /// When it ends: the next day if not after the start.
    pub ends: WallTime,
    /// How many people, at least and at most.
    pub crew: Crew,
    /// The first date on which a shift starts.
    pub valid_from: NaiveDate,
    /// The last such date, if there is one.
    pub valid_until: Option<NaiveDate>,
}

/// What people call a shift: 1 to 80 characters on one line, spaces at the ends left out.
pub fn shift_name(asked: &str) -> Result<String, Fault> {
    let name = asked.trim();
    if name.is_empty() || name.chars().count() > 80 || name.contains(char::is_control) {
        let detail = "name is one line, 1 to 80 characters long.";
        return Err(Fault::at("/name", "length", detail));
    }
    Ok(name.to_owned())
}

/// How many people a shift needs and has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crew {
    min: u8,
    max: u8,
}

impl Crew {
    /// At least one person, at most fifty, and no less room than need.
    pub fn new(min: u8, max: u8) -> Result<Self, Fault> {
        if !(1..=50).contains(&min) {
            return Err(Fault::at(
                "/min_crew",
                "out_of_range",
                "min_crew is from 1 to 50.",
            ));
        }
        if max < min || max > 50 {
            return Err(Fault::at(
                "/max_crew",
                "out_of_range",
                "max_crew is from min_crew to 50.",
            ));
        }
        Ok(Self { min, max })
    }

    /// The number below which the shift has a gap.
    pub const fn min(self) -> u8 {
        self.min
    }

    /// The number of places.
    pub const fn max(self) -> u8 {
        self.max
    }
}

/// No shift is longer: a day on the wall, with the hour that a change of clocks may add, and one to spare.
pub const LONGEST: Duration = Duration::hours(26);

/// A stretch of time, from an instant to a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first instant.
    pub starts: Moment,
    /// The first instant after it.
    pub ends: Moment,
}

impl Span {
    /// Elapsed time.
    pub fn length(self) -> Duration {
        self.ends.since(self.starts)
    }

    /// The time that two spans share; none or a negative one is zero.
    pub fn shared(self, other: Self) -> Duration {
        let shared = self
            .ends
            .min(other.ends)
            .since(self.starts.max(other.starts));
        shared.max(Duration::zero())
    }

    /// Whether the two share any time.
    pub fn overlaps(self, other: Self) -> bool {
        self.shared(other) > Duration::zero()
    }

    /// Whether the moment lies in the span.
    pub fn holds(self, at: Moment) -> bool {
        self.starts <= at && at < self.ends
    }
}

/// A schedule's dates and when it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Its id.
    pub id: ScheduleId,
    /// The first date.
    pub starts_on: NaiveDate,
    /// The last date.
    pub ends_on: NaiveDate,
    /// When it was published, if it was.
    pub published_at: Option<Moment>,
}

/// A concrete shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Its id.
    pub id: ShiftId,
    /// The schedule it belongs to.
    pub schedule: ScheduleId,
    /// The template it was made from.
    pub template: TemplateId,
    /// What people call it.
    pub name: String,
    /// The local date on which it starts.
    pub local_date: NaiveDate,
    /// When it is.
    pub span: Span,
    /// How many people.
    pub crew: Crew,
    /// Whether peers may see it.
    pub published: bool,
}

/// Somebody's place on a shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The shift.
    pub shift: ShiftId,
    /// The number of the place, from 1.
    pub place: u8,
    /// Who holds it.
    pub person: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// Since when.
    pub claimed_at: Moment,
}

/// The lowest number of a place that nobody holds.
pub fn free_place(crew: Crew, claims: &[Claim]) -> Option<u8> {
    (1..=crew.max()).find(|number| claims.iter().all(|claim| claim.place != *number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_has_a_name_on_one_line() {
        assert_eq!(shift_name(" Frühschicht ").unwrap(), "Frühschicht");
        for wrong in ["", "  ", "a\nb", "bell\u{7}", "\u{9b}", &"x".repeat(81)] {
            assert!(shift_name(wrong).is_err(), "{wrong:?}");
        }
    }
}

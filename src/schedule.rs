//! Who is there to answer: templates, shifts, places, claims. Knows no call and no request.

pub mod api;
pub mod availability;
pub mod calendar;
pub mod changes;
pub mod cover;
pub mod demand;
pub mod eligibility;
pub mod fairness;
pub mod feed;
pub mod gaps;
pub mod overview;
pub mod planning;
pub mod presence;
pub mod sheet;
pub mod shift;
pub mod staffed;
pub mod store;
pub mod swaps;
pub mod taking;
pub mod template;
pub mod waits;
pub mod wall_time;

use chrono::{Duration, NaiveDate};

pub use shift::{Claim, Seat, Shift};
pub use staffed::Staffed;
pub use template::{Crew, Needs, Template, shift_name};
pub use wall_time::{Day, WallTime};

use crate::clock::Moment;
use crate::id::ScheduleId;

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

    /// Whether all of the other lies in it.
    pub fn contains(self, other: Self) -> bool {
        self.starts <= other.starts && other.ends <= self.ends
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
    /// When it was published, if it is.
    pub published_at: Option<Moment>,
    /// How often it was published.
    pub version: i32,
}

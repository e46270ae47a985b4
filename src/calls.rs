//! What may be kept of a call. Knows no peer's schedule and no report; there is no field for who called.

pub mod amendments;
pub mod api;
pub mod callers;
pub mod changes;
pub mod contacts;
pub mod debriefs;
pub mod demographics;
pub mod drafts;
pub mod form;
pub mod measures;
pub mod note;
pub mod proposal;
pub mod record;
pub mod retention;
pub mod sent;
pub mod store;
pub mod words;

use chrono::{Duration, NaiveDate};

use crate::clock::Moment;
use crate::error::Fault;
use crate::id::{CallId, PersonId, ShiftId};
use crate::reports::periods::Month;
use record::Record;

/// The longest call.
pub const LONGEST: Duration = Duration::hours(4);
/// How far a phone's clock may run ahead.
pub const SKEW: Duration = Duration::minutes(5);
/// How long ago a call may be when it is logged.
pub const OLDEST: Duration = Duration::days(14);
/// A call logged later than this after its end is late.
pub const LATE: Duration = Duration::hours(24);

/// A call that keeps every rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    id: CallId,
    record: Record,
    minutes: u8,
}

/// What the server adds to a call when it is logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// Who answered it.
    pub peer: PersonId,
    /// On which shift, if on one.
    pub shift: Option<ShiftId>,
    /// When it was logged.
    pub logged_at: Moment,
    /// The local date on which it began.
    pub local_date: NaiveDate,
    /// The local hour of the week in which it began.
    pub hour_of_week: u8,
    /// The month in whose figures it counts.
    pub posting_month: Month,
    /// Which calls are the same caller's, if that is kept. Never leaves the server.
    pub caller_code: Option<String>,
    /// What became of it since.
    pub since: Since,
}

/// What became of a call since it was logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// Raised with every amendment.
    pub version: i32,
    /// When its exact times went, if they did.
    pub coarsened_at: Option<Moment>,
    /// Whether it was logged late, written down when the exact times went.
    pub was_late: bool,
}

impl Default for Since {
    fn default() -> Self {
        Self {
            version: 1,
            coarsened_at: None,
            was_late: false,
        }
    }
}

impl Filing {
    /// Whether the call was logged late, by its exact times or as it was written down when they went.
    pub fn is_late(&self, call: &Call) -> bool {
        if self.since.coarsened_at.is_some() {
            self.since.was_late
        } else {
            call.is_late(self.logged_at)
        }
    }
}

impl Call {
    /// Takes a record as sent now, or says everything that is wrong with it.
    pub fn new(id: CallId, record: Record, now: Moment) -> Result<Self, Vec<Fault>> {
        let faults = times(&record, now);
        Self::without(faults, id, record)
    }

    /// Takes a record of an older log: however long ago, but over.
    pub fn of_older_log(id: CallId, record: Record, now: Moment) -> Result<Self, Vec<Fault>> {
        // A log that is read in was not written by a phone whose clock runs ahead.
        let mut faults = times(&record, now.minus(SKEW));
        faults.retain(|fault| fault.code != "too_old");
        Self::without(faults, id, record)
    }

    fn without(mut faults: Vec<Fault>, id: CallId, record: Record) -> Result<Self, Vec<Fault>> {
        faults.extend(record.faults());
        if !faults.is_empty() {
            return Err(faults);
        }
        let minutes = minutes(&record);
        Ok(Self {
            id,
            record,
            minutes,
        })
    }

    /// A call as it was kept.
    pub(crate) const fn kept(id: CallId, record: Record, minutes: u8) -> Self {
        Self {
            id,
            record,
            minutes,
        }
    }

    /// Its id.
    pub const fn id(&self) -> CallId {
        self.id
    }

    /// What is known of it.
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// Its length in whole minutes, rounded down: what reports count, before and after times are coarsened.
    pub const fn minutes(&self) -> u8 {
        self.minutes
    }

    /// Whether it was logged late.
    pub fn is_late(&self, logged_at: Moment) -> bool {
        logged_at.since(self.record.ended_at) > LATE
    }
}

fn minutes(record: &Record) -> u8 {
    let length = record.ended_at.since(record.started_at);
    u8::try_from(length.num_minutes()).unwrap_or(u8::MAX)
}

fn times(record: &Record, now: Moment) -> Vec<Fault> {
    let (started, ended) = (record.started_at, record.ended_at);
    let length = ended.since(started);
    let checks = [
        (
            length <= Duration::zero(),
            "/ended_at",
            "not_after_start",
            "ended_at is after started_at.",
        ),
        (
            length > LONGEST,
            "/ended_at",
            "too_long",
            "A call lasts at most 4 hours. Is a date or time mistyped?",
        ),
        (
            started > now.plus(SKEW),
            "/started_at",
            "in_the_future",
            "started_at is still to come. Is the phone's clock right?",
        ),
        (
            ended > now.plus(SKEW) && started <= now.plus(SKEW),
            "/ended_at",
            "in_the_future",
            "ended_at is still to come. Is the phone's clock right?",
        ),
        (
            now.since(started) > OLDEST,
            "/started_at",
            "too_old",
            "A call can be logged for 14 days after it began.",
        ),
    ];
    checks
        .into_iter()
        .filter(|(wrong, ..)| *wrong)
        .map(|(_, pointer, code, detail)| Fault::at(pointer, code, detail))
        .collect()
}

#[cfg(test)]
mod tests;

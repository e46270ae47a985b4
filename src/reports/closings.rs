//! Closing a month: what is kept of it, what its release is made of, and how far that has come.

use serde::{Deserialize, Serialize};

use super::cube::beside::Telephony;
use super::cube::grid::Table;
use super::cube::rule::Caution;
use super::facts::Fact;
use super::periods::{Month, Period};
use super::staffing::Staffing;
use crate::clock::Moment;
use crate::id::ReleaseId;
use crate::line::WITHHOLD_UNDER;

/// What was counted of a month. It never changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frozen {
    /// Of its calls, in the order in which they began.
    pub facts: Vec<Fact>,
    /// What telephony counted.
    pub telephony: Telephony,
    /// Of its shifts.
    pub crews: Staffing,
}

/// A release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its id.
    pub id: ReleaseId,
    /// When it was made.
    pub at: Moment,
}

/// How far the release of a closed month has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The month.
    pub month: Month,
    /// When it was closed.
    pub closed_at: Moment,
    /// Why a step of its release failed, if one did.
    pub failure: Option<String>,
    /// By how careful a rule its release is made.
    pub caution: Caution,
    /// Its release, if it is made.
    pub release: Option<Release>,
    /// How many contacts count in it, if that is counted.
    pub contacts: Option<usize>,
    /// How many of these began in a month that was closed before.
    pub late: Option<usize>,
    /// How many parts of the release are made.
    pub parts: usize,
}

/// The name of the part of a release that is in no table.
pub const REST: &str = "rest";

/// How many parts a release has: each table that its periods have, and the rest.
pub fn parts(periods: &[Period]) -> Vec<&'static str> {
    let tables = Table::ALL
        .iter()
        .filter(|table| periods.iter().any(|period| table.is_of(*period)))
        .map(|table| table.as_str());
    tables.chain([REST]).collect()
}

/// What is held past its time, what was destroyed, and who asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Rows of which more is held than may be.
    pub overdue: usize,
    /// Notes that were destroyed.
    pub notes: usize,
    /// Keys of notes that were destroyed.
    pub note_keys: usize,
    /// Keys of reporting years that were destroyed.
    pub year_keys: usize,
    /// Reports that people pulled.
    pub by_people: usize,
    /// Reports that tools pulled.
    pub by_tools: usize,
    /// How many people pulled them, or had a tool do so.
    pub askers: usize,
}

impl Kept {
    /// Of several periods. Who asked in two of them counts twice, so nobody is counted.
    #[must_use]
    pub fn sum<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        all.into_iter().fold(Self::default(), |sum, one| Self {
            overdue: sum.overdue.max(one.overdue),
            notes: sum.notes + one.notes,
            note_keys: sum.note_keys + one.note_keys,
            year_keys: sum.year_keys + one.year_keys,
            by_people: sum.by_people + one.by_people,
            by_tools: sum.by_tools + one.by_tools,
            askers: 0,
        })
    }
}

/// What evaluators may see that is in no table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rest {
    /// Counts of fewer contacts than this are withheld. Where a release does not say it was made under the default.
    #[serde(default = "default_under")]
    pub under: u32,
    /// Callers with a code, rounded down to a multiple of 5; none: withheld.
    pub callers: Option<u32>,
    /// Callers who were frequent in a month of the period, likewise.
    pub frequent: Option<u32>,
    /// Of the shifts.
    pub crews: Staffing,
    /// What is held and what was destroyed.
    pub kept: Kept,
}

const fn default_under() -> u32 {
    WITHHOLD_UNDER
}

impl Rest {
    /// A number of callers as it may be told; none: so few that they may not be.
    pub fn told(callers: usize, under: u32) -> Option<u32> {
        let callers = u32::try_from(callers).unwrap_or(u32::MAX);
        (callers == 0 || callers >= under).then_some(callers / 5 * 5)
    }

    /// Of several periods that do not overlap: under the strictest of their rules. Callers of several periods are not added,
    /// for some are the same.
    #[must_use]
    pub fn sum(rests: &[Self]) -> Self {
        let crews = rests.iter().map(|rest| &rest.crews);
        Self {
            under: rests
                .iter()
                .map(|rest| rest.under)
                .max()
                .unwrap_or_default(),
            callers: None,
            frequent: None,
            crews: Staffing::sum(crews),
            kept: Kept::sum(rests.iter().map(|rest| &rest.kept)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_of_before_the_threshold_was_kept_is_still_read() {
        let mut kept = serde_json::to_value(Rest::default()).unwrap();
        assert!(kept.as_object_mut().unwrap().remove("under").is_some());
        let read: Rest = serde_json::from_value(kept).unwrap();
        assert_eq!(read.under, WITHHOLD_UNDER);
    }
}

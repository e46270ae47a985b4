//! Closing a month: what is kept of it, what its release is made of, and how far that has come.

use serde::{Deserialize, Serialize};

use super::cube::beside::Telephony;
use super::cube::grid::Table;
use super::facts::Fact;
use super::figures::coverage::Staffing;
use super::figures::privacy::Kept;
use super::periods::{Month, Period};
use crate::clock::Moment;
use crate::id::ReleaseId;

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

/// What evaluators may see that is in no table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rest {
    /// Callers with a code, rounded down to a multiple of 5; none: withheld.
    pub callers: Option<u32>,
    /// Callers who were frequent in a month of the period, likewise.
    pub frequent: Option<u32>,
    /// Of the shifts.
    pub crews: Staffing,
    /// What is held and what was destroyed.
    pub kept: Kept,
}

impl Rest {
    /// A number of callers as it may be told; none: so few that they may not be.
    pub fn told(callers: usize, under: u32) -> Option<u32> {
        let callers = u32::try_from(callers).unwrap_or(u32::MAX);
        (callers == 0 || callers >= under).then_some(callers / 5 * 5)
    }

    /// Of several periods that do not overlap. Callers of several periods are not added: some are the same.
    #[must_use]
    pub fn sum(rests: &[Self]) -> Self {
        let crews = rests.iter().map(|rest| &rest.crews);
        Self {
            callers: None,
            frequent: None,
            crews: Staffing::sum(crews),
            kept: Kept::sum(rests.iter().map(|rest| &rest.kept)),
        }
    }
}

//! In which order the levels of a breakdown are shown.

use super::levels::{self, MISSING, PLACES, REASON_GROUPS};
use super::names::{any, to};
use crate::calls::measures::Instrument;
use crate::calls::words::{CallReason, Destination, Ethnicity};
use crate::reports::dimension::Dimension;

impl Dimension {
    /// Its levels as they are shown, in their order; those of an open list come before them.
    pub fn order(self) -> Vec<String> {
        let named = |levels: &[&str]| levels.iter().map(|level| (*level).to_owned()).collect();
        match self {
            Self::Reason => named(&REASON_GROUPS),
            Self::AnyReason => CallReason::ALL.iter().map(|reason| any(*reason)).collect(),
            Self::ContinuumPlace => named(&PLACES),
            Self::Destination => Destination::ALL.iter().map(|place| to(*place)).collect(),
            Self::Instrument => Instrument::ALL.iter().map(ToString::to_string).collect(),
            Self::RaceEthnicity => Ethnicity::ALL
                .iter()
                .filter(|word| !matches!(word, Ethnicity::Declined | Ethnicity::Unknown))
                .map(ToString::to_string)
                .chain([MISSING.to_owned()])
                .collect(),
            _ => levels::fixed(self),
        }
    }

    /// Whether the line decides on its levels, or callers do.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Language | Self::Region)
    }
}

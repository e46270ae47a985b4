//! What the figures are and what may be shown of them. Knows no request and no signed-in person.

pub mod api;
pub mod changes;
pub mod coverage;
pub mod dimension;
pub mod disclosure;
pub mod document;
pub mod export;
pub mod forms;
pub mod isolation;
pub mod measures;
pub mod peer_load;
pub mod periods;
pub mod store;
mod totals;
pub mod volume;
pub mod withholding;

use serde::Serialize;
use utoipa::ToSchema;

use crate::calls::words::{CallerRelation, ContactType, IsolationMode};
use crate::clock::Moment;
use crate::id::ReleaseId;
use crate::words::words;
use periods::Month;

words! {
    /// A report.
    ReportName {
        Volume = "volume",
        Access = "access",
        Callers = "callers",
        IsolationChange = "isolation-change",
        IsolationOverTime = "isolation-over-time",
        Reasons = "reasons",
        Diversion = "diversion",
        Escalation = "escalation",
        Referrals = "referrals",
        Reach = "reach",
        Coverage = "coverage",
        DataQuality = "data-quality",
        Privacy = "privacy",
    }
}

impl ReportName {
    /// What it is called in print.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Volume => "R1 Volume",
            Self::Access => "R2 Access",
            Self::Callers => "R3 Callers",
            Self::IsolationChange => "R4 Isolation change in the call",
            Self::IsolationOverTime => "R5 Isolation over time",
            Self::Reasons => "R6 Reasons",
            Self::Diversion => "R7 Diversion",
            Self::Escalation => "R8 Escalation",
            Self::Referrals => "R9 Referrals",
            Self::Reach => "R10 Reach",
            Self::Coverage => "R11 Coverage",
            Self::DataQuality => "R13 Data quality",
            Self::Privacy => "R14 Privacy",
        }
    }

    /// Counts up when a definition changes.
    pub const fn definition_version(self) -> i32 {
        1
    }

    /// What its figures are.
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Volume => volume::DEFINITION,
            Self::IsolationChange => isolation::DEFINITION,
            Self::Coverage => coverage::DEFINITION,
            _ => "",
        }
    }
}

/// What a report needs to know of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What kind of contact it was.
    pub contact_type: ContactType,
    /// For whom the caller called.
    pub caller_relation: CallerRelation,
    /// Whole minutes, rounded down.
    pub minutes: u8,
    /// When the start rating was taken.
    pub mode: Option<IsolationMode>,
    /// The rating at the start, 0 to 10.
    pub start: Option<u8>,
    /// The rating at the end, 0 to 10.
    pub end: Option<u8>,
    /// Which calls are the same caller's, if that is kept.
    pub caller_code: Option<String>,
}

/// One report of one closed month, as it was released and stays.
#[derive(Serialize, ToSchema)]
pub struct Release {
    /// Which report.
    pub report: ReportName,
    /// What it is called in print.
    pub title: String,
    /// Counts up when a definition changes.
    pub definition_version: i32,
    /// What its figures are.
    pub definition: String,
    /// The closed month.
    pub period: Month,
    /// The line's time zone, by which the month is cut.
    pub time_zone: String,
    /// When it was released. Nothing that came later is in it.
    pub as_of: Moment,
    /// The id of the release.
    pub release_id: ReleaseId,
    /// What is withheld, and what remains possible.
    pub notes: Vec<String>,
    /// The figures.
    pub figures: Figures,
}

/// The figures of a report.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Figures {
    /// Of R1.
    Volume(Box<volume::Volume>),
    /// Of R4.
    IsolationChange(Box<isolation::IsolationChange>),
    /// Of R11.
    Coverage(Box<coverage::Coverage>),
}

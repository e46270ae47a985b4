//! A report as it is given: one list of figures, the same in every form. Knows no call and no threshold.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ReportName;
use super::dimension::Dimension;
use super::figure::Figure;
use crate::clock::Moment;
use crate::id::ReleaseId;
use crate::words::words;

words! {
    /// In what a figure is counted or measured.
    Unit {
        Contacts = "contacts",
        Callers = "callers",
        Referrals = "referrals",
        Fields = "fields",
        Queries = "queries",
        Rows = "rows",
        Months = "months",
        Shifts = "shifts",
        Minutes = "minutes",
        Hours = "hours",
        Seconds = "seconds",
        Percent = "percent",
        Per1000 = "per_1000_support_contacts",
        Points = "points",
        Ratio = "ratio",
        Currency = "currency",
    }
}

/// One figure and what stands beside it: a row of every table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Observation {
    /// Of which contacts or callers the figure is, such as `per_call.start_2_or_more`; empty for all of them.
    pub group: String,
    /// By what the report is broken down here; null for the whole.
    pub by: Option<Dimension>,
    /// Which part of that; null for the whole. `withheld_together`: all parts of which this figure is withheld, as one.
    pub level: Option<String>,
    /// What the figure is, such as `mean_change`.
    pub statistic: String,
    /// In what it is counted or measured.
    pub unit: Unit,
    /// The figure, or the mark that stands for it.
    #[serde(flatten)]
    pub figure: Figure,
    /// The lower bound of its 95 % interval, if it has one and is shown.
    pub low: Option<f64>,
    /// The upper bound.
    pub high: Option<f64>,
    /// Of how many it was reckoned; null if it is itself a count.
    pub n: Option<Figure>,
    /// How many of those it could be of had no answer; null if none can be missing.
    pub missing: Option<Figure>,
    /// Whether fewer than 30 are behind it.
    pub few: bool,
}

/// A released report, or the report of several months put together of their releases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Document {
    /// Which report.
    pub report: ReportName,
    /// What it is called in print.
    pub title: String,
    /// Counts up when a definition changes.
    pub definition_version: i32,
    /// What its figures are.
    pub definition: String,
    /// The period, such as `2026-10`, `2026-Q4`, `2026`, `FY2027` or `2026-02..2026-05`.
    pub period: String,
    /// Its first month.
    pub first_month: String,
    /// Its last month.
    pub last_month: String,
    /// By what it is broken down; null if it is not.
    pub by: Option<Dimension>,
    /// The line's time zone, by which months are cut.
    pub time_zone: String,
    /// When the last of its months was released. Nothing that came later is in it.
    pub as_of: Moment,
    /// The release of the last of its months.
    pub release_id: ReleaseId,
    /// Where the same can be asked for again.
    pub address: String,
    /// The SHA-256 of the figures, in hexadecimal digits: two forms with the same hash hold the same figures.
    pub figures_sha256: String,
    /// What is withheld, and what remains possible.
    pub notes: Vec<String>,
    /// The figures.
    pub figures: Vec<Observation>,
    /// The same report of the periods it was to be compared with.
    pub compared: Vec<Compared>,
}

words! {
    /// With which period a report is compared.
    Comparison {
        /// The one of the same length before it.
        Previous = "previous",
        /// The same one a year earlier.
        YearEarlier = "year_earlier",
    }
}

/// The same report of another period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Compared {
    /// Which period it is, seen from the one asked for.
    pub with: Comparison,
    /// The period.
    pub period: String,
    /// Whether it was released. If not there are no figures.
    pub released: bool,
    /// The figures.
    pub figures: Vec<Observation>,
}

//! Every report: what it is called, what its figures are, by what it may be broken down, and of which tables it is made.

pub mod access;
pub mod callers;
pub mod coverage;
pub mod data_quality;
pub mod diversion;
pub mod escalation;
pub mod isolation;
mod observe;
pub mod over_time;
pub mod privacy;
pub mod reach;
pub mod reasons;
pub mod referrals;
#[cfg(test)]
pub(crate) mod samples;
pub mod together;
pub mod volume;

use self::diversion::UnitCost;
use super::ReportName;
use super::cube::grid::Table;
use super::dimension::Dimension;
use super::document::Observation;
use super::source::Source;

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

    /// Counts up when a definition changes. The last changes: withheld levels are told together; of reasons, main ones one by
    /// one of years alone; breakdowns of months tell of pairs, and of means where they are very many.
    pub const fn definition_version(self) -> i32 {
        match self {
            Self::IsolationChange | Self::Volume | Self::Reasons => 3,
            Self::Callers
            | Self::Diversion
            | Self::Escalation
            | Self::Referrals
            | Self::Reach
            | Self::Coverage => 2,
            _ => 1,
        }
    }

    /// What its figures are.
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Volume => volume::DEFINITION,
            Self::Access => access::DEFINITION,
            Self::Callers => callers::DEFINITION,
            Self::IsolationChange => isolation::DEFINITION,
            Self::IsolationOverTime => over_time::DEFINITION,
            Self::Reasons => reasons::DEFINITION,
            Self::Diversion => diversion::DEFINITION,
            Self::Escalation => escalation::DEFINITION,
            Self::Referrals => referrals::DEFINITION,
            Self::Reach => reach::DEFINITION,
            Self::Coverage => coverage::DEFINITION,
            Self::DataQuality => data_quality::DEFINITION,
            Self::Privacy => privacy::DEFINITION,
        }
    }

    /// By what it may be broken down.
    pub const fn breakdowns(self) -> &'static [Dimension] {
        match self {
            Self::Volume => volume::BREAKDOWNS,
            Self::Callers => callers::BREAKDOWNS,
            Self::IsolationChange => isolation::BREAKDOWNS,
            Self::Referrals => referrals::BREAKDOWNS,
            Self::Reach => reach::BREAKDOWNS,
            _ => &[],
        }
    }

    /// Whether a source tells of it by a breakdown. Months do not tell of all.
    pub fn is_told(self, source: &Source, by: Dimension) -> bool {
        match self {
            Self::IsolationChange => source.tells(by, isolation::PAIRS),
            _ => source.tables.contains_key(&Table::of(by)),
        }
    }

    /// The tables of which it is made.
    pub fn tables(self, by: Option<Dimension>) -> Vec<Table> {
        let with = |tables: &[Table]| {
            let mut all = tables.to_vec();
            all.extend(by.map(Table::of));
            all.dedup();
            all
        };
        match self {
            Self::Volume | Self::IsolationChange => with(&[Table::Whole]),
            Self::Access => with(&[Table::Access]),
            Self::Callers => with(&[Table::Whole, Table::Returning]),
            Self::IsolationOverTime => with(&[Table::OverTime]),
            Self::Reasons => with(&[Table::Whole, Table::Reason]),
            Self::Diversion => with(&[Table::Whole, Table::WouldHaveDoneInstead]),
            Self::Escalation => with(&[Table::Whole, Table::Escalation, Table::HandoffResult]),
            Self::Referrals => with(&[Table::Referrals]),
            Self::Reach if by.is_some() => with(&[Table::Whole]),
            Self::Reach => {
                let all = reach::BREAKDOWNS.iter().map(|by| Table::of(*by));
                std::iter::once(Table::Whole).chain(all).collect()
            }
            Self::Coverage => Vec::new(),
            Self::DataQuality => {
                let all = data_quality::QUESTIONS.iter().map(|by| Table::of(*by));
                std::iter::once(Table::Whole).chain(all).collect()
            }
            Self::Privacy => Table::ALL.to_vec(),
        }
    }

    /// Its figures for a period.
    pub fn figures(
        self,
        source: &Source,
        by: Option<Dimension>,
        cost: Option<&UnitCost>,
    ) -> Vec<Observation> {
        match self {
            Self::Volume => volume::figures(source, by),
            Self::Access => access::figures(source),
            Self::Callers => callers::figures(source, by),
            Self::IsolationChange => isolation::figures(source, by),
            Self::IsolationOverTime => over_time::figures(source),
            Self::Reasons => reasons::figures(source),
            Self::Diversion => diversion::figures(source, cost),
            Self::Escalation => escalation::figures(source),
            Self::Referrals => referrals::figures(source, by),
            Self::Reach => reach::figures(source, by),
            Self::Coverage => coverage::figures(source),
            Self::DataQuality => data_quality::figures(source),
            Self::Privacy => privacy::figures(source),
        }
    }
}

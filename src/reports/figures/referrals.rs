//! R9 referrals: what callers were offered, and what they made of it.

use super::observe::{counted, share_of_two};
use super::together::together;
use crate::calls::words::ReferralResult;
use crate::reports::cube::grid::Table;
use crate::reports::cube::nodes::Node;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Observation, Unit};
use crate::reports::release::Said;
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "Each referral counts once; a call may have several. Offered: all of them. Accepted share: \
    accepted / (accepted + declined); information only is in neither. By destination, and by place in the crisis \
    continuum of care (SAMHSA), from the line outwards, with what the community offers beside it.";

/// By what it may be broken down.
pub const BREAKDOWNS: &[Dimension] = &[Dimension::ContinuumPlace, Dimension::Destination];

/// The figures.
pub fn figures(source: &Source, by: Option<Dimension>) -> Vec<Observation> {
    let mut figures = of_level(source, "");
    let Some(by) = by else { return figures };
    let levels = source.levels(by);
    for level in &levels {
        let name = level.strip_prefix("to:").unwrap_or(level);
        figures.extend(
            of_level(source, level)
                .into_iter()
                .map(|figure| figure.at(by, name)),
        );
    }
    for (statistic, result) in COUNTS {
        let of = |level: &str| source.said(Table::Referrals, level, Node::Referrals(result));
        let all = levels.iter().map(|level| of(level));
        let count = |rest: Said<'_>| [counted(statistic, Unit::Referrals, rest)];
        figures.extend(together(by, of(""), all, count));
    }
    figures
}

/// What is counted of referrals.
const COUNTS: [(&str, Option<ReferralResult>); 4] = [
    ("offered", None),
    ("accepted", Some(ReferralResult::Accepted)),
    ("declined", Some(ReferralResult::Declined)),
    ("information_only", Some(ReferralResult::InformationOnly)),
];

fn of_level(source: &Source, level: &str) -> Vec<Observation> {
    let said = |result| source.said(Table::Referrals, level, Node::Referrals(result));
    let counts =
        COUNTS.map(|(statistic, result)| counted(statistic, Unit::Referrals, said(result)));
    let of_answered = share_of_two(
        "accepted_share",
        said(Some(ReferralResult::Accepted)),
        said(Some(ReferralResult::Declined)),
    );
    counts.into_iter().chain([of_answered]).collect()
}

#[cfg(test)]
mod tests;

//! R9 referrals: what callers were offered, and what they made of it.

use super::observe::{counted, share_of_two};
use crate::calls::words::ReferralResult;
use crate::reports::cube::grid::Table;
use crate::reports::cube::nodes::Node;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Observation, Unit};
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
    for level in source.levels(by) {
        let name = level.strip_prefix("to:").unwrap_or(&level);
        figures.extend(
            of_level(source, &level)
                .into_iter()
                .map(|figure| figure.at(by, name)),
        );
    }
    figures
}

fn of_level(source: &Source, level: &str) -> Vec<Observation> {
    let said = |result| source.said(Table::Referrals, level, Node::Referrals(result));
    let result = |result| said(Some(result));
    vec![
        counted("offered", Unit::Referrals, said(None)),
        counted(
            "accepted",
            Unit::Referrals,
            result(ReferralResult::Accepted),
        ),
        counted(
            "declined",
            Unit::Referrals,
            result(ReferralResult::Declined),
        ),
        counted(
            "information_only",
            Unit::Referrals,
            result(ReferralResult::InformationOnly),
        ),
        share_of_two(
            "accepted_share",
            result(ReferralResult::Accepted),
            result(ReferralResult::Declined),
        ),
    ]
}

#[cfg(test)]
mod tests;

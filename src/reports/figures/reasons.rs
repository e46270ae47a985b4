//! R6 reasons: what the calls were about.

use super::observe::{counted, share};
use super::together::together;
use crate::calls::words::CallReason;
use crate::reports::cube::grid::Table;
use crate::reports::cube::levels::REASON_GROUPS;
use crate::reports::cube::names::any;
use crate::reports::cube::nodes::{Node, Plain};
use crate::reports::dimension::Dimension;
use crate::reports::document::{Observation, Unit};
use crate::reports::release::Said;
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "Of the support contacts. Main reason: the first of up to five; the shares add up to 100; by \
    group, of years by single reason too. Any reason: contacts with the reason among theirs; the shares add up to more.";

const MAIN: Node = Node::Of(Plain::OfMainReason);

/// The figures.
pub fn figures(source: &Source) -> Vec<Observation> {
    let support = source.whole(Plain::SupportContacts);
    let here = |level: &str| source.said(Table::Reason, level, Node::Of(Plain::SupportContacts));
    let mut figures = vec![counted("support_contacts", Unit::Contacts, support)];
    for group in REASON_GROUPS {
        figures.extend(
            of(here(group), support, "main_reason")
                .map(|figure| figure.at(Dimension::Reason, group)),
        );
    }
    let groups = REASON_GROUPS.iter().map(|group| here(group));
    let main = |said: Said<'_>| of(said, support, "main_reason");
    figures.extend(together(Dimension::Reason, support, groups, main));
    let is_told = source.tells(Dimension::AnyReason, MAIN);
    let single = |reason: &CallReason| source.said(Table::Reason, reason.as_str(), MAIN);
    for reason in CallReason::ALL {
        let main = is_told.then(|| main(single(reason)));
        let among = of(here(&any(*reason)), support, "any_reason");
        let of_reason = main.into_iter().flatten().chain(among);
        figures.extend(of_reason.map(|figure| figure.at(Dimension::AnyReason, reason.as_str())));
    }
    if is_told {
        let all = CallReason::ALL.iter().map(single);
        figures.extend(together(Dimension::AnyReason, support, all, main));
    }
    figures
}

fn of(said: Said<'_>, support: Said<'_>, which: &str) -> [Observation; 2] {
    [
        counted(&format!("{which}_count"), Unit::Contacts, said),
        share(&format!("{which}_share"), said, support),
    ]
}

#[cfg(test)]
mod tests;

//! R13 data quality: how complete the records are, and how they came in.

use super::observe::{count_of, counted, share};
use crate::reports::cube::grid::Table;
use crate::reports::cube::levels::MISSING;
use crate::reports::cube::nodes::{Node, Plain};
use crate::reports::dimension::Dimension;
use crate::reports::document::{Observation, Unit};
use crate::reports::release::Said;
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "Completeness: of the support contacts, how many have an answer to a question; not asked, declined \
    and unknown are none. Asked rate: of the eligible contacts of R4, those whose caller was asked for the rating at the \
    start. Of all contacts: those logged more than 24 hours after they ended, those that overlap another of the same \
    peer, those that fell into no shift, those that were amended before their month was closed, and those that began in \
    a month that was closed before they came.";

/// The questions that are asked of every support contact, by the table that counts their answers.
pub const QUESTIONS: [Dimension; 14] = [
    Dimension::Channel,
    Dimension::Returning,
    Dimension::InboundFrom,
    Dimension::HowHeard,
    Dimension::WouldHaveDoneInstead,
    Dimension::Escalation,
    Dimension::HandoffResult,
    Dimension::AgeBand,
    Dimension::Gender,
    Dimension::RaceEthnicity,
    Dimension::Veteran,
    Dimension::Language,
    Dimension::Region,
    Dimension::LivingAlone,
];

/// The figures.
pub fn figures(source: &Source) -> Vec<Observation> {
    let whole = |plain| source.whole(plain);
    let (contacts, support) = (whole(Plain::Contacts), whole(Plain::SupportContacts));
    let mut figures = vec![
        counted("contacts", Unit::Contacts, contacts),
        counted("support_contacts", Unit::Contacts, support),
    ];
    for (statistic, part) in [
        ("logged_late", Plain::LoggedLate),
        ("overlapping", Plain::Overlapping),
        ("without_shift", Plain::WithoutShift),
        ("amended", Plain::Amended),
        ("of_closed_months", Plain::OfClosedMonths),
    ] {
        figures.push(counted(
            &format!("{statistic}_count"),
            Unit::Contacts,
            whole(part),
        ));
        figures.push(share(&format!("{statistic}_share"), whole(part), contacts));
    }
    figures.push(share(
        "asked_rate",
        whole(Plain::Asked),
        whole(Plain::Eligible),
    ));
    for (field, known) in [
        ("caller_relation", Plain::RelationKnown),
        ("supports_used", Plain::SupportKnown),
        ("caller_rating", Plain::RatingKnown),
        ("ended_by", Plain::EndKnown),
    ] {
        figures.push(share("completeness", whole(known), support).within(field));
    }
    for by in QUESTIONS {
        figures.push(completeness(source, by, support).within(by.as_str()));
    }
    figures
}

/// The share of support contacts with an answer: all but those of the level without one.
fn completeness(source: &Source, by: Dimension, support: Said<'_>) -> Observation {
    let missing = source.said(Table::of(by), MISSING, Node::Of(Plain::SupportContacts));
    let answered = super::observe::Left::of(support, missing);
    share("completeness", answered.said(), support).missing(count_of(missing))
}

#[cfg(test)]
mod tests;

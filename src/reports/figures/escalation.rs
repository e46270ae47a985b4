//! R8 escalation: how often a call went further, and whether hand-offs arrived.

use super::observe::{Left, count_of, counted, per_thousand, share_of_many};
use super::together::together;
use crate::reports::cube::nodes::Plain;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Observation, Unit};
use crate::reports::figure::Figure;
use crate::reports::release::Said;
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "Of the support contacts, by the furthest step that the peer took; each kind per 1,000 support \
    contacts with an exact Poisson 95 % interval (Garwood 1936). Hand-off completion: completed / (completed + \
    not completed + disconnected); callers who declined are not in it. Here 0 and all are withheld too, as far as \
    others could be reckoned from them.";

/// The figures.
pub fn figures(source: &Source) -> Vec<Observation> {
    let support = source.whole(Plain::SupportContacts);
    let mut figures = vec![counted("support_contacts", Unit::Contacts, support)];
    for by in [Dimension::Escalation, Dimension::HandoffResult] {
        let here = |level: &str| source.level(by, level, Plain::SupportContacts);
        let unanswered = here("missing");
        let missing = count_of(unanswered);
        // Hand-offs have a result, if there are any. How far a call went is known of each, or nobody asks.
        let is_measured = by != Dimension::Escalation
            || support.n().is_none_or(|n| n == 0)
            || unanswered.n() != support.n();
        let mut levels = source.levels(by);
        levels.retain(|level| level != "missing");
        let of_level = |said: Said<'_>| {
            [
                counted("count", Unit::Contacts, said).missing(missing),
                per_thousand("rate", said, support).missing(missing),
            ]
        };
        for level in &levels {
            figures.extend(of_level(here(level)).map(|figure| {
                let figure = figure.at(by, level);
                if is_measured {
                    figure
                } else {
                    figure.instead(Figure::NOT_MEASURED)
                }
            }));
        }
        let answered = Left::of(support, unanswered);
        let all = levels.iter().map(|level| here(level));
        figures.extend(together(by, answered.said(), all, of_level));
    }
    let handed =
        |level: &str| source.level(Dimension::HandoffResult, level, Plain::SupportContacts);
    let all = [
        handed("completed"),
        handed("not_completed"),
        handed("disconnected"),
    ];
    figures.push(share_of_many(
        "handoff_completion",
        handed("completed"),
        &all,
    ));
    figures
}

#[cfg(test)]
mod tests;

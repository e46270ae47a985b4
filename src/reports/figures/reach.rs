//! R10 reach: whom the line reaches, as far as callers were asked and wanted to say.

use super::observe::{Left, count_of, counted, share};
use super::together::together;
use crate::reports::cube::levels::{ANSWERED, MISSING};
use crate::reports::cube::nodes::Plain;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Observation, Unit};
use crate::reports::release::Said;
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "Of the support contacts. The share of each answer among those who answered, with a 95 % Wilson \
    interval, and the share of contacts without an answer: not asked, declined and unknown together. Race and ethnicity \
    as the United States' standards group them; several may be named, so their shares add up to more than 100.";

/// By what it may be broken down.
pub const BREAKDOWNS: &[Dimension] = &[
    Dimension::AgeBand,
    Dimension::Gender,
    Dimension::RaceEthnicity,
    Dimension::Veteran,
    Dimension::Language,
    Dimension::Region,
    Dimension::LivingAlone,
];

/// The figures: of one question, or of all.
pub fn figures(source: &Source, by: Option<Dimension>) -> Vec<Observation> {
    let support = source.whole(Plain::SupportContacts);
    let mut figures = vec![counted("support_contacts", Unit::Contacts, support)];
    let asked = by.map_or_else(|| BREAKDOWNS.to_vec(), |by| vec![by]);
    for by in asked {
        let here = |level: &str| source.level(by, level, Plain::SupportContacts);
        let unanswered = here(MISSING);
        let missing = count_of(unanswered);
        let answered = Left::of(support, unanswered);
        let answered = answered.said();
        let mut levels = source.levels(by);
        levels.retain(|level| level != MISSING && level != ANSWERED);
        let of_level = |said: Said<'_>| {
            let count = counted("answer_count", Unit::Contacts, said);
            [count, share("answer_share", said, answered)].map(|figure| figure.missing(missing))
        };
        for level in &levels {
            figures.extend(of_level(here(level)).map(|figure| figure.at(by, level)));
        }
        // Several races may be named, so they do not add up.
        if by != Dimension::RaceEthnicity {
            let all = levels.iter().map(|level| here(level));
            figures.extend(together(by, answered, all, of_level));
        }
        let of_none = [
            counted("missing_count", Unit::Contacts, unanswered),
            share("missing_share", unanswered, support),
        ];
        figures.extend(of_none.map(|figure| figure.at(by, MISSING)));
    }
    figures
}

#[cfg(test)]
mod tests;

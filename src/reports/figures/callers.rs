//! R3 callers: how many there were, how many called for the first time, how many call often.

use super::observe::{count_of, counted, rest, share};
use super::together::together;
use crate::reports::cube::marks::FREQUENT;
use crate::reports::cube::nodes::Plain;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Observation, Unit};
use crate::reports::figure::Figure;
use crate::reports::release::Said;
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "Callers: distinct caller codes, rounded down to a multiple of 5. Coverage: contacts with a \
    code / contacts. First-time share: of the support contacts whose caller said whether they call for the first time. \
    Frequent: a caller with 8 or more contacts in a calendar month; their contacts are those of such months, and their \
    share is of all contacts, with a code or without. Codes of different reporting years are unlinkable, so a caller of \
    two years counts twice.";

/// By what it may be broken down.
pub const BREAKDOWNS: &[Dimension] = &[Dimension::InboundFrom, Dimension::HowHeard];

/// The definition says so.
const _: () = assert!(FREQUENT == 8);

/// The figures.
pub fn figures(source: &Source, by: Option<Dimension>) -> Vec<Observation> {
    let whole = |plain| source.whole(plain);
    let (contacts, support) = (whole(Plain::Contacts), whole(Plain::SupportContacts));
    let (coded, frequent) = (whole(Plain::Coded), whole(Plain::OfFrequent));
    let callers = |statistic, number: Option<u32>| {
        let figure = match number {
            _ if !source.has_codes() => Figure::NOT_MEASURED,
            _ if source.is_range => Figure::NOT_RELEASED,
            Some(number) => Figure::exactly(number.into()),
            None => Figure::WITHHELD,
        };
        Observation::new(statistic, Unit::Callers, figure)
    };
    let mut figures = vec![
        callers("callers", source.rest.callers).missing(rest(contacts, coded)),
        counted("coded_contacts", Unit::Contacts, coded),
        share("code_coverage", coded, contacts),
        callers("frequent_callers", source.rest.frequent),
    ];
    let of_frequent = [
        counted("contacts_of_frequent_callers", Unit::Contacts, frequent),
        share("share_of_frequent_callers", frequent, contacts),
    ];
    figures.extend(of_frequent.map(|figure| {
        if source.has_codes() {
            figure.missing(rest(contacts, coded))
        } else {
            figure.instead(Figure::NOT_MEASURED)
        }
    }));
    let returning = |level: &str| source.level(Dimension::Returning, level, Plain::SupportContacts);
    let (first, again) = (returning("first_time"), returning("returning"));
    let missing = count_of(returning("missing"));
    figures.push(counted("first_time_contacts", Unit::Contacts, first).missing(missing));
    figures.push(super::observe::share_of_two("first_time_share", first, again).missing(missing));
    let Some(by) = by else { return figures };
    let of_level = |here: Said<'_>| {
        [
            counted("support_contacts", Unit::Contacts, here),
            share("share_of_support_contacts", here, support),
        ]
    };
    let levels = source.levels(by);
    let here = |level: &String| source.level(by, level, Plain::SupportContacts);
    for level in &levels {
        figures.extend(of_level(here(level)).map(|figure| figure.at(by, level)));
    }
    figures.extend(together(by, support, levels.iter().map(here), of_level));
    figures
}

#[cfg(test)]
mod tests;

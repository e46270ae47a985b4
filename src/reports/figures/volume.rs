//! R1 volume: how many contacts, how many minutes.

use super::observe::{counted, share};
use super::together::together;
use crate::reports::cube::nodes::Plain;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Observation, Unit};
use crate::reports::figure::Figure;
use crate::reports::measures::quantile_of;
use crate::reports::release::Said;
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "Contacts: all calls posted to the period. Support contacts: those of type support, \
    information_only or third_party_concern. Length: whole minutes from start to end, rounded down; talk minutes \
    are their sum over all contacts. Median and 90th percentile by linear interpolation (type 7), given from 30 \
    contacts on. By hour of the week: seven days by blocks of three hours on the line's clock, from a quarter on.";

/// By what it may be broken down.
pub const BREAKDOWNS: &[Dimension] = &[
    Dimension::Channel,
    Dimension::ContactType,
    Dimension::HourOfWeek,
];

/// The figures.
pub fn figures(source: &Source, by: Option<Dimension>) -> Vec<Observation> {
    let contacts = source.whole(Plain::Contacts);
    let mut figures = vec![
        counted("contacts", Unit::Contacts, contacts),
        counted(
            "support_contacts",
            Unit::Contacts,
            source.whole(Plain::SupportContacts),
        ),
    ];
    figures.extend(lengths(contacts));
    let Some(by) = by else { return figures };
    let levels = source.levels(by);
    for level in &levels {
        let here = source.level(by, level, Plain::Contacts);
        let mut of_level = vec![
            counted("contacts", Unit::Contacts, here),
            share("share_of_contacts", here, contacts),
        ];
        if by == Dimension::Channel {
            let support = source.level(by, level, Plain::SupportContacts);
            of_level.push(counted("support_contacts", Unit::Contacts, support));
        }
        if by != Dimension::HourOfWeek {
            of_level.extend(lengths(here));
        }
        figures.extend(of_level.into_iter().map(|figure| figure.at(by, level)));
    }
    let of_all = |plain| {
        levels
            .iter()
            .map(move |level| source.level(by, level, plain))
    };
    figures.extend(together(by, contacts, of_all(Plain::Contacts), |rest| {
        [
            counted("contacts", Unit::Contacts, rest),
            share("share_of_contacts", rest, contacts),
        ]
    }));
    if by == Dimension::Channel {
        let support = source.whole(Plain::SupportContacts);
        let of_all = of_all(Plain::SupportContacts);
        figures.extend(together(by, support, of_all, |rest| {
            [counted("support_contacts", Unit::Contacts, rest)]
        }));
    }
    figures
}

/// How long contacts lasted.
fn lengths(contacts: Said<'_>) -> Vec<Observation> {
    let time = match contacts {
        Said::Shown(shown) => shown.time.as_ref(),
        _ => None,
    };
    let n = contacts
        .n()
        .and_then(|n| u32::try_from(n).ok())
        .map(f64::from);
    let minutes = time
        .and_then(|time| time.minutes)
        .and_then(|sum| u32::try_from(sum).ok())
        .map(f64::from);
    let known = |value: Option<f64>| match (n, value) {
        (Some(0.0), None) => Figure::UNDEFINED,
        (Some(_), Some(value)) => Figure::tenths(Some(value)),
        _ => Figure::WITHHELD,
    };
    let mean = n
        .filter(|n| *n > 0.0)
        .zip(minutes)
        .map(|(n, minutes)| minutes / n);
    let of = |share| {
        time.and_then(|time| time.lengths.as_ref())
            .and_then(|lengths| quantile_of(lengths, share))
    };
    [
        ("talk_minutes", known(minutes.or(n.filter(|n| *n == 0.0)))),
        ("length_mean", known(mean)),
        ("length_median", known(of(0.5))),
        ("length_p90", known(of(0.9))),
    ]
    .into_iter()
    .map(|(statistic, figure)| Observation {
        n: (statistic != "talk_minutes").then(|| super::observe::count_of(contacts)),
        few: n.is_some_and(|n| n < 30.0),
        ..Observation::new(statistic, Unit::Minutes, figure)
    })
    .collect()
}

#[cfg(test)]
mod tests;

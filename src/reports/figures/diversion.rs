//! R7 diversion: what callers said they would have done if the line had not been there.

use super::observe::{Left, count_of, counted, share};
use super::together::together;
use crate::reports::cube::nodes::Plain;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Observation, Unit};
use crate::reports::figure::Figure;
use crate::reports::measures::share_interval;
use crate::reports::release::Said;
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "Caller-stated: of the support contacts whose callers were asked what they would have done \
    instead, and answered; each share with a 95 % Wilson interval. It says what callers said, not what would have \
    happened. Diverted: those that named 988, 911, an emergency department or a hospital, together. A cost is given \
    only with a unit cost and its source of your own: the contacts that named the service times the unit cost, low and \
    high from the bounds of the share.";

const BY: Dimension = Dimension::WouldHaveDoneInstead;
/// The services whose use is said to be avoided.
pub const SERVICES: [&str; 4] = [
    "called_988",
    "called_911",
    "gone_to_emergency",
    "hospital_admission",
];

/// What one use of a service costs, as the reader says.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitCost {
    /// One of [`SERVICES`].
    pub service: String,
    /// In the reader's currency.
    pub cost: f64,
}

/// The figures.
pub fn figures(source: &Source, cost: Option<&UnitCost>) -> Vec<Observation> {
    let support = source.whole(Plain::SupportContacts);
    let here = |level: &str| source.level(BY, level, Plain::SupportContacts);
    let unanswered = here("missing");
    let answered = Left::of(support, unanswered);
    let answered = answered.said();
    // All four are shown, or their sum is not.
    let diverted = Left::sum(&SERVICES.map(here));
    let mut figures = vec![
        counted("answered", Unit::Contacts, answered),
        counted("diverted_count", Unit::Contacts, diverted.said()),
        share("diverted_share", diverted.said(), answered),
    ];
    let mut levels = source.levels(BY);
    levels.retain(|level| level != "missing");
    let of_level = |said: Said<'_>| {
        [
            counted("named_count", Unit::Contacts, said),
            share("named_share", said, answered),
        ]
    };
    for level in &levels {
        figures.extend(of_level(here(level)).map(|figure| figure.at(BY, level)));
    }
    let all = levels.iter().map(|level| here(level));
    figures.extend(together(BY, answered, all, of_level));
    if let Some(cost) = cost {
        figures.push(avoided(cost, here(&cost.service), answered).at(BY, &cost.service));
    }
    let missing = count_of(unanswered);
    figures
        .into_iter()
        .map(|figure| figure.missing(missing))
        .collect()
}

/// What the uses that callers named would have cost; nothing can be said if nobody answered.
fn avoided(cost: &UnitCost, named: Said<'_>, answered: Said<'_>) -> Observation {
    let new = |figure| Observation::new("avoided_cost", Unit::Currency, figure).of(answered);
    let Some((k, n)) = named.n().zip(answered.n()) else {
        return new(Figure::WITHHELD);
    };
    let small = |n: u64| u32::try_from(n).map_or(f64::INFINITY, f64::from);
    let whole = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let value = (n > 0).then(|| small(k) * cost.cost);
    new(Figure::tenths(value)).between(share_interval(whole(k), whole(n)), small(n) * cost.cost)
}

#[cfg(test)]
mod tests;

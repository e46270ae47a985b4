//! R4 isolation change in the call: whether callers felt less alone at its end.

use super::observe::{counted, mean, reckoned, rest, share};
use crate::reports::cube::grid::Table;
use crate::reports::cube::nodes::{Class, Group, Node, Plain};
use crate::reports::dimension::Dimension;
use crate::reports::document::{Observation, Unit};
use crate::reports::figure::Figure;
use crate::reports::measures::Moments;
use crate::reports::release::{Ends, Said};
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "Rating: how alone the caller feels right now, 0 (not at all) to 10 (completely alone). \
    Eligible: support contacts whose caller called for themselves and that lasted 5 minutes or longer. Pair: both \
    ratings, the first taken at the start of the call (prospective). Capture: pairs / eligible. Change: end minus \
    start, below 0 is better; its mean with a 95 % t interval, its standard deviation (n - 1), dz = mean / SD. \
    Improved, unchanged, worsened: by 1 point or more, and by 2 or more, each share with a 95 % Wilson interval. \
    By a breakdown: of months the pairs, and their means where a level has a hundred times as many as the \
    least that may be shown; of quarters and years all but the classes by 2. For all pairs and for pairs with a start rating of 2 or more; per call, and for the first pair of each caller \
    code in the period. Retrospective pairs, both ratings taken at the end, are apart: change during the call, not \
    proof of effect.";

/// By what it may be broken down.
pub const BREAKDOWNS: &[Dimension] = &[
    Dimension::Channel,
    Dimension::Reason,
    Dimension::Returning,
    Dimension::InboundFrom,
    Dimension::AgeBand,
    Dimension::Gender,
    Dimension::LivingAlone,
];

/// The figures.
pub fn figures(source: &Source, by: Option<Dimension>) -> Vec<Observation> {
    let whole = |node| source.said(Table::Whole, "", node);
    let eligible = whole(Node::Of(Plain::Eligible));
    let pairs = whole(PAIRS);
    let missing = rest(eligible, pairs);
    let mut figures = captured(eligible, pairs);
    for group in Group::SHOWN {
        let of = |class| whole(Node::Rated(group, class));
        let by_caller = matches!(group, Group::First | Group::FirstHigh);
        let mut of_group = if by_caller && !source.has_codes() {
            not_there(Figure::NOT_MEASURED)
        } else if by_caller && source.is_range {
            not_there(Figure::NOT_RELEASED)
        } else {
            change(&of, Class::ALL)
        };
        if group == Group::All {
            for figure in &mut of_group {
                figure.missing = Some(missing);
            }
        }
        let unit = |figure: Observation| match figure.unit {
            Unit::Contacts if by_caller => Observation {
                unit: Unit::Callers,
                ..figure
            },
            _ => figure,
        };
        figures.extend(
            of_group
                .into_iter()
                .map(|figure| unit(figure).within(group.as_str())),
        );
    }
    if let Some(by) = by.filter(|by| source.tells(*by, PAIRS)) {
        let mut classes = COARSE.to_vec();
        classes.retain(|class| source.tells(by, Node::Rated(Group::All, *class)));
        let eligible_too = source.tells(by, Node::Of(Plain::Eligible));
        for level in source.levels(by) {
            let here = |node| source.said(Table::of(by), &level, node);
            let pairs = here(PAIRS);
            let mut of_level = change(&|class| here(Node::Rated(Group::All, class)), &classes);
            for figure in &mut of_level {
                figure.group = Group::All.to_string();
            }
            if eligible_too {
                of_level.splice(0..0, captured(here(Node::Of(Plain::Eligible)), pairs));
            }
            let of_level = of_level.into_iter().map(|figure| figure.at(by, &level));
            figures.extend(of_level);
        }
    }
    figures
}

/// The set that a breakdown tells of at least.
pub const PAIRS: Node = Node::Rated(Group::All, Class::Pairs);

/// The classes of a breakdown.
const COARSE: [Class; 4] = [
    Class::Pairs,
    Class::Improved,
    Class::Unchanged,
    Class::Worsened,
];

fn captured(eligible: Said<'_>, pairs: Said<'_>) -> Vec<Observation> {
    vec![
        counted("eligible", Unit::Contacts, eligible),
        counted("pairs", Unit::Contacts, pairs).missing(rest(eligible, pairs)),
        share("capture", pairs, eligible),
    ]
}

/// The figures of a group's changes.
fn change<'a>(of: &dyn Fn(Class) -> Said<'a>, classes: &[Class]) -> Vec<Observation> {
    let pairs = of(Class::Pairs);
    let ratings = match pairs {
        Said::Shown(shown) => shown.ratings,
        _ => None,
    };
    let end = |one: fn(Ends) -> Moments| ratings.and_then(|ratings| ratings.ends).map(one);
    let change = ratings.map(|ratings| ratings.change);
    let mut figures = vec![
        counted("pairs", Unit::Contacts, pairs),
        mean("mean_start", pairs, end(|ends| ends.start)),
        mean("mean_end", pairs, end(|ends| ends.end)),
        mean("mean_change", pairs, change),
        reckoned(
            "sd_change",
            Unit::Points,
            pairs,
            change,
            Moments::standard_deviation,
        ),
        reckoned(
            "effect_size_dz",
            Unit::Ratio,
            pairs,
            change,
            Moments::effect_size,
        ),
    ];
    for class in classes.iter().filter(|class| **class != Class::Pairs) {
        figures.push(counted(
            &format!("{class}_count"),
            Unit::Contacts,
            of(*class),
        ));
        figures.push(share(&format!("{class}_share"), of(*class), pairs));
    }
    figures
}

/// The figures of a group that is not there.
fn not_there(mark: Figure) -> Vec<Observation> {
    change(&|_| Said::Absent, Class::ALL)
        .into_iter()
        .map(|figure| figure.instead(mark))
        .collect()
}

#[cfg(test)]
mod tests;

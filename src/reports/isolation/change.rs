//! The change of one group of pairs, and which of its outcomes may be shown.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Pair;
use crate::reports::disclosure::{Cell, Figure, Rule};
use crate::reports::measures::{self, FEW, Interval};
use crate::words::words;

words! {
    /// What is counted.
    Unit {
        /// Pairs.
        Calls = "calls",
        /// Distinct callers; their counts are rounded down to a multiple of 5.
        Callers = "callers",
    }
}

impl Unit {
    fn number(self, number: usize) -> Figure {
        match self {
            Self::Calls => Figure::number(number),
            Self::Callers => Figure::number(number / 5 * 5),
        }
    }
}

/// The change of a group of pairs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Change {
    /// What is counted.
    pub unit: Unit,
    /// How many.
    pub n: Figure,
    /// How many more there would be if all had been measured.
    pub missing: Figure,
    /// Whether there are fewer than 30: read with care. Null if n is not shown.
    pub few: Option<bool>,
    /// Mean rating at the start.
    pub mean_start: Figure,
    /// Mean rating at the end.
    pub mean_end: Figure,
    /// Mean of end minus start; below 0 is better.
    pub mean_change: Figure,
    /// Its 95 % t interval, from.
    pub mean_change_low: Figure,
    /// Its 95 % t interval, to.
    pub mean_change_high: Figure,
    /// Standard deviation of the change.
    pub sd_change: Figure,
    /// Mean change / SD of the change.
    pub dz: Figure,
    /// Outcomes by a change of 1 point or more.
    pub by_1: Outcomes,
    /// Outcomes by a change of 2 points or more.
    pub by_2: Outcomes,
}

/// How many improved, stayed, worsened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Outcomes {
    /// Felt less alone.
    pub improved: Share,
    /// Felt the same.
    pub unchanged: Share,
    /// Felt more alone.
    pub worsened: Share,
}

/// A share of n.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Share {
    /// How many.
    pub count: Figure,
    /// In a hundred.
    pub percent: Figure,
    /// The 95 % Wilson interval, from.
    pub percent_low: Figure,
    /// The 95 % Wilson interval, to.
    pub percent_high: Figure,
}

impl Change {
    /// The change of what was not measured.
    pub(super) fn not_measured() -> Self {
        Self::all(Figure::NOT_MEASURED, Unit::Callers)
    }

    fn all(mark: Figure, unit: Unit) -> Self {
        let share = || Share {
            count: mark,
            percent: mark,
            percent_low: mark,
            percent_high: mark,
        };
        let outcomes = || Outcomes {
            improved: share(),
            unchanged: share(),
            worsened: share(),
        };
        Self {
            unit,
            n: mark,
            missing: mark,
            few: None,
            mean_start: mark,
            mean_end: mark,
            mean_change: mark,
            mean_change_low: mark,
            mean_change_high: mark,
            sd_change: mark,
            dz: mark,
            by_1: outcomes(),
            by_2: outcomes(),
        }
    }
}

/// Some pairs, and the others whose figures follow from theirs by subtraction.
pub(super) struct Group<'a> {
    pub(super) of: Vec<Pair<'a>>,
    pub(super) beside: Vec<Vec<Pair<'a>>>,
    pub(super) unit: Unit,
}

impl Group<'_> {
    fn parts(&self) -> impl Iterator<Item = &[Pair<'_>]> {
        std::iter::once(&self.of)
            .chain(&self.beside)
            .map(Vec::as_slice)
    }

    /// Whether the group's size may be shown.
    pub(super) fn is_allowed(&self, rule: Rule) -> bool {
        self.parts()
            .all(|part| rule.allows(&Cell::of(part.iter().map(|pair| pair.code))))
    }

    /// Whether these outcomes may be shown, of the group and of all that follows from it.
    fn allows(&self, rule: Rule, outcome: impl Fn(i16) -> i16) -> bool {
        self.parts().all(|part| {
            let changes: std::collections::BTreeSet<i16> =
                part.iter().map(|pair| outcome(change_of(pair))).collect();
            changes.iter().all(|wanted| {
                let with = part
                    .iter()
                    .filter(|pair| outcome(change_of(pair)) == *wanted);
                rule.allows(&Cell::of(with.map(|pair| pair.code)))
            })
        })
    }
}

fn change_of(pair: &Pair<'_>) -> i16 {
    i16::from(pair.end) - i16::from(pair.start)
}

/// The change of a group, withheld where the rule says so.
pub(super) fn change(group: &Group<'_>, missing: Figure, shown: bool, rule: Rule) -> Change {
    if !shown {
        return Change {
            missing,
            ..Change::all(Figure::WITHHELD, group.unit)
        };
    }
    let values = |of: fn(&Pair<'_>) -> i16| {
        group
            .of
            .iter()
            .map(|pair| f64::from(of(pair)))
            .collect::<Vec<_>>()
    };
    let changes = values(change_of);
    let interval = measures::mean_interval(&changes);
    let n = group.of.len();
    // Both thresholds together tell five outcomes apart: they are shown together only if all five may be.
    let by_1 = group.allows(rule, i16::signum);
    let by_2 = if by_1 {
        group.allows(rule, |change| change.clamp(-2, 2))
    } else {
        group.allows(rule, beyond_two)
    };
    Change {
        n: group.unit.number(n),
        missing,
        few: Some(n < FEW),
        mean_start: Figure::tenths(measures::mean(&values(|pair| pair.start.into()))),
        mean_end: Figure::tenths(measures::mean(&values(|pair| pair.end.into()))),
        mean_change: Figure::tenths(measures::mean(&changes)),
        mean_change_low: Figure::tenths(interval.map(|bounds| bounds.low)),
        mean_change_high: Figure::tenths(interval.map(|bounds| bounds.high)),
        sd_change: Figure::tenths(measures::standard_deviation(&changes)),
        dz: Figure::tenths(measures::effect_size(&changes)),
        by_1: outcomes(group, i16::signum, by_1),
        by_2: outcomes(group, beyond_two, by_2),
        unit: group.unit,
    }
}

/// -1, 0 or 1 for a change of two points or more down, less than two, two or more up.
fn beyond_two(change: i16) -> i16 {
    (change / 2).signum()
}

fn outcomes(group: &Group<'_>, outcome: fn(i16) -> i16, shown: bool) -> Outcomes {
    let share = |wanted: i16| {
        let k = group
            .of
            .iter()
            .filter(|pair| outcome(change_of(pair)) == wanted)
            .count();
        let n = group.of.len();
        let percent =
            |value: Option<f64>| Figure::tenths(value.map(|share| 100.0 * share)).if_shown(shown);
        let interval: Option<Interval> = measures::share_interval(k, n);
        Share {
            count: group.unit.number(k).if_shown(shown),
            percent: percent((n > 0).then(|| measures::count(k) / measures::count(n))),
            percent_low: percent(interval.map(|bounds| bounds.low)),
            percent_high: percent(interval.map(|bounds| bounds.high)),
        }
    };
    Outcomes {
        improved: share(-1),
        unchanged: share(0),
        worsened: share(1),
    }
}

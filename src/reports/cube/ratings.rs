//! Whether means and a spread may stand beside counts of which some are withheld: all that readers know together must
//! leave a small class possible from none to the threshold.

use std::collections::HashMap;

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::count::{Cell, Ratings};
use super::nodes::{Class, Group, Linked, Node};
use super::splits::of_linked;
use crate::reports::measures::Moments;

/// The cells of a period: what each holds, and whether it is shown.
pub(super) type Beside<'a> = HashMap<(&'a str, Node), (u32, bool)>;

/// Whether the means of a shown cell tell nothing of what is withheld beneath it.
pub(super) fn may_tell(
    beside: &Beside<'_>,
    level: &str,
    node: Node,
    cell: &Cell,
    under: u32,
) -> bool {
    let Some(ratings) = &cell.ratings else {
        return false;
    };
    let at = |node: Node, of: Those| {
        let (n, shown) = beside.get(&(level, node)).copied()?;
        Some(Beneath { of, n, shown })
    };
    let Node::Rated(group, _) = node else {
        // Scores of questionnaires: only beside counts that are all shown.
        let callers = Linked::ALL.iter().map(|set| Node::Callers(*set));
        let shown = |node| beside.get(&(level, node)).is_none_or(|(_, shown)| *shown);
        return callers.filter(|node| is_told(*node)).all(shown);
    };
    let classes = Class::ALL
        .iter()
        .filter_map(|class| at(Node::Rated(group, *class), Those::Changed(*class)));
    let (high, low) = match group {
        Group::All => (Group::High, Group::Low),
        Group::First => (Group::FirstHigh, Group::FirstLow),
        _ => return tell_nothing(ratings, &classes.collect::<Vec<_>>(), under),
    };
    let pairs_low: u32 = Class::LEAVES
        .iter()
        .filter_map(|class| beside.get(&(level, Node::Rated(low, *class))))
        .map(|(n, _)| n)
        .sum();
    let high = at(Node::Rated(high, Class::Pairs), Those::High);
    let low = high.map(|high| Beneath {
        of: Those::Low,
        n: pairs_low,
        shown: high.shown,
    });
    let all: Vec<Beneath> = classes.chain(high).chain(low).collect();
    tell_nothing(ratings, &all, under)
}

/// Whether a set of callers is shown to anybody.
fn is_told(node: Node) -> bool {
    of_linked().contains(&(node, true))
}

/// A count beneath some pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beneath {
    /// Of which pairs.
    pub of: Those,
    /// How many they are.
    pub n: u32,
    /// Whether readers are shown it.
    pub shown: bool,
}

/// Some of the pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Those {
    /// Who changed so.
    Changed(Class),
    /// Who began with a rating of 2 or more.
    High,
    /// Who began with less.
    Low,
}

impl Those {
    fn hold(self, start: u8, end: u8) -> bool {
        let change = i64::from(end) - i64::from(start);
        match self {
            Self::Changed(class) => Class::of(change).within().contains(&class),
            Self::High => start >= 2,
            Self::Low => start < 2,
        }
    }
}

/// Half of what a mean or a deviation is rounded to when it is shown.
const ROUNDED: f64 = 0.05;

/// Whether nothing is told of the small counts beneath by the means and the deviation as they are shown: rounded to one
/// decimal.
pub fn tell_nothing(ratings: &Ratings, beneath: &[Beneath], under: u32) -> bool {
    let small = beneath
        .iter()
        .filter(|one| !one.shown && 0 < one.n && one.n < under);
    small.into_iter().all(|one| {
        let reaches = |goal: u32, up: bool| match most(ratings, beneath, one.of, up) {
            Some(extent) if up => extent + 1e-6 >= f64::from(goal),
            Some(extent) => extent <= f64::from(goal) + 1e-6,
            None => false,
        };
        reaches(0, false) && reaches(under, true)
    })
}

/// The most, or the least, that some of the pairs may be.
fn most(ratings: &Ratings, beneath: &[Beneath], those: Those, up: bool) -> Option<f64> {
    let direction = if up {
        OptimizationDirection::Maximize
    } else {
        OptimizationDirection::Minimize
    };
    let mut problem = Problem::new(direction);
    let pairs = (0..=10u8).flat_map(|start| (0..=10u8).map(move |end| (start, end)));
    let cells: Vec<(Variable, u8, u8)> = pairs
        .map(|(start, end)| {
            let cost = f64::from(u8::from(those.hold(start, end)));
            (problem.add_var(cost, (0.0, f64::INFINITY)), start, end)
        })
        .collect();
    let mut lies = |value: &dyn Fn(u8, u8) -> f64, (low, high): (f64, f64)| {
        let terms: Vec<(Variable, f64)> = cells
            .iter()
            .map(|(cell, start, end)| (*cell, value(*start, *end)))
            .filter(|(_, factor)| *factor != 0.0)
            .collect();
        problem.add_constraint(terms.clone(), ComparisonOp::Ge, low);
        problem.add_constraint(terms, ComparisonOp::Le, high);
    };
    let change = |start: u8, end: u8| f64::from(end) - f64::from(start);
    let n = whole(ratings.change.n);
    lies(&|_, _| 1.0, (n, n));
    lies(&|start, _| start.into(), shown_sum(ratings.start));
    lies(&|_, end| end.into(), shown_sum(ratings.end));
    lies(&change, shown_sum(ratings.change));
    let squares = shown_squares(ratings.change);
    lies(&|start, end| change(start, end).powi(2), squares);
    for one in beneath.iter().filter(|one| one.shown) {
        let count = f64::from(one.n);
        lies(
            &|start, end| f64::from(u8::from(one.of.hold(start, end))),
            (count, count),
        );
    }
    Some(problem.solve().ok()?.into_solution().ok()?.objective())
}

/// Between what a sum lies, if its mean is shown.
fn shown_sum(moments: Moments) -> (f64, f64) {
    let n = whole(moments.n);
    let mean = rounded(signed(moments.sum) / n);
    (n * (mean - ROUNDED), n * (mean + ROUNDED))
}

/// Between what a sum of squares lies, if the mean is known and the deviation is shown.
fn shown_squares(moments: Moments) -> (f64, f64) {
    let n = whole(moments.n);
    let Some(deviation) = moments.standard_deviation().map(rounded) else {
        let squares = whole(moments.squares);
        return (squares, squares);
    };
    let of_mean = signed(moments.sum).powi(2) / n;
    let of = |deviation: f64| (n - 1.0) * deviation.max(0.0).powi(2) + of_mean;
    (of(deviation - ROUNDED), of(deviation + ROUNDED))
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Exact: no line has 2^32 pairs.
fn whole(number: u64) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}

fn signed(number: i64) -> f64 {
    let size = whole(number.unsigned_abs());
    if number < 0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::measures::Moments;

    fn ratings(pairs: &[(i32, i32, usize)]) -> Ratings {
        let of = |value: &dyn Fn(i32, i32) -> i32| {
            let values = pairs
                .iter()
                .flat_map(|(start, end, times)| std::iter::repeat_n(value(*start, *end), *times));
            Moments::of(values.collect::<Vec<_>>())
        };
        Ratings {
            start: of(&|start, _| start),
            end: of(&|_, end| end),
            change: of(&|start, end| end - start),
        }
    }

    fn withheld(class: Class, n: u32) -> Beneath {
        Beneath {
            of: Those::Changed(class),
            n,
            shown: false,
        }
    }

    #[test]
    fn a_small_spread_of_few_pairs_tells_that_hardly_anybody_felt_worse() {
        let few = ratings(&[(8, 6, 12), (7, 5, 13), (6, 7, 3)]);
        assert!(!tell_nothing(&few, &[withheld(Class::Worsened, 3)], 11));
    }

    #[test]
    fn a_wide_spread_of_many_pairs_tells_nothing() {
        let many = ratings(&[(9, 3, 60), (7, 7, 60), (5, 6, 5), (8, 7, 75)]);
        assert!(tell_nothing(&many, &[withheld(Class::Worsened, 5)], 11));
    }

    #[test]
    fn a_high_mean_at_the_start_tells_that_few_began_low() {
        let high = ratings(&[(10, 6, 20), (9, 9, 20), (1, 2, 2)]);
        let low = Beneath {
            of: Those::Low,
            n: 2,
            shown: false,
        };
        assert!(!tell_nothing(&high, &[low], 11));
    }

    #[test]
    fn classes_that_are_shown_need_no_guard() {
        let few = ratings(&[(8, 6, 12), (7, 5, 13), (6, 6, 11)]);
        let shown = Beneath {
            shown: true,
            ..withheld(Class::Unchanged, 11)
        };
        assert!(tell_nothing(&few, &[shown], 11));
    }
}

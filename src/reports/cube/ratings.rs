//! What means and a spread tell of withheld counts beneath them: between what each lies for who knows all that is shown.

use std::collections::HashMap;

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::count::{Cell, Ratings};
use super::nodes::{Class, Group, Linked, Node};
use super::splits::of_linked;
use super::told::Told;

/// The cells of a period: what each holds, and whether it is shown.
pub(super) type Beside<'a> = HashMap<(&'a str, Node), (u32, bool)>;

/// Between what a count lies for a reader.
pub(super) type Bounds = (u32, u32);

/// Between what the means of a shown cell leave the withheld counts beneath it. None if they narrow a small one down, or if
/// that cannot be reckoned: then they may not be told.
pub(super) fn bounds(
    beside: &Beside<'_>,
    level: &str,
    node: Node,
    cell: &Cell,
    under: u32,
) -> Option<Vec<(Node, Bounds)>> {
    let ratings = cell.ratings.as_ref()?;
    let Node::Rated(group, _) = node else {
        // Scores of questionnaires: only beside counts that are all shown.
        let mut callers = Linked::ALL.iter().map(|set| Node::Callers(*set));
        let shown = |node| beside.get(&(level, node)).is_none_or(|(_, shown)| *shown);
        return callers
            .all(|node| !is_told(node) || shown(node))
            .then(Vec::new);
    };
    // Tables meet in the whole. Where its classes are withheld, means of levels would bound them, each table from another side.
    let of_all = |class: &Class| beside.get(&("", Node::Rated(group, *class)));
    let is_known = |class: &Class| of_all(class).is_none_or(|(_, shown)| *shown);
    if !level.is_empty() && !Class::ALL.iter().all(is_known) {
        return None;
    }
    let beneath = beneath(beside, level, group);
    let hidden = beneath.iter().filter(|one| !one.shown);
    let mut found = Vec::new();
    for one in hidden {
        let (low, high) = extent(ratings, &beneath, one.of)?;
        let is_small = 0 < one.n && one.n < under;
        if is_small && (low > 0 || high < under) {
            return None;
        }
        // That they are among the pairs is known anyway.
        if low > 0 || u64::from(high) < ratings.change.n {
            found.extend(one.of.node(group).map(|node| (node, (low, high))));
        }
    }
    Some(found)
}

/// The counts beneath the pairs of a group.
fn beneath(beside: &Beside<'_>, level: &str, group: Group) -> Vec<Beneath> {
    let at = |of: Those| {
        let (n, shown) = beside.get(&(level, of.node(group)?)).copied()?;
        Some(Beneath { of, n, shown })
    };
    let classes = Class::ALL.iter().map(|class| Those::Changed(*class));
    let starts = [Those::High, Those::Low];
    classes.chain(starts).filter_map(at).collect()
}

/// Whether a set of callers is shown to anybody.
fn is_told(node: Node) -> bool {
    of_linked().contains(&(node, true))
}

/// A count beneath some pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Beneath {
    /// Of which pairs.
    of: Those,
    /// How many they are.
    n: u32,
    /// Whether readers are shown it.
    shown: bool,
}

/// Some of the pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Those {
    /// Who changed so.
    Changed(Class),
    /// Who began with a rating of 2 or more.
    High,
    /// Who began with less.
    Low,
}

impl Those {
    /// The set that they are within a group, if they are one.
    const fn node(self, group: Group) -> Option<Node> {
        match (self, group) {
            (Self::Changed(class), _) => Some(Node::Rated(group, class)),
            (Self::High, Group::All) => Some(Node::Rated(Group::High, Class::Pairs)),
            (Self::Low, Group::All) => Some(Node::Rated(Group::Low, Class::Pairs)),
            (Self::High, Group::First) => Some(Node::Rated(Group::FirstHigh, Class::Pairs)),
            (Self::Low, Group::First) => Some(Node::Rated(Group::FirstLow, Class::Pairs)),
            _ => None,
        }
    }

    fn hold(self, start: u8, end: u8) -> bool {
        let change = i64::from(end) - i64::from(start);
        match self {
            Self::Changed(class) => Class::of(change).within().contains(&class),
            Self::High => start >= 2,
            Self::Low => start < 2,
        }
    }
}

/// Between what some of the pairs lie, by the means, their intervals, the deviation and dz as they are shown, rounded to one
/// decimal, and by the counts beneath that are shown.
fn extent(ratings: &Ratings, beneath: &[Beneath], those: Those) -> Option<Bounds> {
    let low = most(ratings, beneath, those, false)?;
    let high = most(ratings, beneath, those, true)?;
    Some(whole_numbers((low, high)))
}

/// The whole numbers between which a count lies; the largest there is if nothing bounds it.
pub(super) fn whole_numbers((low, high): (f64, f64)) -> Bounds {
    (integer((low - NEAR).ceil()), integer((high + NEAR).floor()))
}

/// What a solver's number may be off.
const NEAR: f64 = 1e-6;

/// A count of 0 or more.
fn integer(count: f64) -> u32 {
    // Not below nothing, nor its negative zero.
    format!("{:.0}", count.max(0.0) + 0.0)
        .parse()
        .unwrap_or(u32::MAX)
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
    let n = whole(ratings.change.n);
    lies(&|_, _| 1.0, (n, n));
    let change = |start: u8, end: u8| f64::from(end) - f64::from(start);
    lies_as_told(
        &mut lies,
        &|start, _| start.into(),
        Told::of(ratings.start),
        n,
    );
    lies_as_told(&mut lies, &|_, end| end.into(), Told::of(ratings.end), n);
    lies_as_told(&mut lies, &change, Told::of_change(ratings.change), n);
    for one in beneath.iter().filter(|one| one.shown) {
        let count = f64::from(one.n);
        lies(
            &|start, end| f64::from(u8::from(one.of.hold(start, end))),
            (count, count),
        );
    }
    Some(problem.solve().ok()?.into_solution().ok()?.objective())
}

/// Exact: no line has 2^32 pairs.
fn whole(number: u64) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}

/// A sum over the pairs lies between two bounds.
type Lies<'a> = dyn FnMut(&dyn Fn(u8, u8) -> f64, (f64, f64)) + 'a;

/// The values of the pairs lie about their mean as readers are told.
fn lies_as_told(lies: &mut Lies<'_>, value: &dyn Fn(u8, u8) -> f64, told: Option<Told>, n: f64) {
    let Some(Told { mean, deviation }) = told else {
        return;
    };
    lies(value, (n * mean.low, n * mean.high));
    let (middle, off) = (
        f64::midpoint(mean.low, mean.high),
        (mean.high - mean.low) / 2.0,
    );
    let of = |deviation: f64| (n - 1.0) * deviation.powi(2);
    lies(
        &|start, end| (value(start, end) - middle).powi(2),
        (of(deviation.low), of(deviation.high) + n * off.powi(2)),
    );
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

    /// What is left of a class that is withheld beside others.
    fn left(ratings: &Ratings, beneath: &[Beneath], class: Class) -> Bounds {
        extent(ratings, beneath, Those::Changed(class)).unwrap()
    }

    #[test]
    fn a_small_spread_of_few_pairs_tells_that_hardly_anybody_felt_worse() {
        let few = ratings(&[(8, 6, 12), (7, 5, 13), (6, 7, 3)]);
        let (_, most) = left(&few, &[withheld(Class::Worsened, 3)], Class::Worsened);
        assert!((3..11).contains(&most), "{most}");
    }

    #[test]
    fn a_wide_spread_of_many_pairs_tells_nothing() {
        let many = ratings(&[(9, 3, 60), (7, 7, 60), (5, 6, 5), (8, 7, 75)]);
        let (least, most) = left(&many, &[withheld(Class::Worsened, 5)], Class::Worsened);
        assert!(least == 0 && most >= 11, "{least} to {most}");
    }

    #[test]
    fn a_high_mean_at_the_start_tells_that_few_began_low() {
        let high = ratings(&[(10, 6, 20), (9, 9, 20), (1, 2, 2)]);
        let (_, most) = extent(&high, &[], Those::Low).unwrap();
        assert!((2..11).contains(&most), "{most}");
    }

    #[test]
    fn what_is_left_holds_the_true_count() {
        let any = ratings(&[(8, 6, 12), (7, 5, 13), (6, 6, 11), (3, 6, 4)]);
        let shown = Beneath {
            shown: true,
            ..withheld(Class::Improved, 25)
        };
        for (class, n) in [(Class::Unchanged, 11), (Class::Worsened, 4)] {
            let (least, most) = left(&any, &[shown], class);
            assert!(least <= n && n <= most, "{class}: {least} to {most}");
        }
    }
}

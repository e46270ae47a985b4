//! Pairs of ratings as readers may reckon with them: how many began and ended with what, in lots that do not overlap. Nobody
//! is shown that; counts and means that are shown say between what it lies.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::nodes::Class;
use super::told::lines;
use crate::reports::release::Ratings;

/// Between what a count lies for a reader.
pub(super) type Bounds = (u32, u32);

/// What a solver's number may be off.
const NEAR: f64 = 1e-6;

/// Some of the pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Those {
    /// In which lots.
    pub(super) lots: Vec<usize>,
    /// With which ratings at the start.
    pub(super) starts: RangeInclusive<u8>,
    /// Who changed how.
    pub(super) class: Class,
}

/// A sum over pairs that lies between two bounds.
#[derive(Clone, Debug)]
struct Row {
    terms: Vec<(usize, f64)>,
    low: f64,
    high: f64,
}

impl Row {
    /// Scaled to factors of 1 at most, and a sum that is known as one row, not two: the solver's work grows with the rows. Bounds
    /// that contradict each other stay two rows, which nothing fulfils.
    fn constrain(&self, problem: &mut Problem, variables: &[Variable]) {
        let factors = self.terms.iter().map(|(_, factor)| factor.abs());
        let scale = factors.fold(1.0, f64::max).recip();
        let terms = self.terms.iter();
        let terms: Vec<(Variable, f64)> = terms
            .filter_map(|(cell, factor)| Some((*variables.get(*cell)?, factor * scale)))
            .collect();
        if self.low.total_cmp(&self.high).is_eq() {
            problem.add_constraint(terms, ComparisonOp::Eq, self.low * scale);
        } else {
            problem.add_constraint(terms.clone(), ComparisonOp::Ge, self.low * scale);
            problem.add_constraint(terms, ComparisonOp::Le, self.high * scale);
        }
    }
}

/// What is known of pairs.
#[derive(Clone, Debug)]
pub(super) struct Pairs {
    lots: usize,
    rows: Vec<Row>,
}

impl Pairs {
    /// Pairs in so many lots, of which nothing is known.
    pub(super) const fn new(lots: usize) -> Self {
        Self {
            lots,
            rows: Vec::new(),
        }
    }

    /// In how many lots they are.
    pub(super) const fn lots(&self) -> usize {
        self.lots
    }

    /// Some of them are known to be so many.
    pub(super) fn count(&mut self, those: &Those, n: u32) {
        let terms = cells(those).map(|(cell, ..)| (cell, 1.0)).collect();
        let n = f64::from(n);
        self.rows.push(Row {
            terms,
            low: n,
            high: n,
        });
    }

    /// The means of some of them are told.
    pub(super) fn tell(&mut self, those: &Those, ratings: &Ratings) {
        for line in lines(ratings) {
            let terms = cells(those)
                .map(|(cell, start, end)| (cell, line.value(start, end)))
                .filter(|(_, factor)| *factor != 0.0)
                .collect();
            let (low, high) = line.between;
            self.rows.push(Row { terms, low, high });
        }
    }

    /// Between what some of them lie; none if the solver fails.
    pub(super) fn extent(&self, those: &Those) -> Option<Bounds> {
        let all = std::slice::from_ref(those);
        let low = self.least(all)?.first().copied()?;
        let high = self.most(all, f64::INFINITY)?.first().copied()?;
        Some(whole_numbers((low, high)))
    }

    /// Whether each of these counts may be nothing, and may be so many.
    pub(super) fn leave(&self, counts: &[Those], under: u32) -> bool {
        let under = f64::from(under);
        let down = |all: &[Those]| self.least(all);
        let up = |all: &[Those]| self.most(all, under);
        reach(counts, &down, &|n| n <= NEAR) && reach(counts, &up, &|n| n >= under - NEAR)
    }

    /// These counts where they are least, all together.
    fn least(&self, counts: &[Those]) -> Option<Vec<f64>> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut cost = vec![0.0; self.lots * CELLS];
        for (cell, ..) in counts.iter().flat_map(cells) {
            if let Some(cost) = cost.get_mut(cell) {
                *cost += 1.0;
            }
        }
        let variables = self.constrain(&mut problem, &cost);
        solve(&problem, &variables, counts)
    }

    /// These counts where they are most, all together and none for its part beyond so many.
    fn most(&self, counts: &[Those], enough: f64) -> Option<Vec<f64>> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let variables = self.constrain(&mut problem, &vec![0.0; self.lots * CELLS]);
        for those in counts {
            let part = problem.add_var(1.0, (0.0, enough));
            let terms = cells(those).filter_map(|(cell, ..)| Some((*variables.get(cell)?, 1.0)));
            let terms: Vec<(Variable, f64)> = terms.chain([(part, -1.0)]).collect();
            problem.add_constraint(terms, ComparisonOp::Ge, 0.0);
        }
        solve(&problem, &variables, counts)
    }

    /// The pairs as variables of a problem, with all that is known of them.
    fn constrain(&self, problem: &mut Problem, cost: &[f64]) -> Vec<Variable> {
        let variables: Vec<Variable> = cost
            .iter()
            .map(|cost| problem.add_var(*cost, (0.0, f64::INFINITY)))
            .collect();
        for row in &self.rows {
            row.constrain(problem, &variables);
        }
        variables
    }
}

/// How many pairs of a start and an end there are.
const CELLS: usize = 11 * 11;

/// The cells of some pairs: their numbers, starts and ends.
fn cells(those: &Those) -> impl Iterator<Item = (usize, u8, u8)> + '_ {
    let class = those.class;
    let starts = those.starts.clone();
    let in_lot = move |lot: usize| {
        starts
            .clone()
            .flat_map(|start| (0..=10u8).map(move |end| (start, end)))
            .filter(move |(start, end)| {
                let change = i64::from(*end) - i64::from(*start);
                Class::of(change).within().contains(&class)
            })
            .map(move |(start, end)| {
                let cell = usize::from(start) * 11 + usize::from(end);
                (lot * CELLS + cell, start, end)
            })
    };
    those.lots.iter().copied().flat_map(in_lot)
}

/// The counts in a best solution; none if there is none.
fn solve(problem: &Problem, variables: &[Variable], counts: &[Those]) -> Option<Vec<f64>> {
    let found = problem.solve().ok()?.into_solution().ok()?;
    let value = |cell: usize| {
        variables
            .get(cell)
            .map(|variable| found.var_value(*variable))
    };
    let count = |those: &Those| cells(those).filter_map(|(cell, ..)| value(cell)).sum();
    Some(counts.iter().map(count).collect())
}

/// Whether each count is reached: many at once while that helps, then one by one.
fn reach(
    counts: &[Those],
    towards: &dyn Fn(&[Those]) -> Option<Vec<f64>>,
    is_reached: &dyn Fn(f64) -> bool,
) -> bool {
    let mut left = counts.to_vec();
    while !left.is_empty() {
        let Some(found) = towards(&left) else {
            return false;
        };
        let mut still: BTreeSet<usize> = (0..left.len()).collect();
        still.retain(|at| !found.get(*at).is_some_and(|n| is_reached(*n)));
        if still.len() == left.len() {
            let alone = |those: &Those| towards(std::slice::from_ref(those));
            let reached = |found: Option<Vec<f64>>| {
                found.is_some_and(|found| found.iter().all(|n| is_reached(*n)))
            };
            return left.iter().all(|those| reached(alone(those)));
        }
        let kept = left.iter().enumerate().filter(|(at, _)| still.contains(at));
        left = kept.map(|(_, those)| those.clone()).collect();
    }
    true
}

/// The whole numbers between which a count lies; the largest there is if nothing bounds it.
pub(super) fn whole_numbers((low, high): (f64, f64)) -> Bounds {
    (integer((low - NEAR).ceil()), integer((high + NEAR).floor()))
}

/// A count of 0 or more.
fn integer(count: f64) -> u32 {
    // Not below nothing, nor its negative zero.
    format!("{:.0}", count.max(0.0) + 0.0)
        .parse()
        .unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::reports::measures::Moments;

    fn those(class: Class) -> Those {
        Those {
            lots: vec![0],
            starts: 0..=10,
            class,
        }
    }

    /// Twelve pairs of which one felt worse by a point and eleven better by six.
    fn twelve(tell: bool) -> Pairs {
        let change = Moments::of([vec![-6; 11], vec![1]].concat());
        let mut pairs = Pairs::new(1);
        pairs.count(&those(Class::Pairs), 12);
        if tell {
            pairs.tell(&those(Class::Pairs), &Ratings { ends: None, change });
        }
        pairs
    }

    #[test]
    fn nothing_is_narrowed_down_by_how_many_there_are() {
        assert!(twelve(false).leave(&[those(Class::Worsened)], 11));
        assert_eq!(twelve(false).extent(&those(Class::Worsened)), Some((0, 12)));
    }

    #[test]
    fn a_mean_far_off_tells_that_few_felt_worse() {
        let (least, most) = twelve(true).extent(&those(Class::Worsened)).unwrap();
        assert!(least <= 1 && (1..11).contains(&most), "{least} to {most}");
        assert!(!twelve(true).leave(&[those(Class::Worsened)], 11));
        // One of several that is narrowed down is enough.
        let both = [those(Class::Improved), those(Class::Worsened)];
        assert!(!twelve(true).leave(&both, 11));
    }

    #[test]
    fn bounds_that_contradict_each_other_leave_nothing() {
        let mut pairs = twelve(false);
        pairs.rows.push(Row {
            terms: vec![(0, 1.0)],
            low: 2.0,
            high: 1.0,
        });
        assert!(!pairs.leave(&[those(Class::Worsened)], 11));
    }

    #[test]
    fn counts_of_overlapping_pairs_bound_each_other() {
        let mut pairs = Pairs::new(2);
        let of = |lots: Range<usize>, starts| Those {
            lots: lots.collect(),
            starts,
            class: Class::Pairs,
        };
        pairs.count(&of(0..2, 0..=10), 20);
        pairs.count(&of(0..1, 0..=10), 15);
        pairs.count(&of(0..2, 2..=10), 18);
        assert_eq!(pairs.extent(&of(0..1, 0..=1)), Some((0, 2)));
        assert_eq!(pairs.extent(&of(1..2, 2..=10)), Some((3, 5)));
    }
}

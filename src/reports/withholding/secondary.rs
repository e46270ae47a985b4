//! Chooses what is withheld beside the guarded cells. It may err: the audit decides.
//!
//! For each guarded cell and each way it must be able to go, a linear program seeks the cheapest change of
//! the table that keeps all sums (Fischetti and Salazar 2001, relaxed). Every cell that moves is withheld, so
//! the changed table stays as likely as the true one.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::primary::{self, Need};
use super::{Standing, Table};

/// A smaller change is none.
const TOLERANCE: f64 = 1e-6;
/// What it costs to move a cell that is withheld anyway, by one.
const HIDDEN: f64 = 0.0001;
/// A zero: its sum seldom has another use.
const ZERO: f64 = 50.0;
/// A firm cell.
const FIRM: f64 = 1000.0;

/// Which cells may move. Each step may move more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Hidden,
    Open,
    Firm,
}

/// A change of the table: by how much each cell moves.
type Change = BTreeMap<usize, f64>;

struct Choice<'a> {
    table: &'a Table,
    needs: &'a [Option<Need>],
    /// Of each cell, the sums it is in.
    sums_of: Vec<Vec<usize>>,
    shown: Vec<bool>,
    /// The changes that are known to be possible already: cell, and whether upwards.
    proved: BTreeSet<(usize, bool)>,
}

/// Of each cell of a table whose sums add up, whether it is shown.
pub(super) fn choose(table: &Table, needs: &[Option<Need>]) -> Vec<bool> {
    let mut sums_of = vec![Vec::new(); table.cells.len()];
    for (at, sum) in table.sums.iter().enumerate() {
        for cell in sum.parts.iter().chain([&sum.total]) {
            if let Some(sums) = sums_of.get_mut(*cell) {
                sums.push(at);
            }
        }
    }
    let mut choice = Choice {
        table,
        needs,
        sums_of,
        shown: primary::shown(table, needs),
        proved: BTreeSet::new(),
    };
    for (cell, delta) in neediest_first(table, needs) {
        choice.make_room(cell, delta);
    }
    choice.shown
}

/// The pattern of last resort: nothing that may be withheld is shown.
pub(super) fn withhold_all(table: &Table, shown: &mut [bool]) {
    for (cell, shown) in table.cells.iter().zip(shown) {
        *shown &= !matches!(cell.standing, Standing::Open | Standing::Firm);
    }
}

/// By how much which cells must be able to move, the largest moves first.
fn neediest_first(table: &Table, needs: &[Option<Need>]) -> Vec<(usize, f64)> {
    let mut moves: Vec<(usize, f64)> = Vec::new();
    for (cell, need) in needs.iter().enumerate() {
        let Some(need) = need else { continue };
        let n = table.n(cell);
        let both = [need.high, Some(need.low)].into_iter().flatten();
        moves.extend(
            both.map(|to| (cell, to - n))
                .filter(|(_, by)| by.abs() > TOLERANCE),
        );
    }
    moves.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    moves
}

impl Choice<'_> {
    /// Withholds so much that the cell may be `delta` more than it is, if that can be.
    fn make_room(&mut self, cell: usize, delta: f64) {
        if self.proved.contains(&(cell, delta > 0.0)) {
            return;
        }
        let reaches = [Reach::Hidden, Reach::Open, Reach::Firm];
        let found = reaches
            .into_iter()
            .find_map(|reach| self.cheapest(cell, delta, reach));
        if let Some(change) = found {
            self.take(&change);
        }
    }

    /// Withholds what moves, and remembers what else the change makes possible.
    fn take(&mut self, change: &Change) {
        for (cell, by) in change {
            if let Some(shown) = self.shown.get_mut(*cell) {
                *shown = false;
            }
            if let Some(Some(need)) = self.needs.get(*cell) {
                let to = self.table.n(*cell) + by;
                if to <= need.low + TOLERANCE {
                    self.proved.insert((*cell, false));
                }
                if need.high.is_none_or(|high| to >= high - TOLERANCE) {
                    self.proved.insert((*cell, true));
                }
            }
        }
    }

    /// What it costs to move a cell by one; none if it may not move.
    fn weight(&self, cell: usize, reach: Reach) -> Option<f64> {
        let standing = self.table.cells.get(cell)?.standing;
        let n = self.table.n(cell);
        let own = if n > 0.0 {
            1.0 + 0.02 * n.min(500.0)
        } else {
            ZERO
        };
        match standing {
            _ if self.shown.get(cell).is_some_and(|shown| !shown) => Some(HIDDEN),
            Standing::Open if reach >= Reach::Open => Some(own),
            Standing::Firm if reach >= Reach::Firm => Some(FIRM + own),
            _ => None,
        }
    }

    /// The cells that can move together with this one, with their weights, and the sums that bind them.
    fn around(&self, cell: usize, reach: Reach) -> (BTreeMap<usize, f64>, BTreeSet<usize>) {
        let (mut weights, mut sums) = (BTreeMap::new(), BTreeSet::new());
        let mut waiting = vec![cell];
        while let Some(next) = waiting.pop() {
            for at in self.sums_of.get(next).into_iter().flatten() {
                let Some(sum) = self.table.sums.get(*at).filter(|_| sums.insert(*at)) else {
                    continue;
                };
                for other in sum.parts.iter().chain([&sum.total]) {
                    if let Some(weight) = self.weight(*other, reach)
                        && weights.insert(*other, weight).is_none()
                    {
                        waiting.push(*other);
                    }
                }
            }
        }
        (weights, sums)
    }

    /// The cheapest change that moves the cell by `delta`; none if there is none or the solver fails.
    fn cheapest(&self, cell: usize, delta: f64, reach: Reach) -> Option<Change> {
        let (weights, sums) = self.around(cell, reach);
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut moves: BTreeMap<usize, (Variable, Variable)> = BTreeMap::new();
        for (other, weight) in weights.iter().filter(|(other, _)| **other != cell) {
            let up = problem.add_var(*weight, (0.0, f64::INFINITY));
            let down = problem.add_var(*weight, (0.0, self.table.n(*other)));
            moves.insert(*other, (up, down));
        }
        for at in &sums {
            let mut terms: Vec<(Variable, f64)> = Vec::new();
            let mut given = 0.0;
            for (other, sign) in self.signs(*at) {
                if other == cell {
                    given += sign * delta;
                } else if let Some((up, down)) = moves.get(&other) {
                    terms.extend([(*up, sign), (*down, -sign)]);
                }
            }
            if terms.is_empty() && given != 0.0 {
                return None;
            }
            problem.add_constraint(terms, ComparisonOp::Eq, -given);
        }
        let solution = problem.solve().ok()?.into_solution().ok()?;
        let mut change: Change = moves
            .iter()
            .map(|(other, (up, down))| {
                (*other, solution.var_value(*up) - solution.var_value(*down))
            })
            .filter(|(_, by)| by.abs() > TOLERANCE)
            .collect();
        change.insert(cell, delta);
        Some(change)
    }

    /// The cells of a sum with 1 for the total and -1 for the parts, each once.
    fn signs(&self, sum: usize) -> BTreeMap<usize, f64> {
        let mut signs = BTreeMap::new();
        if let Some(sum) = self.table.sums.get(sum) {
            *signs.entry(sum.total).or_insert(0.0) += 1.0;
            for part in &sum.parts {
                *signs.entry(*part).or_insert(0.0) -= 1.0;
            }
        }
        signs
    }
}

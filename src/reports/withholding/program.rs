//! Seeks the least and the most that cells of one part may be, by linear programs. Believes no solver: a table
//! counts once it is rounded to whole counts and every row is added up again.

use microlp::{
    ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, SolveOutcome, Variable,
};

use super::parts::{Part, Row};

/// So many branches at most for whole counts. Not a time, or the answer would hang on the machine.
const BRANCHES: u64 = 2_000;
/// What it costs to move a cell by one, so that a table is found near the true one: those are more often whole.
const STEP: f64 = 0.01;
/// Which way a cell is sought to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Towards nothing.
    Down,
    /// Towards more than it is.
    Up,
}

/// A cell by its place in the part, and how far it has to be able to go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Goal {
    pub(super) cell: usize,
    pub(super) way: Way,
    pub(super) to: f64,
}

/// What a program is to do for its goals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    /// Come near all of them, none beyond its goal.
    Together,
    /// Pass the only one.
    Alone,
    /// Pass the only one in whole numbers.
    Whole,
}

/// What was found so far about the cells of a part.
pub(super) struct Search<'a> {
    part: &'a Part,
    truth: Vec<f64>,
    /// Of each cell, the least in any table found.
    pub(super) least: Vec<f64>,
    /// And the most.
    pub(super) most: Vec<f64>,
    /// How many programs were solved.
    pub(super) programs: usize,
    /// How many of them had to be solved in whole numbers.
    pub(super) whole: usize,
}

impl<'a> Search<'a> {
    /// Begins with the one table that is surely possible, the true one.
    pub(super) fn new(part: &'a Part, truth: Vec<f64>) -> Self {
        Self {
            part,
            truth: truth.clone(),
            least: truth.clone(),
            most: truth,
            programs: 0,
            whole: 0,
        }
    }

    /// Reaches for each goal until all are reached or shown to be out of reach.
    pub(super) fn reach(&mut self, goals: &[Goal]) -> Result<(), Error> {
        match self.part.rows.as_slice() {
            [] => {
                self.least.fill(0.0);
                self.most.fill(f64::INFINITY);
                return Ok(());
            }
            [row]
                if row
                    .terms
                    .iter()
                    .all(|(_, factor)| (factor.abs() - 1.0).abs() < 0.5) =>
            {
                self.reckon(row);
                return Ok(());
            }
            _ => {}
        }
        for way in [Way::Up, Way::Down] {
            let goals: Vec<Goal> = goals
                .iter()
                .copied()
                .filter(|goal| goal.way == way)
                .collect();
            self.reach_together(&goals);
            for goal in goals {
                self.reach_alone(goal)?;
            }
        }
        Ok(())
    }

    fn is_reached(&self, goal: Goal) -> bool {
        match goal.way {
            Way::Down => self
                .least
                .get(goal.cell)
                .is_some_and(|least| *least <= goal.to),
            Way::Up => self
                .most
                .get(goal.cell)
                .is_some_and(|most| *most >= goal.to),
        }
    }

    /// The bounds in a single row of factors 1 and -1, which are exact: what the others leave, if they cannot make
    /// up for it.
    fn reckon(&mut self, row: &Row) {
        for (cell, factor) in &row.terms {
            let others = row.terms.iter().filter(|(other, _)| other != cell);
            let (mut alike, mut against) = (false, false);
            for (_, other) in others {
                alike |= other * factor > 0.0;
                against |= other * factor < 0.0;
            }
            let value = row.value * factor;
            if let Some(most) = self.most.get_mut(*cell) {
                *most = if against { f64::INFINITY } else { value };
            }
            if let Some(least) = self.least.get_mut(*cell) {
                *least = if alike { 0.0 } else { value.max(0.0) };
            }
        }
    }

    /// Moves all cells at once towards where they have to go, while that takes new ones there. What this misses is
    /// found alone, so a failure of the solver is none here.
    fn reach_together(&mut self, goals: &[Goal]) {
        loop {
            let open: Vec<Goal> = goals
                .iter()
                .copied()
                .filter(|goal| !self.is_reached(*goal))
                .collect();
            if open.len() < 2 {
                return;
            }
            if let Ok(Some(found)) = self.solve(&open, Aim::Together) {
                self.keep(&found);
            }
            if !open.iter().any(|goal| self.is_reached(*goal)) {
                return;
            }
        }
    }

    /// Moves one cell as far as it has to go: in fractions first, then in whole numbers if it must be.
    fn reach_alone(&mut self, goal: Goal) -> Result<(), Error> {
        for aim in [Aim::Alone, Aim::Whole] {
            if self.is_reached(goal) {
                break;
            }
            self.whole += usize::from(aim == Aim::Whole);
            match self.solve(&[goal], aim)? {
                Some(found) => self.keep(&found),
                // What fractions cannot reach, whole numbers cannot.
                None => break,
            }
        }
        Ok(())
    }

    /// Takes a table into account, if it is one.
    fn keep(&mut self, found: &[f64]) {
        let near: Vec<f64> = found.iter().map(|x| x.round()).collect();
        if !self.part.admits(&near) {
            return;
        }
        for ((least, most), x) in self.least.iter_mut().zip(&mut self.most).zip(near) {
            *least = least.min(x);
            *most = most.max(x);
        }
    }

    /// The table nearest to the true one that reaches the goals, or together comes near them. None if none does, or
    /// none was found in the branches allowed.
    fn solve(&mut self, goals: &[Goal], aim: Aim) -> Result<Option<Vec<f64>>, Error> {
        self.programs += 1;
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut add = |(cost, low, high): (f64, f64, f64)| match aim {
            Aim::Whole => problem.add_integer_var(cost, (integer(low), integer(high))),
            Aim::Alone | Aim::Together => problem.add_var(cost, (low, high)),
        };
        let cells = self.truth.iter().enumerate();
        let moves: Vec<(Variable, Variable)> = cells
            .map(|(cell, n)| {
                let goal = goals.iter().find(|goal| goal.cell == cell);
                let (up, down) = goal.map_or_else(|| free(*n), |goal| goal.bounds(*n, aim));
                (add(up), add(down))
            })
            .collect();
        for row in &self.part.rows {
            let terms = row
                .terms
                .iter()
                .filter_map(|(cell, factor)| Some((moves.get(*cell)?, *factor)));
            let both = terms.flat_map(|((up, down), factor)| [(*up, factor), (*down, -factor)]);
            problem.add_constraint(both.collect::<Vec<_>>(), ComparisonOp::Eq, 0.0);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(BRANCHES);
        let found = match problem.solve_with(options) {
            Ok(SolveOutcome::Solution(found)) => found,
            Ok(SolveOutcome::Interrupted(_)) | Err(Error::Infeasible) => return Ok(None),
            Err(error) => return Err(error),
        };
        let by = |(up, down): &(Variable, Variable)| found.var_value(*up) - found.var_value(*down);
        let cells = self.truth.iter().zip(&moves);
        Ok(Some(cells.map(|(n, moves)| n + by(moves)).collect()))
    }
}

/// What it costs to move a cell up by one, and the least and most it may go; and the same down.
type Bounds = ((f64, f64, f64), (f64, f64, f64));

/// A cell without a goal moves as it likes, though not below nothing.
const fn free(n: f64) -> Bounds {
    ((STEP, 0.0, f64::INFINITY), (STEP, 0.0, n))
}

impl Goal {
    /// A cell with a goal has to pass it, or together with others comes as near as pays.
    fn bounds(self, n: f64, aim: Aim) -> Bounds {
        let still = (STEP, 0.0, 0.0);
        let by = (self.to - n).abs();
        match (aim, self.way) {
            (Aim::Together, Way::Down) => (still, (STEP - 1.0, 0.0, by)),
            (Aim::Together, Way::Up) => ((STEP - 1.0, 0.0, by), still),
            (Aim::Alone | Aim::Whole, Way::Down) => (still, (STEP, by, n)),
            (Aim::Alone | Aim::Whole, Way::Up) => ((STEP, by, f64::INFINITY), still),
        }
    }
}

/// A bound in whole numbers; what is too large is no bound.
fn integer(bound: f64) -> i32 {
    format!("{bound:.0}").parse().unwrap_or(i32::MAX)
}

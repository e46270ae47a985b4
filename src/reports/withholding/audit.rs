//! The gate: whether a reader of the shown cells must hold enough possible of each guarded one.
//!
//! It takes a pattern as it comes and shares no step with the choosing but the rule of what is guarded. A bound
//! counts only if a table of whole counts was found that reaches it and fulfils every sum, so a reader
//! who reckons with whole numbers does no better.

use super::parts::{self, Part};
use super::primary::{self, Need};
use super::program::{Goal, Search, Way};
use super::{Pattern, Table, Unsafe};

/// What the gate found of a pattern that it lets through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audit {
    /// Each guarded cell, in the table's order.
    pub guarded: Vec<Proof>,
    /// How many programs were solved.
    pub programs: usize,
    /// How many of them in whole numbers, for fractions were no answer.
    pub whole: usize,
}

/// How little a reader knows of a guarded cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proof {
    /// The cell's place in the table.
    pub cell: usize,
    /// It may be as little as this, and perhaps less.
    pub least: f64,
    /// It may be as much as this, and perhaps more.
    pub most: f64,
}

/// Audits a pattern. An error is no leave to publish, whatever its kind.
pub fn audit(table: &Table, pattern: &Pattern) -> Result<Audit, Unsafe> {
    if let Some(wrong) = table.first_wrong_sum() {
        return Err(Unsafe::Sum(wrong));
    }
    let needs = primary::needs(table);
    let left = parts::apart(table, &pattern.shown);
    let mut audit = Audit::default();
    for (cell, _) in needs.iter().enumerate().filter(|(_, need)| need.is_some()) {
        if left.known.get(cell).is_some_and(|known| *known) {
            let (least, most) = (table.n(cell), table.n(cell));
            audit.guarded.push(Proof { cell, least, most });
        }
    }
    for part in &left.parts {
        audit.search(table, part, &needs)?;
    }
    audit.guarded.sort_by_key(|proof| proof.cell);
    let is_short = |proof: &&Proof| {
        let need = needs.get(proof.cell).copied().flatten();
        !need.is_some_and(|need| need.is_met(proof.least, proof.most))
    };
    let failed: Vec<usize> = audit
        .guarded
        .iter()
        .filter(is_short)
        .map(|proof| proof.cell)
        .collect();
    if failed.is_empty() {
        Ok(audit)
    } else {
        Err(Unsafe::Cells(failed))
    }
}

impl Audit {
    /// Adds what is possible of the guarded cells of a part.
    fn search(&mut self, table: &Table, part: &Part, needs: &[Option<Need>]) -> Result<(), Unsafe> {
        let goals: Vec<Goal> = part
            .cells
            .iter()
            .enumerate()
            .filter_map(|(at, cell)| Some((at, needs.get(*cell).copied().flatten()?)))
            .flat_map(|(at, need)| goals(at, need))
            .collect();
        if goals.is_empty() {
            return Ok(());
        }
        let truth = part.cells.iter().map(|cell| table.n(*cell)).collect();
        let mut search = Search::new(part, truth);
        search.reach(&goals)?;
        self.programs += search.programs;
        self.whole += search.whole;
        let bounds = search.least.iter().zip(&search.most);
        for (cell, (least, most)) in part.cells.iter().zip(bounds) {
            if needs.get(*cell).is_some_and(Option::is_some) {
                let (cell, least, most) = (*cell, *least, *most);
                self.guarded.push(Proof { cell, least, most });
            }
        }
        Ok(())
    }
}

/// How far a cell has to be able to go, each way.
fn goals(cell: usize, need: Need) -> impl Iterator<Item = Goal> {
    let goal = move |way, to| Goal { cell, way, to };
    let up = need.high.map(|high| goal(Way::Up, high));
    [Some(goal(Way::Down, need.low)), up].into_iter().flatten()
}

//! Which cells of a table may be shown so that no arithmetic gives a small one away. Knows nothing of what is counted.
//!
//! A cell is withheld for itself (primary), or because it would give such a cell away (secondary). What
//! was chosen is then audited by other code: the choosing may err, the audit may not.

pub mod audit;
mod extent;
mod parts;
mod primary;
mod program;
mod secondary;
#[cfg(test)]
mod tests;

pub use audit::{Audit, Proof, audit};
pub use extent::extents;

use primary::Need;

/// How a cell stands before this table is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// New: may be shown or withheld.
    Open,
    /// New, and wanted: withheld beside another only if there is no other way.
    Firm,
    /// New: withheld only for itself, never beside another.
    Total,
    /// Shown before. Everybody knows it.
    Published,
    /// Withheld before, and for good.
    Withheld,
    /// Shown to nobody, yet it must not be reckoned if it is small: the rest of a subset.
    Latent,
    /// Shown to nobody, and may be reckoned: the overlap of answers to one question.
    Slack,
}

/// A count and who is behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What is counted.
    pub n: u32,
    /// By how many contributors.
    pub contributors: u32,
    /// How much of it the largest contributor gave.
    pub largest: u32,
    /// How the cell stands.
    pub standing: Standing,
    /// Whether "none" and "all" tell something of a person too.
    pub sensitive: bool,
    /// Fewer than this, other than none, are withheld. At least 5.
    pub under: u32,
}

/// A cell is the sum of others. All are named by their place in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The whole.
    pub total: usize,
    /// What it consists of.
    pub parts: Vec<usize>,
}

/// Cells and every sum that a reader may know of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The cells.
    pub cells: Vec<Cell>,
    /// Their sums.
    pub sums: Vec<Sum>,
}

/// What is shown of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// Of each cell, whether it is shown.
    pub shown: Vec<bool>,
    /// How many new cells are withheld for themselves.
    pub primaries: usize,
    /// How many new cells are withheld beside them.
    pub secondaries: usize,
    /// How many of those are firm.
    pub firm: usize,
    /// Whether all open and firm cells had to go, for the choice did not pass the audit.
    pub last_resort: bool,
}

/// Why a table may not be published.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unsafe {
    /// A sum, by its place, does not add up or names a cell that is not there.
    #[error("sum {0} does not add up")]
    Sum(usize),
    /// The cells, by their place, of which too much could be reckoned.
    #[error("too much could be reckoned of the cells {0:?}")]
    Cells(Vec<usize>),
    /// The solver failed, which proves nothing.
    #[error("the solver failed: {0}")]
    Solver(#[from] microlp::Error),
}

impl Cell {
    /// A number that nobody is behind: what is left of a sum, or a bound that all know.
    pub const fn bare(n: u32, standing: Standing) -> Self {
        Self {
            n,
            contributors: 0,
            largest: 0,
            standing,
            sensitive: false,
            under: 0,
        }
    }
}

impl Standing {
    /// Whether this table decides on it.
    const fn is_new(self) -> bool {
        matches!(self, Self::Open | Self::Firm | Self::Total)
    }
}

impl Table {
    /// A cell's count as a number to reckon with.
    fn n(&self, cell: usize) -> f64 {
        self.cells.get(cell).map_or(0.0, |cell| f64::from(cell.n))
    }

    /// The first sum that does not hold.
    fn first_wrong_sum(&self) -> Option<usize> {
        let n = |cell: &usize| self.cells.get(*cell).map(|cell| u64::from(cell.n));
        self.sums.iter().position(|sum| {
            let parts: Option<u64> = sum.parts.iter().map(n).sum();
            parts.is_none() || parts != n(&sum.total)
        })
    }

    /// The pattern that shows so much, with its counts.
    fn pattern(&self, shown: Vec<bool>, needs: &[Option<Need>]) -> Pattern {
        let mut pattern = Pattern::default();
        for ((cell, need), shown) in self.cells.iter().zip(needs).zip(&shown) {
            if !cell.standing.is_new() || *shown {
                continue;
            }
            if need.is_some() {
                pattern.primaries += 1;
            } else {
                pattern.secondaries += 1;
                pattern.firm += usize::from(cell.standing == Standing::Firm);
            }
        }
        pattern.shown = shown;
        pattern
    }
}

/// Chooses what to withhold and audits the choice. The same table gives the same pattern.
pub fn withhold(table: &Table) -> Result<(Pattern, Audit), Unsafe> {
    if let Some(wrong) = table.first_wrong_sum() {
        return Err(Unsafe::Sum(wrong));
    }
    let needs = primary::needs(table);
    let mut pattern = table.pattern(secondary::choose(table, &needs), &needs);
    let mut verdict = audit(table, &pattern);
    if let Err(Unsafe::Cells(_)) = verdict {
        secondary::withhold_all(table, &mut pattern.shown);
        pattern = table.pattern(pattern.shown, &needs);
        pattern.last_resort = true;
        verdict = audit(table, &pattern);
    }
    verdict.map(|audit| (pattern, audit))
}

/// What would be shown if nothing were withheld beside the small cells. Only good for proving that it is too much.
pub fn primary_only(table: &Table) -> Pattern {
    let needs = primary::needs(table);
    table.pattern(primary::shown(table, &needs), &needs)
}

//! What a reader of the shown cells is left with: sums of unknowns, taken apart where they do not touch.

use std::collections::BTreeMap;

use super::Table;

/// A sum of unknowns: each with its factor, and what they come to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) value: f64,
}

/// Unknown cells that hang together, and every row that they are in. Terms name places in `cells`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) cells: Vec<usize>,
    pub(super) rows: Vec<Row>,
}

/// What a reader reckons with, after the sums that give a cell away at once.
pub(super) struct Parts {
    /// Of each cell, whether its value is known.
    pub(super) known: Vec<bool>,
    /// The unknown ones.
    pub(super) parts: Vec<Part>,
}

/// Takes a table apart for a reader who knows so much.
pub(super) fn apart(table: &Table, shown: &[bool]) -> Parts {
    let mut known = shown.to_vec();
    known.resize(table.cells.len(), false);
    let all: Vec<Row> = table
        .sums
        .iter()
        .map(|sum| whole(sum.total, &sum.parts))
        .collect();
    loop {
        let rows = all.iter().map(|row| left(table, &known, row));
        let given: Vec<usize> = rows
            .filter(is_telling)
            .flat_map(|row| cells(&row))
            .collect();
        if given.is_empty() {
            break;
        }
        for cell in given {
            if let Some(known) = known.get_mut(cell) {
                *known = true;
            }
        }
    }
    let rows = all.iter().map(|row| left(table, &known, row));
    let rows: Vec<Row> = rows.filter(|row| !row.terms.is_empty()).collect();
    let parts = joined(&known, rows);
    Parts { known, parts }
}

/// A sum as a row that comes to 0. A cell that is in it twice has the sum of its factors.
fn whole(total: usize, parts: &[usize]) -> Row {
    let mut factors = BTreeMap::from([(total, 1.0)]);
    for part in parts {
        *factors.entry(*part).or_insert(0.0) -= 1.0;
    }
    let terms = factors.into_iter().filter(|(_, factor)| *factor != 0.0);
    Row {
        terms: terms.collect(),
        value: 0.0,
    }
}

/// The row with the known cells on the other side.
fn left(table: &Table, known: &[bool], row: &Row) -> Row {
    let is_known = |cell: usize| known.get(cell).is_some_and(|known| *known);
    let (there, here): (Vec<_>, Vec<_>) = row
        .terms
        .iter()
        .copied()
        .partition(|(cell, _)| is_known(*cell));
    let other_side: f64 = there
        .iter()
        .map(|(cell, factor)| factor * table.n(*cell))
        .sum();
    Row {
        terms: here,
        value: row.value - other_side,
    }
}

/// Whether a row gives its cells away: there is only one, or counts come to nothing.
fn is_telling(row: &Row) -> bool {
    let factors = || row.terms.iter().map(|(_, factor)| *factor);
    let alike = factors().all(|factor| factor > 0.0) || factors().all(|factor| factor < 0.0);
    row.terms.len() == 1 || (!row.terms.is_empty() && alike && row.value == 0.0)
}

fn cells(row: &Row) -> Vec<usize> {
    row.terms.iter().map(|(cell, _)| *cell).collect()
}

/// The end of a chain of cells that are joined.
fn root(joined_to: &[usize], mut cell: usize) -> usize {
    while let Some(next) = joined_to.get(cell).filter(|next| **next != cell) {
        cell = *next;
    }
    cell
}

/// Sorts the unknown cells and their rows into parts, in the order of their first cells.
fn joined(known: &[bool], rows: Vec<Row>) -> Vec<Part> {
    let mut joined_to: Vec<usize> = (0..known.len()).collect();
    for row in &rows {
        let roots: Vec<usize> = cells(row)
            .into_iter()
            .map(|cell| root(&joined_to, cell))
            .collect();
        let first = roots.iter().min().copied().unwrap_or_default();
        for other in roots {
            if let Some(to) = joined_to.get_mut(other) {
                *to = first;
            }
        }
    }
    let mut cells_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut rows_of: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
    for (cell, _) in known.iter().enumerate().filter(|(_, known)| !**known) {
        cells_of
            .entry(root(&joined_to, cell))
            .or_default()
            .push(cell);
    }
    for row in rows {
        let first = cells(&row).first().copied().unwrap_or_default();
        rows_of
            .entry(root(&joined_to, first))
            .or_default()
            .push(row);
    }
    let parts = cells_of.into_iter().map(|(root, cells)| {
        let rows = rows_of.remove(&root).unwrap_or_default();
        Part::of(cells, rows)
    });
    parts.collect()
}

impl Part {
    /// Renames the cells of the rows to their places in the part. `cells` is sorted.
    fn of(cells: Vec<usize>, mut rows: Vec<Row>) -> Self {
        for (cell, _) in rows.iter_mut().flat_map(|row| &mut row.terms) {
            *cell = cells.binary_search(cell).unwrap_or(usize::MAX);
        }
        Self { cells, rows }
    }

    /// Whether whole numbers of 0 or more fulfil every row.
    pub(super) fn admits(&self, point: &[f64]) -> bool {
        let value = |(cell, factor): &(usize, f64)| point.get(*cell).map(|x| x * factor);
        let right = |row: &Row| {
            let sum: Option<f64> = row.terms.iter().map(value).sum();
            sum.is_some_and(|sum| (sum - row.value).abs() < 0.5)
        };
        point.len() == self.cells.len()
            && point.iter().all(|x| *x >= 0.0 && x.fract() == 0.0)
            && self.rows.iter().all(right)
    }
}

//! What the worked examples and the random tables are made of.

mod examples;
mod gate;
mod random;

use super::*;

/// A new cell of calls that each have their own caller.
fn cell(n: u32, standing: Standing) -> Cell {
    Cell {
        n,
        contributors: n,
        largest: n.min(1),
        standing,
        sensitive: false,
        under: 11,
    }
}

fn open(n: u32) -> Cell {
    cell(n, Standing::Open)
}

fn sensitive(n: u32) -> Cell {
    Cell {
        sensitive: true,
        ..open(n)
    }
}

fn sum(total: usize, parts: &[usize]) -> Sum {
    let parts = parts.to_vec();
    Sum { total, parts }
}

fn table(cells: &[Cell], sums: &[Sum]) -> Table {
    let (cells, sums) = (cells.to_vec(), sums.to_vec());
    Table { cells, sums }
}

/// Rows of counts with a margin each way. Cells row by row, the margin last.
fn cross(counts: &[&[u32]], inner: impl Fn(u32) -> Cell) -> Table {
    let width = counts[0].len();
    let mut cells = Vec::new();
    for row in counts {
        cells.extend(row.iter().map(|n| inner(*n)));
        cells.push(open(row.iter().sum()));
    }
    let column = |at: usize| counts.iter().map(|row| row[at]).sum();
    let columns: Vec<u32> = (0..width).map(column).collect();
    cells.extend(columns.iter().map(|n| open(*n)));
    cells.push(cell(columns.iter().sum(), Standing::Total));
    let (step, height) = (width + 1, counts.len());
    let across = (0..=height).map(|row| {
        let first = row * step;
        sum(first + width, &(first..first + width).collect::<Vec<_>>())
    });
    let down = (0..=width).map(|column| {
        let parts: Vec<usize> = (0..height).map(|row| row * step + column).collect();
        sum(height * step + column, &parts)
    });
    let sums: Vec<Sum> = across.chain(down).collect();
    table(&cells, &sums)
}

fn hidden(pattern: &Pattern) -> Vec<usize> {
    let cells = pattern.shown.iter().enumerate();
    cells
        .filter(|(_, shown)| !**shown)
        .map(|(cell, _)| cell)
        .collect()
}

fn least_and_most(audit: &Audit, cell: usize) -> (f64, f64) {
    let proof = audit
        .guarded
        .iter()
        .find(|proof| proof.cell == cell)
        .unwrap();
    (proof.least, proof.most)
}

//! Which cells are withheld for themselves, and how uncertain each has to stay. Knows nothing of the others around it.

use super::{Cell, Standing, Table};

/// A count that few give, or one gives most of, has to stay uncertain by this much downwards.
const BELOW: u32 = 5;
/// And by this much upwards: a width of the threshold's default in all.
const ABOVE: u32 = 6;

/// What a reader must hold possible of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Need {
    /// It may be this or less.
    pub(super) low: f64,
    /// It may be this or more.
    pub(super) high: Option<f64>,
}

impl Need {
    /// Whether bounds so wide are enough.
    pub(super) fn is_met(self, least: f64, most: f64) -> bool {
        least <= self.low && self.high.is_none_or(|high| most >= high)
    }
}

/// Of each cell, what must stay possible; none if the cell is not guarded.
pub(super) fn needs(table: &Table) -> Vec<Option<Need>> {
    let told = empty(table);
    let mut needs: Vec<Option<Need>> = table
        .cells
        .iter()
        .zip(told)
        .map(|(cell, told)| need(cell, told))
        .collect();
    for sum in &table.sums {
        let all = sum.parts.iter().filter(|part| {
            table.cells.get(**part).is_some_and(|cell| {
                is_guardable(cell)
                    && cell.sensitive
                    && cell.n > 0
                    && table.n(sum.total) <= f64::from(cell.n)
            })
        });
        for part in all {
            if let Some(need @ None) = needs.get_mut(*part) {
                let low = (table.n(*part) - f64::from(BELOW)).max(0.0);
                *need = Some(Need { low, high: None });
            }
        }
    }
    needs
}

/// Which cells are shown if nothing but what is guarded is withheld.
pub(super) fn shown(table: &Table, needs: &[Option<Need>]) -> Vec<bool> {
    let cells = table.cells.iter().zip(needs);
    cells
        .map(|(cell, need)| match cell.standing {
            Standing::Published => true,
            Standing::Withheld | Standing::Latent | Standing::Slack => false,
            Standing::Open | Standing::Firm | Standing::Total => need.is_none(),
        })
        .collect()
}

const fn is_guardable(cell: &Cell) -> bool {
    !matches!(cell.standing, Standing::Published | Standing::Slack)
}

fn need(cell: &Cell, told: bool) -> Option<Need> {
    let under = |number: u32| 0 < number && number < cell.under;
    let (n, high) = (f64::from(cell.n), f64::from(cell.under));
    if !is_guardable(cell) {
        None
    } else if under(cell.n) || (cell.sensitive && cell.n == 0 && !told) {
        let high = Some(high);
        Some(Need { low: 0.0, high })
    } else if under(cell.contributors) || u64::from(cell.largest) * 2 > u64::from(cell.n) {
        let high = Some(n + f64::from(ABOVE));
        let low = (n - f64::from(BELOW)).max(0.0);
        Some(Need { low, high })
    } else {
        None
    }
}

/// Of each cell, whether all know that it is 0: none of nobody is no secret.
fn empty(table: &Table) -> Vec<bool> {
    let cells = table.cells.iter();
    let mut empty: Vec<bool> = cells
        .map(|cell| {
            let new = cell.standing.is_new() && !cell.sensitive;
            cell.n == 0 && (new || cell.standing == Standing::Published)
        })
        .collect();
    loop {
        let mut changed = false;
        for sum in &table.sums {
            if !empty.get(sum.total).is_some_and(|empty| *empty) {
                continue;
            }
            for part in &sum.parts {
                if let Some(part @ false) = empty.get_mut(*part) {
                    *part = true;
                    changed = true;
                }
            }
        }
        if !changed {
            return empty;
        }
    }
}

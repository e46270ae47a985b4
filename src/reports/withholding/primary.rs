//! Which cells are withheld for themselves, and how uncertain each has to stay. Knows nothing of the others around it.

use super::{Cell, Standing, Table, parts};

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
        .zip(told.into_iter().zip(ceilings(table)))
        .map(|(cell, (told, ceiling))| need(cell, told, ceiling))
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

fn need(cell: &Cell, told: bool, ceiling: f64) -> Option<Need> {
    let under = |number: u32| 0 < number && number < cell.under;
    let (n, high) = (f64::from(cell.n), f64::from(cell.under));
    if !is_guardable(cell) {
        None
    } else if under(cell.n) || (cell.sensitive && cell.n == 0 && !told) {
        let high = Some(high);
        Some(Need { low: 0.0, high })
    } else if under(cell.contributors) || u64::from(cell.largest) * 2 > u64::from(cell.n) {
        // Where a total that all know leaves less upwards, it has to be as much more downwards.
        let high = (n + f64::from(ABOVE)).min(ceiling);
        let low = (high - f64::from(BELOW + ABOVE)).max(0.0);
        let high = Some(high);
        Some(Need { low, high })
    } else {
        None
    }
}

/// Of each cell, what it cannot exceed, for all know a total that it is within.
fn ceilings(table: &Table) -> Vec<f64> {
    let cells = table.cells.iter();
    let published: Vec<bool> = cells
        .map(|cell| cell.standing == Standing::Published)
        .collect();
    let known = parts::apart(table, &published).known;
    let mut ceilings: Vec<f64> = known
        .iter()
        .enumerate()
        .map(
            |(cell, known)| {
                if *known { table.n(cell) } else { f64::INFINITY }
            },
        )
        .collect();
    loop {
        let mut changed = false;
        for sum in &table.sums {
            let of_total = ceilings.get(sum.total).copied().unwrap_or(f64::INFINITY);
            for part in &sum.parts {
                if let Some(ceiling) = ceilings.get_mut(*part)
                    && of_total < *ceiling
                {
                    *ceiling = of_total;
                    changed = true;
                }
            }
        }
        if !changed {
            return ceilings;
        }
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

#[cfg(test)]
mod tests {
    use super::super::Sum;
    use super::*;

    fn cell(n: u32, contributors: u32, standing: Standing) -> Cell {
        Cell {
            n,
            contributors,
            largest: 1,
            standing,
            sensitive: false,
            under: 11,
        }
    }

    #[test]
    fn what_a_known_total_leaves_no_room_for_upwards_is_made_up_for_downwards() {
        let parts = [
            cell(1, 1, Standing::Open),
            cell(20, 9, Standing::Open),
            cell(0, 0, Standing::Open),
        ];
        let of_total = |standing| {
            let mut cells = vec![cell(21, 12, standing)];
            cells.extend(parts);
            let sum = Sum {
                total: 0,
                parts: vec![1, 2, 3],
            };
            let sums = vec![sum];
            needs(&Table { cells, sums }).get(2).copied().flatten()
        };
        let need = |low, high| {
            Some(Need {
                low,
                high: Some(high),
            })
        };
        assert_eq!(of_total(Standing::Open), need(15.0, 26.0));
        assert_eq!(of_total(Standing::Published), need(10.0, 21.0));
    }
}

//! Between what cells lie for a reader who knows the shown ones and every sum, in fractions: in whole numbers no wider.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOutcome, Variable};

use super::parts::{self, Part};
use super::{Pattern, Table, Unsafe};

/// The least and the most that each of some cells may be; infinite if nothing bounds it.
pub fn extents(
    table: &Table,
    pattern: &Pattern,
    cells: &[usize],
) -> Result<Vec<(f64, f64)>, Unsafe> {
    let left = parts::apart(table, &pattern.shown);
    let of = |cell: &usize| {
        let part = left
            .parts
            .iter()
            .find_map(|part| Some((part, part.cells.binary_search(cell).ok()?)));
        let Some((part, at)) = part else {
            return Ok((table.n(*cell), table.n(*cell)));
        };
        Ok((
            end(part, at, OptimizationDirection::Minimize)?,
            end(part, at, OptimizationDirection::Maximize)?,
        ))
    };
    cells.iter().map(of).collect()
}

fn end(part: &Part, cell: usize, direction: OptimizationDirection) -> Result<f64, Error> {
    let mut problem = Problem::new(direction);
    let cells: Vec<Variable> = (0..part.cells.len())
        .map(|at| problem.add_var(f64::from(u8::from(at == cell)), (0.0, f64::INFINITY)))
        .collect();
    for row in &part.rows {
        let terms = row
            .terms
            .iter()
            .filter_map(|(at, factor)| Some((*cells.get(*at)?, *factor)));
        problem.add_constraint(terms.collect::<Vec<_>>(), ComparisonOp::Eq, row.value);
    }
    match problem.solve() {
        Ok(SolveOutcome::Solution(found)) => Ok(found.objective()),
        Ok(SolveOutcome::Interrupted(_)) => Err(Error::InternalError("no time".to_owned())),
        Err(Error::Unbounded) => Ok(f64::INFINITY),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, Standing, Sum};
    use super::*;

    /// 20 are 13, 4 and 3, of which 13 are shown; and 5 of those not shown are 4 and 1.
    fn table() -> (Table, Pattern) {
        let cells = [20, 13, 4, 3, 5, 1].map(|n| Cell {
            n,
            contributors: n,
            largest: 1,
            standing: Standing::Open,
            sensitive: false,
            under: 11,
        });
        let sum = |total, parts: &[usize]| Sum {
            total,
            parts: parts.to_vec(),
        };
        let table = Table {
            cells: cells.to_vec(),
            sums: vec![sum(0, &[1, 2, 3]), sum(4, &[2, 5])],
        };
        let pattern = Pattern {
            shown: vec![true, true, false, false, false, false],
            ..Pattern::default()
        };
        (table, pattern)
    }

    #[test]
    fn a_cell_lies_between_nothing_and_what_the_others_leave() {
        let (table, pattern) = table();
        let found = extents(&table, &pattern, &[1, 2, 3, 4]).unwrap();
        assert_eq!(
            found,
            [(13.0, 13.0), (0.0, 7.0), (0.0, 7.0), (0.0, f64::INFINITY)]
        );
    }

    #[test]
    fn a_part_that_is_shown_is_the_least_of_its_whole() {
        let (table, _) = table();
        let pattern = Pattern {
            shown: vec![false, true, false, true, false, false],
            ..Pattern::default()
        };
        assert_eq!(
            extents(&table, &pattern, &[0]).unwrap(),
            [(16.0, f64::INFINITY)]
        );
    }
}

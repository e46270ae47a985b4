//! A table with bounds in it: between what withheld cells lie by knowledge that is no sum of the table. A bound is said to
//! the core as a sum, with a number that nobody knows for what is left.

use super::counted::Counted;
use super::grid::Table;
use super::pairs::{Bounds, whole_numbers};
use super::settle::Built;
use crate::reports::periods::Period;
use crate::reports::withholding::{self, Cell, Pattern, Standing, Sum, Unsafe, audit, extents};

/// A table with bounds in it.
pub(super) struct Bounded {
    /// The cells of the table, and after them those by which they are bound.
    pub(super) table: withholding::Table,
    /// How many are of the table itself.
    own: usize,
}

impl Bounded {
    /// Whether the audit lets a pattern of the table pass with the bounds.
    pub(super) fn passes(&self, pattern: &Pattern) -> bool {
        audit(&self.table, &self.pattern(&pattern.shown)).is_ok()
    }

    /// What is shown of it, if so much is shown of its own cells: the bounds are known.
    fn pattern(&self, shown: &[bool]) -> Pattern {
        let own = shown.iter().copied().take(self.own);
        let bounds = self.table.cells.iter().skip(self.own);
        let known = bounds.map(|cell| cell.standing == Standing::Published);
        Pattern {
            shown: own.chain(known).collect(),
            ..Pattern::default()
        }
    }

    /// Everybody knows between what a cell lies: with a number that nobody knows it comes to its most, or its least to it.
    fn bind(&mut self, cell: usize, (low, high): Bounds) {
        let n = self.table.cells.get(cell).map_or(0, |cell| cell.n);
        if high < u32::MAX {
            let (most, above) = (
                self.push(high, Standing::Published),
                self.push(high.saturating_sub(n), Standing::Slack),
            );
            self.table.sums.push(Sum {
                total: most,
                parts: vec![cell, above],
            });
        }
        if low > 0 {
            let (least, over) = (
                self.push(low, Standing::Published),
                self.push(n.saturating_sub(low), Standing::Slack),
            );
            self.table.sums.push(Sum {
                total: cell,
                parts: vec![least, over],
            });
        }
    }

    fn push(&mut self, n: u32, standing: Standing) -> usize {
        self.table.cells.push(Cell::bare(n, standing));
        self.table.cells.len() - 1
    }
}

impl Built {
    /// The table with what is told of its cells, and with more that would be.
    pub(super) fn bounded(&self, more: impl IntoIterator<Item = (usize, Bounds)>) -> Bounded {
        let mut bounded = Bounded {
            table: self.table.clone(),
            own: self.table.cells.len(),
        };
        let told = self.told.iter().map(|(cell, bounds)| (*cell, *bounds));
        for (cell, bounds) in told.chain(more) {
            bounded.bind(cell, bounds);
        }
        bounded
    }

    /// Keeps between what the withheld cells of a period's whole lie in which other tables meet: who is in a group that is
    /// shown is in the whole.
    pub(super) fn tell_of_whole(
        &mut self,
        period: Period,
        counted: &Counted,
        pattern: &Pattern,
    ) -> Result<(), Unsafe> {
        let first = self.first.get(&period).copied().unwrap_or_default();
        let own = first..first + counted.cells.len();
        let mut bounded = Bounded {
            table: withholding::Table {
                cells: self
                    .table
                    .cells
                    .get(own.clone())
                    .unwrap_or_default()
                    .to_vec(),
                sums: counted
                    .sums
                    .iter()
                    .map(|(total, parts)| Sum {
                        total: *total,
                        parts: parts.clone(),
                    })
                    .collect(),
            },
            own: own.len(),
        };
        for (cell, bounds) in self.told.range(own.clone()) {
            bounded.bind(cell - first, *bounds);
        }
        let chosen = pattern.shown.get(own).unwrap_or_default();
        let pattern = bounded.pattern(chosen);
        let nodes = Table::meets();
        let hidden: Vec<usize> = (0..)
            .zip(&counted.cells)
            .zip(chosen)
            .filter(|((_, (place, _)), shown)| !**shown && nodes.contains(&place.key.1))
            .map(|((at, _), _)| at)
            .collect();
        let found = extents(&bounded.table, &pattern, &hidden)?;
        // What the other tables' own sums tell need not be told to them.
        let meets = |cell: &usize| {
            let place = counted.cells.get(*cell);
            place.is_some_and(|(place, _)| nodes.contains(&place.key.1))
        };
        let sums = &mut bounded.table.sums;
        sums.retain(|sum| meets(&sum.total) && sum.parts.iter().all(meets));
        let known = extents(&bounded.table, &pattern, &hidden)?;
        for (at, (found, known)) in hidden.into_iter().zip(found.into_iter().zip(known)) {
            let bounds = whole_numbers(found);
            if bounds != whole_numbers(known) {
                self.told.insert(first + at, bounds);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::calls::words::IsolationMode;
    use crate::reports::cube::count::count;
    use crate::reports::cube::marks::{Part, mark, marked};
    use crate::reports::cube::rule::Rule;
    use crate::reports::cube::settle::settle;
    use crate::reports::cube::settled::{Decided, Known};
    use crate::reports::figures::samples::{rated, times};
    use crate::reports::withholding::Audit;

    /// Of 14 who felt worse, 13 began with 2 or more; 14 felt the same.
    fn decided(table: Table, whole: Option<&Decided>) -> Decided {
        let month: Period = "2026-10"
            .parse::<crate::reports::periods::Month>()
            .unwrap()
            .into();
        let pair = |start, end| rated(IsolationMode::Prospective, start, end);
        let facts = [
            times(13, &pair(5, 6)),
            times(1, &pair(1, 2)),
            times(14, &pair(7, 7)),
        ]
        .concat();
        let parts = [Part {
            part: None,
            facts: &facts,
        }];
        let marks = mark(&parts);
        let counted = count(table, month, &marked(&parts, &marks), &BTreeSet::new());
        let whole = whole.map(|whole| (month, whole.settled.clone()));
        let known = Known {
            whole: whole.into_iter().collect(),
            ..Known::default()
        };
        // Both 14 are withheld, and what nobody is shown.
        let choose = |table: &withholding::Table| {
            let shown = |cell: &Cell| cell.n != 14 && cell.standing != Standing::Latent;
            let pattern = Pattern {
                shown: table.cells.iter().map(shown).collect(),
                ..Pattern::default()
            };
            Ok((pattern, Audit::default()))
        };
        let new = BTreeMap::from([(month, counted)]);
        settle(table, &known, &new, Rule::usual(11, choose))
            .unwrap()
            .remove(&month)
            .unwrap()
    }

    fn told(decided: &Decided, key: &str) -> Option<Bounds> {
        let kept = decided.settled.cells.iter().find(|kept| kept.key == key);
        kept.unwrap().told
    }

    #[test]
    fn who_is_in_a_group_that_is_shown_is_in_the_whole_and_other_tables_are_told() {
        let worsened = "|per_call.all.worsened";
        let whole = decided(Table::Whole, None);
        assert_eq!(told(&whole, worsened).map(|(least, _)| least), Some(13));
        let by_channel = decided(Table::Channel, Some(&whole));
        assert_eq!(told(&by_channel, worsened), told(&whole, worsened));
        let alone = decided(Table::Channel, None);
        assert_ne!(told(&alone, worsened), told(&whole, worsened));
    }
}

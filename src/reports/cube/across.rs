//! Which cells of a period are bound to the same cells of its parts, and how.

use std::collections::BTreeMap;

use super::nodes::{Class, Group, Linked, Node};
use super::settle::Built;
use crate::reports::periods::Period;
use crate::reports::withholding::{Cell, Standing, Sum};

impl Built {
    /// Periods are sums of others, cell by cell.
    pub(super) fn sum_periods(&mut self, parts: &BTreeMap<Period, Vec<Period>>) {
        let mut sums = Vec::new();
        let mut again = Vec::new();
        let mut unions = Vec::new();
        for (period, parts) in parts {
            let (Some(cells), Some(parts)) = (
                self.at.get(period),
                parts
                    .iter()
                    .map(|part| self.at.get(part))
                    .collect::<Option<Vec<_>>>(),
            ) else {
                continue;
            };
            for (key, total) in cells {
                let of_parts: Vec<usize> = parts
                    .iter()
                    .filter_map(|part| part.get(key).copied())
                    .collect();
                if let Some(counterpart) = again_of(key) {
                    again.extend(
                        cells
                            .get(&counterpart)
                            .map(|again| (*total, *again, of_parts)),
                    );
                } else if is_union(key) {
                    let is_linked = key.ends_with(&format!("|{}", Node::Callers(Linked::Linked)));
                    unions.push(((*total, is_linked), of_parts));
                } else if adds_up(key)
                    && (of_parts.len() == parts.len() || self.n(&of_parts) == self.n(&[*total]))
                {
                    // A part that lacks the cell has nothing in it, or was closed before such cells were counted.
                    sums.push(Sum {
                        total: *total,
                        parts: of_parts,
                    });
                }
            }
        }
        // In an order that does not hang on chance: the choice of what is withheld follows it.
        unions.sort();
        again.sort();
        for (total, of_parts) in unions {
            self.bind_union(total, of_parts, &mut sums);
        }
        // Who was first in a part of the period is first in the whole, or not.
        for (first, again, of_parts) in again {
            let all = self.slack(self.n(&of_parts));
            sums.push(Sum {
                total: all,
                parts: of_parts,
            });
            sums.push(Sum {
                total: all,
                parts: vec![first, again],
            });
        }
        sums.sort_by_key(|sum| sum.total);
        self.table.sums.extend(sums);
    }

    /// Callers of a period are as many as those of each part at least, and no more than those of all parts together; but
    /// callers who were asked again may have been asked in two parts.
    fn bind_union(
        &mut self,
        (total, is_linked): (usize, bool),
        of_parts: Vec<usize>,
        sums: &mut Vec<Sum>,
    ) {
        let n = self.n(&[total]);
        for part in &of_parts {
            let others = self.slack(n.saturating_sub(self.n(&[*part])));
            sums.push(Sum {
                total,
                parts: vec![*part, others],
            });
        }
        if is_linked {
            return;
        }
        let together = self.n(&of_parts);
        let (all, twice) = (self.slack(together), self.slack(together.saturating_sub(n)));
        sums.push(Sum {
            total: all,
            parts: of_parts,
        });
        sums.push(Sum {
            total: all,
            parts: vec![total, twice],
        });
    }

    /// What some cells come to.
    fn n(&self, cells: &[usize]) -> u32 {
        let of = |cell: &usize| self.table.cells.get(*cell).map(|cell| cell.n);
        cells.iter().filter_map(of).sum()
    }

    /// A cell that nobody is shown, and that may be reckoned.
    fn slack(&mut self, n: u32) -> usize {
        self.push(Cell::bare(n, Standing::Slack))
    }
}

/// Whether a cell of a period is the sum of the same cells of its parts. Who was first is so in one period only, and who
/// was asked in two parts is one caller in the whole.
fn adds_up(key: &str) -> bool {
    let of_callers = key.contains("|callers.");
    let firsts = ["|first", "|rest", "|again_"];
    !of_callers && !firsts.iter().any(|of| key.starts_with(of))
}

/// Whether a cell counts callers who are in a period if they are in any part of it.
fn is_union(key: &str) -> bool {
    let of_parts = [Linked::Measured, Linked::Linked].map(Node::Callers);
    of_parts
        .iter()
        .any(|node| key.ends_with(&format!("|{node}")))
        || key == format!("|{}", Node::Rated(Group::First, Class::Pairs))
}

/// The cell of those who were first in a part and not in the whole, beside the cell of those who are first.
fn again_of(key: &str) -> Option<String> {
    let leaf = |prefix: Group, again: Group| {
        let class = key.strip_prefix(&format!("|{prefix}."))?;
        let class = Class::LEAVES.iter().find(|leaf| leaf.as_str() == class)?;
        Some(format!("|{again}.{class}"))
    };
    leaf(Group::FirstHigh, Group::AgainHigh).or_else(|| leaf(Group::FirstLow, Group::AgainLow))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_and_first_calls_of_parts_are_not_added_up() {
        assert!(adds_up("|contacts") && adds_up("voice|per_call.all.pairs"));
        assert!(!adds_up("ucla_3|callers.measured") && !adds_up("ucla_3|callers.improved"));
        assert!(!adds_up("|first_call_per_caller.all.pairs"));
    }

    #[test]
    fn a_set_that_was_not_counted_yet_in_a_part_is_not_added_up_and_a_level_that_nobody_named_is() {
        let quarter = Period::quarter_of("2026-01".parse().unwrap());
        let months: Vec<Period> = quarter.months().map(Period::from).collect();
        let mut built = Built::default();
        let cells = [("|low.pairs", 5), ("islands|support_contacts", 4)];
        for (key, n) in cells {
            let cell = built.push(Cell::bare(n, Standing::Latent));
            built
                .at
                .entry(quarter)
                .or_default()
                .insert(key.to_owned(), cell);
        }
        for (month, n) in months.iter().zip([4, 0, 0]) {
            let cells = built.at.entry(*month).or_default();
            cells.clear();
            if n > 0 {
                let cell = built.push(Cell::bare(n, Standing::Latent));
                let cells = built.at.entry(*month).or_default();
                cells.insert("islands|support_contacts".to_owned(), cell);
            }
        }
        built.sum_periods(&BTreeMap::from([(quarter, months)]));
        let totals: Vec<usize> = built.table.sums.iter().map(|sum| sum.total).collect();
        assert_eq!(totals, [1], "the level alone");
    }

    #[test]
    fn who_is_in_a_part_is_in_the_whole() {
        assert!(is_union("ucla_3|callers.measured") && is_union("ons_direct|callers.linked"));
        assert!(is_union("|first_call_per_caller.all.pairs"));
        assert!(!is_union("ucla_3|callers.lonely_first") && !is_union("|contacts"));
    }
}

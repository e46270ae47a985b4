//! Which means are told: none that, with all else that readers know, narrows a small count down.
//!
//! Means bound the withheld counts beneath them, and sums carry that on to other counts: so the whole table is audited
//! again with these bounds in it.

use std::collections::BTreeSet;

use super::count::{self, Counted};
use super::grid::Place;
use super::ratings::{self, Beside, Bounds};
use super::settle::Built;
use crate::reports::periods::Period;
use crate::reports::withholding::Pattern;

/// Means that could be told.
pub(super) struct Offer {
    /// The place of the pairs of which they are.
    pairs: usize,
    /// Between what they leave the withheld cells beneath.
    bounds: Vec<(usize, Bounds)>,
}

impl Built {
    /// The means of a period that could be told, the most wanted first.
    pub(super) fn offers(
        &self,
        period: Period,
        counted: &Counted,
        pattern: &Pattern,
        under: u32,
    ) -> Vec<Offer> {
        let first = self.first.get(&period).copied().unwrap_or_default();
        let is_shown = |at: usize| pattern.shown.get(at).copied().unwrap_or_default();
        let beside: Beside<'_> = (first..)
            .zip(&counted.cells)
            .map(|(at, (place, cell))| {
                ((place.key.0.as_str(), place.key.1), (cell.n, is_shown(at)))
            })
            .collect();
        let at = self.at.get(&period);
        let offer = |(pairs, (place, cell)): (usize, &(Place, count::Cell))| {
            let (level, node) = &place.key;
            if !(place.shown && is_shown(pairs)) {
                return None;
            }
            let bounds = ratings::bounds(&beside, level, *node, cell, under)?;
            let bounds = bounds
                .into_iter()
                .filter_map(|(node, bounds)| Some((*at?.get(&node.at(level))?, bounds)));
            Some(Offer {
                pairs,
                bounds: bounds.collect(),
            })
        };
        (first..).zip(&counted.cells).filter_map(offer).collect()
    }

    /// Takes as many of the offers as the audit lets through, and keeps what they tell. The places of their pairs.
    pub(super) fn tell(&mut self, pattern: &Pattern, offers: Vec<Offer>) -> BTreeSet<usize> {
        let (telling, silent): (Vec<Offer>, Vec<Offer>) = offers
            .into_iter()
            .partition(|offer| !offer.bounds.is_empty());
        let mut means: BTreeSet<usize> = silent.iter().map(|offer| offer.pairs).collect();
        self.tell_some(pattern, &telling, &mut means);
        means
    }

    /// All of them if they pass together; else the first half, and of the others what passes beside it.
    fn tell_some(&mut self, pattern: &Pattern, offers: &[Offer], means: &mut BTreeSet<usize>) {
        if offers.is_empty() {
            return;
        }
        let more = offers.iter().flat_map(|offer| &offer.bounds).copied();
        if self.bounded(more).passes(pattern) {
            for offer in offers {
                means.insert(offer.pairs);
                for (cell, bounds) in &offer.bounds {
                    let told = self.told.entry(*cell).or_insert(*bounds);
                    *told = (told.0.max(bounds.0), told.1.min(bounds.1));
                }
            }
        } else if offers.len() > 1 {
            let (first, others) = offers.split_at(offers.len() / 2);
            self.tell_some(pattern, first, means);
            self.tell_some(pattern, others, means);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::withholding::{Cell, Standing, Sum};

    /// Two months of which the sum is known: 10, which is small, and 14.
    fn two_months() -> (Built, Pattern) {
        let mut built = Built::default();
        for (n, standing) in [
            (24, Standing::Published),
            (10, Standing::Withheld),
            (14, Standing::Withheld),
        ] {
            built.push(Cell {
                n,
                contributors: n,
                largest: 1,
                standing,
                sensitive: false,
                under: 11,
            });
        }
        built.table.sums.push(Sum {
            total: 0,
            parts: vec![1, 2],
        });
        let pattern = Pattern {
            shown: vec![true, false, false],
            ..Pattern::default()
        };
        (built, pattern)
    }

    fn offer(pairs: usize, cell: usize, bounds: Bounds) -> Offer {
        Offer {
            pairs,
            bounds: vec![(cell, bounds)],
        }
    }

    #[test]
    fn means_of_one_month_that_tell_of_a_small_count_in_another_are_not_told() {
        let (mut built, pattern) = two_months();
        // At most 23 of the 24: there is one at least in the other month.
        assert_eq!(
            built.tell(&pattern, vec![offer(7, 2, (0, 23))]),
            BTreeSet::new()
        );
        assert_eq!(built.told.get(&2), None);
        let harmless = built.tell(&pattern, vec![offer(7, 2, (0, 24))]);
        assert_eq!(harmless, BTreeSet::from([7]));
    }

    #[test]
    fn what_means_may_tell_they_tell_beside_others_that_may_not() {
        let (mut built, pattern) = two_months();
        let both = vec![offer(7, 1, (0, 12)), offer(8, 2, (14, 24))];
        assert_eq!(built.tell(&pattern, both), BTreeSet::from([7]));
        assert_eq!(built.told.get(&1), Some(&(0, 12)));
        // Later means meet what is known already.
        assert_eq!(
            built.tell(&pattern, vec![offer(9, 2, (12, 24))]),
            BTreeSet::from([9])
        );
        assert_eq!(built.tell(&pattern, vec![offer(10, 2, (13, 24))]).len(), 1);
        assert_eq!(built.tell(&pattern, vec![offer(11, 2, (14, 24))]).len(), 0);
    }
}

//! Which means are told: none that, with all else that readers know, narrows a small count down.
//!
//! Means bound the withheld counts beneath them, and sums carry that on to other counts: so the whole table is audited
//! again with these bounds in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::as_many::as_many_as_may;
use super::jointly::Jointly;
use super::ratings::{self, Beside};
use crate::reports::cube::counted::{Cell, Counted};
use crate::reports::cube::grid::Place;
use crate::reports::cube::pairs::Bounds;
use crate::reports::cube::settle::Built;
use crate::reports::cube::settled::Settled;
use crate::reports::cube::told::Means;
use crate::reports::periods::{Kind, Period};
use crate::reports::withholding::Pattern;

/// A level of a month has its means told from so many times the threshold on: of so many pairs what rounding leaves open of a
/// sum is about the threshold. Of fewer the means of all levels and months narrow small classes down with those of the quarter.
const MARGIN: u32 = 100;

/// Means that could be told.
pub(super) struct Offer {
    /// The place of the pairs of which they are.
    pairs: usize,
    /// Between what they leave the withheld cells beneath.
    bounds: Vec<(usize, Bounds)>,
}

/// A table of a period that is decided now.
struct New<'a> {
    period: Period,
    counted: &'a Counted,
    /// The place of its first cell.
    first: usize,
    /// Of its cells, which are shown.
    shown: &'a [bool],
    /// What was decided of the whole, if this is another table.
    whole: Option<&'a Settled>,
    under: u32,
}

impl New<'_> {
    fn is_shown(&self, at: usize) -> bool {
        self.shown.get(at).is_some_and(|shown| *shown)
    }

    /// The means that could be told each by itself, the most wanted first.
    fn offers(&self, places: &HashMap<String, usize>, means: Means) -> Vec<Offer> {
        let cells = || self.counted.cells.iter().enumerate();
        let beside: Beside<'_> = cells()
            .map(|(at, (place, cell))| {
                let shown = self.is_shown(at);
                ((place.key.0.as_str(), place.key.1), (cell.n, shown))
            })
            .collect();
        let offer = |(at, (place, cell)): (usize, &(Place, Cell))| {
            let (level, node) = &place.key;
            let is_offered = self.is_offered(level, cell.n, means);
            if !(is_offered && place.shown && self.is_shown(at)) {
                return None;
            }
            let bounds = ratings::bounds(&beside, level, *node, cell, (means, self.under))?;
            let bounds = bounds
                .into_iter()
                .filter_map(|(node, bounds)| Some((*places.get(&node.at(level))?, bounds)));
            Some(Offer {
                pairs: self.first + at,
                bounds: bounds.collect(),
            })
        };
        cells().filter_map(offer).collect()
    }

    /// Whether means of so many pairs are offered at all. Those of the whole are decided with it; those of the change alone are
    /// for the whole.
    fn is_offered(&self, level: &str, n: u32, means: Means) -> bool {
        if level.is_empty() {
            return self.whole.is_none();
        }
        let is_thin = self.period.kind() == Kind::Month && n < MARGIN * self.under;
        means == Means::All && !is_thin
    }

    /// As many of the offers as may be made beside what is told: all, or one after the other what may be beside those before.
    fn together(
        &self,
        told: &BTreeMap<usize, Means>,
        offers: Vec<Offer>,
        means: Means,
    ) -> Vec<Offer> {
        if offers.is_empty() {
            return offers;
        }
        let jointly = Jointly::of(
            self.counted,
            &|at| self.is_shown(at),
            self.whole,
            self.under,
        );
        let own = self.first..self.first + self.counted.cells.len();
        let may_tell = |offers: &[&Offer]| {
            let before = told
                .range(own.clone())
                .map(|(pairs, means)| (*pairs, *means));
            let more = offers.iter().map(|offer| (offer.pairs, means));
            jointly.may_tell(before.chain(more).filter_map(|(pairs, means)| {
                let (place, cell) = self.counted.cells.get(pairs - self.first)?;
                Some((&place.key, cell.ratings?.told(means)))
            }))
        };
        as_many_as_may(offers, may_tell).0
    }
}

impl Built {
    /// Which means of the new periods are told, by the places of their pairs: all, or else those of the change alone.
    pub(in crate::reports::cube) fn tell_means(
        &mut self,
        new: &BTreeMap<Period, Counted>,
        pattern: &Pattern,
        (whole, under): (&BTreeMap<Period, Settled>, u32),
    ) -> BTreeMap<usize, Means> {
        let mut told = BTreeMap::new();
        for means in [Means::All, Means::OfChange] {
            let mut offers = Vec::new();
            for (period, counted) in new {
                let (Some(first), Some(places)) = (self.first.get(period), self.at.get(period))
                else {
                    continue;
                };
                let new = New {
                    period: *period,
                    counted,
                    first: *first,
                    shown: pattern.shown.get(*first..).unwrap_or_default(),
                    whole: whole.get(period),
                    under,
                };
                let mut of_period = new.offers(places, means);
                of_period.retain(|offer| !told.contains_key(&offer.pairs));
                offers.extend(new.together(&told, of_period, means));
            }
            let passed = self.tell(pattern, offers);
            told.extend(passed.into_iter().map(|pairs| (pairs, means)));
        }
        told
    }

    /// Takes as many of the offers as the audit lets through, and keeps what they tell. The places of their pairs.
    fn tell(&mut self, pattern: &Pattern, offers: Vec<Offer>) -> BTreeSet<usize> {
        let (telling, silent): (Vec<Offer>, Vec<Offer>) = offers
            .into_iter()
            .partition(|offer| !offer.bounds.is_empty());
        let (told, _) = as_many_as_may(telling, |offers| {
            let more = offers.iter().flat_map(|offer| &offer.bounds).copied();
            self.bounded(more).passes(pattern)
        });
        for (cell, bounds) in told.iter().flat_map(|offer| &offer.bounds) {
            let told = self.told.entry(*cell).or_insert(*bounds);
            *told = (told.0.max(bounds.0), told.1.min(bounds.1));
        }
        silent
            .iter()
            .chain(&told)
            .map(|offer| offer.pairs)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::withholding::{self, Standing, Sum};

    /// Two months of which the sum is known: 10, which is small, and 14.
    fn two_months() -> (Built, Pattern) {
        let mut built = Built::default();
        for (n, standing) in [
            (24, Standing::Published),
            (10, Standing::Withheld),
            (14, Standing::Withheld),
        ] {
            built.push(withholding::Cell {
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

//! Decides which cells of a table are shown for the periods that a closing completes, in the sight of all that was
//! shown before.

use std::collections::{BTreeMap, HashMap};

use super::counted::{self, Counted};
use super::grid::Table;
use super::means::chain;
use super::names;
use super::pairs::Bounds;
use super::rule::Rule;
use super::settled::{Decided, Fate, Kept, Known, Settled};
use super::standing::standing;
use super::told::Means;
use crate::reports::measures::FEW;
use crate::reports::periods::Period;
use crate::reports::release::{Ratings, Released, Shown, Time};
use crate::reports::withholding::{self, Cell, Pattern, Standing, Sum, Unsafe};

/// Decides a table of the periods that a closing completes.
pub fn settle(
    table: Table,
    known: &Known,
    new: &BTreeMap<Period, Counted>,
    rule: Rule,
) -> Result<BTreeMap<Period, Decided>, Unsafe> {
    let mut built = Built::default();
    for (period, settled) in &known.earlier {
        built.add_settled(period, settled, table);
    }
    for (period, counted) in new {
        built.add_new(table, period, counted, (rule, known.whole.get(period)));
    }
    built.sum_periods(&known.parts);
    let (pattern, _audit) = (rule.choose)(&built.bounded([]).table)?;
    let means = built.tell_means(new, &pattern, (&known.whole, rule.under));
    if table == Table::Whole {
        for (period, counted) in new {
            built.tell_of_whole(*period, counted, &pattern)?;
        }
    }
    let decide = |(period, counted): (&Period, &Counted)| {
        (
            *period,
            built.decide(period, counted, &pattern, &means, rule.under),
        )
    };
    let mut decided = new.iter().map(decide).collect();
    chain::agree(table, &mut decided, known, rule.under);
    Ok(decided)
}

/// The table of all periods at once.
#[derive(Default)]
pub(super) struct Built {
    pub(super) table: withholding::Table,
    /// Where the cells of a period are.
    pub(super) at: BTreeMap<Period, HashMap<String, usize>>,
    /// The place of a period's first cell.
    pub(super) first: BTreeMap<Period, usize>,
    /// Between what withheld cells lie by more than their sums.
    pub(super) told: BTreeMap<usize, Bounds>,
}

impl Built {
    pub(super) fn push(&mut self, cell: Cell) -> usize {
        self.table.cells.push(cell);
        self.table.cells.len() - 1
    }

    fn add_sums(&mut self, first: usize, sums: &[(usize, Vec<usize>)]) {
        let of = |(total, parts): &(usize, Vec<usize>)| Sum {
            total: first + total,
            parts: parts.iter().map(|part| first + part).collect(),
        };
        self.table.sums.extend(sums.iter().map(of));
    }

    fn add_settled(&mut self, period: &Period, settled: &Settled, table: Table) {
        let first = self.table.cells.len();
        let mut at = HashMap::new();
        for kept in &settled.cells {
            let standing = match kept.fate {
                Fate::Shown => Standing::Published,
                Fate::Withheld => Standing::Withheld,
                Fate::Latent => Standing::Latent,
                Fate::Slack => Standing::Slack,
            };
            let cell = Cell {
                n: kept.n,
                contributors: kept.contributors,
                largest: kept.largest,
                standing,
                sensitive: table.is_sensitive() && !kept.key.starts_with('|'),
                under: settled.under,
            };
            let place = self.push(cell);
            self.told.extend(kept.told.map(|told| (place, told)));
            at.insert(names::renamed(table, &kept.key), place);
        }
        self.at.insert(*period, at);
        self.first.insert(*period, first);
        self.add_sums(first, &settled.sums);
    }

    fn add_new(
        &mut self,
        table: Table,
        period: &Period,
        counted: &Counted,
        (rule, whole): (Rule, Option<&Settled>),
    ) {
        let first = self.table.cells.len();
        let decided: HashMap<&str, &Kept> = whole
            .iter()
            .flat_map(|whole| &whole.cells)
            .map(|kept| (kept.key.as_str(), kept))
            .collect();
        let mut at = HashMap::new();
        for (place, cell) in &counted.cells {
            let key = place.key.1.at(&place.key.0);
            let standing = if place.slack {
                Standing::Slack
            } else if !place.shown {
                Standing::Latent
            } else {
                let of = |key: &str| decided.get(key).map(|kept| kept.fate);
                // Where the whole is withheld its levels would bound it from below, in each breakdown from another side.
                let wholes = table.parts_of(place.key.1).map(|node| of(&node.at("")));
                let is_hidden = |fate: &Fate| *fate != Fate::Shown;
                let hidden = wholes.into_iter().flatten().find(is_hidden);
                match of(&key).or(hidden) {
                    Some(Fate::Shown) => Standing::Published,
                    Some(_) => Standing::Withheld,
                    None => standing(table, *period, &place.key, cell, rule),
                }
            };
            let cell = Cell {
                n: cell.n,
                contributors: cell.contributors,
                largest: cell.largest,
                standing,
                sensitive: table.is_sensitive() && !place.key.0.is_empty(),
                under: rule.under,
            };
            let told = decided.get(key.as_str()).and_then(|kept| kept.told);
            let place = self.push(cell);
            self.told.extend(told.map(|told| (place, told)));
            at.insert(key, place);
        }
        self.at.insert(*period, at);
        self.first.insert(*period, first);
        self.add_sums(first, &counted.sums);
    }

    fn decide(
        &self,
        period: &Period,
        counted: &Counted,
        pattern: &Pattern,
        means: &BTreeMap<usize, Means>,
        under: u32,
    ) -> Decided {
        let first = self.first.get(period).copied().unwrap_or_default();
        let mut released = Released::default();
        let mut cells = Vec::new();
        for (at, (place, cell)) in (first..).zip(&counted.cells) {
            let (level, node) = (&place.key.0, place.key.1);
            let is_shown = pattern.shown.get(at).copied().unwrap_or_default();
            let fate = match (place.slack, place.shown, is_shown) {
                (true, ..) => Fate::Slack,
                (_, false, _) => Fate::Latent,
                (_, _, true) => Fate::Shown,
                (_, _, false) => Fate::Withheld,
            };
            let ratings = cell.ratings.zip(means.get(&at));
            let ratings = ratings.map(|(ratings, means)| ratings.told(*means));
            if place.shown {
                let few = 1..ENOUGH_MINUTES * under;
                let minutes = level.is_empty() || !few.contains(&cell.n);
                let shown = is_shown.then(|| shown(cell, ratings, minutes));
                released.keep(level, node, shown);
            }
            cells.push(Kept {
                key: node.at(level),
                n: cell.n,
                contributors: cell.contributors,
                largest: cell.largest,
                fate,
                told: self.told.get(&at).copied(),
                means: ratings,
            });
        }
        Decided {
            settled: Settled {
                under,
                cells,
                sums: counted.sums.clone(),
            },
            released,
        }
    }
}

/// A level has its minutes told from so many times the threshold on. No contact lasts longer than four hours: where there are
/// few, all minutes together say of some that there must have been one.
const ENOUGH_MINUTES: u32 = 5;

/// What is shown of a cell that may be shown: how many, with its minutes or not.
fn shown(cell: &counted::Cell, ratings: Option<Ratings>, minutes: bool) -> Shown {
    let enough = usize::try_from(cell.n).is_ok_and(|n| n >= FEW);
    let time = cell.minutes.as_ref().map(|time| {
        // Without the two largest a tenth of the largest remains, so that the second cannot reckon the first.
        let safe = time.sum == 0 || 10 * (time.sum - time.first - time.second) >= time.first;
        Time {
            minutes: (minutes && safe).then_some(time.sum),
            lengths: (enough || cell.n == 0).then(|| time.lengths.clone()),
        }
    });
    Shown {
        n: cell.n.into(),
        time,
        ratings,
        amount: cell.amount,
    }
}

#[cfg(test)]
mod tests;

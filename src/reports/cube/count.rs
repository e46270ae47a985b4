//! Counts a table of a period: each contact once in every cell to which it belongs, with who is behind it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::counted::{Cell, Counted, Minutes, Ratings};
use super::grid::{Grid, Table};
use super::levels;
use super::marks::{Marked, rated};
use super::names::Level;
use super::nodes::{Class, Node, Plain};
use super::within::Within;
use crate::reports::measures::Moments;
use crate::reports::periods::Period;

/// Counts a table of a period's contacts. The line's regions are levels whether anybody named them or not: a level that
/// is there because somebody named it tells of them.
pub fn count(
    table: Table,
    period: Period,
    contacts: &[Marked<'_>],
    regions: &BTreeSet<Level>,
) -> Counted {
    let mut named: BTreeSet<Cow<'_, str>> = BTreeSet::new();
    if table == Table::Region {
        named.extend(regions.iter().map(Cow::from));
    }
    if let Some(by) = table.dimension().filter(|_| table != Table::Reason) {
        named.extend(contacts.iter().map(|contact| levels::of(contact.fact, by)));
    }
    let named = named.into_iter().map(Cow::into_owned).collect();
    let mut grid = table.grid(&named);
    for place in &mut grid.places {
        place.shown &= place.key.0.is_empty() || table.tells(place.key.1, period);
    }
    let within = Within::new(table, &grid);
    let mut tallies = Tallies::new(&grid, &within);
    let mut levels = Vec::new();
    for (number, contact) in contacts.iter().enumerate() {
        if table == Table::Referrals {
            tallies.add_referrals(&within, contact, number);
        } else {
            within.find(contact.fact, &mut levels);
            for level in &levels {
                tallies.add(*level, contact);
            }
        }
    }
    tallies.close(grid)
}

/// Who is behind a cell, while it is counted.
#[derive(Default)]
struct Tally {
    n: u32,
    alone: u32,
    callers: HashMap<u32, u32>,
    time: Option<Time>,
    ratings: Option<Ratings>,
}

#[derive(Default)]
struct Time {
    of_callers: HashMap<u32, u64>,
    longest_alone: [u64; 2],
    lengths: BTreeMap<u8, u32>,
    sum: u64,
}

/// A table while it is counted.
struct Tallies {
    /// Where in `cells` the sets of a level are.
    at: Vec<Option<usize>>,
    cells: Vec<Tally>,
}

impl Tallies {
    fn new(grid: &Grid, within: &Within) -> Self {
        let mut this = Self {
            at: vec![None; within.many() * Node::MANY],
            cells: Vec::new(),
        };
        for (number, place) in grid.places.iter().enumerate() {
            let (level, node) = &place.key;
            if let Some(at) = within
                .level(level)
                .and_then(|level| this.at.get_mut(place_of(level, node.number())))
            {
                *at = Some(number);
            }
            this.cells.push(Tally {
                time: matches!(node, Node::Of(Plain::Contacts)).then(Time::default),
                ratings: matches!(node, Node::Rated(_, Class::Pairs)).then(Ratings::default),
                ..Tally::default()
            });
        }
        this
    }

    fn cell(&mut self, level: usize, node: u8) -> Option<&mut Tally> {
        let at = *self.at.get(place_of(level, node))?;
        self.cells.get_mut(at?)
    }

    fn add(&mut self, level: usize, contact: &Marked<'_>) {
        for node in &contact.mark.nodes {
            if let Some(cell) = self.cell(level, *node) {
                cell.add(contact);
            }
        }
    }

    /// Every referral of a contact. They are one caller's, even if nobody knows whose.
    fn add_referrals(&mut self, within: &Within, contact: &Marked<'_>, number: usize) {
        let unknown = u32::MAX - u32::try_from(number).unwrap_or_default();
        let caller = contact.mark.caller.unwrap_or(unknown);
        for referral in &contact.fact.referrals.0 {
            let nodes = [None, Some(referral.result)].map(Node::Referrals);
            for level in within.of_destination(referral.destination) {
                for node in nodes {
                    if let Some(cell) = self.cell(level, node.number()) {
                        cell.n += 1;
                        *cell.callers.entry(caller).or_default() += 1;
                    }
                }
            }
        }
    }

    fn close(self, grid: Grid) -> Counted {
        Counted {
            sums: grid.sums_by_position(),
            cells: grid
                .places
                .into_iter()
                .zip(self.cells.into_iter().map(Tally::close))
                .collect(),
        }
    }
}

/// Where the cell of a set of a level is looked up.
fn place_of(level: usize, node: u8) -> usize {
    level * Node::MANY + usize::from(node)
}

impl Tally {
    fn add(&mut self, contact: &Marked<'_>) {
        self.n += 1;
        match contact.mark.caller {
            Some(caller) => *self.callers.entry(caller).or_default() += 1,
            None => self.alone += 1,
        }
        if let Some(time) = &mut self.time {
            time.add(contact);
        }
        if let (Some(ratings), Some((_, start, end))) = (&mut self.ratings, rated(contact.fact)) {
            let one = |value: i32| Moments::of([value]);
            ratings.start = ratings.start + one(start.into());
            ratings.end = ratings.end + one(end.into());
            ratings.change = ratings.change + one(i32::from(end) - i32::from(start));
        }
    }

    fn close(self) -> Cell {
        let many = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let largest = self.callers.values().copied().max().unwrap_or_default();
        Cell {
            n: self.n,
            contributors: many(self.callers.len()) + self.alone,
            largest: largest.max(self.alone.min(1)),
            minutes: self.time.map(Time::close),
            ratings: self.ratings,
            amount: None,
        }
    }
}

impl Time {
    fn add(&mut self, contact: &Marked<'_>) {
        let minutes = u64::from(contact.fact.minutes);
        self.sum += minutes;
        if let Some(caller) = contact.mark.caller {
            *self.of_callers.entry(caller).or_default() += minutes;
        } else {
            let [first, second] = self.longest_alone;
            self.longest_alone = [first.max(minutes), second.max(first.min(minutes))];
        }
        *self.lengths.entry(contact.fact.minutes).or_default() += 1;
    }

    fn close(self) -> Minutes {
        let mut amounts: Vec<u64> = self
            .of_callers
            .into_values()
            .chain(self.longest_alone)
            .collect();
        amounts.sort_unstable_by(|a, b| b.cmp(a));
        let mut amounts = amounts.into_iter();
        Minutes {
            sum: self.sum,
            first: amounts.next().unwrap_or_default(),
            second: amounts.next().unwrap_or_default(),
            lengths: self.lengths,
        }
    }
}

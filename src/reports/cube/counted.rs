//! A table of a period, counted: what each of its cells holds.

use std::collections::BTreeMap;

use super::grid::{Grid, Key, Place};
use super::told::Means;
use crate::reports::measures::Moments;
use crate::reports::release::{self, Ends};

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Contacts or referrals.
    pub n: u32,
    /// From how many callers; one without a code is a caller of their own.
    pub contributors: u32,
    /// How many are the one caller's who has most.
    pub largest: u32,
    /// How long the contacts lasted, where that is counted.
    pub minutes: Option<Minutes>,
    /// The ratings of pairs, or the first and last scores of callers.
    pub ratings: Option<Ratings>,
    /// What else is added up: seconds of those who waited, hours in which anything was counted.
    pub amount: Option<u64>,
}

/// How long contacts lasted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Minutes {
    /// All together.
    pub sum: u64,
    /// The minutes of the caller who has most of them.
    pub first: u64,
    /// And of the next.
    pub second: u64,
    /// How many contacts lasted so many minutes.
    pub lengths: BTreeMap<u8, u32>,
}

/// The ratings of pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratings {
    /// At the start.
    pub start: Moments,
    /// At the end.
    pub end: Moments,
    /// End minus start.
    pub change: Moments,
}

impl Ratings {
    /// What is told of them.
    pub const fn told(&self, means: Means) -> release::Ratings {
        let ends = match means {
            Means::All => Some(Ends {
                start: self.start,
                end: self.end,
            }),
            Means::OfChange => None,
        };
        release::Ratings {
            ends,
            change: self.change,
        }
    }
}

/// A table of a period, counted.
#[derive(Debug)]
pub struct Counted {
    /// Its cells, with what they hold.
    pub cells: Vec<(Place, Cell)>,
    /// Its sums, by the cells' positions.
    pub sums: Vec<(usize, Vec<usize>)>,
}

impl Counted {
    /// A table of which each cell is known.
    pub fn new(grid: Grid, cell: &dyn Fn(&Key) -> Cell) -> Self {
        let sums = grid.sums_by_position();
        let known = |place: Place| {
            let cell = cell(&place.key);
            (place, cell)
        };
        Self {
            sums,
            cells: grid.places.into_iter().map(known).collect(),
        }
    }
}

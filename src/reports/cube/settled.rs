//! What was decided of a table: of each cell, what it holds and whether it is shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::nodes::Node;
use super::pairs::Bounds;
use crate::reports::periods::Period;
use crate::reports::release::{Ratings, Released};
use crate::words::words;

words! {
    /// What became of a cell.
    Fate {
        Shown = "shown",
        Withheld = "withheld",
        /// It is never shown to anybody.
        Latent = "latent",
        /// It is never shown, and may be reckoned.
        Slack = "slack",
    }
}

/// A cell as it was decided. It stays so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its level and set.
    pub key: String,
    /// What it holds.
    pub n: u32,
    /// How many callers are behind it.
    pub contributors: u32,
    /// How many of it are the one caller's who has most.
    pub largest: u32,
    /// What became of it.
    pub fate: Fate,
    /// Between what it lies for readers by more than its sums: by means, and by what else of the whole is shown.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub told: Option<Bounds>,
    /// Its means, as they are told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub means: Option<Ratings>,
}

/// A table of a period as it was decided, exact. It stays inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The threshold at the time.
    pub under: u32,
    /// Its cells.
    pub cells: Vec<Kept>,
    /// Its sums, by the cells' positions.
    pub sums: Vec<(usize, Vec<usize>)>,
}

/// A table of several periods, and of which other periods each is the sum.
#[derive(Debug, Default)]
pub struct Known {
    /// What was decided before.
    pub earlier: BTreeMap<Period, Settled>,
    /// Of which periods one is the sum.
    pub parts: BTreeMap<Period, Vec<Period>>,
    /// The table of the whole, of all periods, unless this is it.
    pub whole: BTreeMap<Period, Settled>,
}

/// A table of a period, decided.
#[derive(Debug)]
pub struct Decided {
    /// As it is kept inside.
    pub settled: Settled,
    /// As evaluators may see it.
    pub released: Released,
}

impl Decided {
    /// Takes means back before anybody sees them.
    pub(super) fn take_means_back(&mut self, level: &str, node: Node) {
        let key = node.at(level);
        for kept in self.settled.cells.iter_mut().filter(|kept| kept.key == key) {
            kept.means = None;
        }
        self.released.take_ratings_back(level, node);
    }
}

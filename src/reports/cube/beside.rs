//! Tables that are not counted from contacts: what telephony counted, and callers who were asked a questionnaire.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::counted::{Cell, Counted, Ratings};
use super::grid::{Key, Table};
use super::nodes::{Linked, Node, Plain};
use crate::calls::measures::{APART, Instrument};
use crate::reports::facts::Fact;
use crate::reports::measures::{Moments, ReliableChange, is_lonely, reliable};

/// What telephony counted in some months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telephony {
    /// Hours of which anything is known.
    pub hours: u32,
    /// Calls that came in.
    pub offered: u32,
    /// Of these, those that were answered.
    pub answered: u32,
    /// Of these, those whose caller gave up.
    pub abandoned: u32,
    /// How long the answered callers waited, all together.
    pub wait_seconds: u64,
}

impl std::ops::Add for Telephony {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            hours: self.hours + other.hours,
            offered: self.offered + other.offered,
            answered: self.answered + other.answered,
            abandoned: self.abandoned + other.abandoned,
            wait_seconds: self.wait_seconds + other.wait_seconds,
        }
    }
}

/// The table of what telephony counted. It does not know who called, so each call is a caller's of its own.
pub fn telephony(counted: Telephony) -> Counted {
    let unresolved = counted.offered - counted.answered - counted.abandoned;
    let cell = |n: u32, amount| Cell { amount, ..alone(n) };
    Table::Access.counted(&|(_, node)| match node {
        Node::Of(Plain::Offered) => cell(counted.offered, Some(counted.hours.into())),
        Node::Of(Plain::Answered) => cell(counted.answered, Some(counted.wait_seconds)),
        Node::Of(Plain::Abandoned) => cell(counted.abandoned, None),
        _ => cell(unresolved, None),
    })
}

/// So many of one each.
fn alone(n: u32) -> Cell {
    Cell {
        n,
        contributors: n,
        largest: n.min(1),
        ..Cell::default()
    }
}

/// A caller's first and last score.
#[derive(Clone, Copy)]
struct Scores {
    first: (NaiveDate, u8),
    last: (NaiveDate, u8),
}

impl Scores {
    fn are_linked(&self) -> bool {
        self.last.0.signed_duration_since(self.first.0).num_days() >= APART
    }

    fn change(&self) -> i16 {
        i16::from(self.last.1) - i16::from(self.first.1)
    }

    /// Whether a caller with these scores is in a set.
    fn are_in(&self, instrument: Instrument, set: Linked) -> bool {
        let lonely = |(_, score): (NaiveDate, u8)| is_lonely(instrument, score);
        let linked = self.are_linked();
        match set {
            Linked::Measured => true,
            Linked::Linked => linked,
            Linked::Once => !linked,
            Linked::LonelyFirst => linked && lonely(self.first),
            Linked::NotLonelyFirst => linked && !lonely(self.first),
            Linked::LonelyLast => linked && lonely(self.last),
            Linked::NotLonelyLast => linked && !lonely(self.last),
            Linked::Improved => linked && reliable(self.change()) == ReliableChange::Improved,
            Linked::Unchanged => linked && reliable(self.change()) == ReliableChange::Unchanged,
            Linked::Worsened => linked && reliable(self.change()) == ReliableChange::Worsened,
        }
    }
}

/// The table of callers who were asked a questionnaire, of a period's contacts.
pub fn over_time<'a>(contacts: impl Iterator<Item = &'a Fact>) -> Counted {
    let mut callers: BTreeMap<(Instrument, &str), Scores> = BTreeMap::new();
    for fact in contacts {
        let Some(code) = fact.caller_code.as_deref() else {
            continue;
        };
        for measured in &fact.measures.0 {
            let taken = (measured.on, measured.score);
            let scores = callers
                .entry((measured.instrument, code))
                .or_insert(Scores {
                    first: taken,
                    last: taken,
                });
            scores.first = if measured.on < scores.first.0 {
                taken
            } else {
                scores.first
            };
            scores.last = if measured.on > scores.last.0 {
                taken
            } else {
                scores.last
            };
        }
    }
    Table::OverTime.counted(&|(level, node)| {
        let Node::Callers(set) = node else {
            return Cell::default();
        };
        let of = callers.iter().filter(|((instrument, _), scores)| {
            instrument.as_str() == level && scores.are_in(*instrument, *set)
        });
        let of: Vec<Scores> = of.map(|(_, scores)| *scores).collect();
        let ratings = (*set == Linked::Linked).then(|| Ratings {
            start: Moments::of(of.iter().map(|scores| scores.first.1.into())),
            end: Moments::of(of.iter().map(|scores| scores.last.1.into())),
            change: Moments::of(of.iter().map(|scores| scores.change().into())),
        });
        Cell {
            ratings,
            ..alone(u32::try_from(of.len()).unwrap_or(u32::MAX))
        }
    })
}

impl Table {
    /// The table with cells that are known otherwise than by counting contacts.
    fn counted(self, cell: &dyn Fn(&Key) -> Cell) -> Counted {
        let grid = self.grid(&std::collections::BTreeSet::new());
        Counted::new(grid, cell)
    }
}

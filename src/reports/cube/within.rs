//! In which levels of a table a contact is counted, by the levels' numbers: a text for each level of each contact would
//! cost more than the counting.

use std::collections::HashMap;

use super::grid::{Grid, Table};
use super::levels::{self, MISSING};
use super::names::{self, Level};
use crate::calls::words::{CallReason, Destination, Ethnicity};
use crate::reports::facts::Fact;

/// The levels of a table, numbered.
pub(super) struct Within {
    table: Table,
    numbers: HashMap<Level, usize>,
    reasons: Vec<OfReason>,
    ethnicities: Vec<OfEthnicity>,
    /// All but those without an answer.
    answered: Option<usize>,
    /// The whole, the place and itself.
    destinations: HashMap<Destination, Vec<usize>>,
}

/// The levels about a reason, of contacts with it as their main one, as another one, and without it.
struct OfReason {
    reason: CallReason,
    main: Vec<usize>,
    second: Vec<usize>,
    without: Option<usize>,
}

/// The levels about an ethnicity.
struct OfEthnicity {
    word: Ethnicity,
    with: Option<usize>,
    without: Option<usize>,
}

impl Within {
    /// The levels of a grid.
    pub(super) fn new(table: Table, grid: &Grid) -> Self {
        let mut numbers = HashMap::new();
        for place in &grid.places {
            let next = numbers.len();
            numbers.entry(place.key.0.clone()).or_insert(next);
        }
        let at = |level: &str| numbers.get(level).copied();
        let all = |levels: &[&str]| levels.iter().filter_map(|level| at(level)).collect();
        let of_reason = |reason: &CallReason| OfReason {
            reason: *reason,
            main: all(&[
                levels::reason_group(*reason),
                reason.as_str(),
                &names::any(*reason),
            ]),
            second: all(&[&names::second(*reason), &names::any(*reason)]),
            without: at(&names::without(reason.as_str())),
        };
        let of_ethnicity = |word: &Ethnicity| OfEthnicity {
            word: *word,
            with: at(word.as_str()),
            without: at(&names::without(word.as_str())),
        };
        let of_destination = |one: &Destination| {
            let levels = all(&["", levels::place(*one), &names::to(*one)]);
            (*one, levels)
        };
        Self {
            table,
            reasons: CallReason::ALL.iter().map(of_reason).collect(),
            ethnicities: Ethnicity::ALL.iter().map(of_ethnicity).collect(),
            answered: at(&names::without(MISSING)),
            destinations: Destination::ALL.iter().map(of_destination).collect(),
            numbers,
        }
    }

    /// How many levels there are.
    pub(super) fn many(&self) -> usize {
        self.numbers.len()
    }

    /// The number of a level.
    pub(super) fn level(&self, level: &str) -> Option<usize> {
        self.numbers.get(level).copied()
    }

    /// The levels in which a referral is counted.
    pub(super) fn of_destination(&self, destination: Destination) -> impl Iterator<Item = usize> {
        let levels = self.destinations.get(&destination);
        levels.into_iter().flatten().copied()
    }

    /// The levels in which a contact is counted, in place of what was found before.
    pub(super) fn find(&self, fact: &Fact, found: &mut Vec<usize>) {
        found.clear();
        found.extend(self.level(""));
        let Some(by) = self.table.dimension() else {
            return;
        };
        match self.table {
            Table::Reason => self.reasons(fact, found),
            Table::RaceEthnicity => {
                let level = levels::of(fact, by);
                if level != MISSING {
                    self.ethnicities(fact, found);
                }
                found.extend(self.level(&level));
            }
            _ => {
                let level = levels::of(fact, by);
                let answered = self.answered.filter(|_| level != MISSING);
                found.extend(self.level(&level).into_iter().chain(answered));
            }
        }
    }

    fn reasons(&self, fact: &Fact, found: &mut Vec<usize>) {
        let main = levels::main_reason(fact);
        for of in &self.reasons {
            if of.reason == main {
                found.extend(&of.main);
            } else if fact.reasons.0.contains(&of.reason) {
                found.extend(&of.second);
            } else {
                found.extend(of.without);
            }
        }
    }

    fn ethnicities(&self, fact: &Fact, found: &mut Vec<usize>) {
        let named = levels::ethnicities(fact).count();
        for of in &self.ethnicities {
            let has = levels::ethnicities(fact).any(|word| word == of.word);
            found.extend(if has { of.with } else { of.without });
        }
        let times = |level, times| std::iter::repeat_n(self.level(level), times).flatten();
        found.extend(times(names::NAMED, named));
        found.extend(times(names::OVERLAP, named.saturating_sub(1)));
    }
}

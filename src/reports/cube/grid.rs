//! Which cells a table has within one period, and which of them are sums of others.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::levels::{self, ANSWERED, MISSING, REASON_GROUPS, reason_group};
use super::names::{Level, NAMED, OVERLAP, any, second, to, without};
use super::nodes::{Node, Plain};
use super::splits;
use crate::calls::measures::Instrument;
use crate::calls::words::{CallReason, Destination, Ethnicity, ReferralResult};
use crate::reports::dimension::Dimension;

pub use super::table::Table;

/// A cell's place within a period.
pub type Key = (Level, Node);

/// A cell of a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub key: Key,
    /// Whether it is ever shown to anybody.
    pub shown: bool,
    /// Whether it may be reckoned by anybody although it is not shown: the overlap of answers.
    pub slack: bool,
}

/// The cells of a table within one period, and their sums.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// The cells.
    pub places: Vec<Place>,
    /// Sums: a cell, and the cells that make it up.
    pub sums: Vec<(Key, Vec<Key>)>,
}

impl Table {
    /// Its cells and sums, with the open lists of levels that were named in the period.
    pub fn grid(self, named: &BTreeSet<Level>) -> Grid {
        let mut grid = Grid::default();
        let nodes = self.nodes();
        if self != Self::OverTime {
            grid.level("", &nodes);
        }
        match self {
            Self::Whole | Self::Access => {}
            Self::OverTime => {
                for instrument in Instrument::ALL {
                    grid.level(instrument.as_str(), &nodes);
                }
            }
            Self::Referrals => grid.referrals(&nodes),
            Self::Reason => {
                grid.partition(&REASON_GROUPS.map(str::to_owned), &nodes);
                grid.reasons();
            }
            _ => {
                let by = self.dimension().unwrap_or(Dimension::Channel);
                let fixed: BTreeSet<Level> = levels::fixed(by).into_iter().collect();
                let all: Vec<Level> = fixed.union(named).cloned().collect();
                grid.partition(&all, &nodes);
                match self {
                    Self::RaceEthnicity => grid.ethnicities(),
                    _ if all.iter().any(|level| level == MISSING) => grid.answered(),
                    _ => {}
                }
                if self == Self::ContactType {
                    grid.support();
                }
            }
        }
        grid
    }
}

const SUPPORT: Node = Node::Of(Plain::SupportContacts);
const MAIN: Node = Node::Of(Plain::OfMainReason);

impl Grid {
    /// Its sums, by the cells' positions.
    pub fn sums_by_position(&self) -> Vec<(usize, Vec<usize>)> {
        let at: HashMap<&Key, usize> = self
            .places
            .iter()
            .enumerate()
            .map(|(at, place)| (&place.key, at))
            .collect();
        let position = |key: &Key| at.get(key).copied();
        let sums = self.sums.iter().filter_map(|(total, parts)| {
            Some((
                position(total)?,
                parts.iter().filter_map(position).collect(),
            ))
        });
        sums.collect()
    }

    fn place(&mut self, level: &str, node: Node, shown: bool) -> Key {
        let key = (level.to_owned(), node);
        self.places.push(Place {
            key: key.clone(),
            shown,
            slack: false,
        });
        key
    }

    /// A level with its sets and their sums.
    fn level(&mut self, level: &str, nodes: &[(Node, bool)]) {
        let has: BTreeMap<Node, bool> = nodes.iter().copied().collect();
        for (node, shown) in nodes {
            self.place(level, *node, *shown);
        }
        let key = |node: &Node| (level.to_owned(), *node);
        for (total, parts) in splits::splits(&|node| has.contains_key(&node)) {
            self.sums
                .push((key(&total), parts.iter().map(key).collect()));
        }
        if has.contains_key(&Node::Referrals(None)) {
            let parts = ReferralResult::ALL
                .iter()
                .map(|result| key(&Node::Referrals(Some(*result))));
            self.sums
                .push((key(&Node::Referrals(None)), parts.collect()));
        }
    }

    /// Levels that make up the whole without overlap.
    fn partition(&mut self, levels: &[Level], nodes: &[(Node, bool)]) {
        for level in levels {
            self.level(level, nodes);
        }
        for (node, _) in nodes {
            let parts = levels.iter().map(|level| (level.clone(), *node));
            self.sums.push(((String::new(), *node), parts.collect()));
        }
    }

    /// Each main reason within its group, and each reason among others.
    fn reasons(&mut self) {
        for group in REASON_GROUPS {
            let of_group = CallReason::ALL
                .iter()
                .filter(|reason| reason_group(**reason) == group);
            let parts: Vec<Key> = of_group
                .map(|reason| self.place(reason.as_str(), MAIN, true))
                .collect();
            self.sums.push(((group.to_owned(), SUPPORT), parts));
        }
        for reason in CallReason::ALL {
            let any = self.place(&any(*reason), SUPPORT, true);
            let second = self.place(&second(*reason), SUPPORT, false);
            let none = self.place(&without(reason.as_str()), SUPPORT, false);
            self.sums
                .push((any.clone(), vec![(reason.to_string(), MAIN), second]));
            self.sums.push(((String::new(), SUPPORT), vec![any, none]));
        }
    }

    /// Those who answered, whatever it was.
    fn answered(&mut self) {
        let answered = self.place(&without(MISSING), SUPPORT, false);
        let missing = (MISSING.to_owned(), SUPPORT);
        self.sums
            .push(((String::new(), SUPPORT), vec![answered, missing]));
    }

    /// Each race or ethnicity among those who answered; several may be named.
    fn ethnicities(&mut self) {
        let answered = (ANSWERED.to_owned(), SUPPORT);
        let named = Ethnicity::ALL
            .iter()
            .filter(|word| !matches!(word, Ethnicity::Declined | Ethnicity::Unknown));
        let mut all = Vec::new();
        for word in named {
            let has = self.place(word.as_str(), SUPPORT, true);
            let has_not = self.place(&without(word.as_str()), SUPPORT, false);
            self.sums
                .push((answered.clone(), vec![has.clone(), has_not]));
            all.push(has);
        }
        // Everybody who answered named one at least.
        let overlap = (OVERLAP.to_owned(), SUPPORT);
        let named = (NAMED.to_owned(), SUPPORT);
        for key in [&overlap, &named] {
            self.places.push(Place {
                key: key.clone(),
                shown: false,
                slack: true,
            });
        }
        self.sums.push((named.clone(), all));
        self.sums.push((named, vec![answered, overlap]));
    }

    /// Support contacts are three of the groups of types.
    fn support(&mut self) {
        let total = self.place("", SUPPORT, true);
        let of = Node::Of(Plain::Contacts);
        let parts = levels::CONTACT_TYPES
            .iter()
            .take(3)
            .map(|level| ((*level).to_owned(), of));
        self.sums.push((total, parts.collect()));
    }

    fn referrals(&mut self, nodes: &[(Node, bool)]) {
        self.partition(&levels::PLACES.map(str::to_owned), nodes);
        for place in levels::PLACES {
            let here: Vec<Level> = Destination::ALL
                .iter()
                .filter(|destination| levels::place(**destination) == place)
                .map(|destination| to(*destination))
                .collect();
            for level in &here {
                self.level(level, nodes);
            }
            for (node, _) in nodes {
                let parts = here.iter().map(|level| (level.clone(), *node));
                self.sums.push(((place.to_owned(), *node), parts.collect()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::cube::nodes::{Class, Group};

    fn says(table: Table, total: Key, parts: Vec<Key>) -> bool {
        table.grid(&BTreeSet::new()).sums.contains(&(total, parts))
    }

    #[test]
    fn what_two_that_are_shown_leave_is_a_cell_of_its_own() {
        for class in Class::LEAVES {
            let of = |group| (String::new(), Node::Rated(group, class));
            let parts = vec![of(Group::First), of(Group::Rest)];
            assert!(says(Table::Whole, of(Group::All), parts), "{class}");
        }
        let of = |level: &str| (level.to_owned(), SUPPORT);
        let parts = vec![of(&without(MISSING)), of(MISSING)];
        assert!(says(Table::Gender, of(""), parts));
    }

    #[test]
    fn what_is_left_is_guarded_in_all_classes_and_shown_to_nobody() {
        let whole = Table::Whole.grid(&BTreeSet::new());
        for (group, class) in Group::HIDDEN
            .iter()
            .flat_map(|group| Class::ALL.iter().map(move |class| (*group, *class)))
        {
            let key = (String::new(), Node::Rated(group, class));
            let place = whole.places.iter().find(|place| place.key == key);
            assert!(
                place.is_some_and(|place| !place.shown && !place.slack),
                "{group} {class}"
            );
        }
    }
}

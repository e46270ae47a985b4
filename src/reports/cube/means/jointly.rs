//! What means of several groups and levels of one period tell together. The whole's groups overlap, and levels make up the
//! whole: what one mean leaves possible of a count another may not.

use std::collections::{BTreeMap, HashMap};

use crate::reports::cube::counted::Counted;
use crate::reports::cube::grid::Key;
use crate::reports::cube::nodes::{Class, Group, Node};
use crate::reports::cube::pairs::{Pairs, Those};
use crate::reports::cube::settled::{Fate, Kept, Settled};
use crate::reports::release::Ratings;

/// The pairs of a period, with all that is shown of them already.
pub(super) struct Jointly {
    known: Pairs,
    /// The level of each lot; none: the lots are the first of each caller and the rest.
    levels: BTreeMap<String, usize>,
    /// The small counts that nobody may narrow down.
    small: Vec<Those>,
    under: u32,
}

impl Jointly {
    /// Of a table in which so much is shown, by the places of its cells, and of the whole if it was decided before.
    pub(super) fn of(
        counted: &Counted,
        is_shown: &dyn Fn(usize) -> bool,
        whole: Option<&Settled>,
        under: u32,
    ) -> Self {
        let pairs = Node::Rated(Group::All, Class::Pairs);
        let levels = counted.cells.iter().map(|(place, _)| &place.key);
        let levels = levels.filter(|(level, node)| *node == pairs && !level.is_empty());
        let levels: BTreeMap<String, usize> =
            levels.map(|(level, _)| level.clone()).zip(0..).collect();
        let mut jointly = Self {
            known: Pairs::new(if levels.is_empty() { 2 } else { levels.len() }),
            levels,
            small: Vec::new(),
            under,
        };
        for (at, (place, cell)) in counted.cells.iter().enumerate() {
            let (level, node) = &place.key;
            jointly.hold(level, *node, cell.n, is_shown(at));
        }
        if let Some(whole) = whole.filter(|_| !jointly.levels.is_empty()) {
            jointly.hear(whole);
        }
        jointly
    }

    /// What was decided of the whole.
    fn hear(&mut self, whole: &Settled) {
        let kept: HashMap<&str, &Kept> = whole
            .cells
            .iter()
            .map(|kept| (kept.key.as_str(), kept))
            .collect();
        for group in [Group::All, Group::High, Group::Low] {
            for class in Class::ALL {
                let node = Node::Rated(group, *class);
                let Some(kept) = kept.get(node.at("").as_str()) else {
                    continue;
                };
                self.hold("", node, kept.n, kept.fate == Fate::Shown);
                if let Some((those, means)) = self.those("", node).zip(kept.means.as_ref()) {
                    self.known.tell(&those, means);
                }
            }
        }
    }

    /// A count of pairs, which is shown, or not to be narrowed down if it is small.
    fn hold(&mut self, level: &str, node: Node, n: u32, is_shown: bool) {
        let Some(those) = self.those(level, node) else {
            return;
        };
        if is_shown {
            self.known.count(&those, n);
        } else if 0 < n && n < self.under {
            self.small.push(those);
        }
    }

    /// Whether all these means may be told together.
    pub(super) fn may_tell<'a>(&self, told: impl IntoIterator<Item = (&'a Key, Ratings)>) -> bool {
        let mut pairs = self.known.clone();
        for ((level, node), ratings) in told {
            if let Some(those) = self.those(level, *node) {
                pairs.tell(&those, &ratings);
            }
        }
        pairs.leave(&self.small, self.under)
    }

    /// The pairs of a cell; none if it is of others. Retrospective pairs meet no other group, nor do those who were first in
    /// a part of the period alone.
    fn those(&self, level: &str, node: Node) -> Option<Those> {
        let Node::Rated(group, class) = node else {
            return None;
        };
        if matches!(
            group,
            Group::AgainHigh | Group::AgainLow | Group::Retrospective
        ) {
            return None;
        }
        let lots = match group.are_first() {
            Some(true) => 0..1,
            Some(false) => 1..2,
            None if level.is_empty() => 0..self.known.lots(),
            None => {
                let lot = self.levels.get(level).copied()?;
                lot..lot + 1
            }
        };
        Some(Those {
            lots: lots.collect(),
            starts: group.starts(),
            class,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::calls::words::{Channel, IsolationMode};
    use crate::reports::cube::count::count;
    use crate::reports::cube::grid::Table;
    use crate::reports::cube::marks::{Part, mark, marked};
    use crate::reports::cube::rule::Rule;
    use crate::reports::cube::settle::settle;
    use crate::reports::cube::settled::Known;
    use crate::reports::cube::told::Means;
    use crate::reports::facts::Fact;
    use crate::reports::figures::samples::{rated, times};
    use crate::reports::periods::{Month, Period};
    use crate::reports::withholding::withhold;

    /// Of 120 by voice, whose ratings differ much, and 12 by text, all but one of whom felt much better.
    fn facts() -> Vec<Fact> {
        let by = |channel, start, end| Fact {
            channel,
            ..rated(IsolationMode::Prospective, start, end)
        };
        let voice = [(9, 2), (8, 8), (3, 6), (6, 5)]
            .map(|(start, end)| times(30, &by(Channel::Voice, start, end)));
        let text = [
            times(11, &by(Channel::Text, 9, 3)),
            times(1, &by(Channel::Text, 6, 7)),
        ];
        [voice.concat(), text.concat()].concat()
    }

    /// Whether the means by voice may be told, beside the whole's or not.
    fn may_tell_of_voice(beside_whole: bool) -> bool {
        let month: Period = "2026-10".parse::<Month>().unwrap().into();
        let facts = facts();
        let parts = [Part {
            part: None,
            facts: &facts,
        }];
        let marks = mark(&parts);
        let contacts = marked(&parts, &marks);
        let counted = |table| count(table, month, &contacts, &BTreeSet::new());
        let new = BTreeMap::from([(month, counted(Table::Whole))]);
        let whole = settle(
            Table::Whole,
            &Known::default(),
            &new,
            Rule::usual(11, withhold),
        );
        let whole = whole.unwrap().remove(&month).unwrap().settled;
        assert!(whole.cells.iter().any(|kept| kept.means.is_some()));
        let by_channel = counted(Table::Channel);
        let pairs = Node::Rated(Group::All, Class::Pairs);
        let is_shown = |at: usize| {
            let (place, _) = &by_channel.cells[at];
            place.key.1 == pairs
        };
        let jointly = Jointly::of(&by_channel, &is_shown, beside_whole.then_some(&whole), 11);
        let voice = by_channel
            .cells
            .iter()
            .find(|(place, _)| place.key == ("voice".to_owned(), pairs));
        let (place, cell) = voice.unwrap();
        jointly.may_tell([(&place.key, cell.ratings.unwrap().told(Means::All))])
    }

    #[test]
    fn means_of_one_level_and_of_the_whole_tell_of_the_other_level() {
        assert!(may_tell_of_voice(false));
        assert!(!may_tell_of_voice(true));
    }
}

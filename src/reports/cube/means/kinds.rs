//! Into which kinds the pairs of a period and of its parts fall, so that each group and each level is a sum of some of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::reports::cube::nodes::Group;

/// Into which kinds the pairs of a part fall.
pub(super) enum Kinds {
    /// Of the whole: those that are not the first of their caller, that are so in a part alone, and that are so in the whole.
    Ranks,
    /// Of a breakdown: its levels.
    Levels(BTreeMap<String, usize>),
}

/// The groups whose pairs are sums of lots; those that are told come first, the most wanted before others.
const GROUPS: [Group; 9] = [
    Group::All,
    Group::High,
    Group::First,
    Group::FirstHigh,
    Group::Low,
    Group::FirstLow,
    Group::Rest,
    Group::RestHigh,
    Group::RestLow,
];

/// How many kinds the whole has.
const RANKS: usize = 3;

impl Kinds {
    /// Of a breakdown with these levels; the whole, whose name is empty, is none.
    pub(super) fn levels<'a>(levels: impl Iterator<Item = &'a str>) -> Self {
        let levels: BTreeSet<&str> = levels.filter(|level| !level.is_empty()).collect();
        Self::Levels(levels.into_iter().map(str::to_owned).zip(0..).collect())
    }

    /// How many there are.
    pub(super) fn many(&self) -> usize {
        match self {
            Self::Ranks => RANKS,
            Self::Levels(levels) => levels.len(),
        }
    }

    /// Whether means of a level are decided with the table; those of the whole are before any breakdown.
    pub(super) fn decides(&self, level: &str) -> bool {
        match self {
            Self::Ranks => true,
            Self::Levels(_) => !level.is_empty(),
        }
    }

    /// The levels and groups of which something is known.
    pub(super) fn groups(&self) -> Vec<(&str, Group)> {
        match self {
            Self::Ranks => GROUPS.map(|group| ("", group)).to_vec(),
            Self::Levels(levels) => {
                let whole = GROUPS
                    .into_iter()
                    .filter(|group| group.are_first().is_none());
                let levels = levels.keys().map(|level| (level.as_str(), Group::All));
                whole.map(|group| ("", group)).chain(levels).collect()
            }
        }
    }

    /// The kinds of a level and group, of a part or of the whole period.
    pub(super) fn of(&self, is_part: bool, level: &str, group: Group) -> Range<usize> {
        let first_from = if is_part { 1 } else { 2 };
        match (self, group.are_first()) {
            (Self::Levels(levels), _) => {
                levels.get(level).map_or(0..levels.len(), |at| *at..at + 1)
            }
            (Self::Ranks, Some(true)) => first_from..RANKS,
            (Self::Ranks, Some(false)) => 0..first_from,
            (Self::Ranks, None) => 0..RANKS,
        }
    }
}

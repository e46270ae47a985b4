//! What evaluators may know: the counts of a table that are shown, and what is reckoned of them. A withheld count
//! is not in here.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::cube::nodes::Node;
use super::measures::Moments;

/// A released table of one period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    cells: BTreeMap<String, Option<Shown>>,
}

/// What is shown of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Contacts, or referrals.
    pub n: u64,
    /// How long they lasted; none: not counted there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time: Option<Time>,
    /// The ratings of pairs; none: not counted there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ratings: Option<Ratings>,
    /// What else is added up: seconds of those who waited, hours in which anything was counted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub amount: Option<u64>,
}

/// How long contacts lasted, as far as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// Minutes of all together; none: one caller's could be reckoned.
    pub minutes: Option<u64>,
    /// How many lasted so many minutes; none: too few for a median.
    pub lengths: Option<BTreeMap<u8, u32>>,
}

/// The ratings of pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratings {
    /// At both ends; none: too much could be reckoned of them.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Ends>,
    /// End minus start.
    pub change: Moments,
}

/// The ratings at both ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ends {
    /// At the start.
    pub start: Moments,
    /// At the end.
    pub end: Moments,
}

/// What a table says of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said<'a> {
    /// It is shown.
    Shown(&'a Shown),
    /// It may not be shown.
    Withheld,
    /// The table has no such cell: nothing was counted there.
    Absent,
}

impl Said<'_> {
    /// The count, if it is shown. A cell that is not there holds nothing.
    pub const fn n(self) -> Option<u64> {
        match self {
            Self::Shown(shown) => Some(shown.n),
            Self::Withheld => None,
            Self::Absent => Some(0),
        }
    }
}

impl Released {
    /// Keeps a cell: what is shown of it, or that it is withheld.
    pub fn keep(&mut self, level: &str, node: Node, shown: Option<Shown>) {
        self.cells.insert(node.at(level), shown);
    }

    /// Takes the ratings of a cell back, and nothing else of it.
    pub fn take_ratings_back(&mut self, level: &str, node: Node) {
        if let Some(Some(shown)) = self.cells.get_mut(&node.at(level)) {
            shown.ratings = None;
        }
    }

    /// What is said of a cell.
    pub fn of(&self, level: &str, node: Node) -> Said<'_> {
        match self.cells.get(&node.at(level)) {
            Some(Some(shown)) => Said::Shown(shown),
            Some(None) => Said::Withheld,
            None => Said::Absent,
        }
    }

    /// How many cells are withheld.
    pub fn withheld(&self) -> usize {
        self.cells.values().filter(|cell| cell.is_none()).count()
    }

    /// The levels of which it says anything, in their order; not the whole.
    pub fn levels(&self) -> Vec<&str> {
        let mut levels: Vec<&str> = self
            .cells
            .keys()
            .filter_map(|place| place.split_once('|'))
            .map(|(level, _)| level)
            .filter(|level| !level.is_empty())
            .collect();
        levels.dedup();
        levels
    }

    /// Whether its levels tell of a set. Those of a month do not tell of all.
    pub fn tells(&self, node: Node) -> bool {
        self.sets().contains(node.to_string().as_str())
    }

    /// The sets of which its levels tell.
    fn sets(&self) -> BTreeSet<&str> {
        let places = self.cells.keys().filter_map(|place| place.split_once('|'));
        let of_levels = places.filter(|(level, _)| !level.is_empty());
        of_levels.map(|(_, set)| set).collect()
    }

    /// Several tables that do not overlap as one: what is shown in all of them is added, the rest is withheld. Its levels
    /// tell of the sets of which all of them tell.
    #[must_use]
    pub fn sum(tables: &[Self]) -> Self {
        let sets: Vec<BTreeSet<&str>> = tables.iter().map(Self::sets).collect();
        let is_told = |place: &str| {
            let of_level = place.split_once('|').filter(|(level, _)| !level.is_empty());
            of_level.is_none_or(|(_, set)| sets.iter().all(|sets| sets.contains(set)))
        };
        let mut cells: BTreeMap<String, Option<Shown>> = BTreeMap::new();
        for table in tables {
            for (place, shown) in table.cells.iter().filter(|(place, _)| is_told(place)) {
                let sum = match (cells.remove(place), shown) {
                    (None, shown) => shown.clone(),
                    (Some(Some(sum)), Some(shown)) => Some(sum.plus(shown)),
                    _ => None,
                };
                cells.insert(place.clone(), sum);
            }
        }
        Self { cells }
    }
}

impl Shown {
    fn plus(self, other: &Self) -> Self {
        Self {
            n: self.n + other.n,
            time: self
                .time
                .zip(other.time.as_ref())
                .map(|(time, other)| time.plus(other)),
            ratings: self
                .ratings
                .zip(other.ratings)
                .map(|(ratings, other)| Ratings {
                    ends: ratings.ends.zip(other.ends).map(|(ends, other)| Ends {
                        start: ends.start + other.start,
                        end: ends.end + other.end,
                    }),
                    change: ratings.change + other.change,
                }),
            amount: self.amount.zip(other.amount).map(|(a, b)| a + b),
        }
    }
}

impl Time {
    fn plus(self, other: &Self) -> Self {
        let lengths = self
            .lengths
            .zip(other.lengths.as_ref())
            .map(|(mut lengths, other)| {
                for (minutes, more) in other {
                    *lengths.entry(*minutes).or_default() += more;
                }
                lengths
            });
        Self {
            minutes: self.minutes.zip(other.minutes).map(|(a, b)| a + b),
            lengths,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::cube::nodes::Plain;

    const CONTACTS: Node = Node::Of(Plain::Contacts);

    fn released(cells: &[(&str, Option<u64>)]) -> Released {
        let mut released = Released::default();
        for (level, n) in cells {
            released.keep(
                level,
                CONTACTS,
                n.map(|n| Shown {
                    n,
                    ..Shown::default()
                }),
            );
        }
        released
    }

    #[test]
    fn a_sum_shows_what_each_part_shows() {
        let sum = Released::sum(&[
            released(&[("", Some(50)), ("voice", Some(40)), ("text", None)]),
            released(&[
                ("", Some(60)),
                ("voice", None),
                ("text", None),
                ("chat", Some(20)),
            ]),
        ]);
        assert_eq!(sum.of("", CONTACTS).n(), Some(110));
        assert_eq!(sum.of("voice", CONTACTS), Said::Withheld);
        assert_eq!(sum.of("text", CONTACTS), Said::Withheld);
        assert_eq!(sum.of("chat", CONTACTS).n(), Some(20));
        assert_eq!(sum.of("video", CONTACTS), Said::Absent);
        assert_eq!(sum.withheld(), 2);
        assert_eq!(sum.levels(), ["chat", "text", "voice"]);
    }

    #[test]
    fn ratings_of_one_end_are_kept_only_where_both_may_be_told() {
        let change = Moments::of([-2, -1]);
        let alone = Ratings { ends: None, change };
        let text = serde_json::to_string(&alone).unwrap();
        assert_eq!(text, r#"{"change":{"n":2,"sum":-3,"squares":5}}"#);
        assert_eq!(serde_json::from_str::<Ratings>(&text).unwrap(), alone);
        let ends = Some(Ends {
            start: Moments::of([8, 6]),
            end: Moments::of([6, 5]),
        });
        let both = Ratings { ends, change };
        let text = serde_json::to_string(&both).unwrap();
        assert!(text.starts_with(r#"{"start":{"n":2,"sum":14,"#), "{text}");
        assert_eq!(serde_json::from_str::<Ratings>(&text).unwrap(), both);
        let of = |ratings| Shown {
            n: 2,
            ratings: Some(ratings),
            ..Shown::default()
        };
        let sum = of(both).plus(&of(alone)).ratings.unwrap();
        assert_eq!((sum.ends, sum.change.n), (None, 4));
    }

    #[test]
    fn what_is_kept_holds_no_withheld_count() {
        let text = serde_json::to_string(&released(&[("", Some(50)), ("voice", None)])).unwrap();
        assert_eq!(
            text,
            r#"{"cells":{"voice|contacts":null,"|contacts":{"n":50}}}"#
        );
        let back: Released = serde_json::from_str(&text).unwrap();
        assert_eq!(back.of("voice", CONTACTS), Said::Withheld);
    }
}

//! What the means of a period and of its parts tell together: those of three months and of their quarter, of four quarters and of
//! their year. Of the whole, and of each breakdown beside it.

use std::collections::{BTreeMap, HashMap};

use super::as_many::as_many_as_may;
use super::kinds::Kinds;
use crate::reports::cube::grid::Table;
use crate::reports::cube::nodes::{Class, Group, Node};
use crate::reports::cube::pairs::{Pairs, Those};
use crate::reports::cube::settled::{Decided, Fate, Kept, Known, Settled};
use crate::reports::periods::Period;
use crate::reports::release::Ratings;

/// Takes means of new periods back until those of each and of its parts tell no small count together.
pub(in crate::reports::cube) fn agree(
    table: Table,
    decided: &mut BTreeMap<Period, Decided>,
    known: &Known,
    under: u32,
) {
    // The longest first: what it leaves told its parts can only tell less with.
    let mut whole: Vec<Period> = decided.keys().copied().collect();
    whole.sort_by_key(|period| std::cmp::Reverse(period.months().count()));
    for period in whole {
        let parts = known
            .parts
            .get(&period)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let chain = Chain::of(table, (period, parts), decided, known);
        let back = chain.map(|chain| chain.too_much(under));
        for (period, level, node) in back.unwrap_or_default() {
            if let Some(decided) = decided.get_mut(&period) {
                decided.take_means_back(&level, node);
            }
        }
    }
}

/// A period, its parts, and what was decided of each.
struct Chain<'a> {
    /// How many parts there are.
    parts: usize,
    kinds: Kinds,
    links: Vec<Link<'a>>,
}

struct Link<'a> {
    period: Period,
    /// Which part it is; none: the whole.
    part: Option<usize>,
    /// Whether it is decided now.
    is_new: bool,
    /// What was decided of the table, and of the whole beside it.
    cells: HashMap<&'a str, &'a Kept>,
}

/// Means that are to be told now.
struct New<'a> {
    period: Period,
    level: String,
    node: Node,
    those: Those,
    means: &'a Ratings,
}

impl<'a> Chain<'a> {
    /// None if it has no parts, or not all are known.
    fn of(
        table: Table,
        (period, parts): (Period, &[Period]),
        decided: &'a BTreeMap<Period, Decided>,
        known: &'a Known,
    ) -> Option<Self> {
        let link = |(part, period): (Option<usize>, Period)| {
            let new = decided.get(&period).map(|decided| &decided.settled);
            let settled: &Settled = new.or_else(|| known.earlier.get(&period))?;
            // A breakdown repeats counts of the whole, but not its means.
            let whole = known.whole.get(&period).map(|whole| &whole.cells);
            let cells = settled.cells.iter().chain(whole.into_iter().flatten());
            Some(Link {
                period,
                part,
                is_new: new.is_some(),
                cells: cells.map(|kept| (kept.key.as_str(), kept)).collect(),
            })
        };
        let of_parts = parts
            .iter()
            .enumerate()
            .map(|(part, period)| (Some(part), *period));
        let links: Option<Vec<Link<'a>>> = std::iter::once((None, period))
            .chain(of_parts)
            .map(link)
            .collect();
        links.filter(|_| !parts.is_empty()).map(|links| Self {
            parts: parts.len(),
            kinds: kinds(table, &links),
            links,
        })
    }

    /// The means that have to be taken back.
    fn too_much(&self, under: u32) -> Vec<(Period, String, Node)> {
        let mut pairs = Pairs::new(self.kinds.many() * self.parts);
        let (mut small, mut new) = (Vec::new(), Vec::new());
        for link in &self.links {
            for (level, group) in self.kinds.groups() {
                for class in Class::ALL {
                    let node = Node::Rated(group, *class);
                    let Some(kept) = link.cells.get(node.at(level).as_str()) else {
                        continue;
                    };
                    let those = self.those(link.part, level, group, *class);
                    if kept.fate == Fate::Shown {
                        pairs.count(&those, kept.n);
                    } else if 0 < kept.n && kept.n < under {
                        small.push(those.clone());
                    }
                    match &kept.means {
                        Some(means) if link.is_new && self.kinds.decides(level) => new.push(New {
                            period: link.period,
                            level: level.to_owned(),
                            node,
                            those,
                            means,
                        }),
                        Some(means) => pairs.tell(&those, means),
                        None => {}
                    }
                }
            }
        }
        let (_, back) = as_many_as_may(new, |told| {
            let mut pairs = pairs.clone();
            for new in told {
                pairs.tell(&new.those, new.means);
            }
            pairs.leave(&small, under)
        });
        let back = back.into_iter();
        back.map(|new| (new.period, new.level, new.node)).collect()
    }

    /// The pairs of a group of the whole or of a part. Lots are by kind and then by part.
    fn those(&self, part: Option<usize>, level: &str, group: Group, class: Class) -> Those {
        let kinds = self.kinds.of(part.is_some(), level, group);
        let lots = kinds.flat_map(|kind| match part {
            Some(part) => kind * self.parts + part..kind * self.parts + part + 1,
            None => kind * self.parts..(kind + 1) * self.parts,
        });
        Those {
            lots: lots.collect(),
            starts: group.starts(),
            class,
        }
    }
}

/// Into which kinds the pairs of the parts fall.
fn kinds(table: Table, links: &[Link<'_>]) -> Kinds {
    let pairs = Node::Rated(Group::All, Class::Pairs).at("");
    let keys = links.iter().flat_map(|link| link.cells.keys());
    match table {
        Table::Whole => Kinds::Ranks,
        _ => Kinds::levels(keys.filter_map(|key| key.strip_suffix(&pairs))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::measures::Moments;
    use crate::reports::periods::Month;
    use crate::reports::release::Released;

    /// Pairs of which one felt worse by a point and all others better by six, with their mean.
    fn pairs(better: u32, worse: u32) -> (u32, u32, Ratings) {
        let changes = (0..better).map(|_| -6).chain((0..worse).map(|_| 1));
        let change = Moments::of(changes);
        (better + worse, worse, Ratings { ends: None, change })
    }

    fn settled(level: &str, (n, worse, means): (u32, u32, Ratings), is_told: bool) -> Settled {
        let kept = |class, n, fate, means| Kept {
            key: Node::Rated(Group::All, class).at(level),
            n,
            contributors: n,
            largest: 1,
            fate,
            told: None,
            means,
        };
        let cells = vec![
            kept(Class::Pairs, n, Fate::Shown, is_told.then_some(means)),
            kept(Class::Worsened, worse, Fate::Withheld, None),
        ];
        Settled {
            under: 11,
            cells,
            sums: Vec::new(),
        }
    }

    /// Whether the means of a quarter stay, whose first months have 200 pairs and told their means, and its last so many: of the
    /// whole or of a level.
    fn stay(table: Table, level: &str, last: (u32, u32, Ratings)) -> bool {
        let january: Month = "2026-01".parse().unwrap();
        let quarter = Period::quarter_of(january);
        let months: Vec<Period> = quarter.months().map(Period::from).collect();
        let many = pairs(150, 50);
        let all = (
            400 + last.0,
            100 + last.1,
            Ratings {
                ends: None,
                change: many.2.change + many.2.change + last.2.change,
            },
        );
        let decided = |settled| Decided {
            settled,
            released: Released::default(),
        };
        let mut new = BTreeMap::from([
            (quarter, decided(settled(level, all, true))),
            (months[2], decided(settled(level, last, false))),
        ]);
        let known = Known {
            earlier: months[..2]
                .iter()
                .map(|month| (*month, settled(level, many, true)))
                .collect(),
            parts: BTreeMap::from([(quarter, months.clone())]),
            ..Known::default()
        };
        agree(table, &mut new, &known, 11);
        new[&quarter].settled.cells[0].means.is_some()
    }

    #[test]
    fn means_of_a_quarter_and_of_two_of_its_months_may_tell_of_the_third() {
        for (table, level) in [(Table::Whole, ""), (Table::Channel, "voice")] {
            assert!(
                !stay(table, level, pairs(39, 1)),
                "{table}: one of 40 felt worse, and their mean is what the others leave"
            );
            assert!(
                stay(table, level, pairs(30, 20)),
                "{table}: twenty of fifty are no small count"
            );
        }
    }
}

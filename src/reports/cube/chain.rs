//! What the means of a period and of its parts tell together, of the whole: those of three months and of their quarter, of four
//! quarters and of their year.

use std::collections::{BTreeMap, HashMap};

use super::nodes::{Class, Group, Node};
use super::pairs::{Pairs, Those, as_many_as_may};
use super::settled::{Decided, Fate, Kept, Known, Settled};
use crate::reports::periods::Period;
use crate::reports::release::Ratings;

/// The groups whose pairs are sums of lots; those that are told come first, the most wanted before others.
const GROUPS: [Group; 8] = [
    Group::All,
    Group::High,
    Group::First,
    Group::FirstHigh,
    Group::Low,
    Group::FirstLow,
    Group::RestHigh,
    Group::RestLow,
];

/// Takes means of new periods back until those of each and of its parts tell no small count together.
pub(super) fn agree(decided: &mut BTreeMap<Period, Decided>, known: &Known, under: u32) {
    // The longest first: what it leaves told its parts can only tell less with.
    let mut whole: Vec<Period> = decided.keys().copied().collect();
    whole.sort_by_key(|period| std::cmp::Reverse(period.months().count()));
    for period in whole {
        let parts = known
            .parts
            .get(&period)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let back = Chain::of(period, parts, decided, known).map(|chain| chain.too_much(under));
        for (period, node) in back.unwrap_or_default() {
            if let Some(decided) = decided.get_mut(&period) {
                decided.take_means_back(node);
            }
        }
    }
}

/// A period, its parts, and what was decided of each.
struct Chain<'a> {
    /// How many parts there are.
    parts: usize,
    links: Vec<Link<'a>>,
}

struct Link<'a> {
    period: Period,
    /// Which part it is; none: the whole.
    part: Option<usize>,
    /// Whether it is decided now.
    is_new: bool,
    cells: HashMap<&'a str, &'a Kept>,
}

/// Means that are to be told now.
struct New<'a> {
    period: Period,
    node: Node,
    those: Those,
    means: &'a Ratings,
}

impl<'a> Chain<'a> {
    /// None if it has no parts, or not all are known.
    fn of(
        period: Period,
        parts: &[Period],
        decided: &'a BTreeMap<Period, Decided>,
        known: &'a Known,
    ) -> Option<Self> {
        let link = |(part, period): (Option<usize>, Period)| {
            let new = decided.get(&period).map(|decided| &decided.settled);
            let settled: &Settled = new.or_else(|| known.earlier.get(&period))?;
            let cells = settled.cells.iter().map(|kept| (kept.key.as_str(), kept));
            Some(Link {
                period,
                part,
                is_new: new.is_some(),
                cells: cells.collect(),
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
            links,
        })
    }

    /// The means that have to be taken back.
    fn too_much(&self, under: u32) -> Vec<(Period, Node)> {
        let mut pairs = Pairs::new(RANKS * self.parts);
        let (mut small, mut new) = (Vec::new(), Vec::new());
        for link in &self.links {
            for group in GROUPS {
                for class in Class::ALL {
                    let node = Node::Rated(group, *class);
                    let Some(kept) = link.cells.get(node.at("").as_str()) else {
                        continue;
                    };
                    let those = self.those(link.part, group, *class);
                    if kept.fate == Fate::Shown {
                        pairs.count(&those, kept.n);
                    } else if 0 < kept.n && kept.n < under {
                        small.push(those.clone());
                    }
                    match &kept.means {
                        Some(means) if link.is_new => new.push(New {
                            period: link.period,
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
        back.into_iter().map(|new| (new.period, new.node)).collect()
    }

    /// The pairs of a group of the whole or of a part. Lots are by rank and then by part.
    fn those(&self, part: Option<usize>, group: Group, class: Class) -> Those {
        let first_from = if part.is_some() { 1 } else { 2 };
        let ranks = match group.are_first() {
            Some(true) => first_from..RANKS,
            Some(false) => 0..first_from,
            None => 0..RANKS,
        };
        let lots = ranks.flat_map(|rank| match part {
            Some(part) => rank * self.parts + part..rank * self.parts + part + 1,
            None => rank * self.parts..(rank + 1) * self.parts,
        });
        Those {
            lots: lots.collect(),
            starts: group.starts(),
            class,
        }
    }
}

/// Pairs that are not the first of their caller, that are so in a part alone, and that are so in the whole.
const RANKS: usize = 3;

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

    fn settled((n, worse, means): (u32, u32, Ratings), is_told: bool) -> Settled {
        let kept = |class, n, fate, means| Kept {
            key: Node::Rated(Group::All, class).at(""),
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

    /// Whether the means of a quarter stay, whose first months have 200 pairs and told their means, and its last so many.
    fn stay(last: (u32, u32, Ratings)) -> bool {
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
            (quarter, decided(settled(all, true))),
            (months[2], decided(settled(last, false))),
        ]);
        let known = Known {
            earlier: months[..2]
                .iter()
                .map(|month| (*month, settled(many, true)))
                .collect(),
            parts: BTreeMap::from([(quarter, months.clone())]),
            ..Known::default()
        };
        agree(&mut new, &known, 11);
        new[&quarter].settled.cells[0].means.is_some()
    }

    #[test]
    fn means_of_a_quarter_and_of_two_of_its_months_may_tell_of_the_third() {
        assert!(
            !stay(pairs(39, 1)),
            "one of 40 felt worse, and their mean is what the others leave"
        );
        assert!(stay(pairs(30, 20)), "twenty of fifty are no small count");
    }
}

//! What means and a spread tell of withheld counts beneath them: between what each lies for who knows all that is shown.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use crate::reports::cube::counted::Cell;
use crate::reports::cube::nodes::{Class, Group, Linked, Node};
use crate::reports::cube::pairs::{Bounds, Pairs, Those};
use crate::reports::cube::splits::of_linked;
use crate::reports::cube::told::Means;
use crate::reports::release::Ratings;

/// The cells of a period: what each holds, and whether it is shown.
pub(super) type Beside<'a> = HashMap<(&'a str, Node), (u32, bool)>;

/// Between what the means of a shown cell leave the withheld counts beneath it. None if they narrow a small one down, or if
/// that cannot be reckoned: then they may not be told.
pub(super) fn bounds(
    beside: &Beside<'_>,
    level: &str,
    node: Node,
    cell: &Cell,
    (means, under): (Means, u32),
) -> Option<Vec<(Node, Bounds)>> {
    let ratings = &cell.ratings?.told(means);
    let Node::Rated(group, _) = node else {
        // Scores of questionnaires: only beside counts that are all shown.
        let mut callers = Linked::ALL.iter().map(|set| Node::Callers(*set));
        let shown = |node| beside.get(&(level, node)).is_none_or(|(_, shown)| *shown);
        return callers
            .all(|node| !is_told(node) || shown(node))
            .then(Vec::new);
    };
    // Tables meet in the whole. Where its classes are withheld, means of levels would bound them, each table from another side.
    let of_all = |class: &Class| beside.get(&("", Node::Rated(group, *class)));
    let is_known = |class: &Class| of_all(class).is_none_or(|(_, shown)| *shown);
    if !level.is_empty() && !Class::ALL.iter().all(is_known) {
        return None;
    }
    let beneath = beneath(beside, level, group);
    let hidden = beneath.iter().filter(|one| !one.shown);
    let mut found = Vec::new();
    for one in hidden {
        let (low, high) = extent(ratings, &beneath, &one.those)?;
        let is_small = 0 < one.n && one.n < under;
        if is_small && (low > 0 || high < under) {
            return None;
        }
        // That they are among the pairs is known anyway.
        if low > 0 || u64::from(high) < ratings.change.n {
            found.push((one.node, (low, high)));
        }
    }
    Some(found)
}

/// The counts beneath the pairs of a group.
fn beneath(beside: &Beside<'_>, level: &str, group: Group) -> Vec<Beneath> {
    let classes = Class::ALL.iter().map(|class| {
        let node = Node::Rated(group, *class);
        (node, those(0..=10, *class))
    });
    let starts = match group {
        Group::All => Some((Group::High, Group::Low)),
        Group::First => Some((Group::FirstHigh, Group::FirstLow)),
        _ => None,
    };
    let starts = starts.into_iter().flat_map(|(high, low)| {
        let node = |group| Node::Rated(group, Class::Pairs);
        [(node(high), high_starts()), (node(low), low_starts())]
    });
    let known = classes.chain(starts).filter_map(|(node, those)| {
        let (n, shown) = beside.get(&(level, node)).copied()?;
        Some(Beneath {
            node,
            those,
            n,
            shown,
        })
    });
    known.collect()
}

/// Whether a set of callers is shown to anybody.
fn is_told(node: Node) -> bool {
    of_linked().contains(&(node, true))
}

/// A count beneath some pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Beneath {
    /// The set that they are.
    node: Node,
    /// Of which pairs.
    those: Those,
    /// How many they are.
    n: u32,
    /// Whether readers are shown it.
    shown: bool,
}

/// Those of the only lot.
fn those(starts: RangeInclusive<u8>, class: Class) -> Those {
    Those {
        lots: vec![0],
        starts,
        class,
    }
}

fn high_starts() -> Those {
    those(2..=10, Class::Pairs)
}

fn low_starts() -> Those {
    those(0..=1, Class::Pairs)
}

/// Between what some of the pairs lie, by the means, their intervals, the deviation and dz as they are shown, rounded to one
/// decimal, and by the counts beneath that are shown.
fn extent(ratings: &Ratings, beneath: &[Beneath], those_of: &Those) -> Option<Bounds> {
    let mut pairs = Pairs::new(1);
    let all = those(0..=10, Class::Pairs);
    pairs.count(&all, u32::try_from(ratings.change.n).ok()?);
    pairs.tell(&all, ratings);
    for one in beneath.iter().filter(|one| one.shown) {
        pairs.count(&one.those, one.n);
    }
    pairs.extent(those_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::cube::counted::Ratings;
    use crate::reports::measures::Moments;

    fn ratings(pairs: &[(i32, i32, usize)]) -> Ratings {
        let of = |value: &dyn Fn(i32, i32) -> i32| {
            let values = pairs
                .iter()
                .flat_map(|(start, end, times)| std::iter::repeat_n(value(*start, *end), *times));
            Moments::of(values.collect::<Vec<_>>())
        };
        Ratings {
            start: of(&|start, _| start),
            end: of(&|_, end| end),
            change: of(&|start, end| end - start),
        }
    }

    fn withheld(class: Class, n: u32) -> Beneath {
        Beneath {
            node: Node::Rated(Group::All, class),
            those: those(0..=10, class),
            n,
            shown: false,
        }
    }

    /// What is left of a class that is withheld beside others.
    fn left(ratings: &Ratings, beneath: &[Beneath], class: Class) -> Bounds {
        extent(&ratings.told(Means::All), beneath, &those(0..=10, class)).unwrap()
    }

    #[test]
    fn a_small_spread_of_few_pairs_tells_that_hardly_anybody_felt_worse() {
        let few = ratings(&[(8, 6, 12), (7, 5, 13), (6, 7, 3)]);
        let (_, most) = left(&few, &[withheld(Class::Worsened, 3)], Class::Worsened);
        assert!((3..11).contains(&most), "{most}");
    }

    #[test]
    fn a_wide_spread_of_many_pairs_tells_nothing() {
        let many = ratings(&[(9, 3, 60), (7, 7, 60), (5, 6, 5), (8, 7, 75)]);
        let (least, most) = left(&many, &[withheld(Class::Worsened, 5)], Class::Worsened);
        assert!(least == 0 && most >= 11, "{least} to {most}");
    }

    #[test]
    fn a_high_mean_at_the_start_tells_that_few_began_low() {
        let high = ratings(&[(10, 6, 20), (9, 9, 20), (1, 2, 2)]);
        let (_, most) = extent(&high.told(Means::All), &[], &low_starts()).unwrap();
        assert!((2..11).contains(&most), "{most}");
    }

    #[test]
    fn what_is_left_holds_the_true_count() {
        let any = ratings(&[(8, 6, 12), (7, 5, 13), (6, 6, 11), (3, 6, 4)]);
        let shown = Beneath {
            shown: true,
            ..withheld(Class::Improved, 25)
        };
        for (class, n) in [(Class::Unchanged, 11), (Class::Worsened, 4)] {
            let (least, most) = left(&any, std::slice::from_ref(&shown), class);
            assert!(least <= n && n <= most, "{class}: {least} to {most}");
        }
    }
}

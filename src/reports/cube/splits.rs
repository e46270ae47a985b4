//! Which sets each table counts, and which of them are sums of others.

use super::nodes::{Class, Group, Linked, Node, Plain};

/// A sum that always holds: a set, and sets that make it up without overlap.
pub(super) type Split = (Node, Vec<Node>);

/// The sets of the table without a breakdown, and whether they are shown to anybody.
pub(super) fn of_the_whole() -> Vec<(Node, bool)> {
    use Plain as P;
    let hidden = [
        P::OtherContacts,
        P::Ineligible,
        P::Unrated,
        P::Unasked,
        P::Uncoded,
        P::OfOccasional,
        P::LoggedInTime,
        P::Apart,
        P::InShift,
        P::Unamended,
        P::OfThePeriod,
        P::RelationMissing,
        P::EndMissing,
        P::RatingMissing,
        P::SupportMissing,
    ];
    // These are counted in other tables.
    let beside = [
        P::OfMainReason,
        P::Unpaired,
        P::Offered,
        P::Answered,
        P::Abandoned,
        P::Unresolved,
    ];
    let plain = P::ALL
        .iter()
        .filter(|plain| !beside.contains(plain))
        .map(|plain| (Node::Of(*plain), !hidden.contains(plain)));
    let shown = Group::SHOWN.iter().map(|group| (group, true));
    let hidden = Group::HIDDEN.iter().map(|group| (group, false));
    let rated = shown.chain(hidden).flat_map(|(group, shown)| {
        let classes = Class::ALL.iter();
        classes.map(move |class| (Node::Rated(*group, *class), shown))
    });
    plain.chain(rated).collect()
}

/// The sets of a breakdown by outcome.
pub(super) fn by_outcome() -> Vec<(Node, bool)> {
    let of = |plain, shown| (Node::Of(plain), shown);
    let rated = |class, shown| (Node::Rated(Group::All, class), shown);
    vec![
        of(Plain::SupportContacts, true),
        of(Plain::Ineligible, false),
        of(Plain::Eligible, true),
        of(Plain::Unpaired, false),
        rated(Class::Pairs, true),
        rated(Class::Improved, true),
        rated(Class::Unchanged, true),
        rated(Class::Worsened, true),
    ]
}

/// The sets of what telephony counted.
pub(super) fn of_telephony() -> Vec<(Node, bool)> {
    let shown =
        [Plain::Offered, Plain::Answered, Plain::Abandoned].map(|plain| (Node::Of(plain), true));
    shown
        .into_iter()
        .chain([(Node::Of(Plain::Unresolved), false)])
        .collect()
}

/// The sets of callers who were asked a questionnaire.
pub(super) fn of_linked() -> Vec<(Node, bool)> {
    let hidden = [Linked::Once, Linked::NotLonelyFirst, Linked::NotLonelyLast];
    Linked::ALL
        .iter()
        .map(|linked| (Node::Callers(*linked), !hidden.contains(linked)))
        .collect()
}

/// The sums within a period of the sets that a table has.
pub(super) fn splits(has: &dyn Fn(Node) -> bool) -> Vec<Split> {
    let mut splits = [of_contacts(), of_callers(), of_pairs()].concat();
    splits.retain(|(total, parts)| has(*total) && parts.iter().all(|part| has(*part)));
    splits
}

fn of_contacts() -> Vec<Split> {
    use Plain as P;
    let of = |plain| Node::Of(plain);
    let pairs = |group| Node::Rated(group, Class::Pairs);
    let mut splits: Vec<Split> = [
        (P::Contacts, [P::SupportContacts, P::OtherContacts]),
        (P::SupportContacts, [P::Eligible, P::Ineligible]),
        (P::Eligible, [P::Asked, P::Unasked]),
        (P::Contacts, [P::Coded, P::Uncoded]),
        (P::Coded, [P::OfFrequent, P::OfOccasional]),
        (P::Contacts, [P::LoggedLate, P::LoggedInTime]),
        (P::Contacts, [P::Overlapping, P::Apart]),
        (P::Contacts, [P::WithoutShift, P::InShift]),
        (P::Contacts, [P::Amended, P::Unamended]),
        (P::Contacts, [P::OfClosedMonths, P::OfThePeriod]),
        (P::SupportContacts, [P::RelationKnown, P::RelationMissing]),
        (P::SupportContacts, [P::EndKnown, P::EndMissing]),
        (P::SupportContacts, [P::RatingKnown, P::RatingMissing]),
        (P::SupportContacts, [P::SupportKnown, P::SupportMissing]),
    ]
    .into_iter()
    .map(|(total, parts)| (of(total), parts.map(of).to_vec()))
    .collect();
    splits.extend([
        (
            of(P::Eligible),
            vec![
                pairs(Group::All),
                pairs(Group::Retrospective),
                of(P::Unrated),
            ],
        ),
        (of(P::Eligible), vec![pairs(Group::All), of(P::Unpaired)]),
        (
            of(P::Offered),
            [P::Answered, P::Abandoned, P::Unresolved].map(of).to_vec(),
        ),
    ]);
    splits
}

fn of_callers() -> Vec<Split> {
    use Linked as L;
    let splits = [
        (L::Measured, [L::Linked, L::Once].as_slice()),
        (L::Linked, &[L::LonelyFirst, L::NotLonelyFirst]),
        (L::Linked, &[L::LonelyLast, L::NotLonelyLast]),
        (L::Linked, &[L::Improved, L::Unchanged, L::Worsened]),
    ];
    let all = |parts: &[L]| parts.iter().map(|part| Node::Callers(*part)).collect();
    splits
        .map(|(total, parts)| (Node::Callers(total), all(parts)))
        .to_vec()
}

/// A group falls into other groups class by class, and into classes.
fn of_pairs() -> Vec<Split> {
    use {Class as C, Group as G};
    let mut splits = Vec::new();
    for class in C::LEAVES {
        for (total, parts) in [
            (G::All, [G::High, G::Low]),
            (G::High, [G::FirstHigh, G::RestHigh]),
            (G::Low, [G::FirstLow, G::RestLow]),
            (G::First, [G::FirstHigh, G::FirstLow]),
            (G::All, [G::First, G::Rest]),
            (G::Rest, [G::RestHigh, G::RestLow]),
        ] {
            let parts = parts.map(|part| Node::Rated(part, class));
            splits.push((Node::Rated(total, class), parts.to_vec()));
        }
    }
    // Who starts at 0 or 1 cannot get better by two.
    for (all, high) in [(G::All, G::High), (G::First, G::FirstHigh)] {
        let improved = |group| Node::Rated(group, C::Improved2);
        splits.push((improved(all), vec![improved(high)]));
    }
    for group in G::ALL {
        for (total, parts) in [
            (
                C::Pairs,
                [C::Improved, C::Unchanged, C::Worsened].as_slice(),
            ),
            (C::Improved, &[C::Improved2, C::Improved1]),
            (C::Worsened, &[C::Worsened2, C::Worsened1]),
        ] {
            let parts = parts.iter().map(|part| Node::Rated(*group, *part));
            splits.push((Node::Rated(*group, total), parts.collect()));
        }
    }
    splits
}

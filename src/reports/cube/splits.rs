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
    use Plain as P;
    let of = |plain| Node::Of(plain);
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
    let rated = Node::Rated;
    splits.push((
        of(P::Eligible),
        vec![
            rated(Group::All, Class::Pairs),
            rated(Group::Retrospective, Class::Pairs),
            of(P::Unrated),
        ],
    ));
    splits.push((
        of(P::Eligible),
        vec![rated(Group::All, Class::Pairs), of(P::Unpaired)],
    ));
    splits.push((
        of(P::Offered),
        [P::Answered, P::Abandoned, P::Unresolved].map(of).to_vec(),
    ));
    for (total, parts) in [
        (Linked::Measured, [Linked::Linked, Linked::Once].as_slice()),
        (
            Linked::Linked,
            &[Linked::LonelyFirst, Linked::NotLonelyFirst],
        ),
        (Linked::Linked, &[Linked::LonelyLast, Linked::NotLonelyLast]),
        (
            Linked::Linked,
            &[Linked::Improved, Linked::Unchanged, Linked::Worsened],
        ),
    ] {
        splits.push((
            Node::Callers(total),
            parts.iter().map(|part| Node::Callers(*part)).collect(),
        ));
    }
    for class in Class::LEAVES {
        for (total, parts) in [
            (Group::All, [Group::High, Group::Low]),
            (Group::High, [Group::FirstHigh, Group::RestHigh]),
            (Group::Low, [Group::FirstLow, Group::RestLow]),
            (Group::First, [Group::FirstHigh, Group::FirstLow]),
            (Group::All, [Group::First, Group::Rest]),
            (Group::Rest, [Group::RestHigh, Group::RestLow]),
        ] {
            splits.push((
                rated(total, class),
                parts.map(|part| rated(part, class)).to_vec(),
            ));
        }
    }
    // Who starts at 0 or 1 cannot get better by two.
    for (all, high) in [(Group::All, Group::High), (Group::First, Group::FirstHigh)] {
        splits.push((
            rated(all, Class::Improved2),
            vec![rated(high, Class::Improved2)],
        ));
    }
    for group in Group::ALL.iter().copied() {
        splits.push((
            rated(group, Class::Pairs),
            vec![
                rated(group, Class::Improved),
                rated(group, Class::Unchanged),
                rated(group, Class::Worsened),
            ],
        ));
        splits.push((
            rated(group, Class::Improved),
            vec![
                rated(group, Class::Improved2),
                rated(group, Class::Improved1),
            ],
        ));
        splits.push((
            rated(group, Class::Worsened),
            vec![
                rated(group, Class::Worsened2),
                rated(group, Class::Worsened1),
            ],
        ));
    }
    splits.retain(|(total, parts)| has(*total) && parts.iter().all(|part| has(*part)));
    splits
}

//! The sets of contacts that reports count, and which of them are sums of others.

use crate::calls::words::ReferralResult;
use crate::words::words;

words! {
    /// A set of contacts that is not about ratings.
    Plain {
        /// Every contact.
        Contacts = "contacts",
        /// Contacts that are no support contacts.
        OtherContacts = "other_contacts",
        SupportContacts = "support_contacts",
        /// Support contacts for others, or shorter than five minutes.
        Ineligible = "ineligible",
        /// Support contacts for oneself of five minutes or longer.
        Eligible = "eligible",
        /// Eligible, without both ratings.
        Unrated = "unrated",
        /// Eligible, without a prospective pair.
        Unpaired = "unpaired",
        /// Eligible, and the rating at the start was asked for.
        Asked = "asked",
        Unasked = "unasked",
        /// Contacts with a caller code.
        Coded = "coded",
        Uncoded = "uncoded",
        /// Contacts in a month in which their caller had eight or more.
        OfFrequent = "of_frequent_callers",
        OfOccasional = "of_occasional_callers",
        LoggedLate = "logged_late",
        LoggedInTime = "logged_in_time",
        Overlapping = "overlapping",
        Apart = "apart",
        WithoutShift = "without_shift",
        InShift = "in_shift",
        Amended = "amended",
        Unamended = "unamended",
        /// Contacts of a month that was closed before they came.
        OfClosedMonths = "of_closed_months",
        OfThePeriod = "of_the_period",
        /// Support contacts with an answer to a question that is no breakdown.
        RelationKnown = "relation_known",
        RelationMissing = "relation_missing",
        EndKnown = "end_known",
        EndMissing = "end_missing",
        RatingKnown = "rating_known",
        RatingMissing = "rating_missing",
        SupportKnown = "support_known",
        SupportMissing = "support_missing",
        /// Calls that telephony counted.
        Offered = "offered",
        Answered = "answered",
        Abandoned = "abandoned",
        /// Neither answered nor abandoned.
        Unresolved = "unresolved",
    }
}

words! {
    /// A set of callers who were asked a questionnaire.
    Linked {
        /// Asked once at least.
        Measured = "measured",
        /// Asked again, 28 days or more after the first time.
        Linked = "linked",
        Once = "once",
        LonelyFirst = "lonely_first",
        NotLonelyFirst = "not_lonely_first",
        LonelyLast = "lonely_last",
        NotLonelyLast = "not_lonely_last",
        /// By a reliable change.
        Improved = "improved",
        Unchanged = "unchanged",
        Worsened = "worsened",
    }
}

words! {
    /// A set of contacts with both ratings.
    Group {
        /// All prospective pairs.
        All = "per_call.all",
        /// Those with a start rating of 2 or more.
        High = "per_call.start_2_or_more",
        Low = "low",
        /// The first of each caller code in the period.
        First = "first_call_per_caller.all",
        FirstHigh = "first_call_per_caller.start_2_or_more",
        FirstLow = "first_low",
        RestHigh = "rest_high",
        RestLow = "rest_low",
        /// The first of their caller in a part of the period, and not in the whole.
        AgainHigh = "again_high",
        AgainLow = "again_low",
        Retrospective = "retrospective.all",
    }
}

words! {
    /// How a rating changed.
    Class {
        /// Any change.
        Pairs = "pairs",
        Improved = "improved",
        Improved2 = "improved_2",
        Improved1 = "improved_1",
        Unchanged = "unchanged",
        Worsened1 = "worsened_1",
        Worsened2 = "worsened_2",
        Worsened = "worsened",
    }
}

/// A set of contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// Not about ratings.
    Of(Plain),
    /// With both ratings.
    Rated(Group, Class),
    /// Referrals, counted by themselves; none: all that were offered.
    Referrals(Option<ReferralResult>),
    /// Callers who were asked a questionnaire.
    Callers(Linked),
}

impl std::fmt::Display for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Of(plain) => plain.fmt(f),
            Self::Rated(group, class) => write!(f, "{group}.{class}"),
            Self::Referrals(None) => f.write_str("referrals"),
            Self::Referrals(Some(result)) => write!(f, "referrals.{result}"),
            Self::Callers(linked) => write!(f, "callers.{linked}"),
        }
    }
}

impl Node {
    /// How many sets there may be.
    pub const MANY: usize = 256;

    /// A number below [`Node::MANY`], another one for each set.
    pub fn number(self) -> u8 {
        let at = |found: Option<usize>| found.unwrap_or_default();
        let number = match self {
            Self::Of(plain) => at(Plain::ALL.iter().position(|one| *one == plain)),
            Self::Rated(group, class) => {
                let group = at(Group::ALL.iter().position(|one| *one == group));
                let class = at(Class::ALL.iter().position(|one| *one == class));
                64 + group * Class::ALL.len() + class
            }
            Self::Referrals(None) => 200,
            Self::Referrals(Some(result)) => {
                201 + at(ReferralResult::ALL.iter().position(|one| *one == result))
            }
            Self::Callers(linked) => 210 + at(Linked::ALL.iter().position(|one| *one == linked)),
        };
        u8::try_from(number).unwrap_or(u8::MAX)
    }
}

impl Group {
    /// The groups that reports show.
    pub const SHOWN: [Self; 5] = [
        Self::All,
        Self::High,
        Self::First,
        Self::FirstHigh,
        Self::Retrospective,
    ];

    /// The groups into which they fall, which nobody is shown.
    const HIDDEN: [Self; 6] = [
        Self::Low,
        Self::FirstLow,
        Self::RestHigh,
        Self::RestLow,
        Self::AgainHigh,
        Self::AgainLow,
    ];
}

impl Class {
    /// The classes of which no two overlap.
    pub const LEAVES: [Self; 5] = [
        Self::Improved2,
        Self::Improved1,
        Self::Unchanged,
        Self::Worsened1,
        Self::Worsened2,
    ];

    /// The class of a change of so many points.
    pub const fn of(change: i64) -> Self {
        match change {
            ..=-2 => Self::Improved2,
            -1 => Self::Improved1,
            0 => Self::Unchanged,
            1 => Self::Worsened1,
            2.. => Self::Worsened2,
        }
    }

    /// The classes that hold this one, itself too.
    pub const fn within(self) -> &'static [Self] {
        match self {
            Self::Improved2 => &[Self::Improved2, Self::Improved, Self::Pairs],
            Self::Improved1 => &[Self::Improved1, Self::Improved, Self::Pairs],
            Self::Unchanged => &[Self::Unchanged, Self::Pairs],
            Self::Worsened1 => &[Self::Worsened1, Self::Worsened, Self::Pairs],
            Self::Worsened2 => &[Self::Worsened2, Self::Worsened, Self::Pairs],
            Self::Improved => &[Self::Improved, Self::Pairs],
            Self::Worsened => &[Self::Worsened, Self::Pairs],
            Self::Pairs => &[Self::Pairs],
        }
    }
}

/// A sum that always holds: a set, and sets that make it up without overlap.
pub type Split = (Node, Vec<Node>);

/// The sets of the table without a breakdown, and whether they are shown to anybody.
pub fn of_the_whole() -> Vec<(Node, bool)> {
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
    let shown = Group::SHOWN.iter().flat_map(|group| {
        Class::ALL
            .iter()
            .map(|class| (Node::Rated(*group, *class), true))
    });
    let unseen = Group::HIDDEN.iter().flat_map(|group| {
        Class::LEAVES
            .iter()
            .map(|class| (Node::Rated(*group, *class), false))
    });
    plain.chain(shown).chain(unseen).collect()
}

/// The sets of a breakdown by outcome.
pub fn by_outcome() -> Vec<(Node, bool)> {
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
pub fn of_telephony() -> Vec<(Node, bool)> {
    let shown =
        [Plain::Offered, Plain::Answered, Plain::Abandoned].map(|plain| (Node::Of(plain), true));
    shown
        .into_iter()
        .chain([(Node::Of(Plain::Unresolved), false)])
        .collect()
}

/// The sets of callers who were asked a questionnaire.
pub fn of_linked() -> Vec<(Node, bool)> {
    let hidden = [Linked::Once, Linked::NotLonelyFirst, Linked::NotLonelyLast];
    Linked::ALL
        .iter()
        .map(|linked| (Node::Callers(*linked), !hidden.contains(linked)))
        .collect()
}

/// The sums within a period of the sets that a table has.
pub fn splits(has: &dyn Fn(Node) -> bool) -> Vec<Split> {
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
    for group in Group::SHOWN {
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

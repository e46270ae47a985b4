//! The sets of contacts that reports count, and which of them are sums of others.

use std::ops::RangeInclusive;

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
        /// Support contacts, at the one reason that is their main one.
        OfMainReason = "of_main_reason",
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
        /// Those that are not the first of their caller.
        Rest = "rest",
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
    /// How its cell in a level is called where it is kept.
    pub fn at(self, level: &str) -> String {
        format!("{level}|{self}")
    }

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

    /// What one of them leaves of another, and into what that falls: counts of their own, which nobody is shown.
    pub const HIDDEN: [Self; 7] = [
        Self::Low,
        Self::FirstLow,
        Self::Rest,
        Self::RestHigh,
        Self::RestLow,
        Self::AgainHigh,
        Self::AgainLow,
    ];

    /// With which ratings its pairs began.
    pub const fn starts(self) -> RangeInclusive<u8> {
        match self {
            Self::All | Self::First | Self::Rest | Self::Retrospective => 0..=10,
            Self::High | Self::FirstHigh | Self::RestHigh | Self::AgainHigh => 2..=10,
            Self::Low | Self::FirstLow | Self::RestLow | Self::AgainLow => 0..=1,
        }
    }

    /// Whether its pairs are the first of their callers in the period; none: some are.
    pub const fn are_first(self) -> Option<bool> {
        match self {
            Self::All | Self::High | Self::Low | Self::Retrospective => None,
            Self::First | Self::FirstHigh | Self::FirstLow => Some(true),
            Self::Rest | Self::RestHigh | Self::RestLow | Self::AgainHigh | Self::AgainLow => {
                Some(false)
            }
        }
    }
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

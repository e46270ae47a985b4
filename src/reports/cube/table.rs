//! The tables that are decided one by one, and what each of them counts.

use super::nodes::{Class, Node, Plain};
use super::splits;
use crate::calls::words::ReferralResult;
use crate::reports::dimension::Dimension;
use crate::reports::periods::{Kind, Period};
use crate::words::words;

words! {
    /// A table that is decided by itself, after the whole.
    Table {
        /// Without a breakdown. It is settled before all others.
        Whole = "whole",
        Channel = "channel",
        ContactType = "contact_type",
        HourOfWeek = "hour_of_week",
        /// By main reason, and with each reason among others.
        Reason = "reason",
        Returning = "returning",
        InboundFrom = "inbound_from",
        HowHeard = "how_heard",
        AgeBand = "age_band",
        Gender = "gender",
        RaceEthnicity = "race_ethnicity",
        Veteran = "veteran",
        Language = "language",
        Region = "region",
        LivingAlone = "living_alone",
        WouldHaveDoneInstead = "would_have_done_instead",
        Escalation = "escalation",
        HandoffResult = "handoff_result",
        /// Referrals by destination and by place in the continuum of care.
        Referrals = "referrals",
        /// What telephony counted.
        Access = "access",
        /// Callers by questionnaire.
        OverTime = "over_time",
    }
}

impl Table {
    /// The table that holds a breakdown.
    pub const fn of(by: Dimension) -> Self {
        match by {
            Dimension::Channel => Self::Channel,
            Dimension::ContactType => Self::ContactType,
            Dimension::HourOfWeek => Self::HourOfWeek,
            Dimension::Reason | Dimension::AnyReason => Self::Reason,
            Dimension::Returning => Self::Returning,
            Dimension::InboundFrom => Self::InboundFrom,
            Dimension::HowHeard => Self::HowHeard,
            Dimension::AgeBand => Self::AgeBand,
            Dimension::Gender => Self::Gender,
            Dimension::RaceEthnicity => Self::RaceEthnicity,
            Dimension::Veteran => Self::Veteran,
            Dimension::Language => Self::Language,
            Dimension::Region => Self::Region,
            Dimension::LivingAlone => Self::LivingAlone,
            Dimension::WouldHaveDoneInstead => Self::WouldHaveDoneInstead,
            Dimension::Escalation => Self::Escalation,
            Dimension::HandoffResult => Self::HandoffResult,
            Dimension::Destination | Dimension::ContinuumPlace => Self::Referrals,
            Dimension::Instrument => Self::OverTime,
        }
    }

    /// By what it breaks contacts down into levels that do not overlap, if it does.
    pub const fn dimension(self) -> Option<Dimension> {
        Some(match self {
            Self::Whole | Self::Referrals | Self::Access | Self::OverTime => return None,
            Self::Channel => Dimension::Channel,
            Self::ContactType => Dimension::ContactType,
            Self::HourOfWeek => Dimension::HourOfWeek,
            Self::Reason => Dimension::Reason,
            Self::Returning => Dimension::Returning,
            Self::InboundFrom => Dimension::InboundFrom,
            Self::HowHeard => Dimension::HowHeard,
            Self::AgeBand => Dimension::AgeBand,
            Self::Gender => Dimension::Gender,
            Self::RaceEthnicity => Dimension::RaceEthnicity,
            Self::Veteran => Dimension::Veteran,
            Self::Language => Dimension::Language,
            Self::Region => Dimension::Region,
            Self::LivingAlone => Dimension::LivingAlone,
            Self::WouldHaveDoneInstead => Dimension::WouldHaveDoneInstead,
            Self::Escalation => Dimension::Escalation,
            Self::HandoffResult => Dimension::HandoffResult,
        })
    }

    /// Whether even a 0 tells something, and "all" too.
    pub const fn is_sensitive(self) -> bool {
        matches!(self, Self::Escalation | Self::HandoffResult)
    }

    /// Whether it is there for a period. In a month the hours of the week would be small, and nobody is asked twice;
    /// in a year that parts quarters its hours would tell of a single month.
    pub fn is_of(self, period: Period) -> bool {
        match self {
            Self::HourOfWeek => period.kind() != Kind::Month && period.first().number() % 3 == 1,
            Self::OverTime => period.kind() != Kind::Month,
            _ => true,
        }
    }

    /// Whether it tells of a set in its levels. In a month most would be small there: it tells how many pairs there are, and
    /// with them their means, but not by where calls came from, for nearly all come from one place. Single reasons are
    /// told of years alone.
    pub fn tells(self, node: Node, period: Period) -> bool {
        let is_of_month = period.kind() == Kind::Month;
        match node {
            Node::Of(Plain::OfMainReason) => period.kind().is_year(),
            Node::Rated(_, Class::Pairs) => !is_of_month || self != Self::InboundFrom,
            Node::Rated(..) | Node::Of(Plain::Eligible) => !is_of_month,
            _ => true,
        }
    }

    /// The sets of the whole of which a set in its levels is a part: where one is withheld each level is. By type of contact
    /// readers know how many of the contacts are support contacts, by main reason how many there are.
    pub(super) const fn parts_of(self, node: Node) -> [Node; 2] {
        let whole = match (self, node) {
            (Self::ContactType, _) | (_, Node::Of(Plain::OfMainReason)) => {
                Node::Of(Plain::SupportContacts)
            }
            _ => node,
        };
        [node, whole]
    }

    /// The sets of the whole that other tables count too.
    pub(super) fn meets() -> Vec<Node> {
        let by_outcome = splits::by_outcome().into_iter().map(|(node, _)| node);
        by_outcome
            .chain([Plain::Contacts, Plain::OtherContacts].map(Node::Of))
            .collect()
    }

    /// The sets that it counts in each level, and whether they are shown.
    pub(super) fn nodes(self) -> Vec<(Node, bool)> {
        let of = |plain| (Node::Of(plain), true);
        match self {
            Self::Whole => splits::of_the_whole(),
            Self::ContactType | Self::HourOfWeek => vec![of(Plain::Contacts)],
            Self::Channel => {
                let mut nodes = splits::by_outcome();
                nodes.extend([of(Plain::Contacts), (Node::Of(Plain::OtherContacts), false)]);
                nodes
            }
            Self::Reason
            | Self::Returning
            | Self::InboundFrom
            | Self::AgeBand
            | Self::Gender
            | Self::LivingAlone => splits::by_outcome(),
            Self::Referrals => referrals(),
            Self::Access => splits::of_telephony(),
            Self::OverTime => splits::of_linked(),
            _ => vec![of(Plain::SupportContacts)],
        }
    }
}

/// Referrals by result.
fn referrals() -> Vec<(Node, bool)> {
    let results = ReferralResult::ALL
        .iter()
        .map(|result| (Node::Referrals(Some(*result)), true));
    std::iter::once((Node::Referrals(None), true))
        .chain(results)
        .collect()
}

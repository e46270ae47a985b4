//! The call record as it is sent and shown, and what makes it whole.
//!
//! A question left out was not asked.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::demographics::Demographics;
use super::words::{
    CallReason, CallerRating, CallerRelation, Channel, ContactType, Destination, EndedBy,
    Escalation, HandoffResult, HowHeard, InboundFrom, IsolationMode, RatingStatus, ReferralResult,
    Returning, Support, WouldHaveDoneInstead,
};
use crate::clock::Moment;
use crate::error::Fault;
use crate::id::ResourceId;

/// The most reasons of one call.
pub const MOST_REASONS: u16 = 5;
/// The greatest rating of isolation.
pub const LONELIEST: u8 = 10;
/// What a call can do to a peer at most.
pub const HARDEST: u8 = 3;
/// The most referrals of one call.
pub const MOST_REFERRALS: u16 = 20;

/// What is known of a call. Nothing in it says who called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// When it began: not in the future, at most 14 days ago.
    pub started_at: Moment,
    /// When it ended: after the start, at most 4 hours later.
    pub ended_at: Moment,
    /// What kind of contact it was.
    pub contact_type: ContactType,
    /// How the contact came about.
    #[serde(default)]
    pub channel: Channel,
    /// For whom the caller called.
    #[serde(default)]
    pub caller_relation: CallerRelation,
    /// Whether the caller says they called before.
    #[serde(default)]
    pub returning: Returning,
    /// Where the call came from.
    #[serde(default)]
    pub inbound_from: InboundFrom,
    /// How the caller heard of the line.
    #[serde(default)]
    pub how_heard: HowHeard,
    /// What it was about, the main reason first. A support contact has 1 to 5.
    #[serde(default)]
    #[schema(max_items = 5)]
    pub reasons: Vec<CallReason>,
    /// How lonely the caller felt at the start and at the end.
    #[serde(default)]
    pub isolation: Isolation,
    /// What the caller says they would have done without the line.
    #[serde(default)]
    pub would_have_done_instead: WouldHaveDoneInstead,
    /// How the peer supported the caller.
    #[serde(default)]
    pub supports_used: BTreeSet<Support>,
    /// Whether others were brought in.
    #[serde(default)]
    pub escalation: Escalation,
    /// What became of a hand-off.
    #[serde(default)]
    pub handoff_result: HandoffResult,
    /// Where the caller was pointed to.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub referrals: Vec<Referral>,
    /// Who or what ended the call.
    #[serde(default)]
    pub ended_by: EndedBy,
    /// "Did this help?", from 1 (not at all) to 5 (very much).
    #[serde(default)]
    pub caller_rating: CallerRating,
    /// What the caller said of themselves.
    #[serde(default)]
    pub demographics: Demographics,
    /// What the call did to the peer, from 0 (nothing) to 3 (hard); null if not said.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 3)]
    pub peer_impact: Option<u8>,
    /// Whether the peer wants to talk the call over with a supervisor.
    #[serde(default)]
    pub debrief_requested: bool,
    /// Whether a supervisor should look at this record.
    #[serde(default)]
    pub review_flag: bool,
}

/// "Right now, how alone do you feel?", from 0 (not at all) to 10 (completely alone), asked twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Isolation {
    /// When the start rating was taken; needed with any rating.
    #[serde(default)]
    pub mode: Option<IsolationMode>,
    /// The feeling at the start.
    #[serde(default)]
    pub start: Rating,
    /// The feeling at the end.
    #[serde(default)]
    pub end: Rating,
}

/// A rating, or why there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// What became of the question.
    pub status: RatingStatus,
    /// 0 to 10, if the caller was asked and answered.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10)]
    pub rating: Option<u8>,
}

/// Where the caller was pointed to, and what they made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Referral {
    /// Where to.
    pub destination: Destination,
    /// What the caller made of it.
    pub result: ReferralResult,
    /// Which service of the line's directory it was, if it was one of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<ResourceId>,
}

impl Record {
    /// Everything that is wrong with the answers; the times are looked at elsewhere.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = self.reason_faults();
        faults.extend(self.isolation.faults());
        if self.referrals.len() > usize::from(MOST_REFERRALS) {
            faults.push(Fault::at(
                "/referrals",
                "too_many",
                "A call has at most 20 referrals.",
            ));
        }
        let none_brought_in = matches!(self.escalation, Escalation::None | Escalation::NotAsked);
        if none_brought_in && self.handoff_result != HandoffResult::NotAsked {
            let detail = "A hand-off has a result only if somebody was brought in; see escalation.";
            faults.push(Fault::at("/handoff_result", "not_applicable", detail));
        }
        faults.extend(self.demographics.faults());
        if self.peer_impact.is_some_and(|impact| impact > HARDEST) {
            let detail = "peer_impact is from 0 (nothing) to 3 (hard).";
            faults.push(Fault::at("/peer_impact", "out_of_range", detail));
        }
        faults
    }

    fn reason_faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.contact_type.is_support() && self.reasons.is_empty() {
            faults.push(Fault::at(
                "/reasons",
                "required",
                "A support contact has at least one reason; the first is the main one.",
            ));
        }
        if self.reasons.len() > usize::from(MOST_REASONS) {
            faults.push(Fault::at(
                "/reasons",
                "too_many",
                "A call has at most 5 reasons; keep the main ones.",
            ));
        }
        let distinct: BTreeSet<_> = self.reasons.iter().collect();
        if distinct.len() < self.reasons.len() {
            faults.push(Fault::at(
                "/reasons",
                "repeated",
                "Each reason is given once.",
            ));
        }
        faults
    }
}

impl Isolation {
    fn faults(self) -> Vec<Fault> {
        let mut faults = self.start.faults("/isolation/start");
        faults.extend(self.end.faults("/isolation/end"));
        let rated = self.start.rating.or(self.end.rating).is_some();
        if rated && self.mode.is_none() {
            let detail = "Say whether the start rating was taken at the start (prospective) or at the end (retrospective).";
            faults.push(Fault::at("/isolation/mode", "required", detail));
        }
        faults
    }
}

impl Rating {
    fn faults(self, pointer: &str) -> Vec<Fault> {
        let at = format!("{pointer}/rating");
        let fault = match (self.status, self.rating) {
            (RatingStatus::Asked, None) => Fault::at(
                at,
                "required",
                "A rating that was asked for is from 0 to 10; if there was no answer, the status is declined.",
            ),
            (RatingStatus::Asked, Some(rating)) if rating > LONELIEST => Fault::at(
                at,
                "out_of_range",
                "A rating is from 0 (not at all alone) to 10 (completely alone).",
            ),
            (RatingStatus::Asked, Some(_)) | (_, None) => return Vec::new(),
            (_, Some(_)) => Fault::at(
                at,
                "not_applicable",
                "There is a rating only when the status is asked.",
            ),
        };
        vec![fault]
    }
}

//! A call in progress: any part of a record, held to the record's rules as far as it is there.

use std::collections::BTreeSet;

use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::demographics::Demographics;
use super::record::{Isolation, Record, Referral};
use super::times;
use super::words::{
    CallReason, CallerRating, CallerRelation, Channel, ContactType, EndedBy, Escalation,
    HandoffResult, HowHeard, InboundFrom, Returning, Support, WouldHaveDoneInstead,
};
use crate::clock::Moment;
use crate::error::Fault;

/// How long a draft lives after it was last saved.
pub const LIFE: Duration = Duration::hours(24);
/// The most drafts of one person.
pub const MOST: usize = 20;

/// A call in progress: any of the fields of its record. What is left out is not known yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Draft {
    /// When it began: not in the future, at most 14 days ago.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Moment>,
    /// When it ended: after the start, at most 4 hours later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Moment>,
    /// What kind of contact it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_type: Option<ContactType>,
    /// How the contact came about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// For whom the caller called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_relation: Option<CallerRelation>,
    /// Whether the caller says they called before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returning: Option<Returning>,
    /// Where the call came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbound_from: Option<InboundFrom>,
    /// How the caller heard of the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how_heard: Option<HowHeard>,
    /// What it was about, the main reason first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 5)]
    pub reasons: Option<Vec<CallReason>>,
    /// How lonely the caller felt at the start and at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isolation: Option<Isolation>,
    /// What the caller says they would have done without the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_have_done_instead: Option<WouldHaveDoneInstead>,
    /// How the peer supported the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supports_used: Option<BTreeSet<Support>>,
    /// Whether others were brought in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalation: Option<Escalation>,
    /// What became of a hand-off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handoff_result: Option<HandoffResult>,
    /// Where the caller was pointed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    pub referrals: Option<Vec<Referral>>,
    /// Who or what ended the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<EndedBy>,
    /// "Did this help?", from 1 (not at all) to 5 (very much).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_rating: Option<CallerRating>,
    /// What the caller said of themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demographics: Option<Demographics>,
    /// What the call did to the peer, from 0 (nothing) to 3 (hard).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 3)]
    pub peer_impact: Option<u8>,
    /// Whether the peer wants to talk the call over with a supervisor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debrief_requested: Option<bool>,
    /// Whether a supervisor should look at this record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_flag: Option<bool>,
}

impl Draft {
    /// Everything that is wrong with what is there. That something is still missing is no fault of a draft.
    pub fn faults(&self, now: Moment) -> Vec<Fault> {
        let record = self.filled(now);
        let mut faults = times(&record, now);
        faults.extend(record.faults());
        faults.retain(|fault| fault.code != "required" && self.is_about(fault));
        faults
    }

    /// Whether a fault can be seen in what is there already.
    fn is_about(&self, fault: &Fault) -> bool {
        match fault.pointer.as_deref() {
            Some("/started_at") => self.started_at.is_some(),
            // Without a start there is no length.
            Some("/ended_at") => {
                self.ended_at.is_some()
                    && (self.started_at.is_some() || fault.code == "in_the_future")
            }
            // A hand-off may be noted before who was brought in.
            Some("/handoff_result") => self.escalation.is_some(),
            _ => true,
        }
    }

    /// A record with stand-ins for what is not there.
    fn filled(&self, now: Moment) -> Record {
        let moment = Duration::seconds(1);
        let started_at = self
            .started_at
            .unwrap_or_else(|| self.ended_at.unwrap_or(now).min(now).minus(moment));
        let draft = self.clone();
        Record {
            started_at,
            ended_at: self.ended_at.unwrap_or_else(|| started_at.plus(moment)),
            contact_type: self.contact_type.unwrap_or(ContactType::Test),
            channel: self.channel.unwrap_or_default(),
            caller_relation: self.caller_relation.unwrap_or_default(),
            returning: self.returning.unwrap_or_default(),
            inbound_from: self.inbound_from.unwrap_or_default(),
            how_heard: self.how_heard.unwrap_or_default(),
            reasons: draft.reasons.unwrap_or_default(),
            isolation: self.isolation.unwrap_or_default(),
            would_have_done_instead: self.would_have_done_instead.unwrap_or_default(),
            supports_used: draft.supports_used.unwrap_or_default(),
            escalation: self.escalation.unwrap_or_default(),
            handoff_result: self.handoff_result.unwrap_or_default(),
            referrals: draft.referrals.unwrap_or_default(),
            ended_by: self.ended_by.unwrap_or_default(),
            caller_rating: self.caller_rating.unwrap_or_default(),
            demographics: draft.demographics.unwrap_or_default(),
            peer_impact: self.peer_impact,
            debrief_requested: self.debrief_requested.unwrap_or_default(),
            review_flag: self.review_flag.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn now() -> Moment {
        Moment::parse("2026-06-10T19:00:00Z").unwrap()
    }

    fn faults(draft: Value) -> Vec<(String, &'static str)> {
        let draft: Draft = serde_json::from_value(draft).unwrap();
        let faults = draft.faults(now()).into_iter();
        faults
            .map(|fault| (fault.pointer.unwrap_or_default(), fault.code))
            .collect()
    }

    #[test]
    fn a_draft_has_the_fields_of_a_record_and_no_other() {
        let record = serde_json::to_value(Draft::default().filled(now())).unwrap();
        let mut whole = record.clone();
        whole["peer_impact"] = json!(0);
        let draft: Draft = serde_json::from_value(whole.clone()).unwrap();
        assert_eq!(serde_json::to_value(draft).unwrap(), whole);
        assert!(serde_json::from_value::<Draft>(json!({"phone": "x"})).is_err());
    }

    #[test]
    fn what_is_not_there_yet_is_no_fault() {
        for draft in [
            json!({}),
            json!({"contact_type": "support"}),
            json!({"started_at": "2026-06-10T18:10:00Z"}),
            json!({"ended_at": "2026-06-10T18:10:00Z"}),
            json!({"isolation": {"start": {"status": "asked"}}}),
            json!({"isolation": {"start": {"status": "asked", "rating": 8}}}),
            json!({"handoff_result": "completed"}),
        ] {
            assert_eq!(faults(draft.clone()), [], "{draft}");
        }
    }

    #[test]
    fn what_is_there_and_wrong_is_a_fault() {
        let cases = [
            (
                json!({"started_at": "2026-06-11T18:10:00Z"}),
                ("/started_at", "in_the_future"),
            ),
            (
                json!({"started_at": "2026-05-01T18:10:00Z"}),
                ("/started_at", "too_old"),
            ),
            (
                json!({"ended_at": "2026-06-11T18:10:00Z"}),
                ("/ended_at", "in_the_future"),
            ),
            (
                json!({"reasons": ["sleep", "sleep"]}),
                ("/reasons", "repeated"),
            ),
            (json!({"peer_impact": 4}), ("/peer_impact", "out_of_range")),
            (
                json!({"escalation": "none", "handoff_result": "completed"}),
                ("/handoff_result", "not_applicable"),
            ),
        ];
        for (draft, (pointer, code)) in cases {
            assert_eq!(
                faults(draft.clone()),
                [(pointer.to_owned(), code)],
                "{draft}"
            );
        }
    }
}

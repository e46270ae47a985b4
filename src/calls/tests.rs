//! The rules of the call record, each at its edge.

use super::*;
use crate::calls::record::{Isolation, Rating};
use crate::calls::words::{
    CallReason, ContactType, Escalation, HandoffResult, IsolationMode, RatingStatus,
};

fn now() -> Moment {
    Moment::parse("2026-11-20T12:00:00Z").unwrap()
}

fn id() -> CallId {
    "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap()
}

/// A support call that ended so long ago and lasted so long.
fn call(ended_ago: Duration, length: Duration) -> Record {
    let ended_at = now().minus(ended_ago);
    let sample = serde_json::json!({
        "started_at": ended_at.minus(length), "ended_at": ended_at, "contact_type": "support", "reasons": ["sleep"]
    });
    serde_json::from_value(sample).unwrap()
}

fn ordinary() -> Record {
    call(Duration::hours(1), Duration::minutes(22))
}

fn codes(record: Record) -> Vec<(String, &'static str)> {
    let faults = Call::new(id(), record, now()).err().unwrap_or_default();
    faults
        .into_iter()
        .map(|fault| (fault.pointer.unwrap_or_default(), fault.code))
        .collect()
}

fn fault(pointer: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(pointer.to_owned(), code)]
}

#[test]
fn the_sample_of_the_documentation_is_accepted() {
    let sample = r#"{"started_at": "2026-11-20T03:10:00Z", "ended_at": "2026-11-20T03:32:00Z", "channel": "voice",
        "contact_type": "support", "caller_relation": "self", "returning": "returning",
        "reasons": ["loneliness_isolation", "sleep"],
        "isolation": {"mode": "prospective", "start": {"status": "asked", "rating": 8},
                      "end": {"status": "asked", "rating": 5}},
        "would_have_done_instead": "gone_to_emergency", "supports_used": ["listening", "shared_experience"],
        "escalation": "none", "referrals": [{"destination": "peer_respite", "result": "accepted"}],
        "ended_by": "mutual"}"#;
    assert_eq!(codes(serde_json::from_str(sample).unwrap()), []);
}

#[test]
fn a_call_lasts_more_than_nothing_and_at_most_four_hours() {
    assert_eq!(
        codes(call(Duration::hours(1), Duration::zero())),
        fault("/ended_at", "not_after_start")
    );
    assert_eq!(codes(call(Duration::hours(1), Duration::hours(4))), []);
    let longer = Duration::hours(4) + Duration::seconds(1);
    assert_eq!(
        codes(call(Duration::hours(1), longer)),
        fault("/ended_at", "too_long")
    );
}

#[test]
fn a_phone_clock_may_run_five_minutes_ahead() {
    let ahead = |seconds| call(-Duration::seconds(seconds), Duration::seconds(30));
    assert_eq!(codes(ahead(300)), []);
    assert_eq!(codes(ahead(330)), fault("/ended_at", "in_the_future"));
    assert_eq!(codes(ahead(331)), fault("/started_at", "in_the_future"));
}

#[test]
fn a_call_can_be_logged_for_fourteen_days_and_is_late_after_one() {
    let length = Duration::minutes(10);
    assert_eq!(codes(call(Duration::days(14) - length, length)), []);
    let older = Duration::days(14) - length + Duration::seconds(1);
    assert_eq!(codes(call(older, length)), fault("/started_at", "too_old"));
    let late = |ago| {
        Call::new(id(), call(ago, length), now())
            .unwrap()
            .is_late(now())
    };
    assert!(!late(Duration::hours(24)));
    assert!(late(Duration::hours(24) + Duration::seconds(1)));
}

#[test]
fn a_support_contact_has_one_to_five_different_reasons_and_a_hang_up_needs_none() {
    let with = |contact_type, reasons: &[CallReason]| {
        codes(Record {
            contact_type,
            reasons: reasons.to_vec(),
            ..ordinary()
        })
    };
    assert_eq!(
        with(ContactType::Support, &[]),
        fault("/reasons", "required")
    );
    assert_eq!(with(ContactType::HangUp, &[]), []);
    let all = CallReason::ALL;
    assert_eq!(with(ContactType::Support, all.get(..5).unwrap()), []);
    assert_eq!(
        with(ContactType::Support, all.get(..6).unwrap()),
        fault("/reasons", "too_many")
    );
    assert_eq!(
        with(
            ContactType::Support,
            &[CallReason::Sleep, CallReason::Sleep]
        ),
        fault("/reasons", "repeated")
    );
}

#[test]
fn a_rating_is_there_exactly_when_it_was_asked_for_and_says_when() {
    let with = |mode, status, rating| {
        let isolation = Isolation {
            mode,
            start: Rating { status, rating },
            end: Rating::default(),
        };
        codes(Record {
            isolation,
            ..ordinary()
        })
    };
    let mode = Some(IsolationMode::Prospective);
    assert_eq!(with(mode, RatingStatus::Asked, Some(10)), []);
    assert_eq!(
        with(mode, RatingStatus::Asked, Some(11)),
        fault("/isolation/start/rating", "out_of_range")
    );
    assert_eq!(
        with(mode, RatingStatus::Asked, None),
        fault("/isolation/start/rating", "required")
    );
    assert_eq!(
        with(mode, RatingStatus::Declined, Some(3)),
        fault("/isolation/start/rating", "not_applicable")
    );
    assert_eq!(with(None, RatingStatus::Declined, None), []);
    assert_eq!(
        with(None, RatingStatus::Asked, Some(0)),
        fault("/isolation/mode", "required")
    );
}

#[test]
fn a_hand_off_has_a_result_only_if_there_was_one() {
    let with = |escalation| {
        codes(Record {
            escalation,
            handoff_result: HandoffResult::Completed,
            ..ordinary()
        })
    };
    assert_eq!(
        with(Escalation::None),
        fault("/handoff_result", "not_applicable")
    );
    assert_eq!(with(Escalation::WarmHandoff988), []);
}

#[test]
fn all_faults_come_at_once() {
    let mut record = call(Duration::days(20), Duration::hours(5));
    record.reasons.clear();
    record.isolation.start = Rating {
        status: RatingStatus::Asked,
        rating: Some(12),
    };
    assert_eq!(codes(record).len(), 5);
}

#[test]
fn minutes_are_rounded_down_so_that_they_stay_when_times_are_coarsened() {
    let lasting = |seconds| {
        Call::new(
            id(),
            call(Duration::hours(1), Duration::seconds(seconds)),
            now(),
        )
        .unwrap()
        .minutes()
    };
    assert_eq!((lasting(299), lasting(300), lasting(14_400)), (4, 5, 240));
}

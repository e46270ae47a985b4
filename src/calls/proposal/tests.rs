//! The proposal, case by case.

use super::*;
use crate::calls::Call;
use crate::calls::record::Record;

fn at(text: &str) -> Moment {
    Moment::parse(&format!("2026-11-20T{text}Z")).unwrap()
}

fn id() -> ShiftId {
    "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap()
}

/// From 12:00 to 16:00.
fn shift() -> [(ShiftId, Span); 1] {
    let span = Span {
        starts: at("12:00:00"),
        ends: at("16:00:00"),
    };
    [(id(), span)]
}

fn last(ended: &str) -> LastCall {
    LastCall {
        channel: Channel::Chat,
        ended_at: at(ended),
    }
}

/// On the shift or not, from and to.
fn proposed(logged: impl Into<Option<LastCall>>, now: &str) -> (bool, Moment, Moment) {
    let proposal = propose(&shift(), logged.into(), at(now));
    (
        proposal.shift.is_some(),
        proposal.started_at,
        proposal.ended_at,
    )
}

#[test]
fn a_call_ends_now_and_began_twenty_minutes_before() {
    let expected = (true, at("13:40:00"), at("14:00:00"));
    assert_eq!(proposed(None, "14:00:00"), expected);
    assert_eq!(proposed(last("12:30:00"), "14:00:00"), expected);
}

#[test]
fn it_began_neither_before_the_shift_nor_before_the_end_of_the_last_call() {
    let expected = (true, at("12:00:00"), at("12:05:00"));
    assert_eq!(proposed(None, "12:05:00"), expected);
    assert_eq!(proposed(last("11:50:00"), "12:05:00"), expected);
    let expected = (true, at("13:51:00"), at("14:00:00"));
    assert_eq!(proposed(last("13:51:00"), "14:00:00"), expected);
}

#[test]
fn just_after_a_shift_its_last_call_is_proposed() {
    let expected = (true, at("15:40:00"), at("16:00:00"));
    assert_eq!(proposed(None, "16:45:00"), expected);
    assert!(!proposed(last("16:05:00"), "16:45:00").0);
    let later = (false, at("16:41:00"), at("17:01:00"));
    assert_eq!(proposed(None, "17:01:00"), later);
}

#[test]
fn the_channel_is_that_of_the_last_call_or_voice() {
    let channel = |logged| propose(&[], logged, at("14:00:00")).channel;
    assert_eq!(channel(Some(last("13:00:00"))), Channel::Chat);
    assert_eq!(channel(None), Channel::Voice);
    let unsaid = LastCall {
        channel: Channel::NotAsked,
        ..last("13:00:00")
    };
    assert_eq!(channel(Some(unsaid)), Channel::Voice);
}

#[test]
fn the_record_would_never_refuse_a_proposal() {
    let call = "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap();
    for second in (-7_200..21_600).step_by(47) {
        let now = at("12:00:00").plus(Duration::seconds(second));
        for ended_ago in [-300, -1, 0, 1, 59, 600, 1_200, 5_000, 90_000] {
            let logged = Some(LastCall {
                channel: Channel::Voice,
                ended_at: now.minus(Duration::seconds(ended_ago)),
            });
            for logged in [logged, None] {
                let proposal = propose(&shift(), logged, now);
                let record: Record = serde_json::from_value(serde_json::json!({
                    "started_at": proposal.started_at, "ended_at": proposal.ended_at, "contact_type": "silent"
                }))
                .unwrap();
                assert!(
                    Call::new(call, record, now).is_ok(),
                    "{proposal:?} at {now}"
                );
                let [(_, span)] = shift();
                assert!(proposal.shift.is_none() || span.starts <= proposal.started_at);
            }
        }
    }
}

//! Facts are read back as they were kept.

use super::*;

/// A support contact for oneself of 20 minutes, with nothing else asked.
pub(crate) fn plain() -> Fact {
    Fact {
        contact_type: ContactType::Support,
        channel: Channel::Voice,
        caller_relation: CallerRelation::Oneself,
        returning: Returning::NotAsked,
        inbound_from: InboundFrom::NotAsked,
        how_heard: HowHeard::NotAsked,
        would_have_done_instead: WouldHaveDoneInstead::NotAsked,
        escalation: Escalation::NotAsked,
        handoff_result: HandoffResult::NotAsked,
        ended_by: EndedBy::NotAsked,
        caller_rating: CallerRating::NotAsked,
        minutes: 20,
        hour_of_week: 30,
        isolation_mode: None,
        start_status: RatingStatus::NotAsked,
        start: None,
        end: None,
        age_band: AgeBand::NotAsked,
        gender: Gender::NotAsked,
        veteran: YesOrNo::NotAsked,
        living_alone: YesOrNo::NotAsked,
        language: None,
        region: None,
        race_ethnicity: Several::default(),
        reasons: Several(vec![CallReason::LonelinessIsolation]),
        supports: Several::default(),
        referrals: Several::default(),
        measures: Several::default(),
        caller_code: None,
        late_for: None,
        logged_late: false,
        overlaps: false,
        without_shift: false,
        amended: false,
    }
}

#[test]
fn facts_are_read_back_as_they_were_kept() {
    let full = Fact {
        isolation_mode: Some(IsolationMode::Prospective),
        start_status: RatingStatus::Asked,
        start: Some(8),
        end: Some(0),
        language: Some("es".to_owned()),
        region: Some("alameda_county".to_owned()),
        race_ethnicity: Several(vec![Ethnicity::Asian, Ethnicity::White]),
        reasons: Several(vec![CallReason::Sleep, CallReason::Other]),
        referrals: Several(vec![Referral {
            destination: Destination::PeerRespite,
            result: ReferralResult::Accepted,
        }]),
        measures: Several(vec![Measured {
            instrument: Instrument::Ucla3,
            score: 7,
            on: "2026-05-03".parse().unwrap(),
        }]),
        caller_code: Some("a code".to_owned()),
        late_for: Some("2026-04".parse().unwrap()),
        amended: true,
        ..plain()
    };
    let facts = vec![plain(), full];
    assert_eq!(read(&sheet(&facts).unwrap()).unwrap(), facts);
    assert_eq!(read(&sheet(&[]).unwrap()).unwrap(), []);
}

#[test]
fn a_sheet_that_was_changed_by_hand_is_not_half_read() {
    let kept = sheet(&[plain()]).unwrap().replace("support", "supper");
    assert!(read(&kept).is_err());
}

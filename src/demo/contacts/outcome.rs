//! What came of the fictional calls: who was brought in, where callers were pointed to, what it did to the peer.

use crate::calls::record::{Record, Referral};
use crate::calls::words::{
    CallerRating, Destination, Escalation, HandoffResult, ReferralResult, Support,
};
use crate::demo::Chance;

/// Tells what came of a support contact.
pub(super) fn tell(chance: &mut Chance, record: &mut Record) -> Option<()> {
    record.supports_used = supports(chance).collect();
    record.escalation = escalation(chance)?;
    let handed_off = matches!(
        record.escalation,
        Escalation::WarmHandoff988 | Escalation::MobileCrisis | Escalation::EmergencyWithConsent
    );
    if handed_off {
        record.handoff_result = chance.weighted(&[
            (78.0, HandoffResult::Completed),
            (10.0, HandoffResult::CallerDeclined),
            (7.0, HandoffResult::NotCompleted),
            (5.0, HandoffResult::Disconnected),
        ])?;
    }
    for share in [20.0, 5.0] {
        if chance.percent(share) {
            record.referrals.push(referral(chance)?);
            record.supports_used.insert(Support::Referral);
        }
    }
    record.caller_rating = chance.weighted(&[
        (58.0, CallerRating::NotAsked),
        (4.0, CallerRating::Declined),
        (1.0, CallerRating::One),
        (2.0, CallerRating::Two),
        (6.0, CallerRating::Three),
        (12.0, CallerRating::Four),
        (17.0, CallerRating::Five),
    ])?;
    // What was hard for the caller is hard for the peer more often.
    let hardest = if handed_off { 30.0 } else { 0.8 };
    record.peer_impact = chance.weighted(&[
        (30.0, None),
        (46.0, Some(0)),
        (18.0, Some(1)),
        (5.0, Some(2)),
        (hardest, Some(3)),
    ])?;
    record.debrief_requested = match record.peer_impact {
        Some(3) => chance.percent(65.0),
        Some(2) => chance.percent(15.0),
        _ => false,
    };
    record.review_flag = chance.percent(0.7);
    Some(())
}

fn supports(chance: &mut Chance) -> impl Iterator<Item = Support> {
    let supports = [
        Support::Listening,
        Support::Validation,
        Support::SharedExperience,
        Support::CopingIdeas,
        Support::ProblemExploration,
        Support::Information,
        Support::WrapPlan,
    ];
    supports
        .into_iter()
        .zip([95.0, 70.0, 55.0, 40.0, 22.0, 12.0, 6.0])
        .filter(|(_, share)| chance.percent(*share))
        .map(|(support, _)| support)
}

/// Seldom anybody is brought in.
fn escalation(chance: &mut Chance) -> Option<Escalation> {
    chance.weighted(&[
        (86.5, Escalation::None),
        (6.0, Escalation::NotAsked),
        (3.6, Escalation::SupervisorConsulted),
        (2.4, Escalation::Number988Given),
        (0.9, Escalation::WarmHandoff988),
        (0.3, Escalation::MobileCrisis),
        (0.2, Escalation::EmergencyWithConsent),
        (0.1, Escalation::MandatedReport),
    ])
}

fn referral(chance: &mut Chance) -> Option<Referral> {
    let destination = chance.weighted(&[
        (28.0, Destination::PeerSupportGroup),
        (15.0, Destination::Outpatient),
        (13.0, Destination::Directory211),
        (12.0, Destination::PeerRespite),
        (9.0, Destination::CrisisLine),
        (8.0, Destination::Housing),
        (6.0, Destination::Food),
        (4.0, Destination::UrgentCare),
        (3.0, Destination::FullServicePartnership),
        (2.0, Destination::MobileCrisis),
    ])?;
    let result = chance.weighted(&[
        (55.0, ReferralResult::Accepted),
        (20.0, ReferralResult::Declined),
        (25.0, ReferralResult::InformationOnly),
    ])?;
    Some(Referral {
        destination,
        result,
        resource_id: None,
    })
}

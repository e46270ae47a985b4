//! What the fictional callers said.

use chrono::Duration;

use crate::calls::demographics::Demographics;
use crate::calls::record::{Isolation, Rating, Record};
use crate::calls::words::{
    CallReason, CallerRating, CallerRelation, Channel, ContactType, EndedBy, Escalation,
    HandoffResult, HowHeard, InboundFrom, IsolationMode, RatingStatus, Returning,
    WouldHaveDoneInstead,
};
use crate::clock::Moment;
use crate::demo::Chance;

pub(super) fn contact_type(chance: &mut Chance) -> Option<ContactType> {
    chance.weighted(&[
        (81.0, ContactType::Support),
        (6.0, ContactType::InformationOnly),
        (2.5, ContactType::ThirdPartyConcern),
        (4.0, ContactType::HangUp),
        (2.0, ContactType::Silent),
        (2.0, ContactType::WrongNumber),
        (0.8, ContactType::Prank),
        (0.9, ContactType::Abusive),
        (0.5, ContactType::SexualMisuse),
        (0.3, ContactType::Test),
    ])
}

fn empty(contact_type: ContactType, started_at: Moment, length: Duration) -> Record {
    Record {
        started_at,
        ended_at: started_at.plus(length),
        contact_type,
        channel: Channel::Voice,
        caller_relation: CallerRelation::NotAsked,
        returning: Returning::NotAsked,
        inbound_from: InboundFrom::NotAsked,
        how_heard: HowHeard::NotAsked,
        reasons: Vec::new(),
        isolation: Isolation::default(),
        would_have_done_instead: WouldHaveDoneInstead::NotAsked,
        supports_used: [].into(),
        escalation: Escalation::NotAsked,
        handoff_result: HandoffResult::NotAsked,
        referrals: Vec::new(),
        ended_by: EndedBy::NotAsked,
        caller_rating: CallerRating::NotAsked,
        demographics: Demographics::default(),
        peer_impact: None,
        debrief_requested: false,
        review_flag: false,
    }
}

pub(super) fn nuisance(
    chance: &mut Chance,
    contact_type: ContactType,
    started_at: Moment,
) -> Record {
    empty(
        contact_type,
        started_at,
        Duration::seconds(chance.between(8, 150)),
    )
}

pub(super) fn support(
    chance: &mut Chance,
    contact_type: ContactType,
    started_at: Moment,
    is_first: bool,
) -> Option<Record> {
    let mut record = empty(contact_type, started_at, Duration::minutes(length(chance)));
    record.channel = chance.weighted(&[
        (80.0, Channel::Voice),
        (12.0, Channel::Text),
        (6.0, Channel::Chat),
        (2.0, Channel::Callback),
    ])?;
    record.caller_relation = match contact_type {
        ContactType::ThirdPartyConcern => chance.weighted(&[
            (70.0, CallerRelation::Family),
            (30.0, CallerRelation::Friend),
        ])?,
        _ => chance.weighted(&[
            (94.0, CallerRelation::Oneself),
            (3.0, CallerRelation::Family),
            (3.0, CallerRelation::NotAsked),
        ])?,
    };
    let told = if is_first {
        Returning::FirstTime
    } else {
        Returning::Returning
    };
    record.returning = chance.weighted(&[
        (82.0, told),
        (12.0, Returning::NotAsked),
        (6.0, Returning::Declined),
    ])?;
    record.inbound_from = chance.weighted(&[
        (76.0, InboundFrom::Direct),
        (9.0, InboundFrom::Line988),
        (5.0, InboundFrom::Line211),
        (1.0, InboundFrom::OtherLine),
        (9.0, InboundFrom::NotAsked),
    ])?;
    record.how_heard = heard(chance, is_first)?;
    record.reasons = reasons(chance);
    record.isolation = isolation(chance)?;
    record.would_have_done_instead = instead(chance)?;
    super::outcome::tell(chance, &mut record)?;
    record.ended_by = chance.weighted(&[
        (78.0, EndedBy::Mutual),
        (14.0, EndedBy::Caller),
        (5.0, EndedBy::TimeLimit),
        (3.0, EndedBy::Dropped),
    ])?;
    Some(record)
}

/// A new caller is asked; one who is known is asked seldom, and mostly says that they called before.
fn heard(chance: &mut Chance, is_first: bool) -> Option<HowHeard> {
    if is_first {
        return chance.weighted(&[
            (26.0, HowHeard::Web),
            (17.0, HowHeard::Provider),
            (15.0, HowHeard::FamilyFriend),
            (13.0, HowHeard::Line988),
            (6.0, HowHeard::Line211),
            (5.0, HowHeard::Print),
            (4.0, HowHeard::SocialService),
            (2.0, HowHeard::Declined),
            (12.0, HowHeard::NotAsked),
        ]);
    }
    chance.weighted(&[
        (18.0, HowHeard::PreviousCaller),
        (6.0, HowHeard::Web),
        (4.0, HowHeard::Provider),
        (2.0, HowHeard::FamilyFriend),
        (70.0, HowHeard::NotAsked),
    ])
}

/// Minutes: two exponential stages, about 23 on average.
fn length(chance: &mut Chance) -> i64 {
    let stages = -(chance.unit().ln() + chance.unit().ln()) * 10.5 * 60.0;
    let length = Duration::from_std(std::time::Duration::from_secs_f64(
        stages.clamp(0.0, 5400.0),
    ));
    2 + length.map_or(20, |length| length.num_minutes())
}

fn reasons(chance: &mut Chance) -> Vec<CallReason> {
    let weights = [
        (34.0, CallReason::LonelinessIsolation),
        (18.0, CallReason::AnxietyStress),
        (13.0, CallReason::LowMood),
        (8.0, CallReason::RelationshipsFamily),
        (6.0, CallReason::Sleep),
        (5.0, CallReason::GriefLoss),
        (4.0, CallReason::DailyChat),
        (3.0, CallReason::PhysicalHealthPain),
        (3.0, CallReason::MoneyBenefits),
        (2.0, CallReason::VoicesUnusualExperiences),
        (2.0, CallReason::GoodNews),
        (2.0, CallReason::Housing),
    ];
    let mut reasons: Vec<CallReason> = Vec::new();
    for _ in 0..chance.between(1, 3) {
        if let Some(reason) = chance
            .weighted(&weights)
            .filter(|reason| !reasons.contains(reason))
        {
            reasons.push(reason);
        }
    }
    reasons
}

/// Asked at the start in most calls and at the end in most of those; mostly less, sometimes more.
fn isolation(chance: &mut Chance) -> Option<Isolation> {
    let none = |status| Rating {
        status,
        rating: None,
    };
    let asked = |rating: i64| Rating {
        status: RatingStatus::Asked,
        rating: u8::try_from(rating.clamp(0, 10)).ok(),
    };
    let at_start = chance.weighted(&[
        (74.0, RatingStatus::Asked),
        (6.0, RatingStatus::Declined),
        (5.0, RatingStatus::NotAppropriate),
        (15.0, RatingStatus::NotAsked),
    ])?;
    if at_start != RatingStatus::Asked {
        return Some(Isolation {
            mode: None,
            start: none(at_start),
            end: none(RatingStatus::NotAsked),
        });
    }
    let felt = chance.between(2, 6) + chance.between(0, 4);
    let felt = if chance.percent(10.0) {
        chance.between(0, 1)
    } else {
        felt
    };
    let step = chance.weighted(&[
        (6.0, -5),
        (9.0, -4),
        (15.0, -3),
        (18.0, -2),
        (16.0, -1),
        (24.0, 0),
        (8.0, 1),
        (4.0, 2),
    ])?;
    let mode = chance.weighted(&[
        (84.0, IsolationMode::Prospective),
        (16.0, IsolationMode::Retrospective),
    ])?;
    let at_end = chance.weighted(&[
        (86.0, RatingStatus::Asked),
        (5.0, RatingStatus::Declined),
        (9.0, RatingStatus::NotAsked),
    ])?;
    let end = if at_end == RatingStatus::Asked {
        asked(felt + step)
    } else {
        none(at_end)
    };
    Some(Isolation {
        mode: Some(mode),
        start: asked(felt),
        end,
    })
}

fn instead(chance: &mut Chance) -> Option<WouldHaveDoneInstead> {
    chance.weighted(&[
        (45.0, WouldHaveDoneInstead::NotAsked),
        (24.0, WouldHaveDoneInstead::Nothing),
        (12.0, WouldHaveDoneInstead::CalledFriendFamily),
        (7.0, WouldHaveDoneInstead::Called988),
        (4.0, WouldHaveDoneInstead::GoneToEmergency),
        (3.0, WouldHaveDoneInstead::Called911),
        (2.0, WouldHaveDoneInstead::CalledProvider),
        (1.5, WouldHaveDoneInstead::HospitalAdmission),
        (5.0, WouldHaveDoneInstead::Declined),
    ])
}

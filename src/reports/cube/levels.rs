//! Into which level of a breakdown a contact falls. Levels are reviewed lists, so large that they give nobody away.

use std::borrow::Cow;
use std::fmt::Display;

use crate::calls::words::{
    AgeBand, CallReason, ContactType, Destination, Ethnicity, Gender, HowHeard,
};
use crate::reports::dimension::Dimension;
use crate::reports::facts::Fact;

/// The level of contacts without an answer.
pub const MISSING: &str = "missing";
/// The level that holds all contacts with an answer, where levels overlap or are few of many.
pub const ANSWERED: &str = "answered";

/// The hours of a block of the week.
const BLOCK: u8 = 3;

/// The level of a contact in a breakdown into levels that do not overlap.
pub fn of(fact: &Fact, by: Dimension) -> Cow<'_, str> {
    let level = match by {
        Dimension::HourOfWeek => return block_of_week(fact.hour_of_week).into(),
        Dimension::Channel => answer(fact.channel.as_str()),
        Dimension::ContactType => contact_type(fact.contact_type),
        Dimension::Reason | Dimension::AnyReason => main_reason(fact).as_str(),
        Dimension::Returning => answer(fact.returning.as_str()),
        Dimension::InboundFrom => answer(fact.inbound_from.as_str()),
        Dimension::HowHeard => how_heard(fact.how_heard),
        Dimension::AgeBand => match fact.age_band {
            AgeBand::From75 | AgeBand::From90 => "75_plus",
            other => answer(other.as_str()),
        },
        Dimension::Gender => match fact.gender {
            Gender::NonBinary | Gender::Another => "non_binary_or_another",
            other => answer(other.as_str()),
        },
        Dimension::RaceEthnicity if ethnicities(fact).next().is_some() => ANSWERED,
        Dimension::Veteran => answer(fact.veteran.as_str()),
        Dimension::LivingAlone => answer(fact.living_alone.as_str()),
        Dimension::Language => fact.language.as_deref().map_or(MISSING, language),
        Dimension::Region => fact.region.as_deref().unwrap_or(MISSING),
        Dimension::WouldHaveDoneInstead => answer(fact.would_have_done_instead.as_str()),
        Dimension::Escalation => answer(fact.escalation.as_str()),
        Dimension::HandoffResult => answer(fact.handoff_result.as_str()),
        Dimension::RaceEthnicity
        | Dimension::Destination
        | Dimension::ContinuumPlace
        | Dimension::Instrument => MISSING,
    };
    level.into()
}

/// Support contacts have a main reason; of an older log that has none it is not known.
pub fn main_reason(fact: &Fact) -> CallReason {
    let first = fact.reasons.0.first().copied();
    first.unwrap_or(CallReason::Other)
}

/// All three ways of having no answer are one level.
fn answer(word: &str) -> &str {
    match word {
        "not_asked" | "declined" | "unknown" => MISSING,
        _ => word,
    }
}

/// The groups of contact types; the first three are support contacts.
pub const CONTACT_TYPES: [&str; 7] = [
    "support",
    "information_only",
    "third_party_concern",
    "silent_or_hang_up",
    "wrong_number_or_prank",
    "sexual_misuse_or_abusive",
    "test_or_admin",
];

const fn contact_type(word: ContactType) -> &'static str {
    match word {
        ContactType::Support => "support",
        ContactType::InformationOnly => "information_only",
        ContactType::ThirdPartyConcern => "third_party_concern",
        ContactType::Silent | ContactType::HangUp => "silent_or_hang_up",
        ContactType::WrongNumber | ContactType::Prank => "wrong_number_or_prank",
        ContactType::SexualMisuse | ContactType::Abusive => "sexual_misuse_or_abusive",
        ContactType::Test | ContactType::Admin => "test_or_admin",
    }
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Three hours of the local week, such as `mon_00` or `sun_21`.
fn block_of_week(hour: u8) -> String {
    let day = DAYS.get(usize::from(hour / 24)).copied().unwrap_or("sun");
    format!("{day}_{:02}", hour % 24 / BLOCK * BLOCK)
}

const fn how_heard(word: HowHeard) -> &'static str {
    match word {
        HowHeard::NotAsked | HowHeard::Declined | HowHeard::Unknown => MISSING,
        HowHeard::PreviousCaller => "previous_caller",
        HowHeard::Line988 => "line_988",
        HowHeard::Line211 | HowHeard::OtherWarmLine | HowHeard::CrisisLine => "another_line",
        HowHeard::Hospital | HowHeard::Provider => "health_care",
        HowHeard::SocialService => "social_service",
        HowHeard::FamilyFriend => "family_friend",
        HowHeard::Web | HowHeard::SocialMedia | HowHeard::Print => "media",
        HowHeard::Other => "other",
    }
}

fn language(tag: &str) -> &str {
    match tag.split('-').next().unwrap_or(tag) {
        known @ ("en" | "es" | "zh" | "vi" | "ko" | "ar") => known,
        "tl" | "fil" => "tl",
        _ => "other",
    }
}

/// The races and ethnicities that a caller named; several, so their counts overlap.
pub fn ethnicities(fact: &Fact) -> impl Iterator<Item = Ethnicity> {
    let none = |word: &Ethnicity| matches!(word, Ethnicity::Declined | Ethnicity::Unknown);
    fact.race_ethnicity
        .0
        .iter()
        .copied()
        .filter(move |word| !none(word))
}

/// The eight groups of reasons.
pub const REASON_GROUPS: [&str; 8] = [
    "company_and_loneliness",
    "mood_and_mind",
    "grief_and_trauma",
    "relationships_and_caring",
    "safety_and_substances",
    "health",
    "practical_needs",
    "meaning_and_other",
];

/// The group of a reason.
pub const fn reason_group(reason: CallReason) -> &'static str {
    use CallReason as R;
    match reason {
        R::LonelinessIsolation | R::DailyChat | R::GoodNews => "company_and_loneliness",
        R::AnxietyStress | R::LowMood | R::Sleep | R::VoicesUnusualExperiences => "mood_and_mind",
        R::GriefLoss | R::Trauma => "grief_and_trauma",
        R::RelationshipsFamily | R::Romantic | R::Caregiving => "relationships_and_caring",
        R::SelfHarmThoughts | R::SuicidalThoughts | R::SafetyViolence | R::SubstanceUseConcern => {
            "safety_and_substances"
        }
        R::PhysicalHealthPain | R::MedicationQuestion => "health",
        R::Housing
        | R::FoodBasicNeeds
        | R::MoneyBenefits
        | R::WorkEducation
        | R::LegalJustice
        | R::ServiceNavigation => "practical_needs",
        R::IdentityBelonging | R::MeaningSpiritual | R::Other => "meaning_and_other",
    }
}

/// The places of the crisis continuum of care, from the line outwards, and what lies beside it.
pub const PLACES: [&str; 8] = [
    "crisis_line_and_hub",
    "mobile_and_transport",
    "urgent_and_observation",
    "residential_and_respite",
    "hospital",
    "intensive_community",
    "community_support",
    "other",
];

/// Where a destination lies.
pub const fn place(destination: Destination) -> &'static str {
    use Destination as D;
    match destination {
        D::CrisisCenterHub | D::CrisisLine | D::WarmLine => "crisis_line_and_hub",
        D::CrisisTrainedResponder | D::MobileCrisis | D::Transportation => "mobile_and_transport",
        D::MedicalTriage | D::UrgentCare | D::Observation23h => "urgent_and_observation",
        D::CrisisResidential | D::StabilizationUnit | D::PeerRespite => "residential_and_respite",
        D::Hospital => "hospital",
        D::IntensiveCommunity
        | D::AssertiveOutreach
        | D::FullServicePartnership
        | D::CareCourtSupport => "intensive_community",
        D::Other => "other",
        _ => "community_support",
    }
}

/// The levels that a breakdown has whatever was logged; regions are the line's own beside these.
pub fn fixed(by: Dimension) -> Vec<String> {
    use crate::calls::words as w;
    fn answers<T: Display>(all: &[T]) -> Vec<String> {
        let words = all.iter().map(ToString::to_string);
        let mut levels: Vec<String> = words.map(|word| answer(&word).to_owned()).collect();
        levels.retain(|level| level != MISSING);
        levels.push(MISSING.to_owned());
        levels
    }
    let named = |levels: &[&str]| levels.iter().map(|level| (*level).to_owned()).collect();
    match by {
        Dimension::Channel => answers(w::Channel::ALL),
        Dimension::ContactType => named(&CONTACT_TYPES),
        Dimension::HourOfWeek => (0..168u8)
            .step_by(BLOCK.into())
            .map(block_of_week)
            .collect(),
        Dimension::Returning => answers(w::Returning::ALL),
        Dimension::InboundFrom => answers(w::InboundFrom::ALL),
        Dimension::HowHeard => named(&[
            "previous_caller",
            "line_988",
            "another_line",
            "health_care",
            "social_service",
            "family_friend",
            "media",
            "other",
            MISSING,
        ]),
        Dimension::AgeBand => named(&[
            "13_17", "18_24", "25_34", "35_44", "45_54", "55_64", "65_74", "75_plus", MISSING,
        ]),
        Dimension::Gender => named(&["woman", "man", "non_binary_or_another", MISSING]),
        Dimension::Veteran | Dimension::LivingAlone => answers(w::YesOrNo::ALL),
        Dimension::WouldHaveDoneInstead => answers(w::WouldHaveDoneInstead::ALL),
        Dimension::Escalation => answers(w::Escalation::ALL),
        Dimension::HandoffResult => answers(w::HandoffResult::ALL),
        Dimension::RaceEthnicity => named(&[ANSWERED, MISSING]),
        Dimension::Language => named(&["en", "es", "zh", "vi", "ko", "ar", "tl", "other", MISSING]),
        Dimension::Reason
        | Dimension::AnyReason
        | Dimension::Destination
        | Dimension::ContinuumPlace
        | Dimension::Instrument
        | Dimension::Region => named(&[MISSING]),
    }
}

//! The closed lists of the call record.

use crate::words::{question, words};

words! {
    /// What kind of contact it was.
    ContactType {
        Support = "support",
        InformationOnly = "information_only",
        ThirdPartyConcern = "third_party_concern",
        Silent = "silent",
        HangUp = "hang_up",
        WrongNumber = "wrong_number",
        Prank = "prank",
        SexualMisuse = "sexual_misuse",
        Abusive = "abusive",
        Test = "test",
        Admin = "admin",
    }
}

impl ContactType {
    /// Whether it is a support contact: the kinds that outcome reports are about.
    pub const fn is_support(self) -> bool {
        matches!(
            self,
            Self::Support | Self::InformationOnly | Self::ThirdPartyConcern
        )
    }
}

question! {
    /// How the contact came about.
    Channel {
        Voice = "voice",
        Text = "text",
        Chat = "chat",
        Video = "video",
        Callback = "callback",
        VoicemailReturn = "voicemail_return",
    }
}

question! {
    /// For whom the caller called.
    CallerRelation {
        Oneself = "self",
        Family = "family",
        Friend = "friend",
        Professional = "professional",
        Other = "other",
    }
}

question! {
    /// Whether the caller says they called before.
    Returning {
        FirstTime = "first_time",
        Returning = "returning",
    }
}

question! {
    /// Where the call came from.
    InboundFrom {
        Direct = "direct",
        Line988 = "line_988",
        Line911 = "line_911",
        Line211 = "line_211",
        OtherLine = "other_line",
    }
}

question! {
    /// How the caller heard of the line.
    HowHeard {
        PreviousCaller = "previous_caller",
        Line988 = "line_988",
        Line211 = "line_211",
        OtherWarmLine = "other_warm_line",
        CrisisLine = "crisis_line",
        Hospital = "hospital",
        Provider = "provider",
        SocialService = "social_service",
        FamilyFriend = "family_friend",
        Web = "web",
        SocialMedia = "social_media",
        Print = "print",
        Other = "other",
    }
}

words! {
    /// What the call was about.
    CallReason {
        LonelinessIsolation = "loneliness_isolation",
        AnxietyStress = "anxiety_stress",
        LowMood = "low_mood",
        GriefLoss = "grief_loss",
        RelationshipsFamily = "relationships_family",
        Romantic = "romantic",
        Trauma = "trauma",
        VoicesUnusualExperiences = "voices_unusual_experiences",
        Sleep = "sleep",
        PhysicalHealthPain = "physical_health_pain",
        MedicationQuestion = "medication_question",
        SubstanceUseConcern = "substance_use_concern",
        SelfHarmThoughts = "self_harm_thoughts",
        SuicidalThoughts = "suicidal_thoughts",
        SafetyViolence = "safety_violence",
        Housing = "housing",
        FoodBasicNeeds = "food_basic_needs",
        MoneyBenefits = "money_benefits",
        WorkEducation = "work_education",
        LegalJustice = "legal_justice",
        Caregiving = "caregiving",
        IdentityBelonging = "identity_belonging",
        MeaningSpiritual = "meaning_spiritual",
        ServiceNavigation = "service_navigation",
        GoodNews = "good_news",
        DailyChat = "daily_chat",
        Other = "other",
    }
}

words! {
    /// When the start rating was taken.
    IsolationMode {
        /// The start rating at the start, the end rating at the end.
        Prospective = "prospective",
        /// Both at the end.
        Retrospective = "retrospective",
    }
}

words! {
    /// What became of the question for a rating.
    #[derive(Default)]
    RatingStatus {
        Asked = "asked",
        Declined = "declined",
        NotAppropriate = "not_appropriate",
        #[default]
        NotAsked = "not_asked",
    }
}

question! {
    /// What the caller says they would have done without the line.
    WouldHaveDoneInstead {
        Nothing = "nothing",
        Called988 = "called_988",
        Called911 = "called_911",
        GoneToEmergency = "gone_to_emergency",
        HospitalAdmission = "hospital_admission",
        CalledProvider = "called_provider",
        CalledFriendFamily = "called_friend_family",
        Other = "other",
    }
}

words! {
    /// How the peer supported the caller.
    Support {
        Listening = "listening",
        SharedExperience = "shared_experience",
        Validation = "validation",
        CopingIdeas = "coping_ideas",
        ProblemExploration = "problem_exploration",
        WrapPlan = "wrap_plan",
        Information = "information",
        Referral = "referral",
        BoundarySet = "boundary_set",
        SafetyTalk = "safety_talk",
        Other = "other",
    }
}

question! {
    /// Whether others were brought in.
    Escalation {
        None = "none",
        SupervisorConsulted = "supervisor_consulted",
        ProfessionalConsulted = "professional_consulted",
        Number988Given = "number_988_given",
        WarmHandoff988 = "warm_handoff_988",
        MobileCrisis = "mobile_crisis",
        EmergencyWithConsent = "emergency_with_consent",
        EmergencyWithoutConsent = "emergency_without_consent",
        MandatedReport = "mandated_report",
        PoisonMedical = "poison_medical",
    }
}

question! {
    /// What became of a hand-off.
    HandoffResult {
        Completed = "completed",
        NotCompleted = "not_completed",
        CallerDeclined = "caller_declined",
        Disconnected = "disconnected",
    }
}

words! {
    /// A place in the crisis continuum, or a community resource.
    Destination {
        CrisisCenterHub = "crisis_center_hub",
        CrisisLine = "crisis_line",
        CrisisTrainedResponder = "crisis_trained_responder",
        MedicalTriage = "medical_triage",
        MobileCrisis = "mobile_crisis",
        UrgentCare = "urgent_care",
        IntensiveCommunity = "intensive_community",
        Observation23h = "observation_23h",
        CrisisResidential = "crisis_residential",
        StabilizationUnit = "stabilization_unit",
        Hospital = "hospital",
        Transportation = "transportation",
        WarmLine = "warm_line",
        PeerRespite = "peer_respite",
        PeerSupportGroup = "peer_support_group",
        RecoveryCenter = "recovery_center",
        SchoolPeerProgram = "school_peer_program",
        Outpatient = "outpatient",
        SubstanceUseService = "substance_use_service",
        PrimaryCare = "primary_care",
        CareCourtSupport = "care_court_support",
        AssertiveOutreach = "assertive_outreach",
        FullServicePartnership = "full_service_partnership",
        Housing = "housing",
        Food = "food",
        BenefitsLegal = "benefits_legal",
        EmploymentEducation = "employment_education",
        DomesticViolence = "domestic_violence",
        Veterans = "veterans",
        Directory211 = "directory_211",
        Other = "other",
    }
}

words! {
    /// What the caller made of a referral.
    ReferralResult {
        Accepted = "accepted",
        Declined = "declined",
        InformationOnly = "information_only",
    }
}

question! {
    /// Who or what ended the call.
    EndedBy {
        Mutual = "mutual",
        Caller = "caller",
        PeerBoundary = "peer_boundary",
        TimeLimit = "time_limit",
        Dropped = "dropped",
        Transferred = "transferred",
    }
}

question! {
    /// "Did this help?", from 1 (not at all) to 5 (very much).
    CallerRating {
        One = "1",
        Two = "2",
        Three = "3",
        Four = "4",
        Five = "5",
    }
}

question! {
    /// Between which ages.
    AgeBand {
        From13 = "13_17",
        From18 = "18_24",
        From25 = "25_34",
        From35 = "35_44",
        From45 = "45_54",
        From55 = "55_64",
        From65 = "65_74",
        From75 = "75_89",
        From90 = "90_plus",
    }
}

question! {
    /// As the caller names it.
    Gender {
        Woman = "woman",
        Man = "man",
        NonBinary = "non_binary",
        Another = "another",
    }
}

question! {
    /// A question to be answered with yes or no.
    YesOrNo {
        Yes = "yes",
        No = "no",
    }
}

words! {
    /// Race and ethnicity as the United States' Standards of 2024 (SPD 15) group them; several may be named.
    Ethnicity {
        Declined = "declined",
        Unknown = "unknown",
        AmericanIndianAlaskaNative = "american_indian_alaska_native",
        Asian = "asian",
        BlackAfricanAmerican = "black_african_american",
        HispanicLatino = "hispanic_latino",
        MiddleEasternNorthAfrican = "middle_eastern_north_african",
        NativeHawaiianPacificIslander = "native_hawaiian_pacific_islander",
        White = "white",
        Other = "other",
    }
}

//! How often each answer is given on a line as we think that most are.

/// Words with how often each is drawn.
pub(crate) type Odds = [(&'static str, u32)];

pub(crate) const TYPES: &Odds = &[
    ("support", 740),
    ("information_only", 40),
    ("third_party_concern", 20),
    ("hang_up", 90),
    ("silent", 40),
    ("wrong_number", 30),
    ("prank", 10),
    ("sexual_misuse", 12),
    ("abusive", 8),
    ("test", 6),
    ("admin", 4),
];
pub(crate) const CHANNELS: &Odds = &[
    ("voice", 780),
    ("text", 120),
    ("chat", 50),
    ("callback", 30),
    ("voicemail_return", 15),
    ("video", 5),
];
pub(crate) const RELATIONS: &Odds = &[
    ("self", 900),
    ("family", 50),
    ("friend", 20),
    ("professional", 15),
    ("other", 5),
    ("not_asked", 10),
];
pub(crate) const INBOUND: &Odds = &[
    ("direct", 800),
    ("line_988", 80),
    ("line_211", 40),
    ("line_911", 5),
    ("other_line", 25),
    ("unknown", 50),
];
pub(crate) const HEARD: &Odds = &[
    ("not_asked", 400),
    ("previous_caller", 200),
    ("web", 120),
    ("provider", 80),
    ("line_988", 60),
    ("hospital", 30),
    ("family_friend", 50),
    ("line_211", 20),
    ("crisis_line", 10),
    ("print", 10),
    ("other", 20),
];
pub(crate) const REASONS: &Odds = &[
    ("loneliness_isolation", 280),
    ("anxiety_stress", 180),
    ("low_mood", 120),
    ("daily_chat", 90),
    ("relationships_family", 70),
    ("grief_loss", 40),
    ("sleep", 30),
    ("physical_health_pain", 30),
    ("trauma", 25),
    ("money_benefits", 20),
    ("housing", 18),
    ("voices_unusual_experiences", 15),
    ("substance_use_concern", 15),
    ("suicidal_thoughts", 14),
    ("medication_question", 10),
    ("self_harm_thoughts", 8),
    ("romantic", 8),
    ("caregiving", 7),
    ("service_navigation", 6),
    ("work_education", 5),
    ("identity_belonging", 4),
    ("legal_justice", 3),
    ("safety_violence", 3),
    ("meaning_spiritual", 3),
    ("food_basic_needs", 3),
    ("good_news", 3),
    ("other", 10),
];
pub(crate) const INSTEAD: &Odds = &[
    ("not_asked", 550),
    ("nothing", 180),
    ("called_friend_family", 90),
    ("called_988", 60),
    ("called_provider", 50),
    ("gone_to_emergency", 30),
    ("hospital_admission", 10),
    ("called_911", 8),
    ("other", 12),
    ("declined", 10),
];
pub(crate) const ESCALATIONS: &Odds = &[
    ("none", 700),
    ("not_asked", 270),
    ("supervisor_consulted", 12),
    ("number_988_given", 9),
    ("warm_handoff_988", 5),
    ("emergency_with_consent", 2),
    ("professional_consulted", 2),
    ("mobile_crisis", 1),
];
pub(crate) const ENDINGS: &Odds = &[
    ("mutual", 600),
    ("caller", 180),
    ("time_limit", 90),
    ("dropped", 40),
    ("peer_boundary", 20),
    ("not_asked", 70),
];
pub(crate) const RATINGS: &Odds = &[
    ("not_asked", 700),
    ("5", 150),
    ("4", 90),
    ("3", 40),
    ("2", 12),
    ("1", 8),
];
pub(crate) const AGES: &Odds = &[
    ("45_54", 220),
    ("55_64", 230),
    ("35_44", 180),
    ("65_74", 140),
    ("25_34", 120),
    ("75_89", 50),
    ("18_24", 45),
    ("13_17", 8),
    ("90_plus", 7),
];
pub(crate) const GENDERS: &Odds = &[
    ("woman", 560),
    ("man", 390),
    ("non_binary", 30),
    ("another", 10),
    ("declined", 10),
];
pub(crate) const RACES: &Odds = &[
    ("white", 520),
    ("hispanic_latino", 200),
    ("black_african_american", 130),
    ("asian", 70),
    ("american_indian_alaska_native", 20),
    ("middle_eastern_north_african", 12),
    ("native_hawaiian_pacific_islander", 6),
    ("other", 20),
    ("declined", 22),
];
pub(crate) const LANGUAGES: &Odds = &[
    ("en", 880),
    ("es", 90),
    ("zh", 10),
    ("vi", 8),
    ("fil", 6),
    ("ru", 6),
];
pub(crate) const REGIONS: &Odds = &[
    ("north", 420),
    ("south", 300),
    ("valley", 160),
    ("coast", 80),
    ("hills", 30),
    ("islands", 10),
];
/// The regions of the line's list. Of the last nobody ever calls.
pub(crate) const REGION_CODES: [&str; 7] = [
    "north", "south", "valley", "coast", "hills", "islands", "desert",
];
pub(crate) const SUPPORTS: &Odds = &[
    ("listening", 500),
    ("validation", 200),
    ("shared_experience", 150),
    ("coping_ideas", 100),
    ("information", 50),
];
pub(crate) const DESTINATIONS: &Odds = &[
    ("peer_support_group", 240),
    ("outpatient", 150),
    ("crisis_line", 110),
    ("directory_211", 90),
    ("housing", 70),
    ("food", 60),
    ("peer_respite", 50),
    ("recovery_center", 50),
    ("benefits_legal", 50),
    ("primary_care", 40),
    ("mobile_crisis", 20),
    ("hospital", 20),
    ("urgent_care", 15),
    ("domestic_violence", 15),
    ("full_service_partnership", 10),
    ("transportation", 10),
];
pub(crate) const VETERANS: &Odds = &[("no", 90), ("yes", 10)];
pub(crate) const ALONE: &Odds = &[("yes", 62), ("no", 38)];
pub(crate) const RETURNING: &Odds = &[("first_time", 55), ("returning", 45)];
pub(crate) const HANDOFFS: &Odds = &[
    ("completed", 70),
    ("not_completed", 10),
    ("caller_declined", 10),
    ("disconnected", 10),
];
pub(crate) const RESULTS: &Odds = &[("accepted", 60), ("declined", 15), ("information_only", 25)];
pub(crate) const MODES: &Odds = &[("prospective", 93), ("retrospective", 7)];

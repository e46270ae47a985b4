//! A synthetic line: few callers make most of the calls, answers are skewed and often missing, and some are rare.

use chrono::{Duration, NaiveDate};
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};
use warmline::calls::measures::Instrument;
use warmline::reports::facts::{Fact, Measured, Several};
use warmline::reports::periods::Month;

/// Words with how often each is drawn.
type Odds = [(&'static str, u32)];

const TYPES: &Odds = &[
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
const CHANNELS: &Odds = &[
    ("voice", 780),
    ("text", 120),
    ("chat", 50),
    ("callback", 30),
    ("voicemail_return", 15),
    ("video", 5),
];
const RELATIONS: &Odds = &[
    ("self", 900),
    ("family", 50),
    ("friend", 20),
    ("professional", 15),
    ("other", 5),
    ("not_asked", 10),
];
const INBOUND: &Odds = &[
    ("direct", 800),
    ("line_988", 80),
    ("line_211", 40),
    ("line_911", 5),
    ("other_line", 25),
    ("unknown", 50),
];
const HEARD: &Odds = &[
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
const REASONS: &Odds = &[
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
const INSTEAD: &Odds = &[
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
const ESCALATIONS: &Odds = &[
    ("none", 700),
    ("not_asked", 270),
    ("supervisor_consulted", 12),
    ("number_988_given", 9),
    ("warm_handoff_988", 5),
    ("emergency_with_consent", 2),
    ("professional_consulted", 2),
    ("mobile_crisis", 1),
];
const ENDINGS: &Odds = &[
    ("mutual", 600),
    ("caller", 180),
    ("time_limit", 90),
    ("dropped", 40),
    ("peer_boundary", 20),
    ("not_asked", 70),
];
const RATINGS: &Odds = &[
    ("not_asked", 700),
    ("5", 150),
    ("4", 90),
    ("3", 40),
    ("2", 12),
    ("1", 8),
];
const AGES: &Odds = &[
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
const GENDERS: &Odds = &[
    ("woman", 560),
    ("man", 390),
    ("non_binary", 30),
    ("another", 10),
    ("declined", 10),
];
const RACES: &Odds = &[
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
const LANGUAGES: &Odds = &[
    ("en", 880),
    ("es", 90),
    ("zh", 10),
    ("vi", 8),
    ("fil", 6),
    ("ru", 6),
];
const REGIONS: &Odds = &[
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
const SUPPORTS: &Odds = &[
    ("listening", 500),
    ("validation", 200),
    ("shared_experience", 150),
    ("coping_ideas", 100),
    ("information", 50),
];
const DESTINATIONS: &Odds = &[
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

/// A line with its callers.
pub(crate) struct Synthetic {
    chance: ChaCha12Rng,
    seed: u64,
    calls_a_month: u32,
    /// How many in a hundred callers can be told apart.
    coded: u32,
}

impl Synthetic {
    pub(crate) fn new(seed: u64, calls_a_month: u32) -> Self {
        // One line in four knows no caller again.
        let coded = if seed % 4 == 3 { 0 } else { 75 };
        Self {
            chance: ChaCha12Rng::seed_from_u64(seed),
            seed,
            calls_a_month,
            coded,
        }
    }

    /// The facts of a month, in the order in which the calls began.
    pub(crate) fn month(&mut self, month: Month) -> Vec<Fact> {
        let busy = self.chance.random_range(88..=112);
        let calls = self.calls_a_month * busy / 100;
        let days = month
            .next()
            .first()
            .signed_duration_since(month.first())
            .num_days();
        let mut dates: Vec<NaiveDate> = (0..calls)
            .map(|_| month.first() + Duration::days(self.chance.random_range(0..days)))
            .collect();
        dates.sort_unstable();
        dates.into_iter().map(|date| self.fact(date)).collect()
    }

    fn one_in(&mut self, hundred: u32) -> bool {
        self.chance.random_range(0..100) < hundred
    }

    /// Six calls in ten are of three callers in a hundred.
    fn caller(&mut self) -> u32 {
        let (often, others) = (self.calls_a_month * 12 / 100, self.calls_a_month * 39 / 10);
        if self.one_in(60) {
            self.chance.random_range(0..often.max(1))
        } else {
            often + self.chance.random_range(0..others)
        }
    }

    fn fact(&mut self, date: NaiveDate) -> Fact {
        let caller = self.caller();
        // What a caller says of themselves stays the same.
        let mut own = ChaCha12Rng::seed_from_u64(self.seed << 32 | u64::from(caller));
        let is_coded = own.random_range(0..100) < self.coded;
        let (age, gender, language, region) = (
            draw(&mut own, AGES),
            draw(&mut own, GENDERS),
            draw(&mut own, LANGUAGES),
            draw(&mut own, REGIONS),
        );
        let (race, veteran, alone) = (
            draw(&mut own, RACES),
            draw(&mut own, &[("no", 90), ("yes", 10)]),
            draw(&mut own, &[("yes", 62), ("no", 38)]),
        );
        let race = if own.random_range(0..100) < 8 {
            format!("{race} {}", draw(&mut own, RACES))
        } else {
            race.to_owned()
        };
        let mut fact = self.bare(date);
        fact.caller_code = is_coded.then(|| format!("c{caller}"));
        if !fact.contact_type.is_support() {
            fact.minutes = self.chance.random_range(0..6);
            return fact;
        }
        let said = |this: &mut Self, hundred, word: &str| {
            if this.one_in(hundred) {
                word.to_owned()
            } else {
                "not_asked".to_owned()
            }
        };
        fact.age_band = said(self, 45, age).parse().unwrap();
        fact.gender = said(self, 70, gender).parse().unwrap();
        fact.veteran = said(self, 25, veteran).parse().unwrap();
        fact.living_alone = said(self, 40, alone).parse().unwrap();
        fact.language = self.one_in(90).then(|| language.to_owned());
        fact.region = self.one_in(50).then(|| region.to_owned());
        if self.one_in(35) {
            fact.race_ethnicity = distinct(&race);
        }
        let again = if caller.is_multiple_of(3) {
            "returning"
        } else {
            draw(&mut self.chance, &[("first_time", 55), ("returning", 45)])
        };
        fact.returning = said(self, 85, again).parse().unwrap();
        self.outcome(&mut fact, date);
        fact
    }

    /// What is known of every contact.
    fn bare(&mut self, date: NaiveDate) -> Fact {
        let chance = &mut self.chance;
        let weekday = chrono::Datelike::weekday(&date).num_days_from_monday();
        let hour = 24 * weekday + chance.random_range(0..24);
        let text = [
            draw(chance, TYPES),
            draw(chance, CHANNELS),
            draw(chance, RELATIONS),
            "not_asked",
            draw(chance, INBOUND),
            draw(chance, HEARD),
            draw(chance, INSTEAD),
            draw(chance, ESCALATIONS),
            "not_asked",
            draw(chance, ENDINGS),
            draw(chance, RATINGS),
        ];
        let minutes = chance.random_range(3..32) + chance.random_range(0..20);
        Fact {
            contact_type: text[0].parse().unwrap(),
            channel: text[1].parse().unwrap(),
            caller_relation: text[2].parse().unwrap(),
            returning: text[3].parse().unwrap(),
            inbound_from: text[4].parse().unwrap(),
            how_heard: text[5].parse().unwrap(),
            would_have_done_instead: text[6].parse().unwrap(),
            escalation: text[7].parse().unwrap(),
            handoff_result: text[8].parse().unwrap(),
            ended_by: text[9].parse().unwrap(),
            caller_rating: text[10].parse().unwrap(),
            minutes,
            hour_of_week: u8::try_from(hour).unwrap(),
            isolation_mode: None,
            start_status: "not_asked".parse().unwrap(),
            start: None,
            end: None,
            age_band: "not_asked".parse().unwrap(),
            gender: "not_asked".parse().unwrap(),
            veteran: "not_asked".parse().unwrap(),
            living_alone: "not_asked".parse().unwrap(),
            language: None,
            region: None,
            race_ethnicity: Several::default(),
            reasons: Several::default(),
            supports: Several::default(),
            referrals: Several::default(),
            measures: Several::default(),
            caller_code: None,
            late_for: None,
            logged_late: self.one_in(3),
            overlaps: self.one_in(1),
            without_shift: self.one_in(6),
            amended: self.one_in(4),
        }
    }

    /// What a support contact was about, and what came of it.
    fn outcome(&mut self, fact: &mut Fact, date: NaiveDate) {
        let reasons: Vec<&str> = (0..self.chance.random_range(1..=3))
            .map(|_| draw(&mut self.chance, REASONS))
            .collect();
        fact.reasons = distinct(&reasons.join(" "));
        if self.one_in(92) {
            fact.supports = distinct(draw(&mut self.chance, SUPPORTS));
        }
        if fact.escalation.as_str() == "warm_handoff_988" {
            let odds: &Odds = &[
                ("completed", 70),
                ("not_completed", 10),
                ("caller_declined", 10),
                ("disconnected", 10),
            ];
            fact.handoff_result = draw(&mut self.chance, odds).parse().unwrap();
        }
        if self.one_in(18) {
            let result = draw(
                &mut self.chance,
                &[("accepted", 60), ("declined", 15), ("information_only", 25)],
            );
            let to = draw(&mut self.chance, DESTINATIONS);
            fact.referrals = Several(vec![format!("{to}:{result}").parse().unwrap()]);
        }
        if self.one_in(62) {
            let start: u8 = 10 - self.chance.random_range(0..=6) - self.chance.random_range(0..=4);
            let moved = self.chance.random_range(0..=3) + self.chance.random_range(0..=2) - 1;
            let end = (i32::from(start) - moved).clamp(0, 10);
            fact.isolation_mode = Some(
                draw(
                    &mut self.chance,
                    &[("prospective", 93), ("retrospective", 7)],
                )
                .parse()
                .unwrap(),
            );
            fact.start_status = "asked".parse().unwrap();
            fact.start = Some(start);
            fact.end = self.one_in(92).then(|| u8::try_from(end).unwrap());
        } else if self.one_in(30) {
            fact.start_status = "declined".parse().unwrap();
        }
        if fact.caller_code.is_some() && self.one_in(5) {
            let (instrument, scores) = if self.one_in(70) {
                (Instrument::Ucla3, 3..=9)
            } else {
                (Instrument::OnsDirect, 1..=5)
            };
            fact.measures = Several(vec![Measured {
                instrument,
                score: self.chance.random_range(scores),
                on: date,
            }]);
        }
    }
}

/// Each of the words once.
fn distinct<T: std::str::FromStr + PartialEq>(words: &str) -> Several<T>
where
    T::Err: std::fmt::Debug,
{
    let mut all: Vec<T> = Vec::new();
    for word in words.split_whitespace().map(|word| word.parse().unwrap()) {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    Several(all)
}

fn draw(chance: &mut ChaCha12Rng, odds: &Odds) -> &'static str {
    let all: u32 = odds.iter().map(|(_, often)| often).sum();
    let mut left = chance.random_range(0..all);
    for (word, often) in odds {
        if left < *often {
            return word;
        }
        left -= often;
    }
    unreachable!("the odds add up")
}

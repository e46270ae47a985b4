//! A synthetic line: few callers make most of the calls, answers are skewed and often missing, and some are rare.

use chrono::{Duration, NaiveDate};
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};
use warmline::calls::measures::Instrument;
use warmline::reports::facts::{Fact, Measured, Several};
use warmline::reports::periods::Month;

use crate::make::Make;
use crate::odds::Odds;

/// A line with its callers.
pub(crate) struct Synthetic {
    chance: ChaCha12Rng,
    seed: u64,
    calls_a_month: u32,
    /// How many in a hundred callers can be told apart.
    coded: u32,
    make: Make,
}

impl Synthetic {
    /// A line as we think that most are.
    pub(crate) fn usual(seed: u64, calls_a_month: u32) -> Self {
        Self::new(seed, calls_a_month, Make::usual())
    }

    /// A line that is made otherwise for each seed.
    pub(crate) fn any(seed: u64, calls_a_month: u32) -> Self {
        Self::new(seed, calls_a_month, Make::any(seed))
    }

    fn new(seed: u64, calls_a_month: u32, make: Make) -> Self {
        // One line in four knows no caller again.
        let coded = if seed % 4 == 3 { 0 } else { 75 };
        Self {
            chance: ChaCha12Rng::seed_from_u64(seed),
            seed,
            calls_a_month,
            coded,
            make,
        }
    }

    /// What to call it.
    pub(crate) fn name(&self) -> String {
        format!("{}-{}", self.calls_a_month, self.seed)
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
        if self.one_in(self.make.often.of_few) {
            self.chance.random_range(0..often.max(1))
        } else {
            often + self.chance.random_range(0..others)
        }
    }

    fn fact(&mut self, date: NaiveDate) -> Fact {
        let caller = self.caller();
        // What a caller says of themselves stays the same.
        let mut own = ChaCha12Rng::seed_from_u64(self.seed << 32 | u64::from(caller));
        let answers = &self.make.answers;
        let is_coded = own.random_range(0..100) < self.coded;
        let (age, gender, language, region) = (
            draw(&mut own, &answers.ages),
            draw(&mut own, &answers.genders),
            draw(&mut own, &answers.languages),
            draw(&mut own, &answers.regions),
        );
        let (race, veteran, alone) = (
            draw(&mut own, &answers.races),
            draw(&mut own, &answers.veterans),
            draw(&mut own, &answers.alone),
        );
        let race = if own.random_range(0..100) < self.make.often.second_race {
            format!("{race} {}", draw(&mut own, &answers.races))
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
        fact.age_band = said(self, self.make.often.age, age).parse().unwrap();
        fact.gender = said(self, self.make.often.gender, gender).parse().unwrap();
        fact.veteran = said(self, self.make.often.veteran, veteran)
            .parse()
            .unwrap();
        fact.living_alone = said(self, self.make.often.living_alone, alone)
            .parse()
            .unwrap();
        fact.language = self
            .one_in(self.make.often.language)
            .then(|| language.to_owned());
        fact.region = self
            .one_in(self.make.often.region)
            .then(|| region.to_owned());
        if self.one_in(self.make.often.race) {
            fact.race_ethnicity = distinct(&race);
        }
        let again = if caller.is_multiple_of(3) {
            "returning"
        } else {
            draw(&mut self.chance, &self.make.answers.returning)
        };
        fact.returning = said(self, self.make.often.returning, again)
            .parse()
            .unwrap();
        self.outcome(&mut fact, date);
        fact
    }

    /// What is known of every contact.
    fn bare(&mut self, date: NaiveDate) -> Fact {
        let (chance, answers) = (&mut self.chance, &self.make.answers);
        let weekday = chrono::Datelike::weekday(&date).num_days_from_monday();
        let hour = 24 * weekday + chance.random_range(0..24);
        let text = [
            draw(chance, &answers.types),
            draw(chance, &answers.channels),
            draw(chance, &answers.relations),
            "not_asked",
            draw(chance, &answers.inbound),
            draw(chance, &answers.heard),
            draw(chance, &answers.instead),
            draw(chance, &answers.escalations),
            "not_asked",
            draw(chance, &answers.endings),
            draw(chance, &answers.ratings),
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
            logged_late: self.one_in(self.make.often.late),
            overlaps: self.one_in(self.make.often.overlapping),
            without_shift: self.one_in(self.make.often.without_shift),
            amended: self.one_in(self.make.often.amended),
        }
    }

    /// What a support contact was about, and what came of it.
    fn outcome(&mut self, fact: &mut Fact, date: NaiveDate) {
        let reasons: Vec<&str> = (0..self.chance.random_range(1..=3))
            .map(|_| draw(&mut self.chance, &self.make.answers.reasons))
            .collect();
        fact.reasons = distinct(&reasons.join(" "));
        if self.one_in(self.make.often.supports) {
            fact.supports = distinct(draw(&mut self.chance, &self.make.answers.supports));
        }
        if fact.escalation.as_str() == "warm_handoff_988" {
            let odds = &self.make.answers.handoffs;
            fact.handoff_result = draw(&mut self.chance, odds).parse().unwrap();
        }
        if self.one_in(self.make.often.referral) {
            let result = draw(&mut self.chance, &self.make.answers.results);
            let to = draw(&mut self.chance, &self.make.answers.destinations);
            fact.referrals = Several(vec![format!("{to}:{result}").parse().unwrap()]);
        }
        if self.one_in(self.make.often.rated) {
            let [far, farther] = self.make.under_ten;
            let start: u8 =
                10 - self.chance.random_range(0..=far) - self.chance.random_range(0..=farther);
            let [much, more] = self.make.better;
            let moved = self.chance.random_range(0..=much) + self.chance.random_range(0..=more) - 1;
            let end = (i32::from(start) - moved).clamp(0, 10);
            fact.isolation_mode = Some(
                draw(&mut self.chance, &self.make.answers.modes)
                    .parse()
                    .unwrap(),
            );
            fact.start_status = "asked".parse().unwrap();
            fact.start = Some(start);
            fact.end = self
                .one_in(self.make.often.rated_twice)
                .then(|| u8::try_from(end).unwrap());
        } else if self.one_in(self.make.often.declined) {
            fact.start_status = "declined".parse().unwrap();
        }
        if fact.caller_code.is_some() && self.one_in(self.make.often.measured) {
            let (instrument, scores) = if self.one_in(self.make.often.by_ucla) {
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

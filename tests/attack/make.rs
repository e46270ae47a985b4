//! Of what make a synthetic line is: how often each answer is given, and each question asked.

use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};

use crate::odds::{
    AGES, ALONE, CHANNELS, DESTINATIONS, ENDINGS, ESCALATIONS, GENDERS, HANDOFFS, HEARD, INBOUND,
    INSTEAD, LANGUAGES, MODES, RACES, RATINGS, REASONS, REGIONS, RELATIONS, RESULTS, RETURNING,
    SUPPORTS, TYPES, VETERANS,
};

/// Things of one kind by their names, what they usually are, and each of them in turn.
macro_rules! alike {
    ($(#[$doc:meta])* $name:ident: $kind:ty { $($field:ident: $usual:expr,)* }) => {
        $(#[$doc])*
        pub(crate) struct $name {
            $(pub(crate) $field: $kind,)*
        }

        impl $name {
            fn usual() -> Self {
                Self { $($field: $usual,)* }
            }

            fn each(&mut self) -> impl Iterator<Item = (&'static str, &mut $kind)> {
                [$((stringify!($field), &mut self.$field)),*].into_iter()
            }
        }
    };
}

alike! {
    /// How often each answer is given.
    Answers: Vec<(&'static str, u32)> {
        types: TYPES.to_vec(),
        relations: RELATIONS.to_vec(),
        escalations: ESCALATIONS.to_vec(),
        channels: CHANNELS.to_vec(),
        inbound: INBOUND.to_vec(),
        heard: HEARD.to_vec(),
        reasons: REASONS.to_vec(),
        instead: INSTEAD.to_vec(),
        endings: ENDINGS.to_vec(),
        ratings: RATINGS.to_vec(),
        ages: AGES.to_vec(),
        genders: GENDERS.to_vec(),
        races: RACES.to_vec(),
        languages: LANGUAGES.to_vec(),
        regions: REGIONS.to_vec(),
        supports: SUPPORTS.to_vec(),
        destinations: DESTINATIONS.to_vec(),
        veterans: VETERANS.to_vec(),
        alone: ALONE.to_vec(),
        returning: RETURNING.to_vec(),
        handoffs: HANDOFFS.to_vec(),
        results: RESULTS.to_vec(),
        modes: MODES.to_vec(),
    }
}

/// Most contacts are for support, most callers call for themselves and hardly anything is escalated, whatever the line.
const ORDERED: [&str; 3] = ["types", "relations", "escalations"];

alike! {
    /// In how many contacts of a hundred something is said or so.
    Often: u32 {
        age: 45,
        gender: 70,
        veteran: 25,
        living_alone: 40,
        language: 90,
        region: 50,
        race: 35,
        second_race: 8,
        returning: 85,
        supports: 92,
        referral: 18,
        rated: 62,
        rated_twice: 92,
        declined: 30,
        measured: 5,
        by_ucla: 70,
        late: 3,
        overlapping: 1,
        without_shift: 6,
        amended: 4,
        of_few: 60,
    }
}

/// Of what make a line is.
pub(crate) struct Make {
    pub(crate) answers: Answers,
    pub(crate) often: Often,
    /// How far ratings at the start lie under 10 at most, in two throws.
    pub(crate) under_ten: [u8; 2],
    /// By how much callers feel better at most, in two throws less one.
    pub(crate) better: [i32; 2],
}

impl Make {
    /// A line as we think that most are.
    pub(crate) fn usual() -> Self {
        Self {
            answers: Answers::usual(),
            often: Often::usual(),
            under_ten: [6, 4],
            better: [3, 2],
        }
    }

    /// A line of any make: answers are as often as each other or nearly all the same, and others than usual are the frequent
    /// ones; some questions are hardly ever asked and others nearly always.
    pub(crate) fn any(seed: u64) -> Self {
        let mut chance = ChaCha12Rng::seed_from_u64(seed);
        let mut make = Self::usual();
        for (name, odds) in make.answers.each() {
            warp(odds, &mut chance);
            if !ORDERED.contains(&name) && chance.random_range(0..2) == 0 {
                shuffle(odds, &mut chance);
            }
        }
        for (_, often) in make.often.each() {
            *often = [2, 15, 50, 85, 98][chance.random_range(0..5)];
        }
        make.under_ten = [chance.random_range(1..=6), chance.random_range(0..=4)];
        make.better = [chance.random_range(0..=6), chance.random_range(0..=4)];
        make
    }
}

/// Makes answers more alike or less.
fn warp(odds: &mut [(&'static str, u32)], chance: &mut ChaCha12Rng) {
    let power = [0.3, 0.7, 1.0, 1.5, 2.5][chance.random_range(0..5)];
    let most = odds.iter().map(|(_, often)| *often).max().unwrap_or(1);
    for (_, often) in odds {
        let share = f64::from(*often) / f64::from(most);
        *often = format!("{:.0}", 1.0 + 1000.0 * share.powf(power))
            .parse()
            .unwrap();
    }
}

/// Gives each answer how often another is given.
fn shuffle(odds: &mut [(&'static str, u32)], chance: &mut ChaCha12Rng) {
    for at in (1..odds.len()).rev() {
        let other = chance.random_range(0..=at);
        let often = odds[at].1;
        odds[at].1 = odds[other].1;
        odds[other].1 = often;
    }
}

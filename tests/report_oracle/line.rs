//! Months of a made line: the same for the same seed, with every answer there is and every way of having none.

use chrono::NaiveDate;
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};
use warmline::calls::measures::Instrument;
use warmline::calls::words::{
    AgeBand, CallReason, CallerRating, CallerRelation, Channel, ContactType, Destination, EndedBy,
    Escalation, Ethnicity, Gender, HandoffResult, HowHeard, InboundFrom, IsolationMode,
    RatingStatus, ReferralResult, Returning, Support, WouldHaveDoneInstead, YesOrNo,
};
use warmline::reports::cube::beside::Telephony;
use warmline::reports::facts::{Fact, Measured, Referral, Several};
use warmline::reports::periods::Month;

/// What sort of line it is.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    pub(crate) seed: u64,
    /// Contacts a month, about.
    pub(crate) contacts: usize,
    /// Whether it keeps caller codes.
    pub(crate) codes: bool,
    /// Whether it asks anything beyond what a log needs.
    pub(crate) asks: bool,
    /// Whether telephony counted.
    pub(crate) tally: bool,
}

/// One made month.
pub(crate) struct Made {
    pub(crate) month: Month,
    pub(crate) facts: Vec<Fact>,
    pub(crate) telephony: Telephony,
}

impl Line {
    /// Its months from January 2026 on.
    pub(crate) fn months(self, many: u32) -> Vec<Made> {
        let mut chance = ChaCha12Rng::seed_from_u64(self.seed);
        let january: Month = "2026-01".parse().unwrap();
        let months = (0..many).map(|ahead| {
            let month = january.ahead(ahead);
            let contacts = chance.random_range(self.contacts * 9 / 10..=self.contacts);
            Made {
                month,
                facts: (0..contacts)
                    .map(|_| self.fact(&mut chance, month))
                    .collect(),
                telephony: if self.tally {
                    telephony(&mut chance)
                } else {
                    Telephony::default()
                },
            }
        });
        months.collect()
    }

    fn fact(self, chance: &mut ChaCha12Rng, month: Month) -> Fact {
        let contact_type = if chance.random_bool(0.8) {
            ContactType::Support
        } else {
            one(chance, ContactType::ALL)
        };
        let code = caller(chance).filter(|_| self.codes);
        let bare = bare(chance, contact_type, code);
        if !contact_type.is_support() {
            return bare;
        }
        let reasons = some(chance, CallReason::ALL, 1, 5);
        if !self.asks {
            return Fact { reasons, ..bare };
        }
        let measures = if bare.caller_code.is_some() {
            measures(chance, month)
        } else {
            Vec::new()
        };
        let demographics = demographics(chance, bare);
        Fact {
            caller_relation: mostly(chance, CallerRelation::Oneself, CallerRelation::ALL),
            returning: one(chance, Returning::ALL),
            inbound_from: one(chance, InboundFrom::ALL),
            how_heard: one(chance, HowHeard::ALL),
            would_have_done_instead: one(chance, WouldHaveDoneInstead::ALL),
            escalation: mostly(chance, Escalation::None, Escalation::ALL),
            handoff_result: mostly(chance, HandoffResult::NotAsked, HandoffResult::ALL),
            ended_by: one(chance, EndedBy::ALL),
            caller_rating: one(chance, CallerRating::ALL),
            reasons,
            supports: some(chance, Support::ALL, 0, 4),
            referrals: referrals(chance),
            measures: Several(measures),
            ..rated(chance, demographics)
        }
    }
}

fn one<T: Copy>(chance: &mut ChaCha12Rng, all: &[T]) -> T {
    all[chance.random_range(0..all.len())]
}

fn mostly<T: Copy>(chance: &mut ChaCha12Rng, this: T, all: &[T]) -> T {
    if chance.random_bool(0.7) {
        this
    } else {
        one(chance, all)
    }
}

/// Different ones of a list, in any order.
fn some<T: Copy + PartialEq>(
    chance: &mut ChaCha12Rng,
    all: &[T],
    least: usize,
    most: usize,
) -> Several<T> {
    let many = chance.random_range(least..=most);
    let mut found = Vec::new();
    while found.len() < many {
        let next = one(chance, all);
        if !found.contains(&next) {
            found.push(next);
        }
    }
    Several(found)
}

/// A few callers call often, most once or twice; a quarter is not known.
fn caller(chance: &mut ChaCha12Rng) -> Option<String> {
    let luck: f64 = chance.random();
    chance.random_bool(0.75).then(|| {
        let number = if luck < 0.3 {
            chance.random_range(0..6)
        } else {
            chance.random_range(6..400)
        };
        format!("caller-{number}")
    })
}

/// What every log has.
fn bare(chance: &mut ChaCha12Rng, contact_type: ContactType, caller_code: Option<String>) -> Fact {
    Fact {
        contact_type,
        channel: mostly(chance, Channel::Voice, Channel::ALL),
        caller_relation: CallerRelation::NotAsked,
        returning: Returning::NotAsked,
        inbound_from: InboundFrom::NotAsked,
        how_heard: HowHeard::NotAsked,
        would_have_done_instead: WouldHaveDoneInstead::NotAsked,
        escalation: Escalation::NotAsked,
        handoff_result: HandoffResult::NotAsked,
        ended_by: EndedBy::NotAsked,
        caller_rating: CallerRating::NotAsked,
        // Many about the five minutes from which on a contact is eligible.
        minutes: if chance.random_bool(0.2) {
            chance.random_range(3..=6)
        } else {
            chance.random_range(0..=240)
        },
        hour_of_week: chance.random_range(0..168),
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
        reasons: Several::default(),
        supports: Several::default(),
        referrals: Several::default(),
        measures: Several::default(),
        caller_code,
        late_for: chance.random_bool(0.03).then(|| "2025-12".parse().unwrap()),
        logged_late: chance.random_bool(0.1),
        overlaps: chance.random_bool(0.05),
        without_shift: chance.random_bool(0.2),
        amended: chance.random_bool(0.15),
    }
}

fn demographics(chance: &mut ChaCha12Rng, fact: Fact) -> Fact {
    let tongues = [
        "en", "en-US", "es", "es-MX", "fil", "tl", "zh-Hant", "vi", "de", "hmn",
    ];
    let regions = ["alameda", "contra_costa", "solano"];
    Fact {
        age_band: one(chance, AgeBand::ALL),
        gender: one(chance, Gender::ALL),
        veteran: one(chance, YesOrNo::ALL),
        living_alone: one(chance, YesOrNo::ALL),
        language: chance
            .random_bool(0.7)
            .then(|| one(chance, &tongues).to_owned()),
        region: chance
            .random_bool(0.6)
            .then(|| one(chance, &regions).to_owned()),
        race_ethnicity: some(chance, Ethnicity::ALL, 0, 3),
        ..fact
    }
}

/// Ratings as the record allows them: both, one, or none, and some where they do not count.
fn rated(chance: &mut ChaCha12Rng, fact: Fact) -> Fact {
    let status = mostly(chance, RatingStatus::Asked, RatingStatus::ALL);
    let asked = status == RatingStatus::Asked;
    let mode = if chance.random_bool(0.8) {
        IsolationMode::Prospective
    } else {
        IsolationMode::Retrospective
    };
    let start: u8 = chance.random_range(0..=10);
    let end = start
        .saturating_add_signed(chance.random_range(-4..=2))
        .min(10);
    Fact {
        isolation_mode: asked.then_some(mode),
        start_status: status,
        start: asked.then_some(start),
        end: (asked && chance.random_bool(0.85)).then_some(end),
        ..fact
    }
}

fn referrals(chance: &mut ChaCha12Rng) -> Several<Referral> {
    let many = chance.random_range(0_usize..=5).saturating_sub(2);
    let offer = |_| Referral {
        destination: one(chance, Destination::ALL),
        result: one(chance, ReferralResult::ALL),
    };
    Several((0..many).map(offer).collect())
}

/// Scores on any day of the month, in no order: a call may be counted long after it was taken.
fn measures(chance: &mut ChaCha12Rng, month: Month) -> Vec<Measured> {
    let mut taken = Vec::new();
    for (instrument, scores) in [(Instrument::Ucla3, 3..=9), (Instrument::OnsDirect, 1..=5)] {
        if chance.random_bool(0.3) {
            taken.push(Measured {
                instrument,
                score: chance.random_range(scores),
                on: NaiveDate::from_ymd_opt(2026, month.number(), chance.random_range(1..=28))
                    .unwrap(),
            });
        }
    }
    taken
}

fn telephony(chance: &mut ChaCha12Rng) -> Telephony {
    let offered = chance.random_range(300..900);
    let answered = chance.random_range(200..offered);
    Telephony {
        hours: 700,
        offered,
        answered,
        abandoned: chance.random_range(0..=offered - answered),
        wait_seconds: u64::from(answered) * 23 + 11,
    }
}

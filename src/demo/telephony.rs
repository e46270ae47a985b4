//! What the fictional line's telephony counted: the calls that were taken, and those that were not.

use std::collections::BTreeMap;

use chrono::{Duration, Timelike};

use super::Chance;
use crate::calls::words::Channel;
use crate::calls::{Call, Filing};
use crate::clock::Moment;
use crate::line::Wall;
use crate::tallies::hour::Hour;
use crate::tallies::{Figures, Tally};

/// One caller in so many of a hundred gives up; fewer at night, when fewer call.
const GIVE_UP: f64 = 11.0;

/// A tally of each whole hour from one moment to another. Telephony was down for a few hours, of which nothing is known.
pub(super) fn tallies(
    chance: &mut Chance,
    calls: &[(Call, Filing)],
    wall: Wall,
    (since, until): (Moment, Moment),
) -> Vec<Tally> {
    let mut taken: BTreeMap<i64, u32> = BTreeMap::new();
    for (call, _) in calls {
        // Texts and chats do not come by telephone.
        if matches!(call.record().channel, Channel::Text | Channel::Chat) {
            continue;
        }
        *taken.entry(hour_of(call.record().started_at)).or_default() += 1;
    }
    let hours = std::iter::successors(Some(since), |hour| Some(hour.plus(Duration::hours(1))));
    hours
        .take_while(|hour| hour.plus(Duration::hours(1)) <= until)
        .filter_map(|starts_at| {
            let answered = taken.remove(&hour_of(starts_at)).unwrap_or_default();
            if chance.percent(0.5) {
                return None;
            }
            tally(chance, starts_at, answered, wall)
        })
        .collect()
}

fn hour_of(at: Moment) -> i64 {
    at.epoch().div_euclid(3600)
}

fn tally(chance: &mut Chance, starts_at: Moment, answered: u32, wall: Wall) -> Option<Tally> {
    let give_up = if wall.shows(starts_at).hour() < 8 {
        GIVE_UP / 2.0
    } else {
        GIVE_UP
    };
    let mut abandoned = 0;
    for _caller in 0..=answered {
        abandoned += u32::from(chance.percent(give_up));
    }
    // A caller now and then is put through to the answering machine.
    let recorded = u32::from(chance.percent(2.0));
    let waited: i64 = (0..answered).map(|_| chance.between(6, 75)).sum();
    Some(Tally {
        hour: named(starts_at, wall)?,
        figures: Figures {
            offered: answered + abandoned + recorded,
            answered,
            abandoned,
            wait_seconds: u32::try_from(waited).ok()?,
        },
        version: 1,
    })
}

/// The hour by its name; with its offset if the clock shows it twice.
fn named(starts_at: Moment, wall: Wall) -> Option<crate::tallies::hour::Placed> {
    let shown = starts_at.utc().with_timezone(&wall.0);
    let text = shown.format("%Y-%m-%dT%H%:z").to_string();
    text.parse::<Hour>().ok()?.on(wall).ok()
}

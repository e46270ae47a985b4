//! What somebody says of their weeks: hours that may not overlap, and how many they wish. Knows no calendar.

use chrono::{Duration, Timelike};

use super::Hours;
use crate::error::Fault;
use crate::schedule::{Day, WallTime};

/// The most hours a week that can be said.
pub const MOST_HOURS: u8 = 168;
/// The most entries of a week.
pub const MOST_ENTRIES: usize = 70;

const DAY: u32 = 24 * 60;
const WEEK: u32 = 7 * DAY;

/// The minutes of the week that hours take, in one stretch or, past the end of Sunday, in two.
fn stretches(day: Day, hours: &Hours) -> Vec<(u32, u32)> {
    let minutes = |time: WallTime| time.time().num_seconds_from_midnight() / 60;
    let days_before = Day::ALL.iter().take_while(|other| **other != day).count();
    let midnight = u32::try_from(days_before).unwrap_or_default() * DAY;
    let starts = midnight + minutes(hours.starts);
    let past_midnight = if hours.ends <= hours.starts { DAY } else { 0 };
    let ends = midnight + minutes(hours.ends) + past_midnight;
    if ends > WEEK {
        vec![(starts, WEEK), (0, ends - WEEK)]
    } else {
        vec![(starts, ends)]
    }
}

fn overlap(one: &(Day, Hours), other: &(Day, Hours)) -> bool {
    let others = stretches(other.0, &other.1);
    stretches(one.0, &one.1).iter().any(|(starts, ends)| {
        let shares = |(from, to): &(u32, u32)| starts < to && from < ends;
        others.iter().any(shares)
    })
}

/// What is wrong with the hours of a week: each that overlaps one before it.
pub fn overlap_faults(weekly: &[(Day, Hours)]) -> Vec<Fault> {
    let faulty = weekly.iter().enumerate().filter(|(at, hours)| {
        let mut before = weekly.iter().take(*at);
        before.any(|other| overlap(hours, other))
    });
    faulty
        .map(|(at, _)| {
            let detail = "These hours overlap others of the week. Say one thing of each time.";
            Fault::at(format!("/weekly/{at}"), "overlaps", detail)
        })
        .collect()
}

/// What is wrong with the hours a week that are wished, and that are worked at most.
pub fn wish_faults(wished: Option<u8>, most: Option<u8>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (pointer, hours) in [("/wished_hours", wished), ("/most_hours", most)] {
        if hours.is_some_and(|hours| hours > MOST_HOURS) {
            let detail = "Give a number of hours a week from 0 to 168.";
            faults.push(Fault::at(pointer, "out_of_range", detail));
        }
    }
    let more = wished.zip(most).is_some_and(|(wished, most)| wished > most);
    if more && faults.is_empty() {
        let detail = "wished_hours is not more than most_hours.";
        faults.push(Fault::at("/wished_hours", "out_of_range", detail));
    }
    faults
}

/// Hours a week, as they are said.
pub fn whole(length: Option<Duration>) -> Option<u8> {
    length.map(|length| u8::try_from(length.num_hours()).unwrap_or(MOST_HOURS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::availability::Preference;

    fn said(day: Day, starts: &str, ends: &str) -> (Day, Hours) {
        let hours = Hours {
            starts: starts.parse().unwrap(),
            ends: ends.parse().unwrap(),
            preference: Preference::Preferred,
        };
        (day, hours)
    }

    fn pointers(faults: &[Fault]) -> Vec<&str> {
        faults
            .iter()
            .map(|fault| fault.pointer.as_deref().unwrap())
            .collect()
    }

    #[test]
    fn hours_that_meet_do_not_overlap() {
        let week = [
            said(Day::Monday, "08:00", "12:00"),
            said(Day::Monday, "12:00", "20:00"),
            said(Day::Sunday, "20:00", "00:00"),
            said(Day::Monday, "00:00", "08:00"),
        ];
        assert_eq!(overlap_faults(&week), []);
    }

    #[test]
    fn hours_past_midnight_overlap_those_of_the_next_day_and_of_the_next_week() {
        let week = [
            said(Day::Monday, "22:00", "06:00"),
            said(Day::Tuesday, "05:59", "08:00"),
            said(Day::Sunday, "22:00", "22:00"),
            said(Day::Monday, "21:00", "21:30"),
            said(Day::Friday, "10:00", "12:00"),
        ];
        assert_eq!(pointers(&overlap_faults(&week)), ["/weekly/1", "/weekly/3"]);
    }

    #[test]
    fn a_whole_day_overlaps_everything_in_it() {
        let week = [
            said(Day::Monday, "00:00", "00:00"),
            said(Day::Monday, "23:59", "00:01"),
            said(Day::Tuesday, "00:01", "01:00"),
        ];
        assert_eq!(pointers(&overlap_faults(&week)), ["/weekly/1"]);
    }

    #[test]
    fn nobody_wishes_more_than_they_work_at_most() {
        assert_eq!(wish_faults(Some(8), Some(8)), []);
        assert_eq!(wish_faults(None, Some(0)), []);
        assert_eq!(pointers(&wish_faults(Some(9), Some(8))), ["/wished_hours"]);
        let both = wish_faults(Some(200), Some(169));
        assert_eq!(pointers(&both), ["/wished_hours", "/most_hours"]);
    }
}

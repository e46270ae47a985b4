//! Live figures: how the line does now. Exact and unsuppressed, for supervisors alone; no release holds them.

mod schedule;

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

pub use self::schedule::{LiveDuty, LiveGap, LiveGaps, gaps, on_duty};
use super::periods::Month;
use crate::calls::words::ContactType;
use crate::line::monday;

/// What may be done with them.
pub const MARK: &str = "Not for publication";

/// How many weeks are shown, the present one among them.
pub const WEEKS: i64 = 8;

/// What they are, for whoever reads the answer alone.
pub const DEFINITION: &str = "Contacts: all calls that began in the span by the line's clock; support contacts and talk \
    minutes as in R1. Weeks begin on Monday; the last is not over. Late: logged this week, more than 24 hours after the \
    call ended. Gaps: published shifts of the next 7 days with fewer people than they need. On duty: who holds a place \
    on a crew now and neither left nor stayed away. Calls still to be logged are in no figure, so a released figure of \
    the same days may differ.";

/// Calls of one local date and type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The date on which they began.
    pub date: NaiveDate,
    /// Their type.
    pub contact_type: ContactType,
    /// How many.
    pub contacts: u64,
    /// Their whole minutes.
    pub minutes: u64,
}

/// Calls of one local hour and type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfHour {
    /// The hour of the day, 0 to 23.
    pub hour: u8,
    /// Their type.
    pub contact_type: ContactType,
    /// How many.
    pub contacts: u64,
}

/// What there was of a span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct LiveCounts {
    /// Calls.
    pub contacts: u64,
    /// Of these, support contacts.
    pub support_contacts: u64,
    /// Whole minutes of all calls.
    pub talk_minutes: u64,
}

impl LiveCounts {
    /// What there was from one date to another, both included.
    pub fn of(days: &[Day], first: NaiveDate, last: NaiveDate) -> Self {
        let within = days.iter().filter(|day| (first..=last).contains(&day.date));
        within.fold(Self::default(), |sum, day| Self {
            contacts: sum.contacts + day.contacts,
            support_contacts: sum.support_contacts + support(day.contact_type, day.contacts),
            talk_minutes: sum.talk_minutes + day.minutes,
        })
    }
}

fn support(contact_type: ContactType, contacts: u64) -> u64 {
    if contact_type.is_support() {
        contacts
    } else {
        0
    }
}

/// A week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LiveWeek {
    /// Its Monday.
    pub starts_on: NaiveDate,
    /// What there was of it.
    #[serde(flatten)]
    pub counts: LiveCounts,
}

/// The first date that is counted: the Monday of the first week.
pub fn since(today: NaiveDate) -> NaiveDate {
    monday(today) - Duration::weeks(WEEKS - 1)
}

/// The weeks, the oldest first. Weeks without a call are there too.
pub fn weeks(days: &[Day], today: NaiveDate) -> Vec<LiveWeek> {
    let first = since(today);
    let week = |number| {
        let starts_on = first + Duration::weeks(number);
        LiveWeek {
            starts_on,
            counts: LiveCounts::of(days, starts_on, starts_on + Duration::days(6)),
        }
    };
    (0..WEEKS).map(week).collect()
}

/// An hour of today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LiveHour {
    /// The hour by the line's clock, 0 to 23. When the clock is set back, the hour that it shows twice is counted as one.
    pub hour: u8,
    /// Calls that began in it.
    pub contacts: u64,
    /// Of these, support contacts.
    pub support_contacts: u64,
}

/// The hours of today up to the present one.
pub fn hours(calls: &[OfHour], present: u8) -> Vec<LiveHour> {
    let mut by_hour: BTreeMap<u8, (u64, u64)> = (0..=present).map(|hour| (hour, (0, 0))).collect();
    for one in calls {
        let (contacts, of_support) = by_hour.entry(one.hour).or_default();
        *contacts += one.contacts;
        *of_support += support(one.contact_type, one.contacts);
    }
    let hour = |(hour, (contacts, support_contacts))| LiveHour {
        hour,
        contacts,
        support_contacts,
    };
    by_hour.into_iter().map(hour).collect()
}

/// The months that are over and count calls still, the oldest first: each from the last closed one on, or from the
/// first with a call if none is closed.
pub fn to_close(
    last_closed: Option<Month>,
    earliest_posted: Option<Month>,
    today: NaiveDate,
) -> Vec<Month> {
    let first = last_closed.map(Month::next).or(earliest_posted);
    let months = std::iter::successors(first, |month| Some(month.next()));
    months
        .take_while(|month| month.next().first() <= today)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn day(on: &str, contact_type: ContactType, contacts: u64) -> Day {
        Day {
            date: date(on),
            contact_type,
            contacts,
            minutes: 20 * contacts,
        }
    }

    #[test]
    fn eight_weeks_end_with_the_present_one_and_hold_each_day_once() {
        // A Wednesday.
        let today = date("2026-06-10");
        assert_eq!(since(today), date("2026-04-20"));
        let days = [
            day("2026-04-20", ContactType::Support, 3),
            day("2026-04-26", ContactType::HangUp, 2),
            day("2026-04-27", ContactType::Support, 5),
            day("2026-06-08", ContactType::ThirdPartyConcern, 1),
            day("2026-06-10", ContactType::Silent, 4),
        ];
        let weeks = weeks(&days, today);
        let told: Vec<(u64, u64, u64)> = weeks
            .iter()
            .map(|week| week.counts)
            .map(|counts| {
                (
                    counts.contacts,
                    counts.support_contacts,
                    counts.talk_minutes,
                )
            })
            .collect();
        let none = (0, 0, 0);
        let expected = [
            (5, 3, 100),
            (5, 5, 100),
            none,
            none,
            none,
            none,
            none,
            (5, 1, 100),
        ];
        assert_eq!(told, expected);
        assert_eq!(weeks[7].starts_on, date("2026-06-08"));
        assert_eq!(LiveCounts::of(&days, today, today).contacts, 4);
    }

    #[test]
    fn hours_without_a_call_are_there_and_hours_to_come_are_not() {
        let call = |hour, contact_type| OfHour {
            hour,
            contact_type,
            contacts: 2,
        };
        let calls = [
            call(1, ContactType::Support),
            call(1, ContactType::Prank),
            call(3, ContactType::Support),
        ];
        let told: Vec<_> = hours(&calls, 3)
            .into_iter()
            .map(|hour| (hour.hour, hour.contacts, hour.support_contacts))
            .collect();
        assert_eq!(told, [(0, 0, 0), (1, 4, 2), (2, 0, 0), (3, 2, 2)]);
    }

    #[test]
    fn a_month_waits_to_be_closed_from_its_last_midnight_on() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        let told = |closed: Option<&str>, posted: Option<&str>, today| {
            let months = to_close(closed.map(month), posted.map(month), date(today));
            months.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(told(Some("2026-04"), None, "2026-06-01"), ["2026-05"]);
        assert!(told(Some("2026-04"), None, "2026-05-31").is_empty());
        let none_closed = told(None, Some("2026-03"), "2026-06-10");
        assert_eq!(none_closed, ["2026-03", "2026-04", "2026-05"]);
        assert!(told(None, None, "2026-06-10").is_empty());
    }
}

//! What is kept no longer than it is needed: a list of duties, when each falls due, and what is left after it.

use chrono::{Duration, Timelike};

use super::record::Record;
use crate::clock::Moment;
use crate::line::Wall;
use crate::words::words;

words! {
    /// Something that is kept for a time and no longer.
    Duty {
        /// The exact times of calls and of their old versions: cut to the hour.
        ExactTimes = "exact_times",
        /// Drafts that nobody has saved for a day: destroyed.
        Drafts = "drafts",
        /// Notes of calls: destroyed, and with a month's last one its key.
        Notes = "notes",
    }
}

impl Duty {
    /// How long that which the duty is about is kept.
    pub const fn kept_for(self) -> Duration {
        match self {
            Self::ExactTimes => Duration::hours(72),
            Self::Drafts => super::drafts::LIFE,
            Self::Notes => super::note::KEPT,
        }
    }

    /// What is from this moment or before is due now.
    pub fn cutoff(self, now: Moment) -> Moment {
        now.minus(self.kept_for())
    }

    /// What the duty does to so many, in a sentence.
    pub fn did(self, count: usize) -> String {
        match self {
            Self::ExactTimes => format!("cut the times of {count} calls to the hour"),
            Self::Drafts => format!("destroyed {count} drafts"),
            Self::Notes => format!("destroyed {count} notes"),
        }
    }
}

/// A record with its times cut to the hour of the line's clock. The end is an hour after the start at least, for
/// a call that took no time is none. A coarse record stays as it is.
#[must_use]
pub fn coarse(record: &Record, wall: Wall) -> Record {
    let (started_at, ended_at) = coarse_times(record.started_at, record.ended_at, wall);
    Record {
        started_at,
        ended_at,
        ..record.clone()
    }
}

/// A call's start and end, cut to the hour; see [`coarse`].
pub fn coarse_times(started_at: Moment, ended_at: Moment, wall: Wall) -> (Moment, Moment) {
    let start = hour(started_at, wall);
    let end = hour(ended_at, wall).max(start.plus(Duration::hours(1)));
    (start, end)
}

/// The hour that the clock on the wall shows: in zones that are half an hour off, it begins at half past in UTC.
fn hour(at: Moment, wall: Wall) -> Moment {
    let shown = wall.shows(at);
    at.minus(Duration::seconds(
        i64::from(shown.minute()) * 60 + i64::from(shown.second()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOS_ANGELES: Wall = Wall(chrono_tz::America::Los_Angeles);
    const KOLKATA: Wall = Wall(chrono_tz::Asia::Kolkata);
    const LORD_HOWE: Wall = Wall(chrono_tz::Australia::Lord_Howe);

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    fn cut(start: &str, end: &str, wall: Wall) -> (String, String) {
        let (start, end) = coarse_times(at(start), at(end), wall);
        (start.to_string(), end.to_string())
    }

    fn times(start: &str, end: &str) -> (String, String) {
        (start.to_owned(), end.to_owned())
    }

    #[test]
    fn times_are_cut_to_the_hour_and_the_end_stays_after_the_start() {
        let cases = [
            (
                ("2026-06-10T18:10:00Z", "2026-06-10T18:32:30Z"),
                ("2026-06-10T18:00:00Z", "2026-06-10T19:00:00Z"),
            ),
            (
                ("2026-06-10T18:59:59Z", "2026-06-10T19:00:00Z"),
                ("2026-06-10T18:00:00Z", "2026-06-10T19:00:00Z"),
            ),
            (
                ("2026-06-10T18:50:00Z", "2026-06-10T21:05:00Z"),
                ("2026-06-10T18:00:00Z", "2026-06-10T21:00:00Z"),
            ),
        ];
        for ((start, end), (coarse_start, coarse_end)) in cases {
            assert_eq!(
                cut(start, end, LOS_ANGELES),
                times(coarse_start, coarse_end)
            );
        }
    }

    #[test]
    fn the_hour_is_that_of_the_lines_clock() {
        assert_eq!(
            cut("2026-06-10T18:40:00Z", "2026-06-10T18:55:00Z", KOLKATA),
            times("2026-06-10T18:30:00Z", "2026-06-10T19:30:00Z")
        );
    }

    #[test]
    fn what_is_coarse_stays_as_it_is_on_days_when_clocks_change_too() {
        let days = [
            ("2026-11-01T08:10:00Z", LOS_ANGELES),
            ("2026-04-04T14:40:00Z", LORD_HOWE),
            ("2026-10-03T15:20:00Z", LORD_HOWE),
        ];
        for (start, wall) in days {
            for minutes in [1, 25, 50, 100, 240] {
                let end = at(start).plus(Duration::minutes(minutes));
                let once = coarse_times(at(start), end, wall);
                assert_eq!(
                    coarse_times(once.0, once.1, wall),
                    once,
                    "{start} {minutes}"
                );
            }
        }
    }

    #[test]
    fn a_duty_is_due_when_its_time_is_over() {
        let now = at("2026-06-10T19:00:00Z");
        assert_eq!(
            Duty::ExactTimes.cutoff(now).to_string(),
            "2026-06-07T19:00:00Z"
        );
        assert_eq!(Duty::Drafts.cutoff(now).to_string(), "2026-06-09T19:00:00Z");
    }
}

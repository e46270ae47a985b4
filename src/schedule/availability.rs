//! When somebody can and would rather be there. What they have not said can be done.

pub mod api;
mod away;
pub mod store;
pub mod week;

use std::collections::BTreeSet;

use chrono::{Days, Duration, NaiveDate};

pub use self::away::{Away, LONGEST_AWAY};
use super::{Day, Span, WallTime};
use crate::line::Wall;
use crate::words::words;

/// How far ahead people say when they can be there: two years.
pub const AHEAD: Duration = Duration::days(731);

words! {
    /// How much somebody would like to be there.
    Preference {
        Preferred = "preferred",
        Available = "available",
        Unavailable = "unavailable",
    }
}

/// A time of a day, up to the next day if the end is not after the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The first minute.
    pub starts: WallTime,
    /// The first minute after it.
    pub ends: WallTime,
    /// What is said of it.
    pub preference: Preference,
}

impl Hours {
    /// When it is, on a local date.
    pub fn on(&self, date: NaiveDate, wall: Wall) -> Span {
        let last = if self.ends <= self.starts {
            date.checked_add_days(Days::new(1)).unwrap_or(date)
        } else {
            date
        };
        Span {
            starts: wall.instant(date.and_time(self.starts.time())),
            ends: wall.instant(last.and_time(self.ends.time())),
        }
    }
}

/// What somebody has said of when they can be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Availability {
    /// Hours of each week.
    pub weekly: Vec<(Day, Hours)>,
    /// On these dates it is otherwise than in other weeks; a later one goes before an earlier one.
    pub exceptions: Vec<(NaiveDate, Hours)>,
    /// When they are away.
    pub away: Vec<Away>,
    /// The hours a week that they would like to work.
    pub wished: Option<Duration>,
    /// The hours a week that they work at most.
    pub most: Option<Duration>,
}

impl Availability {
    /// Whether they are away at any time of the span.
    pub fn is_away(&self, span: Span, wall: Wall) -> bool {
        self.away.iter().any(|away| away.span(wall).overlaps(span))
    }

    /// Whether they cannot be there at some time of the span.
    pub fn is_unavailable(&self, span: Span, wall: Wall) -> bool {
        let mut stretches = self.stretches(span, wall).into_iter();
        stretches.any(|(_, preference)| preference == Preference::Unavailable)
    }

    /// What they said of each stretch of a span, in order.
    pub fn stretches(&self, span: Span, wall: Wall) -> Vec<(Span, Preference)> {
        // Hours of the day before may reach into the span.
        let first = wall.date(span.starts) - Duration::days(1);
        let last = wall.date(span.ends);
        let dates = first.iter_days().take_while(|date| *date <= last);
        let weekly: Vec<(Span, Preference)> = dates
            .flat_map(|date| {
                let of_day = self
                    .weekly
                    .iter()
                    .filter(move |(day, _)| *day == Day::from(chrono::Datelike::weekday(&date)));
                of_day.map(move |(_, hours)| (hours.on(date, wall), hours.preference))
            })
            .collect();
        let exceptions = self.exceptions.iter();
        let exceptions: Vec<(Span, Preference)> = exceptions
            .map(|(date, hours)| (hours.on(*date, wall), hours.preference))
            .collect();
        let edges: BTreeSet<_> = [span.starts, span.ends]
            .into_iter()
            .chain(
                weekly
                    .iter()
                    .chain(&exceptions)
                    .flat_map(|(span, _)| [span.starts, span.ends]),
            )
            .filter(|edge| (span.starts..=span.ends).contains(edge))
            .collect();
        let said = |at| {
            let holds = |(span, _): &&(Span, Preference)| span.holds(at);
            let said = exceptions
                .iter()
                .rfind(holds)
                .or_else(|| weekly.iter().find(holds));
            said.map_or(Preference::Available, |(_, preference)| *preference)
        };
        edges
            .iter()
            .zip(edges.iter().skip(1))
            .map(|(starts, ends)| {
                (
                    Span {
                        starts: *starts,
                        ends: *ends,
                    },
                    said(*starts),
                )
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;

    const WALL: Wall = Wall(chrono_tz::America::Los_Angeles);

    fn hours(starts: &str, ends: &str, preference: Preference) -> Hours {
        Hours {
            starts: starts.parse().unwrap(),
            ends: ends.parse().unwrap(),
            preference,
        }
    }

    fn at(text: &str) -> Moment {
        WALL.instant(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    fn span(starts: &str, ends: &str) -> Span {
        Span {
            starts: at(starts),
            ends: at(ends),
        }
    }

    /// Wednesdays from 18:00 to 02:00 she cannot; on 10 June from 20:00 to 23:00 she can.
    fn ana() -> Availability {
        Availability {
            weekly: vec![(
                Day::Wednesday,
                hours("18:00", "02:00", Preference::Unavailable),
            )],
            exceptions: vec![(
                "2026-06-10".parse().unwrap(),
                hours("20:00", "23:00", Preference::Preferred),
            )],
            away: vec![Away {
                starts_on: "2026-07-01".parse().unwrap(),
                ends_on: "2026-07-02".parse().unwrap(),
            }],
            ..Availability::default()
        }
    }

    #[test]
    fn who_has_said_nothing_can_always_be_there() {
        let nothing = Availability::default();
        assert!(!nothing.is_unavailable(span("2026-06-10 00:00", "2026-06-12 00:00"), WALL));
    }

    #[test]
    fn hours_past_midnight_belong_to_the_day_on_which_they_begin() {
        let ana = ana();
        let cases = [
            ("2026-06-03 12:00", "2026-06-03 18:00", false),
            ("2026-06-03 17:00", "2026-06-03 18:01", true),
            ("2026-06-04 01:59", "2026-06-04 06:00", true),
            ("2026-06-04 02:00", "2026-06-04 06:00", false),
        ];
        for (starts, ends, expected) in cases {
            assert_eq!(
                ana.is_unavailable(span(starts, ends), WALL),
                expected,
                "{starts}"
            );
        }
    }

    #[test]
    fn an_exception_goes_before_the_week() {
        let ana = ana();
        assert!(!ana.is_unavailable(span("2026-06-10 20:00", "2026-06-10 23:00"), WALL));
        assert!(ana.is_unavailable(span("2026-06-10 20:00", "2026-06-10 23:30"), WALL));
        let said: Vec<Preference> = ana
            .stretches(span("2026-06-10 16:00", "2026-06-10 22:00"), WALL)
            .into_iter()
            .map(|(_, preference)| preference)
            .collect();
        assert_eq!(
            said,
            [
                Preference::Available,
                Preference::Unavailable,
                Preference::Preferred
            ]
        );
    }

    #[test]
    fn away_is_from_the_first_midnight_to_the_last() {
        let ana = ana();
        let cases = [
            ("2026-06-30 20:00", "2026-07-01 00:00", false),
            ("2026-06-30 20:00", "2026-07-01 00:01", true),
            ("2026-07-02 23:59", "2026-07-03 04:00", true),
            ("2026-07-03 00:00", "2026-07-03 04:00", false),
        ];
        for (starts, ends, expected) in cases {
            assert_eq!(ana.is_away(span(starts, ends), WALL), expected, "{starts}");
        }
    }
}

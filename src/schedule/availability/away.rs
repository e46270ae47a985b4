//! Days on which somebody is away: when they are, and what is wrong with them. Handed the date.

use chrono::{Days, Duration, NaiveDate};

use super::AHEAD;
use crate::error::Fault;
use crate::line::Wall;
use crate::schedule::Span;

/// The longest time off.
pub const LONGEST_AWAY: Duration = Duration::days(366);

/// Days on which somebody is away, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
}

impl Away {
    /// When it is.
    pub fn span(self, wall: Wall) -> Span {
        let after = self.ends_on.checked_add_days(Days::new(1));
        Span {
            starts: wall.midnight(self.starts_on),
            ends: wall.midnight(after.unwrap_or(self.ends_on)),
        }
    }

    /// Everything that is wrong with them, seen from today by the line's calendar.
    pub fn faults(self, today: NaiveDate) -> Vec<Fault> {
        let at_end = |detail: &str| Fault::at("/ends_on", "out_of_range", detail);
        let mut faults = Vec::new();
        if self.ends_on < self.starts_on {
            faults.push(at_end("ends_on is not before starts_on."));
        } else if self.ends_on - self.starts_on >= LONGEST_AWAY {
            faults.push(at_end("Time off is at most a year long."));
        }
        if self.ends_on > today + AHEAD {
            faults.push(at_end("Time off ends at most two years from today."));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_off_is_at_most_a_year_long_and_two_ahead() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let cases = [
            ("2026-06-10", "2026-06-10", 0),
            ("2026-06-10", "2026-06-09", 1),
            ("2026-06-10", "2027-06-10", 0),
            ("2026-06-10", "2027-06-11", 1),
            ("2028-01-01", "2028-06-10", 0),
            ("2028-01-01", "2028-06-11", 1),
            ("2027-01-01", "2029-01-01", 2),
        ];
        for (starts_on, ends_on, wrong) in cases {
            let away = Away {
                starts_on: date(starts_on),
                ends_on: date(ends_on),
            };
            let found = away.faults(date("2026-06-10")).len();
            assert_eq!(found, wrong, "{starts_on} {ends_on}");
        }
    }
}

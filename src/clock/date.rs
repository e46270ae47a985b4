//! Dates as they are sent: written in one way, and of years that both databases and every client can write.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The years that may be sent. Beyond them a year has not four digits, or no line has a use for it.
pub const YEARS: RangeInclusive<i32> = 1900..=9999;

/// A date such as `2026-11-20`. Each date that comes in is read as one of these, and kept as a `NaiveDate`.
/// utoipa knows a date by this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(NaiveDate);

/// Why a text is no date.
#[derive(Debug, thiserror::Error)]
#[error("Give a date of the years 1900 to 9999, such as 2026-11-20.")]
pub struct NotADate;

impl Date {
    /// A date that was read before.
    pub const fn of(day: NaiveDate) -> Self {
        Self(day)
    }

    /// The day on the calendar.
    pub const fn day(self) -> NaiveDate {
        self.0
    }
}

impl std::str::FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        // chrono also takes signs, spaces and years of six digits.
        let spelled = text.len() == 10 && text.bytes().all(|b| b == b'-' || b.is_ascii_digit());
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|day| spelled && YEARS.contains(&day.year()))
            .map(Self)
            .ok_or(NotADate)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_of_the_years_1900_to_9999() {
        for text in ["1900-01-01", "2028-02-29", "9999-12-31"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(serde_json::to_value(date).unwrap(), text);
        }
        for text in ["1899-12-31", "0000-01-01", "+262142-06-01", "-0001-01-01"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_is_written_in_one_way() {
        for text in [
            "2026-6-1",
            "2026-06-1 ",
            "+2026-06-1",
            "2026- 6-01",
            "2026-02-30",
            "20260-6-01",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}

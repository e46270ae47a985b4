//! Days and times as a clock on the wall shows them. Knows no zone.

use chrono::{NaiveTime, Weekday};

use crate::error::Fault;
use crate::words::{text_in_sql, words};

words! {
    /// A day of the week.
    Day {
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
        Sunday = "sunday",
    }
}

impl From<Weekday> for Day {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Mon => Self::Monday,
            Weekday::Tue => Self::Tuesday,
            Weekday::Wed => Self::Wednesday,
            Weekday::Thu => Self::Thursday,
            Weekday::Fri => Self::Friday,
            Weekday::Sat => Self::Saturday,
            Weekday::Sun => Self::Sunday,
        }
    }
}

/// A time on the wall, in whole minutes.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct WallTime {
    time: NaiveTime,
    text: arrayvec::ArrayString<5>,
}

/// Why a text is no time on the wall.
#[derive(Debug, thiserror::Error)]
#[error("Give a time of day, such as 20:00.")]
pub struct NotATime;

impl WallTime {
    /// The time of day.
    pub const fn time(self) -> NaiveTime {
        self.time
    }

    /// The time of a field, or a fault there.
    pub fn read(text: &str, pointer: impl Into<String>, faults: &mut Vec<Fault>) -> Option<Self> {
        let read = text.parse::<Self>();
        read.map_err(|why| faults.push(Fault::at(pointer, "wrong_value", why.to_string())))
            .ok()
    }

    /// The time as `HH:MM`.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl std::str::FromStr for WallTime {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let time = NaiveTime::parse_from_str(text, "%H:%M").map_err(|_unreadable| NotATime)?;
        let text = arrayvec::ArrayString::from(&time.format("%H:%M").to_string())
            .map_err(|_too_long| NotATime)?;
        Ok(Self { time, text })
    }
}

text_in_sql!(WallTime);

//! An hour of the line's clock, such as `2026-11-20T14`, and which hour that was.
//!
//! When the clock is set back, it shows one hour twice. That hour alone is written with its offset:
//! `2026-11-01T01-07:00` comes first, `2026-11-01T01-08:00` an hour later.

use chrono::{
    Duration, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone,
    Timelike,
};

use crate::clock::Moment;
use crate::error::Fault;
use crate::line::Wall;

/// An hour as it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hour {
    local: NaiveDateTime,
    offset: Option<FixedOffset>,
}

/// Why a text is no hour.
#[derive(Debug, thiserror::Error)]
#[error(
    "Give a local hour such as 2026-11-20T14; one that the clock shows twice with its offset, as 2026-11-01T01-07:00."
)]
pub struct NotAnHour;

/// An hour that has its place in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its one name.
    pub name: String,
    /// When it begins.
    pub starts_at: Moment,
    /// When it is over.
    pub ends_at: Moment,
    /// Its local date.
    pub local_date: NaiveDate,
    /// Its local hour of the week.
    pub hour_of_week: u8,
}

impl std::str::FromStr for Hour {
    type Err = NotAnHour;

    fn from_str(text: &str) -> Result<Self, NotAnHour> {
        let (plain, offset) = text.split_at_checked(13).ok_or(NotAnHour)?;
        let (date, hour) = plain.split_once('T').ok_or(NotAnHour)?;
        let two_digits = |digits: &&str| digits.len() == 2;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if date.len() != 10 || !two_digits(&hour) || !digits(hour) {
            return Err(NotAnHour);
        }
        let date: NaiveDate = date.parse().map_err(|_unreadable| NotAnHour)?;
        let hour = hour.parse().map_err(|_unreadable| NotAnHour)?;
        let time = NaiveTime::from_hms_opt(hour, 0, 0).ok_or(NotAnHour)?;
        // A plus in a query is a space by the time it arrives.
        let offset = offset.replace(' ', "+");
        let offset = match offset.as_str() {
            "" => None,
            "Z" => FixedOffset::east_opt(0),
            signed if signed.len() == 6 => Some(signed.parse().map_err(|_unreadable| NotAnHour)?),
            _ => return Err(NotAnHour),
        };
        Ok(Self {
            local: date.and_time(time),
            offset,
        })
    }
}

impl<'de> serde::Deserialize<'de> for Hour {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Hour {
    /// Which hour that was by the line's clock, or why it is none.
    pub fn on(self, wall: Wall) -> Result<Placed, Fault> {
        let fault = |code, detail: &str| Fault::at("/hour", code, detail);
        let shown = wall.0.from_local_datetime(&self.local);
        let twice = matches!(shown, LocalResult::Ambiguous(..));
        let starts_at = match (shown, self.offset) {
            (LocalResult::Ambiguous(..), None) => {
                let detail =
                    "The clock shows this hour twice. Give its offset too, as 2026-11-01T01-07:00.";
                return Err(fault("shown_twice", detail));
            }
            (shown, Some(offset)) => {
                let fits = |at: &chrono::DateTime<chrono_tz::Tz>| at.offset().fix() == offset;
                let candidates = [shown.earliest(), shown.latest()];
                let found = candidates.into_iter().flatten().find(fits);
                let detail = "The line's clock has another offset at this hour.";
                let found = found.ok_or_else(|| fault("wrong_offset", detail))?;
                Moment::new(found.to_utc())
            }
            // When the clock is set forward by half an hour, the other half is there.
            (_, None) => wall.instant(self.local),
        };
        let begins = wall.shows(starts_at);
        if begins.date() != self.local.date() || begins.hour() != self.local.hour() {
            let detail = "There was no such hour: the clock was set forward over it.";
            return Err(fault("no_such_hour", detail));
        }
        let plain = self.local.format("%Y-%m-%dT%H").to_string();
        let offset = starts_at.utc().with_timezone(&wall.0).offset().fix();
        Ok(Placed {
            name: if twice {
                format!("{plain}{offset}")
            } else {
                plain
            },
            starts_at,
            ends_at: starts_at.plus(Duration::hours(1)),
            local_date: begins.date(),
            hour_of_week: wall.hour_of_week(starts_at),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(text: &str) -> Result<Placed, &'static str> {
        let hour: Hour = text.parse().map_err(|_none| "not an hour")?;
        let placed = hour.on(Wall(chrono_tz::America::Los_Angeles));
        placed.map_err(|fault| fault.code)
    }

    #[test]
    fn an_ordinary_hour_has_one_name() {
        let hour = placed("2026-11-20T14").unwrap();
        assert_eq!(hour.starts_at.to_string(), "2026-11-20T22:00:00Z");
        assert_eq!(hour.hour_of_week, 4 * 24 + 14);
        assert_eq!(placed("2026-11-20T14-08:00").unwrap(), hour);
        assert_eq!(placed("2026-11-20T14-07:00"), Err("wrong_offset"));
    }

    #[test]
    fn the_hour_that_is_shown_twice_needs_its_offset() {
        assert_eq!(placed("2026-11-01T01"), Err("shown_twice"));
        let first = placed("2026-11-01T01-07:00").unwrap();
        let second = placed("2026-11-01T01-08:00").unwrap();
        assert_eq!(first.ends_at, second.starts_at);
        assert_eq!(first.name, "2026-11-01T01-07:00");
        assert_eq!(placed("2026-11-01T01-09:00"), Err("wrong_offset"));
        assert_eq!(placed("2026-11-01T02").unwrap().starts_at, second.ends_at);
    }

    #[test]
    fn the_hour_that_was_skipped_is_none() {
        assert_eq!(placed("2026-03-08T02"), Err("no_such_hour"));
        assert!(placed("2026-03-08T03").is_ok());
    }

    #[test]
    fn what_is_no_hour_is_refused() {
        for text in [
            "2026-11-20",
            "2026-11-20T24",
            "2026-11-20T1",
            "2026-11-20T14:00",
            "2026-11-20T14-8",
            "é",
        ] {
            assert_eq!(placed(text), Err("not an hour"), "{text}");
        }
    }
}

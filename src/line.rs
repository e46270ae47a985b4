//! The line itself: its name, its wall clock, its limits. Knows no shift and no call.

pub mod api;
pub mod regions;
pub mod store;

use chrono::{
    DateTime, Datelike, Duration, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Timelike,
};
use chrono_tz::Tz;

use crate::clock::{self, Moment};
use crate::reports::periods::FiscalStart;
use crate::words::words;

/// Counts of fewer contributors are withheld, unless the line has it otherwise.
pub const WITHHOLD_UNDER: u32 = 11;

/// A line and its settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What callers know it as.
    pub name: String,
    /// The wall clock its people live by.
    pub wall: Wall,
    /// What may be asked of a peer.
    pub limits: Limits,
    /// How long a caller waits before giving up, on average.
    pub patience: Duration,
    /// Work after a call, on average.
    pub wrap_up: Duration,
    /// A count of fewer contributors than this, other than none, is withheld from evaluators.
    pub withhold_under: u32,
    /// How far the line tells callers who call again from others.
    pub caller_codes: Tier,
    /// How many contacts a day one caller has before the peer is told that the limit is reached.
    pub contacts_a_day: u32,
    /// Whether a call may carry a note.
    pub notes_on: bool,
    /// Whether a supervisor must approve a swap before it counts.
    pub swaps_need_approval: bool,
    /// After which day of the next month a month is closed without being asked to; none: never.
    pub closing_day: Option<u8>,
    /// With which month the fiscal year begins.
    pub fiscal_year: FiscalStart,
    /// Raised with every change of the settings.
    pub version: i32,
}

words! {
    /// How far the line tells callers who call again from others.
    Tier {
        Nothing = "nothing",
        AsSaid = "as_said",
        ByPhone = "by_phone",
        ByPhoneOrCodeWord = "by_phone_or_code_word",
    }
}

/// What may be asked of a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Least rest between two shifts.
    pub rest: Duration,
    /// Most elapsed work in one local week.
    pub week: Duration,
    /// Most nights with work between 00:00 and 06:00 in one local week.
    pub week_nights: usize,
    /// Most local days with work in a row.
    pub days_in_a_row: usize,
    /// How long a peer is off after a call that was as hard on them as a call can be.
    pub cool_off: Duration,
}

impl Line {
    /// A line with the default limits.
    pub fn new(name: impl Into<String>, time_zone: Tz) -> Self {
        Self {
            name: name.into(),
            wall: Wall(time_zone),
            limits: Limits {
                rest: Duration::hours(10),
                week: Duration::hours(24),
                week_nights: 3,
                days_in_a_row: 5,
                cool_off: Duration::hours(2),
            },
            patience: Duration::minutes(3),
            wrap_up: Duration::minutes(5),
            withhold_under: WITHHOLD_UNDER,
            caller_codes: Tier::AsSaid,
            contacts_a_day: 3,
            notes_on: false,
            swaps_need_approval: false,
            closing_day: Some(10),
            fiscal_year: FiscalStart::default(),
            version: 1,
        }
    }
}

/// A wall clock: instants to local time and back, across daylight-saving changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wall(pub Tz);

impl Wall {
    /// What the clock on the wall shows.
    pub fn shows(self, at: Moment) -> NaiveDateTime {
        at.utc().with_timezone(&self.0).naive_local()
    }

    /// When the clock on the wall shows this. In a fold, where it shows it twice, the earlier time;
    /// in a gap, where it never does, the first instant after the gap.
    pub fn instant(self, local: NaiveDateTime) -> Moment {
        // No gap is longer than the day that Samoa left out.
        (0..=25 * 60)
            .find_map(|minutes| {
                match self
                    .0
                    .from_local_datetime(&(local + Duration::minutes(minutes)))
                {
                    LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
                        Some(Moment::new(at.to_utc()))
                    }
                    LocalResult::None => None,
                }
            })
            .unwrap_or_else(|| Moment::new(DateTime::from_naive_utc_and_offset(local, chrono::Utc)))
    }

    /// The first instant of a local date.
    pub fn midnight(self, date: NaiveDate) -> Moment {
        self.instant(date.and_time(chrono::NaiveTime::MIN))
    }

    /// The local date.
    pub fn date(self, at: Moment) -> NaiveDate {
        self.shows(at).date()
    }

    /// The local hour of the week: Monday 00:00 is 0, Sunday 23:00 is 167.
    pub fn hour_of_week(self, at: Moment) -> u8 {
        let local = self.shows(at);
        let hours = local.weekday().num_days_from_monday() * 24 + local.hour();
        u8::try_from(hours).unwrap_or_default()
    }
}

/// A point in time as people ask for it: a local date, meaning its first instant, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The first instant of a local date.
    Date(NaiveDate),
    /// That instant.
    Instant(Moment),
}

impl When {
    /// The instant, by the line's clock.
    pub fn on(self, wall: Wall) -> Moment {
        match self {
            Self::Date(date) => wall.midnight(date),
            Self::Instant(at) => at,
        }
    }
}

impl<'de> serde::Deserialize<'de> for When {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let date = text.parse::<clock::Date>().ok();
        let date = date.map(|date| Self::Date(date.day()));
        // A plus in a query is a space by the time it arrives.
        date.or_else(|| Moment::parse(&text.replace(' ', "+")).map(Self::Instant)).ok_or_else(|| {
            serde::de::Error::custom("Give a date such as 2026-11-20, or a time with its offset such as 2026-11-20T03:10:00Z, of the years 1900 to 9999.")
        })
    }
}

/// The Monday of a date's week.
pub fn monday(date: NaiveDate) -> NaiveDate {
    date - Duration::days(date.weekday().num_days_from_monday().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOS_ANGELES: Wall = Wall(chrono_tz::America::Los_Angeles);

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn a_time_in_the_spring_gap_becomes_the_first_instant_after_it() {
        assert_eq!(
            LOS_ANGELES.instant(local("2026-03-08 02:30")).to_string(),
            "2026-03-08T10:00:00Z"
        );
    }

    #[test]
    fn a_time_shown_twice_in_autumn_is_the_earlier_one() {
        assert_eq!(
            LOS_ANGELES.instant(local("2026-11-01 01:30")).to_string(),
            "2026-11-01T08:30:00Z"
        );
    }

    #[test]
    fn a_whole_day_left_out_is_a_gap_too() {
        let samoa = Wall(chrono_tz::Pacific::Apia);
        assert_eq!(
            samoa.instant(local("2011-12-30 12:00")),
            samoa.instant(local("2011-12-31 00:00"))
        );
    }

    #[test]
    fn a_date_or_time_of_another_age_is_not_understood() {
        let when = |text: &str| serde_json::from_value::<When>(text.into());
        assert!(when("2026-11-20").is_ok() && when("2026-11-20T03:10:00 02:00").is_ok());
        for text in ["0001-01-01", "+262142-06-01", "0000-01-01T00:00:00Z"] {
            assert!(when(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_hour_of_the_week_is_local() {
        let at = Moment::parse("2026-11-23T07:30:00Z").unwrap();
        assert_eq!(
            LOS_ANGELES.hour_of_week(at),
            167,
            "Sunday 23:30 in Los Angeles"
        );
    }
}

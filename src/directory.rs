//! The line's own directory of services that callers are pointed to. Knows no call.

pub mod api;
pub mod sheet;
pub mod store;

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calls::demographics::Language;
use crate::calls::words::Destination;
use crate::clock::Date;
use crate::error::Fault;
use crate::id::ResourceId;
use crate::line::regions::RegionCode;

/// A service that nobody has checked for so long may have moved or closed.
pub const STALE_AFTER: Duration = Duration::days(180);
/// The most languages of one service.
const MOST_LANGUAGES: usize = 40;

/// What is known of a service. It is a public one, so its address and number may be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ResourceContent)]
pub struct Content {
    /// What it is called: 1 to 120 characters.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    /// What kind of place it is: the words of a referral's `destination`.
    pub kind: Destination,
    /// The region it serves, of the line's own list; null for everywhere.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "alameda_county")]
    pub region: Option<RegionCode>,
    /// When it is open, in its own words: at most 200 characters.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub hours: String,
    /// The languages spoken there, by their BCP 47 tags.
    #[serde(default)]
    #[schema(value_type = Vec<String>, example = json!(["en", "es"]))]
    pub languages: Vec<Language>,
    /// How to reach the service, never a person: number, address on the web, or text of 1 to 300 characters.
    #[schema(min_length = 1, max_length = 300)]
    pub contact: String,
    /// The date on which somebody last saw that this is right; null if nobody has.
    #[serde(default)]
    pub last_checked: Option<Date>,
    /// Whether callers may be pointed there.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub active: bool,
}

const fn yes() -> bool {
    true
}

/// A service of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Its id.
    pub id: ResourceId,
    /// What is known of it.
    pub content: Content,
    /// Raised with every change.
    pub version: i32,
}

impl Content {
    /// The same in its usual form: no space around texts, each language once and in order.
    #[must_use]
    pub fn tidied(self) -> Self {
        let mut languages = self.languages;
        languages.sort();
        languages.dedup();
        Self {
            name: self.name.trim().to_owned(),
            hours: self.hours.trim().to_owned(),
            contact: self.contact.trim().to_owned(),
            languages,
            ..self
        }
    }

    /// Everything that is wrong with it. Whether the line knows the region is asked elsewhere.
    pub fn faults(&self, today: NaiveDate) -> Vec<Fault> {
        let plain = |text: &str, least: usize, most: usize| {
            (least..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control)
        };
        let checks = [
            (
                plain(&self.name, 1, 120),
                "/name",
                "name",
                "Give a name of 1 to 120 characters on one line.",
            ),
            (
                plain(&self.hours, 0, 200),
                "/hours",
                "too_long",
                "Hours have at most 200 characters, on one line.",
            ),
            (
                plain(&self.contact, 1, 300),
                "/contact",
                "contact",
                "Say in 1 to 300 characters, on one line, how to reach the service.",
            ),
            (
                self.languages.len() <= MOST_LANGUAGES,
                "/languages",
                "too_many",
                "A service has at most 40 languages.",
            ),
            (
                self.last_checked.is_none_or(|date| date.day() <= today),
                "/last_checked",
                "in_the_future",
                "last_checked is still to come.",
            ),
        ];
        checks
            .into_iter()
            .filter(|(holds, ..)| !holds)
            .map(|(_, pointer, code, detail)| Fault::at(pointer, code, detail))
            .collect()
    }

    /// Whether it is the same but for a check made since.
    pub fn is_still(&self, sent: &Self) -> bool {
        let last_checked = self.last_checked;
        self.last_checked >= sent.last_checked
            && *self
                == Self {
                    last_checked,
                    ..sent.clone()
                }
    }

    /// Whether it must be looked at again.
    pub fn is_stale(&self, today: NaiveDate) -> bool {
        self.last_checked
            .is_none_or(|checked| checked.day() < oldest_fresh(today))
    }

    /// The words a search looks through, in small letters.
    pub fn words(&self) -> String {
        let kind = self.kind.as_str().replace('_', " ");
        format!("{} {kind} {} {}", self.name, self.hours, self.contact).to_lowercase()
    }
}

/// What was checked before this date is stale.
pub fn oldest_fresh(today: NaiveDate) -> NaiveDate {
    today - STALE_AFTER
}

/// The fault of a region that the line does not have.
pub fn unknown_region() -> Fault {
    let detail = "The line has no such region; see /api/v1/regions.";
    Fault::at("/region", "unknown_region", detail)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn respite() -> Content {
        Content {
            name: "Second Story".to_owned(),
            kind: Destination::PeerRespite,
            region: None,
            hours: "always".to_owned(),
            languages: vec!["es".parse().unwrap(), "en".parse().unwrap()],
            contact: "+1 831 555 0100".to_owned(),
            last_checked: None,
            active: true,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_service_is_stale_after_180_days_and_if_nobody_ever_looked() {
        let checked = |date: &str| Content {
            last_checked: Some(Date::of(day(date))),
            ..respite()
        };
        let today = day("2026-06-30");
        assert!(respite().is_stale(today));
        assert!(!checked("2026-01-01").is_stale(today));
        assert!(checked("2025-12-31").is_stale(today));
    }

    #[test]
    fn all_faults_come_at_once() {
        let wrong = Content {
            name: String::new(),
            hours: "x".repeat(201),
            contact: "a\nb".to_owned(),
            last_checked: Some(Date::of(day("2026-07-01"))),
            ..respite()
        };
        let faults = wrong.faults(day("2026-06-30"));
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["name", "too_long", "contact", "in_the_future"]);
    }

    #[test]
    fn a_check_since_does_not_make_it_another() {
        let checked = Content {
            last_checked: Some(Date::of(day("2026-06-30"))),
            ..respite()
        };
        assert!(checked.is_still(&respite()));
        assert!(!respite().is_still(&checked));
    }
}

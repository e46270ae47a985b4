//! Qualifications: what people are trained in, since when and until when. Handed the date; knows no shift.

use std::collections::BTreeMap;

use arrayvec::ArrayString;
use chrono::{Duration, Months, NaiveDate};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::clock::Moment;
use crate::error::Fault;
use crate::id::{HeldQualificationId, PersonId};
use crate::words::text_in_sql;

/// A working life: nothing was earned longer ago, and nothing holds for longer.
const LIFETIME: Months = Months::new(60 * 12);
/// What ran out longer ago than this is past reminding.
const LATELY: Duration = Duration::days(90);

/// The code of a qualification: 1 to 40 of a-z, 0-9 and _, beginning with a letter.
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
pub struct QualificationCode(ArrayString<40>);

/// Why a text is no code of a qualification.
#[derive(Debug, thiserror::Error)]
#[error(
    "Give a code of 1 to 40 small letters, digits and _ that begins with a letter, such as wrap."
)]
pub struct NotACode;

impl QualificationCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What a shift lead holds.
    pub fn shift_lead() -> Self {
        let mut code = ArrayString::new();
        code.push_str("shift_lead");
        Self(code)
    }
}

impl std::str::FromStr for QualificationCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if !text.starts_with(|c: char| c.is_ascii_lowercase()) || !text.bytes().all(plain) {
            return Err(NotACode);
        }
        ArrayString::from(text)
            .map(Self)
            .map_err(|_too_long| NotACode)
    }
}

impl std::fmt::Display for QualificationCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for QualificationCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for QualificationCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for QualificationCode {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[a-z][a-z0-9_]{0,39}$"))
            .examples(["wrap"])
            .into()
    }
}

impl utoipa::ToSchema for QualificationCode {}

text_in_sql!(QualificationCode);

/// A qualification that the line knows of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qualification {
    /// Its code.
    pub code: QualificationCode,
    /// What people call it.
    pub name: String,
}

impl Qualification {
    /// A qualification with a name of 1 to 80 characters.
    pub fn new(code: QualificationCode, name: &str) -> Result<Self, Fault> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 80 || name.contains(char::is_control) {
            return Err(Fault::at(
                "/name",
                "length",
                "name is one line, 1 to 80 characters long.",
            ));
        }
        Ok(Self {
            code,
            name: name.to_owned(),
        })
    }
}

/// A qualification that somebody holds. A renewal is another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its id.
    pub id: HeldQualificationId,
    /// Who holds it.
    pub person: PersonId,
    /// Which it is.
    pub qualification: QualificationCode,
    /// The first day on which it holds.
    pub earned_on: NaiveDate,
    /// The last day on which it holds; none if it does not run out.
    pub expires_on: Option<NaiveDate>,
    /// The supervisor who recorded it.
    pub recorded_by: PersonId,
    /// When that was.
    pub recorded_at: Moment,
    /// Who took it back, if somebody did.
    pub withdrawn: Option<Withdrawal>,
}

/// A held qualification taken back: it was recorded in error, or it was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The supervisor who took it back.
    pub by: PersonId,
    /// When that was.
    pub at: Moment,
}

impl Held {
    /// Whether it holds on a date of the line's calendar.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.withdrawn.is_none()
            && self.earned_on <= date
            && self.expires_on.is_none_or(|last| date <= last)
    }

    /// Whether it held once, and does not any more on a date.
    pub fn has_run_out(&self, date: NaiveDate) -> bool {
        self.withdrawn.is_none() && self.expires_on.is_some_and(|last| last < date)
    }

    /// Whether another says the same of the same person, whoever recorded it.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |held: &Self| {
            (
                held.person,
                held.qualification,
                held.earned_on,
                held.expires_on,
            )
        };
        said(self) == said(other)
    }

    /// Everything that is wrong with its dates, seen from today by the line's calendar.
    pub fn faults(&self, today: NaiveDate) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.earned_on > today {
            faults.push(Fault::at(
                "/earned_on",
                "in_the_future",
                "earned_on is not after today.",
            ));
        }
        let too_long_ago = today - LIFETIME;
        if self.earned_on < too_long_ago {
            let detail = "earned_on is at most 60 years ago.";
            faults.push(Fault::at("/earned_on", "out_of_range", detail));
        }
        let Some(last) = self.expires_on else {
            return faults;
        };
        if last < self.earned_on {
            let detail = "expires_on is not before earned_on.";
            faults.push(Fault::at("/expires_on", "out_of_range", detail));
        } else if last > today + LIFETIME {
            let detail =
                "expires_on is at most 60 years from now; leave it out if it never runs out.";
            faults.push(Fault::at("/expires_on", "out_of_range", detail));
        }
        faults
    }
}

/// A held qualification with what people call its holder and itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The held qualification.
    pub held: Held,
    /// The holder's name.
    pub person: String,
    /// The qualification's name.
    pub qualification: String,
}

/// Those that run out within so many days from today, or did in the last 90 days, and were not renewed; the soonest
/// first. A person's newest of a kind, the one earned last, stands for all of that kind.
pub fn running_out(mut rows: Vec<Named>, today: NaiveDate, within: Duration) -> Vec<Named> {
    rows.retain(|row| row.held.withdrawn.is_none());
    // Of two earned on one day, the one that holds longer counts as the newer.
    let age = |held: &Held| (held.earned_on, held.expires_on.unwrap_or(NaiveDate::MAX));
    rows.sort_by_key(|row| age(&row.held));
    let newest: BTreeMap<_, _> = rows
        .into_iter()
        .map(|row| ((row.held.person, row.held.qualification), row))
        .collect();
    let soon = |last: NaiveDate| (-LATELY..=within).contains(&(last - today));
    let mut rows: Vec<Named> = newest
        .into_values()
        .filter(|row| row.held.expires_on.is_some_and(soon))
        .collect();
    // The sort is stable, so that those of one day stay in the order of persons and codes.
    rows.sort_by_key(|row| row.held.expires_on);
    rows
}

#[cfg(test)]
mod tests;

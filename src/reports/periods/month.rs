//! A month in the line's zone, and in which month a call counts.

use arrayvec::ArrayString;
use chrono::{Datelike, Months, NaiveDate};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::clock::Date;
use crate::words::text_in_sql;

/// A calendar month, as `2026-10`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct Month {
    first: NaiveDate,
    text: ArrayString<7>,
}

/// Why a text is no month.
#[derive(Debug, thiserror::Error)]
#[error("Give a month such as 2026-10.")]
pub struct NotAMonth;

impl Month {
    /// The month of a date.
    pub fn of(date: NaiveDate) -> Self {
        let first = date.with_day(1).unwrap_or(date);
        let mut text = ArrayString::new();
        // Four digits of year: dates of calls are near today.
        if text
            .try_push_str(&first.format("%Y-%m").to_string())
            .is_err()
        {
            text.push_str("9999-12");
        }
        Self { first, text }
    }

    /// The month as `YYYY-MM`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its first date.
    pub const fn first(self) -> NaiveDate {
        self.first
    }

    /// Its number in the year: 1 is January.
    pub fn number(self) -> u32 {
        self.first.month()
    }

    /// How many months it is after another: 0 if it is the same, negative if it is before.
    pub fn months_since(self, other: Self) -> i64 {
        let months = |month: Self| 12 * i64::from(month.first.year()) + i64::from(month.number());
        months(self) - months(other)
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        self.ahead(1)
    }

    /// The month so many months after it.
    #[must_use]
    pub fn ahead(self, months: u32) -> Self {
        Self::of(
            self.first
                .checked_add_months(Months::new(months))
                .unwrap_or(self.first),
        )
    }

    /// The month so many months before it.
    #[must_use]
    pub fn back(self, months: u32) -> Self {
        Self::of(
            self.first
                .checked_sub_months(Months::new(months))
                .unwrap_or(self.first),
        )
    }

    /// Where a call of this month counts, if all months up to `closed` are closed:
    /// in its own month while that is open, else in the earliest open one.
    #[must_use]
    pub fn posted(self, closed: Option<Self>) -> Self {
        closed.map_or(self, |closed| self.max(closed.next()))
    }
}

impl std::str::FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let first = format!("{text}-01").parse::<Date>();
        first
            .map(|first| Self::of(first.day()))
            .map_err(|_unreadable| NotAMonth)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for Month {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[0-9]{4}-[0-9]{2}$"))
            .description(Some(
                "A calendar month in the line's zone, such as 2026-10.",
            ))
            .into()
    }
}

impl utoipa::ToSchema for Month {}

text_in_sql!(Month);

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_four_digits_a_dash_and_two_digits() {
        assert_eq!(month("2026-02").next().as_str(), "2026-03");
        assert_eq!(month("2026-12").next().as_str(), "2027-01");
        for text in [
            "2026-13",
            "2026-1",
            "26-01",
            "2026-01-01",
            "2026-Q1",
            "+026-01",
            "",
        ] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_late_call_counts_in_the_earliest_open_month() {
        assert_eq!(month("2026-09").posted(None), month("2026-09"));
        assert_eq!(
            month("2026-09").posted(Some(month("2026-08"))),
            month("2026-09")
        );
        assert_eq!(
            month("2026-09").posted(Some(month("2026-10"))),
            month("2026-11")
        );
    }
}

//! Months in the line's zone: the periods of the reports, and in which of them a call counts.

use arrayvec::ArrayString;
use chrono::{Datelike, Months, NaiveDate};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::clock::Date;
use crate::error::{Error, Fault};
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

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(
            self.first
                .checked_add_months(Months::new(1))
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

/// What is known when somebody wants to close a month.
#[derive(Clone, Copy, Debug)]
pub struct ClosingFacts {
    /// The local date.
    pub today: NaiveDate,
    /// The last closed month, if any is.
    pub last_closed: Option<Month>,
    /// The earliest month to which a call is posted, if there is a call.
    pub earliest_posted: Option<Month>,
}

/// Whether a month that is not closed may be closed now: it is over, and none before it is open.
pub fn may_close(month: Month, facts: ClosingFacts) -> Result<(), Error> {
    let refuse = |code, detail: String| Err(Error::conflict(vec![Fault::reason(code, detail)]));
    if facts.today < month.next().first() {
        return refuse(
            "month_not_over",
            format!("{month} can be closed from {} on.", month.next().first()),
        );
    }
    match (facts.last_closed, facts.earliest_posted) {
        (Some(last), _) if month > last.next() => refuse(
            "earlier_month_open",
            format!("Close {} first: months are closed in order.", last.next()),
        ),
        (Some(last), _) if month <= last => refuse(
            "before_first_closed",
            format!("{month} lies before the months that were closed, up to {last}."),
        ),
        (None, Some(earliest)) if earliest < month => refuse(
            "earlier_month_open",
            format!("Close {earliest} first: it has calls, and months are closed in order."),
        ),
        _ => Ok(()),
    }
}

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

    fn code(
        asked: &str,
        today: &str,
        last_closed: Option<&str>,
        earliest: Option<&str>,
    ) -> Option<&'static str> {
        let facts = ClosingFacts {
            today: today.parse().unwrap(),
            last_closed: last_closed.map(month),
            earliest_posted: earliest.map(month),
        };
        match may_close(month(asked), facts) {
            Err(Error::Refused(problem)) => Some(problem.code),
            _ => None,
        }
    }

    #[test]
    fn a_month_is_closed_when_it_is_over_and_not_before() {
        assert_eq!(
            code("2026-10", "2026-10-31", None, None),
            Some("month_not_over")
        );
        assert_eq!(code("2026-10", "2026-11-01", None, None), None);
    }

    #[test]
    fn months_are_closed_in_order_beginning_with_the_first_that_has_calls() {
        assert_eq!(
            code("2026-10", "2026-11-20", None, Some("2026-09")),
            Some("earlier_month_open")
        );
        assert_eq!(code("2026-09", "2026-11-20", None, Some("2026-09")), None);
        assert_eq!(
            code("2026-10", "2026-11-20", Some("2026-09"), Some("2026-09")),
            None
        );
        assert_eq!(
            code("2026-10", "2026-11-20", Some("2026-08"), Some("2026-09")),
            Some("earlier_month_open")
        );
        assert_eq!(
            code("2026-07", "2026-11-20", Some("2026-08"), Some("2026-09")),
            Some("before_first_closed")
        );
    }
}

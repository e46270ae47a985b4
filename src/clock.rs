//! Moments in whole UTC seconds, dates, and the one place that reads the clock.

mod date;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike, Duration, NaiveDateTime, SecondsFormat, Utc};
use diesel::sql_types::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use date::{Date, YEARS};

/// An instant in UTC, cut to whole seconds so that both databases keep the same value.
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
#[diesel(sql_type = Timestamp)]
pub struct Moment(NaiveDateTime);

impl Moment {
    /// The moment of a date-time, its fraction of a second cut off.
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(
            DateTime::from_timestamp(at.timestamp(), 0)
                .unwrap_or_default()
                .naive_utc(),
        )
    }

    /// Reads RFC 3339 with any offset, of the years 1900 to 9999 in UTC.
    pub fn parse(text: &str) -> Option<Self> {
        let at = DateTime::parse_from_rfc3339(text).ok()?;
        Some(Self::new(at.to_utc())).filter(|at| at.is_in_reach())
    }

    /// Whether it is of the years that may be sent.
    pub fn is_in_reach(self) -> bool {
        YEARS.contains(&self.0.year())
    }

    /// The moment as a UTC date-time.
    pub const fn utc(self) -> DateTime<Utc> {
        self.0.and_utc()
    }

    /// Seconds since 1970.
    pub const fn epoch(self) -> i64 {
        self.0.and_utc().timestamp()
    }

    /// The moment so much later; the calendar's last moment if there is none.
    #[must_use]
    pub fn plus(self, length: Duration) -> Self {
        Self(
            self.0
                .checked_add_signed(length)
                .unwrap_or(NaiveDateTime::MAX),
        )
    }

    /// The moment so much earlier; the calendar's first moment if there is none.
    #[must_use]
    pub fn minus(self, length: Duration) -> Self {
        Self(
            self.0
                .checked_sub_signed(length)
                .unwrap_or(NaiveDateTime::MIN),
        )
    }

    /// The time from `earlier` to this moment, negative if it is later.
    pub fn since(self, earlier: Self) -> Duration {
        self.0 - earlier.0
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.utc().to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(
                "Give a date and time with its offset, such as 2026-11-20T03:10:00Z.",
            )
        })
    }
}

impl utoipa::PartialSchema for Moment {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}

impl utoipa::ToSchema for Moment {}

impl<DB> diesel::serialize::ToSql<Timestamp, DB> for Moment
where
    DB: diesel::backend::Backend,
    NaiveDateTime: diesel::serialize::ToSql<Timestamp, DB>,
{
    fn to_sql<'b>(
        &'b self,
        out: &mut diesel::serialize::Output<'b, '_, DB>,
    ) -> diesel::serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB> diesel::deserialize::FromSql<Timestamp, DB> for Moment
where
    DB: diesel::backend::Backend,
    NaiveDateTime: diesel::deserialize::FromSql<Timestamp, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        NaiveDateTime::from_sql(bytes).map(Self)
    }
}

/// Where the present comes from: the machine, or a test that sets it.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// Seconds since 1970, moved by hand.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The present moment.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock"
    )]
    pub fn now(&self) -> Moment {
        match self {
            Self::System => Moment::new(Utc::now()),
            Self::Set(seconds) => Moment::new(
                DateTime::from_timestamp(seconds.load(Ordering::Relaxed), 0).unwrap_or_default(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_cut_to_whole_seconds_and_turned_to_utc() {
        let moment = Moment::parse("2026-11-20T05:10:00.987+02:00").unwrap();
        assert_eq!(moment.to_string(), "2026-11-20T03:10:00Z");
    }

    #[test]
    fn a_time_without_an_offset_is_no_moment() {
        assert_eq!(Moment::parse("2026-11-20T03:10:00"), None);
    }

    #[test]
    fn a_time_of_another_age_is_no_moment() {
        assert!(Moment::parse("1900-01-01T00:00:00Z").is_some());
        assert!(Moment::parse("9999-12-31T23:59:59Z").is_some());
        for text in ["1900-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}

//! A stretch of whole months for which figures are reported.

use std::fmt::{self, Write};

use arrayvec::ArrayString;
use chrono::Datelike;

use super::fiscal::FiscalStart;
use super::month::Month;

/// Parts the name of a fiscal year from its first month, where it is kept.
pub(super) const STARTING: char = '@';

/// What kind of stretch a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// Twelve months from January.
    Year,
    /// Twelve months from the month with which the line's fiscal year starts, if that is not January.
    FiscalYear,
    /// Any other months in a row.
    Range,
}

impl Kind {
    /// Whether it is twelve months from a year's start on, of whichever calendar.
    pub const fn is_year(self) -> bool {
        matches!(self, Self::Year | Self::FiscalYear)
    }
}

/// A stretch of whole months: in order of the first month, then of the last.
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
pub struct Period {
    first: Month,
    last: Month,
    kind: Kind,
    text: ArrayString<16>,
}

impl Period {
    /// The calendar quarter in which a month lies.
    pub fn quarter_of(month: Month) -> Self {
        let first = month.back((month.number() + 2) % 3);
        Self::new(first, first.ahead(2), Kind::Quarter)
    }

    /// The calendar year in which a month lies.
    pub fn year_of(month: Month) -> Self {
        Self::twelve_from(FiscalStart::JANUARY.before(month))
    }

    /// The fiscal year in which a month lies: the calendar year, if it starts in January.
    pub fn fiscal_year_of(month: Month, fiscal: FiscalStart) -> Self {
        Self::twelve_from(fiscal.before(month))
    }

    /// The year of a fiscal start that is this month.
    fn twelve_from(first: Month) -> Self {
        let kind = if first.number() == 1 {
            Kind::Year
        } else {
            Kind::FiscalYear
        };
        Self::new(first, first.ahead(11), kind)
    }

    /// The months from the first to the last, under a kind that they are.
    pub(super) fn new(first: Month, last: Month, kind: Kind) -> Self {
        let mut text = ArrayString::new();
        let year = first.first().year();
        let written = match kind {
            Kind::Month => write!(text, "{first}"),
            Kind::Quarter => write!(text, "{year}-Q{}", last.number() / 3),
            Kind::Year => write!(text, "{year}"),
            Kind::FiscalYear => write!(text, "FY{}{STARTING}{:02}", year + 1, first.number()),
            Kind::Range => write!(text, "{first}..{last}"),
        };
        // Sixteen letters hold all of these: months have years of four digits.
        debug_assert!(written.is_ok());
        Self {
            first,
            last,
            kind,
            text,
        }
    }

    /// What kind of stretch it is.
    pub const fn kind(self) -> Kind {
        self.kind
    }

    /// The one way in which it is written.
    pub fn as_str(&self) -> &str {
        let name_and_start = self.text.split_once(STARTING);
        name_and_start.map_or(&self.text, |(name, _)| name)
    }

    /// What is kept of it. A fiscal year is kept with its first month, as `FY2027@07`: when the line's setting
    /// changes, a release of the old year is not taken for one of the new.
    pub(super) fn kept(&self) -> &str {
        &self.text
    }

    /// Its first month.
    pub const fn first(self) -> Month {
        self.first
    }

    /// Its last month.
    pub const fn last(self) -> Month {
        self.last
    }

    /// Its months in order.
    pub fn months(self) -> impl DoubleEndedIterator<Item = Month> {
        (0..self.length()).map(move |after| self.first.ahead(after))
    }

    /// How many months it has.
    pub fn length(self) -> u32 {
        u32::try_from(self.last.months_since(self.first) + 1).unwrap_or_default()
    }

    /// Whether a month lies in it.
    pub fn contains(self, month: Month) -> bool {
        (self.first..=self.last).contains(&month)
    }

    /// The one of the same length that ends where it starts.
    #[must_use]
    pub fn previous(self) -> Self {
        self.back(self.length())
    }

    /// The same one a year earlier.
    #[must_use]
    pub fn year_earlier(self) -> Self {
        self.back(12)
    }

    /// Its length and twelve months are steps that keep a quarter a quarter and a year a year.
    fn back(self, months: u32) -> Self {
        Self::new(self.first.back(months), self.last.back(months), self.kind)
    }
}

impl From<Month> for Period {
    fn from(month: Month) -> Self {
        Self::new(month, month, Kind::Month)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn starting(number: u8) -> FiscalStart {
        FiscalStart::try_from(number).unwrap()
    }

    fn read(text: &str, start: u8) -> Period {
        Period::parse(text, starting(start)).unwrap()
    }

    #[test]
    fn a_period_has_a_first_and_a_last_month_and_those_between() {
        for (text, start, first, last, length) in [
            ("2026-12", 1, "2026-12", "2026-12", 1),
            ("2026-Q1", 1, "2026-01", "2026-03", 3),
            ("2026-Q4", 7, "2026-10", "2026-12", 3),
            ("2028", 7, "2028-01", "2028-12", 12),
            ("FY2027", 7, "2026-07", "2027-06", 12),
            ("2026-11..2027-02", 1, "2026-11", "2027-02", 4),
        ] {
            let period = read(text, start);
            let ends = (period.first(), period.last(), period.length());
            assert_eq!(ends, (month(first), month(last), length), "{text}");
            let months: Vec<Month> = period.months().collect();
            assert_eq!(months.len(), usize::try_from(length).unwrap());
            assert!(months.iter().all(|month| period.contains(*month)));
            assert!(months.is_sorted() && months.first() == Some(&month(first)));
            assert!(!period.contains(month(first).back(1)) && !period.contains(month(last).next()));
        }
    }

    #[test]
    fn the_fiscal_year_ends_in_the_year_of_its_name_whatever_month_it_starts_with() {
        for start in 2..=12 {
            let year = read("FY2028", start);
            assert_eq!(year.kind(), Kind::FiscalYear);
            assert_eq!(year.first().to_string(), format!("2027-{start:02}"));
            assert_eq!(year.last().to_string(), format!("2028-{:02}", start - 1));
            for month in year.months() {
                assert_eq!(Period::fiscal_year_of(month, starting(start)), year);
            }
        }
        assert_eq!(read("FY2028", 1), read("2028", 1));
    }

    #[test]
    fn a_period_is_compared_with_the_one_before_and_the_same_a_year_earlier() {
        for (text, previous, earlier) in [
            ("2026-01", "2025-12", "2025-01"),
            ("2028-02", "2028-01", "2027-02"),
            ("2026-Q1", "2025-Q4", "2025-Q1"),
            ("2026", "2025", "2025"),
            ("FY2027", "FY2026", "FY2026"),
            ("2026-11..2027-02", "2026-07..2026-10", "2025-11..2026-02"),
            ("2025-04..2027-03", "2023-04..2025-03", "2024-04..2026-03"),
        ] {
            let period = read(text, 7);
            assert_eq!(period.previous(), read(previous, 7), "before {text}");
            assert_eq!(period.year_earlier(), read(earlier, 7), "{text}");
            assert_eq!(period.previous().last().next(), period.first());
        }
    }

    #[test]
    fn periods_are_in_order_of_their_months() {
        let ordered = ["2026", "2026-02", "2026-Q2", "FY2027", "2026-07..2027-08"];
        let mut periods = ordered.map(|text| read(text, 7));
        periods.reverse();
        periods.sort();
        assert_eq!(periods.map(|period| period.to_string()), ordered);
    }
}

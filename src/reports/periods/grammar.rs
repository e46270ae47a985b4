//! How a period is written: the closed list of what can be asked for.

use chrono::Datelike;

use super::fiscal::FiscalStart;
use super::month::{Month, NotAMonth};
use super::period::{Kind, Period};
use crate::clock::YEARS;

/// A range has at most so many months.
pub const LONGEST_RANGE: u32 = 60;

/// Why a text is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPeriod {
    /// It is written in none of the ways.
    #[error(
        "Give a month such as 2026-10, a quarter such as 2026-Q4, a year such as 2026, a fiscal year such as FY2027, \
         or a range of months such as 2026-02..2026-05."
    )]
    Unknown,
    /// A range ends before it starts.
    #[error("Give a range from its first month to its last, such as 2026-02..2026-05.")]
    Backwards,
    /// A range has too many months.
    #[error("Give a range of at most {LONGEST_RANGE} months.")]
    TooLong,
}

impl From<NotAMonth> for NotAPeriod {
    fn from(_: NotAMonth) -> Self {
        Self::Unknown
    }
}

impl Period {
    /// Reads `2026-10`, `2026-Q4`, `2026`, `FY2027` or `2026-02..2026-05`, and nothing else. `FY2027` is the fiscal
    /// year that ends in 2027. What can be said more shortly becomes that: three months a quarter, for example.
    pub fn parse(text: &str, fiscal: FiscalStart) -> Result<Self, NotAPeriod> {
        if let Some(name) = text.strip_prefix("FY") {
            // A fiscal year that does not start in January has the January of the year in which it ends.
            let year = Self::fiscal_year_of(january(name)?, fiscal);
            let known = YEARS.contains(&year.first().first().year());
            return known.then_some(year).ok_or(NotAPeriod::Unknown);
        }
        Self::unprefixed(text, fiscal)
    }

    /// Reads everything but fiscal years.
    pub(super) fn unprefixed(text: &str, fiscal: FiscalStart) -> Result<Self, NotAPeriod> {
        if let Some((first, last)) = text.split_once("..") {
            return Self::between(first.parse()?, last.parse()?, fiscal);
        }
        if let Some((year, quarter)) = text.split_once("-Q") {
            let before = ["1", "2", "3", "4"].iter().zip([0, 3, 6, 9]);
            let months = before.into_iter().find(|(name, _)| **name == quarter);
            let (_, months) = months.ok_or(NotAPeriod::Unknown)?;
            return Ok(Self::quarter_of(january(year)?.ahead(months)));
        }
        january(text)
            .map(Self::year_of)
            .or_else(|_no_year| Ok(Self::from(text.parse::<Month>()?)))
    }

    /// The months from the first to the last: a range, or the month, quarter or year that they are.
    pub fn between(first: Month, last: Month, fiscal: FiscalStart) -> Result<Self, NotAPeriod> {
        if last < first {
            return Err(NotAPeriod::Backwards);
        }
        if last.months_since(first) >= i64::from(LONGEST_RANGE) {
            return Err(NotAPeriod::TooLong);
        }
        let named = [
            Self::from(first),
            Self::quarter_of(first),
            Self::year_of(first),
            Self::fiscal_year_of(first, fiscal),
        ];
        let same = |period: &Self| period.first() == first && period.last() == last;
        let named = named.into_iter().find(same);
        Ok(named.unwrap_or_else(|| Self::new(first, last, Kind::Range)))
    }
}

fn january(year: &str) -> Result<Month, NotAMonth> {
    format!("{year}-01").parse()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, start: u8) -> Result<Period, NotAPeriod> {
        Period::parse(text, FiscalStart::try_from(start).unwrap())
    }

    #[test]
    fn a_period_is_written_in_one_way() {
        for (text, start, kind, canonical) in [
            ("2026-10", 7, Kind::Month, "2026-10"),
            ("2026-Q1", 7, Kind::Quarter, "2026-Q1"),
            ("2026", 7, Kind::Year, "2026"),
            ("1900", 7, Kind::Year, "1900"),
            ("9999-12", 7, Kind::Month, "9999-12"),
            ("FY9999", 12, Kind::FiscalYear, "FY9999"),
            ("FY2027", 7, Kind::FiscalYear, "FY2027"),
            ("FY2026", 1, Kind::Year, "2026"),
            ("FY1900", 1, Kind::Year, "1900"),
            ("2026-02..2026-05", 7, Kind::Range, "2026-02..2026-05"),
            ("2026-02..2026-02", 7, Kind::Month, "2026-02"),
            ("2026-10..2026-12", 7, Kind::Quarter, "2026-Q4"),
            ("2026-11..2027-01", 7, Kind::Range, "2026-11..2027-01"),
            ("2026-01..2026-12", 7, Kind::Year, "2026"),
            ("2026-07..2027-06", 7, Kind::FiscalYear, "FY2027"),
            ("2026-07..2027-06", 8, Kind::Range, "2026-07..2027-06"),
            ("2026-07..2027-06", 1, Kind::Range, "2026-07..2027-06"),
            ("2026-01..2030-12", 1, Kind::Range, "2026-01..2030-12"),
        ] {
            let period = read(text, start).unwrap();
            assert_eq!(
                (period.kind(), period.as_str()),
                (kind, canonical),
                "{text}"
            );
            assert_eq!(read(period.as_str(), start), Ok(period));
        }
    }

    #[test]
    fn nothing_else_can_be_asked_for() {
        let others = [
            "26|+2026|02026|2026-|1899|2026-00|2026-13|2026-1|2026-10-01|2026-Q0|2026-Q5|2026-Q|2026-Q11",
            "2026-q1|2026Q1|-Q1|2026-W10|FY|FY27|fy2027|FY2027@07|FY 2027|FY1900|FYFY2027|FY2026-10",
            "FY2026..FY2027|..|2026-01..|..2026-01|2026..2027|2026-Q1..2026-Q2|2026-01..2026-02..2026-03",
            "2026-01...2026-03|2026-01 .. 2026-03| 2026|2026 |2026-10\n|２０２６",
            "",
        ];
        for text in others.iter().flat_map(|line| line.split('|')) {
            assert_eq!(read(text, 7), Err(NotAPeriod::Unknown), "{text}");
        }
    }

    #[test]
    fn a_range_runs_forwards_and_is_not_endless() {
        assert_eq!(read("2026-05..2026-04", 1), Err(NotAPeriod::Backwards));
        assert_eq!(read("2026-02..2031-01", 1).unwrap().length(), LONGEST_RANGE);
        assert_eq!(read("2026-02..2031-02", 1), Err(NotAPeriod::TooLong));
        assert_eq!(read("1900-01..9999-12", 1), Err(NotAPeriod::TooLong));
    }

    #[test]
    fn a_refusal_says_what_can_be_asked_for() {
        for (text, sentence) in [
            (
                "last month",
                "Give a month such as 2026-10, a quarter such as 2026-Q4, a year such as 2026, a fiscal year such as \
                 FY2027, or a range of months such as 2026-02..2026-05.",
            ),
            (
                "2026-05..2026-02",
                "Give a range from its first month to its last, such as 2026-02..2026-05.",
            ),
            ("2020-01..2026-01", "Give a range of at most 60 months."),
        ] {
            assert_eq!(read(text, 1).unwrap_err().to_string(), sentence);
        }
    }
}

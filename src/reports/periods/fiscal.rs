//! With which month the line's fiscal year starts.

use serde::{Deserialize, Serialize};

use super::month::Month;

/// The month with which a fiscal year starts: 1 is January, and then it is the calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct FiscalStart(u8);

/// Why a number is no month of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Give the month with which the fiscal year starts as a number from 1, January, to 12.")]
pub struct NotAFiscalStart;

impl FiscalStart {
    /// The calendar year.
    pub const JANUARY: Self = Self(1);

    /// Its number, 1 to 12.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The first month of the fiscal year in which a month lies.
    pub fn before(self, month: Month) -> Month {
        month.back((month.number() + 12 - u32::from(self.0)) % 12)
    }
}

impl Default for FiscalStart {
    fn default() -> Self {
        Self::JANUARY
    }
}

impl TryFrom<u8> for FiscalStart {
    type Error = NotAFiscalStart;

    fn try_from(number: u8) -> Result<Self, NotAFiscalStart> {
        if (1..=12).contains(&number) {
            Ok(Self(number))
        } else {
            Err(NotAFiscalStart)
        }
    }
}

impl From<FiscalStart> for u8 {
    fn from(start: FiscalStart) -> Self {
        start.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fiscal_year_starts_with_a_month_of_the_year() {
        assert_eq!(FiscalStart::try_from(0), Err(NotAFiscalStart));
        assert_eq!(FiscalStart::try_from(13), Err(NotAFiscalStart));
        for number in 1..=12 {
            assert_eq!(FiscalStart::try_from(number).unwrap().number(), number);
        }
        assert_eq!(FiscalStart::default(), FiscalStart::JANUARY);
    }

    #[test]
    fn a_month_lies_in_the_year_that_started_less_than_twelve_months_before() {
        for number in 1..=12 {
            let start = FiscalStart::try_from(number).unwrap();
            let mut month: Month = "2027-12".parse().unwrap();
            for _ in 0..24 {
                let first = start.before(month);
                assert_eq!(first.number(), u32::from(number));
                assert!((0..12).contains(&month.months_since(first)), "{month}");
                month = month.back(1);
            }
        }
    }
}

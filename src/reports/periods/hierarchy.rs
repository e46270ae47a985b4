//! Which periods are sums of which: months of quarters, quarters of years.

use std::collections::BTreeMap;
use std::iter::once;

use super::fiscal::FiscalStart;
use super::month::Month;
use super::period::{Kind, Period};

impl Period {
    /// The month, quarter and years in which a month lies: the shortest first.
    fn around(month: Month, fiscal: FiscalStart) -> Vec<Self> {
        let mut found = vec![
            Self::from(month),
            Self::quarter_of(month),
            Self::year_of(month),
            Self::fiscal_year_of(month, fiscal),
        ];
        // A fiscal year from January is the calendar year.
        found.dedup();
        found
    }

    /// What is complete when this month is closed: the month, then its quarter, calendar year and fiscal year if
    /// they end with it. Nothing that has months before the first that was closed.
    pub fn completed_by(month: Month, fiscal: FiscalStart, first_closed: Month) -> Vec<Self> {
        let mut periods = Self::around(month, fiscal);
        periods.retain(|period| period.last() == month && period.first() >= first_closed);
        periods
    }

    /// Of which released periods its figures are the sum: a quarter of months, a year of quarters, a fiscal year
    /// that parts a quarter of months. A month is the sum of none, a range of its months.
    pub fn sum_of(self) -> Vec<Self> {
        match self.kind() {
            Kind::Month => Vec::new(),
            kind if kind.is_year() && self.first().number() % 3 == 1 => {
                self.months().step_by(3).map(Self::quarter_of).collect()
            }
            _ => self.months().map(Self::from).collect(),
        }
    }

    /// The fewest released periods that make it up, in order; of as many the longer first. None if there is a gap.
    pub fn tiles(self, fiscal: FiscalStart, released: &dyn Fn(&Self) -> bool) -> Option<Vec<Self>> {
        // From each month to the end, beginning with the last: what follows a tile is known before it, and after
        // one that goes too far nothing is.
        let mut fewest = BTreeMap::from([(self.last().next(), Vec::new())]);
        for month in self.months().rev() {
            let mut tiles = Self::around(month, fiscal);
            tiles.retain(|tile| tile.first() == month && released(tile));
            let followed = tiles
                .into_iter()
                .rev()
                .filter_map(|tile| Some((tile, fewest.get(&tile.last().next())?)));
            if let Some((tile, rest)) = followed.min_by_key(|(_, rest)| rest.len()) {
                let tiles = once(tile).chain(rest.iter().copied()).collect();
                fewest.insert(month, tiles);
            }
        }
        fewest.remove(&self.first())
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

    fn texts(periods: &[Period]) -> Vec<&str> {
        periods.iter().map(Period::as_str).collect()
    }

    /// Everything that closing each month in turn has completed.
    fn released(first: &str, last: &str, fiscal: FiscalStart) -> Vec<Period> {
        let span = Period::between(month(first), month(last), fiscal).unwrap();
        span.months()
            .flat_map(|closed| Period::completed_by(closed, fiscal, month(first)))
            .collect()
    }

    #[test]
    fn a_month_completes_what_ends_with_it_and_was_closed_from_its_start() {
        for (closed, start, first, expected) in [
            ("2026-10", 7, "2026-01", vec!["2026-10"]),
            ("2026-09", 7, "2026-01", vec!["2026-09", "2026-Q3"]),
            ("2026-12", 7, "2026-01", vec!["2026-12", "2026-Q4", "2026"]),
            ("2026-12", 7, "2026-02", vec!["2026-12", "2026-Q4"]),
            ("2026-12", 7, "2026-11", vec!["2026-12"]),
            ("2026-12", 1, "2026-01", vec!["2026-12", "2026-Q4", "2026"]),
            (
                "2027-06",
                7,
                "2026-07",
                vec!["2027-06", "2027-Q2", "FY2027"],
            ),
            ("2027-06", 7, "2026-08", vec!["2027-06", "2027-Q2"]),
            ("2028-02", 3, "2027-03", vec!["2028-02", "FY2028"]),
            ("2027-11", 12, "2026-12", vec!["2027-11", "FY2027"]),
            ("2026-10", 7, "2026-11", vec![]),
        ] {
            let periods = Period::completed_by(month(closed), starting(start), month(first));
            assert_eq!(texts(&periods), expected, "{closed}, {start}, {first}");
        }
    }

    #[test]
    fn three_years_complete_each_period_once_and_only_after_its_parts() {
        for start in 1..=12 {
            let periods = released("2026-01", "2028-12", starting(start));
            let of = |kind| periods.iter().filter(|one| one.kind() == kind).count();
            let kinds = [Kind::Month, Kind::Quarter, Kind::Year, Kind::FiscalYear].map(of);
            assert_eq!(kinds, [36, 12, 3, if start == 1 { 0 } else { 2 }]);
            for (at, period) in periods.iter().enumerate() {
                let before = &periods[..at];
                assert!(!before.contains(period), "{period} twice");
                let parts = period.sum_of();
                assert!(parts.iter().all(|part| before.contains(part)), "{period}");
                let months: Vec<Month> = parts.iter().flat_map(|part| part.months()).collect();
                assert!(parts.is_empty() || months.iter().copied().eq(period.months()));
            }
        }
    }

    #[test]
    fn a_fiscal_year_is_a_sum_of_quarters_unless_it_parts_one() {
        for start in 2..=12 {
            let year = Period::parse("FY2028", starting(start)).unwrap();
            let whole = [4, 7, 10].contains(&start);
            assert_eq!(year.sum_of().len(), if whole { 4 } else { 12 }, "{start}");
        }
        let year = Period::parse("FY2027", starting(7)).unwrap();
        let quarters = ["2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2"];
        assert_eq!(texts(&year.sum_of()), quarters);
        assert!(Period::from(month("2026-10")).sum_of().is_empty());
    }

    #[test]
    fn a_range_is_made_up_of_the_fewest_released_periods() {
        for (text, start, expected) in [
            (
                "2026-02..2026-05",
                7,
                vec!["2026-02", "2026-03", "2026-04", "2026-05"],
            ),
            ("2026-03..2026-07", 7, vec!["2026-03", "2026-Q2", "2026-07"]),
            ("2026-01..2027-12", 7, vec!["2026", "2027"]),
            ("2026-07..2028-06", 7, vec!["FY2027", "FY2028"]),
            (
                "2026-07..2028-06",
                1,
                vec!["2026-Q3", "2026-Q4", "2027", "2028-Q1", "2028-Q2"],
            ),
            ("2026-01..2027-06", 7, vec!["2026", "2027-Q1", "2027-Q2"]),
            ("2027-12..2028-11", 12, vec!["FY2028"]),
            (
                "2026-11..2028-01",
                2,
                vec!["2026-11", "2026-12", "2027", "2028-01"],
            ),
            ("2027-Q1", 2, vec!["2027-Q1"]),
        ] {
            let released = released("2026-01", "2028-12", starting(start));
            let period = Period::parse(text, starting(start)).unwrap();
            let tiles = period.tiles(starting(start), &|one| released.contains(one));
            assert_eq!(texts(&tiles.unwrap()), expected, "{text}, {start}");
        }
    }

    #[test]
    fn a_range_with_a_month_that_was_not_released_is_not_made_up() {
        let (fiscal, last) = (FiscalStart::JANUARY, month("2026-10"));
        let released = released("2026-02", "2026-10", fiscal);
        let tiles = |text| {
            let period = Period::parse(text, fiscal).unwrap();
            period.tiles(fiscal, &|one| released.contains(one))
        };
        assert_eq!(tiles("2026-01..2026-05"), None);
        assert_eq!(tiles("2026-09..2026-11"), None);
        assert_eq!(tiles("2026"), None);
        assert_eq!(tiles("2026-Q1"), None);
        assert_eq!(tiles("2026-10"), Some(vec![Period::from(last)]));
        let months: Vec<Period> = (0..3).map(|back| last.back(3 - back).into()).collect();
        let quarter = Period::quarter_of(month("2026-07"));
        let one_by_one = |one: &Period| one.kind() == Kind::Month;
        assert_eq!(quarter.tiles(fiscal, &one_by_one), Some(months));
    }

    #[test]
    fn tiles_are_the_fewest_of_all_that_could_be() {
        /// The least number of tiles, by trying all.
        fn least(from: Month, end: Month, tiles: &[Period]) -> Option<usize> {
            if from == end {
                return Some(0);
            }
            let fitting = tiles
                .iter()
                .filter(|tile| tile.first() == from && tile.last() < end);
            fitting
                .filter_map(|tile| Some(1 + least(tile.last().next(), end, tiles)?))
                .min()
        }
        for start in [1, 2, 4, 7, 12] {
            let fiscal = starting(start);
            let released = released("2026-03", "2029-02", fiscal);
            for first in Period::between(month("2026-03"), month("2027-04"), fiscal)
                .unwrap()
                .months()
            {
                for length in 0..22 {
                    let period = Period::between(first, first.ahead(length), fiscal).unwrap();
                    let tiles = period.tiles(fiscal, &|one| released.contains(one)).unwrap();
                    let best = least(first, period.last().next(), &released);
                    assert_eq!(Some(tiles.len()), best, "{period}, {start}");
                    let months = tiles.iter().flat_map(|tile| tile.months());
                    assert!(months.eq(period.months()), "{period}");
                }
            }
        }
    }
}

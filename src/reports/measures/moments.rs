//! Means and deviations from sums of whole numbers. A release keeps the sums and no values.

use std::ops::Add;

use serde::{Deserialize, Serialize};

use super::{Interval, around, real};

/// How many values there were, their sum and the sum of their squares. All that follows is reckoned in whole
/// numbers up to the last division, so that no order of adding and no size of the values loses a digit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moments {
    /// How many values.
    pub n: u64,
    /// Their sum.
    pub sum: i64,
    /// The sum of their squares.
    pub squares: u64,
}

impl Moments {
    /// The moments of these values.
    pub fn of(values: impl IntoIterator<Item = i32>) -> Self {
        let one = |value: i32| Self {
            n: 1,
            sum: value.into(),
            squares: u64::from(value.unsigned_abs()).pow(2),
        };
        values.into_iter().map(one).sum()
    }

    /// The arithmetic mean; none of nothing.
    pub fn mean(self) -> Option<f64> {
        let size = real(self.sum.unsigned_abs().into()) / real(self.n.into());
        let mean = if self.sum < 0 { -size } else { size };
        (self.n > 0).then_some(mean)
    }

    /// n times the sum of the squared deviations from the mean: exact. None of sums that no values have.
    fn spread(self) -> Option<u128> {
        let of_squares = u128::from(self.n) * u128::from(self.squares);
        of_squares.checked_sub(u128::from(self.sum.unsigned_abs()).pow(2))
    }

    /// The sample standard deviation, with n - 1; none of fewer than two values.
    pub fn standard_deviation(self) -> Option<f64> {
        let below = self.n.checked_sub(1).filter(|below| *below > 0)?;
        let pairs = u128::from(self.n) * u128::from(below);
        Some((real(self.spread()?) / real(pairs)).sqrt())
    }

    /// The 95 % interval of the mean by Student's t with n - 1 degrees of freedom; none of fewer than two values.
    pub fn mean_interval(self) -> Option<Interval> {
        around(
            self.mean()?,
            self.standard_deviation()?,
            real(self.n.into()),
        )
    }

    /// The standardised mean change of paired values, mean / SD (Cohen's dz); none if the SD is none or 0.
    pub fn effect_size(self) -> Option<f64> {
        // Asked of the whole number: a deviation of 0 is not a matter of rounding.
        self.spread().filter(|spread| *spread > 0)?;
        Some(self.mean()? / self.standard_deviation()?)
    }
}

impl Add for Moments {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            n: self.n + other.n,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
        }
    }
}

impl std::iter::Sum for Moments {
    fn sum<I: Iterator<Item = Self>>(moments: I) -> Self {
        moments.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: Option<f64>, b: Option<f64>) -> bool {
        a.zip(b).is_some_and(|(a, b)| (a - b).abs() < 1e-12)
    }

    #[test]
    fn sums_tell_what_the_values_tell() {
        let values = [-6, 0, 3, -2, -2, 10, -10, 1];
        let moments = Moments::of(values);
        assert_eq!((moments.n, moments.sum, moments.squares), (8, -6, 254));
        assert!(close(moments.mean(), Some(-0.75)));
        // The squared deviations add up to 254 - 36 / 8.
        let deviation = (249.5_f64 / 7.0).sqrt();
        assert!(close(moments.standard_deviation(), Some(deviation)));
        assert!(close(moments.effect_size(), Some(-0.75 / deviation)));
    }

    #[test]
    fn months_put_together_are_the_months_as_one() {
        let months = [vec![-3, 4, 0], vec![], vec![-10], vec![2, 2]];
        let together: Moments = months.iter().cloned().map(Moments::of).sum();
        assert_eq!(together, Moments::of(months.concat()));
    }

    #[test]
    fn nothing_has_no_mean_and_one_value_no_deviation() {
        assert_eq!(Moments::default().mean(), None);
        assert_eq!(Moments::default().mean_interval(), None);
        let one = Moments::of([-3]);
        assert_eq!(one.mean(), Some(-3.0));
        assert_eq!(one.standard_deviation(), None);
        assert_eq!(one.mean_interval(), None);
        assert_eq!(one.effect_size(), None);
    }

    #[test]
    fn equal_values_have_a_deviation_of_exactly_zero_and_no_effect_size() {
        let equal = Moments::of(std::iter::repeat_n(7, 1_000));
        assert_eq!(equal.standard_deviation(), Some(0.0));
        assert_eq!(equal.effect_size(), None);
        let interval = equal.mean_interval();
        assert_eq!(
            interval.map(|bounds| (bounds.low, bounds.high)),
            Some((7.0, 7.0))
        );
    }

    #[test]
    fn a_small_spread_of_large_values_is_not_lost() {
        let moments = Moments::of([2_000_000_000, 2_000_000_001, 2_000_000_002]);
        assert_eq!(moments.standard_deviation(), Some(1.0));
    }

    #[test]
    fn sums_that_no_values_have_tell_nothing() {
        let impossible = Moments {
            n: 2,
            sum: 10,
            squares: 49,
        };
        assert_eq!(impossible.standard_deviation(), None);
        assert_eq!(impossible.effect_size(), None);
    }
}

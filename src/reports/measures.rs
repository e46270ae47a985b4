//! The statistics behind the figures. Distributions come from statrs; formulas name their source.

mod loneliness;
mod moments;
mod quantiles;
mod rates;
mod student;

use statrs::distribution::{ContinuousCDF, Normal};

pub use loneliness::{RELIABLE, ReliableChange, is_lonely, reliable};
pub use moments::Moments;
pub use quantiles::{median, quantile_of};
pub use rates::{per_1000, rate_interval};

/// Fewer values than this have no median and no percentile, and their means are flagged.
pub const FEW: usize = 30;

/// A lower and an upper bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// As it is shown: to one decimal, a half away from zero, and without a sign before 0.0.
pub fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}

/// The 95 % interval of a mean by Student's t, from the standard deviation of n values.
pub fn around(mean: f64, deviation: f64, n: f64) -> Option<Interval> {
    let half = student::quantile(n - 1.0)? * deviation / n.sqrt();
    Some(Interval {
        low: mean - half,
        high: mean + half,
    })
}

/// The 95 % interval of a share, k of n (Wilson 1927); none of nothing.
pub fn share_interval(k: usize, n: usize) -> Option<Interval> {
    let z = Normal::standard().inverse_cdf(0.975);
    let (k, n) = (count(k), count(n));
    if n == 0.0 {
        return None;
    }
    let (share, z2) = (k / n, z * z);
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    Some(Interval {
        low: (middle - half).max(0.0),
        high: (middle + half).min(1.0),
    })
}

/// A length of time in hours.
pub fn hours(length: chrono::Duration) -> f64 {
    length.as_seconds_f64() / 3600.0
}

/// A count as a number to reckon with. Exact: no line has 2^32 calls.
pub fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}

/// A whole number to reckon with: exact up to 2^53, beyond that to about 15 digits.
fn real(number: u128) -> f64 {
    let bytes = number.to_be_bytes();
    let digits = bytes.into_iter().map(f64::from);
    digits.fold(0.0, |number, digit| 256.0 * number + digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn nothing_has_no_share() {
        assert_eq!(share_interval(0, 0), None);
    }

    #[test]
    fn a_wilson_interval_of_none_begins_at_zero_and_of_all_ends_at_one() {
        assert!(close(share_interval(0, 20).unwrap().low, 0.0));
        assert!(close(share_interval(20, 20).unwrap().high, 1.0));
    }
}

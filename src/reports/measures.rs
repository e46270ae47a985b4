//! The statistics behind the figures. Distributions come from statrs; formulas name their source.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

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

/// The arithmetic mean; none of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    let n = count(values.len());
    (n > 0.0).then(|| values.iter().sum::<f64>() / n)
}

/// The sample standard deviation, with n - 1; none of fewer than two values.
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    let mean = mean(values).filter(|_| values.len() > 1)?;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some((squares / (count(values.len()) - 1.0)).sqrt())
}

/// The 95 % interval of the mean by Student's t with n - 1 degrees of freedom; none of fewer than two values.
pub fn mean_interval(values: &[f64]) -> Option<Interval> {
    let (mean, deviation) = (mean(values)?, standard_deviation(values)?);
    let n = count(values.len());
    let quantile = StudentsT::new(0.0, 1.0, n - 1.0).ok()?.inverse_cdf(0.975);
    let half = quantile * deviation / n.sqrt();
    Some(Interval {
        low: mean - half,
        high: mean + half,
    })
}

/// The standardised mean change of paired values, mean / SD (Cohen's dz); none if the SD is none or 0.
pub fn effect_size(changes: &[f64]) -> Option<f64> {
    let deviation = standard_deviation(changes).filter(|deviation| *deviation > 0.0)?;
    mean(changes).map(|mean| mean / deviation)
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

/// A quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, the default of
/// R, NumPy and Excel); none of nothing.
pub fn quantile(values: &[u8], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let last = sorted.len().checked_sub(1)?;
    let mut at = (0..=last).zip(&sorted);
    let position = count(last) * share;
    let below = at.find(|(index, _)| count(*index) + 1.0 > position)?;
    let above = at.next().map_or(*below.1, |(_, value)| *value);
    Some(
        f64::from(*below.1)
            + (position - count(below.0)) * (f64::from(above) - f64::from(*below.1)),
    )
}

/// The median: of an even number of values the mean of the middle two; none of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let (below, above) = (sorted.get(last / 2)?, sorted.get(last.div_ceil(2))?);
    Some(f64::midpoint(*below, *above))
}

/// A length of time in hours.
pub fn hours(length: chrono::Duration) -> f64 {
    length.as_seconds_f64() / 3600.0
}

/// A count as a number to reckon with. Exact: no line has 2^32 calls.
pub fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn nothing_has_no_figures() {
        assert_eq!(mean(&[]), None);
        assert_eq!(standard_deviation(&[1.0]), None);
        assert_eq!(mean_interval(&[1.0]), None);
        assert_eq!(effect_size(&[2.0, 2.0, 2.0]), None);
        assert_eq!(share_interval(0, 0), None);
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn a_wilson_interval_of_none_begins_at_zero_and_of_all_ends_at_one() {
        assert!(close(share_interval(0, 20).unwrap().low, 0.0));
        assert!(close(share_interval(20, 20).unwrap().high, 1.0));
    }

    #[test]
    fn half_the_values_are_not_above_the_median() {
        assert_eq!(median(&[]), None);
        assert!(close(median(&[3.0, 1.0, 2.0]).unwrap(), 2.0));
        assert!(close(median(&[4.0, 1.0, 2.0, 3.0]).unwrap(), 2.5));
    }

    #[test]
    fn a_quantile_lies_between_its_neighbours() {
        assert!(close(quantile(&[40, 10, 20, 30], 0.5).unwrap(), 25.0));
        assert!(close(quantile(&[10, 20, 30, 40], 0.9).unwrap(), 37.0));
        assert!(close(quantile(&[7], 0.9).unwrap(), 7.0));
        assert!(close(quantile(&[1, 2, 3], 1.0).unwrap(), 3.0));
    }
}

//! Quantiles, of values and of how often each value was.

use std::collections::BTreeMap;

use super::real;

/// A quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, the default of
/// R, NumPy and Excel), of values of which only is known how often each was; none of nothing.
pub fn quantile_of(histogram: &BTreeMap<u8, u32>, share: f64) -> Option<f64> {
    let n: u64 = histogram.values().copied().map(u64::from).sum();
    let position = real(n.checked_sub(1)?.into()) * share;
    let below = position.floor();
    // How many values are not above each one that was, from the least.
    let mut upto = histogram.iter().scan(0_u64, |sum, (value, times)| {
        *sum += u64::from(*times);
        Some((f64::from(*value), real((*sum).into())))
    });
    let (low, not_above) = upto.find(|(_, not_above)| *not_above > below)?;
    let next = upto.find(|(_, reached)| *reached > not_above);
    let high = match next {
        Some((value, _)) if not_above <= below + 1.0 => value,
        _ => low,
    };
    Some(low + (position - below) * (high - low))
}

/// The median: of an even number of values the mean of the middle two; none of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let (below, above) = (sorted.get(last / 2)?, sorted.get(last.div_ceil(2))?);
    Some(f64::midpoint(*below, *above))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    /// The same by the values themselves.
    fn quantile(values: &[u8], share: f64) -> f64 {
        let mut sorted: Vec<f64> = values.iter().copied().map(f64::from).collect();
        sorted.sort_by(f64::total_cmp);
        let position = f64::from(u32::try_from(sorted.len()).unwrap() - 1) * share;
        let weight = |at: usize| 1.0 - (position - f64::from(u32::try_from(at).unwrap())).abs();
        let parts = sorted.iter().enumerate();
        parts.map(|(at, value)| value * weight(at).max(0.0)).sum()
    }

    #[test]
    fn nothing_has_no_quantile() {
        assert_eq!(quantile_of(&BTreeMap::new(), 0.5), None);
        assert_eq!(quantile_of(&BTreeMap::from([(7, 0)]), 0.5), None);
    }

    #[test]
    fn how_often_each_value_was_is_enough_for_a_quantile() {
        for values in [
            &[7][..],
            &[0, 255],
            &[3, 3, 3],
            &[10, 40, 20, 30],
            &[5, 5, 5, 9, 1, 1, 60, 60, 60, 60, 2],
        ] {
            let mut histogram = BTreeMap::from([(4, 0), (50, 0)]);
            for value in values {
                *histogram.entry(*value).or_default() += 1;
            }
            for percent in 0..=100 {
                let share = f64::from(percent) / 100.0;
                let found = quantile_of(&histogram, share).unwrap();
                assert!(
                    close(found, quantile(values, share)),
                    "{values:?} {percent}"
                );
            }
        }
    }

    #[test]
    fn half_the_values_are_not_above_the_median() {
        assert_eq!(median(&[]), None);
        assert!(close(median(&[3.0, 1.0, 2.0]).unwrap(), 2.0));
        assert!(close(median(&[4.0, 1.0, 2.0, 3.0]).unwrap(), 2.5));
    }

    #[test]
    fn a_quantile_lies_between_its_neighbours() {
        let of = |values: &[u8], share| {
            let each = values.iter().map(|value| (*value, 1)).collect();
            quantile_of(&each, share).unwrap()
        };
        assert!(close(of(&[40, 10, 20, 30], 0.5), 25.0));
        assert!(close(of(&[10, 20, 30, 40], 0.9), 37.0));
        assert!(close(of(&[7], 0.9), 7.0));
        assert!(close(of(&[1, 2, 3], 1.0), 3.0));
    }
}

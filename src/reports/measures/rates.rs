//! How often something happens: events for each thousand of what they could happen in.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::{Interval, count};

/// Events for each thousand; none of nothing.
pub fn per_1000(events: usize, exposure: usize) -> Option<f64> {
    (exposure > 0).then(|| 1000.0 * count(events) / count(exposure))
}

/// The exact Poisson 95 % interval of events for each thousand (Garwood 1936); none of nothing. The bounds may be
/// above a thousand: one contact may have several events.
pub fn rate_interval(events: usize, exposure: usize) -> Option<Interval> {
    if exposure == 0 {
        return None;
    }
    let expected = |freedom: f64, share: f64| {
        let distribution = ChiSquared::new(freedom).ok()?;
        Some(distribution.inverse_cdf(share) / 2.0)
    };
    let (low, high) = if events == 0 {
        // With two degrees of freedom the distribution is exponential.
        (0.0, -0.025_f64.ln())
    } else {
        let freedom = 2.0 * count(events);
        (expected(freedom, 0.025)?, expected(freedom + 2.0, 0.975)?)
    };
    let rate = |expected: f64| 1000.0 * expected / count(exposure);
    Some(Interval {
        low: rate(low),
        high: rate(high),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How likely so many events or fewer are of which so many are expected, added up one by one.
    fn at_most(events: usize, expected: f64) -> f64 {
        let mut chance = (-expected).exp();
        let mut sum = chance;
        for event in 1..=events {
            chance *= expected / count(event);
            sum += chance;
        }
        sum
    }

    #[test]
    fn each_bound_leaves_a_fortieth_of_chance_beyond_it() {
        for events in [0, 1, 2, 3, 10, 30, 100, 250] {
            let interval = rate_interval(events, 1000).unwrap();
            if let Some(fewer) = events.checked_sub(1) {
                let as_many = 1.0 - at_most(fewer, interval.low);
                assert!((as_many - 0.025).abs() < 1e-12, "{events}: {as_many}");
            }
            let as_few = at_most(events, interval.high);
            assert!((as_few - 0.025).abs() < 1e-12, "{events}: {as_few}");
        }
    }

    #[test]
    fn where_nothing_happened_something_still_can() {
        let interval = rate_interval(0, 1000).unwrap();
        assert!(interval.low.abs() < f64::MIN_POSITIVE);
        assert!(interval.high > 3.0);
    }

    #[test]
    fn a_rate_lies_in_its_interval_and_both_shrink_with_the_exposure() {
        assert_eq!(per_1000(3, 2000), Some(1.5));
        for events in [1, 5, 400] {
            let rate = per_1000(events, 2000).unwrap();
            let interval = rate_interval(events, 2000).unwrap();
            assert!(interval.low < rate && rate < interval.high);
            let wide = rate_interval(events, 1000).unwrap();
            assert!((wide.high - 2.0 * interval.high).abs() < 1e-9);
        }
    }

    #[test]
    fn nothing_has_no_rate() {
        assert_eq!(per_1000(0, 0), None);
        assert_eq!(rate_interval(0, 0), None);
        assert_eq!(per_1000(0, 5), Some(0.0));
    }
}

//! What readers can reckon of a mean and a deviation from all that is shown of them, each rounded to one decimal.

use crate::reports::measures::{Interval, Moments, around, tenths};

/// Half of what is shown is rounded to, and a little for the computer's own rounding.
const ROUNDED: f64 = 0.05 + 1e-9;

/// Between what a mean and a deviation lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Told {
    /// The mean.
    pub(super) mean: Interval,
    /// The standard deviation.
    pub(super) deviation: Interval,
}

impl Told {
    /// By the mean and its 95 % interval, whose middle is the mean and whose width the deviation; none of fewer than two
    /// values, of which neither is shown.
    pub(super) fn of(moments: Moments) -> Option<Self> {
        let bounds = moments.mean_interval()?;
        let (low, high) = (tenths(bounds.low), tenths(bounds.high));
        let n = u32::try_from(moments.n).map_or(f64::INFINITY, f64::from);
        let per_deviation = around(0.0, 1.0, n)?.high;
        let half = near((high - low) / 2.0);
        Some(Self {
            mean: meet(
                near(tenths(moments.mean()?)),
                near(f64::midpoint(low, high)),
            ),
            deviation: Interval {
                low: (half.low / per_deviation).max(0.0),
                high: half.high / per_deviation,
            },
        })
    }

    /// By the deviation and dz too, which is the mean in deviations.
    pub(super) fn of_change(moments: Moments) -> Option<Self> {
        let told = Self::of(moments)?;
        let shown = near(tenths(moments.standard_deviation()?));
        let deviation = meet(told.deviation, shown);
        let Some(dz) = moments.effect_size().map(tenths).map(near) else {
            return Some(Self { deviation, ..told });
        };
        let products = [dz.low, dz.high].map(|dz| [dz * deviation.low, dz * deviation.high]);
        let products = products.as_flattened();
        let mean = Interval {
            low: products.iter().copied().fold(f64::INFINITY, f64::min),
            high: products.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        };
        Some(Self {
            mean: meet(told.mean, mean),
            deviation,
        })
    }
}

fn near(value: f64) -> Interval {
    Interval {
        low: value - ROUNDED,
        high: value + ROUNDED,
    }
}

/// What lies in both.
fn meet(one: Interval, other: Interval) -> Interval {
    Interval {
        low: one.low.max(other.low),
        high: one.high.min(other.high),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(interval: Interval, value: Option<f64>) -> bool {
        value.is_some_and(|value| interval.low <= value && value <= interval.high)
    }

    #[test]
    fn the_true_mean_and_deviation_lie_in_what_is_told() {
        for seed in 1..200_i32 {
            let n = 11 + seed % 60;
            let values = (0..n).map(|at| (at * at * seed + 3 * at) % 13 - 8);
            let moments = Moments::of(values);
            for told in [Told::of(moments), Told::of_change(moments)] {
                let told = told.unwrap();
                assert!(holds(told.mean, moments.mean()), "{moments:?} {told:?}");
                let deviation = moments.standard_deviation();
                assert!(holds(told.deviation, deviation), "{moments:?} {told:?}");
            }
        }
    }

    #[test]
    fn the_interval_tells_more_of_the_mean_than_the_mean_alone() {
        // 0.35 is shown as 0.4; its interval, from -0.72 to 1.42, as -0.7 to 1.4.
        let moments = Moments::of([
            -3, -2, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3,
        ]);
        let told = Told::of(moments).unwrap();
        assert!(told.mean.high - told.mean.low < 0.1, "{told:?}");
    }

    #[test]
    fn without_two_values_nothing_is_told() {
        assert_eq!(Told::of(Moments::of([3])), None);
    }
}

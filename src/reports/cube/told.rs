//! What readers can reckon of a mean and a deviation from all that is shown of them, each rounded to one decimal.

use crate::reports::measures::{Interval, Moments, around, tenths};
use crate::reports::release::Ratings;

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

/// Which means are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// At the start, at the end and of the change.
    All,
    /// Of the change alone: those at the ends would tell too much, mostly that few began low.
    OfChange,
}

/// What a line adds up of each pair.
#[derive(Clone, Copy, Debug)]
enum Of {
    Start,
    End,
    Change,
}

/// A sum over pairs of which readers know between what it lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    of: Of,
    /// Of which value the squared distance is added up; none: the values themselves.
    about: Option<f64>,
    /// Between what the sum lies.
    pub(super) between: (f64, f64),
}

impl Line {
    /// What a pair adds to it.
    pub(super) fn value(self, start: u8, end: u8) -> f64 {
        let value = match self.of {
            Of::Start => f64::from(start),
            Of::End => f64::from(end),
            Of::Change => f64::from(end) - f64::from(start),
        };
        self.about.map_or(value, |about| (value - about).powi(2))
    }
}

/// What the told means of some pairs, their intervals, the deviation and dz tell of them.
pub(super) fn lines(ratings: &Ratings) -> Vec<Line> {
    let n = u32::try_from(ratings.change.n).map_or(f64::INFINITY, f64::from);
    let ends = ratings.ends.into_iter().flat_map(|ends| {
        [
            (Of::Start, Told::of(ends.start)),
            (Of::End, Told::of(ends.end)),
        ]
    });
    let told = ends.chain([(Of::Change, Told::of_change(ratings.change))]);
    let told = told.filter_map(|(of, told)| Some((of, told?)));
    told.flat_map(|(of, Told { mean, deviation })| {
        let middle = f64::midpoint(mean.low, mean.high);
        let off = (mean.high - mean.low) / 2.0;
        let squares = |deviation: f64| (n - 1.0) * deviation.powi(2);
        [
            Line {
                of,
                about: None,
                between: (n * mean.low, n * mean.high),
            },
            Line {
                of,
                about: Some(middle),
                between: (
                    squares(deviation.low),
                    squares(deviation.high) + n * off.powi(2),
                ),
            },
        ]
    })
    .collect()
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

//! Axes: round steps and where a value lies between them.

/// A stretch of values with round ends, drawn between two places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// The least value.
    pub(super) low: f64,
    /// The greatest.
    pub(super) high: f64,
    step: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Holds zero and all of the values, with about four round steps, between the places `from` and `to`.
    pub(super) fn over(values: impl IntoIterator<Item = f64>, (from, to): (f64, f64)) -> Self {
        let (least, most) = values
            .into_iter()
            .fold((0.0_f64, 0.0_f64), |(least, most), value| {
                (least.min(value), most.max(value))
            });
        let step = round_step((most - least).max(0.4) / 4.0);
        let low = (least / step).floor() * step;
        let high = (most / step).ceil() * step;
        let high = if high > low { high } else { low + step };
        Self {
            low,
            high,
            step,
            from,
            to,
        }
    }

    /// Exactly from one value to another.
    pub(super) const fn exactly(
        (low, high): (f64, f64),
        step: f64,
        (from, to): (f64, f64),
    ) -> Self {
        Self {
            low,
            high,
            step,
            from,
            to,
        }
    }

    /// Where a value lies.
    pub(super) fn at(self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// The values to be written beside the axis.
    pub(super) fn ticks(self) -> impl Iterator<Item = f64> {
        (0..=20_u8)
            .map(move |nth| self.low + f64::from(nth) * self.step)
            .take_while(move |value| *value <= self.high + self.step / 1000.0)
            // Adding zero turns -0.0 into 0.0.
            .map(|value| (value * 1000.0).round() / 1000.0 + 0.0)
    }
}

/// The least of 1, 2 and 5 times a power of ten that is not less.
fn round_step(least: f64) -> f64 {
    let power = 10.0_f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
    steps
        .into_iter()
        .find(|step| *step >= least * 0.999_999)
        .unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[f64]) -> Vec<f64> {
        Scale::over(values.iter().copied(), (0.0, 1.0))
            .ticks()
            .collect()
    }

    #[test]
    fn an_axis_holds_zero_and_every_value_in_round_steps() {
        assert_eq!(ticks(&[0.0, 380.0, 412.0]), [0.0, 200.0, 400.0, 600.0]);
        assert_eq!(ticks(&[-2.2, -1.4]), [-3.0, -2.0, -1.0, 0.0]);
        assert_eq!(ticks(&[71.3]), [0.0, 20.0, 40.0, 60.0, 80.0]);
    }

    #[test]
    fn an_axis_of_nothing_is_not_empty() {
        let scale = Scale::over([], (10.0, 20.0));
        assert!(scale.high > scale.low && scale.at(0.0).is_finite());
    }

    #[test]
    fn a_value_lies_between_the_ends_as_it_does_between_the_places() {
        let scale = Scale::exactly((0.0, 10.0), 2.0, (100.0, 200.0));
        assert!((scale.at(2.5) - 125.0).abs() < 1e-9);
    }
}

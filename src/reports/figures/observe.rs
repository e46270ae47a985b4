//! Makes figures of what is released: counts, shares, rates, means, each with what stands beside it. A figure is shown
//! only if everything is that it was reckoned of.

use crate::reports::dimension::Dimension;
use crate::reports::document::{Observation, Unit};
use crate::reports::figure::Figure;
use crate::reports::measures::{
    FEW, Interval, Moments, per_1000, rate_interval, share_interval, tenths,
};
use crate::reports::release::{Said, Shown};

impl Observation {
    /// A figure of the whole.
    pub fn new(statistic: &str, unit: Unit, figure: Figure) -> Self {
        Self {
            group: String::new(),
            by: None,
            level: None,
            statistic: statistic.to_owned(),
            unit,
            figure,
            low: None,
            high: None,
            n: None,
            missing: None,
            few: false,
        }
    }

    /// The same for a level of a breakdown.
    #[must_use]
    pub fn at(self, by: Dimension, level: &str) -> Self {
        Self {
            by: Some(by),
            level: Some(level.to_owned()),
            ..self
        }
    }

    /// The same for a group of contacts or callers.
    #[must_use]
    pub fn within(self, group: impl Into<String>) -> Self {
        Self {
            group: group.into(),
            ..self
        }
    }

    /// The same, with how many had no answer.
    #[must_use]
    pub fn missing(self, missing: Figure) -> Self {
        Self {
            missing: Some(missing),
            ..self
        }
    }

    /// The same, of which only can be said why it is not there.
    #[must_use]
    pub fn instead(self, mark: Figure) -> Self {
        Self {
            group: self.group,
            by: self.by,
            level: self.level,
            ..Self::new(&self.statistic, self.unit, mark)
        }
    }

    /// The same, with the bounds of its interval in so many units each.
    #[must_use]
    pub fn between(self, interval: Option<Interval>, times: f64) -> Self {
        let is_shown = self.figure.value.is_some();
        let interval = interval.filter(|_| is_shown);
        Self {
            low: interval.map(|interval| tenths(interval.low * times)),
            high: interval.map(|interval| tenths(interval.high * times)),
            ..self
        }
    }

    /// The same, reckoned of so many.
    #[must_use]
    pub fn of(self, n: Said<'_>) -> Self {
        let few = n.n().is_some_and(is_few);
        Self {
            n: Some(count_of(n)),
            few,
            ..self
        }
    }
}

fn is_few(n: u64) -> bool {
    usize::try_from(n).is_ok_and(|n| n < FEW)
}

fn real(n: u64) -> f64 {
    // Exact: no line has 2^53 calls.
    u32::try_from(n).map_or(f64::INFINITY, f64::from)
}

fn whole(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// A count as a figure.
pub(super) fn count_of(said: Said<'_>) -> Figure {
    said.n()
        .map_or(Figure::WITHHELD, |n| Figure::exactly(real(n)))
}

/// A count.
pub(super) fn counted(statistic: &str, unit: Unit, said: Said<'_>) -> Observation {
    Observation::new(statistic, unit, count_of(said))
}

/// What is left of a count without another that is within it.
pub(super) fn rest(of: Said<'_>, part: Said<'_>) -> Figure {
    of.n().zip(part.n()).map_or(Figure::WITHHELD, |(of, part)| {
        Figure::exactly(real(of.saturating_sub(part)))
    })
}

/// How many in a hundred, with the Wilson interval.
pub(super) fn share(statistic: &str, part: Said<'_>, of: Said<'_>) -> Observation {
    let Some((part, n)) = part.n().zip(of.n()) else {
        return Observation::new(statistic, Unit::Percent, Figure::WITHHELD).of(of);
    };
    let share = (n > 0).then(|| 100.0 * real(part) / real(n));
    Observation::new(statistic, Unit::Percent, Figure::tenths(share))
        .of(of)
        .between(share_interval(whole(part), whole(n)), 100.0)
}

/// How many in a thousand, with the Garwood interval.
pub(super) fn per_thousand(statistic: &str, part: Said<'_>, of: Said<'_>) -> Observation {
    let Some((part, n)) = part.n().zip(of.n()) else {
        return Observation::new(statistic, Unit::Per1000, Figure::WITHHELD).of(of);
    };
    let (part, n) = (whole(part), whole(n));
    Observation::new(statistic, Unit::Per1000, Figure::tenths(per_1000(part, n)))
        .of(of)
        .between(rate_interval(part, n), 1.0)
}

/// A mean of values of which a table keeps the sums, with its interval; of a withheld cell nothing.
pub(super) fn mean(statistic: &str, of: Said<'_>, moments: Option<Moments>) -> Observation {
    reckoned(statistic, Unit::Points, of, moments, Moments::mean)
        .between(moments.and_then(Moments::mean_interval), 1.0)
}

/// Another figure of such values.
pub(super) fn reckoned(
    statistic: &str,
    unit: Unit,
    of: Said<'_>,
    moments: Option<Moments>,
    reckon: impl FnOnce(Moments) -> Option<f64>,
) -> Observation {
    let figure = match (of, moments) {
        (Said::Withheld, _) | (Said::Shown(_), None) => Figure::WITHHELD,
        (_, Some(moments)) => Figure::tenths(reckon(moments)),
        (Said::Absent, None) => Figure::UNDEFINED,
    };
    Observation::new(statistic, unit, figure).of(of)
}

/// A count that is reckoned of others, if they are all shown.
pub(super) struct Left(Option<Shown>);

impl Left {
    /// Of a count and of one that is within it.
    pub(super) fn of(all: Said<'_>, part: Said<'_>) -> Self {
        let n = all
            .n()
            .zip(part.n())
            .and_then(|(all, part)| all.checked_sub(part));
        Self(n.map(|n| Shown {
            n,
            ..Shown::default()
        }))
    }

    /// Of counts that do not overlap, together.
    pub(super) fn sum(all: &[Said<'_>]) -> Self {
        let n: Option<u64> = all.iter().map(|said| said.n()).sum();
        Self(n.map(|n| Shown {
            n,
            ..Shown::default()
        }))
    }

    /// As a table would say it.
    pub(super) fn said(&self) -> Said<'_> {
        self.0.as_ref().map_or(Said::Withheld, Said::Shown)
    }
}

/// How many in a hundred of two counts are the first.
pub(super) fn share_of_two(statistic: &str, first: Said<'_>, second: Said<'_>) -> Observation {
    share_of_many(statistic, first, &[first, second])
}

/// How many in a hundred of several counts together are one.
pub(super) fn share_of_many(statistic: &str, part: Said<'_>, all: &[Said<'_>]) -> Observation {
    share(statistic, part, Left::sum(all).said())
}

//! How many calls to expect, and how many of them nobody will answer.
//!
//! The forecast is the mean of past weeks by local hour of the week. The rest is Erlang A: calls
//! come at random, each takes a random time, and each caller waits a random time before giving up
//! (Palm 1957; Garnett, Mandelbaum and Reiman 2002).

use std::collections::BTreeSet;

use chrono::{Datelike, Duration, NaiveDate};

/// Whole past weeks that a forecast wants at least, and takes at most.
pub const WEEKS: std::ops::RangeInclusive<u32> = 8..=13;

/// Calls to expect by local hour of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Calls an hour: Monday 00:00 first, 168 of them.
    pub an_hour: Vec<f64>,
    /// The weeks behind it.
    pub weeks: u32,
    /// Mean time that a call takes, with the work after it.
    pub handling: Duration,
}

impl Forecast {
    /// The mean of the counts of so many past weeks. None with fewer than eight weeks or no calls: that is
    /// not a forecast.
    pub fn new(counts: &[u32; 168], weeks: u32, handling: Option<Duration>) -> Option<Self> {
        Self::without(&BTreeSet::new(), counts, weeks, handling)
    }

    /// The same where some days of those weeks were holidays, whose calls are not among the counts: each hour's mean is
    /// that of the other weeks. None too if a day of the week was a holiday each time.
    pub fn without(
        holidays: &BTreeSet<NaiveDate>,
        counts: &[u32; 168],
        weeks: u32,
        handling: Option<Duration>,
    ) -> Option<Self> {
        let handling = handling.filter(|length| *length > Duration::zero())?;
        let mut regular = [weeks; 7];
        for date in holidays {
            let day = usize::try_from(date.weekday().num_days_from_monday()).ok()?;
            let left = regular.get_mut(day)?;
            *left = left.saturating_sub(1);
        }
        if !WEEKS.contains(&weeks) || regular.contains(&0) {
            return None;
        }
        let days = counts.chunks(24).zip(regular);
        let an_hour = days.flat_map(|(hours, weeks)| {
            let mean = move |count: &u32| f64::from(*count) / f64::from(weeks);
            hours.iter().map(mean)
        });
        Some(Self {
            an_hour: an_hour.collect(),
            weeks,
            handling,
        })
    }
}

/// The share of callers who give up waiting: Erlang A with so many servers.
/// `calls` and `patience` and `handling` are a rate an hour and two means in hours.
pub fn abandonment(calls: f64, handling: f64, patience: f64, servers: u32) -> f64 {
    if calls <= 0.0 {
        return 0.0;
    }
    if servers == 0 {
        return 1.0;
    }
    let (served_at, given_up_at) = (1.0 / handling, 1.0 / patience);
    // Birth and death: the weight of n callers from that of n - 1, until further ones weigh nothing.
    let (mut weight, mut total, mut waiting) = (1.0_f64, 1.0_f64, 0.0_f64);
    for callers in 1..=1_000_000_u32 {
        let busy = f64::from(callers.min(servers));
        let queue = f64::from(callers.saturating_sub(servers));
        weight *= calls / (busy * served_at + queue * given_up_at);
        total += weight;
        waiting += weight * queue;
        if queue > 0.0 && weight * (queue + 1.0) < total * 1e-16 {
            break;
        }
        // Far from overflow, whatever the load.
        if total > 1e200 {
            weight /= total;
            waiting /= total;
            total = 1.0;
        }
    }
    (given_up_at * waiting / total / calls).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_there_means_every_call_is_missed_and_no_calls_means_none() {
        assert_eq!(abandonment(2.0, 0.4, 0.05, 0).to_bits(), 1.0_f64.to_bits());
        assert_eq!(abandonment(0.0, 0.4, 0.05, 0).to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn with_no_queue_to_speak_of_it_is_erlang_b() {
        // Callers who give up at once: Erlang's loss formula, 2 erlangs on 3 servers = 4/19.
        assert!((abandonment(4.0, 0.5, 1e-9, 3) - 4.0 / 19.0).abs() < 1e-6);
    }

    #[test]
    fn equal_patience_and_handling_make_it_poisson() {
        // With both means 1 the number inside is Poisson(3); E[(N - 2)+] = 3 - 2 + 2 p0 + p1.
        let expected = (3.0 - 2.0 + (-3.0_f64).exp() * (2.0 + 3.0)) / 3.0;
        assert!((abandonment(3.0, 1.0, 1.0, 2) - expected).abs() < 1e-12);
    }

    #[test]
    fn one_more_person_never_makes_it_worse() {
        let shares: Vec<f64> = (0..12)
            .map(|servers| abandonment(9.0, 0.45, 0.05, servers))
            .collect();
        assert!(
            shares
                .windows(2)
                .all(|pair| matches!(pair, [fewer, more] if more <= fewer)),
            "{shares:?}"
        );
    }

    #[test]
    fn fewer_than_eight_weeks_are_no_forecast() {
        assert_eq!(
            Forecast::new(&[1; 168], 7, Some(Duration::minutes(25))),
            None
        );
        assert_eq!(Forecast::new(&[1; 168], 8, None), None);
        let forecast = Forecast::new(&[4; 168], 8, Some(Duration::minutes(25))).unwrap();
        assert!((forecast.an_hour.iter().sum::<f64>() - 84.0).abs() < 1e-9);
    }

    #[test]
    fn a_holiday_is_no_week_for_its_hours() {
        let handling = Some(Duration::minutes(25));
        let holidays = |dates: &[&str]| dates.iter().map(|date| date.parse().unwrap()).collect();
        // A Monday and a Sunday of eight weeks.
        let two: BTreeSet<NaiveDate> = holidays(&["2026-05-25", "2026-05-10"]);
        let forecast = Forecast::without(&two, &[56; 168], 8, handling).unwrap();
        let at = |hour: usize| forecast.an_hour.get(hour).copied().unwrap().to_bits();
        assert_eq!((at(0), at(23)), (8.0_f64.to_bits(), 8.0_f64.to_bits()));
        assert_eq!((at(24), at(143)), (7.0_f64.to_bits(), 7.0_f64.to_bits()));
        assert_eq!((at(144), at(167)), (8.0_f64.to_bits(), 8.0_f64.to_bits()));
        let all: Vec<String> = (0..8)
            .map(|week| {
                let monday: NaiveDate = "2026-05-04".parse().unwrap();
                (monday + Duration::weeks(week)).to_string()
            })
            .collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        assert_eq!(
            Forecast::without(&holidays(&all), &[8; 168], 8, handling),
            None
        );
    }
}

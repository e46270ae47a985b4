//! Shifts that lack people, the one that costs most calls first.

use chrono::Duration;

use super::demand::{Forecast, abandonment};
use super::{Shift, Span};
use crate::clock::Moment;
use crate::line::Wall;

/// A shift with fewer people than it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The shift.
    pub shift: Shift,
    /// How many people it has.
    pub staffed: u8,
    /// Calls that will be missed with these people, if there is a forecast.
    pub expected_missed: Option<f64>,
    /// Calls that will come, if there is a forecast.
    pub expected_calls: Option<f64>,
}

/// The gaps among these shifts that are not over, by expected missed calls and then by time.
pub fn ranked(
    shifts: impl IntoIterator<Item = (Shift, u8)>,
    forecast: Option<&Forecast>,
    patience: Duration,
    wall: Wall,
    now: Moment,
) -> Vec<Gap> {
    let lacking = shifts
        .into_iter()
        .filter(|(shift, staffed)| *staffed < shift.needs.crew.min() && shift.span.ends > now);
    let mut gaps: Vec<Gap> = lacking
        .map(|(shift, staffed)| {
            let rest = Span {
                starts: shift.span.starts.max(now),
                ends: shift.span.ends,
            };
            let calls = forecast.map(|forecast| expected(rest, forecast, patience, wall, staffed));
            Gap {
                expected_calls: calls.map(|(come, _)| come),
                expected_missed: calls.map(|(_, missed)| missed),
                shift,
                staffed,
            }
        })
        .collect();
    gaps.sort_by(|a, b| {
        let missed = |gap: &Gap| gap.expected_missed.unwrap_or_default();
        let lacking = |gap: &Gap| gap.shift.needs.crew.min() - gap.staffed;
        missed(b)
            .total_cmp(&missed(a))
            .then_with(|| lacking(b).cmp(&lacking(a)))
            .then_with(|| (a.shift.span.starts, a.shift.id).cmp(&(b.shift.span.starts, b.shift.id)))
    });
    gaps
}

/// Calls that come in a span, and those of them that are missed with so many people.
fn expected(
    span: Span,
    forecast: &Forecast,
    patience: Duration,
    wall: Wall,
    staffed: u8,
) -> (f64, f64) {
    let (mut come, mut missed) = (0.0, 0.0);
    let mut from = span.starts;
    while from < span.ends {
        // Wall hours begin on the quarter in every zone in use.
        let to = from.plus(Duration::minutes(15)).min(span.ends);
        let an_hour = forecast
            .an_hour
            .get(usize::from(wall.hour_of_week(from)))
            .copied()
            .unwrap_or_default();
        let calls = an_hour * hours(to.since(from));
        come += calls;
        missed += calls
            * abandonment(
                an_hour,
                hours(forecast.handling),
                hours(patience),
                staffed.into(),
            );
        from = to;
    }
    (come, missed)
}

fn hours(length: Duration) -> f64 {
    length.as_seconds_f64() / 3600.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::{Crew, Needs};

    fn shift(id: char, starts: &str, min: u8) -> Shift {
        let starts = Moment::parse(starts).unwrap();
        Shift {
            id: format!("0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6{id}")
                .parse()
                .unwrap(),
            schedule: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
            template: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
            name: "Any".to_owned(),
            local_date: "2026-06-08".parse().unwrap(),
            span: Span {
                starts,
                ends: starts.plus(Duration::hours(4)),
            },
            needs: Needs::only(Crew::new(min, 5).unwrap()),
            published: true,
            cancelled: false,
            version: 1,
        }
    }

    fn names(gaps: &[Gap]) -> String {
        gaps.iter()
            .filter_map(|gap| gap.shift.id.as_str().chars().last())
            .collect()
    }

    fn early() -> Moment {
        Moment::parse("2026-06-01T00:00:00Z").unwrap()
    }

    #[test]
    fn the_gap_that_costs_most_calls_comes_first() {
        let mut counts = [8_u32; 168];
        // Monday 08:00 to 12:00 UTC is four times as busy.
        counts
            .iter_mut()
            .skip(8)
            .take(4)
            .for_each(|count| *count = 32);
        let forecast = Forecast::new(&counts, 8, Some(Duration::minutes(30)));
        let shifts = [
            (shift('1', "2026-06-08T00:00:00Z", 2), 0),
            (shift('2', "2026-06-08T08:00:00Z", 2), 0),
            (shift('3', "2026-06-08T12:00:00Z", 2), 1),
            (shift('4', "2026-06-08T16:00:00Z", 2), 2),
        ];
        let gaps = ranked(
            shifts,
            forecast.as_ref(),
            Duration::minutes(3),
            Wall(chrono_tz::UTC),
            early(),
        );
        assert_eq!(names(&gaps), "213", "the fourth has its people");
        let busiest = gaps.first().unwrap();
        assert_eq!(busiest.expected_calls, Some(16.0));
        assert_eq!(busiest.expected_missed, Some(16.0), "nobody is there");
    }

    #[test]
    fn without_a_forecast_the_gap_that_lacks_most_people_comes_first_and_no_figure_is_made_up() {
        let shifts = [
            (shift('1', "2026-06-08T00:00:00Z", 1), 0),
            (shift('2', "2026-06-08T08:00:00Z", 3), 0),
        ];
        let gaps = ranked(
            shifts,
            None,
            Duration::minutes(3),
            Wall(chrono_tz::UTC),
            early(),
        );
        assert_eq!(names(&gaps), "21");
        assert!(gaps.iter().all(|gap| gap.expected_missed.is_none()));
    }

    #[test]
    fn what_is_over_is_no_gap_and_of_what_runs_only_the_rest_counts() {
        let forecast = Forecast::new(&[8; 168], 8, Some(Duration::minutes(30)));
        let shifts = [
            (shift('1', "2026-06-08T00:00:00Z", 1), 0),
            (shift('2', "2026-06-08T04:00:00Z", 1), 0),
        ];
        let now = Moment::parse("2026-06-08T06:00:00Z").unwrap();
        let gaps = ranked(
            shifts,
            forecast.as_ref(),
            Duration::minutes(3),
            Wall(chrono_tz::UTC),
            now,
        );
        assert_eq!(names(&gaps), "2");
        assert_eq!(gaps.first().unwrap().expected_calls, Some(2.0));
    }
}

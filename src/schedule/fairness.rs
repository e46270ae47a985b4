//! How the work is shared out: what each holds in a span, and how far that is from what they wished. Knows spans, no rows.

use chrono::{Duration, NaiveDate, NaiveTime, Weekday};

use super::Span;
use crate::line::Wall;

/// What somebody holds of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// Elapsed time of the crew places that they hold, as far as it lies in the span.
    pub worked: Duration,
    /// Local dates of the span with work between 00:00 and 06:00.
    pub nights: usize,
    /// Elapsed time of them between local Saturday 00:00 and Monday 00:00.
    pub weekend: Duration,
}

impl Load {
    /// What these places, of which no two overlap, make of the span.
    pub fn of(held: &[Span], span: Span, wall: Wall) -> Self {
        let parts: Vec<Span> = held.iter().filter_map(|held| common(*held, span)).collect();
        let worked = |within: Span| {
            let shared = parts.iter().map(|part| part.shared(within));
            shared.fold(Duration::zero(), |sum, length| sum + length)
        };
        let works = |date: &NaiveDate| {
            let night = night(*date, wall);
            parts.iter().any(|part| part.overlaps(night))
        };
        let saturdays = dates(span, wall).filter(|date| is(*date, Weekday::Sat));
        // A span that begins on a Sunday begins within a weekend.
        let first = wall.date(span.starts);
        let begun = is(first, Weekday::Sun).then(|| first.pred_opt()).flatten();
        Self {
            worked: worked(span),
            nights: dates(span, wall).filter(works).count(),
            weekend: begun
                .into_iter()
                .chain(saturdays)
                .fold(Duration::zero(), |sum, saturday| {
                    sum + worked(weekend(saturday, wall))
                }),
        }
    }
}

/// The part of a span that lies in another.
fn common(one: Span, other: Span) -> Option<Span> {
    one.overlaps(other).then(|| Span {
        starts: one.starts.max(other.starts),
        ends: one.ends.min(other.ends),
    })
}

fn is(date: NaiveDate, day: Weekday) -> bool {
    chrono::Datelike::weekday(&date) == day
}

/// The local dates that a span touches.
fn dates(span: Span, wall: Wall) -> impl Iterator<Item = NaiveDate> {
    let last = wall.date(span.ends.minus(Duration::seconds(1)));
    let first = wall.date(span.starts);
    first.iter_days().take_while(move |date| *date <= last)
}

/// The night of a local date: from 00:00 to 06:00.
pub fn night(date: NaiveDate, wall: Wall) -> Span {
    const SIX: NaiveTime = match NaiveTime::from_hms_opt(6, 0, 0) {
        Some(six) => six,
        None => NaiveTime::MIN,
    };
    Span {
        starts: wall.midnight(date),
        ends: wall.instant(date.and_time(SIX)),
    }
}

/// From a Saturday's 00:00 to Monday's.
fn weekend(saturday: NaiveDate, wall: Wall) -> Span {
    Span {
        starts: wall.midnight(saturday),
        ends: wall.midnight(saturday + Duration::days(2)),
    }
}

/// The hours of a length.
pub fn hours(length: Duration) -> f64 {
    length.as_seconds_f64() / 3600.0
}

/// The hours wished over a span: those wished a week, times the days of the span by the line's clock, by seven.
pub fn wished(week: Duration, span: Span, wall: Wall) -> f64 {
    let shown = wall.shows(span.ends) - wall.shows(span.starts);
    hours(week) * hours(shown) / (24.0 * 7.0)
}

/// The standard deviation of the differences between what is held and what was wished, over all of those who said a wish;
/// as that of a sample; none with fewer than two.
pub fn spread(differences: &[f64]) -> Option<f64> {
    let count = f64::from(u32::try_from(differences.len()).ok()?);
    if count < 2.0 {
        return None;
    }
    let mean = differences.iter().sum::<f64>() / count;
    let squares = differences.iter().map(|one| (one - mean).powi(2));
    Some((squares.sum::<f64>() / (count - 1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WALL: Wall = Wall(chrono_tz::America::Los_Angeles);

    fn span(starts: &str, ends: &str) -> Span {
        let at = |text: &str| {
            let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
            WALL.instant(local)
        };
        Span {
            starts: at(starts),
            ends: at(ends),
        }
    }

    /// Hours, nights and weekend hours of some places in a span.
    fn load(held: &[Span], span: Span) -> (i64, usize, i64) {
        let load = Load::of(held, span, WALL);
        let whole = |length: Duration| length.num_hours();
        (whole(load.worked), load.nights, whole(load.weekend))
    }

    #[test]
    fn hours_are_elapsed_ones_when_the_clocks_change() {
        let week = span("2026-10-26 00:00", "2026-11-02 00:00");
        let autumn = [span("2026-10-31 22:00", "2026-11-01 06:00")];
        assert_eq!(load(&autumn, week), (9, 1, 9), "an hour is shown twice");
        let week = span("2026-03-02 00:00", "2026-03-09 00:00");
        let spring = [span("2026-03-07 22:00", "2026-03-08 06:00")];
        assert_eq!(load(&spring, week), (7, 1, 7), "an hour is left out");
    }

    #[test]
    fn a_night_is_a_date_with_work_before_six() {
        let week = span("2026-06-08 00:00", "2026-06-15 00:00");
        let cases = [
            (("2026-06-08 18:00", "2026-06-09 00:00"), 0),
            (("2026-06-08 18:00", "2026-06-09 00:01"), 1),
            (("2026-06-09 05:59", "2026-06-09 10:00"), 1),
            (("2026-06-09 06:00", "2026-06-09 10:00"), 0),
            (("2026-06-09 04:00", "2026-06-10 04:00"), 2),
        ];
        for ((starts, ends), nights) in cases {
            assert_eq!(load(&[span(starts, ends)], week).1, nights, "{starts}");
        }
        let twice = [
            span("2026-06-09 00:00", "2026-06-09 02:00"),
            span("2026-06-09 04:00", "2026-06-09 06:00"),
        ];
        assert_eq!(load(&twice, week), (4, 1, 0), "one night");
    }

    #[test]
    fn a_weekend_is_from_saturday_to_monday() {
        let fortnight = span("2026-06-08 00:00", "2026-06-22 00:00");
        let held = [
            span("2026-06-12 20:00", "2026-06-13 02:00"),
            span("2026-06-14 20:00", "2026-06-15 02:00"),
            span("2026-06-20 10:00", "2026-06-20 14:00"),
        ];
        assert_eq!(load(&held, fortnight).2, 2 + 4 + 4);
        let sunday = span("2026-06-14 00:00", "2026-06-15 00:00");
        assert_eq!(load(&held, sunday), (4, 0, 4), "the span begins within it");
    }

    #[test]
    fn only_what_lies_in_the_span_counts() {
        let day = span("2026-06-10 00:00", "2026-06-11 00:00");
        let held = [
            span("2026-06-09 22:00", "2026-06-10 04:00"),
            span("2026-06-10 23:00", "2026-06-11 05:00"),
            span("2026-06-12 00:00", "2026-06-12 05:00"),
        ];
        assert_eq!(load(&held, day), (5, 1, 0));
    }

    #[test]
    fn wished_hours_go_by_the_days_on_the_calendar() {
        let ten = Duration::hours(10);
        let cases = [
            (("2026-06-08 00:00", "2026-06-15 00:00"), 10.0),
            (("2026-10-26 00:00", "2026-11-02 00:00"), 10.0),
            (("2026-03-02 00:00", "2026-03-30 00:00"), 40.0),
            (("2026-06-08 00:00", "2026-06-09 00:00"), 10.0 / 7.0),
        ];
        for ((starts, ends), expected) in cases {
            let over = wished(ten, span(starts, ends), WALL);
            assert!((over - expected).abs() < 1e-9, "{starts}: {over}");
        }
    }

    #[test]
    fn the_spread_is_none_with_fewer_than_two_and_nought_if_all_differ_alike() {
        assert_eq!(spread(&[3.0]), None);
        assert_eq!(spread(&[-2.0, -2.0, -2.0]), Some(0.0));
        assert_eq!(spread(&[-3.0, 0.0, 3.0]), Some(3.0));
    }
}

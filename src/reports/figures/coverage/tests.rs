//! R11 by hand.

use super::*;
use crate::clock::Moment;
use crate::reports::staffing::{Crewed, Crews, GivenBack, Staffing, Taken};
use crate::schedule::Span;
use crate::schedule::presence::Step;

fn at(hour: i64) -> Moment {
    Moment::parse("2026-05-05T00:00:00Z")
        .unwrap()
        .plus(Duration::hours(hour))
}

fn span(from: i64, to: i64) -> Span {
    Span {
        starts: at(from),
        ends: at(to),
    }
}

/// A place from and to an hour, of somebody qualified, with these steps.
fn place(from: i64, to: i64, steps: &[Step]) -> Taken {
    Taken {
        span: span(from, to),
        qualified: true,
        steps: steps.iter().copied().collect(),
        given_back: None,
    }
}

fn shift(from: i64, to: i64, required: u8, places: Vec<Taken>) -> Crewed {
    Crewed {
        span: span(from, to),
        required,
        places,
    }
}

fn of(shifts: Vec<Crewed>) -> Report {
    report(&Crews {
        shifts,
        swaps: Vec::new(),
    })
}

/// The figures of a month, by their names.
struct Report(Vec<Observation>);

impl std::ops::Index<&str> for Report {
    type Output = Figure;

    fn index(&self, statistic: &str) -> &Figure {
        let found = self.0.iter().find(|figure| figure.statistic == statistic);
        &found.unwrap().figure
    }
}

fn report(crews: &Crews) -> Report {
    let mut source = Source::default();
    source.rest.crews = Staffing::of(crews);
    Report(figures(&source))
}

const SURE: &[Step] = &[Step::Confirmed];

#[test]
fn the_worked_example_of_the_documentation() {
    // 8 to 12 for two: one confirmed all the time, one checked in for the first half. Staffed 4 + 2 of 8 hours.
    let halves = shift(
        8,
        12,
        2,
        vec![place(8, 12, SURE), place(8, 10, &[Step::CheckedIn])],
    );
    // 12 to 16 for one: held, not confirmed. Nobody staffed, but filled.
    let unsaid = shift(12, 16, 1, vec![place(12, 16, &[])]);
    // 16 to 20 for one: three confirmed, so one more than needed twice. One dropped it late before.
    let mut dropped = place(16, 20, SURE);
    dropped.given_back = Some(GivenBack::DroppedLate);
    let full = vec![
        place(16, 20, SURE),
        place(16, 20, SURE),
        place(16, 20, SURE),
        dropped,
    ];
    // 20 to 24 for two: one did not come, the other's training had run out.
    let absent = place(20, 24, &[Step::Confirmed, Step::NoShow]);
    let untrained = Taken {
        qualified: false,
        ..place(20, 24, SURE)
    };
    let shifts = vec![
        halves,
        unsaid,
        shift(16, 20, 1, full),
        shift(20, 24, 2, vec![absent, untrained]),
    ];
    let swaps = [1, 5, 30].map(Duration::hours).to_vec();
    let report = report(&Crews { shifts, swaps });
    // Required 8 + 4 + 4 + 8; staffed 6 + 0 + 4 + 0.
    let values = [
        (report["shifts"], 4.0),
        (report["required_hours"], 24.0),
        (report["staffed_hours"], 10.0),
        (report["coverage"], 41.7),
        (report["unstaffed_hours"], 8.0),
        (report["understaffed_hours"], 2.0),
        // Of the first shift only one place is held all the time.
        (report["places_needed"], 6.0),
        (report["places_filled"], 5.0),
        (report["fill_rate"], 83.3),
        (report["places_held"], 8.0),
        (report["no_shows"], 1.0),
        (report["no_show_share"], 12.5),
        (report["late_cancels"], 1.0),
        (report["swaps"], 3.0),
        (report["swap_hours_median"], 5.0),
    ];
    for (index, (figure, expected)) in values.into_iter().enumerate() {
        assert_eq!(figure, Figure::exactly(expected), "figure {index}");
    }
}

#[test]
fn of_a_month_without_published_shifts_nothing_was_measured() {
    let report = of(Vec::new());
    assert_eq!(report["shifts"], Figure::number(0));
    let figures = [
        report["coverage"],
        report["required_hours"],
        report["staffed_hours"],
        report["unstaffed_hours"],
        report["understaffed_hours"],
        report["places_needed"],
        report["places_filled"],
        report["fill_rate"],
        report["places_held"],
        report["no_shows"],
        report["no_show_share"],
        report["late_cancels"],
        report["swaps"],
        report["swap_hours_median"],
    ];
    assert_eq!(figures, [Figure::NOT_MEASURED; 14]);
}

#[test]
fn a_shift_that_nobody_took_is_not_covered() {
    let report = of(vec![shift(8, 12, 2, Vec::new())]);
    assert_eq!(report["coverage"], Figure::exactly(0.0));
    assert_eq!(report["unstaffed_hours"], Figure::exactly(4.0));
    assert_eq!(report["no_show_share"], Figure::UNDEFINED);
    assert_eq!(report["swap_hours_median"], Figure::UNDEFINED);
}

#[test]
fn where_nobody_says_who_came_coverage_was_not_measured_but_fill_was() {
    let report = of(vec![shift(8, 12, 1, vec![place(8, 12, &[])])]);
    assert_eq!(report["coverage"], Figure::NOT_MEASURED);
    assert_eq!(report["unstaffed_hours"], Figure::NOT_MEASURED);
    assert_eq!(report["no_shows"], Figure::NOT_MEASURED);
    assert_eq!(report["fill_rate"], Figure::exactly(100.0));
}

#[test]
fn two_halves_of_a_place_fill_it_and_a_gap_of_an_hour_does_not() {
    let parts = |second: i64| {
        let report = of(vec![shift(
            8,
            12,
            1,
            vec![place(8, 10, SURE), place(second, 12, SURE)],
        )]);
        (report["places_filled"], report["coverage"])
    };
    assert_eq!(parts(10), (Figure::number(1), Figure::exactly(100.0)));
    assert_eq!(parts(11), (Figure::number(0), Figure::exactly(75.0)));
}

#[test]
fn a_no_show_whose_place_was_taken_back_is_still_a_no_show() {
    let mut absent = place(8, 12, &[Step::NoShow]);
    absent.given_back = Some(GivenBack::Otherwise);
    let report = of(vec![shift(8, 12, 1, vec![absent, place(8, 12, SURE)])]);
    assert_eq!(report["places_held"], Figure::number(2));
    assert_eq!(report["no_show_share"], Figure::exactly(50.0));
    assert_eq!(report["coverage"], Figure::exactly(100.0));
}

#[test]
fn a_quarter_is_the_sum_of_its_months() {
    let month = |hours| {
        Staffing::of(&Crews {
            shifts: vec![shift(8, 12, 2, vec![place(8, 12, SURE)])],
            swaps: vec![Duration::hours(hours)],
        })
    };
    let mut source = Source::default();
    source.rest.crews = Staffing::sum(&[month(1), month(3), month(8)]);
    let report = Report(figures(&source));
    assert_eq!(report["required_hours"], Figure::exactly(24.0));
    assert_eq!(report["coverage"], Figure::exactly(50.0));
    assert_eq!(report["swap_hours_median"], Figure::exactly(3.0));
    let kept = serde_json::to_string(&source.rest.crews).unwrap();
    assert_eq!(
        serde_json::from_str::<Staffing>(&kept).unwrap(),
        source.rest.crews
    );
}

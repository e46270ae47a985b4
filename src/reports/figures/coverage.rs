//! R11 coverage: how much of the schedule was staffed. Knows no caller and nobody's name.

use chrono::Duration;

use crate::reports::document::{Observation, Unit};
use crate::reports::figure::Figure;
use crate::reports::measures::{count, hours, median};
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "Over all published shifts that start on a local date of the month and were not \
    cancelled. Required: a shift's least crew, at each minute of it. Staffed: at each minute those on the crew who hold \
    their place then, who confirmed it or checked in, who are not recorded as a no-show, and who at the shift's start \
    held every qualification that it needs; who shadows never counts. Coverage: the sum of the lesser of staffed and \
    required over the sum of required. Unstaffed: hours of shifts with nobody staffed; understaffed: with somebody, but \
    fewer than required. Fill: places of the least crew that are held for all of the shift, whoever holds them, \
    confirmed or not, over the least crews. No-shows: of the places on the crew that were held, or given back after a \
    no-show was recorded. Late cancels: places on the crew that their holders gave back less than 24 hours before they \
    began. Swap time: hours from the offer of a place on these shifts to its settling, of swaps that were settled; the \
    median. Of a month without published shifts nothing was measured. If places were held, but nobody confirmed, checked \
    in or was recorded as a no-show, coverage and no-shows were not measured.";

/// The figures. They hold nothing of any caller, so nothing is withheld.
pub fn figures(source: &Source) -> Vec<Observation> {
    let staffing = &source.rest.crews;
    let sums = staffing.sums;
    let some = staffing.shifts > 0;
    let known = some && sums.knows_who_came();
    let time = |statistic, length: Duration, is_measured| {
        let figure = measured(Figure::tenths(Some(hours(length))), is_measured);
        Observation::new(statistic, Unit::Hours, figure)
    };
    let number = |statistic, number: usize, is_measured| {
        Observation::new(
            statistic,
            Unit::Shifts,
            measured(Figure::number(number), is_measured),
        )
    };
    let share = |statistic, part: f64, whole: f64, is_measured| {
        let percent = (whole > 0.0).then(|| 100.0 * part / whole);
        Observation::new(
            statistic,
            Unit::Percent,
            measured(Figure::tenths(percent), is_measured),
        )
    };
    let swaps: Vec<f64> = staffing
        .swaps
        .iter()
        .map(|seconds| hours(Duration::seconds(*seconds)))
        .collect();
    vec![
        number("shifts", staffing.shifts, true),
        share("coverage", hours(sums.staffed), hours(sums.required), known),
        time("required_hours", sums.required, some),
        time("staffed_hours", sums.staffed, known),
        time("unstaffed_hours", sums.unstaffed, known),
        time("understaffed_hours", sums.understaffed, known),
        number("places_needed", sums.needed, some),
        number("places_filled", sums.filled, some),
        share("fill_rate", count(sums.filled), count(sums.needed), some),
        number("places_held", sums.held, some),
        number("no_shows", sums.no_shows, known),
        share(
            "no_show_share",
            count(sums.no_shows),
            count(sums.held),
            known,
        ),
        number("late_cancels", sums.late_cancels, some),
        number("swaps", swaps.len(), some),
        Observation::new(
            "swap_hours_median",
            Unit::Hours,
            measured(Figure::tenths(median(&swaps)), some),
        ),
    ]
}

fn measured(figure: Figure, is_measured: bool) -> Figure {
    if is_measured {
        figure
    } else {
        Figure::NOT_MEASURED
    }
}

#[cfg(test)]
mod tests;

//! R2 access: how many calls got through, and after how long.

use super::observe::{counted, share};
use crate::reports::cube::grid::Table;
use crate::reports::cube::nodes::{Node, Plain};
use crate::reports::document::{Observation, Unit};
use crate::reports::figure::Figure;
use crate::reports::release::Said;
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "From the hourly tally of the line's telephony, by the local date of the hour. Offered: \
    calls that came in. Answer rate: answered / offered. Abandonment: abandoned / offered. Average speed of answer: \
    seconds that the answered callers waited / answered. Hours: how many hours the tally holds; hours that it does not \
    hold are in no figure. Without a tally nothing was measured.";

/// The figures.
pub fn figures(source: &Source) -> Vec<Observation> {
    let said = |plain| source.said(Table::Access, "", Node::Of(plain));
    let (offered, answered, abandoned) = (
        said(Plain::Offered),
        said(Plain::Answered),
        said(Plain::Abandoned),
    );
    let hours = amount(offered);
    let seconds = amount(answered);
    let speed = match (answered.n(), seconds) {
        (None, _) => Figure::WITHHELD,
        (Some(0), _) => Figure::UNDEFINED,
        (Some(n), seconds) => Figure::tenths(
            seconds
                .zip(u32::try_from(n).ok())
                .map(|(s, n)| s / f64::from(n)),
        ),
    };
    let figures = vec![
        counted("offered", Unit::Contacts, offered),
        counted("answered", Unit::Contacts, answered),
        counted("abandoned", Unit::Contacts, abandoned),
        share("answer_rate", answered, offered),
        share("abandonment", abandoned, offered),
        Observation::new("average_speed_of_answer", Unit::Seconds, speed).of(answered),
        Observation::new(
            "hours",
            Unit::Hours,
            hours.map_or(Figure::WITHHELD, Figure::exactly),
        ),
    ];
    if hours.is_none_or(|hours| hours < 1.0) && !matches!(offered, Said::Withheld) {
        return figures
            .into_iter()
            .map(|figure| figure.instead(Figure::NOT_MEASURED))
            .collect();
    }
    figures
}

/// What is added up of a cell beside its count.
fn amount(said: Said<'_>) -> Option<f64> {
    match said {
        Said::Shown(shown) => shown
            .amount
            .and_then(|amount| u32::try_from(amount).ok())
            .map(f64::from),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

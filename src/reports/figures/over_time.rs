//! R5 isolation over time: whether callers who were asked again felt less lonely in general.

use super::observe::{counted, mean, reckoned, rest, share};
use crate::calls::measures::Instrument;
use crate::reports::cube::grid::Table;
use crate::reports::cube::nodes::{Linked, Node};
use crate::reports::dimension::Dimension;
use crate::reports::document::{Observation, Unit};
use crate::reports::figure::Figure;
use crate::reports::measures::Moments;
use crate::reports::release::Said;
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "Callers with a code who were asked the same questionnaire twice or more in the period; the first \
    and the last answer count, if 28 days or more lie between. Of n measured, n linked. Lonely: UCLA-3 (3 to 9) of 6 or \
    more; the ONS single item of \"often/always\". Mean change: last minus first, below 0 is better, with a 95 % t \
    interval. Reliable change: 3 points or more on UCLA-3 (Hughes et al. 2004). Callers are linked within one reporting \
    year. It shows no cause: there is nobody to compare with.";

/// The figures.
pub fn figures(source: &Source) -> Vec<Observation> {
    let mut figures = Vec::new();
    for instrument in Instrument::ALL {
        let of_instrument = of(source, *instrument);
        let of_instrument = of_instrument
            .into_iter()
            .map(|figure| figure.at(Dimension::Instrument, instrument.as_str()));
        figures.extend(of_instrument);
    }
    figures
}

fn of(source: &Source, instrument: Instrument) -> Vec<Observation> {
    let said = |set| source.said(Table::OverTime, instrument.as_str(), Node::Callers(set));
    let (measured, linked) = (said(Linked::Measured), said(Linked::Linked));
    let ratings = match linked {
        Said::Shown(shown) => shown.ratings,
        _ => None,
    };
    let ends = ratings.and_then(|ratings| ratings.ends);
    let change = ratings.map(|ratings| ratings.change);
    let mut figures = vec![
        counted("measured", Unit::Callers, measured),
        counted("linked", Unit::Callers, linked).missing(rest(measured, linked)),
        share("lonely_at_first", said(Linked::LonelyFirst), linked),
        share("lonely_at_last", said(Linked::LonelyLast), linked),
        mean("mean_first", linked, ends.map(|ends| ends.start)),
        mean("mean_last", linked, ends.map(|ends| ends.end)),
        mean("mean_change", linked, change),
        reckoned(
            "sd_change",
            Unit::Points,
            linked,
            change,
            Moments::standard_deviation,
        ),
    ];
    if instrument == Instrument::Ucla3 {
        figures.push(share("reliably_improved", said(Linked::Improved), linked));
        figures.push(share("reliably_unchanged", said(Linked::Unchanged), linked));
        figures.push(share("reliably_worsened", said(Linked::Worsened), linked));
    }
    let none = measured.n() == Some(0);
    let mark = match (source.is_range || matches!(measured, Said::Absent), none) {
        (true, _) => Some(Figure::NOT_RELEASED),
        (false, true) => Some(Figure::NOT_MEASURED),
        _ => None,
    };
    match mark {
        None => figures,
        Some(mark) => figures
            .into_iter()
            .map(|figure| figure.instead(mark))
            .collect(),
    }
}

#[cfg(test)]
mod tests;

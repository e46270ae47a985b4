//! What stands where a figure is not shown: one short mark for each reason, the same in every form.

use crate::reports::document::Unit;
use crate::reports::figure::{Figure, FigureStatus};

/// The mark; empty for a figure that is shown.
pub const fn mark(status: FigureStatus) -> &'static str {
    match status {
        FigureStatus::Shown => "",
        FigureStatus::Withheld => "[c]",
        FigureStatus::NotMeasured => "[z]",
        FigureStatus::Undefined => "[x]",
        FigureStatus::NotReleased => "[r]",
    }
}

/// What the mark means.
pub const fn meaning(status: FigureStatus) -> &'static str {
    match status {
        FigureStatus::Shown => "The value is there and exactly true, but for rounding.",
        FigureStatus::Withheld => {
            "Withheld: few people are behind it, or it would give away a figure behind which few are."
        }
        FigureStatus::NotMeasured => "Not measured. This is not zero.",
        FigureStatus::Undefined => {
            "Does not exist, such as a mean of nothing or an effect size without spread."
        }
        FigureStatus::NotReleased => {
            "Not given for such a range: it is given for months, quarters and years."
        }
    }
}

/// A figure in print: whole if it is a count, else to one decimal; or its mark.
pub fn printed(figure: Figure, unit: Unit) -> String {
    figure.value.map_or_else(
        || mark(figure.status).to_owned(),
        |value| number(value, unit),
    )
}

/// A value in print: a count whole, money to the cent, else one decimal. Minus is the typographer's.
pub fn number(value: f64, unit: Unit) -> String {
    let text = match unit {
        _ if is_count(unit) && value.fract() == 0.0 => format!("{value:.0}"),
        Unit::Currency => format!("{value:.2}"),
        _ => format!("{value:.1}"),
    };
    text.replace('-', "\u{2212}")
}

/// Whether figures of this unit are whole numbers.
pub const fn is_count(unit: Unit) -> bool {
    !matches!(
        unit,
        Unit::Percent | Unit::Per1000 | Unit::Points | Unit::Ratio | Unit::Currency
    )
}

/// A unit as a reader says it.
pub const fn said(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "percent",
        Unit::Per1000 => "per 1,000 support contacts",
        Unit::Currency => "money",
        other => other.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_reason_has_a_mark_of_its_own() {
        let marks: BTreeSet<&str> = FigureStatus::ALL.iter().map(|s| mark(*s)).collect();
        assert_eq!(marks.len(), FigureStatus::ALL.len());
    }

    #[test]
    fn a_count_is_whole_a_mean_has_one_decimal_and_what_is_hidden_is_a_mark() {
        assert_eq!(printed(Figure::number(412), Unit::Contacts), "412");
        let change = Figure::tenths(Some(-2.0));
        assert_eq!(printed(change, Unit::Points), "\u{2212}2.0");
        assert_eq!(printed(Figure::WITHHELD, Unit::Contacts), "[c]");
        assert_eq!(printed(Figure::NOT_RELEASED, Unit::Callers), "[r]");
    }
}

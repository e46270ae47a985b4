//! A figure: a value, or the mark of why there is none. Knows no rule of what is withheld.

use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use super::measures::{self, count};
use crate::words::words;

words! {
    /// Whether a figure is there, and if not, why.
    FigureStatus {
        /// The value is there and exactly true, but for rounding.
        Shown = "shown",
        /// Few people are behind it, or it would give away a figure behind which few are.
        Withheld = "withheld",
        /// It was not measured.
        NotMeasured = "not_measured",
        /// It does not exist: a mean of nothing, an effect size without spread.
        Undefined = "undefined",
        /// It is given for months, quarters and years, not for other ranges.
        NotReleased = "not_released",
    }
}

/// A figure of a report: a value, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Figure {
    /// The value, if the status is `shown`.
    #[serde(serialize_with = "plain")]
    pub value: Option<f64>,
    /// Whether it is there, and if not, why.
    pub status: FigureStatus,
}

/// 412 and not 412.0.
#[expect(clippy::ref_option, reason = "serde hands a field by reference")]
fn plain<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    let whole = value
        .filter(|number| number.fract() == 0.0)
        .map(|number| format!("{number:.0}"));
    match whole.and_then(|digits| digits.parse::<i64>().ok()) {
        Some(number) => serializer.serialize_i64(number),
        None => value.serialize(serializer),
    }
}

impl Figure {
    /// May not be shown.
    pub const WITHHELD: Self = Self {
        value: None,
        status: FigureStatus::Withheld,
    };
    /// Was not measured.
    pub const NOT_MEASURED: Self = Self {
        value: None,
        status: FigureStatus::NotMeasured,
    };
    /// Does not exist.
    pub const UNDEFINED: Self = Self {
        value: None,
        status: FigureStatus::Undefined,
    };
    /// Is not given for such a range.
    pub const NOT_RELEASED: Self = Self {
        value: None,
        status: FigureStatus::NotReleased,
    };

    /// A value as it is.
    pub const fn exactly(value: f64) -> Self {
        Self {
            value: Some(value),
            status: FigureStatus::Shown,
        }
    }

    /// A count.
    pub fn number(number: usize) -> Self {
        Self::exactly(count(number))
    }

    /// A value to one decimal; none does not exist.
    pub fn tenths(value: Option<f64>) -> Self {
        value.map_or(Self::UNDEFINED, |value| {
            Self::exactly(measures::tenths(value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_a_plain_number_or_null_with_its_status() {
        let text = serde_json::to_string(&[
            Figure::number(412),
            Figure::tenths(Some(-1.26)),
            Figure::WITHHELD,
        ])
        .unwrap();
        let shown = r#"[{"value":412,"status":"shown"},{"value":-1.3,"status":"shown"},{"value":null,"status":"withheld"}]"#;
        assert_eq!(text, shown);
        let back: Vec<Figure> = serde_json::from_str(&text).unwrap();
        assert_eq!(back.first(), Some(&Figure::number(412)));
    }
}

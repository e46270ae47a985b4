//! What may be shown: the primary rule, and the mark of what may not.
//!
//! A count is withheld if few contribute to it or one contributes most of it. A shown count must
//! not give a withheld one away by subtraction, so every difference of shown counts keeps the rule
//! too. Nothing here knows what the counts are about.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use super::measures::count;
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
        // Adding zero turns -0.0 into 0.0.
        value.map_or(Self::UNDEFINED, |value| {
            Self::exactly((value * 10.0).round() / 10.0 + 0.0)
        })
    }

    /// The figure, or the mark if it may not be shown.
    #[must_use]
    pub fn if_shown(self, shown: bool) -> Self {
        if shown { self } else { Self::WITHHELD }
    }
}

/// Who is behind a count: how often each contributor is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    n: usize,
    contributors: usize,
    largest: usize,
}

impl Cell {
    /// Counts items by their contributors. An item without a code is its own contributor.
    pub fn of<'a>(codes: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut n, mut alone) = (0, 0);
        for code in codes {
            n += 1;
            match code {
                Some(code) => *by_code.entry(code).or_default() += 1,
                None => alone += 1,
            }
        }
        let largest = by_code
            .values()
            .copied()
            .max()
            .unwrap_or_default()
            .max(alone.min(1));
        Self {
            n,
            contributors: by_code.len() + alone,
            largest,
        }
    }
}

/// The primary rule with the line's threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Fewer items or contributors than this, other than none, are withheld.
    pub under: u32,
}

impl Rule {
    /// Whether a count may be shown: nobody is behind it, or enough people are and none has more than half.
    pub fn allows(self, cell: &Cell) -> bool {
        let under = usize::try_from(self.under).unwrap_or(usize::MAX);
        cell.n == 0 || (cell.n >= under && cell.contributors >= under && 2 * cell.largest <= cell.n)
    }

    /// Whether a sum of amounts may be shown, on top of the count behind it: without the two largest
    /// contributors a tenth of the largest remains, so that the second cannot reckon the first.
    pub fn allows_sum(amounts: impl IntoIterator<Item = u64>) -> bool {
        let (mut total, mut first, mut second) = (0, 0, 0);
        for amount in amounts {
            total += amount;
            if amount > first {
                second = first;
                first = amount;
            } else {
                second = second.max(amount);
            }
        }
        total == 0 || 10 * (total - first - second) >= first
    }

    /// Which of nested totals may be shown together. `depths` says of each item in how many of the
    /// nested sets below the whole it lies: 0 is in the whole alone. Totals are taken in the order of
    /// `wanted` as long as each difference between two that are shown, and the innermost itself, may be.
    pub fn nested(
        self,
        items: &[(usize, Option<&str>)],
        wanted: impl IntoIterator<Item = usize>,
    ) -> Vec<usize> {
        let mut shown: Vec<usize> = Vec::new();
        for depth in wanted {
            let mut tried = shown.clone();
            tried.push(depth);
            tried.sort_unstable();
            let ends = tried.iter().skip(1).copied().chain([usize::MAX]);
            let safe = tried.iter().zip(ends).all(|(from, to)| {
                let between = items
                    .iter()
                    .filter(|(depth, _)| (*from..to).contains(depth));
                self.allows(&Cell::of(between.map(|(_, code)| *code)))
            });
            if safe {
                shown = tried;
            }
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { under: 11 };

    fn alone(n: usize) -> Cell {
        Cell::of(std::iter::repeat_n(None, n))
    }

    #[test]
    fn a_count_of_one_to_ten_is_withheld_and_none_is_shown() {
        assert!(RULE.allows(&alone(0)));
        assert!((1..=10).all(|n| !RULE.allows(&alone(n))));
        assert!(RULE.allows(&alone(11)));
    }

    #[test]
    fn many_calls_of_few_callers_are_withheld() {
        let codes: Vec<String> = (0..40)
            .map(|call| format!("caller {}", call % 10))
            .collect();
        assert!(!RULE.allows(&Cell::of(codes.iter().map(|code| Some(code.as_str())))));
    }

    #[test]
    fn a_count_of_which_one_caller_has_more_than_half_is_withheld() {
        let with = |one: usize| {
            Cell::of(std::iter::repeat_n(Some("one"), one).chain(std::iter::repeat_n(None, 20)))
        };
        assert!(RULE.allows(&with(20)));
        assert!(!RULE.allows(&with(21)));
    }

    #[test]
    fn a_sum_that_the_second_largest_could_reckon_the_largest_from_is_withheld() {
        assert!(!Rule::allows_sum([100, 50, 9]));
        assert!(Rule::allows_sum([100, 50, 10]));
        assert!(Rule::allows_sum([]));
    }

    /// So many items at each depth.
    fn items(at_depth: &[usize]) -> Vec<(usize, Option<&'static str>)> {
        at_depth
            .iter()
            .enumerate()
            .flat_map(|(depth, n)| std::iter::repeat_n((depth, None), *n))
            .collect()
    }

    #[test]
    fn nested_totals_are_shown_while_no_difference_between_them_is_small() {
        assert_eq!(RULE.nested(&items(&[20, 30, 40]), [0, 1, 2]), [0, 1, 2]);
        assert_eq!(
            RULE.nested(&items(&[0, 30, 40]), [0, 1, 2]),
            [0, 1, 2],
            "no difference gives nobody away"
        );
        assert_eq!(
            RULE.nested(&items(&[5, 30, 40]), [0, 1, 2]),
            [0, 2],
            "1 would give away the 5"
        );
        assert_eq!(
            RULE.nested(&items(&[5, 30, 40]), [1, 0, 2]),
            [1, 2],
            "what is wanted first stays"
        );
        assert_eq!(RULE.nested(&items(&[20, 30, 4]), [0, 2, 1]), [0, 1]);
        assert_eq!(
            RULE.nested(&items(&[4, 4, 4]), [0, 2, 1]),
            [0],
            "twelve in all"
        );
    }

    #[test]
    fn two_small_differences_side_by_side_hide_each_other() {
        assert_eq!(RULE.nested(&items(&[6, 6, 40]), [0, 2, 1]), [0, 2]);
    }

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

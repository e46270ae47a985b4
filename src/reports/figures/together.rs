//! The levels of which a figure is withheld, as one: what the whole leaves of those that are shown. Every reader can reckon
//! it; given, the figures of a breakdown add up, and a small answer counts with others instead of not at all.

use super::observe::Left;
use crate::reports::dimension::Dimension;
use crate::reports::document::Observation;
use crate::reports::release::Said;

/// How that level is called.
pub const TOGETHER: &str = "withheld_together";

/// The figures of the withheld levels of a breakdown into levels that make up the whole without overlap; none if all are
/// shown, or if the whole is not.
pub(super) fn together<'a, const N: usize>(
    by: Dimension,
    whole: Said<'_>,
    levels: impl IntoIterator<Item = Said<'a>>,
    figures: impl FnOnce(Said<'_>) -> [Observation; N],
) -> Vec<Observation> {
    let (withheld, shown): (Vec<_>, Vec<_>) =
        levels.into_iter().partition(|said| *said == Said::Withheld);
    if withheld.is_empty() || whole.n().is_none() {
        return Vec::new();
    }
    let rest = Left::of(whole, Left::sum(&shown).said());
    let figures = figures(rest.said()).into_iter();
    figures.map(|figure| figure.at(by, TOGETHER)).collect()
}

#[cfg(test)]
mod tests;

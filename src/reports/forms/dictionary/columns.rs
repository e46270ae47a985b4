//! The columns of the CSV: the order, what each holds and what it means.

use crate::reports::ReportName;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Comparison, Unit};
use crate::reports::figure::FigureStatus;

/// What a column holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// One word of a list.
    Word(fn() -> Vec<&'static str>),
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A month, such as `2026-10`.
    Month,
    /// A date and time in UTC.
    Moment,
}

/// A column of the CSV.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it is filled in every row.
    pub always: bool,
    /// What it means.
    pub meaning: &'static str,
}

/// A column's kind: a list of words, or as it is named.
macro_rules! kind {
    (Word $list:ident) => {
        Kind::Word(|| $list::ALL.iter().map(|word| word.as_str()).collect())
    };
    ($kind:ident) => {
        Kind::$kind
    };
}

/// A list of columns: name, whether it is always filled, kind, meaning.
macro_rules! list {
    ($($name:ident $always:literal ($($kind:ident)+) $meaning:literal)+) => {
        [$(Column { name: stringify!($name), kind: kind!($($kind)+), always: $always, meaning: $meaning }),+]
    };
}

/// The columns, in their order.
pub const COLUMNS: [Column; 24] = list! {
    report true (Word ReportName) "Which report."
    definition_version true (Integer) "Counts up when the report's definition changes."
    period true (Text) "The period, such as 2026-10, 2026-Q4, 2026, FY2027 or 2026-02..2026-05."
    first_month false (Month) "The period's first month; empty for a compared period."
    last_month false (Month) "The period's last month; empty for a compared period."
    time_zone true (Text) "The line's time zone, by which months are cut."
    as_of false (Moment) "When the last month was released: nothing later is in it. Empty for a compared period."
    release_id false (Text) "The release of the last month. Empty for a compared period."
    compared_with false (Word Comparison) "Empty for the period asked for; else which period this is, seen from that one."
    by false (Word Dimension) "By what the figure is broken down; empty for the whole."
    level false (Text) "Which part of that; empty for the whole. withheld_together: all parts of which this figure is withheld, as one."
    group false (Text) "Of which contacts or callers the figure is; empty for all of them."
    statistic true (Text) "What the figure is. The dictionary lists them."
    unit true (Word Unit) "In what it is counted or measured."
    value false (Number) "The figure; empty unless its status is shown."
    value_status true (Word FigureStatus) "Whether the value is there, and if not, why."
    low false (Number) "The lower bound of its 95 % interval, if it has one and is shown."
    high false (Number) "The upper bound."
    n false (Number) "Of how many it was reckoned; empty if it is itself a count."
    n_status false (Word FigureStatus) "Whether n is there, and if not, why."
    missing false (Number) "How many of those it could be of had no answer; empty if none can be missing."
    missing_status false (Word FigureStatus) "Whether missing is there, and if not, why."
    few true (Boolean) "Whether fewer than 30 are behind the figure."
    figures_sha256 true (Text) "The SHA-256 of the report's figures: forms with the same hash hold the same figures."
};

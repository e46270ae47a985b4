//! R14 privacy: what is held, what was destroyed, what was withheld, and how often was asked. It can be handed to a board.

use crate::reports::document::{Observation, Unit};
use crate::reports::figure::Figure;
use crate::reports::measures::count;
use crate::reports::source::Source;

/// The definition that the report prints.
pub const DEFINITION: &str = "Held past its time, when the period was released: exact times of calls older than 72 hours, notes \
    older than 30 days, drafts older than a day, keys of years that ended more than 90 days before; each must be 0. \
    Destroyed in the period: notes, keys of notes and of years. Withheld: cells of this period's tables that evaluators \
    are not shown. Asked: reports that were pulled in the period, by people and by tools, and by how many of them. No \
    name, number, address or code of a caller is held anywhere but the caller codes of R3, which say nothing without a \
    key that is destroyed 90 days after its year.";

/// The figures.
pub fn figures(source: &Source) -> Vec<Observation> {
    let kept = source.rest.kept;
    let number = |statistic, unit, number: usize| {
        Observation::new(statistic, unit, Figure::exactly(count(number)))
    };
    let withheld = source
        .tables
        .values()
        .map(crate::reports::release::Released::withheld)
        .sum();
    let askers = if source.is_range {
        Figure::NOT_RELEASED
    } else {
        Figure::number(kept.askers)
    };
    vec![
        number("rows_past_retention", Unit::Rows, kept.overdue),
        number("notes_destroyed", Unit::Rows, kept.notes),
        number("note_keys_destroyed", Unit::Months, kept.note_keys),
        number("year_keys_destroyed", Unit::Rows, kept.year_keys),
        number("cells_withheld", Unit::Fields, withheld),
        number("queries_by_people", Unit::Queries, kept.by_people),
        number("queries_by_tools", Unit::Queries, kept.by_tools),
        Observation::new("askers", Unit::Queries, askers),
    ]
}

#[cfg(test)]
mod tests;

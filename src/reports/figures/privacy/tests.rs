//! R14 by hand.

use super::*;
use crate::calls::words::Channel;
use crate::reports::closings::Kept;
use crate::reports::cube::grid::Table;
use crate::reports::cube::nodes::Plain;
use crate::reports::facts::Fact;
use crate::reports::figures::samples::{are, figure, month, plain, times, without};

const OCTOBER: Kept = Kept {
    overdue: 0,
    notes: 14,
    note_keys: 1,
    year_keys: 0,
    by_people: 5,
    by_tools: 2,
    askers: 3,
};

/// A month with two withheld cells.
fn october() -> Source {
    let by_text = Fact {
        channel: Channel::Text,
        ..plain()
    };
    let facts = [times(12, &plain()), times(2, &by_text)].concat();
    let source = without(month(&facts), Table::Channel, "text", Plain::Contacts);
    let mut source = without(source, Table::Channel, "voice", Plain::Contacts);
    source.rest.kept = OCTOBER;
    source
}

#[test]
fn the_worked_example_of_the_documentation() {
    are(
        &figures(&october()),
        &[
            ("rows_past_retention", 0.0),
            ("notes_destroyed", 14.0),
            ("note_keys_destroyed", 1.0),
            ("year_keys_destroyed", 0.0),
            // Contacts by text, and those by voice beside them.
            ("cells_withheld", 2.0),
            ("queries_by_people", 5.0),
            ("queries_by_tools", 2.0),
            ("askers", 3.0),
        ],
    );
}

#[test]
fn months_together_count_nobody_twice_and_show_the_worst_that_was_held() {
    let mut overdue = october();
    overdue.rest.kept.overdue = 4;
    let figures = figures(&Source::sum(&[october(), overdue]));
    are(
        &figures,
        &[
            ("notes_destroyed", 28.0),
            ("rows_past_retention", 4.0),
            ("queries_by_people", 10.0),
        ],
    );
    assert_eq!(figure(&figures, "askers"), Figure::NOT_RELEASED);
}

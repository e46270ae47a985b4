//! R2 by hand.

use super::*;
use crate::reports::cube::beside::Telephony;
use crate::reports::figures::samples::{
    are, are_withheld, behind, figure, lies_in, month, row, tallied, without,
};

const THREE_HOURS: Telephony = Telephony {
    hours: 3,
    offered: 40,
    answered: 30,
    abandoned: 8,
    wait_seconds: 645,
};

#[test]
fn the_worked_example_of_the_documentation() {
    let figures = figures(&tallied(&[], THREE_HOURS));
    are(
        &figures,
        &[
            ("offered", 40.0),
            ("answered", 30.0),
            ("abandoned", 8.0),
            ("answer_rate", 75.0),
            ("abandonment", 20.0),
            ("average_speed_of_answer", 21.5),
            ("hours", 3.0),
        ],
    );
    lies_in(&figures, "answer_rate", 59.8, 85.8);
    lies_in(&figures, "abandonment", 10.5, 34.8);
    assert_eq!(behind(&figures, "answer_rate").0, Some(40.0));
    assert_eq!(behind(&figures, "average_speed_of_answer").0, Some(30.0));
}

#[test]
fn without_a_tally_nothing_was_measured() {
    let figures = figures(&month(&[]));
    assert_eq!(figures.len(), 7);
    for one in &figures {
        assert_eq!(one.figure, Figure::NOT_MEASURED, "{}", one.statistic);
    }
}

#[test]
fn a_tally_of_a_silent_hour_was_measured_and_has_no_rates() {
    let silent = Telephony {
        hours: 1,
        ..Telephony::default()
    };
    let figures = figures(&tallied(&[], silent));
    are(&figures, &[("offered", 0.0), ("hours", 1.0)]);
    for name in ["answer_rate", "abandonment", "average_speed_of_answer"] {
        assert_eq!(figure(&figures, name), Figure::UNDEFINED, "{name}");
    }
}

#[test]
fn withheld_answers_withhold_their_rate_and_their_wait() {
    let source = without(
        tallied(&[], THREE_HOURS),
        Table::Access,
        "",
        Plain::Answered,
    );
    let figures = figures(&source);
    are_withheld(
        &figures,
        &["answered", "answer_rate", "average_speed_of_answer"],
    );
    are(&figures, &[("abandonment", 20.0)]);
}

#[test]
fn a_mean_wait_of_few_is_flagged() {
    let few = Telephony {
        answered: 29,
        ..THREE_HOURS
    };
    assert!(row(&figures(&tallied(&[], few)), "average_speed_of_answer").few);
    assert!(
        !row(
            &figures(&tallied(&[], THREE_HOURS)),
            "average_speed_of_answer"
        )
        .few
    );
}

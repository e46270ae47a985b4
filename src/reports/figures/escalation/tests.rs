//! R8 by hand.

use super::*;
use crate::calls::words::{Escalation, HandoffResult};
use crate::reports::cube::grid::Table;
use crate::reports::facts::Fact;
use crate::reports::figures::samples::{
    are, are_withheld, behind, figure, lies_in, month, plain, times, without,
};

fn went(escalation: Escalation, handoff_result: HandoffResult) -> Fact {
    Fact {
        escalation,
        handoff_result,
        ..plain()
    }
}

/// Twelve support contacts, four of them handed on.
fn twelve() -> Vec<Fact> {
    use HandoffResult::{CallerDeclined, Completed, NotAsked, NotCompleted};
    let mut facts = times(6, &went(Escalation::None, NotAsked));
    facts.extend(times(2, &went(Escalation::SupervisorConsulted, NotAsked)));
    facts.extend(times(2, &went(Escalation::WarmHandoff988, Completed)));
    facts.push(went(Escalation::WarmHandoff988, CallerDeclined));
    facts.push(went(Escalation::MobileCrisis, NotCompleted));
    facts
}

#[test]
fn the_worked_example_of_the_documentation() {
    let figures = figures(&month(&twelve()));
    are(
        &figures,
        &[
            ("support_contacts", 12.0),
            ("supervisor_consulted:count", 2.0),
            ("supervisor_consulted:rate", 166.7),
            ("warm_handoff_988:rate", 250.0),
            ("mobile_crisis:rate", 83.3),
            ("poison_medical:rate", 0.0),
            // Two of three: who declined is not in it.
            ("handoff_completion", 66.7),
        ],
    );
    lies_in(&figures, "supervisor_consulted:rate", 20.2, 602.1);
    lies_in(&figures, "poison_medical:rate", 0.0, 307.4);
    lies_in(&figures, "handoff_completion", 20.8, 93.9);
    assert_eq!(behind(&figures, "handoff_completion").0, Some(3.0));
    assert_eq!(
        behind(&figures, "mobile_crisis:rate"),
        (Some(12.0), Some(0.0))
    );
}

#[test]
fn a_line_that_never_says_how_far_calls_went_did_not_measure_it() {
    let figures = figures(&month(&times(12, &plain())));
    assert_eq!(figure(&figures, "mobile_crisis:rate"), Figure::NOT_MEASURED);
    assert_eq!(
        figure(&figures, "mobile_crisis:count"),
        Figure::NOT_MEASURED
    );
    assert_eq!(figure(&figures, "handoff_completion"), Figure::UNDEFINED);
}

#[test]
fn of_no_contacts_no_rate_exists() {
    let figures = figures(&month(&[]));
    assert_eq!(figure(&figures, "mobile_crisis:rate"), Figure::UNDEFINED);
}

#[test]
fn a_withheld_kind_withholds_its_rate_and_a_withheld_result_the_completion() {
    let hide = |table, level| {
        figures(&without(
            month(&twelve()),
            table,
            level,
            Plain::SupportContacts,
        ))
    };
    let kind = hide(Table::Escalation, "mobile_crisis");
    are_withheld(&kind, &["mobile_crisis:count", "mobile_crisis:rate"]);
    are(
        &kind,
        &[
            ("warm_handoff_988:rate", 250.0),
            ("handoff_completion", 66.7),
        ],
    );
    for level in ["completed", "not_completed", "disconnected"] {
        are_withheld(&hide(Table::HandoffResult, level), &["handoff_completion"]);
    }
    are(
        &hide(Table::HandoffResult, "caller_declined"),
        &[("handoff_completion", 66.7)],
    );
    are_withheld(
        &hide(Table::Whole, ""),
        &["support_contacts", "mobile_crisis:rate"],
    );
}

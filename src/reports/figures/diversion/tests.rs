//! R7 by hand.

use super::*;
use crate::calls::words::WouldHaveDoneInstead as Instead;
use crate::reports::cube::grid::Table;
use crate::reports::facts::Fact;
use crate::reports::figures::samples::{
    are, are_withheld, behind, figure, lies_in, month, plain, times, without,
};

const EMERGENCY: &str = "gone_to_emergency";

fn cost(of: &str) -> UnitCost {
    UnitCost {
        service: of.to_owned(),
        cost: 1200.0,
    }
}

/// Ten support contacts; of two nobody knows.
fn ten() -> Vec<Fact> {
    let would = |would_have_done_instead, many| {
        let fact = Fact {
            would_have_done_instead,
            ..plain()
        };
        times(many, &fact)
    };
    [
        would(Instead::Nothing, 2),
        would(Instead::GoneToEmergency, 3),
        would(Instead::Called988, 1),
        would(Instead::CalledFriendFamily, 2),
        would(Instead::Declined, 1),
        would(Instead::NotAsked, 1),
    ]
    .concat()
}

#[test]
fn the_worked_example_of_the_documentation() {
    let figures = figures(&month(&ten()), Some(&cost(EMERGENCY)));
    are(
        &figures,
        &[
            ("answered", 8.0),
            ("gone_to_emergency:named_count", 3.0),
            ("gone_to_emergency:named_share", 37.5),
            ("called_988:named_share", 12.5),
            ("nothing:named_share", 25.0),
            ("hospital_admission:named_share", 0.0),
            // Three in an emergency department and one at 988.
            ("diverted_count", 4.0),
            ("diverted_share", 50.0),
            // Three times 1,200.
            ("gone_to_emergency:avoided_cost", 3600.0),
        ],
    );
    lies_in(&figures, "gone_to_emergency:named_share", 13.7, 69.4);
    lies_in(&figures, "diverted_share", 21.5, 78.5);
    // 8 times 13.68 % and 69.43 % times 1,200.
    lies_in(&figures, "gone_to_emergency:avoided_cost", 1313.7, 6664.9);
    assert_eq!(
        behind(&figures, "gone_to_emergency:avoided_cost"),
        (Some(8.0), Some(2.0))
    );
}

#[test]
fn no_cost_is_given_that_nobody_asked_for() {
    let figures = figures(&month(&ten()), None);
    assert!(figures.iter().all(|one| one.statistic != "avoided_cost"));
}

#[test]
fn a_service_that_nobody_named_cost_nothing_and_the_bound_above_says_how_sure_that_is() {
    let figures = figures(&month(&ten()), Some(&cost("hospital_admission")));
    are(&figures, &[("hospital_admission:avoided_cost", 0.0)]);
    // 8 z^2 / (8 + z^2) contacts at most.
    lies_in(&figures, "hospital_admission:avoided_cost", 0.0, 3114.3);
}

#[test]
fn where_nobody_answered_no_share_and_no_cost_exists() {
    let figures = figures(&month(&times(5, &plain())), Some(&cost(EMERGENCY)));
    are(&figures, &[("answered", 0.0)]);
    for name in [
        "diverted_share",
        "nothing:named_share",
        "gone_to_emergency:avoided_cost",
    ] {
        assert_eq!(figure(&figures, name), Figure::UNDEFINED, "{name}");
    }
}

#[test]
fn one_withheld_service_withholds_what_is_reckoned_of_all_four() {
    let hide = |level| {
        let source = without(
            month(&ten()),
            Table::WouldHaveDoneInstead,
            level,
            Plain::SupportContacts,
        );
        figures(&source, Some(&cost(EMERGENCY)))
    };
    let emergency = hide(EMERGENCY);
    are_withheld(
        &emergency,
        &[
            "gone_to_emergency:named_share",
            "gone_to_emergency:avoided_cost",
            "diverted_count",
            "diverted_share",
        ],
    );
    are(&emergency, &[("called_988:named_share", 12.5)]);
    are(&hide("nothing"), &[("diverted_share", 50.0)]);
    are_withheld(
        &hide("missing"),
        &[
            "answered",
            "diverted_share",
            "called_988:named_share",
            "gone_to_emergency:avoided_cost",
        ],
    );
}

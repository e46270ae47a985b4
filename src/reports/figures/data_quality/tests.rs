//! R13 by hand.

use super::*;
use crate::calls::words::{
    CallerRelation, ContactType, IsolationMode, RatingStatus, Support, YesOrNo,
};
use crate::reports::facts::{Fact, Several};
use crate::reports::figure::Figure;
use crate::reports::figures::samples::{
    are, are_withheld, behind, figure, lies_in, month, plain, rated, without,
};

fn status(start_status: RatingStatus) -> Fact {
    Fact {
        start_status,
        ..plain()
    }
}

/// Eight contacts, six of them support.
fn eight() -> Vec<Fact> {
    vec![
        Fact {
            logged_late: true,
            supports: Several(vec![Support::Listening]),
            ..rated(IsolationMode::Prospective, 8, 5)
        },
        Fact {
            overlaps: true,
            ..status(RatingStatus::Declined)
        },
        Fact {
            overlaps: true,
            ..status(RatingStatus::NotAppropriate)
        },
        Fact {
            without_shift: true,
            ..status(RatingStatus::NotAsked)
        },
        Fact {
            amended: true,
            veteran: YesOrNo::Yes,
            ..status(RatingStatus::NotAsked)
        },
        Fact {
            caller_relation: CallerRelation::NotAsked,
            ..plain()
        },
        Fact {
            contact_type: ContactType::HangUp,
            late_for: Some("2026-09".parse().unwrap()),
            ..plain()
        },
        Fact {
            contact_type: ContactType::Silent,
            ..plain()
        },
    ]
}

#[test]
fn the_worked_example_of_the_documentation() {
    let figures = figures(&month(&eight()));
    are(
        &figures,
        &[
            ("contacts", 8.0),
            ("support_contacts", 6.0),
            ("logged_late_share", 12.5),
            ("overlapping_count", 2.0),
            ("overlapping_share", 25.0),
            ("without_shift_share", 12.5),
            ("amended_share", 12.5),
            ("of_closed_months_count", 1.0),
            // Of five eligible contacts two were asked: one answered, one declined.
            ("asked_rate", 40.0),
            ("caller_relation/completeness", 83.3),
            ("supports_used/completeness", 16.7),
            ("veteran/completeness", 16.7),
            ("channel/completeness", 100.0),
            ("ended_by/completeness", 0.0),
        ],
    );
    lies_in(&figures, "overlapping_share", 7.1, 59.1);
    lies_in(&figures, "asked_rate", 11.8, 76.9);
    assert_eq!(behind(&figures, "asked_rate").0, Some(5.0));
    assert_eq!(
        behind(&figures, "veteran/completeness"),
        (Some(6.0), Some(5.0))
    );
}

#[test]
fn a_moment_that_was_not_right_for_it_was_not_asked_at() {
    let rate = |start_status| figure(&figures(&month(&[status(start_status)])), "asked_rate");
    assert_eq!(rate(RatingStatus::NotAppropriate), Figure::exactly(0.0));
    assert_eq!(rate(RatingStatus::Declined), Figure::exactly(100.0));
}

#[test]
fn of_no_contacts_nothing_is_complete_or_late() {
    let figures = figures(&month(&[]));
    for name in [
        "logged_late_share",
        "asked_rate",
        "veteran/completeness",
        "ended_by/completeness",
    ] {
        assert_eq!(figure(&figures, name), Figure::UNDEFINED, "{name}");
    }
}

#[test]
fn what_is_withheld_of_a_question_withholds_its_completeness() {
    let hide = |table, level, plain| figures(&without(month(&eight()), table, level, plain));
    let veteran = hide(Table::Veteran, MISSING, Plain::SupportContacts);
    are_withheld(&veteran, &["veteran/completeness"]);
    are(&veteran, &[("channel/completeness", 100.0)]);
    are_withheld(&hide(Table::Whole, "", Plain::Asked), &["asked_rate"]);
    let late = hide(Table::Whole, "", Plain::LoggedLate);
    are_withheld(&late, &["logged_late_count", "logged_late_share"]);
    let support = hide(Table::Whole, "", Plain::SupportContacts);
    are_withheld(
        &support,
        &[
            "support_contacts",
            "veteran/completeness",
            "ended_by/completeness",
        ],
    );
    are(&support, &[("overlapping_share", 25.0)]);
}

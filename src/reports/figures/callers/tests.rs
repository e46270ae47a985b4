//! R3 by hand.

use super::*;
use crate::calls::words::{InboundFrom, Returning};
use crate::reports::cube::grid::Table;
use crate::reports::facts::Fact;
use crate::reports::figures::samples::{
    are, are_withheld, behind, by, figure, lies_in, month, plain, quarter, row, times, without,
};

fn says(returning: Returning) -> Fact {
    Fact {
        returning,
        ..plain()
    }
}

/// Sixteen support contacts: eight of one caller, one each of six, two without a code.
fn sixteen() -> Vec<Fact> {
    let mut facts = times(8, &by("ana", says(Returning::Returning)));
    let first = ["bo", "cy", "di", "ed"].map(|name| by(name, says(Returning::FirstTime)));
    facts.extend(first);
    facts.extend(["fay", "gus"].map(|name| by(name, says(Returning::Declined))));
    facts.extend(times(2, &says(Returning::NotAsked)));
    facts
}

#[test]
fn the_worked_example_of_the_documentation() {
    let figures = figures(&month(&sixteen()), None);
    are(
        &figures,
        &[
            // Seven, rounded down.
            ("callers", 5.0),
            ("coded_contacts", 14.0),
            ("code_coverage", 87.5),
            // One, rounded down.
            ("frequent_callers", 0.0),
            ("contacts_of_frequent_callers", 8.0),
            ("share_of_frequent_callers", 50.0),
            ("first_time_contacts", 4.0),
            ("first_time_share", 33.3),
        ],
    );
    lies_in(&figures, "first_time_share", 13.8, 60.9);
    assert_eq!(
        behind(&figures, "first_time_share"),
        (Some(12.0), Some(4.0))
    );
    assert_eq!(
        behind(&figures, "share_of_frequent_callers"),
        (Some(16.0), Some(2.0))
    );
}

#[test]
fn seven_contacts_in_each_of_two_months_are_not_frequent() {
    let seven = times(7, &by("ana", plain()));
    let eight = times(8, &by("ana", plain()));
    let of = |months| figures(&quarter(months), None);
    are(
        &of([&seven, &seven, &[]]),
        &[("contacts_of_frequent_callers", 0.0)],
    );
    are(
        &of([&seven, &eight, &[]]),
        &[("contacts_of_frequent_callers", 8.0)],
    );
}

#[test]
fn a_line_without_codes_does_not_know_its_callers() {
    let figures = figures(&month(&times(12, &plain())), None);
    for name in [
        "callers",
        "frequent_callers",
        "contacts_of_frequent_callers",
        "share_of_frequent_callers",
    ] {
        assert_eq!(figure(&figures, name), Figure::NOT_MEASURED, "{name}");
    }
    are(&figures, &[("coded_contacts", 0.0), ("code_coverage", 0.0)]);
    assert_eq!(figure(&figures, "first_time_share"), Figure::UNDEFINED);
}

#[test]
fn callers_of_several_releases_are_not_counted() {
    let both = Source::sum(&[month(&sixteen()), month(&sixteen())]);
    let figures = figures(&both, None);
    assert_eq!(figure(&figures, "callers"), Figure::NOT_RELEASED);
    assert_eq!(figure(&figures, "frequent_callers"), Figure::NOT_RELEASED);
    are(
        &figures,
        &[
            ("contacts_of_frequent_callers", 16.0),
            ("code_coverage", 87.5),
        ],
    );
}

#[test]
fn few_callers_are_not_told() {
    assert_eq!(crate::reports::closings::Rest::told(10, 11), None);
    assert_eq!(crate::reports::closings::Rest::told(0, 11), Some(0));
    assert_eq!(crate::reports::closings::Rest::told(14, 11), Some(10));
    let mut source = month(&sixteen());
    source.rest.callers = None;
    are_withheld(&figures(&source, None), &["callers"]);
}

#[test]
fn what_is_withheld_withholds_the_shares_it_is_in() {
    let hide =
        |table, level, plain| figures(&without(month(&sixteen()), table, level, plain), None);
    let coded = hide(Table::Whole, "", Plain::Coded);
    are_withheld(&coded, &["coded_contacts", "code_coverage"]);
    assert_eq!(row(&coded, "callers").missing, Some(Figure::WITHHELD));
    let first = hide(Table::Returning, "first_time", Plain::SupportContacts);
    are_withheld(&first, &["first_time_contacts", "first_time_share"]);
    let again = hide(Table::Returning, "returning", Plain::SupportContacts);
    are_withheld(&again, &["first_time_share"]);
    are(&again, &[("first_time_contacts", 4.0)]);
}

#[test]
fn a_breakdown_is_of_the_support_contacts_and_holds_those_without_an_answer() {
    let from = |inbound_from| Fact {
        inbound_from,
        ..plain()
    };
    let facts = [
        from(InboundFrom::Line988),
        from(InboundFrom::Direct),
        from(InboundFrom::Declined),
        from(InboundFrom::Unknown),
    ];
    let figures = figures(&month(&facts), Some(Dimension::InboundFrom));
    are(
        &figures,
        &[
            ("line_988:share_of_support_contacts", 25.0),
            ("missing:support_contacts", 2.0),
            ("line_911:support_contacts", 0.0),
        ],
    );
}

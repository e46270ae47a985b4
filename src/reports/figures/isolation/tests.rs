//! R4 by hand.

use std::collections::BTreeSet;

use super::*;
use crate::calls::words::{CallerRelation, ContactType, IsolationMode, RatingStatus};
use crate::reports::ReportName;
use crate::reports::facts::Fact;
use crate::reports::figures::samples::{
    are, are_withheld, behind, by, figure, lies_in, month, plain, quarter, rated, row, times,
    without, without_ends, without_node,
};

fn pair(start: u8, end: u8) -> Fact {
    rated(IsolationMode::Prospective, start, end)
}

/// Ten contacts: eight eligible, six pairs, two of them of one caller.
fn ten() -> Vec<Fact> {
    vec![
        by("ana", pair(8, 5)),
        by("bo", pair(6, 6)),
        pair(7, 3),
        by("ana", pair(5, 6)),
        by("cy", pair(1, 1)),
        pair(9, 7),
        rated(IsolationMode::Retrospective, 8, 4),
        Fact {
            start_status: RatingStatus::Declined,
            ..plain()
        },
        Fact {
            minutes: 4,
            ..pair(9, 2)
        },
        Fact {
            caller_relation: CallerRelation::Family,
            ..pair(9, 2)
        },
    ]
}

#[test]
fn the_worked_example_of_the_documentation() {
    let figures = figures(&month(&ten()), None);
    are(
        &figures,
        &[
            ("eligible", 8.0),
            ("pairs", 6.0),
            ("capture", 75.0),
            ("per_call.all/mean_start", 6.0),
            ("per_call.all/mean_end", 4.7),
            // Changes -3, 0, -4, +1, 0, -2.
            ("per_call.all/mean_change", -1.3),
            ("per_call.all/sd_change", 2.0),
            ("per_call.all/effect_size_dz", -0.7),
            ("per_call.all/improved_share", 50.0),
            ("per_call.all/unchanged_share", 33.3),
            ("per_call.all/worsened_share", 16.7),
            ("per_call.all/improved_2_count", 3.0),
            ("per_call.all/improved_1_count", 0.0),
            ("per_call.all/worsened_2_share", 0.0),
        ],
    );
    lies_in(&figures, "per_call.all/mean_change", -3.4, 0.7);
    lies_in(&figures, "per_call.all/improved_share", 18.8, 81.2);
    lies_in(&figures, "per_call.all/worsened_2_share", 0.0, 39.0);
    assert_eq!(
        behind(&figures, "per_call.all/mean_change"),
        (Some(6.0), Some(2.0))
    );
    assert!(row(&figures, "per_call.all/mean_change").few);
}

#[test]
fn the_worked_example_by_caller_by_start_and_in_retrospect() {
    let figures = figures(&month(&ten()), None);
    are(
        &figures,
        &[
            // Without 1 to 1.
            ("per_call.start_2_or_more/pairs", 5.0),
            ("per_call.start_2_or_more/mean_change", -1.6),
            // Ana's first, Bo's and Cy's: -3, 0, 0.
            ("first_call_per_caller.all/pairs", 3.0),
            ("first_call_per_caller.all/mean_change", -1.0),
            ("first_call_per_caller.start_2_or_more/pairs", 2.0),
            ("first_call_per_caller.start_2_or_more/mean_change", -1.5),
            ("retrospective.all/pairs", 1.0),
            ("retrospective.all/mean_change", -4.0),
        ],
    );
    assert_eq!(
        row(&figures, "first_call_per_caller.all/pairs").unit,
        Unit::Callers
    );
    let single = row(&figures, "retrospective.all/mean_change");
    assert_eq!((single.low, single.high), (None, None));
    assert_eq!(
        figure(&figures, "retrospective.all/sd_change"),
        Figure::UNDEFINED
    );
}

#[test]
fn a_change_without_spread_has_no_effect_size_and_an_interval_of_one_point() {
    let figures = figures(&month(&times(3, &pair(6, 4))), None);
    are(&figures, &[("per_call.all/sd_change", 0.0)]);
    assert_eq!(
        figure(&figures, "per_call.all/effect_size_dz"),
        Figure::UNDEFINED
    );
    lies_in(&figures, "per_call.all/mean_change", -2.0, -2.0);
}

#[test]
fn of_no_pairs_no_mean_exists_and_no_share() {
    let figures = figures(&month(&times(3, &plain())), None);
    are(&figures, &[("capture", 0.0), ("per_call.all/pairs", 0.0)]);
    for name in [
        "mean_change",
        "sd_change",
        "effect_size_dz",
        "improved_share",
    ] {
        let name = format!("per_call.all/{name}");
        assert_eq!(figure(&figures, &name), Figure::UNDEFINED, "{name}");
    }
    let nothing = super::figures(&month(&[]), None);
    assert_eq!(figure(&nothing, "capture"), Figure::UNDEFINED);
}

#[test]
fn contacts_that_are_no_support_are_not_eligible() {
    let prank = Fact {
        contact_type: ContactType::Prank,
        ..pair(9, 1)
    };
    are(
        &figures(&month(&[prank]), None),
        &[("eligible", 0.0), ("pairs", 0.0)],
    );
}

#[test]
fn the_first_call_of_a_caller_is_the_first_of_the_quarter() {
    let months = [
        vec![by("ana", pair(8, 5))],
        vec![by("ana", pair(8, 8))],
        vec![],
    ];
    let [first, second, third] = &months;
    let figures = figures(&quarter([first, second, third]), None);
    are(
        &figures,
        &[
            ("per_call.all/pairs", 2.0),
            ("first_call_per_caller.all/pairs", 1.0),
            ("first_call_per_caller.all/mean_change", -3.0),
        ],
    );
}

#[test]
fn groups_by_caller_need_codes_and_one_release() {
    let uncoded = figures(&month(&times(3, &pair(6, 4))), None);
    let of_range = Source::sum(&[month(&ten()), month(&ten())]);
    let of_range = figures(&of_range, None);
    for statistic in ["pairs", "mean_change", "improved_share", "worsened_2_count"] {
        let name = format!("first_call_per_caller.all/{statistic}");
        assert_eq!(figure(&uncoded, &name), Figure::NOT_MEASURED, "{name}");
        assert_eq!(figure(&of_range, &name), Figure::NOT_RELEASED, "{name}");
    }
    are(
        &of_range,
        &[
            ("per_call.all/pairs", 12.0),
            ("per_call.all/mean_change", -1.3),
        ],
    );
}

#[test]
fn withheld_pairs_withhold_all_that_is_reckoned_of_them() {
    let pairs = Node::Rated(Group::All, Class::Pairs);
    let source = without_node(month(&ten()), Table::Whole, "", pairs);
    let figures = figures(&source, None);
    let of_pairs = [
        "pairs",
        "mean_start",
        "mean_end",
        "mean_change",
        "sd_change",
        "effect_size_dz",
        "improved_share",
    ];
    let names = of_pairs.map(|name| format!("per_call.all/{name}"));
    are_withheld(&figures, &names.each_ref().map(String::as_str));
    are_withheld(&figures, &["pairs", "capture"]);
    assert_eq!(
        row(&figures, "per_call.all/improved_count").missing,
        Some(Figure::WITHHELD)
    );
    are(
        &figures,
        &[("eligible", 8.0), ("per_call.all/improved_count", 3.0)],
    );
}

#[test]
fn a_withheld_class_withholds_its_share_and_not_the_mean() {
    let worsened = Node::Rated(Group::All, Class::Worsened);
    let source = without_node(month(&ten()), Table::Whole, "", worsened);
    let figures = figures(&source, None);
    are_withheld(
        &figures,
        &["per_call.all/worsened_count", "per_call.all/worsened_share"],
    );
    are(&figures, &[("per_call.all/mean_change", -1.3)]);
}

#[test]
fn where_the_ratings_at_both_ends_would_tell_too_much_the_change_is_told_alone() {
    let figures = figures(&without_ends(month(&ten()), Table::Whole, "", PAIRS), None);
    are_withheld(
        &figures,
        &["per_call.all/mean_start", "per_call.all/mean_end"],
    );
    are(
        &figures,
        &[
            ("per_call.all/mean_change", -1.3),
            ("per_call.start_2_or_more/mean_start", 7.0),
        ],
    );
    lies_in(&figures, "per_call.all/mean_change", -3.4, 0.7);
}

#[test]
fn a_level_has_its_own_capture_and_a_withheld_one_none() {
    let by_channel = Some(Dimension::Channel);
    let shown = figures(&quarter([&ten(), &[], &[]]), by_channel);
    are(
        &shown,
        &[
            ("voice:capture", 75.0),
            ("voice:per_call.all/mean_change", -1.3),
            ("text:eligible", 0.0),
        ],
    );
    let source = without(
        quarter([&ten(), &[], &[]]),
        Table::Channel,
        "voice",
        Plain::Eligible,
    );
    let hidden = figures(&source, by_channel);
    are_withheld(&hidden, &["voice:eligible", "voice:capture"]);
    are(&hidden, &[("capture", 75.0)]);
}

#[test]
fn a_level_of_a_month_has_its_pairs_and_their_means_and_no_classes() {
    let shown = figures(&month(&ten()), Some(Dimension::Channel));
    are(
        &shown,
        &[
            ("voice:per_call.all/pairs", 6.0),
            ("voice:per_call.all/mean_change", -1.3),
        ],
    );
    let statistics: BTreeSet<&str> = shown
        .iter()
        .filter(|one| one.by.is_some())
        .map(|one| one.statistic.as_str())
        .collect();
    assert!(statistics.contains("sd_change"));
    for gone in ["eligible", "capture", "improved_count", "worsened_share"] {
        assert!(!statistics.contains(gone), "{gone}");
    }
}

#[test]
fn months_do_not_tell_by_where_calls_came_from() {
    let report = ReportName::IsolationChange;
    let tells = |source: &Source| {
        BREAKDOWNS
            .iter()
            .filter(|by| report.is_told(source, **by))
            .count()
    };
    assert_eq!(tells(&month(&ten())), BREAKDOWNS.len() - 1);
    assert_eq!(tells(&quarter([&ten(), &[], &[]])), BREAKDOWNS.len());
}

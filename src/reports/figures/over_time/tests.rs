//! R5 by hand.

use super::*;
use crate::reports::facts::{Fact, Measured, Several};
use crate::reports::figures::samples::{
    are, are_withheld, behind, by, figure, lies_in, month, plain, quarter, without_node,
};

fn score(caller: &str, instrument: Instrument, score: u8, on: &str) -> Fact {
    let measured = Measured {
        instrument,
        score,
        on: on.parse().unwrap(),
    };
    Fact {
        measures: Several(vec![measured]),
        ..by(caller, plain())
    }
}

fn ucla(caller: &str, of: u8, on: &str) -> Fact {
    score(caller, Instrument::Ucla3, of, on)
}

/// Five callers measured; three of them twice, 28 days or more apart.
fn five() -> Source {
    quarter([
        &[
            ucla("ana", 7, "2026-10-05"),
            ucla("bo", 8, "2026-10-10"),
            ucla("cy", 5, "2026-10-12"),
            ucla("di", 6, "2026-10-03"),
            ucla("di", 3, "2026-10-30"),
        ],
        &[
            ucla("bo", 8, "2026-11-20"),
            ucla("ana", 6, "2026-11-01"),
            ucla("ed", 9, "2026-11-02"),
        ],
        &[ucla("ana", 4, "2026-12-01"), ucla("cy", 6, "2026-12-03")],
    ])
}

#[test]
fn the_worked_example_of_the_documentation() {
    let figures = figures(&five());
    are(
        &figures,
        &[
            ("ucla_3:measured", 5.0),
            ("ucla_3:linked", 3.0),
            ("ucla_3:lonely_at_first", 66.7),
            ("ucla_3:lonely_at_last", 66.7),
            ("ucla_3:mean_first", 6.7),
            ("ucla_3:mean_last", 6.0),
            // -3, 0 and +1.
            ("ucla_3:mean_change", -0.7),
            ("ucla_3:sd_change", 2.1),
            ("ucla_3:reliably_improved", 33.3),
            ("ucla_3:reliably_unchanged", 66.7),
            ("ucla_3:reliably_worsened", 0.0),
        ],
    );
    lies_in(&figures, "ucla_3:mean_change", -5.8, 4.5);
    lies_in(&figures, "ucla_3:reliably_improved", 6.1, 79.2);
    assert_eq!(behind(&figures, "ucla_3:linked").1, Some(2.0));
    assert_eq!(behind(&figures, "ucla_3:mean_change").0, Some(3.0));
    assert_eq!(
        figure(&figures, "ons_direct:measured"),
        Figure::NOT_MEASURED
    );
}

#[test]
fn twenty_eight_days_link_and_twenty_seven_do_not() {
    let until = |last: &str| {
        let figures = figures(&quarter([
            &[ucla("ana", 7, "2026-10-01")],
            &[],
            &[ucla("ana", 7, last)],
        ]));
        figure(&figures, "ucla_3:linked")
    };
    assert_eq!(until("2026-10-28"), Figure::number(0));
    assert_eq!(until("2026-10-29"), Figure::number(1));
}

#[test]
fn first_and_last_go_by_the_date_and_not_by_the_order_of_the_log() {
    let facts = [
        ucla("ana", 4, "2026-12-01"),
        ucla("ana", 9, "2026-10-01"),
        ucla("ana", 6, "2026-11-01"),
    ];
    are(
        &figures(&quarter([&[], &[], &facts])),
        &[("ucla_3:mean_first", 9.0), ("ucla_3:mean_last", 4.0)],
    );
}

#[test]
fn answers_to_different_questionnaires_are_never_paired() {
    let facts = [
        ucla("ana", 9, "2026-10-01"),
        score("ana", Instrument::OnsDirect, 5, "2026-12-01"),
    ];
    let figures = figures(&quarter([&facts, &[], &[]]));
    are(
        &figures,
        &[("ucla_3:linked", 0.0), ("ons_direct:linked", 0.0)],
    );
    assert_eq!(figure(&figures, "ucla_3:mean_change"), Figure::UNDEFINED);
    assert_eq!(
        figure(&figures, "ucla_3:reliably_improved"),
        Figure::UNDEFINED
    );
}

#[test]
fn only_ucla_3_has_a_reliable_change() {
    let of = |instrument: Instrument| {
        let figures = figures(&five());
        let there = figures
            .iter()
            .filter(|one| one.level.as_deref() == Some(instrument.as_str()));
        there
            .filter(|one| one.statistic.starts_with("reliably"))
            .count()
    };
    assert_eq!((of(Instrument::Ucla3), of(Instrument::OnsDirect)), (3, 0));
}

#[test]
fn a_month_and_a_range_do_not_link_callers() {
    for source in [month(&[]), Source::sum(&[five(), five()])] {
        for one in figures(&source) {
            assert_eq!(one.figure, Figure::NOT_RELEASED, "{}", one.statistic);
        }
    }
}

#[test]
fn withheld_links_withhold_all_that_is_reckoned_of_them() {
    let hide = |set| {
        figures(&without_node(
            five(),
            Table::OverTime,
            "ucla_3",
            Node::Callers(set),
        ))
    };
    let linked = hide(Linked::Linked);
    are_withheld(
        &linked,
        &[
            "ucla_3:linked",
            "ucla_3:lonely_at_first",
            "ucla_3:mean_first",
            "ucla_3:mean_change",
            "ucla_3:sd_change",
        ],
    );
    are(&linked, &[("ucla_3:measured", 5.0)]);
    let improved = hide(Linked::Improved);
    are_withheld(&improved, &["ucla_3:reliably_improved"]);
    are(&improved, &[("ucla_3:mean_change", -0.7)]);
}

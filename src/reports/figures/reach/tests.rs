//! R10 by hand.

use super::*;
use crate::calls::words::{AgeBand, Ethnicity};
use crate::reports::cube::grid::Table;
use crate::reports::facts::{Fact, Several};
use crate::reports::figure::Figure;
use crate::reports::figures::samples::{
    are, are_withheld, behind, figure, lies_in, month, plain, times, without,
};

fn aged(age_band: AgeBand) -> Fact {
    Fact {
        age_band,
        ..plain()
    }
}

/// Ten support contacts; one caller did not say how old they are.
fn ten() -> Vec<Fact> {
    let mut facts = times(3, &aged(AgeBand::From25));
    facts.extend(times(4, &aged(AgeBand::From65)));
    facts.extend([AgeBand::From75, AgeBand::From90, AgeBand::Declined].map(aged));
    facts
}

#[test]
fn the_worked_example_of_the_documentation() {
    let figures = figures(&month(&ten()), Some(Dimension::AgeBand));
    are(
        &figures,
        &[
            ("support_contacts", 10.0),
            ("25_34:answer_count", 3.0),
            ("25_34:answer_share", 33.3),
            ("65_74:answer_share", 44.4),
            // One from 75 on and one from 90 on.
            ("75_plus:answer_count", 2.0),
            ("75_plus:answer_share", 22.2),
            ("13_17:answer_share", 0.0),
            ("missing:missing_count", 1.0),
            ("missing:missing_share", 10.0),
        ],
    );
    lies_in(&figures, "75_plus:answer_share", 6.3, 54.7);
    lies_in(&figures, "missing:missing_share", 1.8, 40.4);
    assert_eq!(
        behind(&figures, "75_plus:answer_share"),
        (Some(9.0), Some(1.0))
    );
    assert_eq!(behind(&figures, "missing:missing_share").0, Some(10.0));
}

#[test]
fn several_races_may_be_named_and_declining_is_no_answer() {
    let named = |words: &[Ethnicity]| Fact {
        race_ethnicity: Several(words.to_vec()),
        ..plain()
    };
    let facts = [
        named(&[Ethnicity::Asian, Ethnicity::White]),
        named(&[Ethnicity::White]),
        named(&[Ethnicity::Declined]),
        named(&[]),
    ];
    let figures = figures(&month(&facts), Some(Dimension::RaceEthnicity));
    are(
        &figures,
        &[
            ("white:answer_share", 100.0),
            ("asian:answer_share", 50.0),
            ("missing:missing_share", 50.0),
        ],
    );
    assert_eq!(
        behind(&figures, "asian:answer_share"),
        (Some(2.0), Some(2.0))
    );
    assert!(
        figures
            .iter()
            .all(|one| one.level.as_deref() != Some("answered"))
    );
}

#[test]
fn languages_are_a_closed_list_and_regions_the_lines_own_or_those_that_were_named() {
    let speaks = |language: &str, region: &str| Fact {
        language: Some(language.to_owned()),
        region: Some(region.to_owned()),
        ..plain()
    };
    let facts = [
        speaks("es-MX", "north"),
        speaks("es", "south"),
        speaks("cy", "north"),
        plain(),
    ];
    let figures = figures(&month(&facts), None);
    are(&figures, &[("es:answer_count", 2.0)]);
    let of = |by, level: &str| {
        let here = figures.iter().find(|one| {
            one.by == Some(by)
                && one.level.as_deref() == Some(level)
                && one.statistic == "answer_share"
        });
        here.map(|one| one.figure)
    };
    assert_eq!(
        of(Dimension::Language, "other"),
        Some(Figure::exactly(33.3))
    );
    assert_eq!(of(Dimension::Region, "north"), Some(Figure::exactly(66.7)));
    assert_eq!(of(Dimension::Region, "west"), None);
    // Languages are a closed list: one that nobody speaks is there with 0.
    assert_eq!(of(Dimension::Language, "vi"), Some(Figure::exactly(0.0)));
}

#[test]
fn where_nobody_was_asked_no_share_of_an_answer_exists() {
    let figures = figures(&month(&times(3, &plain())), Some(Dimension::Veteran));
    assert_eq!(figure(&figures, "yes:answer_share"), Figure::UNDEFINED);
    are(&figures, &[("missing:missing_share", 100.0)]);
}

#[test]
fn withheld_answers_withhold_their_share_and_withheld_silence_all_of_them() {
    let hide = |level| {
        let source = without(month(&ten()), Table::AgeBand, level, Plain::SupportContacts);
        figures(&source, Some(Dimension::AgeBand))
    };
    let old = hide("75_plus");
    are_withheld(&old, &["75_plus:answer_count", "75_plus:answer_share"]);
    are(&old, &[("25_34:answer_share", 33.3)]);
    let silent = hide("missing");
    are_withheld(
        &silent,
        &[
            "missing:missing_count",
            "missing:missing_share",
            "25_34:answer_share",
        ],
    );
    are(&silent, &[("25_34:answer_count", 3.0)]);
}

//! R6 by hand.

use super::*;
use crate::calls::words::ContactType;
use crate::reports::facts::{Fact, Several};
use crate::reports::figure::Figure;
use crate::reports::figures::samples::{
    are, are_withheld, behind, figure, lies_in, month, plain, without, year,
};

fn about(reasons: &[CallReason]) -> Fact {
    Fact {
        reasons: Several(reasons.to_vec()),
        ..plain()
    }
}

/// Five support contacts, and a wrong number.
fn five() -> Vec<Fact> {
    use CallReason::{AnxietyStress, GoodNews, Housing, LonelinessIsolation, Sleep};
    vec![
        about(&[LonelinessIsolation, Sleep]),
        about(&[LonelinessIsolation]),
        about(&[Sleep, AnxietyStress]),
        about(&[Housing]),
        about(&[GoodNews, LonelinessIsolation]),
        Fact {
            contact_type: ContactType::WrongNumber,
            ..about(&[])
        },
    ]
}

#[test]
fn the_worked_example_of_the_documentation() {
    let figures = figures(&year(&five()));
    are(
        &figures,
        &[
            ("support_contacts", 5.0),
            ("loneliness_isolation:main_reason_count", 2.0),
            ("loneliness_isolation:main_reason_share", 40.0),
            ("loneliness_isolation:any_reason_count", 3.0),
            ("loneliness_isolation:any_reason_share", 60.0),
            ("sleep:main_reason_share", 20.0),
            ("sleep:any_reason_share", 40.0),
            ("anxiety_stress:main_reason_share", 0.0),
            ("anxiety_stress:any_reason_share", 20.0),
            // Loneliness twice, good news once.
            ("company_and_loneliness:main_reason_share", 60.0),
            ("mood_and_mind:main_reason_share", 20.0),
            ("practical_needs:main_reason_share", 20.0),
        ],
    );
    lies_in(
        &figures,
        "loneliness_isolation:main_reason_share",
        11.8,
        76.9,
    );
    assert_eq!(
        behind(&figures, "loneliness_isolation:main_reason_share").0,
        Some(5.0)
    );
}

#[test]
fn main_reasons_add_up_to_the_whole_and_so_do_their_groups() {
    let figures = figures(&year(&five()));
    for by in [Dimension::Reason, Dimension::AnyReason] {
        let of_it = figures.iter().filter(|one| one.by == Some(by));
        let shares = of_it.filter(|one| one.statistic == "main_reason_share");
        let sum: f64 = shares.filter_map(|one| one.figure.value).sum();
        assert!((sum - 100.0).abs() < 1e-9, "{by}: {sum}");
    }
}

#[test]
fn a_withheld_reason_withholds_its_share_and_no_other() {
    let withheld = |level: &str, set| figures(&without(year(&five()), Table::Reason, level, set));
    let housing = withheld("housing", Plain::OfMainReason);
    are_withheld(
        &housing,
        &["housing:main_reason_count", "housing:main_reason_share"],
    );
    are(
        &housing,
        &[
            ("housing:any_reason_share", 20.0),
            ("practical_needs:main_reason_share", 20.0),
        ],
    );
    are_withheld(
        &withheld("any:housing", Plain::SupportContacts),
        &["housing:any_reason_count", "housing:any_reason_share"],
    );
    let whole = without(year(&five()), Table::Whole, "", Plain::SupportContacts);
    are_withheld(
        &figures(&whole),
        &["support_contacts", "sleep:any_reason_share"],
    );
}

#[test]
fn of_no_contacts_no_share_exists() {
    let figures = figures(&year(&[]));
    assert_eq!(
        figure(&figures, "sleep:main_reason_share"),
        Figure::UNDEFINED
    );
    are(&figures, &[("sleep:main_reason_count", 0.0)]);
}

#[test]
fn months_tell_of_main_reasons_by_group_and_of_single_ones_among_others() {
    let figures = figures(&month(&five()));
    are(
        &figures,
        &[
            ("company_and_loneliness:main_reason_share", 60.0),
            ("loneliness_isolation:any_reason_share", 60.0),
        ],
    );
    let single = |one: &&Observation| {
        one.by == Some(Dimension::AnyReason) && one.statistic.starts_with("main_reason")
    };
    assert_eq!(figures.iter().find(single), None);
}

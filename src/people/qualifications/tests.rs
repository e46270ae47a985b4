//! What holds when, which dates are refused, and whom to remind.

use super::*;

const ANA: &str = "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b";
const BEN: &str = "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6c";

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    date("2026-06-10")
}

fn held(person: &str, code: &str, earned_on: &str, expires_on: Option<&str>) -> Held {
    Held {
        id: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6d".parse().unwrap(),
        person: person.parse().unwrap(),
        qualification: code.parse().unwrap(),
        earned_on: date(earned_on),
        expires_on: expires_on.map(date),
        recorded_by: BEN.parse().unwrap(),
        recorded_at: noon(),
        withdrawn: None,
    }
}

fn noon() -> Moment {
    Moment::parse("2026-06-10T19:00:00Z").unwrap()
}

fn withdrawn(mut held: Held) -> Held {
    held.withdrawn = Some(Withdrawal {
        by: BEN.parse().unwrap(),
        at: noon(),
    });
    held
}

fn faults(earned_on: &str, expires_on: Option<&str>) -> Vec<(String, &'static str)> {
    let faults = held(ANA, "wrap", earned_on, expires_on).faults(today());
    faults
        .into_iter()
        .map(|fault| (fault.pointer.unwrap(), fault.code))
        .collect()
}

fn fault(pointer: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(pointer.to_owned(), code)]
}

/// The expiry dates of those who are listed, within so many days.
fn listed(rows: Vec<Held>, days: i64) -> Vec<String> {
    let named = |held| Named {
        held,
        person: "Ana".to_owned(),
        qualification: "WRAP".to_owned(),
    };
    running_out(
        rows.into_iter().map(named).collect(),
        today(),
        Duration::days(days),
    )
    .into_iter()
    .map(|row| row.held.expires_on.unwrap().to_string())
    .collect()
}

#[test]
fn a_code_is_up_to_forty_small_letters_digits_and_underscores() {
    for text in ["a", "wrap", "peer_2", "basic_cbt", &"x".repeat(40)] {
        assert_eq!(text.parse::<QualificationCode>().unwrap().as_str(), text);
    }
    for text in [
        "",
        "_a",
        "2a",
        "Wrap",
        "wrap ",
        "a-b",
        "a/b",
        "wräp",
        &"x".repeat(41),
    ] {
        assert!(text.parse::<QualificationCode>().is_err(), "{text}");
    }
}

#[test]
fn a_name_is_one_line_of_eighty_characters_at_most() {
    let named = |name: &str| Qualification::new("wrap".parse().unwrap(), name);
    assert_eq!(named("  WRAP training ").unwrap().name, "WRAP training");
    for name in ["", " ", "a\nb", "a\0b", &"x".repeat(81)] {
        assert_eq!(named(name).unwrap_err().pointer.as_deref(), Some("/name"));
    }
}

#[test]
fn a_qualification_holds_from_its_first_day_to_its_last() {
    let wrap = held(ANA, "wrap", "2024-06-10", Some("2026-06-10"));
    for (day, holds) in [
        ("2024-06-09", false),
        ("2024-06-10", true),
        ("2026-06-10", true),
        ("2026-06-11", false),
    ] {
        assert_eq!(wrap.holds_on(date(day)), holds, "{day}");
    }
    assert!(!withdrawn(wrap).holds_on(today()));
    assert!(held(ANA, "wrap", "2024-06-10", None).holds_on(date("2199-01-01")));
}

#[test]
fn dates_that_cannot_be_are_refused_each_at_its_field() {
    assert_eq!(faults("2026-06-10", Some("2026-06-10")), []);
    assert_eq!(faults("1966-06-10", None), []);
    assert_eq!(
        faults("2026-06-11", None),
        fault("/earned_on", "in_the_future")
    );
    assert_eq!(
        faults("1966-06-09", None),
        fault("/earned_on", "out_of_range")
    );
    assert_eq!(
        faults("2026-06-01", Some("2026-05-31")),
        fault("/expires_on", "out_of_range")
    );
    assert_eq!(
        faults("2026-06-01", Some("2086-06-11")),
        fault("/expires_on", "out_of_range")
    );
    assert_eq!(faults("2026-06-12", Some("2026-06-11")).len(), 2, "both");
}

#[test]
fn what_runs_out_soon_or_did_lately_is_listed_the_soonest_first() {
    let rows = [
        "2026-03-11",
        "2026-03-12",
        "2026-06-09",
        "2026-06-10",
        "2026-07-10",
        "2026-07-11",
    ];
    let rows = rows.iter().rev().enumerate();
    let rows = rows.map(|(i, last)| held(ANA, &format!("q{i}"), "2024-01-01", Some(last)));
    assert_eq!(
        listed(rows.collect(), 30),
        ["2026-03-12", "2026-06-09", "2026-06-10", "2026-07-10"]
    );
}

#[test]
fn what_was_renewed_is_not_listed_but_its_renewal_may_be() {
    let old = || held(ANA, "wrap", "2022-06-20", Some("2026-06-20"));
    let renewal = |last| held(ANA, "wrap", "2026-06-01", last);
    assert_eq!(listed(vec![old()], 30), ["2026-06-20"]);
    assert_eq!(listed(vec![renewal(None), old()], 30), [""; 0]);
    let later = || renewal(Some("2030-06-01"));
    assert_eq!(listed(vec![later(), old()], 30), [""; 0]);
    assert_eq!(listed(vec![withdrawn(later()), old()], 30), ["2026-06-20"]);
    let short = renewal(Some("2026-06-30"));
    assert_eq!(listed(vec![old(), short], 30), ["2026-06-30"]);
}

#[test]
fn nobody_is_renewed_by_anothers_row_or_by_another_kind() {
    let rows = vec![
        held(ANA, "wrap", "2022-06-20", Some("2026-06-20")),
        held(BEN, "wrap", "2026-06-01", Some("2030-06-01")),
        held(ANA, "basic_cbt", "2026-06-01", None),
    ];
    assert_eq!(listed(rows, 30), ["2026-06-20"]);
}

#[test]
fn of_two_earned_on_one_day_the_one_that_holds_longer_counts() {
    let short = held(ANA, "wrap", "2025-06-20", Some("2026-06-20"));
    let long = held(ANA, "wrap", "2025-06-20", Some("2029-06-20"));
    assert_eq!(listed(vec![long.clone(), short.clone()], 30), [""; 0]);
    assert_eq!(listed(vec![short, long], 30), [""; 0]);
}

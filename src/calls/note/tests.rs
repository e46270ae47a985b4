//! What may be written, case by case.

use super::*;

fn kinds(text: &str) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = find(text, 2026).iter().map(|found| found.kind).collect();
    kinds.dedup();
    kinds
}

#[test]
fn what_gives_somebody_away_is_found_however_it_is_spelt() {
    for (text, kind) in [
        ("her cell: 415-555-2671", Kind::Phone),
        ("her cell (415)5552671", Kind::Phone),
        ("at ４１５ 555 2671 any time", Kind::Phone),
        ("five five five one two one two please", Kind::Phone),
        ("ring +44 20 7946 0958", Kind::Phone),
        ("at ana dot b at gmail dot com", Kind::Email),
        ("ana@oak.example", Kind::Email),
        ("see www.oak.example/a", Kind::Url),
        ("ssn 078-05-1120", Kind::Ssn),
        ("card 4111 1111 1111 1111", Kind::Card),
        ("from 192.168.10.4 today", Kind::Ip),
        ("from 2001:db8::7 today", Kind::Ip),
        ("dob 3/4/61", Kind::Birth),
        ("was born on March 4, 1961", Kind::Birth),
        ("lives at 1200 Fulton Street", Kind::Address),
        ("lives at 1200 fulton st apt 4", Kind::Address),
        ("zip is 94610", Kind::Zip),
        ("her husband Diego left", Kind::Person),
        ("a man called Ned Foley", Kind::Person),
    ] {
        assert!(kinds(text).contains(&kind), "{text}: {:?}", kinds(text));
    }
}

#[test]
fn numbers_of_other_things_are_left_alone() {
    for text in [
        "Gave 988 and 211, at 3:15 am, after 5 mg.",
        "Rated 8 then 5; room 12; 24/7; 10,000 steps.",
        "Will call again in April or May. Hope is back.",
        "We counted one two three four five six seven eight.",
        "Appointment on 11/24/2026 at 10:30.",
        "A 20 minute drive away.",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn a_fault_tells_the_kind_and_the_place_and_never_the_text() {
    let faults = faults(
        "Ünd 415-555-2671, and 415-555-2672, for Diego Alvarez",
        false,
        2026,
    );
    let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["identifying", "maybe_a_name"]);
    let details: Vec<&str> = faults.iter().map(|fault| fault.detail.as_str()).collect();
    assert!(
        details.concat().contains("phone at characters 4-16, 22-34"),
        "{details:?}"
    );
    assert!(!details.concat().contains("2671") && !details.concat().contains("Diego"));
    assert_eq!(super::faults("for Diego Alvarez", true, 2026), []);
}

#[test]
fn a_note_is_due_after_thirty_days_and_a_key_when_its_last_note_is() {
    let wall = Wall(chrono_tz::America::Los_Angeles);
    let month: Month = "2026-06".parse().unwrap();
    let at = |text| Moment::parse(text).unwrap();
    assert!(!key_is_due(month, wall, at("2026-07-31T06:59:59Z")));
    assert!(key_is_due(month, wall, at("2026-07-31T07:00:00Z")));
    assert_eq!(
        due_before(at("2026-07-31T07:00:00Z")),
        at("2026-07-01T07:00:00Z")
    );
}

#[test]
fn a_note_is_written_within_a_day_on_a_line_that_keeps_notes() {
    let logged = Moment::parse("2026-06-10T19:00:00Z").unwrap();
    assert!(may_write(logged, logged.plus(TO_WRITE), true).is_ok());
    assert!(may_write(logged, logged, false).is_err());
    assert!(
        may_write(
            logged,
            logged.plus(TO_WRITE).plus(Duration::seconds(1)),
            true
        )
        .is_err()
    );
}

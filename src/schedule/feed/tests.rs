//! Which places a calendar shows, and how.

use super::*;

const NOW: &str = "2026-06-10T19:00:00Z";

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn claim(number: u8, name: &str, hours: (u32, u32)) -> Claim {
    let id = format!("0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a{number:02}");
    let time = |hour| at(&format!("2026-06-12T{hour:02}:00:00Z"));
    Claim {
        id: id.parse().unwrap(),
        shift: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
        seat: Seat::Crew,
        place: 1,
        person: id.parse().unwrap(),
        name: name.to_owned(),
        span: Span {
            starts: time(hours.0),
            ends: time(hours.1),
        },
        claimed_at: at("2026-06-01T00:00:00Z"),
        version: 0,
    }
}

fn place() -> Place {
    Place {
        claim: claim(1, "Ana Lee", (8, 12)),
        shift_name: "Morning".to_owned(),
        released_at: None,
        changed_at: at("2026-06-01T00:00:00Z"),
        shown_at: Some(at("2026-05-20T00:00:00Z")),
        cancelled_at: None,
        withdrawn_at: None,
        was_seen: false,
    }
}

fn event(place: &Place) -> Option<Event> {
    place.event(&[], at(NOW))
}

#[test]
fn a_place_on_a_published_shift_stands_and_names_those_who_are_there_then_by_their_first_names() {
    let crew = [
        claim(1, "Ana Lee", (8, 12)),
        claim(2, "Ben Okafor-Diaz", (8, 10)),
        claim(3, "Cai", (12, 14)),
    ];
    let seen = place().event(&crew, at(NOW)).unwrap();
    assert!(!seen.cancelled);
    assert_eq!(seen.colleagues, ["Ben"]);
}

#[test]
fn a_place_that_is_no_more_is_shown_as_cancelled_for_thirty_days_and_names_nobody() {
    let gone_at = at("2026-06-02T00:00:00Z");
    let given_back = Place {
        released_at: Some(gone_at),
        changed_at: gone_at,
        ..place()
    };
    let called_off = Place {
        cancelled_at: Some(gone_at),
        ..place()
    };
    let taken_back = Place {
        shown_at: None,
        withdrawn_at: Some(gone_at),
        was_seen: true,
        ..place()
    };
    for gone in [given_back, called_off, taken_back] {
        let crew = [claim(2, "Ben", (8, 12))];
        let seen = gone.event(&crew, at(NOW)).unwrap();
        assert!(seen.cancelled && seen.colleagues.is_empty(), "{gone:?}");
        assert_eq!(seen.changed_at, gone_at);
        assert!(gone.event(&crew, at("2026-07-01T23:59:59Z")).is_some());
        assert_eq!(gone.event(&crew, at("2026-07-02T00:00:00Z")), None);
    }
}

#[test]
fn a_draft_that_nobody_saw_is_not_shown() {
    let draft = Place {
        shown_at: None,
        ..place()
    };
    assert_eq!(event(&draft), None);
    let given_back_before = Place {
        released_at: Some(at("2026-05-19T00:00:00Z")),
        ..place()
    };
    assert_eq!(event(&given_back_before), None);
}

#[test]
fn no_line_is_longer_than_75_bytes_and_unfolding_gives_the_text_back() {
    let name = "Größe, \u{1f33b}; back\\slash ".repeat(9);
    let line = Line::new(name.clone(), chrono_tz::America::Los_Angeles);
    let text = text(&line, &[event(&place()).unwrap()]);
    for piece in text.split_terminator("\r\n") {
        assert!(piece.len() <= LONGEST_LINE, "{piece}");
        assert!(!piece.contains(['\r', '\n']));
    }
    let whole = text.replace("\r\n ", "");
    assert!(whole.contains(&format!("X-WR-CALNAME:{}\r\n", escaped(&name))));
    assert_eq!(escaped("a,b;c\\d\r\ne\u{7}"), "a\\,b\\;c\\\\d\\ne");
}

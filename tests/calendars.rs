//! Calendars as they are committed, and as two readers understand them that this project did not write.
//!
//! With `WARMLINE_CALENDARS_ANEW` set the committed ones are made again.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "support/readers.rs"]
mod readers;

use serde_json::{Value, json};
use warmline::clock::Moment;
use warmline::line::Line;
use warmline::schedule::feed::{self, Event};
use warmline::schedule::{Seat, Span};

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn event(number: u8, (starts, ends): (&str, &str), name: &str, colleagues: &[&str]) -> Event {
    Event {
        claim: format!("0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a{number:02}")
            .parse()
            .unwrap(),
        version: 0,
        changed_at: at("2026-06-01T08:30:15Z"),
        span: Span {
            starts: at(starts),
            ends: at(ends),
        },
        shift_name: name.to_owned(),
        seat: Seat::Crew,
        cancelled: false,
        colleagues: colleagues.iter().map(|name| (*name).to_owned()).collect(),
    }
}

/// Calendars by name: one without shifts, one with all that a shift may be, one with hard texts.
fn calendars() -> Vec<(&'static str, Line, Vec<Event>)> {
    let line = |name: &str, zone| Line::new(name, zone);
    let morning = ("2026-06-12T15:00:00Z", "2026-06-12T19:00:00Z");
    // The night of the change of clocks.
    let night = ("2026-11-01T05:00:00Z", "2026-11-01T14:00:00Z");
    let shadowed = Event {
        seat: Seat::Shadow,
        ..event(2, night, "Night", &["Ben"])
    };
    let given_back = Event {
        cancelled: true,
        version: 3,
        changed_at: at("2026-06-09T23:59:59Z"),
        ..event(
            3,
            ("2026-06-20T00:00:00Z", "2026-06-20T04:00:00Z"),
            "Evening",
            &[],
        )
    };
    let plain = [
        event(1, morning, "Morning", &["Ana", "Ben"]),
        shadowed,
        given_back,
    ];
    let long = "Länger als eine Zeile, und mit Zeichen wie \u{1f33b} und 語; \\ ist kein Umbruch, "
        .repeat(3);
    let hard = [
        event(
            4,
            morning,
            &long,
            &["Zoë", "Nguyễn", "Semi;colon", "Back\\slash"],
        ),
        event(
            5,
            morning,
            ":\"quoted\" name, with a colon:",
            &["\u{1f33b}"],
        ),
    ];
    vec![
        (
            "empty",
            line("Oak Line", chrono_tz::America::Los_Angeles),
            Vec::new(),
        ),
        (
            "shifts",
            line("Oak Line", chrono_tz::America::Los_Angeles),
            plain.to_vec(),
        ),
        (
            "hard-texts",
            line("Línea; de apoyo, \\ Ñandú", chrono_tz::Asia::Kolkata),
            hard.to_vec(),
        ),
    ]
}

/// What a reader must find.
fn expected(line: &Line, events: &[Event]) -> Value {
    let event = |event: &Event| {
        let with = event.colleagues.join(", ");
        let shadowing = if event.seat == Seat::Shadow {
            " (shadowing)"
        } else {
            ""
        };
        json!({
            "uid": format!("{}@warmline", event.claim), "starts": event.span.starts, "ends": event.span.ends,
            "stamp": event.changed_at, "changed": event.changed_at, "sequence": event.version,
            "status": if event.cancelled { "CANCELLED" } else { "CONFIRMED" },
            "transparency": if event.cancelled { "TRANSPARENT" } else { "OPAQUE" },
            "summary": format!("{}{shadowing}", event.shift_name),
            "description": (!with.is_empty()).then(|| format!("With {with}")),
            "fields": if with.is_empty() { 9 } else { 10 },
        })
    };
    json!({"name": line.name, "zone": line.wall.0.name(), "refresh": "PT1H",
        "events": events.iter().map(event).collect::<Vec<_>>()})
}

#[test]
fn the_committed_calendars_are_those_the_code_makes() {
    for (name, line, events) in calendars() {
        let path = format!("{}/tests/calendar/{name}.ics", env!("CARGO_MANIFEST_DIR"));
        let made = feed::text(&line, &events);
        if std::env::var_os("WARMLINE_CALENDARS_ANEW").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == made,
            "{path} is another. To make it again: WARMLINE_CALENDARS_ANEW=1 cargo test --test calendars"
        );
    }
}

#[test]
fn two_readers_find_in_a_calendar_what_was_put_in() {
    let (mut texts, mut put_in) = (Vec::new(), Vec::new());
    for (_, line, events) in calendars() {
        texts.push(feed::text(&line, &events));
        put_in.push(expected(&line, &events));
    }
    let put_in = Value::Array(put_in);
    for found in readers::read(&texts) {
        assert_eq!(found, put_in);
    }
}

#[test]
fn the_readers_would_notice_another_time_or_name() {
    let (_, line, mut events) = calendars().remove(1);
    let put_in = expected(&line, &events);
    for event in &mut events {
        event.span.ends = event.span.ends.plus(chrono::Duration::seconds(1));
    }
    for found in readers::read(&[feed::text(&line, &events)]) {
        assert_ne!(found, json!([put_in]));
    }
}

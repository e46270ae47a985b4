//! R12 by hand.

use super::*;
use crate::clock::Moment;

const WALL: Wall = Wall(chrono_tz::America::Los_Angeles);

fn at(text: &str) -> Moment {
    WALL.instant(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn part(starts: &str, ends: &str, steps: &[Step]) -> Part {
    Part {
        span: Span {
            starts: at(starts),
            ends: at(ends),
        },
        steps: steps.iter().copied().collect(),
        given_back: None,
        overridden: false,
    }
}

fn frame(first: &str, after: &str) -> Frame {
    Frame {
        span: Span {
            starts: at(&format!("{first} 00:00")),
            ends: at(&format!("{after} 00:00")),
        },
        wall: WALL,
    }
}

fn may() -> Frame {
    frame("2026-05-01", "2026-06-01")
}

fn peer(wished: Option<i64>, parts: Vec<Part>) -> Peer {
    Peer {
        id: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
        name: "Ana".to_owned(),
        parts,
        tally: Tally {
            contacts: 9,
            hard_calls: 2,
            debriefs_asked: 2,
            debriefs_done: 1,
        },
        wished: wished.map(Duration::hours),
    }
}

const CAME: &[Step] = &[Step::Confirmed, Step::CheckedIn];

#[test]
fn the_worked_example_of_the_documentation() {
    // Tuesday, four hours by day. Friday 22:00 to Saturday 06:00: eight hours, a night, six weekend hours.
    // Sunday 31 May 20:00 to Monday 1 June 04:00: four hours of May, all of a weekend; the night is June's.
    let mut given = part("2026-05-31 20:00", "2026-06-01 04:00", &[Step::Confirmed]);
    given.overridden = true;
    let mut dropped = part("2026-05-12 08:00", "2026-05-12 12:00", &[]);
    dropped.given_back = Some(GivenBack::DroppedLate);
    let mut absent = part("2026-05-19 08:00", "2026-05-19 12:00", &[Step::NoShow]);
    absent.given_back = Some(GivenBack::Otherwise);
    let parts = vec![
        part("2026-05-05 08:00", "2026-05-05 12:00", CAME),
        part("2026-05-08 22:00", "2026-05-09 06:00", CAME),
        given,
        dropped,
        absent,
    ];
    let load = load(&peer(Some(7), parts), may());
    let held = (load.held.hours, load.held.nights, load.held.weekend_hours);
    assert_eq!(held, (16.0, 1, 10.0));
    let worked = (
        load.worked.hours,
        load.worked.nights,
        load.worked.weekend_hours,
    );
    assert_eq!(worked, (12.0, 1, 6.0));
    assert_eq!((load.overrides, load.late_drops, load.no_shows), (1, 1, 1));
    // Seven hours a week are one a day.
    assert_eq!(
        (load.wished_hours, load.difference),
        (Some(31.0), Some(-15.0))
    );
    let cells = row("2026-05", &load);
    let expected = [
        "2026-05",
        "Ana",
        "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b",
        "16",
        "1",
        "10",
        "12",
        "1",
        "6",
        "9",
        "2",
        "2",
        "1",
        "1",
        "1",
        "1",
        "31",
        "-15",
    ];
    assert_eq!(cells, expected);
}

#[test]
fn hours_are_those_that_elapse_when_clocks_change() {
    let month = |first, after, starts, ends| {
        let load = load(
            &peer(None, vec![part(starts, ends, CAME)]),
            frame(first, after),
        );
        (load.held.hours, load.held.nights, load.held.weekend_hours)
    };
    let spring = month(
        "2026-03-01",
        "2026-04-01",
        "2026-03-07 22:00",
        "2026-03-08 06:00",
    );
    assert_eq!(spring, (7.0, 1, 7.0));
    let autumn = month(
        "2026-11-01",
        "2026-12-01",
        "2026-11-01 00:00",
        "2026-11-01 06:00",
    );
    assert_eq!(autumn, (7.0, 1, 7.0));
}

#[test]
fn the_spread_is_of_those_who_wish_something() {
    let of = |wished, hours: u32| {
        let ends = format!("2026-05-05 {:02}:00", 8 + hours);
        peer(wished, vec![part("2026-05-05 08:00", &ends, CAME)])
    };
    // Wished 31 each; held 4, 8 and 12: differences -27, -23 and -19.
    let peers = [of(Some(7), 4), of(Some(7), 8), of(Some(7), 12), of(None, 2)];
    let expected = Spread {
        n: 3,
        standard_deviation: Some(4.0),
        least: Some(-27.0),
        most: Some(-19.0),
    };
    assert_eq!(spread(&peers, may()), expected);
    let nobody = spread(&[of(None, 2)], may());
    assert_eq!(
        (nobody.n, nobody.standard_deviation, nobody.least),
        (0, None, None)
    );
}

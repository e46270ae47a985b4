//! Each reason alone, at its edge, and all of them together. The table beside it tries every pair.

mod table;

use super::*;
use crate::line::Line;
use crate::schedule::availability::{Away, Hours, Preference};
use crate::schedule::{Crew, Day, Needs};

fn at(text: &str) -> Moment {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    Wall(chrono_tz::America::Los_Angeles).instant(local)
}

fn span(starts: &str, hours: i64) -> Span {
    Span {
        starts: at(starts),
        ends: at(starts).plus(Duration::hours(hours)),
    }
}

/// Wednesday 2026-06-10, 12:00 to 16:00.
fn shift() -> Shift {
    Shift {
        id: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
        schedule: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6c".parse().unwrap(),
        template: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6d".parse().unwrap(),
        name: "Afternoon".to_owned(),
        local_date: "2026-06-10".parse().unwrap(),
        span: span("2026-06-10 12:00", 4),
        needs: Needs::only(Crew::new(2, 3).unwrap()),
        published: true,
        cancelled: false,
        version: 1,
    }
}

fn ask(shift: &Shift, others: &[Span]) -> Vec<Reason> {
    refusals(&facts(shift, others))
}

/// Who has said nothing can always be there.
static ANYTIME: Availability = Availability {
    weekly: Vec::new(),
    exceptions: Vec::new(),
    away: Vec::new(),
    wished: None,
    most: None,
};

fn facts<'a>(shift: &'a Shift, others: &'a [Span]) -> Facts<'a> {
    let line = Line::new("Test", chrono_tz::America::Los_Angeles);
    Facts {
        shift,
        span: shift.span,
        seat: Seat::Crew,
        room: Room::Free,
        others,
        beside: &[],
        held: &[],
        availability: &ANYTIME,
        suspended: false,
        last_hard_call: None,
        limits: line.limits,
        wall: line.wall,
        now: at("2026-06-01 12:00"),
    }
}

#[test]
fn an_open_published_shift_may_be_taken_by_who_is_free() {
    assert_eq!(ask(&shift(), &[]), []);
}

#[test]
fn a_draft_is_not_taken() {
    let draft = Shift {
        published: false,
        ..shift()
    };
    assert_eq!(ask(&draft, &[]), [Reason::NotPublished]);
}

#[test]
fn a_shift_has_begun_at_its_first_instant() {
    let shift = shift();
    let mut facts = facts(&shift, &[]);
    facts.now = shift.span.starts;
    assert_eq!(refusals(&facts), [Reason::AlreadyStarted]);
    facts.now = shift.span.starts.minus(Duration::seconds(1));
    assert_eq!(refusals(&facts), []);
}

#[test]
fn a_full_shift_is_full_but_not_to_who_is_on_it() {
    let shift = shift();
    let mut facts = facts(&shift, &[]);
    facts.room = Room::Full;
    assert_eq!(refusals(&facts), [Reason::ShiftFull]);
    facts.room = Room::Theirs;
    assert_eq!(refusals(&facts), [Reason::AlreadyAssigned]);
}

#[test]
fn who_is_suspended_takes_nothing() {
    let shift = shift();
    let facts = Facts {
        suspended: true,
        ..facts(&shift, &[])
    };
    assert_eq!(refusals(&facts), [Reason::Suspended]);
}

#[test]
fn who_had_a_hard_call_is_off_for_two_hours() {
    let shift = shift();
    let cases: [(&str, &[Reason]); 4] = [
        ("2026-06-10 09:59", &[]),
        ("2026-06-10 10:00", &[]),
        ("2026-06-10 10:01", &[Reason::CoolingOff]),
        ("2026-06-10 11:59", &[Reason::CoolingOff]),
    ];
    for (ended, expected) in cases {
        let facts = Facts {
            last_hard_call: Some(at(ended)),
            ..facts(&shift, &[])
        };
        assert_eq!(refusals(&facts), expected, "hard until {ended}");
    }
}

#[test]
fn a_minute_of_overlap_is_an_overlap_and_no_lack_of_rest() {
    assert_eq!(
        ask(&shift(), &[span("2026-06-10 15:59", 4)]),
        [Reason::Overlaps]
    );
}

#[test]
fn ten_hours_of_rest_are_enough_and_a_minute_less_is_not() {
    assert_eq!(ask(&shift(), &[span("2026-06-11 02:00", 1)]), []);
    assert_eq!(
        ask(&shift(), &[span("2026-06-11 01:59", 1)]),
        [Reason::RestTooShort]
    );
    assert_eq!(ask(&shift(), &[span("2026-06-09 22:00", 4)]), []);
    assert_eq!(
        ask(&shift(), &[span("2026-06-09 22:01", 4)]),
        [Reason::RestTooShort]
    );
}

#[test]
fn twenty_four_hours_a_week_are_allowed_and_no_minute_more() {
    // Monday and Friday, ten hours each, and this shift's four.
    let twenty = [span("2026-06-08 08:00", 10), span("2026-06-12 08:00", 10)];
    assert_eq!(ask(&shift(), &twenty), []);
    let mut more = twenty.to_vec();
    more.push(Span {
        starts: at("2026-06-14 12:00"),
        ends: at("2026-06-14 12:01"),
    });
    assert_eq!(ask(&shift(), &more), [Reason::WeekHoursExceeded]);
}

#[test]
fn hours_count_in_the_week_in_which_they_are_worked() {
    // Sunday 22:00 to Monday 08:00: two hours in this week, eight in the next.
    let others = [
        span("2026-06-08 08:00", 10),
        span("2026-06-12 08:00", 8),
        span("2026-06-14 22:00", 10),
    ];
    assert_eq!(ask(&shift(), &others), []);
}

#[test]
fn a_fourth_night_in_a_week_is_one_too_many() {
    let night = Shift {
        span: span("2026-06-10 05:00", 2),
        ..shift()
    };
    let three = [
        span("2026-06-08 03:00", 2),
        span("2026-06-12 03:00", 2),
        span("2026-06-14 03:00", 2),
    ];
    assert_eq!(ask(&night, three.get(..2).unwrap()), []);
    assert_eq!(ask(&night, &three), [Reason::NightsExceeded]);
    let dawn = Shift {
        span: span("2026-06-10 06:00", 2),
        ..shift()
    };
    assert_eq!(ask(&dawn, &three), [], "work from 06:00 is no night");
}

#[test]
fn a_sixth_day_in_a_row_is_one_too_many_whichever_day_of_the_run_it_is() {
    let day = |date: &str| span(&format!("{date} 12:00"), 2);
    let around = [
        "2026-06-07",
        "2026-06-08",
        "2026-06-09",
        "2026-06-11",
        "2026-06-12",
    ]
    .map(day);
    assert_eq!(ask(&shift(), around.get(..4).unwrap()), []);
    assert_eq!(ask(&shift(), &around), [Reason::ConsecutiveDaysExceeded]);
}

#[test]
fn the_hour_lost_in_spring_and_won_in_autumn_is_counted_as_it_elapses() {
    // Saturday 20:00 to Sunday 06:00 on the wall: nine hours on 2026-03-07, eleven on 2026-10-31.
    let long = |from: &str, to: &str| Span {
        starts: at(from),
        ends: at(to),
    };
    let spring = Shift {
        span: long("2026-03-07 20:00", "2026-03-08 06:00"),
        ..shift()
    };
    let before = [span("2026-03-02 08:00", 8), span("2026-03-05 08:00", 7)];
    assert_eq!(spring.span.length(), Duration::hours(9));
    let mut asked = facts(&spring, &before);
    asked.now = at("2026-03-01 00:00");
    assert_eq!(refusals(&asked), [], "15 and 9 hours");
    let autumn = Shift {
        span: long("2026-10-31 20:00", "2026-11-01 06:00"),
        ..shift()
    };
    let before = [span("2026-10-26 08:00", 7), span("2026-10-29 08:00", 7)];
    assert_eq!(
        ask(&autumn, &before),
        [Reason::WeekHoursExceeded],
        "14 and 11 hours"
    );
}

#[test]
fn all_reasons_are_given_at_once() {
    let mut shift = Shift {
        published: false,
        ..shift()
    };
    shift.needs.qualifications = [QualificationCode::shift_lead()].into();
    let others = [
        span("2026-06-10 13:00", 12),
        span("2026-06-10 02:30", 1),
        span("2026-06-12 08:00", 12),
    ];
    let mut facts = facts(&shift, &others);
    facts.room = Room::Full;
    facts.suspended = true;
    facts.now = shift.span.ends;
    facts.limits.week_nights = 0;
    facts.limits.days_in_a_row = 0;
    facts.last_hard_call = Some(shift.span.starts);
    let wednesdays = Hours {
        starts: "15:00".parse().unwrap(),
        ends: "16:00".parse().unwrap(),
        preference: Preference::Unavailable,
    };
    let availability = Availability {
        weekly: vec![(Day::Wednesday, wednesdays)],
        away: vec![Away {
            starts_on: shift.local_date,
            ends_on: shift.local_date,
        }],
        ..Availability::default()
    };
    facts.availability = &availability;
    let reasons = refusals(&facts);
    assert_eq!(
        reasons.len(),
        Reason::ALL.len() - 2,
        "all but already_assigned, and one of the two of training: {reasons:?}"
    );
}

#[test]
fn the_window_of_other_shifts_is_wide_enough_for_every_limit() {
    let limits = Line::new("Test", chrono_tz::UTC).limits;
    let window = window(shift().span, limits);
    assert!(shift().span.starts.since(window.starts) >= Duration::days(8));
}

//! Every reason alone and every pair of reasons, on both seats, on ordinary days and around both changes of clocks.
//!
//! A good case has no reason against it. Each reason has a spoiler, which spoils a case for this reason alone; two
//! spoilers together must give exactly the two reasons, in whatever order they spoil.

use chrono::Days;

use super::*;

/// Everything that is known, owned, so that it can be spoiled.
#[derive(Clone)]
struct Case {
    shift: Shift,
    seat: Seat,
    room: Room,
    others: Vec<Span>,
    held: Vec<Held>,
    availability: Availability,
    suspended: bool,
    last_hard_call: Option<Moment>,
    now: Moment,
}

fn code(text: &str) -> QualificationCode {
    text.parse().unwrap()
}

fn held(qualification: &str, expires_on: Option<NaiveDate>) -> Held {
    let id = "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b";
    Held {
        id: id.parse().unwrap(),
        person: id.parse().unwrap(),
        qualification: code(qualification),
        earned_on: "2024-01-01".parse().unwrap(),
        expires_on,
        recorded_by: id.parse().unwrap(),
        recorded_at: at("2024-01-01 12:00"),
        withdrawn: None,
    }
}

impl Case {
    /// A shift that needs one qualification, which holds to the day of its start.
    fn good(span: Span, seat: Seat) -> Self {
        let mut shift = Shift { span, ..shift() };
        shift.local_date = WALL.date(span.starts);
        shift.needs.qualifications = [code("peer_support")].into();
        Self {
            held: vec![held("peer_support", Some(shift.local_date))],
            now: span.starts.minus(Duration::days(10)),
            shift,
            seat,
            room: Room::Free,
            others: Vec::new(),
            availability: Availability::default(),
            suspended: false,
            last_hard_call: None,
        }
    }

    fn refusals(&self) -> Vec<Reason> {
        refusals(&Facts {
            seat: self.seat,
            room: self.room,
            held: &self.held,
            availability: &self.availability,
            suspended: self.suspended,
            last_hard_call: self.last_hard_call,
            now: self.now,
            ..facts(&self.shift, &self.others)
        })
    }

    /// A local date, so many days from that of the start.
    fn date(&self, days_before: u64) -> NaiveDate {
        self.shift.local_date - Days::new(days_before)
    }

    /// Work on a local date, so many minutes from an hour on.
    fn work(&mut self, date: NaiveDate, hour: u32, minutes: i64) {
        let starts = WALL.instant(date.and_hms_opt(hour, 0, 0).unwrap());
        let ends = starts.plus(Duration::minutes(minutes));
        self.others.push(Span { starts, ends });
    }

    /// Spoils the case for this reason and for no other.
    fn spoil(&mut self, reason: Reason) {
        let span = self.shift.span;
        let monday = monday(self.shift.local_date);
        match reason {
            Reason::NotPublished => self.shift.published = false,
            Reason::AlreadyStarted => self.now = span.starts,
            Reason::Suspended => self.suspended = true,
            Reason::AlreadyAssigned => self.room = Room::Theirs,
            Reason::ShiftFull => self.room = Room::Full,
            Reason::Overlaps => self.others.push(Span {
                starts: span.ends.minus(Duration::minutes(1)),
                ends: span.ends.plus(Duration::minutes(1)),
            }),
            Reason::NotQualified => {
                self.shift.needs.qualifications.insert(code("wrap"));
            }
            Reason::QualificationExpired => {
                self.shift.needs.qualifications.insert(code("cbt"));
                self.held.push(held("cbt", Some(self.date(1))));
            }
            Reason::Unavailable => {
                let hours = Hours {
                    starts: "00:00".parse().unwrap(),
                    ends: "00:00".parse().unwrap(),
                    preference: Preference::Unavailable,
                };
                self.availability.exceptions.push((self.date(0), hours));
            }
            Reason::TimeOff => self.availability.away.push(Away {
                starts_on: self.date(0),
                ends_on: self.date(0),
            }),
            Reason::RestTooShort => {
                let ends = span.starts.minus(Duration::hours(9));
                let starts = ends.minus(Duration::minutes(1));
                self.others.push(Span { starts, ends });
            }
            Reason::WeekHoursExceeded => {
                for day in [0, 4] {
                    self.work(monday + Days::new(day), 6, 12 * 60);
                }
            }
            Reason::NightsExceeded => {
                for day in [0, 1, 3, 4] {
                    self.work(monday + Days::new(day), 3, 1);
                }
            }
            Reason::ConsecutiveDaysExceeded => {
                for days_before in 1..=5 {
                    self.work(self.date(days_before), 12, 1);
                }
            }
            Reason::CoolingOff => self.last_hard_call = Some(span.starts.minus(Duration::hours(1))),
        }
    }
}

const WALL: Wall = Wall(chrono_tz::America::Los_Angeles);

/// Shifts from and to local times, with the hours that pass: an ordinary day, and nights and days of both changes.
const SHIFTS: [(&str, &str, i64); 9] = [
    ("2026-06-10 12:00", "2026-06-10 16:00", 4),
    ("2026-03-07 22:00", "2026-03-08 06:00", 7),
    ("2026-03-08 00:00", "2026-03-08 05:00", 4),
    ("2026-03-08 12:00", "2026-03-08 16:00", 4),
    ("2026-03-08 22:00", "2026-03-09 04:00", 6),
    ("2026-10-31 22:00", "2026-11-01 06:00", 9),
    ("2026-11-01 00:00", "2026-11-01 05:00", 6),
    ("2026-11-01 12:00", "2026-11-01 16:00", 4),
    ("2026-11-01 22:00", "2026-11-02 04:00", 6),
];

fn good_cases() -> impl Iterator<Item = Case> {
    let spans = SHIFTS.iter().map(|(starts, ends, hours)| {
        let span = Span {
            starts: at(starts),
            ends: at(ends),
        };
        assert_eq!(span.length(), Duration::hours(*hours), "{starts}");
        span
    });
    spans.flat_map(|span| Seat::ALL.iter().map(move |seat| Case::good(span, *seat)))
}

/// Which of some spoiled reasons are given. Who shadows needs no training. Who lacks one qualification and has let
/// another run out lacks one. One shift is either full or holds the asker: what is said last stands.
fn given(spoiled: &[Reason], seat: Seat) -> Vec<Reason> {
    let mut given: BTreeSet<Reason> = spoiled.iter().copied().collect();
    if seat == Seat::Shadow || given.contains(&Reason::NotQualified) {
        given.remove(&Reason::QualificationExpired);
    }
    if seat == Seat::Shadow {
        given.remove(&Reason::NotQualified);
    }
    let of_room = |reason: &&Reason| [Reason::AlreadyAssigned, Reason::ShiftFull].contains(reason);
    if spoiled.iter().filter(of_room).count() == 2 {
        let first = spoiled.iter().find(of_room);
        given.retain(|reason| Some(reason) != first);
    }
    given.into_iter().collect()
}

fn try_reasons(good: &Case, spoiled: &[Reason]) {
    let mut case = good.clone();
    for reason in spoiled {
        case.spoil(*reason);
    }
    let (shift, seat) = (case.shift.span.starts, case.seat);
    assert_eq!(
        case.refusals(),
        given(spoiled, seat),
        "{spoiled:?} for {seat} at {shift}"
    );
}

#[test]
fn a_good_case_has_no_reason_against_it() {
    for good in good_cases() {
        try_reasons(&good, &[]);
    }
}

#[test]
fn each_reason_is_given_alone() {
    for good in good_cases() {
        for reason in Reason::ALL {
            try_reasons(&good, &[*reason]);
        }
    }
}

#[test]
fn any_two_reasons_are_given_together_unless_they_exclude_each_other() {
    let mut pairs = 0;
    for good in good_cases() {
        for one in Reason::ALL {
            for other in Reason::ALL.iter().filter(|other| *other != one) {
                try_reasons(&good, &[*one, *other]);
                pairs += usize::from(given(&[*one, *other], good.seat).len() == 2);
            }
        }
    }
    // Of 15 reasons 105 pairs, in both orders: without two on the crew, and on shadow places those of the 13 others
    // without the one of room.
    assert_eq!(pairs, SHIFTS.len() * 2 * (103 + 77));
}

#[test]
fn all_reasons_that_do_not_exclude_each_other_are_given_together() {
    for good in good_cases() {
        try_reasons(&good, Reason::ALL);
    }
}

#[test]
fn the_last_place_of_a_shift_without_a_lead_needs_a_lead() {
    for mut good in good_cases() {
        good.room = Room::ForALead;
        let expected = |reason| (good.seat == Seat::Crew).then_some(reason);
        let lacking: Vec<Reason> = expected(Reason::NotQualified).into_iter().collect();
        let expired: Vec<Reason> = expected(Reason::QualificationExpired).into_iter().collect();
        assert_eq!(good.refusals(), lacking);
        good.held.push(held("shift_lead", Some(good.date(1))));
        assert_eq!(good.refusals(), expired);
        good.held.push(held("shift_lead", None));
        assert_eq!(good.refusals(), []);
    }
}

#[test]
fn nobody_is_put_in_two_places_and_nobody_suspended_and_nobody_where_no_place_is() {
    let never = [
        Reason::Suspended,
        Reason::AlreadyAssigned,
        Reason::ShiftFull,
        Reason::Overlaps,
    ];
    for reason in Reason::ALL {
        assert_eq!(
            reason.may_be_overridden(),
            !never.contains(reason),
            "{reason}"
        );
    }
}

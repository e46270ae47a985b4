//! A place and its parts: what of it may be given, what then remains, and how it becomes one again.

use chrono::Duration;

use crate::clock::Moment;
use crate::error::Fault;
use crate::schedule::{Claim, Seat, Span, Staffed};

/// No part of a place is shorter.
pub const SHORTEST: Duration = Duration::minutes(60);

/// What remains of a span without a part of it, in order.
pub fn remaining(whole: Span, part: Span) -> Vec<Span> {
    let before = Span {
        starts: whole.starts,
        ends: part.starts.min(whole.ends),
    };
    let after = Span {
        starts: part.ends.max(whole.starts),
        ends: whole.ends,
    };
    [before, after]
        .into_iter()
        .filter(|rest| rest.starts < rest.ends)
        .collect()
}

/// A span together with those that touch it, and with those that touch these.
pub fn joined(part: Span, others: &[Span]) -> Span {
    let mut whole = part;
    // Each round takes in at least one more, or none.
    for _round in others {
        for other in others {
            if other.ends == whole.starts {
                whole.starts = other.starts;
            }
            if other.starts == whole.ends {
                whole.ends = other.ends;
            }
        }
    }
    whole
}

/// What is wrong with giving a part of a place.
pub fn faults(whole: Span, part: Span) -> Vec<Fault> {
    let edges = [
        ("/starts_at", part.starts, whole.starts),
        ("/ends_at", part.ends, whole.ends),
    ];
    let mut faults: Vec<Fault> = edges
        .into_iter()
        .filter(|(_, edge, of_whole)| edge != of_whole && !is_quarter_hour(*edge))
        .map(|(pointer, ..)| {
            let detail = "A part begins and ends on a whole quarter of an hour.";
            Fault::at(pointer, "not_a_quarter_hour", detail)
        })
        .collect();
    let rest = remaining(whole, part);
    if !rest.is_empty() && part.length() < SHORTEST {
        let detail = "A part is at least 60 minutes long.";
        faults.push(Fault::at("/ends_at", "too_short", detail));
    }
    for left in rest.iter().filter(|left| left.length() < SHORTEST) {
        let pointer = if left.ends == part.starts {
            "/starts_at"
        } else {
            "/ends_at"
        };
        let detail = "What remains is nothing or at least 60 minutes long.";
        faults.push(Fault::at(pointer, "rest_too_small", detail));
    }
    faults
}

fn is_quarter_hour(at: Moment) -> bool {
    at.epoch() % (15 * 60) == 0
}

/// Which of somebody's places is meant, and how much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant<'a> {
    /// This place, and this much of it.
    One(&'a Claim, Span),
    /// Nothing was said, and they hold several parts.
    Several,
    /// They hold nothing at that time.
    None,
}

/// Finds the place that is meant by a start and an end, each of which may be left open.
pub fn meant<'a>(
    held: impl Iterator<Item = &'a Claim>,
    starts: Option<Moment>,
    ends: Option<Moment>,
) -> Meant<'a> {
    let fitting = held.filter_map(|claim| {
        let part = Span {
            starts: starts.unwrap_or(claim.span.starts),
            ends: ends.unwrap_or(claim.span.ends),
        };
        (part.starts < part.ends && claim.span.contains(part)).then_some((claim, part))
    });
    match fitting.collect::<Vec<_>>().as_slice() {
        [] => Meant::None,
        [(claim, part)] => Meant::One(claim, *part),
        _ => Meant::Several,
    }
}

/// What somebody keeps of a place when they give a part of it.
pub fn kept(claim: &Claim, part: Span) -> Vec<Claim> {
    let rest = remaining(claim.span, part).into_iter();
    rest.map(|span| Claim {
        span,
        ..claim.clone()
    })
    .collect()
}

/// A shift as if a part of a place on it were given back.
pub fn given_back(staffed: &Staffed, claim: &Claim, part: Span) -> Staffed {
    let mut other = staffed.without(&[claim]);
    let kept = kept(claim, part);
    let stays = !kept.is_empty() && claim.seat == Seat::Crew;
    if stays && staffed.leads.contains(&claim.person) {
        other.leads.insert(claim.person);
    }
    other.claims.extend(kept);
    other
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Moment {
        Moment::parse(&format!("2026-06-10T{time}:00Z")).unwrap()
    }

    fn span(from: &str, to: &str) -> Span {
        Span {
            starts: at(from),
            ends: at(to),
        }
    }

    fn claim(from: &str, to: &str) -> Claim {
        let id = "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b";
        Claim {
            id: id.parse().unwrap(),
            shift: id.parse().unwrap(),
            seat: Seat::Crew,
            place: 1,
            person: id.parse().unwrap(),
            name: "Ana".to_owned(),
            span: span(from, to),
            claimed_at: at("00:00"),
            version: 0,
        }
    }

    #[test]
    fn a_part_leaves_what_lies_before_and_after_it() {
        let whole = span("08:00", "12:00");
        let cases = [
            (("08:00", "12:00"), vec![]),
            (("08:00", "10:00"), vec![span("10:00", "12:00")]),
            (("10:00", "12:00"), vec![span("08:00", "10:00")]),
            (
                ("09:00", "11:00"),
                vec![span("08:00", "09:00"), span("11:00", "12:00")],
            ),
        ];
        for ((from, to), expected) in cases {
            let part = span(from, to);
            assert_eq!(remaining(whole, part), expected, "{from} to {to}");
            assert_eq!(joined(part, &expected), whole, "and back");
        }
    }

    #[test]
    fn only_what_touches_is_joined() {
        let part = span("10:00", "11:00");
        let apart = [span("08:00", "09:00"), span("11:15", "12:00")];
        assert_eq!(joined(part, &apart), part);
        let chain = [span("08:00", "09:00"), span("09:00", "10:00")];
        assert_eq!(joined(part, &chain), span("08:00", "11:00"));
    }

    #[test]
    fn a_part_is_of_whole_quarter_hours_and_leaves_an_hour_or_nothing() {
        let whole = span("08:10", "12:00");
        let cases: [(_, &[(&str, &str)]); 6] = [
            (("08:10", "12:00"), &[]),
            (("08:10", "09:30"), &[]),
            (("09:15", "12:00"), &[]),
            (("09:20", "12:00"), &[("/starts_at", "not_a_quarter_hour")]),
            (("09:15", "10:00"), &[("/ends_at", "too_short")]),
            (
                ("09:00", "11:15"),
                &[
                    ("/starts_at", "rest_too_small"),
                    ("/ends_at", "rest_too_small"),
                ],
            ),
        ];
        for ((from, to), expected) in cases {
            let found = faults(whole, span(from, to));
            let found: Vec<(&str, &str)> = found
                .iter()
                .map(|fault| (fault.pointer.as_deref().unwrap(), fault.code))
                .collect();
            assert_eq!(found, expected, "{from} to {to}");
        }
    }

    #[test]
    fn the_place_that_is_meant_is_the_one_that_holds_the_time() {
        let both = [claim("08:00", "10:00"), claim("11:00", "13:00")];
        let [early, late] = &both;
        let (nine, twelve) = (Some(at("09:00")), Some(at("12:00")));
        assert_eq!(
            meant([early].into_iter(), None, None),
            Meant::One(early, early.span)
        );
        assert_eq!(meant(both.iter(), None, None), Meant::Several);
        assert_eq!(
            meant(both.iter(), nine, None),
            Meant::One(early, span("09:00", "10:00"))
        );
        assert_eq!(
            meant(both.iter(), None, twelve),
            Meant::One(late, span("11:00", "12:00"))
        );
        assert_eq!(meant(both.iter(), nine, twelve), Meant::None);
        assert_eq!(meant(both.iter(), twelve, nine), Meant::None);
    }
}

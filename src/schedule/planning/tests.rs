//! What a change of plans does to people.

use super::*;
use crate::clock::Moment;
use crate::schedule::{Crew, Needs};

const SHIFT: &str = "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b";

fn span(from: u32, to: u32) -> Span {
    let at = |hour| Moment::parse(&format!("2026-06-10T{hour:02}:00:00Z")).unwrap();
    Span {
        starts: at(from),
        ends: at(to),
    }
}

fn person(number: u8) -> PersonId {
    let id = format!("0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a{number:02}");
    id.parse().unwrap()
}

fn seen(number: u8, from: u32, to: u32) -> Seen {
    Seen {
        shift: SHIFT.parse().unwrap(),
        person: person(number),
        span: span(from, to),
    }
}

#[test]
fn who_sees_the_same_place_is_told_of_no_change() {
    let places = [seen(1, 8, 12), seen(2, 8, 10), seen(2, 10, 12)];
    assert_eq!(differences(&places, &places), []);
}

#[test]
fn places_are_added_moved_and_removed() {
    let before = [seen(1, 8, 12), seen(2, 8, 12)];
    let after = [seen(2, 9, 13), seen(3, 9, 13)];
    assert_eq!(
        differences(&before, &after),
        [
            (PlaceChange::Moved, seen(2, 9, 13)),
            (PlaceChange::Added, seen(3, 9, 13)),
            (PlaceChange::Removed, seen(1, 8, 12)),
        ]
    );
}

#[test]
fn who_has_the_other_half_too_now_was_moved_and_keeps_none_besides() {
    let before = [seen(1, 8, 10), seen(1, 10, 12)];
    assert_eq!(
        differences(&before, &[seen(1, 8, 12)]),
        [
            (PlaceChange::Moved, seen(1, 8, 12)),
            (PlaceChange::Removed, seen(1, 10, 12)),
        ]
    );
}

fn shift(from: u32, to: u32, most: u8, shadows: u8) -> Shift {
    Shift {
        id: SHIFT.parse().unwrap(),
        schedule: SHIFT.parse().unwrap(),
        template: SHIFT.parse().unwrap(),
        name: "Morning".to_owned(),
        local_date: "2026-06-10".parse().unwrap(),
        span: span(from, to),
        needs: Needs {
            shadows,
            ..Needs::only(Crew::new(1, most).unwrap())
        },
        published: false,
        cancelled: false,
        version: 1,
    }
}

fn claim(place: u8, from: u32, to: u32) -> Claim {
    Claim {
        id: person(place).as_str().parse().unwrap(),
        shift: SHIFT.parse().unwrap(),
        seat: if place > 50 { Seat::Shadow } else { Seat::Crew },
        place,
        person: person(place),
        name: "Ana".to_owned(),
        span: span(from, to),
        claimed_at: span(0, 1).starts,
        version: 0,
    }
}

/// The number and hours of each place once a shift from 8 to 12 for three and a trainee has become another.
fn becomes(claims: Vec<Claim>, next: &Shift) -> Result<Vec<(u8, Span)>, Stays> {
    let staffed = Staffed {
        shift: shift(8, 12, 3, 1),
        claims,
        leads: BTreeSet::new(),
    };
    let kept = reseated(&staffed, next)?;
    Ok(kept.iter().map(|claim| (claim.place, claim.span)).collect())
}

#[test]
fn whole_places_move_with_their_shift() {
    let whole = vec![claim(1, 8, 12), claim(51, 8, 12)];
    assert_eq!(
        becomes(whole, &shift(9, 14, 3, 1)),
        Ok(vec![(1, span(9, 14)), (51, span(9, 14))])
    );
}

#[test]
fn a_part_of_a_shift_stays_where_it_is_and_the_shift_with_it() {
    let half = vec![claim(1, 8, 10)];
    assert_eq!(
        becomes(half.clone(), &shift(9, 14, 3, 1)),
        Err(Stays::PartHeld)
    );
    assert_eq!(
        becomes(half, &shift(8, 12, 1, 0)),
        Ok(vec![(1, span(8, 10))])
    );
}

#[test]
fn with_fewer_places_people_move_up_as_long_as_there_are_enough() {
    let third = vec![claim(1, 8, 12), claim(3, 8, 12)];
    assert_eq!(
        becomes(third.clone(), &shift(8, 12, 2, 0)),
        Ok(vec![(1, span(8, 12)), (2, span(8, 12))])
    );
    assert_eq!(
        becomes(third, &shift(8, 12, 1, 0)),
        Err(Stays::TooFewPlaces)
    );
    let trainee = vec![claim(51, 8, 12)];
    assert_eq!(
        becomes(trainee, &shift(8, 12, 3, 0)),
        Err(Stays::TooFewPlaces)
    );
}

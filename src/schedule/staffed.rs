//! A shift with the people on it: its free places, and what it lacks.

use std::collections::BTreeSet;

use super::eligibility::Room;
use super::{Claim, Seat, Shift, Span};
use crate::id::PersonId;

/// A shift, and who is on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staffed {
    /// The shift.
    pub shift: Shift,
    /// The places that are held, crew first.
    pub claims: Vec<Claim>,
    /// Those of the crew who may lead it; looked up only if it needs a lead.
    pub leads: BTreeSet<PersonId>,
}

impl Staffed {
    /// Those of the crew, or those who shadow.
    pub fn seated(&self, seat: Seat) -> impl Iterator<Item = &Claim> + Clone {
        self.claims.iter().filter(move |claim| claim.seat == seat)
    }

    /// The places that a person holds on it.
    pub fn held_by(&self, person: PersonId) -> impl Iterator<Item = &Claim> + Clone {
        self.claims
            .iter()
            .filter(move |claim| claim.person == person)
    }

    /// The lowest number of a place of a kind that is free for all of the span.
    pub fn free_place(&self, seat: Seat, span: Span) -> Option<u8> {
        self.free_numbers(seat, span).into_iter().next()
    }

    /// How many places of a kind are free for all of the span.
    pub fn free_places(&self, seat: Seat, span: Span) -> usize {
        self.free_numbers(seat, span).len()
    }

    fn free_numbers(&self, seat: Seat, span: Span) -> BTreeSet<u8> {
        let mut numbers: BTreeSet<u8> = seat.numbers(&self.shift.needs).collect();
        for claim in self.claims.iter().filter(|claim| claim.span.overlaps(span)) {
            numbers.remove(&claim.place);
        }
        numbers
    }

    /// What room it has for a person.
    pub fn room_for(&self, person: PersonId, seat: Seat, span: Span) -> Room {
        if self.held_by(person).any(|held| held.span.overlaps(span)) {
            return Room::Theirs;
        }
        match self.free_places(seat, span) {
            0 => Room::Full,
            1 if seat == Seat::Crew && self.shift.needs.lead && self.leads.is_empty() => {
                Room::ForALead
            }
            _ => Room::Free,
        }
    }

    /// How many of the crew are there for all of the shift, or as many as if they were: the least number at any time.
    pub fn crew_throughout(&self) -> u8 {
        let span = self.shift.span;
        let edges = self.seated(Seat::Crew).map(|claim| claim.span.starts);
        let edges = edges.chain(self.seated(Seat::Crew).map(|claim| claim.span.ends));
        let edges = edges.chain([span.starts]).filter(|edge| span.holds(*edge));
        let there = |at| {
            self.seated(Seat::Crew)
                .filter(|claim| claim.span.holds(at))
                .count()
        };
        let least = edges.map(there).min().unwrap_or_default();
        u8::try_from(least).unwrap_or(u8::MAX)
    }

    /// The shift as if these claims were not there.
    #[must_use]
    pub fn without(&self, gone: &[&Claim]) -> Self {
        let mut other = self.clone();
        other
            .claims
            .retain(|claim| gone.iter().all(|gone| gone.id != claim.id));
        let left: BTreeSet<PersonId> = other.seated(Seat::Crew).map(|claim| claim.person).collect();
        other.leads.retain(|lead| left.contains(lead));
        other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;
    use crate::schedule::{Crew, Needs};

    fn span(from: u32, to: u32) -> Span {
        let at = |hour| Moment::parse(&format!("2026-06-10T{hour:02}:00:00Z")).unwrap();
        Span {
            starts: at(from),
            ends: at(to),
        }
    }

    fn claim(number: u8, place: u8, from: u32, to: u32) -> Claim {
        let id = format!("0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a{number:02}");
        Claim {
            id: id.parse().unwrap(),
            shift: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
            seat: if place > 50 { Seat::Shadow } else { Seat::Crew },
            place,
            person: id.parse().unwrap(),
            name: "Ana".to_owned(),
            span: span(from, to),
            claimed_at: span(0, 1).starts,
            version: 0,
        }
    }

    /// From 8 to 12, for two and a trainee, one of the two a lead.
    fn staffed(claims: Vec<Claim>) -> Staffed {
        let crew = Crew::new(1, 2).unwrap();
        Staffed {
            shift: Shift {
                id: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
                schedule: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6c".parse().unwrap(),
                template: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6d".parse().unwrap(),
                name: "Morning".to_owned(),
                local_date: "2026-06-10".parse().unwrap(),
                span: span(8, 12),
                needs: Needs {
                    shadows: 1,
                    lead: true,
                    ..Needs::only(crew)
                },
                published: true,
                cancelled: false,
                version: 1,
            },
            claims,
            leads: BTreeSet::new(),
        }
    }

    #[test]
    fn two_halves_may_share_a_place() {
        let half = staffed(vec![claim(1, 1, 8, 10)]);
        assert_eq!(half.free_place(Seat::Crew, span(10, 12)), Some(1));
        assert_eq!(half.free_place(Seat::Crew, span(8, 12)), Some(2));
        assert_eq!(
            (
                half.free_places(Seat::Crew, span(8, 12)),
                half.free_places(Seat::Crew, span(10, 12))
            ),
            (1, 2)
        );
    }

    #[test]
    fn who_shadows_takes_no_place_of_the_crew() {
        let shadowed = staffed(vec![claim(1, 51, 8, 12)]);
        assert_eq!(shadowed.free_place(Seat::Shadow, span(8, 12)), None);
        assert_eq!(shadowed.free_places(Seat::Crew, span(8, 12)), 2);
        assert_eq!(shadowed.crew_throughout(), 0);
    }

    #[test]
    fn a_shift_is_staffed_by_the_least_number_at_any_time() {
        let cases = [
            (vec![], 0),
            (vec![claim(1, 1, 8, 12)], 1),
            (vec![claim(1, 1, 8, 10)], 0),
            (vec![claim(1, 1, 8, 10), claim(2, 1, 10, 12)], 1),
            (vec![claim(1, 1, 8, 12), claim(2, 2, 9, 10)], 1),
            (vec![claim(1, 1, 8, 12), claim(2, 2, 8, 12)], 2),
        ];
        for (claims, expected) in cases {
            assert_eq!(
                staffed(claims.clone()).crew_throughout(),
                expected,
                "{claims:?}"
            );
        }
    }

    #[test]
    fn the_last_place_is_kept_for_a_lead_until_there_is_one() {
        let other = claim(9, 1, 8, 12).person;
        let room = |staffed: &Staffed, seat| staffed.room_for(other, seat, span(8, 12));
        assert_eq!(room(&staffed(vec![]), Seat::Crew), Room::Free);
        let mut one = staffed(vec![claim(1, 1, 8, 12)]);
        assert_eq!(room(&one, Seat::Crew), Room::ForALead);
        assert_eq!(room(&one, Seat::Shadow), Room::Free);
        let first = one.claims.first().unwrap().clone();
        assert_eq!(
            one.room_for(first.person, Seat::Crew, span(8, 12)),
            Room::Theirs
        );
        one.leads.insert(first.person);
        assert_eq!(room(&one, Seat::Crew), Room::Free);
        one.claims.push(claim(2, 2, 11, 12));
        assert_eq!(room(&one, Seat::Crew), Room::Full);
        let gone = one.without(&[&first]);
        assert_eq!((gone.leads.len(), gone.claims.len()), (0, 1));
    }
}

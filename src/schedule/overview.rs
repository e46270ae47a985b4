//! What is seen of the schedule as a whole: what each shift lacks, and what people did about their places.

pub mod api;
pub mod store;

use std::collections::BTreeMap;

use super::presence::Step;
use super::{Seat, Staffed};
use crate::clock::Moment;
use crate::id::ClaimId;

/// What was done about some places, and when.
#[derive(Clone, Debug, Default)]
pub struct Attendance(BTreeMap<(ClaimId, Step), Moment>);

impl FromIterator<((ClaimId, Step), Moment)> for Attendance {
    fn from_iter<I: IntoIterator<Item = ((ClaimId, Step), Moment)>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

impl Attendance {
    /// When a step was done, if it was.
    pub fn at(&self, claim: ClaimId, step: Step) -> Option<Moment> {
        self.0.get(&(claim, step)).copied()
    }

    /// Whether a step was done.
    pub fn has(&self, claim: ClaimId, step: Step) -> bool {
        self.at(claim, step).is_some()
    }

    /// Whether who holds the place does not answer: they left, or did not come.
    pub fn is_absent(&self, claim: ClaimId) -> bool {
        let did_not_come = self.has(claim, Step::NoShow) && !self.has(claim, Step::CheckedIn);
        did_not_come || self.has(claim, Step::CheckedOut)
    }
}

/// What a shift lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lack {
    /// How many people it has too few at some time.
    pub people: u8,
    /// Whether it needs a shift lead and none of the crew is one.
    pub lead: bool,
}

impl Lack {
    /// What a shift lacks with the people on it. Who shadows fills no gap.
    pub fn of(staffed: &Staffed) -> Self {
        let needs = &staffed.shift.needs;
        let crew = |claim: &super::Claim| staffed.leads.contains(&claim.person);
        Self {
            people: needs.crew.min().saturating_sub(staffed.crew_throughout()),
            lead: needs.lead && !staffed.seated(Seat::Crew).any(crew),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_left_or_did_not_come_is_absent_and_who_came_late_is_not() {
        let claim: ClaimId = "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap();
        let at = Moment::parse("2026-06-10T19:00:00Z").unwrap();
        let cases: [(&[Step], bool); 5] = [
            (&[], false),
            (&[Step::Confirmed], false),
            (&[Step::NoShow], true),
            (&[Step::NoShow, Step::CheckedIn], false),
            (&[Step::CheckedIn, Step::CheckedOut], true),
        ];
        for (steps, absent) in cases {
            let attendance: Attendance = steps.iter().map(|step| ((claim, *step), at)).collect();
            assert_eq!(attendance.is_absent(claim), absent, "{steps:?}");
        }
    }
}

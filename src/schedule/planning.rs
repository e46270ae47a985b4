//! What the supervisor plans: what a change of plans does to the people on shifts, and what they are told of it.

pub mod api;
pub mod changes;
pub mod content;
pub mod store;

use std::collections::{BTreeMap, BTreeSet};

use super::{Claim, Seat, Shift, Span, Staffed};
use crate::error::Fault;
use crate::id::{PersonId, ShiftId};
use crate::words::words;

words! {
    /// What a publication changed for somebody.
    PlaceChange {
        Added = "added",
        Moved = "moved",
        Removed = "removed",
    }
}

/// Somebody's place as people see it in the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// The shift.
    pub shift: ShiftId,
    /// Who holds it.
    pub person: PersonId,
    /// When.
    pub span: Span,
}

impl From<&Claim> for Seen {
    fn from(claim: &Claim) -> Self {
        Self {
            shift: claim.shift,
            person: claim.person,
            span: claim.span,
        }
    }
}

/// What changed for whom between what they saw before and what they see now. Who still has part of a shift, but at
/// another time, was moved, to the time that is given.
pub fn differences(before: &[Seen], after: &[Seen]) -> Vec<(PlaceChange, Seen)> {
    let all = |seen: &[Seen]| seen.iter().copied().collect::<BTreeSet<Seen>>();
    let (before, after) = (all(before), all(after));
    let mut gone: Vec<Seen> = before.difference(&after).copied().collect();
    let mut changes = Vec::new();
    for new in after.difference(&before) {
        let former = gone
            .iter()
            .position(|old| (old.shift, old.person) == (new.shift, new.person));
        let change = former.map_or(PlaceChange::Added, |at| {
            gone.remove(at);
            PlaceChange::Moved
        });
        changes.push((change, *new));
    }
    changes.extend(gone.into_iter().map(|old| (PlaceChange::Removed, old)));
    changes
}

words! {
    /// Why a shift stays as it is although its template was changed, or cannot become what was asked.
    Stays {
        Published = "published",
        Cancelled = "cancelled",
        AlreadyStarted = "already_started",
        PeopleOnIt = "people_on_it",
        PartHeld = "part_held",
        TooFewPlaces = "too_few_places",
        TwoPlaces = "overlaps",
    }
}

impl Stays {
    /// The reason in a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Published => "Peers see this shift already.",
            Self::Cancelled => "This shift was cancelled.",
            Self::AlreadyStarted => "This shift has begun, or would have.",
            Self::PeopleOnIt => "Somebody is on this shift: cancel it, or find them another.",
            Self::PartHeld => "Somebody holds a part of this shift, which cannot be moved with it.",
            Self::TooFewPlaces => "More people are on this shift than it would have places.",
            Self::TwoPlaces => "Somebody on this shift would be in two places at once.",
        }
    }

    /// The reason as part of a refusal.
    pub fn fault(self) -> Fault {
        Fault::reason(self.as_str(), self.sentence())
    }
}

/// The places on a shift as they will be once it has become another, if everybody can keep theirs.
pub fn reseated(staffed: &Staffed, next: &Shift) -> Result<Vec<Claim>, Stays> {
    let old = &staffed.shift;
    let moved = old.span != next.span;
    if moved && staffed.claims.iter().any(|claim| claim.span != old.span) {
        return Err(Stays::PartHeld);
    }
    let mut numbers: BTreeMap<u8, u8> = BTreeMap::new();
    for seat in Seat::ALL {
        let taken: BTreeSet<u8> = staffed.seated(*seat).map(|claim| claim.place).collect();
        let offered: BTreeSet<u8> = seat.numbers(&next.needs).collect();
        let mut free = offered.difference(&taken);
        for number in &taken {
            let kept = offered.get(number).or_else(|| free.next());
            numbers.insert(*number, *kept.ok_or(Stays::TooFewPlaces)?);
        }
    }
    let keeps = |claim: &Claim| Claim {
        place: numbers.get(&claim.place).copied().unwrap_or(claim.place),
        span: if moved { next.span } else { claim.span },
        ..claim.clone()
    };
    Ok(staffed.claims.iter().map(keeps).collect())
}

#[cfg(test)]
mod tests;

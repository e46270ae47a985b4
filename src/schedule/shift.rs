//! Shifts as they come, and the places on them.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::{Needs, Span};
use crate::clock::Moment;
use crate::id::{ClaimId, PersonId, ScheduleId, ShiftId, TemplateId};
use crate::words::words;

/// A concrete shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Its id.
    pub id: ShiftId,
    /// The schedule it belongs to.
    pub schedule: ScheduleId,
    /// The template it was made from.
    pub template: TemplateId,
    /// What people call it.
    pub name: String,
    /// The local date on which it starts.
    pub local_date: NaiveDate,
    /// When it is.
    pub span: Span,
    /// Whom it needs.
    pub needs: Needs,
    /// Whether peers may see it.
    pub published: bool,
    /// Whether it will not be.
    pub cancelled: bool,
    /// Raised with every change.
    pub version: i32,
}

words! {
    /// As what somebody is on a shift. Who shadows learns, and never counts as crew.
    Seat {
        Crew = "crew",
        Shadow = "shadow",
    }
}

impl Seat {
    /// The first number of a shadow place: no crew is larger than fifty.
    const FIRST_SHADOW: u8 = 51;

    /// The numbers of the places of this kind on a shift.
    pub const fn numbers(self, needs: &Needs) -> RangeInclusive<u8> {
        match self {
            Self::Crew => 1..=needs.crew.max(),
            Self::Shadow => Self::FIRST_SHADOW..=Self::FIRST_SHADOW + needs.shadows - 1,
        }
    }
}

words! {
    /// How somebody came by a place.
    How {
        Claimed = "claimed",
        Assigned = "assigned",
        Waited = "waited",
        Covered = "covered",
        Swapped = "swapped",
        Imported = "imported",
    }
}

words! {
    /// How a place was given back.
    Release {
        Dropped = "dropped",
        TakenBack = "taken_back",
        Covered = "covered",
        Swapped = "swapped",
        ShiftCancelled = "shift_cancelled",
    }
}

/// A place on a shift, or on a part of it, that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The shift.
    pub shift: ShiftId,
    /// As what they are there.
    pub seat: Seat,
    /// The number of the place.
    pub place: u8,
    /// Who holds it.
    pub person: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// The shift's time, or the part of it that they hold.
    pub span: Span,
    /// Since when they hold it.
    pub claimed_at: Moment,
    /// Raised with every change.
    pub version: i32,
}

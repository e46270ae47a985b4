//! Swaps: a place, or a part of it, offered to some or to all, for nothing or for a place on one of some shifts.

pub mod api;
pub mod asked;
pub mod changes;
pub mod parts;
pub mod store;

use super::eligibility::Reason;
use super::{Seat, Span};
use crate::clock::Moment;
use crate::error::{Error, Fault};
use crate::id::{ClaimId, PersonId, ShiftId, SwapAcceptanceId, SwapOfferId};
use crate::words::words;

/// An offer names so many people at most.
pub const MOST_ADDRESSEES: usize = 20;
/// An offer asks for one of so many shifts at most.
pub const MOST_RETURNS: usize = 10;

words! {
    /// How far an offer has come.
    OfferState {
        /// It may be accepted.
        Open = "open",
        /// Nobody accepted it in time, or it was not approved in time.
        Expired = "expired",
        /// It was withdrawn, or the place was given back otherwise.
        Withdrawn = "withdrawn",
        /// All whom it was made to declined.
        Declined = "declined",
        /// It was accepted; a supervisor has yet to approve.
        AwaitingApproval = "awaiting_approval",
        /// It was accepted and refused, and nobody is left who could accept.
        Refused = "refused",
        /// The places have changed hands.
        Settled = "settled",
        /// They have changed hands, and back.
        Undone = "undone",
    }
}

/// Who did something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// Who.
    pub person: PersonId,
    /// When.
    pub at: Moment,
}

/// The place that an offer is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The claim.
    pub claim: ClaimId,
    /// The shift.
    pub shift: ShiftId,
    /// As what they are there.
    pub seat: Seat,
    /// Whose place it is, or was.
    pub person: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// The whole place.
    pub whole: Span,
    /// Whether they hold it.
    pub held: bool,
}

/// Somebody to whom an offer is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// Who.
    pub person: PersonId,
    /// That they declined.
    pub declined: Option<By>,
}

/// Somebody took up an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Its id.
    pub id: SwapAcceptanceId,
    /// Who.
    pub person: PersonId,
    /// The place that they give in return, and its shift.
    pub gives: Option<(ClaimId, ShiftId)>,
    /// Who accepted, and when.
    pub accepted: By,
    /// That it was refused.
    pub refused: Option<By>,
    /// That the places changed hands.
    pub settled: Option<By>,
    /// The place that the acceptor got.
    pub taken: Option<ClaimId>,
    /// The place that the offerer got in return.
    pub returned: Option<ClaimId>,
    /// That they changed hands again.
    pub undone: Option<By>,
}

/// A place, or a part of it, offered to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub id: SwapOfferId,
    /// The place.
    pub place: Offered,
    /// The place's time, or the part of it that is offered.
    pub span: Span,
    /// To whom it is made; to all peers if to nobody.
    pub to: Vec<Addressee>,
    /// The shifts of which the offerer would take one.
    pub returns: Vec<ShiftId>,
    /// Who offered it, and when.
    pub offered: By,
    /// Until when it may be accepted.
    pub expires_at: Moment,
    /// That it was withdrawn.
    pub withdrawn: Option<By>,
    /// Who took it up; all but the last were refused.
    pub acceptances: Vec<Acceptance>,
}

impl Offer {
    /// The acceptance that was not refused.
    pub fn acceptance(&self) -> Option<&Acceptance> {
        self.acceptances
            .iter()
            .find(|acceptance| acceptance.refused.is_none())
    }

    /// How far it has come.
    pub fn state(&self, now: Moment) -> OfferState {
        let live = self.acceptance();
        match live {
            Some(live) if live.undone.is_some() => return OfferState::Undone,
            Some(live) if live.settled.is_some() => return OfferState::Settled,
            _ => {}
        }
        let gone = self.withdrawn.is_some() || !self.place.held;
        let turned_down = |one: &Addressee| one.declined.is_some() || self.refused(one.person);
        if gone {
            OfferState::Withdrawn
        } else if live.is_some() {
            if now < self.span.starts {
                OfferState::AwaitingApproval
            } else {
                OfferState::Expired
            }
        } else if !self.to.is_empty() && self.to.iter().all(turned_down) {
            if self.acceptances.is_empty() {
                OfferState::Declined
            } else {
                OfferState::Refused
            }
        } else if now >= self.expires_at.min(self.span.starts) {
            OfferState::Expired
        } else {
            OfferState::Open
        }
    }

    /// Whether an acceptance of this person was refused.
    fn refused(&self, person: PersonId) -> bool {
        let mut refused = self.acceptances.iter();
        refused.any(|one| one.person == person && one.refused.is_some())
    }

    /// Whether it was made to this person, among others or alone.
    pub fn is_to(&self, person: PersonId) -> bool {
        let named = self.to.iter().any(|one| one.person == person);
        person != self.place.person && (named || self.to.is_empty())
    }

    /// Whether this person offers, or was the last to take it up.
    pub fn is_party(&self, person: PersonId) -> bool {
        let took_up = |one: &Acceptance| one.person == person;
        person == self.place.person
            || match self.acceptance() {
                Some(live) => took_up(live),
                None => self.acceptances.iter().any(took_up),
            }
    }

    /// Whether a peer sees it: those to all only while they are open, and what they themselves took up.
    pub fn is_seen_by(&self, person: PersonId, now: Moment) -> bool {
        let named = self.to.iter().any(|one| one.person == person);
        let took_up = self.acceptances.iter().any(|one| one.person == person);
        let to_all = self.to.is_empty() && self.state(now) == OfferState::Open;
        person == self.place.person || named || took_up || to_all
    }

    /// Whether this person may accept it, but for what the schedule says.
    pub fn may_be_accepted_by(&self, person: PersonId, now: Moment) -> Result<(), Error> {
        if !self.is_to(person) {
            let detail = "This offer was made to others.";
            return Err(refused("not_addressed", detail));
        }
        if self.state(now) != OfferState::Open {
            return Err(no_longer_open());
        }
        let declined = |one: &Addressee| one.person == person && one.declined.is_some();
        if self.to.iter().any(declined) {
            let detail = "This offer was declined before.";
            return Err(refused("declined_before", detail));
        }
        if self.refused(person) {
            let detail = "A supervisor has refused this swap.";
            return Err(refused("refused_before", detail));
        }
        Ok(())
    }

    /// What is wrong with giving a place on this shift in return.
    pub fn return_fault(&self, shift: Option<ShiftId>) -> Option<Fault> {
        const POINTER: &str = "/return_shift_id";
        match shift {
            None if self.returns.is_empty() => None,
            None => {
                let detail = "This offer asks for a place in return: say on which shift.";
                Some(Fault::at(POINTER, "required", detail))
            }
            Some(shift) if self.returns.contains(&shift) => None,
            Some(_) => {
                let detail = "This offer does not ask for a place on that shift.";
                Some(Fault::at(POINTER, "not_asked_for", detail))
            }
        }
    }
}

/// A refusal as a peer is told it: that a colleague cannot have the place, and not why. Theirs may be a hard call, or
/// time off. What is said without a pointer is said of who gets what was offered: of the asker, if `asker_takes`.
pub fn discreet(faults: Vec<Fault>, asker_takes: bool) -> Vec<Fault> {
    let of_another = |fault: &Fault| {
        let reason = fault.code.parse::<Reason>();
        let said_of_another = match fault.pointer.as_deref() {
            Some(pointer) => {
                asker_takes && (pointer.starts_with("/to/") || pointer == "/return_shift_id")
            }
            None => !asker_takes,
        };
        said_of_another && reason.is_ok_and(Reason::is_personal)
    };
    let mut told: Vec<Fault> = Vec::new();
    for fault in faults {
        let fault = match fault {
            Fault { pointer, .. } if of_another(&fault) => Fault {
                pointer,
                code: "not_eligible",
                detail: "They cannot have that place.".to_owned(),
            },
            fault => fault,
        };
        if !told.contains(&fault) {
            told.push(fault);
        }
    }
    told
}

/// The offer can no longer be taken up or declined.
pub fn no_longer_open() -> Error {
    refused("no_longer_open", "This offer is no longer open.")
}

/// A refusal for one reason.
fn refused(code: &'static str, detail: &str) -> Error {
    Error::conflict(vec![Fault::reason(code, detail)])
}

#[cfg(test)]
mod tests;

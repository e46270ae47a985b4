//! What comes of an offer, a step after another. Each answers what was done: nothing, if it was done before.

use super::is_peer;
use super::sides::{Place, Sides};
use crate::audit::Action;
use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::id::{ClaimId, PersonId, ShiftId, SwapAcceptanceId};
use crate::line::{self, Line};
use crate::schedule::changes::places::{self, HandBack, Handover};
use crate::schedule::shift::{How, Release};
use crate::schedule::store::claims_on;
use crate::schedule::swaps::{Acceptance, By, Offer, OfferState, no_longer_open, parts, store};
use crate::schedule::{Claim, Span};

/// What was done.
type Done = Result<&'static [Action], Error>;

/// How somebody takes up an offer.
#[derive(Clone, Copy, Debug)]
pub struct TakenUp {
    /// The acceptance's id.
    pub id: SwapAcceptanceId,
    /// Who.
    pub person: PersonId,
    /// On which shift they give their place in return.
    pub gives: Option<ShiftId>,
}

/// Withdraws an offer.
pub fn withdraw(conn: &mut Conn, offer: &Offer, by: By) -> Done {
    if offer.withdrawn.is_some() {
        return Ok(&[]);
    }
    if offer.acceptance().is_some_and(|one| one.settled.is_some()) {
        let detail = "The places have changed hands; the swap can be undone until the start.";
        return Err(refused("already_settled", detail));
    }
    store::withdraw(conn, offer.id, by)?;
    Ok(&[Action::SwapWithdrawn])
}

/// Declines an offer for one of those named in it.
pub fn decline(conn: &mut Conn, offer: &Offer, person: PersonId, by: By) -> Done {
    let addressee = offer.to.iter().find(|one| one.person == person);
    let addressee = addressee.ok_or_else(Error::not_found)?;
    if addressee.declined.is_some() {
        return Ok(&[]);
    }
    if offer.state(by.at) != OfferState::Open {
        return Err(no_longer_open());
    }
    store::decline(conn, offer.id, person, by)?;
    Ok(&[Action::SwapDeclined])
}

/// Takes an offer up. The places change hands at once, unless a supervisor must approve.
pub fn accept(conn: &mut Conn, offer: &Offer, taken_up: TakenUp, by: By) -> Done {
    let TakenUp { id, person, gives } = taken_up;
    if let Some(known) = store::accepted_by(conn, id)? {
        let same = |one: &Acceptance| {
            let gave = one.gives.map(|(_, shift)| shift);
            (one.id, one.person, gave) == (id, person, gives)
        };
        return if known == offer.id && offer.acceptances.iter().any(same) {
            Ok(&[])
        } else {
            Err(Error::id_taken())
        };
    }
    let mut faults: Vec<Fault> = offer.return_fault(gives).into_iter().collect();
    if !is_peer(conn, person)? {
        let detail = "This is no peer of the line.";
        faults.push(Fault::at("/person_id", "not_a_peer", detail));
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    offer.may_be_accepted_by(person, by.at)?;
    let line = line::store::find(conn)?;
    let returned = match gives {
        Some(shift) => Some((place_on(conn, shift, person, by)?, shift)),
        None => None,
    };
    let sides = sides(conn, offer, person, returned, &line)?;
    may_change_hands(conn, &sides, &line, by)?;
    let claim = returned.map(|(claim, _)| claim);
    store::accept(conn, (id, offer.id), person, claim, by)?;
    if line.swaps_need_approval {
        return Ok(&[Action::SwapAccepted]);
    }
    settle(conn, id, &sides, by)?;
    Ok(&[Action::SwapAccepted, Action::SwapSettled])
}

/// The place that somebody holds on a shift: of several parts the first that has not begun.
fn place_on(conn: &mut Conn, shift: ShiftId, person: PersonId, by: By) -> Result<ClaimId, Error> {
    let held = claims_on(conn, &[shift])?;
    let held = held.iter().filter(|claim| claim.person == person);
    let first = held.min_by_key(|claim| (claim.span.starts <= by.at, claim.span.starts));
    first.map(|claim| claim.id).ok_or_else(|| {
        let detail = "You hold no place on that shift.";
        let reason = Fault::at("/return_shift_id", "not_held", detail);
        Error::conflict(vec![reason])
    })
}

fn sides(
    conn: &mut Conn,
    offer: &Offer,
    taker: PersonId,
    returned: Option<(ClaimId, ShiftId)>,
    line: &Line,
) -> Result<Sides, Error> {
    let offered = (offer.place.claim, offer.place.shift);
    let given = Place::find(conn, offered, Some(offer.span), line)?;
    Ok(Sides {
        given: given.ok_or_else(no_longer_open)?,
        returned: match returned {
            Some(place) => {
                let place = Place::find(conn, place, None, line)?;
                Some(place.ok_or_else(place_gone)?)
            }
            None => None,
        },
        taker,
    })
}

fn may_change_hands(conn: &mut Conn, sides: &Sides, line: &Line, by: By) -> Result<(), Error> {
    let faults = sides.faults(conn, line, by.at)?;
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::conflict(faults))
    }
}

fn settle(conn: &mut Conn, id: SwapAcceptanceId, sides: &Sides, by: By) -> Result<(), Error> {
    let given = sides.given.giving();
    let mut handovers = vec![Handover {
        from: given.claim,
        part: given.part,
        to: sides.taker,
    }];
    handovers.extend(sides.returned.as_ref().map(|place| Handover {
        from: &place.claim,
        part: place.claim.span,
        to: given.claim.person,
    }));
    let how = (Release::Swapped, How::Swapped);
    let made = places::hand_over(conn, &handovers, how, by.person, by.at)?;
    let mut made = made.into_iter();
    store::settle(conn, id, (made.next(), made.next()), by)
}

/// Approves what was accepted: the places change hands.
pub fn approve(conn: &mut Conn, offer: &Offer, by: By) -> Done {
    match (offer.acceptance(), offer.state(by.at)) {
        (Some(acceptance), OfferState::AwaitingApproval) => {
            let line = line::store::find(conn)?;
            let sides = sides(conn, offer, acceptance.person, acceptance.gives, &line)?;
            may_change_hands(conn, &sides, &line, by)?;
            settle(conn, acceptance.id, &sides, by)?;
            Ok(&[Action::SwapSettled])
        }
        (_, OfferState::Settled) => Ok(&[]),
        _ => Err(nothing_waits()),
    }
}

/// Refuses what was accepted: others may take the offer up.
pub fn refuse(conn: &mut Conn, offer: &Offer, by: By) -> Done {
    match (offer.acceptance(), offer.state(by.at)) {
        (Some(acceptance), OfferState::AwaitingApproval) => {
            store::refuse(conn, acceptance.id, by)?;
            Ok(&[Action::SwapRefused])
        }
        (None, _) if !offer.acceptances.is_empty() => Ok(&[]),
        _ => Err(nothing_waits()),
    }
}

/// Undoes what was accepted. The places go back if nothing speaks against it; what still waits is taken back.
pub fn undo(conn: &mut Conn, offer: &Offer, by: By) -> Done {
    let Some(acceptance) = offer.acceptance() else {
        let was_refused = !offer.acceptances.is_empty();
        return was_refused
            .then_some([].as_slice())
            .ok_or_else(Error::not_found);
    };
    if acceptance.undone.is_some() {
        return Ok(&[]);
    }
    if acceptance.settled.is_none() {
        store::refuse(conn, acceptance.id, by)?;
        return Ok(&[Action::SwapRefused]);
    }
    let line = line::store::find(conn)?;
    let back = sides_back(conn, offer, acceptance, &line)?;
    may_change_hands(conn, &back, &line, by)?;
    hand_back(conn, offer, acceptance, &back, by)?;
    store::undo(conn, acceptance.id, by)?;
    Ok(&[Action::SwapUndone])
}

/// The sides of a swap in reverse: both places must be held as it left them.
fn sides_back(
    conn: &mut Conn,
    offer: &Offer,
    acceptance: &Acceptance,
    line: &Line,
) -> Result<Sides, Error> {
    let mut find = |claim: Option<ClaimId>, shift, holder| {
        let place = match claim {
            Some(claim) => Place::find(conn, (claim, shift), None, line)?,
            None => None,
        };
        let as_left = |place: &Place| place.claim.person == holder && place.claim.version == 0;
        place.filter(as_left).ok_or_else(place_gone)
    };
    let offerer = offer.place.person;
    Ok(Sides {
        given: find(acceptance.taken, offer.place.shift, acceptance.person)?,
        returned: match acceptance.gives {
            Some((_, shift)) => Some(find(acceptance.returned, shift, offerer)?),
            None => None,
        },
        taker: offerer,
    })
}

fn hand_back(
    conn: &mut Conn,
    offer: &Offer,
    acceptance: &Acceptance,
    sides: &Sides,
    by: By,
) -> Result<(), Error> {
    let taken = &sides.given.claim;
    // What the offerer kept of the place and has not begun becomes one with it again.
    let kept: Vec<&Claim> = sides
        .given
        .on
        .held_by(offer.place.person)
        .filter(|kept| (kept.seat, kept.place) == (taken.seat, taken.place))
        .filter(|kept| offer.place.whole.contains(kept.span) && kept.span.starts > by.at)
        .collect();
    let spans: Vec<Span> = kept.iter().map(|kept| kept.span).collect();
    let span = parts::joined(taken.span, &spans);
    let kept = kept.into_iter().filter(|kept| span.contains(kept.span));
    let mut backs = vec![HandBack {
        parts: kept.chain([taken]).collect(),
        as_in: offer.place.claim,
        place: taken.place,
        span,
    }];
    if let (Some(place), Some((claim, _))) = (&sides.returned, acceptance.gives) {
        backs.push(HandBack {
            parts: vec![&place.claim],
            as_in: claim,
            place: place.claim.place,
            span: place.claim.span,
        });
    }
    places::hand_back(conn, &backs, Release::Swapped, by.person, by.at)
}

fn place_gone() -> Error {
    let detail = "One of the two places is no longer held as it was.";
    refused("place_gone", detail)
}

fn nothing_waits() -> Error {
    let detail = "Nothing waits for approval here.";
    refused("not_awaiting_approval", detail)
}

fn refused(code: &'static str, detail: &str) -> Error {
    Error::conflict(vec![Fault::reason(code, detail)])
}

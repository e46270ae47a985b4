//! Making an offer: the place is theirs, and those named could take it.

use std::collections::BTreeSet;

use super::sides::{Giving, against};
use super::{is_peer, told_to, visible};
use crate::audit::Action;
use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::id::PersonId;
use crate::line::{self, Line};
use crate::schedule::changes::asker::Asker;
use crate::schedule::eligibility::Reason;
use crate::schedule::swaps::asked::Asked;
use crate::schedule::swaps::parts::{self, Meant};
use crate::schedule::swaps::{By, OfferState, store};
use crate::schedule::{Claim, Span, Staffed};

/// Makes an offer, and answers what was done: nothing, if it was made before.
pub fn offer(conn: &mut Conn, asked: &Asked, by: By) -> Result<&'static [Action], Error> {
    if let Some(known) = store::find(conn, asked.id, by.at)? {
        return if asked.is(&known) {
            Ok(&[])
        } else {
            Err(Error::id_taken())
        };
    }
    let line = line::store::find(conn)?;
    let mut faults = asked.faults();
    let staffed = visible(conn, asked.shift, line.wall)?;
    let returns = returns(conn, asked, &line, &mut faults)?;
    people_named(conn, asked, &mut faults)?;
    let place = place(asked, staffed.as_ref(), by, &mut faults)?;
    let (Some(given), true) = (place, faults.is_empty()) else {
        return Err(Error::invalid(faults));
    };
    let mut reasons = against_the_place(conn, given, by)?;
    for shift in returns.iter().filter(|on| on.shift.span.starts <= by.at) {
        let index = asked.returns.iter().position(|id| *id == shift.shift.id);
        let pointer = format!("/in_return/{}", index.unwrap_or_default());
        let begun = Reason::AlreadyStarted;
        reasons.push(Fault::at(pointer, begun.as_str(), begun.sentence()));
    }
    reasons.extend(against_those_named(
        conn,
        asked,
        given,
        &returns,
        (&line, by),
    )?);
    if !reasons.is_empty() {
        return Err(Error::conflict(reasons));
    }
    let new = store::New {
        id: asked.id,
        claim: given.claim.id,
        span: given.part,
        to: asked.addressees(),
        returns: &asked.returns,
        expires_at: asked.expires_at.unwrap_or(given.part.starts),
    };
    store::insert(conn, &new, by)?;
    Ok(&[Action::SwapOffered])
}

/// The place that is meant, unless there is a fault.
fn place<'a>(
    asked: &Asked,
    staffed: Option<&'a Staffed>,
    by: By,
    faults: &mut Vec<Fault>,
) -> Result<Option<Giving<'a>>, Error> {
    let Some(on) = staffed else {
        let detail = "There is no such shift.";
        faults.push(Fault::at("/shift_id", "unknown_shift", detail));
        return Ok(None);
    };
    let held = || on.held_by(asked.person);
    if held().next().is_none() && faults.is_empty() {
        let detail = "No place on this shift is held by this person.";
        let reason = Fault::at("/shift_id", "not_held", detail);
        return Err(Error::conflict(vec![reason]));
    }
    match parts::meant(held(), asked.starts, asked.ends) {
        Meant::One(claim, part) => {
            faults.extend(parts::faults(claim.span, part));
            faults.extend(asked.expiry_fault(part.starts, by.at));
            Ok(Some(Giving { on, claim, part }))
        }
        Meant::Several => {
            let detail = "Several parts of this shift are held: say which is meant.";
            faults.push(Fault::at("/starts_at", "required", detail));
            Ok(None)
        }
        Meant::None => {
            let detail = "No place is held at all of that time.";
            faults.push(Fault::at("/starts_at", "out_of_range", detail));
            Ok(None)
        }
    }
}

/// The shifts asked for in return, with who is on them.
fn returns(
    conn: &mut Conn,
    asked: &Asked,
    line: &Line,
    faults: &mut Vec<Fault>,
) -> Result<Vec<Staffed>, Error> {
    let mut known = Vec::new();
    for (index, id) in asked.returns.iter().enumerate() {
        if let Some(shift) = visible(conn, *id, line.wall)? {
            known.push(shift);
        } else {
            let pointer = format!("/in_return/{index}");
            faults.push(Fault::at(
                pointer,
                "unknown_shift",
                "There is no such shift.",
            ));
        }
    }
    Ok(known)
}

fn people_named(conn: &mut Conn, asked: &Asked, faults: &mut Vec<Fault>) -> Result<(), Error> {
    for (index, person) in asked.addressees().iter().enumerate() {
        if !is_peer(conn, *person)? {
            let pointer = format!("/to/{index}");
            faults.push(Fault::at(
                pointer,
                "not_a_peer",
                "This is no peer of the line.",
            ));
        }
    }
    Ok(())
}

/// A place that has begun is not offered, nor one that is offered already.
fn against_the_place(conn: &mut Conn, given: Giving<'_>, by: By) -> Result<Vec<Fault>, Error> {
    let mut reasons = Vec::new();
    if given.part.starts <= by.at {
        reasons.push(Reason::AlreadyStarted.fault());
    }
    let is_live = |state| matches!(state, OfferState::Open | OfferState::AwaitingApproval);
    let before = store::of_place(conn, given.claim.id, by.at)?;
    if before.iter().any(|offer| is_live(offer.state(by.at))) {
        let detail = "This place is offered already.";
        reasons.push(Fault::at("/shift_id", "already_offered", detail));
    }
    Ok(reasons)
}

fn against_those_named(
    conn: &mut Conn,
    asked: &Asked,
    given: Giving<'_>,
    returns: &[Staffed],
    (line, by): (&Line, By),
) -> Result<Vec<Fault>, Error> {
    let mut spans: Vec<Span> = returns.iter().map(|on| on.shift.span).collect();
    spans.push(given.part);
    let offerer = Asker::of(conn, asked.person, spans.clone(), line)?;
    let mut faults = Vec::new();
    for (index, person) in asked.addressees().iter().enumerate() {
        let taker = Asker::of(conn, *person, spans.clone(), line)?;
        let both = (&offerer, &taker);
        let against = against_one(both, given, returns, (line, by), &format!("/to/{index}"));
        faults.extend(against);
    }
    Ok(faults)
}

/// What speaks against the taker. If one of some places is asked for in return, it is enough that one will do.
fn against_one(
    (offerer, taker): (&Asker, &Asker),
    given: Giving<'_>,
    returns: &[Staffed],
    (line, by): (&Line, By),
    pointer: &str,
) -> Vec<Fault> {
    let told = |reason| told_to(pointer.to_owned(), reason);
    if returns.is_empty() {
        let reasons = against(taker, given, None, line, by.at);
        return reasons.into_iter().map(told).collect();
    }
    let held = held_on(returns, taker.person);
    if held.is_empty() {
        let detail = "They hold a place on none of the shifts asked for in return.";
        return vec![Fault::at(pointer, "holds_none", detail)];
    }
    let (mut theirs, mut own) = (BTreeSet::new(), BTreeSet::new());
    for (on, claim) in held {
        let part = claim.span;
        let back = Giving { on, claim, part };
        let against_taker = against(taker, given, Some(back), line, by.at);
        let against_offerer = against(offerer, back, Some(given), line, by.at);
        if against_taker.is_empty() && against_offerer.is_empty() {
            return Vec::new();
        }
        theirs.extend(against_taker);
        own.extend(against_offerer);
    }
    let own = own
        .into_iter()
        .map(|reason: Reason| Fault::at("/in_return", reason.as_str(), reason.sentence()));
    theirs.into_iter().map(told).chain(own).collect()
}

fn held_on(returns: &[Staffed], person: PersonId) -> Vec<(&Staffed, &Claim)> {
    returns
        .iter()
        .flat_map(|on| on.held_by(person).map(move |claim| (on, claim)))
        .collect()
}

//! Asking for cover, asking people, and taking places over: whole changes with their audit entries. Knows no request.

pub mod looking;

use super::store;
use super::{Answer, Ask, Ending, Request};
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::Actor;
use crate::error::{Error, Fault};
use crate::id::{CoverRequestId, PersonId, ShiftId};
use crate::line;
use crate::schedule::changes::asker::Asker;
use crate::schedule::changes::places::{self, Handover, acting};
use crate::schedule::changes::{peer, seen, supervises};
use crate::schedule::eligibility::Reason;
use crate::schedule::shift::{How, Release};
use crate::schedule::store::claims;
use crate::schedule::taking::changes::Got;
use crate::schedule::{Claim, Staffed};

/// A wish that may be seen by all who could take the place.
fn known(conn: &mut Conn, id: CoverRequestId) -> Result<Request, Error> {
    store::find(conn, id)?.ok_or_else(Error::not_found)
}

/// A wish of who acts, or anybody's for a supervisor.
pub fn own(conn: &mut Conn, id: CoverRequestId, actor: &Actor) -> Result<Request, Error> {
    let request = known(conn, id)?;
    let theirs = supervises(actor) || actor.person == Some(request.holder);
    theirs.then_some(request).ok_or_else(Error::not_found)
}

/// Asks that somebody take over what a person holds on a shift: the first part of it that has not begun and about which
/// nobody was asked yet. Answers the wish, and whether it is new.
pub fn ask_for_cover(
    conn: &mut Conn,
    id: CoverRequestId,
    (shift, person): (ShiftId, PersonId),
    actor: &Actor,
    now: Moment,
) -> Result<(Request, bool), Error> {
    if let Some(request) = store::find(conn, id)? {
        return if (request.shift, request.holder) == (shift, person) {
            Ok((request, false))
        } else {
            Err(Error::id_taken())
        };
    }
    let wall = line::store::find(conn)?.wall;
    let staffed = seen(conn, shift, false, wall)?;
    let place = place_to_cover(conn, &staffed, person, now)?;
    store::insert(conn, id, place.id, acting(actor)?, now).map_err(Error::or_id_taken)?;
    audit::store::record(conn, now, actor, Action::CoverRequested, id)?;
    Ok((known(conn, id)?, true))
}

fn place_to_cover(
    conn: &mut Conn,
    staffed: &Staffed,
    person: PersonId,
    now: Moment,
) -> Result<Claim, Error> {
    let parts: Vec<&Claim> = staffed.held_by(person).collect();
    if parts.is_empty() {
        return Err(Error::not_found());
    }
    let mut ahead = parts;
    ahead.retain(|part| now < part.span.starts);
    ahead.sort_by_key(|part| part.span.starts);
    if ahead.is_empty() {
        return Err(Error::conflict(vec![Reason::AlreadyStarted.fault()]));
    }
    let ids: Vec<_> = ahead.iter().map(|part| part.id).collect();
    let asked = store::asked_about(conn, &ids)?;
    let free = ahead.into_iter().find(|part| !asked.contains(&part.id));
    let detail = "Cover for this place was asked for already.";
    let again = || Error::conflict(vec![Fault::reason("already_asked", detail)]);
    free.cloned().ok_or_else(again)
}

/// Withdraws a wish. One that has ended otherwise stays as it is, and one that was covered cannot be withdrawn.
pub fn withdraw(
    conn: &mut Conn,
    id: CoverRequestId,
    actor: &Actor,
    now: Moment,
) -> Result<(), Error> {
    let request = own(conn, id, actor)?;
    match request.outcome {
        Some(Ending::Covered) => request.is_open(),
        Some(Ending::Withdrawn | Ending::Released) => Ok(()),
        None => {
            let by = acting(actor)?;
            store::end_of(conn, request.claim, Ending::Withdrawn, by, now)?;
            audit::store::record(conn, now, actor, Action::CoverWithdrawn, id)
        }
    }
}

/// Keeps that a peer was asked to take a place over. Answers the ask, and whether it is new.
pub fn ask(
    conn: &mut Conn,
    (id, person): (CoverRequestId, PersonId),
    actor: &Actor,
    now: Moment,
) -> Result<(Ask, bool), Error> {
    let request = own(conn, id, actor)?;
    if let Some(ask) = find_ask(conn, (id, person))? {
        return Ok((ask, false));
    }
    request.is_open()?;
    peer(conn, person)?;
    not_the_holder(&request, person)?;
    store::insert_ask(conn, (id, person), acting(actor)?, now)?;
    audit::store::record(conn, now, actor, Action::CoverAsked, id)?;
    let ask = find_ask(conn, (id, person))?.ok_or_else(Error::not_found)?;
    Ok((ask, true))
}

fn find_ask(
    conn: &mut Conn,
    (id, person): (CoverRequestId, PersonId),
) -> Result<Option<Ask>, Error> {
    let asks = store::asks(conn, &[id])?;
    Ok(asks.into_iter().find(|ask| ask.person == person))
}

fn not_the_holder(request: &Request, person: PersonId) -> Result<(), Error> {
    if request.holder == person {
        let detail = "This is the place of the very person.";
        return Err(Error::conflict(vec![Fault::reason("own_place", detail)]));
    }
    Ok(())
}

/// Keeps that somebody who was asked said no. Answers the ask, and whether the no is new.
pub fn decline(
    conn: &mut Conn,
    place: (CoverRequestId, PersonId),
    actor: &Actor,
    now: Moment,
) -> Result<(Ask, bool), Error> {
    let ask = find_ask(conn, place)?.ok_or_else(Error::not_found)?;
    if ask.answer == Some(Answer::Declined) {
        return Ok((ask, false));
    }
    known(conn, place.0)?.is_open()?;
    store::answer(conn, place, Answer::Declined, now)?;
    audit::store::record(conn, now, actor, Action::CoverDeclined, place.0)?;
    let answer = Some(Answer::Declined);
    Ok((Ask { answer, ..ask }, true))
}

/// Hands a place over to a peer who may have it now.
pub fn cover(
    conn: &mut Conn,
    (id, person): (CoverRequestId, PersonId),
    actor: &Actor,
    now: Moment,
) -> Result<Got, Error> {
    let line = line::store::find(conn)?;
    let request = known(conn, id)?;
    let staffed = seen(conn, request.shift, false, line.wall)?;
    if let Some(held) = covered_by(&request, &staffed, person) {
        return Ok(Got {
            new: false,
            claim: held.clone(),
            overridden: Vec::new(),
        });
    }
    request.is_open()?;
    let taker = peer(conn, person)?;
    not_the_holder(&request, person)?;
    let covered = claims::find(conn, request.claim)?.ok_or_else(Error::not_found)?;
    let asker = Asker::of(conn, person, [covered.span], &line)?;
    let others = staffed.without(&[&covered]);
    let reasons = asker.refusals(&others, (covered.seat, covered.span), &line, now);
    if !reasons.is_empty() {
        let reasons = reasons.into_iter().map(Reason::fault).collect();
        return Err(Error::conflict(reasons));
    }
    let handover = Handover {
        from: &covered,
        part: covered.span,
        to: person,
    };
    let way = (Release::Covered, How::Covered);
    let made = places::hand_over(conn, &[handover], way, acting(actor)?, now)?;
    store::answer(conn, (id, person), Answer::Taken, now)?;
    audit::store::record(conn, now, actor, Action::PlaceCovered, id)?;
    Ok(Got {
        new: true,
        claim: Claim {
            id: made.first().copied().unwrap_or(covered.id),
            person,
            name: taker.name,
            claimed_at: now,
            version: 0,
            ..covered
        },
        overridden: Vec::new(),
    })
}

/// The place that a person took over by this wish and still holds.
fn covered_by<'a>(request: &Request, staffed: &'a Staffed, person: PersonId) -> Option<&'a Claim> {
    let covered = request.outcome == Some(Ending::Covered);
    let mut held = staffed.held_by(person);
    held.find(|held| covered && held.span == request.span)
}

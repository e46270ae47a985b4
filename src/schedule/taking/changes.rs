//! Places taken and given back, and what is done about them: whole changes with their audit entries. Knows no request.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::store::{self, Taken};
use crate::audit::{self, Action};
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::Actor;
use crate::error::{Error, Fault};
use crate::id::{ClaimId, PersonId, ShiftId};
use crate::line::{self, Line};
use crate::schedule::changes::asker::Asker;
use crate::schedule::changes::places::{self, acting};
use crate::schedule::changes::{freeing, peer, seen, supervises};
use crate::schedule::eligibility::Reason;
use crate::schedule::presence::Step;
use crate::schedule::shift::{How, Release};
use crate::schedule::store::claims::Given;
use crate::schedule::{Claim, Seat, Span, taking};

/// A place that is wished for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// On which shift.
    pub shift: ShiftId,
    /// For whom.
    pub person: PersonId,
    /// As what.
    pub seat: Seat,
    /// Why it should be given in spite of reasons against.
    pub override_reason: Option<String>,
}

/// A place that somebody has got.
#[derive(Clone, Debug)]
pub struct Got {
    /// Whether they have it only now.
    pub new: bool,
    /// The place.
    pub claim: Claim,
    /// The reasons that were overridden.
    pub overridden: Vec<Reason>,
}

/// Gives a peer the place that they or a supervisor wish for.
pub fn take(conn: &mut Conn, wish: &Wish, actor: &Actor, now: Moment) -> Result<Got, Error> {
    let line = line::store::find(conn)?;
    check(wish, actor, &line, now)?;
    let staffed = seen(conn, wish.shift, supervises(actor), line.wall)?;
    let person = peer(conn, wish.person)?;
    let mut held = staffed.held_by(wish.person);
    if let Some(held) = held.find(|held| held.seat == wish.seat) {
        return Ok(Got {
            new: false,
            claim: held.clone(),
            overridden: Vec::new(),
        });
    }
    let span = staffed.shift.span;
    let asker = Asker::of(conn, wish.person, [span], &line)?;
    let reasons = asker.refusals(&staffed, (wish.seat, span), &line, now);
    let strength = (supervises(actor), wish.override_reason.is_some());
    let overridden =
        taking::weighed(reasons, strength, span.ends <= now).map_err(Error::conflict)?;
    let full = || Error::conflict(vec![Reason::ShiftFull.fault()]);
    let place = staffed.free_place(wish.seat, span).ok_or_else(full)?;
    let given = given(wish, (place, span), !overridden.is_empty(), actor, now)?;
    places::give(conn, &given, now)?;
    let action = match given.how {
        How::Claimed => Action::ShiftClaimed,
        _ => Action::ShiftAssigned,
    };
    audit::store::record(conn, now, actor, action, wish.shift)?;
    if !overridden.is_empty() {
        audit::store::record(conn, now, actor, Action::RulesOverridden, given.id)?;
    }
    Ok(Got {
        new: true,
        claim: claim(&given, person.name, now),
        overridden,
    })
}

/// Only a supervisor overrides, and says why without telling of anybody.
fn check(wish: &Wish, actor: &Actor, line: &Line, now: Moment) -> Result<(), Error> {
    let Some(reason) = &wish.override_reason else {
        return Ok(());
    };
    let mut faults = taking::override_faults(reason, line.wall.date(now).year());
    if !supervises(actor) {
        let detail = "Only a supervisor gives a place in spite of reasons against it.";
        faults.push(Fault::at("/override_reason", "not_yours", detail));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(faults))
    }
}

fn given(
    wish: &Wish,
    (place, span): (u8, Span),
    overridden: bool,
    actor: &Actor,
    now: Moment,
) -> Result<Given, Error> {
    let by = acting(actor)?;
    let reason = wish.override_reason.as_ref().filter(|_| overridden);
    Ok(Given {
        id: chance::id(now),
        shift: wish.shift,
        seat: wish.seat,
        place,
        person: wish.person,
        span,
        by,
        how: if by == wish.person {
            How::Claimed
        } else {
            How::Assigned
        },
        override_reason: reason.map(|reason| reason.trim().to_owned()),
    })
}

/// A place as it is once it was given to somebody of this name.
fn claim(given: &Given, name: String, now: Moment) -> Claim {
    Claim {
        id: given.id,
        shift: given.shift,
        seat: given.seat,
        place: given.place,
        person: given.person,
        name,
        span: given.span,
        claimed_at: now,
        version: 0,
    }
}

/// Gives back all that a person holds on a shift and that can still be given back. Who holds nothing has nothing to do.
pub fn give_back(
    conn: &mut Conn,
    (shift, person): (ShiftId, PersonId),
    actor: &Actor,
    now: Moment,
) -> Result<(), Error> {
    let wall = line::store::find(conn)?.wall;
    let staffed = seen(conn, shift, supervises(actor), wall)?;
    let standing = (actor.person == Some(person), supervises(actor));
    let (mut back, mut stays) = (Vec::new(), Vec::new());
    for held in staffed.held_by(person) {
        match taking::given_back(held.span, standing, now) {
            Ok(release) => back.push((held, release)),
            Err(fault) => stays.push(fault),
        }
    }
    if back.is_empty() {
        stays.truncate(1);
        return if stays.is_empty() {
            Ok(())
        } else {
            Err(Error::conflict(stays))
        };
    }
    let dropped = |(_, release): &(&Claim, Release)| *release == Release::Dropped;
    let action = if back.iter().all(dropped) {
        Action::ShiftDropped
    } else {
        Action::ShiftTakenBack
    };
    audit::store::record(conn, now, actor, action, shift)?;
    for (held, release) in back {
        freeing::take_back(conn, held, release, actor, now)?;
    }
    Ok(())
}

/// What a person holds on a published shift, with what was done about it. Who holds nothing there is answered as if the
/// shift were absent.
fn place_of(
    conn: &mut Conn,
    (shift, person): (ShiftId, PersonId),
) -> Result<(Vec<Claim>, Vec<Taken>), Error> {
    let wall = line::store::find(conn)?.wall;
    let staffed = seen(conn, shift, false, wall)?;
    let parts: Vec<Claim> = staffed.held_by(person).cloned().collect();
    if parts.is_empty() {
        return Err(Error::not_found());
    }
    let steps = store::steps(conn, &ids(&parts))?;
    Ok((parts, steps))
}

fn ids(parts: &[Claim]) -> Vec<ClaimId> {
    parts.iter().map(|part| part.id).collect()
}

/// Keeps that something was done about a person's place, about all parts of it. Answers the step, and whether it is new.
pub fn note(
    conn: &mut Conn,
    place: (ShiftId, PersonId),
    step: Step,
    actor: &Actor,
    now: Moment,
) -> Result<(Taken, bool), Error> {
    let (parts, steps) = place_of(conn, place)?;
    let known: Vec<&Taken> = steps.iter().filter(|taken| taken.step == step).collect();
    let noted: BTreeSet<ClaimId> = known.iter().map(|taken| taken.claim).collect();
    let missing = parts.iter().filter(|part| !noted.contains(&part.id));
    let missing: Vec<ClaimId> = missing.map(|part| part.id).collect();
    if let (Some(first), true) = (known.first(), missing.is_empty()) {
        return Ok((**first, false));
    }
    let done = steps.iter().map(|taken| taken.step).collect();
    let refusals = whole(&parts).map(|whole| step.refusals(whole, &done, now));
    let refusals = refusals.unwrap_or_default();
    if !refusals.is_empty() {
        return Err(Error::conflict(refusals));
    }
    let by = acting(actor)?;
    let taken = |claim| Taken {
        claim,
        step,
        at: now,
        by,
    };
    for claim in &missing {
        store::insert(conn, taken(*claim))?;
    }
    let action = match step {
        Step::Confirmed => Action::PlaceConfirmed,
        Step::CheckedIn => Action::CheckedIn,
        Step::CheckedOut => Action::CheckedOut,
        Step::NoShow => Action::NoShowNoted,
    };
    audit::store::record(conn, now, actor, action, place.0)?;
    let first = missing.first().copied().ok_or_else(Error::not_found)?;
    Ok((taken(first), true))
}

/// From the first part's start to the last one's end.
fn whole(parts: &[Claim]) -> Option<Span> {
    let spans = parts.iter().map(|part| part.span);
    spans.reduce(|a, b| Span {
        starts: a.starts.min(b.starts),
        ends: a.ends.max(b.ends),
    })
}

/// Takes back that somebody did not come.
pub fn take_no_show_back(
    conn: &mut Conn,
    place: (ShiftId, PersonId),
    actor: &Actor,
    now: Moment,
) -> Result<(), Error> {
    let (parts, _) = place_of(conn, place)?;
    if store::remove(conn, &ids(&parts), Step::NoShow)? {
        audit::store::record(conn, now, actor, Action::NoShowTakenBack, place.0)?;
    }
    Ok(())
}

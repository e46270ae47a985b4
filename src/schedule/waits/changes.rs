//! Joining and leaving the queue for a place, and giving free places to who waits. Knows no request.

use super::{Ending, is_too_soon, store};
use crate::audit::{self, Action};
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::Actor;
use crate::error::Error;
use crate::id::{PersonId, ShiftId};
use crate::line;
use crate::people;
use crate::role::Role;
use crate::schedule::changes::asker::Asker;
use crate::schedule::changes::places::{self, acting};
use crate::schedule::changes::{peer, seen, staffed_one, supervises};
use crate::schedule::shift::How;
use crate::schedule::store::claims::Given;
use crate::schedule::{Seat, waits};

/// Puts a peer into the queue of a full shift. Answers whether they stand in it only now.
pub fn wait(
    conn: &mut Conn,
    (shift, person): (ShiftId, PersonId),
    actor: &Actor,
    now: Moment,
) -> Result<bool, Error> {
    let line = line::store::find(conn)?;
    let staffed = seen(conn, shift, supervises(actor), line.wall)?;
    peer(conn, person)?;
    let queue = store::open(conn, shift)?;
    if queue.iter().any(|wait| wait.person == person) {
        return Ok(false);
    }
    let span = staffed.shift.span;
    let asker = Asker::of(conn, person, [span], &line)?;
    let reasons = asker.refusals(&staffed, (Seat::Crew, span), &line, now);
    let refusals = waits::refusals(reasons, span, now);
    if !refusals.is_empty() {
        return Err(Error::conflict(refusals));
    }
    store::insert(conn, (shift, person), now)?;
    audit::store::record(conn, now, actor, Action::WaitBegun, shift)?;
    Ok(true)
}

/// Takes somebody out of the queue. Who is not in it has nothing to do.
pub fn leave(
    conn: &mut Conn,
    place: (ShiftId, PersonId),
    actor: &Actor,
    now: Moment,
) -> Result<(), Error> {
    let wall = line::store::find(conn)?.wall;
    seen(conn, place.0, supervises(actor), wall)?;
    if store::end(conn, place, Ending::Left, acting(actor)?, now)? {
        audit::store::record(conn, now, actor, Action::WaitLeft, place.0)?;
    }
    Ok(())
}

/// Gives the free places of a shift to those who wait, in order, as far as they may have them. Who may not waits on.
pub fn fill(conn: &mut Conn, shift: ShiftId, actor: &Actor, now: Moment) -> Result<(), Error> {
    let queue = store::open(conn, shift)?;
    if queue.is_empty() {
        return Ok(());
    }
    let line = line::store::find(conn)?;
    for wait in queue {
        let Some(staffed) = staffed_one(conn, shift, line.wall)? else {
            break;
        };
        let span = staffed.shift.span;
        let open = !staffed.shift.cancelled && !is_too_soon(span, now);
        let place = staffed.free_place(Seat::Crew, span).filter(|_| open);
        let Some(place) = place else { break };
        let asker = Asker::of(conn, wait.person, [span], &line)?;
        let refused = !asker
            .refusals(&staffed, (Seat::Crew, span), &line, now)
            .is_empty();
        if refused || !is_peer(conn, wait.person)? {
            continue;
        }
        let given = Given {
            id: chance::id(now),
            shift,
            seat: Seat::Crew,
            place,
            person: wait.person,
            span,
            by: acting(actor)?,
            how: How::Waited,
            override_reason: None,
        };
        places::give(conn, &given, now)?;
        audit::store::record(conn, now, actor, Action::WaitFilled, given.id)?;
    }
    Ok(())
}

fn is_peer(conn: &mut Conn, id: PersonId) -> Result<bool, Error> {
    let person = people::store::find(conn, id)?;
    Ok(person.is_some_and(|person| person.roles.contains(&Role::Peer)))
}

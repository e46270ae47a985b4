//! Giving places and handing them over: the one way in which anybody comes by a place.

use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::Actor;
use crate::error::Error;
use crate::id::{ClaimId, PersonId};
use crate::schedule::shift::{How, Release};
use crate::schedule::store::claims::{self, Given};
use crate::schedule::swaps::parts;
use crate::schedule::{Claim, Span, cover, waits};

/// Gives somebody a place that is free. Whether they may have it was asked before. Who waited for it waits no longer.
pub fn give(conn: &mut Conn, given: &Given, now: Moment) -> Result<(), Error> {
    claims::insert(conn, given, now)?;
    let outcome = waits::Ending::Filled;
    waits::store::end(conn, (given.shift, given.person), outcome, given.by, now)?;
    Ok(())
}

/// Who acts. A place never changes hands by itself.
pub fn acting(actor: &Actor) -> Result<PersonId, Error> {
    let nobody = || Error::broken("places are given and taken back by people");
    actor.person.ok_or_else(nobody)
}

/// A place, or a part of it, that goes from who holds it to somebody else.
#[derive(Clone, Copy, Debug)]
pub struct Handover<'a> {
    /// The place as it is held.
    pub from: &'a Claim,
    /// How much of it goes.
    pub part: Span,
    /// To whom.
    pub to: PersonId,
}

/// Hands places over, all at once, and answers the new holders' claims in the same order. What remains of a place stays
/// with who held it. No place is free in between, so nobody who waits comes by it.
pub fn hand_over(
    conn: &mut Conn,
    handovers: &[Handover<'_>],
    (release, how): (Release, How),
    by: PersonId,
    now: Moment,
) -> Result<Vec<ClaimId>, Error> {
    // All are given back before any is given: two people may change places at one time.
    let outcome = match release {
        Release::Covered => cover::Ending::Covered,
        _ => cover::Ending::Released,
    };
    for Handover { from, .. } in handovers {
        claims::release(conn, from, (release, false), by, now)?;
        cover::store::end_of(conn, from.id, outcome, by, now)?;
    }
    let mut made = Vec::new();
    for Handover { from, part, to } in handovers {
        for rest in parts::remaining(from.span, *part) {
            let new = (chance::id(now), from.place);
            claims::insert_again(conn, from.id, new, rest, now)?;
        }
        let given = Given {
            id: chance::id(now),
            shift: from.shift,
            seat: from.seat,
            place: from.place,
            person: *to,
            span: *part,
            by,
            how,
            override_reason: None,
        };
        give(conn, &given, now)?;
        made.push(given.id);
    }
    Ok(made)
}

/// A place that goes back to who held it before it was handed over.
#[derive(Clone, Debug)]
pub struct HandBack<'a> {
    /// What is given up for it: the place as it is held now, and other parts of it that are joined to it again.
    pub parts: Vec<&'a Claim>,
    /// The claim by which it was held before.
    pub as_in: ClaimId,
    /// The number of the place.
    pub place: u8,
    /// How much of it they hold from now on.
    pub span: Span,
}

/// Hands places back, all at once, to who held them.
pub fn hand_back(
    conn: &mut Conn,
    backs: &[HandBack<'_>],
    release: Release,
    by: PersonId,
    now: Moment,
) -> Result<(), Error> {
    for claim in backs.iter().flat_map(|back| &back.parts) {
        claims::release(conn, claim, (release, false), by, now)?;
    }
    for back in backs {
        let new = (chance::id(now), back.place);
        claims::insert_again(conn, back.as_in, new, back.span, now)?;
    }
    Ok(())
}

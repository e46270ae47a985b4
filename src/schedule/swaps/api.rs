//! Swaps over HTTP: offering a place, taking an offer up or declining it, approving, undoing.

pub mod wire;

use serde::Deserialize;
use utoipa::IntoParams;

use self::wire::{AcceptanceBody, OfferBody, SwapList, SwapView};
use super::changes::{self, TakenUp};
use super::store::{self, Wanted};
use super::{By, Offer, OfferState};
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, As, PeerOrSupervisor, Supervisor};
use crate::error::{Error, Fault};
use crate::http::cursor::{self, Cursor};
use crate::http::{Body, Created, Done, Found, Listed, Path, Query};
use crate::id::{PersonId, SwapOfferId};
use crate::people::named::PersonOrMe;
use crate::role::Role;

/// An offer's id.
#[derive(Deserialize, IntoParams)]
pub struct SwapPath {
    /// A version 7 UUID: you make it when you offer a place.
    id: SwapOfferId,
}

/// Who declines which offer.
#[derive(Deserialize, IntoParams)]
pub struct DeclinePath {
    /// The offer.
    id: SwapOfferId,
    /// The person's id, or `me`.
    #[param(value_type = String)]
    person_id: PersonOrMe,
}

/// Which offers.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SwapsAsked {
    /// Only those that have come so far.
    #[param(inline)]
    state: Option<OfferState>,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor<SwapOfferId>>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// Who does something, when, and whether they may do it for others.
#[derive(Clone)]
struct Doer {
    by: By,
    supervises: bool,
    actor: Actor,
}

impl Doer {
    fn of(who: &As<PeerOrSupervisor>) -> Self {
        Self {
            by: By {
                person: who.id(),
                at: who.now(),
            },
            supervises: who.is(Role::Supervisor),
            actor: who.actor(),
        }
    }

    /// Who approves or refuses.
    fn supervising(who: &As<Supervisor>) -> Self {
        Self {
            by: By {
                person: who.id(),
                at: who.now(),
            },
            supervises: true,
            actor: who.actor(),
        }
    }

    const fn now(&self) -> Moment {
        self.by.at
    }

    /// For whom it is done: a supervisor may do it for somebody who is away.
    fn on_behalf(&self, person: Option<PersonId>) -> Result<PersonId, Error> {
        let person = person.unwrap_or(self.by.person);
        if person == self.by.person || self.supervises {
            return Ok(person);
        }
        let detail = "Only a supervisor does this for somebody else.";
        let fault = Fault::at("/person_id", "not_yours", detail);
        Err(Error::invalid(vec![fault]))
    }

    /// Why something was refused, as far as it is theirs to know: nobody tells a peer why a colleague cannot come.
    fn may_know(&self, why: Error, asker_takes: bool) -> Error {
        match why {
            Error::Refused(problem)
                if !self.supervises && problem.status == 409 && !problem.faults.is_empty() =>
            {
                Error::conflict(super::discreet(problem.faults, asker_takes))
            }
            why => why,
        }
    }

    /// An offer that they may see, or that is to all: then whoever comes too late is told so.
    fn offer(&self, conn: &mut Conn, id: SwapOfferId) -> Result<Offer, Error> {
        let offer = store::find(conn, id, self.now())?;
        let seen = |offer: &Offer| {
            self.supervises || offer.to.is_empty() || offer.is_seen_by(self.by.person, self.now())
        };
        offer.filter(seen).ok_or_else(Error::not_found)
    }

    /// An offer of which this is true, if they do not supervise. Of any other they are told as of one that never was.
    fn offer_if(
        &self,
        conn: &mut Conn,
        id: SwapOfferId,
        may: impl Fn(&Offer) -> bool,
    ) -> Result<Offer, Error> {
        let offer = store::find(conn, id, self.now())?;
        offer
            .filter(|offer| self.supervises || may(offer))
            .ok_or_else(Error::not_found)
    }

    /// Keeps in the audit log what was done, and shows the offer as it is now.
    fn told(
        &self,
        conn: &mut Conn,
        id: SwapOfferId,
        done: &[Action],
    ) -> Result<Created<SwapView>, Error> {
        self.record(conn, id, done)?;
        let offer = store::find(conn, id, self.now())?;
        let row = self.view(&offer.ok_or_else(Error::not_found)?);
        Ok(Created {
            new: !done.is_empty(),
            row,
        })
    }

    fn record(&self, conn: &mut Conn, id: SwapOfferId, done: &[Action]) -> Result<(), Error> {
        for action in done {
            audit::store::record(conn, self.now(), &self.actor, *action, id)?;
        }
        Ok(())
    }

    fn view(&self, offer: &Offer) -> SwapView {
        let sees_all = self.supervises || offer.place.person == self.by.person;
        SwapView::new(offer, (!sees_all).then_some(self.by.person), self.now())
    }
}

/// Offers a place, or a part of it.
pub async fn make_offer(
    who: As<PeerOrSupervisor>,
    Path(path): Path<SwapPath>,
    Body(body): Body<OfferBody>,
) -> Result<Created<SwapView>, Error> {
    let doer = Doer::of(&who);
    let person = doer.on_behalf(body.person_id)?;
    let wanted = body.asked(path.id, person);
    who.write(move |conn| {
        let done =
            changes::offer(conn, &wanted, doer.by).map_err(|why| doer.may_know(why, true))?;
        doer.told(conn, wanted.id, done)
    })
    .await
}

/// Offers, the newest first: a peer's own, those made to them and those to all; all of them for a supervisor.
pub async fn list(
    who: As<PeerOrSupervisor>,
    Query(asked): Query<SwapsAsked>,
) -> Result<Listed<SwapList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let doer = Doer::of(&who);
    let wanted = Wanted {
        seen_by: (!doer.supervises).then_some(doer.by.person),
        state: asked.state,
        after: asked.cursor,
        ..Wanted::default()
    };
    let now = doer.now();
    let rows = who.read(move |conn| store::list(conn, &wanted, limit + 1, now));
    let (rows, next) = cursor::page(rows.await?, limit, |offer| Cursor {
        at: offer.offered.at,
        id: offer.id,
    });
    let items = rows.iter().map(|offer| doer.view(offer)).collect();
    Ok(Listed(SwapList { items, next }))
}

/// An offer.
pub async fn show(
    who: As<PeerOrSupervisor>,
    Path(path): Path<SwapPath>,
) -> Result<Found<SwapView>, Error> {
    let doer = Doer::of(&who);
    let (me, now) = (doer.by.person, doer.now());
    who.read(move |conn| {
        let offer = doer.offer_if(conn, path.id, |offer| offer.is_seen_by(me, now))?;
        Ok(Found(doer.view(&offer)))
    })
    .await
}

/// Withdraws an offer. Doing it again changes nothing.
pub async fn withdraw(
    who: As<PeerOrSupervisor>,
    Path(path): Path<SwapPath>,
) -> Result<Done, Error> {
    let doer = Doer::of(&who);
    let me = doer.by.person;
    who.write(move |conn| {
        let offer = doer.offer_if(conn, path.id, |offer| offer.place.person == me)?;
        let done = changes::withdraw(conn, &offer, doer.by)?;
        doer.record(conn, path.id, done)?;
        Ok(Done)
    })
    .await
}

/// Declines an offer.
pub async fn decline(
    who: As<PeerOrSupervisor>,
    Path(path): Path<DeclinePath>,
) -> Result<Created<SwapView>, Error> {
    let doer = Doer::of(&who);
    let me = doer.by.person;
    let person = path.person_id.id(me);
    who.write(move |conn| {
        let named = |offer: &Offer| offer.to.iter().any(|one| one.person == me);
        let offer = doer.offer_if(conn, path.id, |offer| person == me && named(offer))?;
        let done = changes::decline(conn, &offer, person, doer.by)?;
        doer.told(conn, path.id, done)
    })
    .await
}

/// Takes an offer up.
pub async fn accept(
    who: As<PeerOrSupervisor>,
    Path(path): Path<SwapPath>,
    Body(body): Body<AcceptanceBody>,
) -> Result<Created<SwapView>, Error> {
    let doer = Doer::of(&who);
    let taken_up = TakenUp {
        id: body.id,
        person: doer.on_behalf(body.person_id)?,
        gives: body.return_shift_id,
    };
    who.write(move |conn| {
        let offer = doer.offer(conn, path.id)?;
        let done = changes::accept(conn, &offer, taken_up, doer.by);
        let done = done.map_err(|why| doer.may_know(why, true))?;
        doer.told(conn, path.id, done)
    })
    .await
}

/// Undoes a swap, until one of the places begins. Doing it again changes nothing.
pub async fn undo(who: As<PeerOrSupervisor>, Path(path): Path<SwapPath>) -> Result<Done, Error> {
    let doer = Doer::of(&who);
    let me = doer.by.person;
    who.write(move |conn| {
        let offer = doer.offer_if(conn, path.id, |offer| offer.is_party(me))?;
        let done = changes::undo(conn, &offer, doer.by)
            .map_err(|why| doer.may_know(why, offer.place.person == me))?;
        doer.record(conn, path.id, done)?;
        Ok(Done)
    })
    .await
}

/// Approves what was accepted.
pub async fn approve(
    who: As<Supervisor>,
    Path(path): Path<SwapPath>,
) -> Result<Created<SwapView>, Error> {
    decide(who, path.id, changes::approve).await
}

/// Refuses what was accepted.
pub async fn refuse(
    who: As<Supervisor>,
    Path(path): Path<SwapPath>,
) -> Result<Created<SwapView>, Error> {
    decide(who, path.id, changes::refuse).await
}

async fn decide(
    who: As<Supervisor>,
    id: SwapOfferId,
    step: fn(&mut Conn, &Offer, By) -> Result<&'static [Action], Error>,
) -> Result<Created<SwapView>, Error> {
    let doer = Doer::supervising(&who);
    who.write(move |conn| {
        let offer = doer.offer(conn, id)?;
        let done = step(conn, &offer, doer.by)?;
        doer.told(conn, id, done)
    })
    .await
}

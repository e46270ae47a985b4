//! Rows of swap offers: which there are, to whom, and what came of them.

mod steps;

pub use steps::{New, accept, decline, insert, refuse, settle, undo, withdraw};

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{Acceptance, Addressee, By, Offer, OfferState, Offered};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{
    claims, people, swap_acceptances, swap_addressees, swap_offers, swap_returns,
};
use crate::error::Error;
use crate::http::cursor::Cursor;
use crate::id::{ClaimId, PersonId, ShiftId, SwapAcceptanceId, SwapOfferId};
use crate::schedule::{Seat, Span};

/// So many rows are looked at at a time.
const BATCH: i64 = 200;

#[derive(Queryable, Selectable)]
#[diesel(table_name = swap_offers)]
struct OfferRow {
    id: SwapOfferId,
    starts_at: Moment,
    ends_at: Moment,
    offered_at: Moment,
    offered_by: PersonId,
    expires_at: Moment,
    withdrawn_at: Option<Moment>,
    withdrawn_by: Option<PersonId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = claims)]
struct PlaceRow {
    id: ClaimId,
    shift_id: ShiftId,
    seat: Seat,
    person_id: PersonId,
    starts_at: Moment,
    ends_at: Moment,
    released_at: Option<Moment>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = swap_acceptances)]
struct AcceptanceRow {
    id: SwapAcceptanceId,
    offer_id: SwapOfferId,
    person_id: PersonId,
    return_claim_id: Option<ClaimId>,
    accepted_at: Moment,
    accepted_by: PersonId,
    refused_at: Option<Moment>,
    refused_by: Option<PersonId>,
    settled_at: Option<Moment>,
    settled_by: Option<PersonId>,
    taken_claim_id: Option<ClaimId>,
    returned_claim_id: Option<ClaimId>,
    undone_at: Option<Moment>,
    undone_by: Option<PersonId>,
}

fn by(person: Option<PersonId>, at: Option<Moment>) -> Option<By> {
    let (person, at) = (person?, at?);
    Some(By { person, at })
}

fn acceptance(row: &AcceptanceRow, shift: Option<ShiftId>) -> Acceptance {
    Acceptance {
        id: row.id,
        person: row.person_id,
        gives: row.return_claim_id.zip(shift),
        accepted: By {
            person: row.accepted_by,
            at: row.accepted_at,
        },
        refused: by(row.refused_by, row.refused_at),
        settled: by(row.settled_by, row.settled_at),
        taken: row.taken_claim_id,
        returned: row.returned_claim_id,
        undone: by(row.undone_by, row.undone_at),
    }
}

/// What hangs on some offers.
#[derive(Default)]
struct Hanging {
    to: BTreeMap<SwapOfferId, Vec<Addressee>>,
    returns: BTreeMap<SwapOfferId, Vec<ShiftId>>,
    acceptances: BTreeMap<SwapOfferId, Vec<Acceptance>>,
}

impl Hanging {
    fn of(conn: &mut Conn, ids: &[SwapOfferId]) -> Result<Self, Error> {
        type Named = (SwapOfferId, PersonId, Option<Moment>, Option<PersonId>);
        let mut all = Self::default();
        let named: Vec<Named> = swap_addressees::table
            .filter(swap_addressees::offer_id.eq_any(ids.to_vec()))
            .order((swap_addressees::offer_id, swap_addressees::person_id))
            .load(conn)?;
        for (offer, person, at, who) in named {
            let declined = by(who, at);
            let addressee = Addressee { person, declined };
            all.to.entry(offer).or_default().push(addressee);
        }
        let returns: Vec<(SwapOfferId, ShiftId)> = swap_returns::table
            .filter(swap_returns::offer_id.eq_any(ids.to_vec()))
            .order((swap_returns::offer_id, swap_returns::shift_id))
            .load(conn)?;
        for (offer, shift) in returns {
            all.returns.entry(offer).or_default().push(shift);
        }
        let given = claims::id.nullable();
        let accepted: Vec<(AcceptanceRow, Option<ShiftId>)> = swap_acceptances::table
            .left_join(claims::table.on(given.eq(swap_acceptances::return_claim_id)))
            .filter(swap_acceptances::offer_id.eq_any(ids.to_vec()))
            .order((swap_acceptances::accepted_at, swap_acceptances::id))
            .select((AcceptanceRow::as_select(), claims::shift_id.nullable()))
            .load(conn)?;
        for (row, shift) in accepted {
            let list = all.acceptances.entry(row.offer_id).or_default();
            list.push(acceptance(&row, shift));
        }
        Ok(all)
    }
}

type Row = (OfferRow, PlaceRow, String);

fn whole(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Offer>, Error> {
    let ids: Vec<SwapOfferId> = rows.iter().map(|(row, ..)| row.id).collect();
    let mut hanging = Hanging::of(conn, &ids)?;
    let offer = |(row, place, name): Row| {
        let span = Span {
            starts: row.starts_at,
            ends: row.ends_at,
        };
        let all = Span {
            starts: place.starts_at,
            ends: place.ends_at,
        };
        Offer {
            id: row.id,
            place: Offered {
                claim: place.id,
                shift: place.shift_id,
                seat: place.seat,
                person: place.person_id,
                name,
                whole: all,
                held: place.released_at.is_none() && all.contains(span),
            },
            span,
            to: hanging.to.remove(&row.id).unwrap_or_default(),
            returns: hanging.returns.remove(&row.id).unwrap_or_default(),
            offered: By {
                person: row.offered_by,
                at: row.offered_at,
            },
            expires_at: row.expires_at,
            withdrawn: by(row.withdrawn_by, row.withdrawn_at),
            acceptances: hanging.acceptances.remove(&row.id).unwrap_or_default(),
        }
    };
    Ok(rows.into_iter().map(offer).collect())
}

/// Which offers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Only what this peer may see.
    pub seen_by: Option<PersonId>,
    /// Only those that have come so far.
    pub state: Option<OfferState>,
    /// Only this one.
    pub id: Option<SwapOfferId>,
    /// Only those of this place.
    pub claim: Option<ClaimId>,
    /// Only those after this one in the list.
    pub after: Option<Cursor<SwapOfferId>>,
}

/// Rows among which are all that are wanted, the newest first. What the rules say of them is asked afterwards.
fn rows(conn: &mut Conn, wanted: &Wanted, limit: i64, now: Moment) -> Result<Vec<Row>, Error> {
    let mut query = swap_offers::table
        .inner_join(claims::table.on(claims::id.eq(swap_offers::claim_id)))
        .inner_join(people::table.on(people::id.eq(claims::person_id)))
        .order((swap_offers::offered_at.desc(), swap_offers::id.desc()))
        .limit(limit)
        .select((OfferRow::as_select(), PlaceRow::as_select(), people::name))
        .into_boxed();
    if let Some(id) = wanted.id {
        query = query.filter(swap_offers::id.eq(id));
    }
    if let Some(claim) = wanted.claim {
        query = query.filter(swap_offers::claim_id.eq(claim));
    }
    if let Some(me) = wanted.seen_by {
        let named = swap_addressees::table
            .filter(swap_addressees::person_id.eq(me))
            .select(swap_addressees::offer_id);
        let taken_up = swap_acceptances::table
            .filter(swap_acceptances::person_id.eq(me))
            .select(swap_acceptances::offer_id);
        let to_all = swap_offers::to_all.eq(1);
        let theirs = claims::person_id.eq(me);
        query = query.filter(
            theirs
                .or(swap_offers::id.eq_any(named))
                .or(swap_offers::id.eq_any(taken_up))
                .or(to_all.and(swap_offers::expires_at.gt(now))),
        );
    }
    let unsettled = swap_acceptances::table
        .filter(swap_acceptances::settled_at.is_null())
        .filter(swap_acceptances::refused_at.is_null())
        .select(swap_acceptances::offer_id);
    let settled = swap_acceptances::table
        .filter(swap_acceptances::settled_at.is_not_null())
        .select(swap_acceptances::offer_id);
    query = match wanted.state {
        Some(OfferState::Open) => query.filter(swap_offers::expires_at.gt(now)),
        Some(OfferState::AwaitingApproval) => query.filter(swap_offers::id.eq_any(unsettled)),
        Some(OfferState::Settled | OfferState::Undone) => {
            query.filter(swap_offers::id.eq_any(settled))
        }
        _ => query,
    };
    if let Some(Cursor { at, id }) = wanted.after {
        let earlier = swap_offers::offered_at.lt(at);
        let beside = swap_offers::offered_at.eq(at).and(swap_offers::id.lt(id));
        query = query.filter(earlier.or(beside));
    }
    Ok(query.load(conn)?)
}

/// Offers, the newest first, so many at most.
pub fn list(
    conn: &mut Conn,
    wanted: &Wanted,
    limit: i64,
    now: Moment,
) -> Result<Vec<Offer>, Error> {
    let most = usize::try_from(limit).unwrap_or_default();
    let asked_for = |offer: &Offer| {
        let seen = wanted.seen_by.is_none_or(|me| offer.is_seen_by(me, now));
        seen && wanted.state.is_none_or(|state| offer.state(now) == state)
    };
    let (mut found, mut batch) = (Vec::new(), *wanted);
    while found.len() < most {
        let rows = rows(conn, &batch, BATCH, now)?;
        let is_last = i64::try_from(rows.len()).is_ok_and(|count| count < BATCH);
        batch.after = rows.last().map(|(row, ..)| Cursor {
            at: row.offered_at,
            id: row.id,
        });
        found.extend(whole(conn, rows)?.into_iter().filter(asked_for));
        if is_last {
            break;
        }
    }
    found.truncate(most);
    Ok(found)
}

/// An offer.
pub fn find(conn: &mut Conn, id: SwapOfferId, now: Moment) -> Result<Option<Offer>, Error> {
    let wanted = Wanted {
        id: Some(id),
        ..Wanted::default()
    };
    Ok(list(conn, &wanted, 1, now)?.pop())
}

/// The offers that were ever made of a place.
pub fn of_place(conn: &mut Conn, claim: ClaimId, now: Moment) -> Result<Vec<Offer>, Error> {
    let wanted = Wanted {
        claim: Some(claim),
        ..Wanted::default()
    };
    list(conn, &wanted, i64::MAX, now)
}

/// The offer that an acceptance is of.
pub fn accepted_by(
    conn: &mut Conn,
    acceptance: SwapAcceptanceId,
) -> Result<Option<SwapOfferId>, Error> {
    Ok(swap_acceptances::table
        .find(acceptance)
        .select(swap_acceptances::offer_id)
        .first(conn)
        .optional()?)
}

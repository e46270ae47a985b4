//! Rows of what is done with an offer, a step after another.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{swap_acceptances, swap_addressees, swap_offers, swap_returns};
use crate::error::Error;
use crate::id::{ClaimId, PersonId, ShiftId, SwapAcceptanceId, SwapOfferId};
use crate::schedule::Span;
use crate::schedule::swaps::By;

/// An offer as it is made.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// Its id.
    pub id: SwapOfferId,
    /// The place.
    pub claim: ClaimId,
    /// How much of it.
    pub span: Span,
    /// To whom; to all if to nobody.
    pub to: &'a [PersonId],
    /// The shifts of which one is taken in return.
    pub returns: &'a [ShiftId],
    /// Until when.
    pub expires_at: Moment,
}

/// Adds an offer.
pub fn insert(conn: &mut Conn, new: &New<'_>, by: By) -> Result<(), Error> {
    diesel::insert_into(swap_offers::table)
        .values((
            swap_offers::id.eq(new.id),
            swap_offers::claim_id.eq(new.claim),
            swap_offers::starts_at.eq(new.span.starts),
            swap_offers::ends_at.eq(new.span.ends),
            swap_offers::to_all.eq(i32::from(new.to.is_empty())),
            swap_offers::offered_at.eq(by.at),
            swap_offers::offered_by.eq(by.person),
            swap_offers::expires_at.eq(new.expires_at),
        ))
        .execute(conn)?;
    for person in new.to {
        diesel::insert_into(swap_addressees::table)
            .values((
                swap_addressees::offer_id.eq(new.id),
                swap_addressees::person_id.eq(*person),
            ))
            .execute(conn)?;
    }
    for shift in new.returns {
        diesel::insert_into(swap_returns::table)
            .values((
                swap_returns::offer_id.eq(new.id),
                swap_returns::shift_id.eq(*shift),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Says that an offer was withdrawn.
pub fn withdraw(conn: &mut Conn, id: SwapOfferId, by: By) -> Result<(), Error> {
    diesel::update(swap_offers::table.find(id))
        .set((
            swap_offers::withdrawn_at.eq(by.at),
            swap_offers::withdrawn_by.eq(by.person),
        ))
        .execute(conn)?;
    Ok(())
}

/// Says that one of those to whom an offer was made declined.
pub fn decline(conn: &mut Conn, id: SwapOfferId, person: PersonId, by: By) -> Result<(), Error> {
    diesel::update(swap_addressees::table.find((id, person)))
        .set((
            swap_addressees::declined_at.eq(by.at),
            swap_addressees::declined_by.eq(by.person),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds an acceptance, which waits.
pub fn accept(
    conn: &mut Conn,
    (id, offer): (SwapAcceptanceId, SwapOfferId),
    person: PersonId,
    gives: Option<ClaimId>,
    by: By,
) -> Result<(), Error> {
    diesel::insert_into(swap_acceptances::table)
        .values((
            swap_acceptances::id.eq(id),
            swap_acceptances::offer_id.eq(offer),
            swap_acceptances::person_id.eq(person),
            swap_acceptances::return_claim_id.eq(gives),
            swap_acceptances::accepted_at.eq(by.at),
            swap_acceptances::accepted_by.eq(by.person),
        ))
        .execute(conn)?;
    Ok(())
}

/// Says that an acceptance was refused.
pub fn refuse(conn: &mut Conn, id: SwapAcceptanceId, by: By) -> Result<(), Error> {
    diesel::update(swap_acceptances::table.find(id))
        .set((
            swap_acceptances::refused_at.eq(by.at),
            swap_acceptances::refused_by.eq(by.person),
        ))
        .execute(conn)?;
    Ok(())
}

/// Says that the places changed hands, and which places that made.
pub fn settle(
    conn: &mut Conn,
    id: SwapAcceptanceId,
    (taken, returned): (Option<ClaimId>, Option<ClaimId>),
    by: By,
) -> Result<(), Error> {
    diesel::update(swap_acceptances::table.find(id))
        .set((
            swap_acceptances::settled_at.eq(by.at),
            swap_acceptances::settled_by.eq(by.person),
            swap_acceptances::taken_claim_id.eq(taken),
            swap_acceptances::returned_claim_id.eq(returned),
        ))
        .execute(conn)?;
    Ok(())
}

/// Says that the places changed hands again.
pub fn undo(conn: &mut Conn, id: SwapAcceptanceId, by: By) -> Result<(), Error> {
    diesel::update(swap_acceptances::table.find(id))
        .set((
            swap_acceptances::undone_at.eq(by.at),
            swap_acceptances::undone_by.eq(by.person),
        ))
        .execute(conn)?;
    Ok(())
}

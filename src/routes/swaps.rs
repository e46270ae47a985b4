//! Routes of swaps: offering a place, and what comes of it.

use crate::http::Table;
use crate::schedule::swaps::api;

/// Swaps.
pub(super) fn swaps(table: Table) -> Table {
    table
        .at("/swaps", |at| {
            at.get(
                "List offers to swap: your own, those made to you and those to all, or all for a supervisor",
                api::list,
            )
        })
        .at("/swaps/{id}", |at| {
            at.put("Offer a place on a shift, or a part of it", api::make_offer)
                .get("Read an offer", api::show)
                .delete("Withdraw an offer", api::withdraw)
        })
        .at("/swaps/{id}/declines/{person_id}", |at| {
            at.put("Decline an offer", api::decline)
        })
        .at("/swaps/{id}/acceptance", |at| {
            at.put("Take up an offer", api::accept)
                .delete("Undo a swap, until one of the places begins", api::undo)
        })
        .at("/swaps/{id}/approval", |at| {
            at.put("Approve a swap that was accepted", api::approve)
        })
        .at("/swaps/{id}/refusal", |at| {
            at.put("Refuse a swap that was accepted", api::refuse)
        })
}

//! Taking part in the schedule: places, the queue for them, what is done about them, cover.

use crate::http::Table;
use crate::schedule::taking::api::attendance;
use crate::schedule::{cover, taking, waits};

/// Places on shifts, and the queue for them.
pub(super) fn places(table: Table) -> Table {
    table
        .at("/shifts/{id}/claims/{person_id}", |at| {
            at.put("Take a place on a shift", taking::api::claim)
                .delete("Give a place back", taking::api::drop_claim)
        })
        .at("/shifts/{id}/waits", |at| {
            at.get("Who waits for a place on a shift?", waits::api::list)
        })
        .at("/shifts/{id}/waits/{person_id}", |at| {
            at.put("Wait for a place on a full shift", waits::api::wait)
                .delete("Wait no longer", waits::api::leave)
        })
        .at("/unconfirmed", |at| {
            at.get(
                "Which places of the next 48 hours are not confirmed?",
                attendance::unconfirmed,
            )
        })
        .at("/shifts/{id}/confirmations/{person_id}", |at| {
            at.put("Confirm a place", attendance::confirm)
        })
        .at("/shifts/{id}/check-ins/{person_id}", |at| {
            at.put("Check in", attendance::check_in)
        })
        .at("/shifts/{id}/check-outs/{person_id}", |at| {
            at.put("Check out", attendance::check_out)
        })
        .at("/shifts/{id}/no-shows/{person_id}", |at| {
            at.put("Note that somebody did not come", attendance::note_no_show)
                .delete(
                    "Take back that somebody did not come",
                    attendance::take_no_show_back,
                )
        })
}

/// Cover.
pub(super) fn covering(table: Table) -> Table {
    table
        .at("/cover-requests", |at| {
            at.get("List open wishes for cover", cover::api::list)
        })
        .at("/cover-requests/{id}", |at| {
            at.put("Ask for cover", cover::api::ask_for_cover)
                .delete("Withdraw a wish for cover", cover::api::withdraw)
        })
        .at("/cover-requests/{id}/suggestions", |at| {
            at.get("Whom to ask for cover?", cover::api::suggestions)
        })
        .at("/cover-requests/{id}/asks/{person_id}", |at| {
            at.put("Note that a peer was asked to cover", cover::api::ask)
        })
        .at("/cover-requests/{id}/declines/{person_id}", |at| {
            at.put("Say no to covering", cover::api::decline)
        })
        .at("/cover-requests/{id}/cover/{person_id}", |at| {
            at.put("Take a place over", cover::api::cover)
        })
}

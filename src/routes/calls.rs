//! Routes of calls: the log, the form, before and after logging, and what calls point to.

use crate::calls;
use crate::http::Table;

/// The call log.
pub(super) fn call_log(table: Table) -> Table {
    table
        .at("/calls", |at| {
            at.get(
                "List calls: your own, or all for a supervisor",
                calls::api::list,
            )
        })
        .at("/calls/{id}", |at| {
            at.put("Log a call", calls::api::logging::log)
                .get("Read a call", calls::api::show)
        })
        .at("/calls/{id}/note", |at| {
            at.put("Add a note to a call of mine", calls::api::notes::add)
                .get("Read the note of a call", calls::api::notes::show)
                .delete("Take a note away", calls::api::notes::take_away)
        })
}

/// What helps to fill in a call.
pub(super) fn call_form(table: Table) -> Table {
    table
        .at("/call-form", |at| {
            at.get("The form of a call, to be drawn", calls::form::api::show)
        })
        .at("/call-proposal", |at| {
            at.get(
                "What the next call is likely to be",
                calls::proposal::api::show,
            )
        })
}

/// Callers who call again, and what they are asked now and then.
pub(super) fn repeat_callers(table: Table) -> Table {
    table
        .at("/contacts-today", |at| {
            at.post(
                "How often was this caller in contact today?",
                calls::api::callers::contacts_today,
            )
        })
        .at("/instruments", |at| {
            at.get(
                "List the questionnaires that callers may be asked",
                calls::api::instruments::list,
            )
        })
}

/// Calls before and after they are logged.
pub(super) fn before_and_after(table: Table) -> Table {
    use calls::api::{amendments, debriefs, drafts, versions};
    table
        .at("/drafts", |at| at.get("List your drafts", drafts::list))
        .at("/calls/{id}/draft", |at| {
            at.put("Save a call in progress", drafts::save)
                .get("Read a call in progress", drafts::show)
                .delete("Discard a call in progress", drafts::discard)
        })
        .at("/calls/{id}/amendments/{amendment_id}", |at| {
            at.put("Amend a call", amendments::amend)
        })
        .at("/calls/{id}/versions", |at| {
            at.get("What was this call before?", versions::versions)
        })
        .at("/calls/{id}/history", |at| {
            at.get("What was changed of this call?", versions::history)
        })
        .at("/debriefs", |at| {
            at.get(
                "List debriefs, the oldest first: your own, or all for a supervisor",
                debriefs::list,
            )
        })
        .at("/debriefs/{id}", |at| {
            at.put("Ask for a debrief", debriefs::ask)
        })
        .at("/debriefs/{id}/claim", |at| {
            at.put("Take a debrief on", debriefs::claim)
                .delete("Give a debrief back", debriefs::give_back)
        })
        .at("/debriefs/{id}/completion", |at| {
            at.put("Say that a debrief was held", debriefs::complete)
        })
}

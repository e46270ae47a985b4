//! Routes of the schedule outside the API: calendar feeds, and rosters as sheets.

use crate::http::Table;
use crate::schedule::{feed, sheet};

/// Where people's calendar programs read their shifts.
pub(super) fn feeds(table: Table) -> Table {
    table
        .at("/calendar-feeds", |at| {
            at.get("List my calendar feeds", feed::api::list)
        })
        .at("/calendar-feeds/{id}", |at| {
            at.put("Make a calendar feed", feed::api::make)
                .delete("Revoke a calendar feed", feed::api::revoke)
        })
}

/// Rosters as sheets.
pub(super) fn in_and_out(table: Table) -> Table {
    table
        .at("/roster/export", |at| {
            at.get("Who is on which shift, as CSV", sheet::api::export)
        })
        .at("/roster/import", |at| {
            at.post("Take a roster, or try it", sheet::api::import)
        })
}

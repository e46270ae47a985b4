//! The whole API, a room after another: path, verb, what it does, handler. Who may call is each handler's first argument.

mod calls;
mod people;
mod planning;
mod rosters;
mod seeing;
mod swaps;
mod taking;

use crate::http::Table;
use crate::people::api::keys;
use crate::{audit, console, directory, line, reports, schedule, tallies};

/// Every route there is.
pub fn table() -> Table {
    let api = [
        people::coming_and_going,
        people::myself,
        people::accounts,
        settings,
        people::training,
        calls::call_log,
        calls::call_form,
        calls::before_and_after,
        calls::repeat_callers,
        planning::plans,
        planning::single_shifts,
        shifts,
        seeing::times,
        seeing::overview,
        rosters::in_and_out,
        rosters::feeds,
        taking::places,
        taking::covering,
        swaps::swaps,
        outcomes,
        directory_and_tallies,
    ];
    api.into_iter().fold(
        machines(Table::default()).under("/api/v1"),
        |table, part| part(table),
    )
}

/// For machines and engineers.
fn machines(table: Table) -> Table {
    table
        .at("/healthz", |at| {
            at.get("Is the process alive?", console::alive)
        })
        .at("/readyz", |at| at.get("Can it serve?", console::ready))
        .at("/openapi.json", |at| {
            at.get("This document", console::document)
        })
        .at("/.well-known/jwks.json", |at| {
            at.get("The public keys of access tokens", keys::published)
        })
        .at("/docs", |at| {
            at.get("The way to the API browser", console::to_browser)
        })
        .at("/docs/{file:.*}", |at| {
            at.get("The API browser", console::browser)
        })
        .at("/calendar/{token}.ics", |at| {
            at.get(
                "The calendar of a person's shifts",
                schedule::feed::api::show,
            )
        })
}

/// What the line has decided.
fn settings(table: Table) -> Table {
    table
        .at("/settings", |at| {
            at.get("Read the line's settings", line::api::settings)
                .put("Change the line's settings", line::api::change_settings)
        })
        .at("/regions", |at| {
            at.get("List the line's regions", line::api::regions)
        })
        .at("/regions/{code}", |at| {
            at.put("Add a region", line::api::add_region)
        })
}

/// The schedule.
fn shifts(table: Table) -> Table {
    table
        .at("/shifts", |at| {
            at.get(
                "List shifts, their free places, and whether you may take one",
                schedule::api::shifts,
            )
        })
        .at("/gaps", |at| {
            at.get(
                "Which shifts lack people, worst first?",
                schedule::api::gaps,
            )
        })
}

/// Released reports.
fn outcomes(table: Table) -> Table {
    table
        .at("/reporting-months", |at| {
            at.get(
                "Which months are open, which are closed?",
                reports::api::months::list,
            )
        })
        .at("/reporting-months/{month}/closure", |at| {
            at.put(
                "Close a month and release its reports",
                reports::api::months::close,
            )
        })
        .at("/live-figures", |at| {
            at.get(
                "How does the line do now? Not for publication",
                reports::api::live::show,
            )
        })
        .at("/reports", |at| {
            at.get(
                "List the reports, their definitions and periods",
                reports::api::list,
            )
        })
        .at("/reports/peer-load", |at| {
            at.get(
                "How is the work spread over the peers?",
                reports::api::peer_load::show,
            )
        })
        .at("/reports/funder-pack", |at| {
            at.get(
                "Take all reports of a period at once",
                reports::api::pack::pack,
            )
        })
        .at("/reports/{name}", |at| {
            at.get("Read a released report", reports::api::show::report)
        })
        .at("/audit-entries", |at| {
            at.get("Read the audit log", audit::api::list)
        })
}

/// Where callers are pointed to, and what telephony counted.
fn directory_and_tallies(table: Table) -> Table {
    table
        .at("/resources", |at| {
            at.get("Search the directory of services", directory::api::list)
        })
        .at("/resources/export", |at| {
            at.get("The directory as CSV", directory::api::sheets::export)
        })
        .at("/resources/import", |at| {
            at.post(
                "Take a sheet of services, or try it",
                directory::api::sheets::import,
            )
        })
        .at("/resources/{id}", |at| {
            at.put("Add a service to the directory", directory::api::add)
                .get("Read a service", directory::api::show)
        })
        .at("/resources/{id}/content", |at| {
            at.put("Change what is known of a service", directory::api::change)
        })
        .at("/resources/{id}/check", |at| {
            at.put(
                "Record that a service was checked today",
                directory::api::record_check,
            )
        })
        .at("/hourly-tallies", |at| {
            at.get("What did telephony count?", tallies::api::list)
        })
        .at("/hourly-tallies/import", |at| {
            at.post(
                "Take a sheet of hourly tallies, or try it",
                tallies::api::import,
            )
        })
        .at("/hourly-tallies/{hour}", |at| {
            at.put(
                "Record what telephony counted in an hour",
                tallies::api::record,
            )
            .get("Read the tally of an hour", tallies::api::show)
        })
}

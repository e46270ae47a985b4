//! The whole API on one page: path, verb, what it does, handler. Who may call is each handler's first argument.

use crate::http::Table;
use crate::{calls, console, people, reports, schedule};

/// Every route there is.
pub fn table() -> Table {
    Table::default()
        .at("/healthz", |at| {
            at.get("Is the process alive?", console::alive)
        })
        .at("/readyz", |at| at.get("Can it serve?", console::ready))
        .at("/openapi.json", |at| {
            at.get("This document", console::document)
        })
        .at("/docs", |at| {
            at.get("The way to the API browser", console::to_browser)
        })
        .at("/docs/{file:.*}", |at| {
            at.get("The API browser", console::browser)
        })
        .under("/api/v1")
        .at("/session", |at| {
            at.post("Sign in", people::api::sign_in::sign_in)
                .delete("Sign out", people::api::sessions::sign_out)
        })
        .at("/session/refresh", |at| {
            at.post(
                "Trade a refresh token for new tokens",
                people::api::sign_in::refresh,
            )
        })
        .at("/invitations/acceptance", |at| {
            at.post(
                "Take up an invitation",
                people::api::links::accept_invitation,
            )
        })
        .at("/me", |at| at.get("Who am I?", people::api::me::me))
        .at("/calls", |at| {
            at.get(
                "List calls: your own, or all for a supervisor",
                calls::api::list,
            )
        })
        .at("/calls/{id}", |at| {
            at.put("Log a call", calls::api::log)
                .get("Read a call", calls::api::show)
        })
        .at("/shift-templates", |at| {
            at.get("List shift templates", schedule::api::templates)
        })
        .at("/shift-templates/{id}", |at| {
            at.put("Make a shift template", schedule::api::make_template)
        })
        .at("/schedules/{id}", |at| {
            at.put(
                "Make a draft schedule from the templates",
                schedule::api::make_schedule,
            )
            .get("Read a schedule", schedule::api::show_schedule)
        })
        .at("/schedules/{id}/publication", |at| {
            at.put("Publish a schedule", schedule::api::publish)
        })
        .at("/shifts", |at| {
            at.get(
                "List shifts, their free places, and whether you may take one",
                schedule::api::shifts,
            )
        })
        .at("/shifts/{id}/claims/{person_id}", |at| {
            at.put("Take a place on a shift", schedule::api::claim)
                .delete("Give a place back", schedule::api::drop_claim)
        })
        .at("/on-duty", |at| {
            at.get("Who answers now?", schedule::api::on_duty)
        })
        .at("/gaps", |at| {
            at.get(
                "Which shifts lack people, worst first?",
                schedule::api::gaps,
            )
        })
        .at("/reporting-months/{month}/closure", |at| {
            at.put("Close a month and release its reports", reports::api::close)
        })
        .at("/reports", |at| {
            at.get(
                "List the reports, their definitions and periods",
                reports::api::list,
            )
        })
        .at("/reports/{name}", |at| {
            at.get("Read a released report", reports::api::show)
        })
}

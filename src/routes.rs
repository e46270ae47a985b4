//! The whole API on one page: path, verb, what it does, handler. Who may call is each handler's first argument.

use crate::http::Table;
use crate::people::api::{
    accounts, keeping, keys, links, me, qualifications, report_tokens, second_factor, sessions,
    sign_in,
};
use crate::{audit, calls, console, directory, line, reports, schedule, tallies};

/// Every route there is.
pub fn table() -> Table {
    let api = [
        coming_and_going,
        myself,
        accounts,
        settings,
        training,
        call_log,
        call_form,
        before_and_after,
        repeat_callers,
        shifts,
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
}

/// Coming in and going out.
fn coming_and_going(table: Table) -> Table {
    table
        .at("/session", |at| {
            at.post("Sign in", sign_in::sign_in)
                .delete("Sign out", sessions::sign_out)
        })
        .at("/session/refresh", |at| {
            at.post("Trade a refresh token for new tokens", sign_in::refresh)
        })
        .at("/invitations/acceptance", |at| {
            at.post("Take up an invitation", links::accept_invitation)
        })
        .at("/password-resets/acceptance", |at| {
            at.post("Take up a password reset", links::accept_reset)
        })
}

/// What people keep of their own.
fn myself(table: Table) -> Table {
    table
        .at("/sessions", |at| {
            at.get("Where am I signed in?", sessions::mine)
        })
        .at("/sessions/{id}", |at| {
            at.delete("End a session of mine", sessions::end)
        })
        .at("/me", |at| at.get("Who am I?", me::me))
        .at("/me/profile", |at| {
            at.put("Change what colleagues call me", me::change_profile)
        })
        .at("/me/password", |at| {
            at.put("Change my password", me::change_password)
        })
        .at("/me/second-factor", |at| {
            at.post("Begin a second factor", second_factor::begin)
        })
        .at("/me/second-factor/confirmation", |at| {
            at.put("Put my second factor in force", second_factor::confirm)
        })
        .at("/me/second-factor/removal", |at| {
            at.post("Remove my second factor", second_factor::remove)
        })
        .at("/report-tokens", |at| {
            at.get("List my report tokens", report_tokens::list)
        })
        .at("/report-tokens/{id}", |at| {
            at.put("Make a report token", report_tokens::make)
                .delete("Revoke a report token", report_tokens::revoke)
        })
}

/// Keeping the accounts of others.
fn accounts(table: Table) -> Table {
    table
        .at("/people", |at| at.get("List accounts", accounts::list))
        .at("/people/{person_id}", |at| {
            at.put("Invite somebody", accounts::invite)
                .get("Read an account", accounts::show)
        })
        .at("/people/{person_id}/roles", |at| {
            at.put("Change what somebody may do", keeping::change_roles)
        })
        .at("/people/{person_id}/profile", |at| {
            at.put(
                "Change somebody's name and address",
                keeping::change_profile,
            )
        })
        .at("/people/{person_id}/suspension", |at| {
            at.put("Suspend somebody", keeping::suspend)
                .delete("Let somebody in again", keeping::restore)
        })
        .at("/people/{person_id}/invitation", |at| {
            at.post("Make a new invitation", keeping::invite_again)
        })
        .at("/people/{person_id}/password-reset", |at| {
            at.post("Make a password reset", keeping::reset_password)
        })
        .at("/people/{person_id}/second-factor", |at| {
            at.delete(
                "Remove somebody's second factor",
                keeping::remove_second_factor,
            )
        })
        .at("/people/{person_id}/sessions", |at| {
            at.get("Where is somebody signed in?", sessions::of_person)
                .delete("Sign somebody out everywhere", sessions::end_all)
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

/// Who is trained in what.
fn training(table: Table) -> Table {
    table
        .at("/qualifications", |at| {
            at.get(
                "List the qualifications that the line knows of",
                qualifications::list,
            )
        })
        .at("/qualifications/{code}", |at| {
            at.put("Add a qualification", qualifications::add)
        })
        .at("/people/{person_id}/qualifications", |at| {
            at.get(
                "List what somebody is qualified in: yourself, or anybody for a supervisor",
                qualifications::list_held,
            )
        })
        .at("/people/{person_id}/qualifications/{id}", |at| {
            at.put(
                "Record that somebody has earned a qualification",
                qualifications::record,
            )
            .delete("Take a qualification back", qualifications::withdraw)
        })
        .at("/expiring-qualifications", |at| {
            at.get(
                "Whose qualifications run out soon?",
                qualifications::expiring,
            )
        })
}

/// The call log.
fn call_log(table: Table) -> Table {
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
fn call_form(table: Table) -> Table {
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
fn repeat_callers(table: Table) -> Table {
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
fn before_and_after(table: Table) -> Table {
    use calls::api::{amendments, debriefs, drafts};
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
            at.get("What was this call before?", amendments::versions)
        })
        .at("/calls/{id}/history", |at| {
            at.get("What was changed of this call?", amendments::history)
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

/// The schedule.
fn shifts(table: Table) -> Table {
    table
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
}

/// Released reports.
fn outcomes(table: Table) -> Table {
    table
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

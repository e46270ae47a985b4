//! Routes of people: coming and going, one's own, keeping accounts, qualifications.

use crate::http::Table;
use crate::people::api::{
    accounts, duty_tokens, keeping, links, me, qualifications, report_tokens, second_factor,
    sessions, sign_in,
};

/// Coming in and going out.
pub(super) fn coming_and_going(table: Table) -> Table {
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
pub(super) fn myself(table: Table) -> Table {
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
        .at("/duty-tokens", |at| {
            at.get("List my duty tokens", duty_tokens::list)
        })
        .at("/duty-tokens/{id}", |at| {
            at.put("Make a token for telephony", duty_tokens::make)
                .delete("Revoke a duty token", duty_tokens::revoke)
        })
}

/// Keeping the accounts of others.
pub(super) fn accounts(table: Table) -> Table {
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

/// Who is trained in what.
pub(super) fn training(table: Table) -> Table {
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

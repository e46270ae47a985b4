//! Routes of people's time, and of seeing the schedule as a whole.

use crate::http::Table;
use crate::schedule::availability::api::{self as availability, exceptions, time_off};
use crate::schedule::overview::api::{self as overview, duty, mine};

/// When people can be there.
pub(super) fn times(table: Table) -> Table {
    table
        .at("/people/{person_id}/availability", |at| {
            at.get(
                "Read how somebody's weeks are: your own, or anybody's for a supervisor",
                availability::show_week,
            )
            .put(
                "Say how somebody's weeks are from now on",
                availability::change_week,
            )
        })
        .at("/people/{person_id}/availability-exceptions", |at| {
            at.get(
                "List the dates on which somebody's week is otherwise",
                exceptions::list,
            )
        })
        .at("/people/{person_id}/availability-exceptions/{id}", |at| {
            at.put(
                "Say that hours of one date are otherwise",
                exceptions::record,
            )
            .delete("Take an exception back", exceptions::withdraw)
        })
        .at("/people/{person_id}/time-off", |at| {
            at.get("List somebody's days off", time_off::list)
        })
        .at("/people/{person_id}/time-off/{id}", |at| {
            at.put(
                "Record days off, and see which places are held meanwhile",
                time_off::record,
            )
            .delete("Take days off back", time_off::withdraw)
        })
        .at("/time-off", |at| {
            at.get(
                "List everybody's days off with the places held meanwhile",
                time_off::list_all,
            )
        })
}

/// The schedule as a whole.
pub(super) fn overview(table: Table) -> Table {
    table
        .at("/roster", |at| {
            at.get(
                "All shifts of a week or a month with their crews, and how the work is shared out",
                overview::roster,
            )
        })
        .at("/people/{person_id}/shifts", |at| {
            at.get("List the places that somebody holds", mine::list)
        })
        .at("/on-duty", |at| {
            at.get("Who answers now, and who will next?", duty::on_duty)
        })
}

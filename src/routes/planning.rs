//! Routes of planning: templates, schedules, publications, holidays, single shifts.

use crate::http::Table;
use crate::schedule::planning::api::{holidays, publications, schedules, shifts, templates};

/// Templates, and schedules made from them.
pub(super) fn plans(table: Table) -> Table {
    table
        .at("/shift-templates", |at| {
            at.get("List shift templates", templates::list)
        })
        .at("/shift-templates/{id}", |at| {
            at.put("Make a shift template", templates::make)
                .get("Read a shift template", templates::show)
        })
        .at("/shift-templates/{id}/content", |at| {
            at.put(
                "Change a shift template and the coming shifts made from it",
                templates::change,
            )
        })
        .at("/shift-templates/{id}/retirement", |at| {
            at.put("Make no more shifts from a template", templates::retire)
        })
        .at("/schedules", |at| at.get("List schedules", schedules::list))
        .at("/schedules/{id}", |at| {
            at.put("Make a draft schedule from the templates", schedules::make)
                .get("Read a schedule", schedules::show)
        })
        .at("/schedules/{id}/shifts", |at| {
            at.put(
                "Make the shifts that templates ask for and that are missing",
                schedules::fill,
            )
        })
        .at("/schedules/{id}/publication", |at| {
            at.put("Publish a schedule", publications::publish)
                .delete("Take a published schedule back", publications::take_back)
        })
        .at("/schedules/{id}/publications", |at| {
            at.get(
                "What did each publication change for whom?",
                publications::list,
            )
        })
        .at("/holidays", |at| at.get("List holidays", holidays::list))
        .at("/holidays/{date}", |at| {
            at.put("Add a holiday", holidays::add)
                .delete("Remove a holiday", holidays::remove)
        })
}

/// Single shifts.
pub(super) fn single_shifts(table: Table) -> Table {
    table
        .at("/shifts/{id}", |at| {
            at.put("Make a shift for one date", shifts::make)
                .get("Read a shift", shifts::show)
        })
        .at("/shifts/{id}/content", |at| {
            at.put("Change one shift", shifts::change)
        })
        .at("/shifts/{id}/cancellation", |at| {
            at.put("Cancel a shift", shifts::cancel)
                .delete("Let a cancelled shift be again", shifts::restore)
        })
}

//! What the supervisor plans: templates, schedules, holidays, publications.

pub mod api;
pub mod changes;
pub mod store;

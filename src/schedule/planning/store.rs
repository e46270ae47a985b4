//! Rows of what is planned.

pub mod holidays;
pub mod publications;
mod schedules;
pub mod shifts;
mod templates;

pub use self::publications::publish;
pub use self::schedules::{counts, insert_schedule, schedule, schedules_in};
pub use self::templates::{insert_template, template, templates, update_template};

//! Rows of what is planned.

mod plans;

pub use self::plans::{insert_schedule, insert_template, publish, schedule, template, templates};

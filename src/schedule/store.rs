//! Rows of the schedule.

pub mod availability;
pub mod claims;
mod plans;
pub mod presence;
mod shifts;

pub use self::claims::{claims_on, held_by, on_shift};
pub use self::plans::{insert_schedule, insert_template, publish, schedule, template, templates};
pub use self::shifts::{count_of_shifts, insert_shift, made, shift, shifts_in};

//! Rows of the schedule.

pub mod availability;
pub mod claims;
pub mod peers;
mod shifts;

pub use self::claims::{claims_on, held_by, on_shift};
pub use self::shifts::{insert_shift, made, needs, shift, shifts_in, shifts_of};

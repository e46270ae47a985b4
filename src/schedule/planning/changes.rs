//! Whole changes of what is planned.

mod following;
mod making;
pub mod one_off;
mod publishing;

pub use following::{Followed, Scope, follow, turn_into};
pub use making::fill;
pub use publishing::{publish, take_back};

//! Whole changes of what is planned.

mod making;

pub use making::fill;

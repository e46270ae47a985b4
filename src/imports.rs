//! Older logs, read in: what becomes of each column, and which rows are taken. Never keeps what says who called.

pub mod changes;
pub mod identifying;
pub mod mapping;
pub mod rows;
pub mod store;
pub mod target;
mod times;

/// How many rows are taken in one transaction.
pub const AT_ONCE: usize = 500;

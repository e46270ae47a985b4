//! The cube: for every table and period the counts of which reports are made, and which of them may be shown.
//!
//! Counts are exact here and stay inside. What leaves is a [`super::release::Released`], which holds no withheld
//! count at all.

mod across;
pub mod beside;
mod bounded;
mod chain;
pub mod count;
pub mod grid;
mod jointly;
pub mod levels;
pub mod marks;
pub mod names;
pub mod nodes;
mod order;
mod pairs;
mod ratings;
pub mod rule;
pub mod settle;
pub mod settled;
mod splits;
mod standing;
pub mod table;
mod telling;
mod told;
mod within;

//! The cube: for every table and period the counts of which reports are made, and which of them may be shown.
//!
//! Counts are exact here and stay inside. What leaves is a [`super::release::Released`], which holds no withheld
//! count at all.

mod across;
pub mod beside;
mod bounded;
pub mod count;
pub mod counted;
pub mod grid;
pub mod levels;
pub mod marks;
mod means;
pub mod names;
pub mod nodes;
mod order;
mod pairs;
pub mod rule;
pub mod settle;
pub mod settled;
mod splits;
mod standing;
pub mod table;
mod told;
mod within;

//! Which means are told: none that, with all else that readers know, narrows a small count down.
//!
//! `telling` asks it of each mean alone, of all of a period, and of the whole table with what they bound; `chain`, after
//! all is decided, of those of a period and of its parts.

mod as_many;
pub(super) mod chain;
mod jointly;
mod kinds;
mod ratings;
mod telling;

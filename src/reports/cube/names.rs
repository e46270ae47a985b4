//! How levels are called that no list of words holds: a reason among others, all but an answer, a destination.

use crate::calls::words::{CallReason, Destination};

/// A level of a breakdown; empty for the whole.
pub type Level = String;

/// How often races and ethnicities were named, all together.
pub const NAMED: &str = "~named";
/// How often one was named beside another.
pub const OVERLAP: &str = "~overlap";

/// The level of contacts with a reason among their reasons.
pub fn any(reason: CallReason) -> Level {
    format!("any:{reason}")
}

/// The level of contacts with a reason that is not their main one.
pub fn second(reason: CallReason) -> Level {
    format!("second:{reason}")
}

/// The level of contacts that lie outside an overlapping level.
pub fn without(level: &str) -> Level {
    format!("without:{level}")
}

/// The level of referrals to a destination, apart from a place of the same name.
pub fn to(destination: Destination) -> Level {
    format!("to:{destination}")
}

//! Tokens of evaluators' tools: they open released reports and nothing else, until a day that is set.

use chrono::Duration;

use crate::clock::Moment;
use crate::error::Fault;

/// Every report token begins so, so that doors and secret scanners know one when they see it.
const MARK: &str = "wlr_";
/// The longest time a token may be good for.
const LONGEST: Duration = Duration::days(366);

/// Whether a text looks like a report token and not like an access token.
pub fn is_one(token: &str) -> bool {
    token.starts_with(MARK)
}

/// The report token of a fresh secret.
pub fn of(secret: &str) -> String {
    format!("{MARK}{secret}")
}

/// What is wrong with a moment at which a token is to run out.
pub fn expiry_fault(expires_at: Moment, now: Moment) -> Option<Fault> {
    if expires_at > now && expires_at <= now.plus(LONGEST) {
        return None;
    }
    let detail = "A report token runs out within the next 366 days.";
    Some(Fault::at("/expires_at", "out_of_range", detail))
}

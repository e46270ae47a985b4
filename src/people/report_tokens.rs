//! Tokens of tools: each opens released reports, or who is on duty, and nothing else, until a day that is set.

use chrono::Duration;

use crate::clock::Moment;
use crate::error::Fault;
use crate::words::words;

words! {
    /// What a tool's token opens, and nothing else.
    Opens {
        Reports = "reports",
        Duty = "duty",
    }
}

impl Opens {
    /// Every such token begins so, so that doors and secret scanners know one when they see it.
    const fn mark(self) -> &'static str {
        match self {
            Self::Reports => "wlr_",
            Self::Duty => "wld_",
        }
    }
}

/// The longest time a token may be good for.
const LONGEST: Duration = Duration::days(366);

/// Whether a text looks like a tool's token and not like an access token.
pub fn is_one(token: &str) -> bool {
    let mut kinds = Opens::ALL.iter();
    kinds.any(|opens| token.starts_with(opens.mark()))
}

/// The token of a fresh secret.
pub fn of(opens: Opens, secret: &str) -> String {
    format!("{}{secret}", opens.mark())
}

/// What is wrong with a moment at which a token is to run out.
pub fn expiry_fault(expires_at: Moment, now: Moment) -> Option<Fault> {
    if expires_at > now && expires_at <= now.plus(LONGEST) {
        return None;
    }
    let detail = "A token runs out within the next 366 days.";
    Some(Fault::at("/expires_at", "out_of_range", detail))
}

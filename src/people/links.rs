//! Link tokens: handed on by hand, used once, and good for choosing one's own password.

use chrono::Duration;

use crate::words::words;

words! {
    /// What a link is for.
    Purpose {
        Invitation = "invitation",
        PasswordReset = "password_reset",
    }
}

impl Purpose {
    /// How long a link is good for.
    pub const fn lifetime(self) -> Duration {
        match self {
            Self::Invitation => Duration::hours(72),
            Self::PasswordReset => Duration::hours(1),
        }
    }
}

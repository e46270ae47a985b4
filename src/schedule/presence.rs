//! What somebody did about a place that they hold: said that they will come, came, went, or did not come.

use crate::words::words;

words! {
    /// A step of somebody's presence on a shift.
    Step {
        Confirmed = "confirmed",
        CheckedIn = "checked_in",
        CheckedOut = "checked_out",
        NoShow = "no_show",
    }
}

//! What somebody did about a place that they hold: said that they will come, came, went, or did not come.

use crate::words::words;

words! {
    /// A step of somebody's presence on a shift.
    Step {
        /// They will be there.
        Confirmed = "confirmed",
        /// They are there.
        CheckedIn = "checked_in",
        /// They have gone.
        CheckedOut = "checked_out",
        /// They did not come.
        NoShow = "no_show",
    }
}

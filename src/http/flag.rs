//! Yes or no in a query, where everything is text.

use crate::words::words;

words! {
    /// `true` or `false`.
    Flag {
        Yes = "true",
        No = "false",
    }
}

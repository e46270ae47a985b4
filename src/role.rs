//! The four roles. What each may do is said by the doors and by the rooms, not here.

use crate::words::words;

words! {
    /// What a person is to the line. One person may hold several.
    Role {
        Peer = "peer",
        Supervisor = "supervisor",
        Evaluator = "evaluator",
        Admin = "admin",
    }
}

//! What the figures are and what may be shown of them. Knows no request and no signed-in person.
//!
//! A month's calls become facts when it is closed ([`facts`]), facts become counts ([`cube`]), of the counts some are
//! withheld ([`withholding`]), the rest is released ([`release`]), and reports are made of what was released
//! ([`source`], [`figures`]) and given in a form.

pub mod answering;
pub mod api;
pub mod asking;
pub mod changes;
pub mod closings;
pub mod cube;
pub mod dimension;
pub mod document;
pub mod facts;
pub mod figure;
pub mod figures;
pub mod forms;
pub mod live;
pub mod measures;
pub mod peer_load;
pub mod periods;
pub mod release;
pub mod source;
pub mod staffing;
pub mod store;
pub mod withholding;

use crate::words::words;

words! {
    /// A report.
    ReportName {
        Volume = "volume",
        Access = "access",
        Callers = "callers",
        IsolationChange = "isolation-change",
        IsolationOverTime = "isolation-over-time",
        Reasons = "reasons",
        Diversion = "diversion",
        Escalation = "escalation",
        Referrals = "referrals",
        Reach = "reach",
        Coverage = "coverage",
        DataQuality = "data-quality",
        Privacy = "privacy",
    }
}

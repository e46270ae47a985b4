//! What each role can do, told as stories against the real server, on SQLite and on PostgreSQL.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod accounts;
mod amendments;
mod attempts;
mod audit;
mod availability;
mod calendars;
mod call_chaos;
mod call_columns;
mod call_form;
mod call_words;
mod callers;
mod calls;
mod closers;
#[path = "../support/cluster.rs"]
mod cluster;
mod contract;
mod cover;
mod coverage;
mod crowd;
mod debriefs;
mod directory;
mod doors;
mod drafts;
mod duty_tokens;
mod forge;
mod hostile;
mod inputs;
mod limits;
mod line;
mod live;
mod notes;
mod operations;
mod overview;
mod ownership;
mod people;
mod planning;
mod qualifications;
mod races;
#[path = "../support/readers.rs"]
mod readers;
mod releases;
mod report_tokens;
mod reports;
mod retention;
mod rosters;
mod schedule;
mod second_factor;
mod settings;
mod swaps;
mod taking;
mod tallies;
mod tampering;
mod waits;

/// Tells a story twice: once on SQLite, once on PostgreSQL.
/// `with …;` before it starts the line with limits.
macro_rules! story {
    (async fn $($story:tt)*) => {
        $crate::story!(with $crate::line::Wishes::default(); async fn $($story)*);
    };
    (#[$($about:tt)*] $($story:tt)*) => {
        $crate::story!(with $crate::line::Wishes::default(); #[$($about)*] $($story)*);
    };
    (with $often:expr; $(#[$about:meta])* async fn $name:ident($line:ident: &Line) $story:block) => {
        mod $name {
            #[allow(clippy::allow_attributes, unused_imports, reason = "not every story needs all")]
            use super::*;

            $(#[$about])*
            async fn story($line: &Line) $story

            #[tokio::test]
            async fn on_sqlite() {
                story(&Line::on_sqlite_with($often).await).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                story(&Line::on_postgres_with($often).await).await;
            }
        }
    };
}
pub(crate) use story;

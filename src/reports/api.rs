//! Reports over HTTP: which there are, and each as it was released.

mod answers;
pub mod live;
pub mod months;
pub mod pack;
pub mod peer_load;
pub mod show;

use serde::Serialize;
use utoipa::ToSchema;

use super::dimension::Dimension;
use super::{ReportName, store};
use crate::door::{As, ReportReader};
use crate::error::Error;
use crate::http::Found;
use crate::line;
use crate::words::words;

words! {
    /// The form of a report of rows.
    Format {
        Json = "json",
        Csv = "csv",
    }
}

/// A report that can be asked for.
#[derive(Serialize, ToSchema)]
pub struct ReportView {
    /// The name in its address.
    name: ReportName,
    /// What it is called in print.
    title: &'static str,
    /// Counts up when a definition changes.
    definition_version: i32,
    /// What its figures are.
    definition: &'static str,
    /// By what it may be broken down, one at a time.
    breakdowns: &'static [Dimension],
}

/// The reports, and the periods for which they are there.
#[derive(Serialize, ToSchema)]
pub struct ReportList {
    /// The reports.
    items: Vec<ReportView>,
    /// Always null: there are few reports.
    next: Option<String>,
    /// The released periods, the newest first. Ranges of released months may be asked for too, as `2026-02..2026-05`.
    periods: Vec<String>,
    /// A count of fewer contacts or callers than this, other than none, is withheld.
    withhold_under: u32,
}

/// The reports, their definitions and breakdowns, and the periods for which they were released.
pub async fn list(who: As<ReportReader>) -> Result<Found<ReportList>, Error> {
    let (periods, under) = who
        .read(|conn| {
            Ok((
                store::sources::periods(conn)?,
                line::store::find(conn)?.withhold_under,
            ))
        })
        .await?;
    let items = ReportName::ALL.iter().map(|name| ReportView {
        name: *name,
        title: name.title(),
        definition_version: name.definition_version(),
        definition: name.definition(),
        breakdowns: name.breakdowns(),
    });
    Ok(Found(ReportList {
        items: items.collect(),
        next: None,
        periods: periods.iter().map(ToString::to_string).collect(),
        withhold_under: under,
    }))
}

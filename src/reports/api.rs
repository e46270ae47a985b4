//! Closing months and reading what was released of them.

pub mod peer_load;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::periods::Month;
use super::{Release, ReportName, changes, export, store};
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, ReportReader, Supervisor};
use crate::error::{Error, Fault};
use crate::http::{Created, Found, Path, Query, Released};
use crate::words::words;

words! {
    /// The form of a report.
    Format {
        Json = "json",
        Csv = "csv",
    }
}

/// Which month.
#[derive(Deserialize, IntoParams)]
pub struct MonthPath {
    /// A month such as 2026-10.
    #[param(value_type = String, example = "2026-10")]
    month: Month,
}

/// Which report.
#[derive(Deserialize, IntoParams)]
pub struct ReportPath {
    /// The report's name.
    #[param(inline)]
    name: ReportName,
}

/// Of which period, in which form.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ReportAsked {
    /// A closed month such as 2026-10.
    #[param(example = "2026-10")]
    period: String,
    /// The form; `Accept: text/csv` does the same.
    #[param(inline)]
    format: Option<Format>,
}

/// A closed month.
#[derive(Serialize, ToSchema)]
pub struct ClosureView {
    /// The month.
    month: Month,
    /// When it was closed. It does not change any more.
    closed_at: Moment,
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
    /// The breakdowns one may ask for; none are released yet.
    breakdowns: Vec<String>,
}

/// The reports, and the periods for which they are there.
#[derive(Serialize, ToSchema)]
pub struct ReportList {
    /// The reports.
    items: Vec<ReportView>,
    /// Always null: there are few reports.
    next: Option<String>,
    /// The closed months, the newest first.
    periods: Vec<Month>,
}

/// Closes a month: its figures are released and never change again.
pub async fn close(
    who: As<Supervisor>,
    Path(asked): Path<MonthPath>,
) -> Result<Created<ClosureView>, Error> {
    let (now, actor) = (who.now(), who.actor());
    let closed = who
        .write(move |conn| changes::close(conn, asked.month, &actor, now))
        .await?;
    Ok(Created {
        new: closed.new,
        row: ClosureView {
            month: closed.month,
            closed_at: closed.at,
        },
    })
}

/// The reports, their definitions, and the months for which they were released.
pub async fn list(who: As<ReportReader>) -> Result<Found<ReportList>, Error> {
    let periods = who.read(store::closed).await?;
    let items = ReportName::ALL.iter().map(|name| ReportView {
        name: *name,
        title: name.title(),
        definition_version: name.definition_version(),
        definition: name.definition(),
        breakdowns: Vec::new(),
    });
    Ok(Found(ReportList {
        items: items.collect(),
        next: None,
        periods,
    }))
}

/// A report of a closed month, as it was released.
pub async fn show(
    who: As<ReportReader>,
    Path(asked): Path<ReportPath>,
    Query(query): Query<ReportAsked>,
    accept: crate::http::Accept,
) -> Result<Released<Release>, Error> {
    let period: Month = query
        .period
        .parse()
        .map_err(|_other| not_released("Ask for a closed month, such as period=2026-10."))?;
    let wanted = query.format.unwrap_or(if accept.is("text/csv") {
        Format::Csv
    } else {
        Format::Json
    });
    let (now, actor) = (who.now(), who.actor());
    let pulled = move |conn: &mut Conn| {
        let document = store::release(conn, period, asked.name)?;
        if document.is_some() {
            let subject = format!("{} {period} {wanted}", asked.name);
            audit::store::record(conn, now, &actor, Action::ReportPulled, subject)?;
        }
        Ok(document)
    };
    let document = who.append(pulled).await?.ok_or_else(|| {
        not_released(
            "It was not released for this month. GET /api/v1/reports lists the closed months.",
        )
    })?;
    match wanted {
        Format::Json => Ok(Released::json(document)),
        Format::Csv => {
            let value = serde_json::from_str(&document).map_err(Error::broken)?;
            Ok(Released::csv(
                export::csv(&value)?,
                &format!("{}-{period}.csv", asked.name),
            ))
        }
    }
}

fn not_released(detail: &str) -> Error {
    Error::invalid(vec![Fault::at("/period", "not_released", detail)])
}

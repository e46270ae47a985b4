//! A released report in the form that was asked for.

use actix_web::web::block;
use serde::Deserialize;
use utoipa::IntoParams;

use super::answers::{answer, by_month, other};
use crate::audit::{self, Action};
use crate::db::Conn;
use crate::door::{As, ReportReader};
use crate::error::{Error, Fault};
use crate::http::{Accept, Flag, Path, Query, Released};
use crate::line;
use crate::reports::ReportName;
use crate::reports::asking::{Compare, Question, Sent};
use crate::reports::document::Document;
use crate::reports::forms::{self, charts::ChartName};
use crate::reports::store::privacy::BY_TOOL;
use crate::words::words;

words! {
    /// The form of a released report.
    Form {
        Json = "json",
        /// One figure a row.
        Csv = "csv",
        /// A workbook: notes first, then a table a sheet.
        Xlsx = "xlsx",
        /// A chart.
        Svg = "svg",
        /// What the CSV holds, as a Frictionless data package.
        Datapackage = "datapackage",
    }
}

/// Which report.
#[derive(Deserialize, IntoParams)]
pub struct ReportPath {
    /// The report's name.
    #[param(inline)]
    name: ReportName,
}

/// Of which period, by what, in which form.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ReportAsked {
    /// A released month (`2026-10`), quarter (`2026-Q4`), year (`2026`), fiscal year (`FY2027`), or a range of released
    /// months (`2026-02..2026-05`).
    #[param(example = "2026-10")]
    period: String,
    /// By what the report is broken down: one of its breakdowns in `GET /reports`.
    by: Option<String>,
    /// With which periods it is compared.
    #[param(inline)]
    compare: Option<Compare>,
    /// The form; `Accept` does the same for JSON, CSV, XLSX and SVG.
    #[param(inline)]
    format: Option<Form>,
    /// Which chart, for the form `svg`; else the report's first.
    #[param(inline)]
    chart: Option<ChartName>,
    /// Whether the CSV begins with a byte-order mark, by which Excel knows UTF-8.
    #[param(inline)]
    bom: Option<Flag>,
    /// For `diversion`: the service whose cost is reckoned.
    cost_of: Option<String>,
    /// What one use of it costs.
    #[param(value_type = Option<f64>)]
    unit_cost: Option<String>,
    /// Where that amount is from.
    cost_source: Option<String>,
}

/// A report of a released period.
pub async fn report(
    who: As<ReportReader>,
    Path(asked): Path<ReportPath>,
    Query(query): Query<ReportAsked>,
    accept: Accept,
) -> Result<Released<Document>, Error> {
    let form = query.format.unwrap_or_else(|| accepted(&accept));
    let (compare, chart, bom) = (query.compare, query.chart, query.bom == Some(Flag::Yes));
    let sent = Sent {
        period: query.period,
        by: query.by,
        cost_of: query.cost_of,
        unit_cost: query.unit_cost,
        cost_source: query.cost_source,
    };
    let look = move |conn: &mut Conn| {
        let line = line::store::find(conn)?;
        let question = Question::read(asked.name, &sent, line.fiscal_year)?;
        let mut document = answer(conn, &question, &line)?;
        for with in compare.map(Compare::each).unwrap_or_default() {
            document
                .compared
                .push(other(conn, &question, *with, &line)?);
        }
        let months = if form == Form::Svg {
            by_month(conn, &question, &line)?
        } else {
            Vec::new()
        };
        Ok((document, months))
    };
    let (document, months) = who.read(look).await?;
    record_pulled(
        &who,
        format!("{} {} {form}", document.report, document.period),
    )
    .await?;
    let file = name(&document);
    block(move || match form {
        Form::Json => Ok(Released::json(
            serde_json::to_string(&document).map_err(Error::broken)?,
        )),
        Form::Csv => Ok(Released::csv(
            forms::csv::csv(&[document], bom)?,
            &format!("{file}.csv"),
        )),
        Form::Xlsx => Ok(Released::file(
            XLSX,
            forms::workbook::workbook(&[document])?,
            &format!("{file}.xlsx"),
        )),
        Form::Svg => drawn(&document, &months, chart),
        Form::Datapackage => {
            let package = forms::package::datapackage(&[document])?;
            let text = serde_json::to_string(&package).map_err(Error::broken)?;
            Ok(Released::text("application/vnd.datapackage+json", text))
        }
    })
    .await
    .map_err(Error::broken)?
}

/// Keeps in the audit log what is about to be given. It was read before, so that nobody who logs a call waited for it.
pub(super) async fn record_pulled(who: &As<ReportReader>, pulled: String) -> Result<(), Error> {
    let (now, actor) = (who.now(), who.actor());
    let by_tool = if who.session().is_none() { BY_TOOL } else { "" };
    who.append(move |conn| {
        let subject = format!("{pulled}{by_tool}");
        audit::store::record(conn, now, &actor, Action::ReportPulled, subject)
    })
    .await
}

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The form that the client names first.
fn accepted(accept: &Accept) -> Form {
    let forms = [
        (Form::Csv, "text/csv"),
        (Form::Xlsx, XLSX),
        (Form::Svg, "image/svg+xml"),
    ];
    let named = forms.into_iter().find(|(_, media)| accept.is(media));
    named.map_or(Form::Json, |(form, _)| form)
}

/// What a file of a report is called.
fn name(document: &Document) -> String {
    let by = document
        .by
        .map(|by| format!("-by-{by}"))
        .unwrap_or_default();
    format!("{}-{}{by}", document.report, document.period)
}

fn drawn(
    document: &Document,
    months: &[Document],
    wanted: Option<ChartName>,
) -> Result<Released<Document>, Error> {
    let possible = forms::charts::charts(document, months);
    let chart = wanted
        .or(possible.first().copied())
        .filter(|chart| possible.contains(chart));
    let Some(chart) = chart else {
        let names: Vec<&str> = possible.iter().map(|chart| chart.as_str()).collect();
        let detail = if names.is_empty() {
            "There is no chart of this report for this period and breakdown.".to_owned()
        } else {
            format!(
                "The charts of this report for this period and breakdown are: {}.",
                names.join(", ")
            )
        };
        return Err(Error::invalid(vec![Fault::at(
            "/chart",
            "no_such_chart",
            detail,
        )]));
    };
    Ok(Released::text(
        "image/svg+xml",
        forms::charts::chart(chart, document, months)?,
    ))
}

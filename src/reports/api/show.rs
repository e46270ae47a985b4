//! A released report in the form that was asked for, and everything at once for a funder.

use actix_web::web::block;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::audit::{self, Action};
use crate::db::Conn;
use crate::door::{As, ReportReader};
use crate::error::{Error, Fault};
use crate::http::{Accept, Flag, Packed, Path, Query, Released};
use crate::line::{self, Line};
use crate::reports::answering::document;
use crate::reports::asking::{Compare, Question, Sent};
use crate::reports::cube::grid::Table;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Compared, Comparison, Document};
use crate::reports::forms::{self, charts::ChartName};
use crate::reports::periods::Period;
use crate::reports::store::privacy::BY_TOOL;
use crate::reports::{ReportName, store};
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

words! {
    /// The form of everything at once.
    PackForm {
        /// One workbook.
        Xlsx = "xlsx",
        /// The workbook, the figures as CSV, what they mean, and the charts.
        Zip = "zip",
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

/// Of which period, in which form.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PackAsked {
    /// A released period, as for a report.
    #[param(example = "2026-Q4")]
    period: String,
    /// The form: a workbook if left out.
    #[param(inline)]
    format: Option<PackForm>,
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
    let (now, actor) = (who.now(), who.actor());
    let by_tool = if who.session().is_none() { BY_TOOL } else { "" };
    let pulled = move |conn: &mut Conn| {
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
        let subject = format!("{} {} {form}{by_tool}", asked.name, question.period);
        audit::store::record(conn, now, &actor, Action::ReportPulled, subject)?;
        Ok((document, months))
    };
    let (document, months) = who.append(pulled).await?;
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

/// Everything at once: every report of a released period, broken down where that helps a reader.
pub async fn pack(who: As<ReportReader>, Query(asked): Query<PackAsked>) -> Result<Packed, Error> {
    let (now, actor) = (who.now(), who.actor());
    let by_tool = if who.session().is_none() { BY_TOOL } else { "" };
    let form = asked.format.unwrap_or(PackForm::Xlsx);
    let period = asked.period.clone();
    let pulled = move |conn: &mut Conn| {
        let line = line::store::find(conn)?;
        let mut documents = Vec::new();
        let mut of_period = None;
        for (report, by) in CONTENTS {
            let sent = Sent {
                period: asked.period.clone(),
                by: by.map(|by| by.to_string()),
                ..Sent::default()
            };
            let question = Question::read(*report, &sent, line.fiscal_year)?;
            // A breakdown that is not given for a month is left out.
            documents.extend(find(conn, &question, &line)?);
            of_period = Some(question.period);
        }
        let period = of_period
            .map(|period| period.to_string())
            .unwrap_or_default();
        let subject = format!("funder-pack {period} {form}{by_tool}");
        audit::store::record(conn, now, &actor, Action::ReportPulled, subject)?;
        Ok(documents)
    };
    let documents = who.append(pulled).await?;
    let file = format!("funder-pack-{period}");
    block(move || match form {
        PackForm::Xlsx => Ok(Packed::new(
            XLSX,
            forms::workbook::workbook(&documents)?,
            &format!("{file}.xlsx"),
        )),
        PackForm::Zip => Ok(Packed::new(
            ZIP,
            forms::package::funder_pack(&documents)?,
            &format!("{file}.zip"),
        )),
    })
    .await
    .map_err(Error::broken)?
}

/// What a funder is given of a period.
const CONTENTS: &[(ReportName, Option<Dimension>)] = &[
    (ReportName::Volume, None),
    (ReportName::Volume, Some(Dimension::Channel)),
    (ReportName::Volume, Some(Dimension::HourOfWeek)),
    (ReportName::Access, None),
    (ReportName::Callers, None),
    (ReportName::IsolationChange, None),
    (ReportName::IsolationChange, Some(Dimension::Reason)),
    (ReportName::IsolationOverTime, None),
    (ReportName::Reasons, None),
    (ReportName::Diversion, None),
    (ReportName::Escalation, None),
    (ReportName::Referrals, Some(Dimension::ContinuumPlace)),
    (ReportName::Reach, None),
    (ReportName::Coverage, None),
    (ReportName::DataQuality, None),
    (ReportName::Privacy, None),
];

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ZIP: &str = "application/zip";

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

/// A report, if its period was released and it is broken down so.
fn answer(conn: &mut Conn, question: &Question, line: &Line) -> Result<Document, Error> {
    find(conn, question, line)?.ok_or_else(|| {
        let detail = "This breakdown is given for quarters and years, not for months: its figures would be small.";
        Error::invalid(vec![Fault::at("/by", "not_broken_down", detail)])
    })
}

/// A report, if its period was released; none if it is not broken down so.
fn find(conn: &mut Conn, question: &Question, line: &Line) -> Result<Option<Document>, Error> {
    let tables = question.report.tables(question.by);
    let found = store::sources::find(conn, question.period, line.fiscal_year, &tables)?;
    let (source, release) = found.ok_or_else(|| {
        let detail =
            "It was not released for this period. GET /api/v1/reports lists the released periods.";
        Error::invalid(vec![Fault::at("/period", "not_released", detail)])
    })?;
    if question
        .by
        .is_some_and(|by| !source.tables.contains_key(&Table::of(by)))
    {
        return Ok(None);
    }
    document(question, &source, release, line, Vec::new()).map(Some)
}

/// The same report of another period.
fn other(
    conn: &mut Conn,
    question: &Question,
    with: Comparison,
    line: &Line,
) -> Result<Compared, Error> {
    let period = match with {
        Comparison::Previous => question.period.previous(),
        Comparison::YearEarlier => question.period.year_earlier(),
    };
    let question = Question {
        period,
        ..question.clone()
    };
    let answered = match answer(conn, &question, line) {
        Ok(document) => Some(document.figures),
        Err(Error::Refused(_)) => None,
        Err(other) => return Err(other),
    };
    Ok(Compared {
        with,
        period: period.to_string(),
        released: answered.is_some(),
        figures: answered.unwrap_or_default(),
    })
}

/// The report of each released month of the period, or of the months up to it.
fn by_month(conn: &mut Conn, question: &Question, line: &Line) -> Result<Vec<Document>, Error> {
    let first = question.period.last().back(11).min(question.period.first());
    let mut documents = Vec::new();
    let mut month = first;
    while month <= question.period.last() {
        let question = Question {
            period: Period::from(month),
            by: None,
            cost: None,
            ..question.clone()
        };
        match answer(conn, &question, line) {
            Ok(document) => documents.push(document),
            Err(Error::Refused(_)) => {}
            Err(other) => return Err(other),
        }
        month = month.next();
    }
    Ok(documents)
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

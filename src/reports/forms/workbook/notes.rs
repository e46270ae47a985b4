//! The first sheet: what the figures mean, what is withheld, and where they come from.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::looks::Looks;
use super::sheet::paper;
use crate::reports::ReportName;
use crate::reports::document::Document;
use crate::reports::figure::FigureStatus;
use crate::reports::forms::dictionary::{Statistic, statistics};
use crate::reports::forms::marks::{mark, meaning, said};
use crate::reports::forms::reading::{distinct, plain};

/// How wide the columns are, in letters.
const WIDTHS: [f64; 2] = [34.0, 126.0];

/// What stands in a row: a heading, or a word and what is said of it.
enum Line {
    Heading(String),
    Pair(String, String),
}

/// Writes it.
pub(super) fn write(
    sheet: &mut Worksheet,
    documents: &[Document],
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name("Notes")?;
    for (at, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(at, width)?;
    }
    for (row, line) in (0_u32..).zip(lines(documents)) {
        match line {
            Line::Heading(text) => {
                sheet.write_string_with_format(row, 0, text, &looks.title)?;
                sheet.set_row_height(row, 26)?;
            }
            Line::Pair(word, text) => {
                sheet.write_string_with_format(row, 0, word, &looks.long)?;
                sheet.write_string_with_format(row, 1, &text, &looks.long)?;
                sheet.set_row_height(row, height(&text))?;
            }
        }
    }
    paper(sheet, 1);
    Ok(())
}

/// How high a row is that holds this text: spreadsheets do not reckon it by themselves.
fn height(text: &str) -> u32 {
    let lines = text.chars().count() / 115 + 1;
    u32::try_from(lines).unwrap_or(1).min(27) * 15
}

fn lines(documents: &[Document]) -> Vec<Line> {
    let pair = |word: &str, text: &str| Line::Pair(word.to_owned(), text.to_owned());
    let mut lines = vec![Line::Heading("Warm line reports".to_owned())];
    for zone in distinct(documents.iter().map(|one| &one.time_zone)) {
        lines.push(pair("Time zone", &format!("{zone}. Months are cut by it.")));
    }
    lines.push(Line::Heading("What is withheld".to_owned()));
    for note in distinct(documents.iter().flat_map(|one| &one.notes)) {
        lines.push(pair("", note));
    }
    lines.push(Line::Heading("Marks".to_owned()));
    for status in FigureStatus::ALL
        .iter()
        .filter(|status| **status != FigureStatus::Shown)
    {
        lines.push(pair(mark(*status), meaning(*status)));
    }
    lines.push(pair(
        "Fewer than 30",
        "Fewer than 30 are behind the figure: read it with care.",
    ));
    lines.push(Line::Heading("Definitions".to_owned()));
    for (title, version, text) in distinct(
        documents
            .iter()
            .map(|one| (&one.title, one.definition_version, &one.definition)),
    ) {
        lines.push(pair(title, &format!("Version {version}. {text}")));
    }
    lines.push(Line::Heading("Statistics".to_owned()));
    for (report, one) in measured(documents) {
        let text = format!("{}, in {}. {}", report.title(), said(one.unit), one.meaning);
        lines.push(pair(&plain(one.name), &text));
    }
    for document in documents {
        lines.extend(about(document));
    }
    lines
}

/// What the reports measure, of that which is in these documents.
fn measured(documents: &[Document]) -> Vec<(ReportName, Statistic)> {
    let reports = distinct(documents.iter().map(|one| one.report));
    let all = reports.into_iter().flat_map(|report| {
        let known = statistics(report).iter();
        known.map(move |one| (report, *one))
    });
    let is_there = |(report, known): &(ReportName, Statistic)| {
        let mut of_it = documents.iter().filter(|one| one.report == *report);
        of_it.any(|document| {
            document
                .figures
                .iter()
                .any(|one| one.statistic == known.name)
        })
    };
    all.filter(is_there).collect()
}

/// Where the figures of one report come from.
fn about(document: &Document) -> Vec<Line> {
    let by = document.by.map(|by| format!(", by {}", plain(by.as_str())));
    let mut lines = vec![Line::Heading(format!(
        "{}, {}{}",
        document.title,
        document.period,
        by.unwrap_or_default()
    ))];
    let mut add = |word: &str, text: String| lines.push(Line::Pair(word.to_owned(), text));
    add(
        "Months",
        format!("{} to {}", document.first_month, document.last_month),
    );
    add(
        "Definition version",
        document.definition_version.to_string(),
    );
    add("As of", document.as_of.to_string());
    add("Release", document.release_id.to_string());
    add("Address", document.address.clone());
    add("SHA-256 of the figures", document.figures_sha256.clone());
    for other in &document.compared {
        let released = if other.released {
            ""
        } else {
            ": not released, so there are no figures"
        };
        add(
            "Compared with",
            format!("{}, {}{released}", plain(other.with.as_str()), other.period),
        );
    }
    lines
}

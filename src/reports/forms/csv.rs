//! Reports as tidy CSV: one observation a row, the same columns for every report. Knows no format of other forms.

use super::dictionary::COLUMNS;
use crate::error::Error;
use crate::reports::document::{Compared, Document, Observation};
use crate::reports::figure::Figure;
use crate::sheet;

/// How many columns there are.
const WIDTH: usize = COLUMNS.len();

/// The figures of these reports. A byte order mark in front tells Excel that the text is UTF-8.
pub fn csv(documents: &[Document], mark: bool) -> Result<String, Error> {
    let rows = documents.iter().flat_map(|document| {
        let own = document.figures.iter().map(|one| row(document, None, one));
        let others = document.compared.iter().flat_map(move |other| {
            let figures = other.figures.iter();
            figures.map(move |one| row(document, Some(other), one))
        });
        own.chain(others)
    });
    let text = sheet::write(COLUMNS.each_ref().map(|column| column.name), rows)?;
    Ok(if mark {
        format!("\u{feff}{text}")
    } else {
        text
    })
}

/// A row, in the order of the columns. Of a compared period no release is told: the document names only its own.
fn row(document: &Document, compared: Option<&Compared>, one: &Observation) -> [String; WIDTH] {
    let own = |text: String| {
        if compared.is_some() {
            String::new()
        } else {
            text
        }
    };
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let (n, n_status) = beside(one.n);
    let (missing, missing_status) = beside(one.missing);
    [
        document.report.to_string(),
        document.definition_version.to_string(),
        compared
            .map_or(&document.period, |other| &other.period)
            .clone(),
        own(document.first_month.clone()),
        own(document.last_month.clone()),
        document.time_zone.clone(),
        own(document.as_of.to_string()),
        own(document.release_id.to_string()),
        compared
            .map(|other| other.with.to_string())
            .unwrap_or_default(),
        one.by.map(|by| by.to_string()).unwrap_or_default(),
        one.level.clone().unwrap_or_default(),
        one.group.clone(),
        one.statistic.clone(),
        one.unit.to_string(),
        number(one.figure.value),
        one.figure.status.to_string(),
        number(one.low),
        number(one.high),
        n,
        n_status,
        missing,
        missing_status,
        one.few.to_string(),
        document.figures_sha256.clone(),
    ]
}

fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A figure that stands beside another, and its status; both empty if there is none.
fn beside(figure: Option<Figure>) -> (String, String) {
    (
        number(figure.and_then(|figure| figure.value)),
        figure
            .map(|figure| figure.status.to_string())
            .unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::forms::samples;
    use crate::sheet::Sheet;

    /// What stands in these columns, row by row.
    fn columns<const N: usize>(text: &str, names: [&str; N]) -> Vec<[String; N]> {
        let sheet = Sheet::read(text, b',').unwrap();
        let at = names.map(|name| sheet.columns.iter().position(|c| c == name).unwrap());
        let cells = |row: &sheet::Row| at.map(|column| row.cell(column).to_owned());
        sheet.rows.iter().map(cells).collect()
    }

    #[test]
    fn each_figure_is_a_row_and_a_withheld_one_has_an_empty_value() {
        let document = samples::isolation("2026-10");
        let text = csv(std::slice::from_ref(&document), false).unwrap();
        let rows = columns(
            &text,
            ["statistic", "value", "value_status", "low", "n", "few"],
        );
        assert_eq!(rows.len(), document.figures.len());
        let shown = ["mean_change", "-1.9", "shown", "-2.2", "150", "false"].map(str::to_owned);
        assert!(rows.contains(&shown));
        let withheld = ["worsened_2_count", "", "withheld", "", "", "false"].map(str::to_owned);
        assert!(rows.contains(&withheld));
        assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
    }

    #[test]
    fn a_compared_period_has_rows_of_its_own_and_no_release_that_is_not_its_own() {
        let text = csv(&[samples::compared()], false).unwrap();
        let rows = columns(&text, ["period", "compared_with", "release_id", "value"]);
        let before = ["2026-09", "previous", "", "380"].map(str::to_owned);
        assert!(rows.contains(&before), "{rows:?}");
        assert!(
            rows.iter()
                .any(|row| row[0] == "2026-10" && row[1].is_empty())
        );
    }

    #[test]
    fn a_level_that_a_spreadsheet_would_run_is_made_safe() {
        let mut document = samples::isolation("2026-10");
        document.figures[0].level = Some("=HYPERLINK(\"x\")".to_owned());
        let text = csv(&[document], false).unwrap();
        assert!(text.contains("'=HYPERLINK") && !text.contains(",\"=HYPERLINK"));
    }

    #[test]
    fn excel_is_told_that_the_text_is_utf_8_only_if_it_is_asked_for() {
        let documents = [samples::isolation("2026-10")];
        let plain = csv(&documents, false).unwrap();
        assert_eq!(csv(&documents, true).unwrap(), format!("\u{feff}{plain}"));
    }
}

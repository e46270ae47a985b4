//! Reports as a workbook: what they mean first, then one table a sheet, with charts of a spreadsheet's own kind.

mod drawings;
mod looks;
mod months;
mod notes;
mod parts;
mod pictures;
mod sheet;
mod table;
mod whole;

use chrono::{Datelike, Timelike};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::reading::distinct;
use crate::error::Error;
use crate::reports::document::Document;
use looks::Looks;
use table::Table;

/// The workbook of these reports. The same documents give the same bytes.
pub fn workbook(documents: &[Document]) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    book.set_properties(&properties(documents)?);
    let looks = Looks::new();
    notes::write(book.add_worksheet(), documents, &looks).map_err(Error::broken)?;
    for table in tables(documents) {
        sheet::write(book.add_worksheet(), &table, &looks).map_err(Error::broken)?;
    }
    book.save_to_buffer().map_err(Error::broken)
}

/// Every table, in the order of the sheets.
fn tables(documents: &[Document]) -> Vec<Table> {
    let mut tables = Vec::new();
    for report in distinct(documents.iter().map(|one| one.report)) {
        let of_it: Vec<&Document> = documents
            .iter()
            .filter(|one| one.report == report)
            .collect();
        tables.push(whole::table(report, &of_it));
        tables.extend(pictures::classes(report, &of_it));
        tables.extend(months::table(report, documents));
        for by in distinct(of_it.iter().flat_map(|one| parts::breakdowns(one))) {
            tables.push(parts::table(report, by, &of_it));
        }
        tables.extend(pictures::week(report, &of_it));
    }
    tables.retain(|table| !table.columns.is_empty());
    tables
}

/// What the file says of itself. It was made when its last figures were released: else no two files were the same.
fn properties(documents: &[Document]) -> Result<DocProperties, Error> {
    let properties = DocProperties::new()
        .set_title("Warm line reports")
        .set_comment("What the figures mean is on the first sheet.");
    let Some(last) = documents.iter().map(|one| one.as_of.utc()).max() else {
        return Ok(properties);
    };
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(last.year()).unwrap_or_default();
    let [month, day] = [last.month(), last.day()].map(small);
    let at = ExcelDateTime::from_ymd(year, month, day)
        .and_then(|day| day.and_hms(hour(&last), small(last.minute()), small(last.second())))
        .map_err(Error::broken)?;
    Ok(properties.set_creation_datetime(&at))
}

fn hour(at: &impl Timelike) -> u16 {
    u16::try_from(at.hour()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;
    use crate::reports::ReportName;
    use crate::reports::dimension::Dimension;
    use crate::reports::document::Unit;
    use crate::reports::figure::Figure;
    use crate::reports::forms::samples;

    /// The text of a file in the workbook.
    fn part(book: &[u8], path: &str) -> String {
        let mut zip = zip::ZipArchive::new(Cursor::new(book)).unwrap();
        let mut text = String::new();
        zip.by_name(path)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn every_breakdown_of_every_report_has_a_sheet_and_no_two_share_a_name() {
        let mut documents = Vec::new();
        for report in ReportName::ALL {
            for by in Dimension::ALL {
                let one = samples::figure("", "contacts", Unit::Contacts, Figure::number(20));
                let one = samples::level(*by, "other", one);
                documents.push(samples::document(*report, "2026-10", vec![one]));
            }
        }
        let book = part(&workbook(&documents).unwrap(), "xl/workbook.xml");
        let sheets = book.matches("<sheet name=").count();
        let breakdowns = ReportName::ALL.len() * Dimension::ALL.len();
        assert_eq!(sheets, 1 + breakdowns, "the notes besides");
    }

    #[test]
    fn what_a_report_always_breaks_down_has_a_sheet_though_nobody_asked_for_it() {
        let of = |by, level, n| {
            let one = samples::figure("", "answer_count", Unit::Contacts, Figure::number(n));
            samples::level(by, level, one)
        };
        let figures = vec![
            samples::figure("", "support_contacts", Unit::Contacts, Figure::number(90)),
            of(Dimension::AgeBand, "18_24", 41),
            of(Dimension::Gender, "woman", 52),
        ];
        let mut document = samples::document(ReportName::Reach, "2026-10", figures);
        document.by = None;
        let found: Vec<(String, usize)> = tables(&[document])
            .into_iter()
            .map(|table| {
                (
                    table.name,
                    table.columns.first().map_or(0, |one| one.cells.len()),
                )
            })
            .collect();
        let expected = ["R10", "R10 by age band", "R10 by gender"].map(|name| (name.to_owned(), 1));
        assert_eq!(
            found, expected,
            "a sheet each, and the whole in none but its own"
        );
    }

    #[test]
    fn nothing_is_drawn_where_nothing_is_shown() {
        let mut documents = samples::year();
        for one in documents.iter_mut().flat_map(|one| &mut one.figures) {
            one.figure = Figure::WITHHELD;
        }
        let book = workbook(&documents).unwrap();
        let zip = zip::ZipArchive::new(Cursor::new(book)).unwrap();
        let mut names = zip.file_names().map(|name| name.unwrap().into_owned());
        assert!(!names.any(|name| name.starts_with("xl/charts/")));
    }

    #[test]
    fn a_workbook_of_no_reports_holds_the_notes() {
        let book = part(&workbook(&[]).unwrap(), "xl/workbook.xml");
        assert_eq!(book.matches("<sheet name=").count(), 1);
    }

    #[test]
    fn the_notes_come_first_and_say_the_rule_the_marks_and_the_release() {
        let book = workbook(&[samples::isolation("2026-10")]).unwrap();
        let names = part(&book, "xl/workbook.xml");
        let sheets: Vec<&str> = names
            .split("<sheet name=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(
            sheets,
            ["Notes", "R4", "R4 change classes", "R4 by returning"]
        );
        let words = part(&book, "xl/sharedStrings.xml");
        for said in [
            "Counts of 1 to 10 are withheld",
            "[c]",
            "[r]",
            "0199a3f2-7c1d",
            "Mean rating at the start",
            "&lt;exactly&gt; &amp; no more",
        ] {
            assert!(words.contains(said), "{said}");
        }
    }

    #[test]
    fn a_withheld_figure_is_a_mark_and_its_number_is_nowhere() {
        let mut document = samples::isolation("2026-10");
        let before = workbook(std::slice::from_ref(&document)).unwrap();
        for one in &mut document.figures {
            if one.statistic == "unchanged_count" {
                one.figure = Figure::WITHHELD;
            }
        }
        let after = workbook(&[document]).unwrap();
        let shown = |book: &[u8]| part(book, "xl/worksheets/sheet2.xml").contains("<v>25</v>");
        assert!(shown(&before) && !shown(&after));
        let share = |book: &[u8]| part(book, "xl/worksheets/sheet3.xml").contains("<v>16.7</v>");
        assert!(share(&before) && !share(&after));
    }

    #[test]
    fn the_same_documents_give_the_same_bytes() {
        let mut documents = samples::year();
        documents.extend([samples::hours(), samples::referrals(), samples::compared()]);
        assert_eq!(workbook(&documents).unwrap(), workbook(&documents).unwrap());
        assert!(
            part(&workbook(&documents).unwrap(), "docProps/core.xml")
                .contains("2026-11-10T08:00:00Z")
        );
    }

    #[test]
    fn a_chart_is_drawn_of_cells_that_are_empty_where_nothing_is_shown() {
        let book = workbook(&samples::year()).unwrap();
        let line = part(&book, "xl/charts/chart2.xml");
        assert!(
            line.contains("<c:ptCount val=\"12\"/>") && !line.contains("[c]"),
            "{line}"
        );
    }

    #[test]
    fn a_week_is_a_table_of_seven_days_and_eight_parts_of_a_day() {
        let hours = samples::hours();
        let all = tables(std::slice::from_ref(&hours));
        let week = all
            .iter()
            .find(|table| table.name == "R1 heat map")
            .unwrap();
        assert_eq!((week.names, week.columns.len()), (1, 8));
        assert!(week.columns.iter().all(|column| column.cells.len() == 8));
    }

    #[test]
    fn the_rows_of_a_breakdown_are_its_levels_under_the_whole() {
        let all = tables(&[samples::isolation("2026-10")]);
        let parts = all
            .iter()
            .find(|table| table.name == "R4 by returning")
            .unwrap();
        let levels = parts
            .columns
            .iter()
            .find(|column| column.name == "returning")
            .unwrap();
        let expected = ["all", "first time", "returning", "unknown", "all"].map(table::Cell::text);
        assert_eq!(levels.cells, expected);
    }
}

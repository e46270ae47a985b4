//! Writes a table on its sheet, to be read on a screen and on paper.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::drawings::draw;
use super::looks::Looks;
use super::table::{Cell, Column, HEADER, Table};

/// What fits beside each other on a page, in letters.
const PAGE: f64 = 180.0;

/// Writes it.
pub(super) fn write(sheet: &mut Worksheet, table: &Table, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(&table.name)?;
    sheet.write_string_with_format(0, 0, &table.title, &looks.title)?;
    sheet.write_string(
        1,
        0,
        "What the figures and the marks mean is on the sheet Notes.",
    )?;
    let lines = table.columns.iter().map(Column::header_lines).max();
    sheet.set_row_height(HEADER, 15 * lines.unwrap_or(1))?;
    for (at, column) in (0_u16..).zip(&table.columns) {
        sheet.set_column_width(at, column.width)?;
        let (header, words) = if at < table.names {
            (&looks.header, &looks.text)
        } else {
            (&looks.figure_header, &looks.mark)
        };
        sheet.write_string_with_format(HEADER, at, &column.name, header)?;
        for (row, cell) in (HEADER + 1..).zip(&column.cells) {
            match cell {
                Cell::Empty => continue,
                Cell::Text(text) => sheet.write_string_with_format(row, at, text, words)?,
                Cell::Whole(number) => {
                    sheet.write_number_with_format(row, at, *number, &looks.whole)?
                }
                Cell::Tenths(number) => {
                    sheet.write_number_with_format(row, at, *number, &looks.tenths)?
                }
                Cell::Cents(number) => {
                    sheet.write_number_with_format(row, at, *number, &looks.cents)?
                }
            };
        }
    }
    sheet.set_freeze_panes(HEADER + 1, table.names)?;
    let width: f64 = table.columns.iter().map(|column| column.width).sum();
    print(sheet, table.names, pages(width))?;
    draw(sheet, table)
}

/// How many pages beside each other a table needs to be legible.
fn pages(width: f64) -> u16 {
    (1..=100)
        .find(|pages| f64::from(*pages) * PAGE >= width)
        .unwrap_or(1)
}

/// A4 across, fitted to the width of the page, with the names on every page.
fn print(sheet: &mut Worksheet, names: u16, pages: u16) -> Result<(), XlsxError> {
    paper(sheet, pages);
    sheet.set_repeat_rows(0, HEADER)?;
    if let Some(last) = names.checked_sub(1).filter(|_| pages > 1) {
        sheet.set_repeat_columns(0, last)?;
    }
    Ok(())
}

/// A4 across, with the sheet's name and the page below.
pub(super) fn paper(sheet: &mut Worksheet, pages: u16) {
    sheet.set_paper_size(9);
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(pages, 0);
    sheet.set_footer("&L&A&RPage &P of &N");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_table_takes_more_pages_rather_than_smaller_letters() {
        assert_eq!(pages(40.0), 1);
        assert_eq!(pages(PAGE), 1);
        assert_eq!(pages(PAGE + 1.0), 2);
    }
}

//! Charts of a spreadsheet's own kind, and shades.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFormat, ChartSolidFill, Color, ConditionalFormat2ColorScale,
    Worksheet, XlsxError,
};

use super::table::{Drawing, HEADER, Table};

/// Draws what is to be drawn of a table.
pub(super) fn draw(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let Some((drawing, caption)) = &table.drawing else {
        return Ok(());
    };
    let rows = table.columns.iter().map(|column| column.cells.len()).max();
    let last_row = HEADER
        + rows
            .and_then(|rows| u32::try_from(rows).ok())
            .unwrap_or_default();
    let last_column = u16::try_from(table.columns.len())
        .unwrap_or(1)
        .saturating_sub(1);
    match drawing {
        Drawing::Bars => bars(sheet, (table, caption), (last_row, last_column)),
        Drawing::Line => line(sheet, (table, caption), (last_row, last_column)),
        Drawing::Shades => shades(sheet, table.names, (last_row, last_column)),
    }
}

fn bars(
    sheet: &mut Worksheet,
    (table, caption): (&Table, &str),
    (last_row, last_column): (u32, u16),
) -> Result<(), XlsxError> {
    let name = table.name.as_str();
    let mut chart = Chart::new_bar();
    chart
        .add_series()
        .set_name("Percent of pairs")
        .set_categories((name, HEADER + 1, 0, last_row, 0))
        .set_values((name, HEADER + 1, last_column, last_row, last_column))
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(blue())))
        .set_data_label(ChartDataLabel::new().show_value());
    // A bar chart lies on its side: its x axis is the one of the values.
    chart.x_axis().set_name("Percent of pairs").set_min(0);
    chart.y_axis().set_reverse();
    place(sheet, caption, chart, last_row)
}

fn line(
    sheet: &mut Worksheet,
    (table, caption): (&Table, &str),
    (last_row, last_column): (u32, u16),
) -> Result<(), XlsxError> {
    let name = table.name.as_str();
    let mut chart = Chart::new_line();
    chart
        .add_series()
        .set_name((name, last_row, table.names.saturating_sub(2)))
        .set_categories((name, HEADER, table.names, HEADER, last_column))
        .set_values((name, last_row, table.names, last_row, last_column))
        .set_marker(rust_xlsxwriter::ChartMarker::new().set_automatic());
    chart
        .x_axis()
        .set_text_axis(true)
        .set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
    place(sheet, caption, chart, last_row)
}

/// Puts a chart below its table.
fn place(
    sheet: &mut Worksheet,
    caption: &str,
    mut chart: Chart,
    last_row: u32,
) -> Result<(), XlsxError> {
    chart.title().set_name(caption);
    chart.legend().set_hidden();
    chart.set_width(760).set_height(320);
    chart.set_alt_text(format!("{caption}. Its figures are in the table above it."));
    sheet.insert_chart(last_row + 2, 0, &chart)?;
    Ok(())
}

/// The higher a figure, the darker its cell; marks stay white.
fn shades(
    sheet: &mut Worksheet,
    names: u16,
    (last_row, last_column): (u32, u16),
) -> Result<(), XlsxError> {
    let scale = ConditionalFormat2ColorScale::new()
        .set_minimum_color(Color::RGB(0x00F4_F8FC))
        .set_maximum_color(Color::RGB(0x0072_A7D8));
    sheet.add_conditional_format(HEADER + 1, names, last_row, last_column, &scale)?;
    Ok(())
}

const fn blue() -> Color {
    Color::RGB(0x001F_4E8C)
}

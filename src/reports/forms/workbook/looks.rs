//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The formats of every sheet.
pub(super) struct Looks {
    /// Of a title.
    pub(super) title: Format,
    /// Of a column's name.
    pub(super) header: Format,
    /// Of the name of a column of figures.
    pub(super) figure_header: Format,
    /// Of words.
    pub(super) text: Format,
    /// Of words over several lines.
    pub(super) long: Format,
    /// Of a mark among figures.
    pub(super) mark: Format,
    /// Of a number without decimals.
    pub(super) whole: Format,
    /// Of a number with one decimal.
    pub(super) tenths: Format,
    /// Of money.
    pub(super) cents: Format,
}

impl Looks {
    /// The formats.
    pub(super) fn new() -> Self {
        let number = |form: &str| Format::new().set_num_format(form);
        let header = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color(Color::RGB(0x00E4_EBF4))
            .set_border_bottom(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            figure_header: header.clone().set_align(FormatAlign::Right),
            header,
            text: Format::new(),
            long: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            mark: Format::new()
                .set_align(FormatAlign::Right)
                .set_font_color(Color::RGB(0x0056_5F6E)),
            whole: number("#,##0"),
            tenths: number("#,##0.0"),
            cents: number("#,##0.00"),
        }
    }
}

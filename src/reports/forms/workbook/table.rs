//! A table before it is written: columns of cells. Knows no file format.

use crate::reports::document::Unit;
use crate::reports::figure::Figure;
use crate::reports::forms::marks::{is_count, mark};
use crate::reports::measures::count;

/// The row of the columns' names: above it are the title and a line on the marks.
pub(super) const HEADER: u32 = 2;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    Empty,
    /// Words, or a mark.
    Text(String),
    /// A number without decimals.
    Whole(f64),
    /// A number with one decimal.
    Tenths(f64),
    /// Money.
    Cents(f64),
}

impl Cell {
    /// A number as it is written in its unit.
    pub(super) fn number(value: f64, unit: Unit) -> Self {
        match unit {
            Unit::Currency => Self::Cents(value),
            _ if is_count(unit) && value.fract() == 0.0 => Self::Whole(value),
            _ => Self::Tenths(value),
        }
    }

    /// A figure, or its mark.
    pub(super) fn figure(figure: Figure, unit: Unit) -> Self {
        let marked = || Self::Text(mark(figure.status).to_owned());
        figure
            .value
            .map_or_else(marked, |value| Self::number(value, unit))
    }

    /// A figure for a chart: a spreadsheet draws a mark as zero and leaves a gap at nothing.
    pub(super) fn drawn(figure: Figure, unit: Unit) -> Self {
        figure
            .value
            .map_or(Self::Empty, |value| Self::number(value, unit))
    }

    /// Words; nothing if there are none.
    pub(super) fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() {
            Self::Empty
        } else {
            Self::Text(words)
        }
    }
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// What is written above it.
    pub(super) name: String,
    /// How many letters wide it is.
    pub(super) width: f64,
    /// The cells below.
    pub(super) cells: Vec<Cell>,
}

impl Column {
    /// A column of names: wide, and left in place while the others scroll.
    pub(super) fn of_names(name: &str, cells: Vec<Cell>) -> Self {
        Self {
            name: name.to_owned(),
            width: 26.0,
            cells,
        }
    }

    /// A column of figures.
    pub(super) fn of_figures(name: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self {
            name: name.into(),
            width: 12.5,
            cells,
        }
    }

    /// Over how many lines its name is written, with some room for bold letters and broken words.
    pub(super) fn header_lines(&self) -> u32 {
        let letters = self.name.chars().count();
        (1..6)
            .find(|lines| f64::from(*lines) * self.width * 0.85 >= count(letters))
            .unwrap_or(6)
    }

    fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| *cell == Cell::Empty)
    }
}

/// What is drawn of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawing {
    /// A bar for each row, by the last column.
    Bars,
    /// A line over the columns, by the last row.
    Line,
    /// The higher a figure, the darker its cell.
    Shades,
}

/// A table and its sheet.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The name of the sheet: at most 31 letters.
    pub(super) name: String,
    /// What is written above the table.
    pub(super) title: String,
    /// How many of the columns are names.
    pub(super) names: u16,
    /// The columns.
    pub(super) columns: Vec<Column>,
    /// What is drawn of it, and what is written above that.
    pub(super) drawing: Option<(Drawing, String)>,
}

impl Table {
    /// A table of these columns of names and of figures, without those in which nothing stands.
    pub(super) fn new(name: &str, title: String, names: Vec<Column>, figures: Vec<Column>) -> Self {
        let filled = |columns: Vec<Column>| -> Vec<Column> {
            columns
                .into_iter()
                .filter(|column| !column.is_empty())
                .collect()
        };
        let (mut columns, figures) = (filled(names), filled(figures));
        let names = u16::try_from(columns.len()).unwrap_or(u16::MAX);
        columns.extend(figures);
        Self {
            name: name.chars().take(31).collect(),
            title,
            names,
            columns,
            drawing: None,
        }
    }

    /// With something drawn of it.
    pub(super) fn drawn(self, drawing: Drawing, caption: &str) -> Self {
        Self {
            drawing: Some((drawing, caption.to_owned())),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_is_not_shown_is_a_mark_in_a_table_and_a_gap_in_a_chart() {
        assert_eq!(
            Cell::figure(Figure::WITHHELD, Unit::Contacts),
            Cell::text("[c]")
        );
        assert_eq!(Cell::drawn(Figure::WITHHELD, Unit::Contacts), Cell::Empty);
    }

    #[test]
    fn a_column_in_which_nothing_stands_is_left_out() {
        let empty = Column::of_names("group", vec![Cell::Empty]);
        let full = Column::of_figures("value", vec![Cell::Whole(0.0)]);
        let table = Table::new("R1", String::new(), vec![empty], vec![full]);
        assert_eq!((table.names, table.columns.len()), (0, 1));
    }
}

//! The figures of the whole: one row each, with the interval and the n beside.

use super::table::{Cell, Column, Table};
use crate::reports::ReportName;
use crate::reports::document::{Comparison, Document, Observation, Unit};
use crate::reports::forms::marks::said;
use crate::reports::forms::reading::{plain, short};

/// A figure and the period it is of.
struct Row<'a> {
    period: &'a str,
    compared: Option<Comparison>,
    one: &'a Observation,
}

/// The table. A figure that two documents hold is there once.
pub(super) fn table(report: ReportName, documents: &[&Document]) -> Table {
    let mut rows: Vec<Row> = Vec::new();
    for document in documents {
        let own = document
            .figures
            .iter()
            .map(|one| (document.period.as_str(), None, one));
        let others = document.compared.iter().flat_map(|other| {
            let figures = other.figures.iter();
            figures.map(|one| (other.period.as_str(), Some(other.with), one))
        });
        for (period, compared, one) in own.chain(others).filter(|(_, _, one)| one.by.is_none()) {
            let is_there = rows.iter().any(|row| {
                (row.period, row.compared) == (period, compared)
                    && (&row.one.group, &row.one.statistic) == (&one.group, &one.statistic)
            });
            if !is_there {
                rows.push(Row {
                    period,
                    compared,
                    one,
                });
            }
        }
    }
    let each = |cell: fn(&Row) -> Cell| rows.iter().map(cell).collect::<Vec<Cell>>();
    let bound =
        |value: Option<f64>, unit| value.map_or(Cell::Empty, |value| Cell::number(value, unit));
    let low = rows
        .iter()
        .map(|row| bound(row.one.low, row.one.unit))
        .collect();
    let high = rows
        .iter()
        .map(|row| bound(row.one.high, row.one.unit))
        .collect();
    let names = vec![
        Column {
            width: 12.0,
            ..Column::of_names("Period", each(|row| Cell::text(row.period)))
        },
        Column {
            width: 14.0,
            ..Column::of_names(
                "Compared with",
                each(|row| {
                    Cell::text(
                        row.compared
                            .map(|with| plain(with.as_str()))
                            .unwrap_or_default(),
                    )
                }),
            )
        },
        Column::of_names("Of which", each(|row| Cell::text(plain(&row.one.group)))),
        Column::of_names(
            "Statistic",
            each(|row| Cell::text(plain(&row.one.statistic))),
        ),
        Column {
            width: 14.0,
            ..Column::of_names("Unit", each(|row| Cell::text(said(row.one.unit))))
        },
    ];
    let count = |figure| Cell::figure(figure, Unit::Contacts);
    let figures = vec![
        Column::of_figures(
            "Value",
            each(|row| Cell::figure(row.one.figure, row.one.unit)),
        ),
        Column::of_figures("95 % interval, low", low),
        Column::of_figures("95 % interval, high", high),
        Column::of_figures(
            "n",
            rows.iter()
                .map(|row| row.one.n.map_or(Cell::Empty, count))
                .collect(),
        ),
        Column::of_figures(
            "Missing",
            rows.iter()
                .map(|row| row.one.missing.map_or(Cell::Empty, count))
                .collect(),
        ),
        Column::of_figures(
            "Fewer than 30",
            each(|row| Cell::text(if row.one.few { "yes" } else { "" })),
        ),
    ];
    Table::new(
        short(report),
        format!("{}: all", report.title()),
        names,
        figures,
    )
}

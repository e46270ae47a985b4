//! The figures of the whole over the months: a row for each, a column for each month.

use super::table::{Cell, Column, Drawing, Table};
use crate::reports::ReportName;
use crate::reports::document::{Document, Observation};
use crate::reports::forms::dictionary::headline;
use crate::reports::forms::marks::said;
use crate::reports::forms::reading::{distinct, months_of, plain, short, whole};

/// The table; none of fewer than two months. Its last row is the one that is drawn.
pub(super) fn table(report: ReportName, documents: &[Document]) -> Option<Table> {
    let months = months_of(documents, report);
    if months.len() < 2 {
        return None;
    }
    let of_whole = |one: &&Observation| one.by.is_none();
    let all = months
        .iter()
        .flat_map(|month| month.figures.iter().filter(of_whole));
    let rows = distinct(all.map(|one| (one.group.as_str(), one.statistic.as_str(), one.unit)));
    let (group, statistic) = headline(report);
    let is_shown = |month: &Document| {
        whole(month, group, statistic).is_some_and(|one| one.figure.value.is_some())
    };
    let main = rows
        .iter()
        .find(|row| (row.0, row.1) == (group, statistic) && months.iter().copied().any(is_shown));
    let with_drawn = |name: fn(&(&str, &str, crate::reports::document::Unit)) -> String,
                      last: &str| {
        let drawn = main.map(|_| Cell::text(last));
        rows.iter()
            .map(|row| Cell::text(name(row)))
            .chain(drawn)
            .collect()
    };
    let names = vec![
        Column::of_names(
            "Of which",
            with_drawn(|row| plain(row.0), "for the chart, with gaps"),
        ),
        Column::of_names(
            "Statistic",
            with_drawn(|row| plain(row.1), &plain(statistic)),
        ),
        Column {
            width: 14.0,
            ..Column::of_names(
                "Unit",
                with_drawn(
                    |row| said(row.2).to_owned(),
                    main.map_or("", |row| said(row.2)),
                ),
            )
        },
    ];
    let figures = months.iter().map(|month| {
        let cells = rows.iter().map(|(group, statistic, _)| {
            whole(month, group, statistic)
                .map_or(Cell::Empty, |one| Cell::figure(one.figure, one.unit))
        });
        let drawn = main.map(|_| {
            whole(month, group, statistic)
                .map_or(Cell::Empty, |one| Cell::drawn(one.figure, one.unit))
        });
        Column {
            width: 9.0,
            ..Column::of_figures(month.period.clone(), cells.chain(drawn).collect())
        }
    });
    let title = format!("{}: by month", report.title());
    let table = Table::new(
        &format!("{} months", short(report)),
        title,
        names,
        figures.collect(),
    );
    let caption = format!("{}: {}", report.title(), plain(statistic));
    Some(if main.is_some() {
        table.drawn(Drawing::Line, &caption)
    } else {
        table
    })
}

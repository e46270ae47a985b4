//! A breakdown: levels as rows, statistics as columns, n and missing beside.

use super::table::{Cell, Column, Table};
use crate::reports::ReportName;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Comparison, Document, Observation, Unit};
use crate::reports::figure::Figure;
use crate::reports::forms::marks::said;
use crate::reports::forms::reading::{distinct, plain, short};

/// What the figures of one row have in common.
type Key<'a> = (&'a str, Option<Comparison>, &'a str, Option<&'a str>);

/// By what the figures of a document are broken down: as it was asked for, or as the report always is.
pub(super) fn breakdowns(document: &Document) -> Vec<Dimension> {
    let others = document.compared.iter().flat_map(|other| &other.figures);
    let figures = document.figures.iter().chain(others);
    distinct(
        document
            .by
            .into_iter()
            .chain(figures.filter_map(|one| one.by)),
    )
}

/// The table of every document whose figures are broken down so. What was asked for so begins with the whole.
pub(super) fn table(report: ReportName, by: Dimension, documents: &[&Document]) -> Table {
    let of_it = |document: &Document, one: &Observation| {
        one.by == Some(by) || (one.by.is_none() && document.by == Some(by))
    };
    let all: Vec<(Key, &Observation)> = documents
        .iter()
        .flat_map(|document| figures(document).filter(move |(_, one)| of_it(document, one)))
        .collect();
    let keys = in_groups(distinct(all.iter().map(|(key, _)| *key)));
    let row = |key: &Key| -> Vec<&Observation> {
        let of_it = all.iter().filter(|(of, _)| of == key);
        of_it.map(|(_, one)| *one).collect()
    };
    let rows: Vec<Vec<&Observation>> = keys.iter().map(row).collect();
    let each = |cell: fn(&Key) -> Cell| keys.iter().map(cell).collect::<Vec<Cell>>();
    let names = vec![
        Column {
            width: 12.0,
            ..Column::of_names("Period", each(|key| Cell::text(key.0)))
        },
        Column {
            width: 14.0,
            ..Column::of_names(
                "Compared with",
                each(|key| Cell::text(key.1.map(|with| plain(with.as_str())).unwrap_or_default())),
            )
        },
        Column {
            width: 22.0,
            ..Column::of_names("Of which", each(|key| Cell::text(plain(key.2))))
        },
        Column::of_names(
            &plain(by.as_str()),
            each(|key| Cell::text(key.3.map_or_else(|| "all".to_owned(), plain))),
        ),
    ];
    let mut columns = Vec::new();
    for (statistic, unit) in distinct(
        all.iter()
            .map(|(_, one)| (one.statistic.as_str(), one.unit)),
    ) {
        columns.extend(of_statistic(statistic, unit, &rows));
    }
    columns.extend(beside("n", &rows, |one| one.n));
    columns.extend(beside("Missing", &rows, |one| one.missing));
    let few = |row: &Vec<&Observation>| {
        if row.iter().any(|one| one.few) {
            "yes"
        } else {
            ""
        }
    };
    columns.push(Column::of_figures(
        "Fewer than 30",
        rows.iter().map(|row| Cell::text(few(row))).collect(),
    ));
    let title = format!("{}: by {}", report.title(), plain(by.as_str()));
    Table::new(
        &format!("{} by {}", short(report), plain(by.as_str())),
        title,
        names,
        columns,
    )
}

/// The rows of one period and one group beside each other, else in the order in which they come.
fn in_groups(mut keys: Vec<Key<'_>>) -> Vec<Key<'_>> {
    let table = |key: &Key<'_>| (key.0.to_owned(), key.1, key.2.to_owned());
    let tables = distinct(keys.iter().map(table));
    keys.sort_by_cached_key(|key| tables.iter().position(|one| *one == table(key)));
    keys
}

/// The figures of a document and of the periods it is compared with.
fn figures(document: &Document) -> impl Iterator<Item = (Key<'_>, &Observation)> {
    let own = document
        .figures
        .iter()
        .map(|one| (document.period.as_str(), None, one));
    let others = document.compared.iter().flat_map(|other| {
        let figures = other.figures.iter();
        figures.map(|one| (other.period.as_str(), Some(other.with), one))
    });
    own.chain(others).map(|(period, with, one)| {
        (
            (period, with, one.group.as_str(), one.level.as_deref()),
            one,
        )
    })
}

/// The columns of a statistic: its value and, if it has one, its interval.
fn of_statistic(statistic: &str, unit: Unit, rows: &[Vec<&Observation>]) -> Vec<Column> {
    let column = |suffix: &str, cell: &dyn Fn(&Observation) -> Cell| {
        let find = |row: &Vec<&Observation>| {
            let one = row
                .iter()
                .find(|one| one.statistic == statistic && one.unit == unit);
            one.map_or(Cell::Empty, |one| cell(one))
        };
        let name = format!("{}{suffix} ({})", plain(statistic), said(unit));
        Column::of_figures(name, rows.iter().map(find).collect())
    };
    let bound = |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::number(value, unit));
    vec![
        column("", &|one| Cell::figure(one.figure, unit)),
        column(", low", &|one| bound(one.low)),
        column(", high", &|one| bound(one.high)),
    ]
}

/// One column if each row has one such figure, else one for each statistic that has it.
fn beside(
    name: &str,
    rows: &[Vec<&Observation>],
    of: fn(&Observation) -> Option<Figure>,
) -> Vec<Column> {
    let cell = |figure: Option<Figure>| {
        figure.map_or(Cell::Empty, |figure| Cell::figure(figure, Unit::Contacts))
    };
    let found = |row: &Vec<&Observation>| distinct(row.iter().filter_map(|one| of(one)));
    if rows.iter().all(|row| found(row).len() < 2) {
        let cells = rows.iter().map(|row| cell(found(row).first().copied()));
        return vec![Column::of_figures(name, cells.collect())];
    }
    let statistics = distinct(
        rows.iter()
            .flatten()
            .filter(|one| of(one).is_some())
            .map(|one| &one.statistic),
    );
    let columns = statistics.into_iter().map(|statistic| {
        let cells = rows.iter().map(|row| {
            cell(
                row.iter()
                    .find(|one| one.statistic == *statistic)
                    .and_then(|one| of(one)),
            )
        });
        Column::of_figures(format!("{name}: {}", plain(statistic)), cells.collect())
    });
    columns.collect()
}

//! Tables that are made to be drawn: how many changed by how much, and the hours of the week.

use super::table::{Cell, Column, Drawing, Table};
use crate::reports::ReportName;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Document, Unit};
use crate::reports::figure::Figure;
use crate::reports::forms::charts::{BLOCKS, CLASSES, DAYS, hours};
use crate::reports::forms::reading::{at, short, whole};

const GROUP: &str = "per_call.all";

/// R4: five classes of change of the first document that counts them.
pub(super) fn classes(report: ReportName, documents: &[&Document]) -> Option<Table> {
    if report != ReportName::IsolationChange {
        return None;
    }
    let all = |document: &&&Document| {
        CLASSES
            .iter()
            .all(|class| whole(document, GROUP, class.0).is_some())
    };
    let document = documents.iter().find(all)?;
    let pairs = whole(document, GROUP, "pairs").map_or(Figure::UNDEFINED, |pairs| pairs.figure);
    let figures: Vec<Figure> = CLASSES
        .iter()
        .filter_map(|class| Some(whole(document, GROUP, class.0)?.figure))
        .collect();
    let shares: Vec<Figure> = figures.iter().map(|n| share(*n, pairs)).collect();
    let percent = |share: &Figure| Cell::figure(*share, Unit::Percent);
    let drawn = |share: &Figure| Cell::drawn(*share, Unit::Percent);
    let names = vec![Column::of_names(
        "Change of the rating",
        CLASSES.iter().map(|class| Cell::text(class.1)).collect(),
    )];
    let count = |n: &Figure| Cell::figure(*n, Unit::Contacts);
    let for_chart = "For the chart: empty where not shown";
    let columns = vec![
        Column::of_figures("Contacts", figures.iter().map(count).collect()),
        Column::of_figures("Percent of pairs", shares.iter().map(percent).collect()),
        Column::of_figures(for_chart, shares.iter().map(drawn).collect()),
    ];
    let title = format!("{}: change classes, {}", report.title(), document.period);
    let caption = format!("{}, {}, percent of pairs", report.title(), document.period);
    let name = format!("{} change classes", short(report));
    let table = Table::new(&name, title, names, columns);
    // Without any share its column is left out, and there is nothing to draw.
    let any = shares.iter().any(|share| share.value.is_some());
    Some(if any {
        table.drawn(Drawing::Bars, &caption)
    } else {
        table
    })
}

/// A count of the whole in a hundred, if both are shown.
fn share(n: Figure, of: Figure) -> Figure {
    match (n.value, of.value) {
        (Some(_), Some(of)) if of <= 0.0 => Figure::UNDEFINED,
        (Some(n), Some(of)) => Figure::tenths(Some(100.0 * n / of)),
        (None, _) => n,
        (_, None) => of,
    }
}

/// R1: contacts by day and three hours, of the first document that is broken down so.
pub(super) fn week(report: ReportName, documents: &[&Document]) -> Option<Table> {
    let document = documents
        .iter()
        .find(|one| one.by == Some(Dimension::HourOfWeek))?;
    if report != ReportName::Volume {
        return None;
    }
    let names = vec![Column::of_names(
        "Local hours",
        BLOCKS
            .iter()
            .map(|block| Cell::text(hours(*block)))
            .collect(),
    )];
    let columns = DAYS.iter().map(|(day, name)| {
        let cells = BLOCKS.iter().map(|block| {
            at(document, Some(&format!("{day}_{block:02}")), "", "contacts")
                .map_or(Cell::Empty, |one| Cell::figure(one.figure, one.unit))
        });
        Column::of_figures(*name, cells.collect())
    });
    let title = format!(
        "{}: contacts by hour of the week, {}",
        report.title(),
        document.period
    );
    let name = format!("{} heat map", short(report));
    let table = Table::new(&name, title, names, columns.collect());
    let any = table.columns.len() > usize::from(table.names);
    any.then(|| table.drawn(Drawing::Shades, ""))
}

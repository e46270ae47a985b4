//! Finds figures in a document, and says its words as a reader would.

use crate::reports::ReportName;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Document, Observation};

/// A figure of the whole.
pub(super) fn whole<'a>(
    document: &'a Document,
    group: &str,
    statistic: &str,
) -> Option<&'a Observation> {
    at(document, None, group, statistic)
}

/// A figure of one level, or of the whole.
pub(super) fn at<'a>(
    document: &'a Document,
    level: Option<&str>,
    group: &str,
    statistic: &str,
) -> Option<&'a Observation> {
    document.figures.iter().find(|one| {
        one.level.as_deref() == level && one.group == group && one.statistic == statistic
    })
}

/// The levels of a breakdown, in the order in which they come.
pub(super) fn levels(document: &Document, by: Dimension) -> Vec<&str> {
    let of_it = document.figures.iter().filter(|one| one.by == Some(by));
    distinct(of_it.filter_map(|one| one.level.as_deref()))
}

/// Each once, in the order in which they first come.
pub(super) fn distinct<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().fold(Vec::new(), |mut seen, item| {
        if !seen.contains(&item) {
            seen.push(item);
        }
        seen
    })
}

/// Months in a row: documents of this report for one month each, oldest first, each month once.
pub(super) fn months_of(documents: &[Document], report: ReportName) -> Vec<&Document> {
    let mut months: Vec<&Document> = documents
        .iter()
        .filter(|one| one.report == report && one.first_month == one.last_month)
        .collect();
    // Of a month the one that is not broken down, if there is one.
    months.sort_by(|a, b| (&a.first_month, a.by).cmp(&(&b.first_month, b.by)));
    months.dedup_by(|later, kept| later.first_month == kept.first_month);
    months
}

/// The short name of a report, such as R4.
pub(super) fn short(report: ReportName) -> &'static str {
    report.title().split(' ').next().unwrap_or_default()
}

/// A word of the code as a reader says it.
pub(super) fn plain(word: &str) -> String {
    word.replace('_', " ").replace('.', ", ")
}

/// Of which contacts or callers a figure is.
pub(super) fn group_named(group: &str) -> String {
    if group.is_empty() {
        "all".to_owned()
    } else {
        plain(group)
    }
}

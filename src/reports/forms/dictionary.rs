//! What every column and every statistic means: one table, from which the CSV, its schema and the dictionary are made.

mod columns;
mod statistics;

use std::collections::BTreeSet;
use std::fmt::Write;

use super::marks::{is_count, mark, meaning, said};
use crate::reports::ReportName;
use crate::reports::document::{Document, Unit};
use crate::reports::figure::FigureStatus;

pub use columns::{COLUMNS, Column, Kind};
pub use statistics::{Statistic, headline, statistics};

/// The dictionary, as Markdown.
pub fn dictionary() -> String {
    let mut text = String::from(
        "# Data dictionary\n\n## Columns of figures.csv\n\n| column | holds | meaning |\n|---|---|---|\n",
    );
    for column in &COLUMNS {
        add(&mut text, &[column.name, &held(column), column.meaning]);
    }
    text.push_str("\n## Statuses\n\n| status | mark in print | meaning |\n|---|---|---|\n");
    for status in FigureStatus::ALL {
        add(
            &mut text,
            &[status.as_str(), mark(*status), meaning(*status)],
        );
    }
    for report in ReportName::ALL {
        let _never_fails = write!(
            text,
            "\n## {}\n\n`{report}`, definition version {}. {}\n\n| statistic | unit | meaning |\n|---|---|---|\n",
            report.title(),
            report.definition_version(),
            report.definition(),
        );
        for one in statistics(*report) {
            add(&mut text, &[one.name, said(one.unit), one.meaning]);
        }
    }
    text
}

/// Figures that the dictionary does not explain, or explains with another unit: there should be none.
pub fn unexplained(documents: &[Document]) -> BTreeSet<String> {
    let mut strange = BTreeSet::new();
    for document in documents {
        for one in &document.figures {
            let known = statistics(document.report).iter();
            let mut of_its_name = known.filter(|known| known.name == one.statistic);
            if !of_its_name.any(|known| is_alike(known.unit, one.unit)) {
                strange.insert(format!(
                    "{} {} in {}",
                    document.report, one.statistic, one.unit
                ));
            }
        }
    }
    strange
}

/// Whether they are the same, or both count: contacts in one group are callers in another.
fn is_alike(known: Unit, unit: Unit) -> bool {
    known == unit || (is_count(known) && is_count(unit))
}

/// What a column holds, in words.
fn held(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Text => "text".to_owned(),
        Kind::Word(words) => format!("one of {}", words().join(", ")),
        Kind::Integer => "whole number".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Boolean => "true or false".to_owned(),
        Kind::Month => "month".to_owned(),
        Kind::Moment => "date and time in UTC".to_owned(),
    };
    if column.always {
        kind
    } else {
        format!("{kind}; or empty")
    }
}

/// Adds a row of a table.
fn add(text: &mut String, cells: &[&str]) {
    let safe: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    let _never_fails = writeln!(text, "| {} |", safe.join(" | "));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::figures::diversion::UnitCost;
    use crate::reports::figures::samples::{by, plain, quarter};
    use crate::reports::forms::samples;

    /// Every report with every breakdown, of a quarter of a few contacts.
    fn every_document() -> Vec<Document> {
        let facts = [by("ana", plain()), plain()];
        let source = quarter([&facts, &facts, &facts]);
        let cost = UnitCost {
            service: "called_988".to_owned(),
            cost: 30.0,
        };
        let of = |report: &ReportName| {
            let breakdowns = report.breakdowns().iter().copied().map(Some);
            let each = std::iter::once(None).chain(breakdowns);
            let figures = each.map(|by| report.figures(&source, by, Some(&cost)));
            let documents = figures.map(|figures| samples::document(*report, "2026-10", figures));
            documents.collect::<Vec<Document>>()
        };
        ReportName::ALL.iter().flat_map(of).collect()
    }

    #[test]
    fn every_column_status_and_statistic_is_in_the_dictionary() {
        let text = dictionary();
        let row = |name: &str| text.contains(&format!("| {name} |"));
        assert!(COLUMNS.iter().all(|column| row(column.name)));
        assert!(FigureStatus::ALL.iter().all(|status| row(status.as_str())));
        for report in ReportName::ALL {
            assert!(
                statistics(*report).iter().all(|one| row(one.name)),
                "{report}"
            );
        }
    }

    #[test]
    fn no_report_has_two_statistics_of_one_name() {
        for report in ReportName::ALL {
            let names: BTreeSet<&str> = statistics(*report).iter().map(|one| one.name).collect();
            assert_eq!(names.len(), statistics(*report).len(), "{report}");
            assert!(!names.is_empty(), "{report}");
        }
    }

    #[test]
    fn a_figure_that_is_not_explained_is_named() {
        let mut document = samples::isolation("2026-10");
        assert_eq!(
            unexplained(std::slice::from_ref(&document)),
            BTreeSet::new()
        );
        document.figures[0].statistic = "luck".to_owned();
        let strange = unexplained(&[document]);
        assert_eq!(
            strange.first().unwrap(),
            "isolation-change luck in contacts"
        );
    }

    #[test]
    fn every_statistic_that_a_report_gives_is_explained_with_its_unit_and_no_other_is() {
        let documents = every_document();
        assert_eq!(unexplained(&documents), BTreeSet::new());
        for report in ReportName::ALL {
            let of_it = documents
                .iter()
                .filter(|document| document.report == *report);
            let given: Vec<(&str, Unit)> = of_it
                .flat_map(|document| &document.figures)
                .map(|one| (one.statistic.as_str(), one.unit))
                .collect();
            for known in statistics(*report) {
                assert!(
                    given.contains(&(known.name, known.unit)),
                    "{report} {}",
                    known.name
                );
            }
        }
    }

    #[test]
    fn what_stands_for_a_report_is_a_figure_of_its_whole() {
        let documents = every_document();
        for report in ReportName::ALL {
            let named = headline(*report);
            let of_it = documents
                .iter()
                .filter(|document| document.report == *report);
            let mut figures = of_it.flat_map(|document| &document.figures);
            let is_given = figures.any(|one| {
                one.by.is_none() && (one.group.as_str(), one.statistic.as_str()) == named
            });
            assert_eq!(
                is_given,
                *report != ReportName::IsolationOverTime,
                "{report}"
            );
        }
    }
}

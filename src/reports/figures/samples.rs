//! Sources for the tests of the reports: counted of a few contacts, with nothing withheld but what a test withholds.

use std::collections::{BTreeMap, BTreeSet};

use crate::calls::words::{IsolationMode, RatingStatus};
use crate::reports::closings::Rest;
use crate::reports::cube::beside::{Telephony, over_time, telephony};
use crate::reports::cube::count::count;
use crate::reports::cube::grid::Table;
use crate::reports::cube::marks::{Part, callers, mark, marked};
use crate::reports::cube::nodes::{Node, Plain};
use crate::reports::cube::rule::Rule;
use crate::reports::cube::settle::settle;
use crate::reports::cube::settled::Known;
use crate::reports::document::Observation;
use crate::reports::facts::Fact;
use crate::reports::figure::Figure;
use crate::reports::periods::{Month, Period};
use crate::reports::release::Said;
use crate::reports::source::Source;
use crate::reports::withholding::{self, Audit, Pattern, Unsafe};

pub(crate) use crate::reports::facts::tests::plain;

/// A contact with ratings of how alone the caller feels.
pub(crate) fn rated(mode: IsolationMode, start: u8, end: u8) -> Fact {
    Fact {
        isolation_mode: Some(mode),
        start_status: RatingStatus::Asked,
        start: Some(start),
        end: Some(end),
        ..plain()
    }
}

/// The same contact with a caller code.
pub(crate) fn by(caller: &str, fact: Fact) -> Fact {
    Fact {
        caller_code: Some(caller.to_owned()),
        ..fact
    }
}

/// So many of the same contact.
pub(crate) fn times(many: usize, fact: &Fact) -> Vec<Fact> {
    vec![fact.clone(); many]
}

#[expect(clippy::unnecessary_wraps, reason = "a choice may fail")]
fn show_all(table: &withholding::Table) -> Result<(Pattern, Audit), Unsafe> {
    let pattern = Pattern {
        shown: vec![true; table.cells.len()],
        ..Pattern::default()
    };
    Ok((pattern, Audit::default()))
}

/// What reports of a period are made of, if it has these months and nothing is withheld.
fn source(period: Period, months: &[&[Fact]], tally: Telephony) -> Source {
    let parts: Vec<Part<'_>> = months
        .iter()
        .enumerate()
        .map(|(part, facts)| Part {
            part: Some(part),
            facts,
        })
        .collect();
    let marks = mark(&parts);
    let marked = marked(&parts, &marks);
    let mut tables = BTreeMap::new();
    for table in Table::ALL.iter().filter(|table| table.is_of(period)) {
        let counted = match table {
            Table::Access => telephony(tally),
            Table::OverTime => over_time(months.iter().flat_map(|facts| facts.iter())),
            _ => count(*table, period, &marked, &BTreeSet::new()),
        };
        let new = BTreeMap::from([(period, counted)]);
        let mut decided =
            settle(*table, &Known::default(), &new, Rule::usual(0, show_all)).unwrap();
        tables.insert(*table, decided.remove(&period).unwrap().released);
    }
    let (all, frequent) = callers(&parts);
    let rest = Rest {
        under: 11,
        callers: Rest::told(all, 0),
        frequent: Rest::told(frequent, 0),
        ..Rest::default()
    };
    Source {
        tables,
        rest,
        is_range: false,
    }
}

/// Of October 2026.
pub(crate) fn month(facts: &[Fact]) -> Source {
    tallied(facts, Telephony::default())
}

/// The same with what telephony counted.
pub(crate) fn tallied(facts: &[Fact], tally: Telephony) -> Source {
    source("2026-10".parse::<Month>().unwrap().into(), &[facts], tally)
}

/// Of the last quarter of 2026.
pub(crate) fn quarter(months: [&[Fact]; 3]) -> Source {
    let period = Period::quarter_of("2026-10".parse().unwrap());
    source(period, &months, Telephony::default())
}

/// Of the year 2026, all of it in January.
pub(crate) fn year(facts: &[Fact]) -> Source {
    let period = Period::year_of("2026-01".parse().unwrap());
    source(period, &[facts], Telephony::default())
}

/// The same source with a cell of contacts withheld.
pub(crate) fn without(source: Source, table: Table, level: &str, plain: Plain) -> Source {
    without_node(source, table, level, Node::Of(plain))
}

/// The same source with a cell withheld.
pub(crate) fn without_node(mut source: Source, table: Table, level: &str, node: Node) -> Source {
    let released = source.tables.get_mut(&table).unwrap();
    assert!(released.of(level, node).n().is_some(), "no such cell");
    released.keep(level, node, None);
    source
}

/// The same source with the ratings at both ends of a cell withheld.
pub(crate) fn without_ends(mut source: Source, table: Table, level: &str, node: Node) -> Source {
    let released = source.tables.get_mut(&table).unwrap();
    let Said::Shown(shown) = released.of(level, node) else {
        panic!("no such cell");
    };
    let mut shown = shown.clone();
    shown.ratings.as_mut().unwrap().ends = None;
    released.keep(level, node, Some(shown));
    source
}

/// The row of a statistic of the whole, by `group/statistic`, or of a level, by `level:statistic`.
pub(crate) fn row<'a>(figures: &'a [Observation], name: &str) -> &'a Observation {
    let (level, rest) = name
        .split_once(':')
        .map_or((None, name), |(level, rest)| (Some(level), rest));
    let (group, statistic) = rest.rsplit_once('/').unwrap_or(("", rest));
    let mut found = figures.iter().filter(|one| {
        (
            one.level.as_deref(),
            one.group.as_str(),
            one.statistic.as_str(),
        ) == (level, group, statistic)
    });
    let row = found.next().unwrap_or_else(|| panic!("no {name}"));
    assert!(found.next().is_none(), "{name} is there twice");
    row
}

/// The figure of such a row.
pub(crate) fn figure(figures: &[Observation], name: &str) -> Figure {
    row(figures, name).figure
}

/// Holds the values of such rows against what was reckoned by hand.
pub(crate) fn are(figures: &[Observation], expected: &[(&str, f64)]) {
    for (name, value) in expected {
        assert_eq!(figure(figures, name), Figure::exactly(*value), "{name}");
    }
}

/// Holds the bounds of such a row against what was reckoned by hand.
pub(crate) fn lies_in(figures: &[Observation], name: &str, low: f64, high: f64) {
    let row = row(figures, name);
    assert_eq!((row.low, row.high), (Some(low), Some(high)), "{name}");
}

/// Holds that all these figures are withheld, and their intervals too.
pub(crate) fn are_withheld(figures: &[Observation], names: &[&str]) {
    for name in names {
        let row = row(figures, name);
        let held = (row.figure, row.low, row.high);
        assert_eq!(held, (Figure::WITHHELD, None, None), "{name}");
    }
}

/// Of how many a figure was reckoned, and how many had no answer.
pub(crate) fn behind(figures: &[Observation], name: &str) -> (Option<f64>, Option<f64>) {
    let row = row(figures, name);
    let value = |figure: Option<Figure>| figure.and_then(|figure| figure.value);
    (value(row.n), value(row.missing))
}

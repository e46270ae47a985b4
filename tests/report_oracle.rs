//! Every figure of the reports about calls held against a second reckoning that shares no code with the first.
//!
//! A made line's months are counted and put into reports with nothing withheld. What `oracles/reports.py` makes of the
//! same sheets of facts, by the definitions in words, must be the same rows with the same figures.

#![expect(clippy::unwrap_used, reason = "a test may panic")]
#![expect(clippy::indexing_slicing, reason = "a test may panic")]

#[path = "report_oracle/compare.rs"]
mod compare;
#[path = "report_oracle/line.rs"]
mod line;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use compare::differences;
use line::{Line, Made};
use serde_json::{Value, json};
use warmline::reports::ReportName;
use warmline::reports::closings::Rest;
use warmline::reports::cube::beside::{Telephony, over_time, telephony};
use warmline::reports::cube::count::count;
use warmline::reports::cube::grid::Table;
use warmline::reports::cube::marks::{Part, callers, mark, marked};
use warmline::reports::cube::rule::Rule;
use warmline::reports::cube::settle::settle;
use warmline::reports::cube::settled::Known;
use warmline::reports::facts::sheet;
use warmline::reports::figures::diversion::UnitCost;
use warmline::reports::forms::dictionary::statistics;
use warmline::reports::periods::Period;
use warmline::reports::source::Source;
use warmline::reports::withholding::{self, Audit, Pattern, Unsafe};

const SERVICE: &str = "gone_to_emergency";
const COST: f64 = 1233.5;

/// Months of which reports are made, as one released period or as several put together.
struct Case {
    what: &'static str,
    months: Vec<Made>,
    is_range: bool,
}

/// All is shown, which no line may do.
#[expect(clippy::unnecessary_wraps, reason = "a choice may fail")]
fn show_all(table: &withholding::Table) -> Result<(Pattern, Audit), Unsafe> {
    let pattern = Pattern {
        shown: vec![true; table.cells.len()],
        ..Pattern::default()
    };
    Ok((pattern, Audit::default()))
}

/// What reports of a period are made of, if nothing is withheld.
fn source(period: Period, months: &[Made]) -> Source {
    let parts: Vec<Part<'_>> = months
        .iter()
        .enumerate()
        .map(|(part, made)| Part {
            part: (months.len() > 1).then_some(part),
            facts: &made.facts,
        })
        .collect();
    let tally = months.iter().map(|made| made.telephony);
    let tally = tally.fold(Telephony::default(), std::ops::Add::add);
    let facts = || months.iter().flat_map(|made| &made.facts);
    let marks = mark(&parts);
    let marked = marked(&parts, &marks);
    let mut tables = BTreeMap::new();
    for table in Table::ALL.iter().filter(|table| table.is_of(period)) {
        let counted = match table {
            Table::Access => telephony(tally),
            Table::OverTime => over_time(facts()),
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

impl Case {
    fn source(&self) -> Source {
        let first = self.months[0].month;
        if self.is_range {
            let alone = |made: &Made| source(made.month.into(), std::slice::from_ref(made));
            Source::sum(&self.months.iter().map(alone).collect::<Vec<_>>())
        } else {
            let period = match self.kind() {
                "month" => first.into(),
                "quarter" => Period::quarter_of(first),
                _ => Period::year_of(first),
            };
            source(period, &self.months)
        }
    }

    fn kind(&self) -> &'static str {
        match self.months.len() {
            _ if self.is_range => "range",
            1 => "month",
            3 => "quarter",
            _ => "year",
        }
    }

    /// What the oracle is told of it.
    fn told(&self) -> Value {
        let sheets: Vec<String> = self
            .months
            .iter()
            .map(|made| sheet(&made.facts).unwrap())
            .collect();
        let tally = self.months.iter().map(|made| made.telephony);
        json!({
            "sheets": sheets,
            "telephony": tally.fold(Telephony::default(), std::ops::Add::add),
            "kind": self.kind(),
            "cost": {"service": SERVICE, "cost": COST},
        })
    }
}

/// A large line, a small one, one that asks nothing and keeps no codes, and one without a call.
fn cases() -> Vec<Case> {
    let large = Line {
        seed: 1932,
        contacts: 700,
        codes: true,
        asks: true,
        tally: true,
    };
    let small = Line {
        seed: 1927,
        contacts: 30,
        codes: true,
        asks: true,
        tally: true,
    };
    let silent = Line {
        seed: 1936,
        contacts: 120,
        codes: false,
        asks: false,
        tally: false,
    };
    let medium = Line {
        seed: 1974,
        contacts: 150,
        ..large
    };
    let none = Line {
        contacts: 0,
        ..silent
    };
    [
        ("a month", large, 1, false),
        ("a quarter", large, 3, false),
        ("a year", medium, 12, false),
        ("two months together", large, 2, true),
        ("a small month", small, 1, false),
        ("a small quarter", small, 3, false),
        ("small months together", small, 2, true),
        ("a month of which nothing was asked", silent, 1, false),
        ("a quarter of which nothing was asked", silent, 3, false),
        ("a month without a call", none, 1, false),
        ("a quarter without a call", none, 3, false),
    ]
    .into_iter()
    .map(|(what, line, months, is_range)| Case {
        what,
        months: line.months(months),
        is_range,
    })
    .collect()
}

/// What the oracle says of the cases: the rows of each report and breakdown.
fn ask(cases: &[Case]) -> Vec<BTreeMap<String, Vec<Value>>> {
    let python = std::env::var("WARMLINE_PYTHON").unwrap_or_else(|_| "/usr/bin/python3".to_owned());
    let mut oracle = Command::new(&python)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/oracles/reports.py"
        ))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("{python}: {error}. Run scripts/test, which installs what is missing.")
        });
    let told: Vec<Value> = cases.iter().map(Case::told).collect();
    oracle
        .stdin
        .take()
        .unwrap()
        .write_all(json!(told).to_string().as_bytes())
        .unwrap();
    let output = oracle.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "The oracle needs scipy and statsmodels: run scripts/test."
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The reports about calls; R11 and R14 are about shifts and rows.
fn reports() -> impl Iterator<Item = ReportName> {
    let others = [ReportName::Coverage, ReportName::Privacy];
    ReportName::ALL
        .iter()
        .copied()
        .filter(move |report| !others.contains(report))
}

#[test]
fn every_figure_of_every_report_is_what_its_definition_says() {
    let cases = cases();
    let cost = UnitCost {
        service: SERVICE.to_owned(),
        cost: COST,
    };
    let mut wrong = Vec::new();
    let mut compared: BTreeSet<(ReportName, String)> = BTreeSet::new();
    let mut shown = 0;
    for (case, mut truth) in cases.iter().zip(ask(&cases)) {
        let source = case.source();
        for report in reports() {
            let breakdowns = report.breakdowns().iter().copied().map(Some);
            for by in std::iter::once(None).chain(breakdowns) {
                let figures = report.figures(&source, by, Some(&cost));
                let name = format!("{report} {}", by.map_or("", |by| by.as_str()));
                let theirs = truth.remove(&name).unwrap_or_default();
                let of_it = differences(&figures, &theirs);
                wrong.extend(
                    of_it
                        .into_iter()
                        .map(|what| format!("{}, {name}: {what}", case.what)),
                );
                let there = figures
                    .iter()
                    .filter(|figure| figure.figure.value.is_some());
                shown += there.clone().count();
                compared.extend(there.map(|figure| (report, figure.statistic.clone())));
            }
        }
        assert!(truth.is_empty(), "nobody asked for {:?}", truth.keys());
    }
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
    assert!(shown > 10_000, "{shown} figures");
    let explained = reports().flat_map(|report| {
        let all = statistics(report).iter();
        all.map(move |one| (report, one.name.to_owned()))
    });
    assert_eq!(
        compared,
        explained.collect(),
        "a statistic was not compared with a value"
    );
}

#[test]
fn a_wrong_figure_and_a_missing_one_are_seen() {
    let small = Line {
        seed: 1,
        contacts: 40,
        codes: true,
        asks: true,
        tally: true,
    };
    let case = Case {
        what: "a month",
        months: small.months(1),
        is_range: false,
    };
    let truth = ask(std::slice::from_ref(&case)).remove(0);
    let mut figures = ReportName::Volume.figures(&case.source(), None, None);
    assert_eq!(
        differences(&figures, &truth["volume "]),
        Vec::<String>::new()
    );
    figures[3].figure.value = figures[3].figure.value.map(|value| value + 0.1);
    let gone = figures.remove(0);
    let found = differences(&figures, &truth["volume "]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found.iter().any(|what| what.contains(&gone.statistic)),
        "{found:?}"
    );
}

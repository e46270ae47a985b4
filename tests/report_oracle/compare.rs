//! Holds the rows of a report against the oracle's. Knows no report.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use warmline::reports::document::Observation;
use warmline::reports::figure::Figure;

/// A row by what it is of, with all that stands in it.
fn row(group: &Value, by: &Value, level: &Value, statistic: &Value) -> String {
    [group, by, level, statistic]
        .map(|text| text.as_str().unwrap_or("-"))
        .join("|")
}

/// The number, or the mark that stands for it.
fn beside(figure: Option<Figure>) -> Value {
    figure.map_or(Value::Null, |figure| {
        figure
            .value
            .map_or_else(|| json!(figure.status), Value::from)
    })
}

fn ours(figure: &Observation) -> (String, Value) {
    let (by, level) = (json!(figure.by), json!(figure.level));
    let name = row(&json!(figure.group), &by, &level, &json!(figure.statistic));
    let held = json!({
        "unit": figure.unit, "value": figure.figure.value, "status": figure.figure.status, "low": figure.low,
        "high": figure.high, "n": beside(figure.n), "missing": beside(figure.missing), "few": figure.few,
    });
    (name, held)
}

fn is_same(ours: &Value, theirs: &Value) -> bool {
    match (ours.as_f64(), theirs.as_f64()) {
        (Some(ours), Some(theirs)) => (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0),
        _ => ours == theirs,
    }
}

/// Where the rows of a report are not the oracle's: rows that only one of them has, and figures that differ.
pub(crate) fn differences(figures: &[Observation], truth: &[Value]) -> Vec<String> {
    let mut found = Vec::new();
    let mut left: BTreeMap<String, &Value> = BTreeMap::new();
    for theirs in truth {
        let name = row(
            &theirs["group"],
            &theirs["by"],
            &theirs["level"],
            &theirs["statistic"],
        );
        if left.insert(name.clone(), theirs).is_some() {
            found.push(format!("{name} is twice in the oracle's"));
        }
    }
    for figure in figures {
        let (name, held) = ours(figure);
        let Some(theirs) = left.remove(&name) else {
            found.push(format!("{name} is not in the oracle's, or twice in ours"));
            continue;
        };
        for (what, ours) in held.as_object().unwrap() {
            if !is_same(ours, &theirs[what]) {
                found.push(format!(
                    "{name}: {what} is {ours}, by the definition {}",
                    theirs[what]
                ));
            }
        }
    }
    found.extend(
        left.into_keys()
            .map(|name| format!("{name} is not in ours")),
    );
    found
}

//! A release as tidy CSV: one row for each figure, an empty value where there is none.

use serde_json::Value;

use crate::error::Error;

/// The columns, the same for every report.
pub const COLUMNS: [&str; 9] = [
    "report",
    "definition_version",
    "period",
    "time_zone",
    "as_of",
    "group",
    "statistic",
    "value",
    "value_status",
];

/// The CSV of a release's JSON document.
pub fn csv(document: &Value) -> Result<String, Error> {
    let said = |field: &str| match document.get(field) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let about = [
        "report",
        "definition_version",
        "period",
        "time_zone",
        "as_of",
    ]
    .map(said);
    let mut rows = Vec::new();
    collect(
        document.get("figures").unwrap_or(&Value::Null),
        &mut Vec::new(),
        &mut rows,
    );
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(Error::broken)?;
    for row in rows {
        writer
            .write_record(about.iter().chain(&row))
            .map_err(Error::broken)?;
    }
    let bytes = writer.into_inner().map_err(Error::broken)?;
    String::from_utf8(bytes).map_err(Error::broken)
}

/// Finds the figures: objects with a value and a status. Where they stand is their group and statistic.
fn collect(value: &Value, path: &mut Vec<String>, rows: &mut Vec<[String; 4]>) {
    let Value::Object(fields) = value else { return };
    if let (Some(number), Some(Value::String(status))) = (fields.get("value"), fields.get("status"))
    {
        let value = if number.is_null() {
            String::new()
        } else {
            number.to_string()
        };
        let (statistic, group) = path
            .split_last()
            .map(|(last, rest)| (last.clone(), rest.join(".")))
            .unwrap_or_default();
        rows.push([group, statistic, value, status.clone()]);
        return;
    }
    for (name, inner) in fields {
        path.push(name.clone());
        collect(inner, path, rows);
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_is_a_row_and_a_withheld_one_has_an_empty_value() {
        let document = serde_json::json!({
            "report": "isolation-change", "definition_version": 1, "period": "2026-10", "time_zone": "UTC",
            "as_of": "2026-11-10T00:00:00Z",
            "figures": {
                "pairs": {"value": 150, "status": "shown"},
                "per_call": {"all": {"unit": "calls", "mean_change": {"value": null, "status": "withheld"}}}
            }
        });
        let expected = "report,definition_version,period,time_zone,as_of,group,statistic,value,value_status\r\n\
            isolation-change,1,2026-10,UTC,2026-11-10T00:00:00Z,,pairs,150,shown\r\n\
            isolation-change,1,2026-10,UTC,2026-11-10T00:00:00Z,per_call.all,mean_change,,withheld\r\n";
        assert_eq!(csv(&document).unwrap(), expected);
    }
}

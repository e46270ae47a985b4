//! Reports as a package for other programs: the figures, what describes them to a program and to a reader, and pictures.

mod bundle;

use chrono::SecondsFormat;
use serde_json::{Map, Value, json};

use super::csv::csv;
use super::dictionary::{COLUMNS, Column, Kind};
use super::reading::distinct;
use crate::digest::sha256;
use crate::error::Error;
use crate::reports::document::Document;

pub use bundle::funder_pack;

/// Where the figures are in the package.
pub(super) const FIGURES: &str = "figures.csv";

/// What describes the figures to a program: a Data Package of Frictionless, version 2, of the CSV without a byte
/// order mark.
pub fn datapackage(documents: &[Document]) -> Result<Value, Error> {
    Ok(described(documents, &csv(documents, false)?))
}

/// The same, of figures that are written already.
pub(super) fn described(documents: &[Document], figures: &str) -> Value {
    let titles = distinct(
        documents
            .iter()
            .map(|one| format!("{}, {}", one.title, one.period)),
    );
    let mut package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "warm-line-reports",
        "title": "Warm line reports",
        "description": description(documents),
        "resources": [{
            "name": "figures",
            "path": FIGURES,
            "title": "Figures, one a row",
            "description": format!("{}.", titles.join("; ")),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": figures.len(),
            "hash": format!("sha256:{}", sha256(figures.as_bytes())),
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": true, "header": true},
            "schema": {"fields": COLUMNS.map(|column| field(&column, documents)), "missingValues": [""]},
        }],
    });
    if let (Some(last), Some(fields)) = (
        documents.iter().map(|one| one.as_of).max(),
        package.as_object_mut(),
    ) {
        let created = last.utc().to_rfc3339_opts(SecondsFormat::Secs, true);
        // A release is told apart by when it was made: a version of the calendar kind.
        fields.insert(
            "version".to_owned(),
            json!(last.utc().format("%Y.%-m.%-d").to_string()),
        );
        fields.insert("created".to_owned(), json!(created));
        let sources = distinct(documents.iter().map(source));
        fields.insert("sources".to_owned(), Value::Array(sources));
    }
    package
}

/// What is withheld, for whoever has this file only.
fn description(documents: &[Document]) -> String {
    let notes = distinct(
        documents
            .iter()
            .flat_map(|one| one.notes.iter().map(String::as_str)),
    );
    format!(
        "Released figures of a warm line, exact or withheld. {}",
        notes.join(" ")
    )
}

/// Where a report can be asked for again. Only an absolute address is a path by the specification.
fn source(document: &Document) -> Value {
    let title = format!(
        "{}, {}, release {}",
        document.title, document.period, document.release_id
    );
    if document.address.starts_with("http") {
        json!({"title": title, "path": document.address})
    } else {
        json!({"title": format!("{title}, {}", document.address)})
    }
}

/// A column as Table Schema describes it.
fn field(column: &Column, documents: &[Document]) -> Value {
    let (kind, words) = match column.kind {
        // What a report measures is its own: the words that are there.
        Kind::Text if column.name == "statistic" => ("string", statistics(documents)),
        Kind::Text => ("string", Vec::new()),
        Kind::Word(words) => ("string", words()),
        Kind::Integer => ("integer", Vec::new()),
        Kind::Number => ("number", Vec::new()),
        Kind::Boolean => ("boolean", Vec::new()),
        Kind::Month => ("yearmonth", Vec::new()),
        Kind::Moment => ("datetime", Vec::new()),
    };
    let mut constraints = Map::new();
    if column.always {
        constraints.insert("required".to_owned(), json!(true));
    }
    if !words.is_empty() {
        constraints.insert("enum".to_owned(), json!(words));
    }
    let mut field = json!({"name": column.name, "type": kind, "description": column.meaning});
    if let (false, Some(fields)) = (constraints.is_empty(), field.as_object_mut()) {
        fields.insert("constraints".to_owned(), Value::Object(constraints));
    }
    field
}

fn statistics(documents: &[Document]) -> Vec<&str> {
    let compared = documents
        .iter()
        .flat_map(|one| one.compared.iter().flat_map(|other| &other.figures));
    let all = documents
        .iter()
        .flat_map(|one| &one.figures)
        .chain(compared);
    distinct(all.map(|one| one.statistic.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::forms::samples;

    #[test]
    fn the_schema_names_the_columns_of_the_csv_in_their_order() {
        let documents = [samples::isolation("2026-10"), samples::compared()];
        let package = datapackage(&documents).unwrap();
        let schema = package.pointer("/resources/0/schema/fields").unwrap();
        let fields: Vec<&str> = schema
            .as_array()
            .unwrap()
            .iter()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        let text = csv(&documents, false).unwrap();
        assert_eq!(text.lines().next().unwrap(), fields.join(","));
        assert_eq!(package.pointer("/resources/0/bytes").unwrap(), text.len());
        assert_eq!(package["created"], "2026-11-10T08:00:00Z");
        assert_eq!(package["version"], "2026.11.10");
    }

    #[test]
    fn a_relative_address_is_no_path_of_a_source() {
        let mut document = samples::compared();
        let package = datapackage(std::slice::from_ref(&document)).unwrap();
        assert_eq!(package.pointer("/sources/0/path"), None);
        document.address = "https://line.example/api/v1/reports/volume".to_owned();
        let package = datapackage(&[document]).unwrap();
        assert!(package.pointer("/sources/0/path").is_some());
    }
}

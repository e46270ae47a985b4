//! The OpenAPI document and the guest list: as committed, as the code makes them, as the server answers.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Value, json};
use warmline::{cli, routes};

use crate::line::Answer;

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&cli::serve::openapi().unwrap()).unwrap());
static VALIDATORS: LazyLock<Mutex<HashMap<String, Validator>>> = LazyLock::new(Mutex::default);

/// Panics unless the document foresees this answer, in its status and its body.
pub(crate) fn hold_against_document(method: &Method, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap();
    let Some(template) = template(path) else {
        return;
    };
    let operation = &DOCUMENT["paths"][&template][method.as_str().to_lowercase()];
    if operation.is_null() {
        assert!(
            [404, 405].contains(&answer.status),
            "{method} {path} is not in the document"
        );
        return;
    }
    let response = &operation["responses"][answer.status.to_string()];
    assert!(
        !response.is_null(),
        "{method} {template} answers {}, which the document does not foresee: {}",
        answer.status,
        answer.text
    );
    let media = answer
        .header("content-type")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let schema = &response["content"][&media]["schema"];
    if schema.is_null() || !media.ends_with("json") {
        return;
    }
    let key = format!("{method} {template} {} {media}", answer.status);
    let mut validators = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    let validator = validators.entry(key.clone()).or_insert_with(|| {
        let mut whole = schema.as_object().unwrap().clone();
        whole.insert("components".to_owned(), DOCUMENT["components"].clone());
        jsonschema::options()
            .should_validate_formats(true)
            .build(&Value::Object(whole))
            .unwrap()
    });
    let body = answer.json();
    let faults: Vec<String> = validator
        .iter_errors(&body)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{key}: {faults:?}\n{}", answer.text);
}

/// The path of the document that an address belongs to.
fn template(path: &str) -> Option<String> {
    let steps: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let pattern: Vec<&str> = template.split('/').collect();
        pattern.len() == steps.len()
            && pattern
                .iter()
                .zip(&steps)
                .all(|(one, other)| one == other || one.starts_with('{'))
    };
    let paths = DOCUMENT["paths"].as_object().unwrap();
    // A fixed path goes before one with variable parts.
    let mut fitting: Vec<&String> = paths.keys().filter(|template| fits(template)).collect();
    fitting.sort_by_key(|template| template.matches('{').count());
    fitting.first().map(|template| (*template).clone())
}

#[test]
fn no_two_types_share_a_name_in_the_document() {
    let shared = routes::table().shared_names().clone();
    assert!(shared.is_empty(), "rename one of each: {shared:?}");
}

#[test]
fn the_committed_document_is_the_one_the_code_makes() {
    let committed =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json"))
            .unwrap_or_default();
    let made = cli::serve::openapi().unwrap();
    assert!(
        committed.trim_end() == made,
        "Do: cargo run -- openapi > openapi/openapi.json"
    );
}

#[test]
fn the_document_is_openapi_3_1_and_has_every_route_with_its_door() {
    assert!(DOCUMENT["openapi"].as_str().unwrap().starts_with("3.1."));
    let mut in_document = Vec::new();
    for (path, verbs) in DOCUMENT["paths"].as_object().unwrap() {
        for (verb, operation) in verbs.as_object().unwrap() {
            let secured = !operation["security"].is_null();
            let door = operation["description"].as_str().unwrap();
            let open = ["For: Anyone.", "For: Stranger."].contains(&door);
            assert_eq!(secured, !open, "{verb} {path}");
            in_document.push(format!("{} {path} {door}", verb.to_uppercase()));
        }
    }
    let table = routes::table();
    let mut in_table: Vec<String> = table
        .entries()
        .iter()
        .map(|entry| {
            format!(
                "{} {} For: {}.",
                entry.method,
                entry.path.replace(":.*}", "}"),
                entry.door
            )
        })
        .collect();
    in_document.sort();
    in_table.sort();
    assert_eq!(in_document, in_table);
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, value)| match value {
                Value::String(target) if name == "$ref" => found.push(target),
                other => references(other, found),
            }),
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    references(&DOCUMENT, &mut found);
    for target in found {
        assert!(
            DOCUMENT.pointer(target.trim_start_matches('#')).is_some(),
            "{target}"
        );
    }
}

#[test]
fn the_guest_list_is_as_reviewed() {
    let table = routes::table();
    let rows: Vec<String> = table
        .entries()
        .iter()
        .map(|entry| {
            format!(
                "{:<7}{:<48}{}",
                entry.method.as_str(),
                entry.path,
                entry.door
            )
        })
        .collect();
    insta::assert_snapshot!("guest_list", rows.join("\n"));
}

#[test]
fn a_schema_that_a_body_breaks_is_noticed() {
    let answer = Answer {
        status: 200,
        headers: reqwest::header::HeaderMap::new(),
        text: json!({"id": 3}).to_string(),
    };
    let mut answer = answer;
    answer
        .headers
        .insert("content-type", "application/json".parse().unwrap());
    let noticed =
        std::panic::catch_unwind(|| hold_against_document(&Method::GET, "/api/v1/me", &answer));
    assert!(noticed.is_err());
}

//! What the OpenAPI document says of a body, turned into one.

use serde_json::{Value, json};

/// A value that a schema allows, with every field.
pub(crate) fn sample(schema: &Value, document: &Value) -> Value {
    if let Some(target) = schema["$ref"].as_str() {
        return sample(
            document.pointer(target.trim_start_matches('#')).unwrap(),
            document,
        );
    }
    if let Some(one_of) = schema["oneOf"].as_array() {
        let mut real = one_of.iter().filter(|one| one["type"] != "null");
        return sample(real.next().unwrap(), document);
    }
    if let Some(words) = schema["enum"].as_array() {
        return words[0].clone();
    }
    if let Some(fields) = schema["properties"].as_object() {
        let fields = fields.iter();
        return fields
            .map(|(name, field)| (name.clone(), sample(field, document)))
            .collect();
    }
    let kinds = schema["type"]
        .as_array()
        .cloned()
        .unwrap_or_else(|| vec![schema["type"].clone()]);
    let kind = kinds.iter().find(|kind| **kind != "null").unwrap();
    match (kind.as_str().unwrap(), schema["format"].as_str()) {
        ("array", _) => json!([sample(&schema["items"], document)]),
        ("integer" | "number", _) => schema.get("minimum").cloned().unwrap_or(json!(1)),
        ("boolean", _) => json!(true),
        (_, Some("date")) => json!("2026-06-01"),
        (_, Some("date-time")) => json!("2026-06-01T00:00:00Z"),
        (_, Some("email")) => json!("ordinary@oak.example"),
        _ => schema.get("example").cloned().unwrap_or(json!("ordinary")),
    }
}

/// A pointer to every value within a value.
pub(crate) fn pointers(value: &Value, at: &str) -> Vec<String> {
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, field)| (name.clone(), field))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (index.to_string(), item))
            .collect(),
        _ => Vec::new(),
    };
    let each = parts.into_iter().flat_map(|(name, part)| {
        let at = format!("{at}/{name}");
        [vec![at.clone()], pointers(part, &at)].concat()
    });
    each.collect()
}

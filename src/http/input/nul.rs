//! The one character that no text may hold: PostgreSQL keeps none with a NUL, and SQLite's tools end there.

use serde_json::Value;

use super::named;
use crate::error::{Error, Fault};

/// Refuses a JSON body with a NUL in any text or name. What is no JSON is left to who reads it.
pub(super) fn refuse_in_json(bytes: &[u8]) -> Result<(), Error> {
    // In JSON a NUL can only be written so. Hardly a body holds this, so hardly one is read twice.
    const WRITTEN: &[u8] = br"\u0000";
    if !bytes.windows(WRITTEN.len()).any(|six| six == WRITTEN) {
        return Ok(());
    }
    serde_json::from_slice(bytes).map_or(Ok(()), |value| refuse_in(&value))
}

/// Refuses a value with a NUL in any text or name, and points at each.
pub(super) fn refuse_in(value: &Value) -> Result<(), Error> {
    let mut faults = Vec::new();
    find(value, "", &mut faults);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(faults))
    }
}

fn find(value: &Value, pointer: &str, faults: &mut Vec<Fault>) {
    match value {
        Value::String(text) if text.contains('\0') => faults.push(fault(pointer)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find(item, &format!("{pointer}/{index}"), faults);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                let pointer = format!("{pointer}/{}", named(name));
                if name.contains('\0') {
                    faults.push(fault(&pointer));
                }
                find(value, &pointer, faults);
            }
        }
        _ => {}
    }
}

fn fault(pointer: &str) -> Fault {
    let detail =
        "A text here holds the character NUL (U+0000), which cannot be kept. Leave it out.";
    Fault::at(pointer, "nul", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(body: &str) -> Vec<String> {
        match refuse_in_json(body.as_bytes()) {
            Ok(()) => Vec::new(),
            Err(Error::Refused(problem)) => {
                assert!(problem.faults.iter().all(|fault| fault.code == "nul"));
                let faults = problem.faults.into_iter();
                faults.filter_map(|fault| fault.pointer).collect()
            }
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn every_text_and_name_with_a_nul_is_pointed_at() {
        let body = r#"{"name": "a\u0000", "list": ["b", {"deep": "\u0000"}], "c\u0000": 1}"#;
        assert_eq!(pointers(body), ["/name", "/list/1/deep", "/?"]);
        assert_eq!(pointers(r#""\u0000""#), [""]);
    }

    #[test]
    fn the_six_characters_by_which_a_nul_is_written_are_no_nul() {
        assert!(pointers(r#"{"name": "\\u0000"}"#).is_empty());
        assert!(pointers(r#"{"name": "\u0001 \u00000"}"#).len() == 1);
    }

    #[test]
    fn what_is_no_json_is_left_to_who_reads_it() {
        assert!(pointers(r#"{"name": "\u0000"#).is_empty());
    }
}

//! Two readers of calendars that this project did not write: Python's icalendar and JavaScript's ical.js.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/calendar");
/// Where scripts/test puts ical.js.
const JAVASCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/javascript");

/// What each of the two makes of these calendars: name, time zone, and events by id, in a form of our own.
pub(crate) fn read(calendars: &[String]) -> [Value; 2] {
    let python = std::env::var("WARMLINE_PYTHON").unwrap_or_else(|_| "/usr/bin/python3".to_owned());
    let mut by_python = Command::new(&python);
    by_python.arg(format!("{HERE}/check.py"));
    let needs_python =
        "It needs icalendar: run scripts/test, or `apt-get install python3-icalendar`.";
    let mut by_javascript = Command::new("node");
    by_javascript.args([&format!("{HERE}/check.mjs"), JAVASCRIPT]);
    let needs_javascript = "It needs Node and ical.js: run scripts/test, or `apt-get install nodejs npm`, \
        copy package.json and package-lock.json from tests/javascript to target/javascript and run `npm ci` there.";
    assert!(
        Path::new(JAVASCRIPT).join("node_modules/ical.js").is_dir(),
        "There is no ical.js. {needs_javascript}"
    );
    [
        ask(by_python, needs_python, calendars),
        ask(by_javascript, needs_javascript, calendars),
    ]
}

fn ask(mut reader: Command, needs: &str, calendars: &[String]) -> Value {
    let started = reader.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut reader = started.unwrap_or_else(|error| panic!("{reader:?}: {error}. {needs}"));
    let mut input = reader.stdin.take().unwrap();
    input
        .write_all(json!(calendars).to_string().as_bytes())
        .unwrap();
    drop(input);
    let output = reader.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "A reader of calendars failed. {needs}"
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

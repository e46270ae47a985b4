//! The house keeps its floors: imports point down, and each file says what it is.
//!
//! The plan is in ARCHITECTURE.md. This test reads the files as text.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may panic"
)]

use std::path::{Path, PathBuf};

/// Files that are machinery: floor 1. They name no room.
const MACHINERY: &[&str] = &["db", "door", "http", "config", "chance", "bounded"];
/// Files that wire everything: floor 5.
const WIRES: &[&str] = &["main", "lib", "cli"];
/// Rooms: whatever is neither machinery nor vocabulary.
const ROOMS: &[&str] = &[
    "audit",
    "calls",
    "demo",
    "directory",
    "imports",
    "line",
    "people",
    "reports",
    "schedule",
    "tallies",
];
/// Vocabulary that every floor may use.
const WORDS: &[&str] = &[
    "clock", "digest", "error", "id", "keyed", "role", "sheet", "words",
];

/// A source file: its path below `src` without the ending, in steps, and its text.
struct File {
    steps: Vec<String>,
    text: String,
}

impl File {
    fn name(&self) -> String {
        self.steps.join("/")
    }

    fn is_test(&self) -> bool {
        self.steps.iter().any(|step| step == "tests")
    }

    /// The text without its tests and comments.
    fn code(&self) -> String {
        let before_tests = self
            .text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        before_tests
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn floor(&self) -> u8 {
        floor(&self.steps)
    }
}

/// The floor of a module path.
fn floor(steps: &[String]) -> u8 {
    let first = steps.first().map(String::as_str).unwrap_or_default();
    let holds = |name: &str| steps.iter().any(|step| step == name);
    match first {
        _ if WIRES.contains(&first) => 5,
        "routes" => 4,
        "console" => 3,
        _ if MACHINERY.contains(&first) => 1,
        _ if ROOMS.contains(&first) && (holds("api") || holds("gate")) => 3,
        _ if ROOMS.contains(&first) && (holds("store") || holds("changes")) => 2,
        _ => 0,
    }
}

fn files() -> Vec<File> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let below = path.strip_prefix(&root).unwrap().with_extension("");
            let steps = below
                .iter()
                .map(|step| step.to_str().unwrap().to_owned())
                .collect();
            File {
                steps,
                text: std::fs::read_to_string(path).unwrap(),
            }
        })
        .collect()
}

/// The modules of this crate that a text names, as paths from `crate::`.
fn named(code: &str, steps: &[String]) -> Vec<Vec<String>> {
    let flat: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found = Vec::new();
    for (at, _) in flat.match_indices("crate::") {
        found.extend(paths(&flat[at + "crate::".len()..]));
    }
    // `use super::…` from a file or from its parent module.
    for (at, _) in flat.match_indices("super::") {
        let parent: Vec<String> = steps[..steps.len().saturating_sub(1)].to_vec();
        let below = paths(&flat[at + "super::".len()..]);
        found.extend(
            below
                .into_iter()
                .map(|path| parent.iter().cloned().chain(path).collect()),
        );
    }
    found
}

/// `a::{b, c::d}` is `a/b` and `a/c/d`.
fn paths(text: &str) -> Vec<Vec<String>> {
    if let Some(inner) = text.strip_prefix('{') {
        let (mut depth, mut parts, mut part) = (1, Vec::new(), String::new());
        for letter in inner.chars() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if letter == ',' && depth == 1 {
                parts.push(std::mem::take(&mut part));
            } else {
                part.push(letter);
            }
        }
        parts.push(part);
        return parts.iter().flat_map(|part| paths(part.trim())).collect();
    }
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if word.is_empty() {
        return Vec::new();
    }
    match rest.strip_prefix("::") {
        Some(rest) => {
            let below = paths(rest);
            if below.is_empty() {
                return vec![vec![word.to_owned()]];
            }
            below
                .into_iter()
                .map(|path| std::iter::once(word.to_owned()).chain(path).collect())
                .collect()
        }
        None => vec![vec![word.to_owned()]],
    }
}

#[test]
fn imports_point_down_and_machinery_names_no_room() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| !file.is_test()) {
        for path in named(&file.code(), &file.steps) {
            let other = floor(&path);
            let first = path.first().map(String::as_str).unwrap_or_default();
            if other > file.floor() {
                wrong.push(format!(
                    "{} (floor {}) names {} (floor {other})",
                    file.name(),
                    file.floor(),
                    path.join("::")
                ));
            }
            if file.floor() == 1 && ROOMS.contains(&first) {
                wrong.push(format!(
                    "{} is machinery and names the room {first}",
                    file.name()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn rules_are_pure_apis_speak_no_sql_and_stores_no_http() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| !file.is_test()) {
        let code = file.code();
        let mut bar = |word: &str, why: &str| {
            if code.contains(word) {
                wrong.push(format!("{}: {word}: {why}", file.name()));
            }
        };
        let is_room = ROOMS.contains(&file.steps[0].as_str());
        match file.floor() {
            0 if is_room => {
                for word in [
                    "db::",
                    "actix",
                    "std::fs",
                    "std::net",
                    "Utc::now",
                    "rand::rng(",
                    "tokio",
                    "chance::",
                ] {
                    bar(word, "a rule is handed facts");
                }
            }
            2 => {
                bar("actix", "a store knows no HTTP");
                bar("HttpResponse", "a store knows no HTTP");
            }
            3 => {
                bar("diesel", "an api asks a store");
                bar("schema::", "an api asks a store");
            }
            _ => {}
        }
        if file.name() != "clock" {
            bar("Utc::now", "the clock is read in one place");
        }
        if file.floor() != 5 && file.name() != "door" {
            bar("Db::open", "the database is behind the doors");
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The types that are read from requests, as text: from `Deserialize` to the end of the type.
fn inputs(code: &str) -> impl Iterator<Item = &str> {
    let derived = code.split("#[derive(").skip(1);
    let types = derived.filter_map(|rest| rest.split("\n}").next());
    types.filter(|text| text.lines().next().unwrap().contains("Deserialize"))
}

#[test]
fn every_date_that_is_read_is_of_years_that_can_be_kept() {
    for file in files()
        .iter()
        .filter(|file| ROOMS.contains(&file.steps[0].as_str()))
    {
        for input in inputs(&file.code()) {
            let unchecked = input.contains("NaiveDate") || input.contains("DateTime");
            assert!(!unchecked, "{}: take clock::Date: {input}", file.name());
        }
    }
    let code = "#[derive(Debug)]\nstruct A {\n a: NaiveDate\n}\n#[derive(Deserialize)]\nstruct B {\n b: u8\n}\n";
    assert_eq!(
        inputs(code).collect::<Vec<_>>(),
        ["Deserialize)]\nstruct B {\n b: u8"]
    );
}

#[test]
fn every_file_says_what_it_is_and_is_known_to_the_plan() {
    let known: Vec<&str> = [MACHINERY, WIRES, ROOMS, WORDS]
        .concat()
        .into_iter()
        .chain(["routes", "console"])
        .collect();
    for file in files() {
        assert!(
            file.text.starts_with("//! "),
            "{} does not open with what it is",
            file.name()
        );
        assert!(
            known.contains(&file.steps[0].as_str()),
            "{} is in no room of the plan",
            file.name()
        );
    }
}

#[test]
fn no_file_of_code_is_longer_than_three_hundred_lines() {
    for file in files().iter().filter(|file| !file.is_test()) {
        let lines = file.code().lines().count();
        assert!(
            lines <= 300,
            "{} has {lines} lines of code: split it by meaning",
            file.name()
        );
    }
}

#[test]
fn this_test_sees_a_wrong_import() {
    let steps: Vec<String> = ["calls", "record"].map(str::to_owned).to_vec();
    let seen = named(
        "use crate::{clock, calls::{api::log, words}};\nuse super::store;",
        &steps,
    );
    let seen: Vec<String> = seen.iter().map(|path| path.join("/")).collect();
    assert_eq!(
        seen,
        ["clock", "calls/api/log", "calls/words", "calls/store"]
    );
    assert!(floor(&["calls".into(), "api".into(), "log".into()]) > floor(&steps));
}

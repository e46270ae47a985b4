//! The mapping: what each column of an older log becomes. Every column is named, if only to be dropped.

use std::collections::{BTreeMap, BTreeSet};

use chrono::format::{Item, StrftimeItems};
use serde::Deserialize;

use super::identifying;
use super::target::{Field, Target, TimePart};
use crate::error::Fault;
use crate::line::Wall;
use crate::sheet::Sheet;
use crate::words::words;

words! {
    /// How the letters of a log are written.
    Encoding {
        Utf8 = "utf-8",
        Latin1 = "latin-1",
    }
}

/// What becomes of the columns of a log.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What this import is called: 1 to 40 of a to z, 0 to 9, dashes and underscores. The same rows under the same name
    /// are there once.
    pub name: String,
    /// The zone of the log's times; the line's if not said.
    pub zone: Option<String>,
    /// How the log's letters are written.
    #[serde(default = "utf_8")]
    pub encoding: Encoding,
    /// What parts its cells.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// Answers that are the same for every row, by field.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// The columns, by their names.
    pub columns: BTreeMap<String, Said>,
}

const fn utf_8() -> Encoding {
    Encoding::Utf8
}

const fn comma() -> char {
    ','
}

/// What is said of a column: its field alone, or more.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Said {
    /// The field.
    Field(String),
    /// The field and how to read it.
    Whole(Column),
}

/// How a column is read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The field it becomes: of the call record, of the times, `peer`, `caller` or `drop`.
    pub to: String,
    /// How its dates and times are written, by the letters of strftime; the first that fits counts.
    #[serde(default)]
    pub formats: Vec<String>,
    /// What its texts become, whether in small letters or large; empty for no answer. In times: pieces of the text.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// What parts several answers in one cell.
    pub separator: Option<String>,
}

/// The columns of one log, each with what it becomes.
#[derive(Clone, Debug)]
pub struct Plan {
    /// In the log's order.
    pub columns: Vec<(Target, Column)>,
    /// Answers that are the same for every row.
    pub constants: Vec<(Field, String)>,
    /// The clock by which the log's times are read, if it is not the line's.
    pub wall: Option<Wall>,
}

impl Mapping {
    /// The log's text.
    pub fn text(&self, bytes: &[u8]) -> Result<String, Fault> {
        match self.encoding {
            Encoding::Latin1 => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
            Encoding::Utf8 => String::from_utf8(bytes.to_vec()).map_err(|_bytes| {
                let detail = "The log is not in UTF-8. Perhaps encoding = \"latin-1\"?";
                Fault::at("/encoding", "not_utf_8", detail)
            }),
        }
    }

    /// What becomes of this log's columns; or everything that is wrong, without a word of what the log holds.
    pub fn plan(&self, sheet: &Sheet) -> Result<Plan, Vec<Fault>> {
        let mut faults = self.own_faults();
        let (mut columns, mut seen) = (Vec::new(), BTreeSet::new());
        for (position, name) in sheet.columns.iter().enumerate() {
            // By its number: in a log without names for its columns, a person's name may stand here.
            let at = format!("/columns/{}", position + 1);
            let Some(said) = self.columns.get(name) else {
                let detail = "This column is not in the mapping. Say what it becomes, or \"drop\".";
                faults.push(Fault::at(at, "not_mapped", detail));
                continue;
            };
            if !seen.insert(name) {
                let detail = "Two columns of the log have this name.";
                faults.push(Fault::at(at.clone(), "repeated", detail));
            }
            let column = match said {
                Said::Whole(column) => column.clone(),
                Said::Field(to) => Column {
                    to: to.clone(),
                    ..Column::default()
                },
            };
            match look(&column, name, sheet, position) {
                Ok(target) => columns.push((target, column)),
                Err((code, detail)) => faults.push(Fault::at(at, code, detail)),
            }
        }
        faults.extend(twice(&columns));
        let constants = self.constants.iter().filter_map(|(name, value)| {
            let field = name.parse().ok();
            field.map(|field| (field, value.clone()))
        });
        let constants = constants.collect();
        if faults.is_empty() {
            let zone = self.zone.as_ref().and_then(|zone| zone.parse().ok());
            let wall = zone.map(Wall);
            Ok(Plan {
                columns,
                constants,
                wall,
            })
        } else {
            Err(faults)
        }
    }

    fn own_faults(&self) -> Vec<Fault> {
        let plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
        let mut faults = Vec::new();
        if !(1..=40).contains(&self.name.len()) || !self.name.bytes().all(plain) {
            let detail =
                "Give the import a name of 1 to 40 of a to z, 0 to 9, dashes and underscores.";
            faults.push(Fault::at("/name", "name", detail));
        }
        if self
            .zone
            .as_ref()
            .is_some_and(|zone| zone.parse::<chrono_tz::Tz>().is_err())
        {
            let detail = "zone is a name of the IANA database, such as America/Los_Angeles.";
            faults.push(Fault::at("/zone", "unknown_zone", detail));
        }
        if !self.delimiter.is_ascii() {
            let detail = "delimiter is one ASCII character.";
            faults.push(Fault::at("/delimiter", "wrong_value", detail));
        }
        if self
            .constants
            .keys()
            .any(|name| name.parse::<Field>().is_err())
        {
            let detail = "constants are fields of the call record.";
            faults.push(Fault::at("/constants", "unknown_field", detail));
        }
        faults
    }
}

/// What a column becomes, or why it may not.
fn look(
    column: &Column,
    name: &str,
    sheet: &Sheet,
    position: usize,
) -> Result<Target, (&'static str, &'static str)> {
    let target = Target::of(&column.to).ok_or((
        "unknown_field",
        "A column becomes a field of the call record, a part of the times, \"peer\", or \"drop\".",
    ))?;
    let cells = || sheet.rows.iter().map(|row| row.cell(position));
    match target {
        // A caller's number becomes a code at once and is not kept, whatever the column is called.
        Target::Drop | Target::Peer | Target::Caller => return Ok(target),
        Target::Time(part) if part.has_formats() => formats(&column.formats)?,
        Target::Answer(_) if cells().any(identifying::by_content) => {
            return Err((
                "identifying",
                "What stands in this column looks as if it told who called. Drop it.",
            ));
        }
        Target::Time(_) | Target::Answer(_) => {}
    }
    if identifying::by_name(name) {
        let detail = "By its name this column tells who called, or is free text. Drop it.";
        return Err(("identifying", detail));
    }
    Ok(target)
}

fn formats(formats: &[String]) -> Result<(), (&'static str, &'static str)> {
    let wrong = |format: &String| StrftimeItems::new(format).any(|item| item == Item::Error);
    if formats.is_empty() || formats.iter().any(wrong) {
        let detail = "Say in formats how these times are written, such as [\"%m/%d/%Y %H:%M\"].";
        return Err(("formats", detail));
    }
    Ok(())
}

/// Faults of fields that several columns become, and of times that are not whole.
fn twice(columns: &[(Target, Column)]) -> Vec<Fault> {
    let count = |wanted: Target| {
        columns
            .iter()
            .filter(|(target, _)| *target == wanted)
            .count()
    };
    let time = |part| count(Target::Time(part));
    let mut faults = Vec::new();
    let single = |target: &Target| match target {
        Target::Drop => false,
        Target::Answer(field) => !field.is_list(),
        _ => true,
    };
    if columns
        .iter()
        .any(|(target, _)| single(target) && count(*target) > 1)
    {
        let detail = "Two columns become the same field, which holds one answer.";
        faults.push(Fault::at("/columns", "field_twice", detail));
    }
    let starts = time(TimePart::StartedAt) == 1
        || (time(TimePart::StartedOn) == 1 && time(TimePart::StartedTime) == 1);
    let ends = [
        TimePart::EndedAt,
        TimePart::EndedTime,
        TimePart::Minutes,
        TimePart::Seconds,
        TimePart::Length,
    ];
    if !starts {
        let detail = "Say where the start stands: started_at, or started_on and started_time.";
        faults.push(Fault::at("/columns", "start_needed", detail));
    }
    if ends.into_iter().map(time).sum::<usize>() != 1 {
        let detail = "Say once where the end or the length stands: ended_at, ended_time, minutes, seconds or length.";
        faults.push(Fault::at("/columns", "end_needed", detail));
    }
    faults
}

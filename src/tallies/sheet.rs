//! Tallies as a sheet, and what an import of it would do.

use std::collections::BTreeMap;

use super::hour::{Hour, NotAnHour};
use super::{Figures, Tally, not_over};
use crate::clock::Moment;
use crate::error::Fault;
use crate::line::Wall;
use crate::sheet::{self, Bounds, Row, Sheet};

/// The columns. `version` may be absent or empty: it is needed only to correct an hour.
pub const COLUMNS: [&str; 6] = [
    "hour",
    "offered",
    "answered",
    "abandoned",
    "wait_seconds",
    "version",
];
/// The columns that a sheet must have.
const NEEDED: usize = 5;
/// What a sheet keeps to: the hours of a leap year at most.
const BOUNDS: Bounds = Bounds {
    most_rows: 8784,
    too_many: "A sheet has at most 8,784 rows, the hours of a leap year. Please send it in parts.",
    key: "hour",
    repeated: "This hour stands here twice.",
};

/// What one row of a sheet asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The tally, with the version on which the row was made.
    pub tally: Tally,
    row: usize,
}

/// What an import does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Hours that are new.
    pub added: Vec<Tally>,
    /// Hours that are corrected.
    pub changed: Vec<Tally>,
    /// How many are there already as they are sent.
    pub unchanged: usize,
}

/// Reads a sheet, or says everything that is wrong with its rows.
pub fn read(text: &str, wall: Wall, now: Moment) -> Result<Vec<Wish>, Vec<Fault>> {
    let sheet = Sheet::with_columns(text, &COLUMNS, NEEDED)?;
    let keyed = |row: &Row| one(row, wall, now).map(|wish| (wish.tally.hour.starts_at, wish));
    sheet.wishes(BOUNDS, keyed)?.whole()
}

fn one(row: &Row, wall: Wall, now: Moment) -> Result<Wish, Vec<Fault>> {
    let mut faults = Vec::new();
    let hour = match row.cell(0).parse::<Hour>() {
        Ok(hour) => hour.on(wall).and_then(|hour| match not_over(&hour, now) {
            Some(fault) => Err(fault),
            None => Ok(hour),
        }),
        Err(NotAnHour) => Err(Fault::at("/hour", "wrong_value", NotAnHour.to_string())),
    };
    let hour = hour.map_err(|fault| faults.extend(row.faults(vec![fault])));
    let mut number = |column: usize| {
        let read = row.cell(column).parse::<u32>();
        read.unwrap_or_else(|_unreadable| {
            let name = COLUMNS.get(column).copied().unwrap_or_default();
            let detail = format!("{name} is a whole number, 0 or more.");
            faults.push(row.fault(name, "wrong_value", detail));
            0
        })
    };
    let figures = Figures {
        offered: number(1),
        answered: number(2),
        abandoned: number(3),
        wait_seconds: number(4),
    };
    let version = match row.cell(5) {
        "" => Ok(0),
        given => given.parse(),
    };
    if version.is_err() {
        let detail = "version is as the API gave it, or empty for an hour that is new.";
        faults.push(row.fault("version", "wrong_value", detail));
    }
    // Figures of which one cannot be read say nothing about the others.
    if faults.is_empty() {
        faults.extend(row.faults(figures.faults()));
    }
    match (hour, faults.as_slice()) {
        (Ok(hour), []) => Ok(Wish {
            tally: Tally {
                hour,
                figures,
                version: version.unwrap_or_default(),
            },
            row: row.number,
        }),
        _ => Err(faults),
    }
}

/// What has to be done for these wishes, given what is there; or what forbids it.
pub fn plan(wishes: Vec<Wish>, known: &BTreeMap<Moment, Tally>) -> Result<Plan, Vec<Fault>> {
    let (mut plan, mut faults) = (Plan::default(), Vec::new());
    for Wish { tally, row } in wishes {
        match known.get(&tally.hour.starts_at) {
            None => plan.added.push(Tally {
                version: 1,
                ..tally
            }),
            Some(there) if there.figures == tally.figures => plan.unchanged += 1,
            Some(there) if there.version == tally.version => plan.changed.push(tally),
            Some(_) => {
                let detail =
                    "This hour has other figures. To correct it, give the version that it has now.";
                let at = format!("/rows/{row}/version");
                faults.push(Fault::at(at, "other_figures", detail));
            }
        }
    }
    if faults.is_empty() {
        Ok(plan)
    } else {
        Err(sheet::shortened(faults))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_name_row_and_field() {
        let wall = Wall(chrono_tz::America::Los_Angeles);
        let now = Moment::parse("2026-06-10T19:00:00Z").unwrap();
        let text = "hour,offered,answered,abandoned,wait_seconds\n\
            2026-06-10T10,5,4,2,10\n2026-06-10T12,1,1,0,3\n2026-03-08T02,x,1,0,3\n2026-06-09T01,2,1,0,3\n2026-06-09T01,2,1,0,3\n";
        let faults = read(text, wall, now).unwrap_err();
        let said: Vec<_> = faults
            .iter()
            .map(|fault| (fault.pointer.as_deref().unwrap(), fault.code))
            .collect();
        assert_eq!(
            said,
            [
                ("/rows/2/offered", "too_few_offered"),
                ("/rows/3/hour", "not_over"),
                ("/rows/4/hour", "no_such_hour"),
                ("/rows/4/offered", "wrong_value"),
                ("/rows/6/hour", "repeated"),
            ]
        );
    }
}

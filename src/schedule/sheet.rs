//! A roster as a sheet: what an export writes an import reads. Knows no rule of who may be on a shift.

pub mod api;
pub mod changes;
pub mod store;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Claim, Seat, Shift, Span, Staffed, WallTime};
use crate::clock::{Date, Moment};
use crate::error::{Error, Fault};
use crate::id::{ClaimId, PersonId};
use crate::line::Wall;
use crate::people::Email;
use crate::sheet::{self, Bounds, Row, Sheet};

/// The columns of an export.
const COLUMNS: [&str; 12] = [
    "shift_id",
    "local_date",
    "name",
    "starts",
    "ends",
    "starts_at",
    "ends_at",
    "seat",
    "place",
    "person_email",
    "person_name",
    "confirmed",
];
/// The columns that an import reads, and behind them those that it passes over.
const READ: [&str; 12] = [
    "local_date",
    "starts",
    "ends",
    "person_email",
    "name",
    "seat",
    "shift_id",
    "starts_at",
    "ends_at",
    "place",
    "person_name",
    "confirmed",
];
/// The columns that a sheet must have.
const NEEDED: usize = 4;
/// What a sheet keeps to.
const BOUNDS: Bounds = Bounds {
    most_rows: 2000,
    too_many: "A sheet has at most 2,000 rows. Please send it in parts.",
    key: "person_email",
    repeated: "This person stands here twice for the same time.",
};

/// What is known of those on the shifts beside their claims.
#[derive(Debug, Default)]
pub struct Crew {
    /// Where they sign in.
    pub emails: BTreeMap<PersonId, Email>,
    /// The places that were confirmed.
    pub confirmed: BTreeSet<ClaimId>,
}

/// Shifts as CSV: a row for each place, the free ones of the crew too. A place that several share has a row for each
/// part.
pub fn csv(shifts: &[Staffed], crew: &Crew, wall: Wall) -> Result<String, Error> {
    let rows = shifts.iter().flat_map(|staffed| {
        let numbers = staffed.shift.needs.crew.max();
        let free = (1..=numbers).flat_map(|number| free_parts(staffed, number));
        let held = staffed.claims.iter();
        let held = held.map(|claim| (claim.place, claim.span, Some(claim)));
        let mut places: Vec<_> = free
            .map(|(number, span)| (number, span, None))
            .chain(held)
            .collect();
        places.sort_by_key(|(number, span, _)| (*number, span.starts));
        let shift = &staffed.shift;
        places
            .into_iter()
            .map(move |(number, span, claim)| cells(shift, (number, span), claim, crew, wall))
    });
    sheet::write(COLUMNS, rows)
}

/// The parts of a shift's time at which nobody holds a place.
fn free_parts(staffed: &Staffed, number: u8) -> Vec<(u8, Span)> {
    let whole = staffed.shift.span;
    let held = staffed.claims.iter().filter(|claim| claim.place == number);
    let mut held: Vec<Span> = held.map(|claim| claim.span).collect();
    held.sort();
    let end = Span {
        starts: whole.ends,
        ends: whole.ends,
    };
    let mut free_from = whole.starts;
    let mut parts = Vec::new();
    for next in held.into_iter().chain([end]) {
        if free_from < next.starts {
            let span = Span {
                starts: free_from,
                ends: next.starts,
            };
            parts.push((number, span));
        }
        free_from = next.ends;
    }
    parts
}

fn cells(
    shift: &Shift,
    (number, span): (u8, Span),
    claim: Option<&Claim>,
    crew: &Crew,
    wall: Wall,
) -> [String; 12] {
    let seat = claim.map_or(Seat::Crew, |claim| claim.seat);
    let email = claim.and_then(|claim| crew.emails.get(&claim.person));
    let confirmed = claim.map_or("", |claim| {
        if crew.confirmed.contains(&claim.id) {
            "yes"
        } else {
            "no"
        }
    });
    [
        shift.id.to_string(),
        shift.local_date.to_string(),
        shift.name.clone(),
        shown(span.starts, wall),
        shown(span.ends, wall),
        span.starts.to_string(),
        span.ends.to_string(),
        seat.as_str().to_owned(),
        number.to_string(),
        email.map_or_else(String::new, |email| email.as_str().to_owned()),
        claim.map_or_else(String::new, |claim| claim.name.clone()),
        confirmed.to_owned(),
    ]
}

fn shown(at: Moment, wall: Wall) -> String {
    wall.shows(at).format("%H:%M").to_string()
}

/// What one row of a sheet asks for: somebody on a shift.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Whom.
    pub email: Email,
    /// As what.
    pub seat: Seat,
    name: String,
    local_date: NaiveDate,
    starts: WallTime,
    ends: WallTime,
    row: usize,
}

impl Wish {
    /// Whether it is about this shift, at this time of it.
    pub fn is_about(&self, shift: &Shift, span: Span, wall: Wall) -> bool {
        let named = self.name.is_empty() || self.name == shift.name;
        let at = |at: Moment| wall.shows(at).time();
        named
            && self.local_date == shift.local_date
            && (self.starts.time(), self.ends.time()) == (at(span.starts), at(span.ends))
    }

    /// A fault of one of its cells.
    pub fn fault(&self, column: &str, code: &'static str, detail: impl Into<String>) -> Fault {
        Fault::at(format!("/rows/{}/{column}", self.row), code, detail)
    }
}

/// What a sheet asks for, and what is wrong with its rows as they stand.
#[derive(Debug, Default)]
pub struct Wishes {
    /// The rows that can be read and name somebody.
    pub items: Vec<Wish>,
    /// How many name nobody.
    pub empty: usize,
    /// How many cannot be read.
    pub refused: usize,
    /// Why not.
    pub faults: Vec<Fault>,
}

/// Reads a sheet, or says why it is none.
pub fn read(text: &str) -> Result<Wishes, Vec<Fault>> {
    let sheet = Sheet::with_columns(text, &READ, NEEDED)?;
    let keyed = |row: &Row| {
        let wish = one(row)?;
        let key = wish.as_ref().map(key).ok_or(row.number);
        Ok((key, wish))
    };
    let read = sheet.wishes(BOUNDS, keyed)?;
    let rows = read.items.len();
    let items: Vec<Wish> = read.items.into_iter().flatten().collect();
    Ok(Wishes {
        empty: rows.saturating_sub(items.len()),
        items,
        refused: read.refused,
        faults: read.faults,
    })
}

fn key(wish: &Wish) -> (NaiveDate, WallTime, WallTime, String) {
    let email = wish.email.as_str().to_owned();
    (wish.local_date, wish.starts, wish.ends, email)
}

fn one(row: &Row) -> Result<Option<Wish>, Vec<Fault>> {
    let email = row.cell(3);
    if email.is_empty() {
        return Ok(None);
    }
    let mut faults = Vec::new();
    let local_date = cell::<Date>(row, 0, &mut faults);
    let starts = cell(row, 1, &mut faults);
    let ends = cell(row, 2, &mut faults);
    let email = cell(row, 3, &mut faults);
    let seat = match row.cell(5) {
        "" => Some(Seat::Crew),
        word => word.parse().ok(),
    };
    if seat.is_none() {
        let detail = "seat is crew or shadow; empty means crew.";
        faults.push(row.fault("seat", "wrong_value", detail));
    }
    match (local_date, starts, ends, email, seat) {
        (Some(local_date), Some(starts), Some(ends), Some(email), Some(seat)) => Ok(Some(Wish {
            email,
            seat,
            name: row.cell(4).to_owned(),
            local_date: local_date.day(),
            starts,
            ends,
            row: row.number,
        })),
        _ => Err(faults),
    }
}

fn cell<T: std::str::FromStr<Err: std::fmt::Display>>(
    row: &Row,
    column: usize,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let name = READ.get(column).copied().unwrap_or_default();
    let read = row.cell(column).parse();
    read.map_err(|why: T::Err| faults.push(row.fault(name, "wrong_value", why.to_string())))
        .ok()
}

#[cfg(test)]
mod tests;

//! Rows of an older log turned into calls, or refused by row, field and code. No refusal says what stands in the row.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, Duration, Timelike};
use serde_json::{Map, Value, json};

use super::mapping::{Column, Plan};
use super::target::{Field, Target};
use super::times;
use crate::calls::Call;
use crate::calls::callers::{Caller, CallerName, may_shred_from};
use crate::calls::record::Record;
use crate::clock::Moment;
use crate::id::{self, CallId, PersonId};
use crate::keyed::Pen;
use crate::line::regions::RegionCode;
use crate::line::{Line, Wall};
use crate::sheet::{Row, Sheet};

/// What an import must know beside the log.
pub struct Facts {
    /// The present.
    pub now: Moment,
    /// The clock by which the log's times are read.
    pub wall: Wall,
    /// The line: its clock says in which reporting year a call was, its settings whether callers get codes.
    pub line: Line,
    /// The reporting years whose keys were destroyed.
    pub shredded: Vec<i32>,
    /// The import's name.
    pub name: String,
    /// Makes the ids, so that nobody can try out what a row may have held.
    pub pen: Pen,
    /// The line's regions.
    pub regions: Vec<RegionCode>,
    /// The accounts of peers, by e-mail.
    pub peers: HashMap<String, PersonId>,
    /// Who answered every call, if one peer did.
    pub peer: Option<PersonId>,
    /// The rows that this import has taken before, and what they became.
    pub taken: BTreeMap<usize, CallId>,
}

/// A row that is a call.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The row's number.
    pub row: usize,
    /// The call.
    pub call: Call,
    /// Who answered it.
    pub peer: PersonId,
    /// Who called, with the reporting year whose key makes the code; never kept.
    pub caller: Option<(i32, CallerName)>,
    /// The code, once it was made.
    pub caller_code: Option<String>,
}

/// Why a row is not taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The row's number.
    pub row: usize,
    /// Which field.
    pub field: String,
    /// A stable code.
    pub code: &'static str,
}

/// What comes of a log.
#[derive(Default)]
pub struct Outcome {
    /// The rows to be taken.
    pub taken: Vec<Taken>,
    /// The refusals, by row.
    pub refused: Vec<Refusal>,
    /// How many rows were taken before.
    pub there: usize,
}

impl Outcome {
    /// How many rows are refused.
    pub fn rows_refused(&self) -> usize {
        let rows: BTreeSet<usize> = self.refused.iter().map(|refusal| refusal.row).collect();
        rows.len()
    }
}

/// Reads the rows of a log.
pub fn read(sheet: &Sheet, plan: &Plan, facts: &Facts) -> Outcome {
    let mut outcome = Outcome::default();
    for row in &sheet.rows {
        match one(row, plan, facts) {
            Ok(taken) => match facts.taken.get(&row.number) {
                None => outcome.taken.push(taken),
                Some(id) if *id == taken.call.id() => outcome.there += 1,
                Some(_) => outcome.refused.push(Refusal {
                    row: row.number,
                    field: "row".to_owned(),
                    code: "taken_otherwise",
                }),
            },
            Err(refusals) => outcome.refused.extend(refusals),
        }
    }
    outcome
}

fn one(row: &Row, plan: &Plan, facts: &Facts) -> Result<Taken, Vec<Refusal>> {
    let refusal = |field: &str, code| Refusal {
        row: row.number,
        field: field.to_owned(),
        code,
    };
    let peer = peer_of(row, plan, facts);
    let times = times::of(row, plan, facts.wall);
    let mut refusals = Vec::new();
    if peer.is_none() {
        refusals.push(refusal("peer", "unknown_peer"));
    }
    let (started_at, ended_at) = match times {
        Ok(times) => times,
        Err(part) => {
            refusals.push(refusal(part.as_str(), "not_a_time"));
            return Err(refusals);
        }
    };
    let mut said = answers(row, plan);
    said.insert("started_at".to_owned(), json!(started_at));
    said.insert("ended_at".to_owned(), json!(ended_at));
    if !said.contains_key("contact_type") {
        refusals.push(refusal("contact_type", "required"));
        return Err(refusals);
    }
    let record: Record = match serde_path_to_error::deserialize(Value::Object(said)) {
        Ok(record) => record,
        // The path is made of fields' names alone; serde's message would hold the cell.
        Err(wrong) => {
            refusals.push(refusal(&wrong.path().to_string(), "wrong_value"));
            return Err(refusals);
        }
    };
    let region = record.demographics.region.given();
    if region.is_some_and(|region| !facts.regions.contains(region)) {
        refusals.push(refusal("demographics.region", "unknown_region"));
    }
    let caller = caller_of(row, plan, facts, started_at).unwrap_or_else(|code| {
        refusals.push(refusal("caller", code));
        None
    });
    let call = Call::of_older_log(id_of(row, plan, facts, started_at), record, facts.now);
    match (call, peer, refusals.is_empty()) {
        (Ok(call), Some(peer), true) => Ok(Taken {
            row: row.number,
            call,
            peer,
            caller,
            caller_code: None,
        }),
        (call, ..) => {
            let faults = call.err().unwrap_or_default().into_iter();
            refusals.extend(faults.map(|fault| {
                let pointer = fault.pointer.unwrap_or_default();
                refusal(&pointer.trim_matches('/').replace('/', "."), fault.code)
            }));
            Err(refusals)
        }
    }
}

fn peer_of(row: &Row, plan: &Plan, facts: &Facts) -> Option<PersonId> {
    let mut columns = plan.columns.iter();
    match columns.position(|(target, _)| *target == Target::Peer) {
        Some(position) => facts.peers.get(&row.cell(position).to_lowercase()).copied(),
        None => facts.peer,
    }
}

/// Who called, if a column says so: none if its cell is empty, or the code of why it is not taken.
fn caller_of(
    row: &Row,
    plan: &Plan,
    facts: &Facts,
    started_at: Moment,
) -> Result<Option<(i32, CallerName)>, &'static str> {
    let mut columns = plan.columns.iter();
    let position = columns.position(|(target, _)| *target == Target::Caller);
    let Some(number) = position.map(|position| row.cell(position).trim()) else {
        return Ok(None);
    };
    if number.is_empty() {
        return Ok(None);
    }
    let name = Caller::by_phone(number)
        .name()
        .map_err(|fault| fault.code)?;
    if let Some(fault) = name.refusal(facts.line.caller_codes) {
        return Err(fault.code);
    }
    let year = facts.line.wall.date(started_at).year();
    let over = may_shred_from(year).is_none_or(|from| from <= facts.line.wall.date(facts.now));
    if over || facts.shredded.contains(&year) {
        return Err("year_over");
    }
    Ok(Some((year, name)))
}

/// The row's id: the same row of the same import always has the same one.
///
/// It is made of what is kept of the row, so that nothing of a dropped column is in it; marked with the line's key, so that
/// nobody can find an exact time by trying; and begins with the hour, not the second, for exact times are not kept for ever.
fn id_of(row: &Row, plan: &Plan, facts: &Facts, started_at: Moment) -> CallId {
    let number = row.number.to_string();
    let kept = plan.columns.iter().enumerate();
    let kept = kept.filter(|(_, (target, _))| !matches!(target, Target::Drop | Target::Caller));
    let cells = kept.map(|(position, _)| row.cell(position));
    let texts: Vec<&str> = [facts.name.as_str(), &number]
        .into_iter()
        .chain(cells)
        .collect();
    let into_hour = Duration::seconds(i64::from(
        started_at.utc().num_seconds_from_midnight() % 3600,
    ));
    id::derived(started_at.minus(into_hour), &facts.pen.mark(&texts))
}

/// The record's answers as JSON; what is empty was not asked.
fn answers(row: &Row, plan: &Plan) -> Map<String, Value> {
    let mut said = Map::new();
    for (field, value) in &plan.constants {
        put(&mut said, *field, value);
    }
    for (position, (target, column)) in plan.columns.iter().enumerate() {
        let Target::Answer(field) = target else {
            continue;
        };
        for text in texts(row.cell(position), column) {
            put(&mut said, *field, &text);
        }
    }
    said
}

/// The texts of a cell, each as the mapping puts it.
fn texts(cell: &str, column: &Column) -> Vec<String> {
    let parts: Vec<&str> = match column.separator.as_deref() {
        Some(separator) if !separator.is_empty() => cell.split(separator).collect(),
        _ => vec![cell],
    };
    let put = |part: &str| {
        let small = part.trim().to_lowercase();
        let mut values = column.values.iter();
        let instead = values.find(|(value, _)| value.trim().to_lowercase() == small);
        instead.map_or_else(|| part.trim().to_owned(), |(_, instead)| instead.clone())
    };
    let texts = parts.into_iter().map(put);
    texts.filter(|text| !text.is_empty()).collect()
}

fn put(said: &mut Map<String, Value>, field: Field, text: &str) {
    let number = || {
        text.parse::<u8>()
            .map_or_else(|_text| json!(text), |number| json!(number))
    };
    let value = match field {
        Field::IsolationStart | Field::IsolationEnd => match text.parse::<u8>() {
            Ok(rating) => json!({"status": "asked", "rating": rating}),
            Err(_status) => json!({"status": text}),
        },
        Field::PeerImpact => number(),
        Field::Referrals => {
            let (destination, result) = text.split_once(':').unwrap_or((text, "information_only"));
            json!({"destination": destination.trim(), "result": result.trim()})
        }
        _ => json!(text),
    };
    let (holder, name) = match field.as_str().split_once('.') {
        Some((outer, inner)) => {
            let holder = said.entry(outer).or_insert_with(|| json!({}));
            let Value::Object(holder) = holder else {
                return;
            };
            (holder, inner)
        }
        None => (said, field.as_str()),
    };
    if !field.is_list() {
        holder.insert(name.to_owned(), value);
    } else if let Value::Array(list) = holder.entry(name).or_insert_with(|| json!([]))
        && !list.contains(&value)
    {
        list.push(value);
    }
}

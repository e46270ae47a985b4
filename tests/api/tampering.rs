//! Six hundred tamperings with the audit log, by somebody who owns the database and not the key.

use std::sync::{Arc, Mutex};

use chrono::Duration;
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};
use warmline::audit::chain::{Kept, Verdict, Walk};
use warmline::audit::{Action, changes};
use warmline::chance;
use warmline::db::Conn;
use warmline::error::Error;
use warmline::id::{AuditId, PersonId, RequestId};
use warmline::keyed::LineKey;

use crate::audit::{insert, line_with_entries, sealed, without_triggers};
use crate::line::{Line, Premises, noon};

const TAMPERINGS: usize = 600;
const ENTRIES: usize = 60;

/// Does one thing to the log, and says what.
type Tamper = fn(&mut Vec<Kept>, &mut ChaCha12Rng) -> String;

const WAYS: [Tamper; 5] = [
    |entries, chance| edit(entries, chance),
    delete,
    put_in,
    |entries, chance| reorder(entries, chance),
    cut_off,
];

fn any(chance: &mut ChaCha12Rng, entries: &[Kept]) -> usize {
    chance.random_range(0..entries.len())
}

fn edit(entries: &mut [Kept], chance: &mut ChaCha12Rng) -> String {
    let index = any(chance, entries);
    let entry = &mut entries[index];
    let changed = chance.random_range(0..15);
    match changed {
        0 => entry.id = chance::id::<AuditId>(noon()).to_string(),
        1 => entry.at = entry.at.plus(Duration::days(chance.random_range(1..400))),
        2 => entry.at = entry.at.minus(Duration::seconds(1)),
        3 => entry.person = Some(chance::id::<PersonId>(noon()).to_string()),
        4 => entry.person = Some(String::new()),
        5 => entry.roles.push_str("admin"),
        6 => entry.action = Action::AuditRead.to_string(),
        7 => entry.subject.push(' '),
        8 => "another call".clone_into(&mut entry.subject),
        9 => entry.request = chance::id::<RequestId>(noon()).to_string(),
        10 => "refused".clone_into(&mut entry.outcome),
        // Entries from before there were marks get one, others lose theirs.
        11 => {
            entry.mark = if entry.mark.is_empty() {
                stranger().mark
            } else {
                String::new()
            }
        }
        12 => entry.mark = stranger().mark,
        13 => entry.position = entry.position.map(|position| position + 1000),
        _ => entry.seal = Some(stranger().mark),
    }
    format!("edit {changed} of entry {index}")
}

fn delete(entries: &mut Vec<Kept>, chance: &mut ChaCha12Rng) -> String {
    let first = chance.random_range(0..entries.len() - 1);
    let most = (entries.len() - 1 - first).min(5);
    let count = chance.random_range(1..=most);
    entries.drain(first..first + count);
    format!("delete {count} from {first}")
}

/// An entry with a mark of another key.
fn stranger() -> Kept {
    let entry = warmline::audit::chain::Entry {
        id: chance::id(noon()),
        at: noon(),
        person: None,
        roles: "admin".to_owned(),
        action: Action::CallRead,
        subject: "a call".to_owned(),
        request: None,
        outcome: Action::CallRead.outcome(),
    };
    entry.marked(&LineKey::new(&[8; 32]).pen("audit"))
}

fn put_in(entries: &mut Vec<Kept>, chance: &mut ChaCha12Rng) -> String {
    let mut entry = stranger();
    let like = entries[any(chance, entries)].clone();
    let way = chance.random_range(0..7);
    let end = i64::try_from(entries.len()).unwrap();
    match way {
        // Not sealed: as a stranger writes it, without a mark, or with the mark of another.
        0 => {}
        1 => entry.mark.clear(),
        2 => entry.mark.clone_from(&entries[entries.len() - 1].mark),
        3 => {
            entry = Kept {
                id: entry.id,
                position: None,
                seal: None,
                mark: stranger().mark,
                ..like
            }
        }
        // Sealed, at the end or far beyond, or with the seal of another and no place.
        4 => (entry.position, entry.seal) = (Some(end + 1), Some(stranger().mark)),
        5 => (entry.position, entry.seal) = (Some(end + chance.random_range(2..50)), like.seal),
        _ => entry.seal = like.seal,
    }
    entries.push(entry);
    format!("put in {way}")
}

fn reorder(entries: &mut [Kept], chance: &mut ChaCha12Rng) -> String {
    let one = any(chance, entries);
    let other = (one + chance.random_range(1..entries.len())) % entries.len();
    let (first, second) = (entries[one].clone(), entries[other].clone());
    let way = chance.random_range(0..3);
    match way {
        // Each keeps what it says and takes the other's place, with the seal or without.
        0 => {
            (entries[one].position, entries[other].position) = (second.position, first.position);
            (entries[one].seal, entries[other].seal) = (second.seal, first.seal);
        }
        1 => (entries[one].position, entries[other].position) = (second.position, first.position),
        // Each keeps its id and place, and says what the other said.
        _ => {
            for (at, from) in [(one, &second), (other, &first)] {
                entries[at].subject.clone_from(&from.subject);
                entries[at].at = from.at;
                entries[at].mark.clone_from(&from.mark);
            }
        }
    }
    format!("reorder {way} of {one} and {other}")
}

fn cut_off(entries: &mut Vec<Kept>, chance: &mut ChaCha12Rng) -> String {
    let left = chance.random_range(0..entries.len());
    entries.truncate(left);
    format!("cut off after {left}")
}

/// Puts what was done to the entries into the table.
fn make_so(conn: &mut Conn, before: &[Kept], after: &[Kept]) -> Result<(), Error> {
    use diesel::prelude::*;
    use warmline::db::schema::audit_entries as row;
    for entry in before.iter().filter(|entry| !after.contains(entry)) {
        diesel::delete(row::table.find(&entry.id)).execute(conn)?;
    }
    let new = after.iter().filter(|entry| !before.contains(entry));
    new.into_iter().try_for_each(|entry| insert(conn, entry))
}

/// What the pure walk finds in entries in any order.
fn walk(entries: &[Kept], line: &Line) -> Verdict {
    let (pen, checkpoint) = (Line::outsider().pen, line.checkpoint());
    let mut walk = Walk::new(&pen, checkpoint.as_ref());
    let mut placed: Vec<(i64, &Kept)> = entries
        .iter()
        .filter_map(|entry| Some((entry.position?, entry)))
        .collect();
    placed.sort_by_key(|(position, _)| *position);
    for (position, entry) in placed {
        walk.pass(position, entry);
    }
    for entry in entries.iter().filter(|entry| entry.position.is_none()) {
        walk.pass_waiting(entry, line.now());
    }
    walk.end()
}

async fn every_tampering_is_found(premises: Premises) {
    let line = line_with_entries(premises, ENTRIES).await;
    let entries = sealed(&line).await;
    while line.checkpoint().is_none() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(
        walk(&entries, &line).findings,
        [],
        "before anything is done"
    );
    line.db.write(without_triggers).await.unwrap();

    let mut chance = ChaCha12Rng::seed_from_u64(600);
    for number in 0..TAMPERINGS {
        let mut after = entries.clone();
        let what = WAYS[number % WAYS.len()](&mut after, &mut chance);
        let in_table = in_the_table(&line, &entries, &after).await;
        assert!(!in_table.findings.is_empty(), "{number}: {what}");
        assert_eq!(in_table, walk(&after, &line), "{number}: {what}");
    }
    assert_eq!(sealed(&line).await, entries, "each was taken back");
}

/// What `warmline audit verify` finds when the table is so; it is as before afterwards.
async fn in_the_table(line: &Line, before: &[Kept], after: &[Kept]) -> Verdict {
    let (before, after) = (before.to_vec(), after.to_vec());
    let (pen, checkpoint, now) = (Line::outsider().pen, line.checkpoint(), line.now());
    let found = Arc::new(Mutex::new(None));
    let tell = Arc::clone(&found);
    let taken_back: Result<(), Error> = line
        .db
        .write(move |conn| {
            make_so(conn, &before, &after)?;
            *tell.lock().unwrap() = Some(changes::verify(conn, &pen, checkpoint.as_ref(), now));
            Err(Error::not_found())
        })
        .await;
    assert!(
        matches!(taken_back, Err(Error::Refused(_))),
        "{taken_back:?}"
    );
    found.lock().unwrap().take().unwrap()
}

#[tokio::test]
async fn every_tampering_is_found_on_sqlite() {
    every_tampering_is_found(Premises::on_sqlite().await).await;
}

#[tokio::test]
async fn every_tampering_is_found_on_postgres() {
    every_tampering_is_found(Premises::on_postgres().await).await;
}

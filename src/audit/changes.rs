//! Sealing the entries that wait, and walking the whole chain, as the server and the command line do it.

use super::chain::{Checkpoint, Finding, Kept, Link, Verdict, Walk};
use super::store::links;
use crate::clock::Moment;
use crate::db::Conn;
use crate::error::Error;
use crate::keyed::Pen;

/// The number of the sealing among the jobs that one process does at a time.
pub const SEALING: i32 = 1;

/// The most entries that one change seals, so that others need not wait long for it.
const AT_ONCE: usize = 1000;
/// Entries that a walk holds at a time.
const PAGE: usize = 1000;

/// What a sealing did.
#[derive(Debug)]
pub struct Sealed {
    /// The end of the chain now.
    pub end: Link,
    /// The ids of entries without a right mark. They are sealed all the same, as evidence.
    pub foreign: Vec<String>,
    /// How many entries cannot be read and were left.
    pub unreadable: usize,
    /// Whether more may wait.
    pub more: bool,
}

/// Gives the entries that wait their places. Only in a [`crate::db::Db::job`]: two at once would take the same.
pub fn seal(conn: &mut Conn, pen: &Pen) -> Result<Sealed, Error> {
    let waiting = links::waiting(conn, rows(AT_ONCE))?;
    let mut end = links::end(conn)?;
    let unmarked = |entry: &Kept| entry.mark.is_empty();
    // Those from before there were marks come before all others.
    let old_ones_come = waiting.entries.iter().any(unmarked) && !links::any_marked(conn)?;
    let mut foreign = Vec::new();
    for entry in &waiting.entries {
        let is_old = old_ones_come && unmarked(entry);
        if !is_old && !entry.is_marked(pen) {
            foreign.push(entry.id.clone());
        }
        let next = end.then(entry, pen);
        links::seal(conn, entry, &next)?;
        end = next;
    }
    Ok(Sealed {
        end,
        foreign,
        unreadable: waiting.unreadable,
        more: waiting.entries.len() == AT_ONCE,
    })
}

/// Walks the whole chain and past what waits, a page at a time.
pub fn verify(conn: &mut Conn, pen: &Pen, checkpoint: Option<&Checkpoint>, now: Moment) -> Verdict {
    let mut walk = Walk::new(pen, checkpoint);
    let walked = walk_chain(conn, &mut walk)
        .and_then(|()| walk_waiting(conn, &mut walk, now))
        .and_then(|()| links::misshapen(conn));
    let misshapen = match walked {
        Ok(rows) => rows,
        Err(error) => {
            walk.stumble(error.to_string());
            0
        }
    };
    let mut verdict = walk.end();
    if misshapen > 0 {
        verdict.add(Finding::Misshapen { rows: misshapen });
    }
    verdict
}

fn walk_chain(conn: &mut Conn, walk: &mut Walk<'_>) -> Result<(), Error> {
    let (mut position, mut id) = (i64::MIN, String::new());
    loop {
        let page = links::after(conn, (position, &id), rows(PAGE))?;
        let full = page.len() == PAGE;
        for (next, entry) in page {
            walk.pass(next, &entry);
            // SQLite keeps a text for a place too, sorts it last and reads it as a small number; who goes
            // on from there begins again.
            if next < position || next < 1 {
                return Err(Error::broken("the places are not in order"));
            }
            (position, id) = (next, entry.id);
        }
        if !full {
            return Ok(());
        }
    }
}

fn walk_waiting(conn: &mut Conn, walk: &mut Walk<'_>, now: Moment) -> Result<(), Error> {
    let mut id: Option<String> = None;
    loop {
        let page = links::without_place(conn, id.as_deref(), rows(PAGE))?;
        for entry in &page {
            walk.pass_waiting(entry, now);
        }
        match page.last() {
            Some(last) if page.len() == PAGE => id = Some(last.id.clone()),
            _ => return Ok(()),
        }
    }
}

fn rows(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

//! Sealing the entries that wait, and walking the whole chain, as the server and the command line do it.

use super::chain::{Checkpoint, Link, Verdict, Walk};
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
    let begun = end.position > 0;
    let mut foreign = Vec::new();
    for entry in &waiting.entries {
        // Before the first sealing of all, entries from before there were marks may be here.
        let old = entry.mark.is_empty() && !begun;
        if !old && !entry.is_marked(pen) {
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
    let walked = walk_chain(conn, &mut walk).and_then(|()| walk_waiting(conn, &mut walk, now));
    if let Err(error) = walked {
        walk.stumble(error.to_string());
    }
    walk.end()
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
    let mut id = String::new();
    loop {
        let page = links::without_place(conn, &id, rows(PAGE))?;
        for entry in &page {
            walk.pass_waiting(entry, now);
        }
        match page.last() {
            Some(last) if page.len() == PAGE => id.clone_from(&last.id),
            _ => return Ok(()),
        }
    }
}

fn rows(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

//! A walk along the chain, entry by entry, that finds what was done to it.

use std::cmp::Ordering;

use chrono::Duration;

use super::{Checkpoint, Kept, Link};
use crate::clock::Moment;
use crate::keyed::Pen;

/// How long an entry may wait for its place: a server seals within a second.
pub const PATIENCE: Duration = Duration::seconds(60);

/// The most findings that are kept; the others are counted.
const TOLD: usize = 20;

/// Something that is not as the line left it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The entry is not as it was sealed.
    #[error("The entry {id} at place {position} is not as it was written: somebody changed it.")]
    Edited {
        /// Its place.
        position: i64,
        /// Its id.
        id: String,
    },
    /// The line wrote the entry, but its seal is not that of its place.
    #[error(
        "The entry {id} at place {position} does not follow the one before it: one of the two was moved, put \
         in, taken out or sealed again."
    )]
    Misplaced {
        /// Its place.
        position: i64,
        /// Its id.
        id: String,
    },
    /// The line did not write the entry, though it may have sealed it.
    #[error("The entry {id} was written or changed by somebody without the line's key.")]
    Foreign {
        /// Its id.
        id: String,
    },
    /// Places without entries.
    #[error("After place {after} comes place {next}: entries between them are gone.")]
    Gap {
        /// The last place before them.
        after: i64,
        /// The first place after them.
        next: i64,
    },
    /// A place with several entries, or none that can be.
    #[error("The entry {id} has the place {position}, which is another's.")]
    Crowded {
        /// The place.
        position: i64,
        /// The id of the entry that is too many.
        id: String,
    },
    /// An entry with a seal that is nowhere in the chain.
    #[error("The entry {id} has a seal and no place.")]
    Lost {
        /// Its id.
        id: String,
    },
    /// The end of the chain is missing.
    #[error("The chain ends at place {end}, and by the checkpoint it had come to {known}.")]
    CutOff {
        /// The last place there is.
        end: i64,
        /// The last place there was.
        known: i64,
    },
    /// The chain was cut off and has grown again.
    #[error("The seal at place {position} is not that of the checkpoint: the end was made anew.")]
    Regrown {
        /// The checkpoint's place.
        position: i64,
    },
    /// The checkpoint is missing or was made by somebody else.
    #[error("There is no checkpoint to hold the end against: {0}")]
    NoCheckpoint(String),
    /// An entry that should have been sealed long ago.
    #[error("The entry {id} has waited for its seal since {since}. `warmline serve` seals.")]
    Waiting {
        /// Its id.
        id: String,
        /// When it was written.
        since: Moment,
    },
    /// Rows whose values are spelt as no program of ours spells them.
    #[error(
        "{rows} rows hold values of other types than the line writes, so that lists may miss them."
    )]
    Misshapen {
        /// How many.
        rows: i64,
    },
    /// Rows that hold what no program of ours writes.
    #[error("What comes after place {after} cannot be read: {why}")]
    Unreadable {
        /// The last place that could be read.
        after: i64,
        /// The database's words.
        why: String,
    },
}

/// What a walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries have a place.
    pub sealed: u64,
    /// When the last of them was written.
    pub newest: Option<Moment>,
    /// How many entries have no place yet.
    pub waiting: u64,
    /// The first findings.
    pub findings: Vec<Finding>,
    /// How many more there are.
    pub more: u64,
}

impl Verdict {
    /// Adds a finding, or counts it if there are many.
    pub fn add(&mut self, finding: Finding) {
        if self.findings.len() < TOLD {
            self.findings.push(finding);
        } else {
            self.more += 1;
        }
    }
}

/// A walk along the chain.
pub struct Walk<'a> {
    pen: &'a Pen,
    checkpoint: Option<&'a Checkpoint>,
    /// The last link passed, as the database has it: what was done to one entry is told once.
    last: Link,
    /// Whether an entry with a mark was passed: after it, none may be without.
    marked: bool,
    verdict: Verdict,
}

impl<'a> Walk<'a> {
    /// A walk from the beginning.
    pub const fn new(pen: &'a Pen, checkpoint: Option<&'a Checkpoint>) -> Self {
        Self {
            pen,
            checkpoint,
            last: Link {
                position: 0,
                seal: String::new(),
            },
            marked: false,
            verdict: Verdict {
                sealed: 0,
                newest: None,
                waiting: 0,
                findings: Vec::new(),
                more: 0,
            },
        }
    }

    /// Passes the next entry that has this place. Entries come in the order of their places.
    pub fn pass(&mut self, position: i64, entry: &Kept) {
        let expected = self.last.position.saturating_add(1);
        let written = self.is_written(entry);
        let id = || entry.id.clone();
        match position.cmp(&expected) {
            Ordering::Less => self.verdict.add(Finding::Crowded { position, id: id() }),
            // What the seal of this one was made over is gone with the entries.
            Ordering::Greater => self.verdict.add(Finding::Gap {
                after: self.last.position,
                next: position,
            }),
            Ordering::Equal => match (written, self.last.leads_to(position, entry, self.pen)) {
                (true, true) => {}
                (false, true) => self.verdict.add(Finding::Foreign { id: id() }),
                (true, false) => self.verdict.add(Finding::Misplaced { position, id: id() }),
                (false, false) => self.verdict.add(Finding::Edited { position, id: id() }),
            },
        }
        let seal = entry.seal.clone().unwrap_or_default();
        let known = self.checkpoint.map(|checkpoint| &checkpoint.end);
        if known.is_some_and(|known| known.position == position && known.seal != seal) {
            self.verdict.add(Finding::Regrown { position });
        }
        self.marked |= !entry.mark.is_empty();
        self.last = Link { position, seal };
        self.verdict.sealed += 1;
        self.verdict.newest = Some(entry.at);
    }

    /// Passes an entry without a place. These come after all that have one.
    pub fn pass_waiting(&mut self, entry: &Kept, now: Moment) {
        let id = || entry.id.clone();
        self.verdict.waiting += 1;
        if !self.is_written(entry) {
            self.verdict.add(Finding::Foreign { id: id() });
        }
        if entry.seal.is_some() {
            self.verdict.add(Finding::Lost { id: id() });
        } else if now.since(entry.at) > PATIENCE {
            self.verdict.add(Finding::Waiting {
                id: id(),
                since: entry.at,
            });
        }
    }

    /// Says that the walk cannot go on.
    pub fn stumble(&mut self, why: String) {
        self.verdict.add(Finding::Unreadable {
            after: self.last.position,
            why,
        });
    }

    /// What was found.
    pub fn end(mut self) -> Verdict {
        let end = self.last.position;
        let known = self.checkpoint.map(|checkpoint| checkpoint.end.position);
        if let Some(known) = known.filter(|known| *known > end) {
            self.verdict.add(Finding::CutOff { end, known });
        }
        self.verdict
    }

    /// Whether the line wrote this entry. Those from before there were marks come first and have none.
    fn is_written(&self, entry: &Kept) -> bool {
        if entry.mark.is_empty() {
            !self.marked
        } else {
            entry.is_marked(self.pen)
        }
    }
}

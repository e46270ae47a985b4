//! The chain of the audit log: what an entry's mark and seal are made of. Handed the pen.
//!
//! Whoever writes an entry marks it, so that a row put there by somebody else is known. A little later
//! the sealer gives entries their places in the chain: each seal is over the seal before it, the
//! place, and the whole entry. So nothing can be changed, taken out, put in or moved without the key.

mod checkpoint;
#[cfg(test)]
mod tests;
mod walk;

use chrono::SecondsFormat;

use crate::clock::Moment;
use crate::id::{AuditId, PersonId, RequestId};
use crate::keyed::Pen;

use super::{Action, Outcome};

pub use checkpoint::{Checkpoint, NotACheckpoint};
pub use walk::{Finding, PATIENCE, Verdict, Walk};

/// An entry as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: AuditId,
    /// When it was written.
    pub at: Moment,
    /// Who did it; none for the command line, for jobs, and for who is not signed in.
    pub person: Option<PersonId>,
    /// The roles they held, with spaces between.
    pub roles: String,
    /// What was done.
    pub action: Action,
    /// To which row.
    pub subject: String,
    /// In which request; none for the command line and for jobs.
    pub request: Option<RequestId>,
    /// What came of it.
    pub outcome: Outcome,
}

impl Entry {
    /// The entry as it goes into the database, with the mark of whoever writes it.
    pub fn marked(&self, pen: &Pen) -> Kept {
        let mut kept = Kept {
            id: self.id.to_string(),
            at: self.at,
            person: self.person.map(|id| id.to_string()),
            roles: self.roles.clone(),
            action: self.action.to_string(),
            subject: self.subject.clone(),
            request: self.request.map(|id| id.to_string()).unwrap_or_default(),
            outcome: self.outcome.to_string(),
            mark: String::new(),
            position: None,
            seal: None,
        };
        kept.mark = kept.with_texts(&["entry"], &[], |texts| pen.mark(texts));
        kept
    }
}

/// An entry as the database has it. In texts, for who spoils one keeps to no closed list, and what
/// they did must still be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// When it was written.
    pub at: Moment,
    /// Who did it.
    pub person: Option<String>,
    /// The roles they held, with spaces between.
    pub roles: String,
    /// What was done.
    pub action: String,
    /// To which row.
    pub subject: String,
    /// In which request; empty if in none.
    pub request: String,
    /// What came of it.
    pub outcome: String,
    /// The mark of whoever wrote it; empty in entries from before there were marks.
    pub mark: String,
    /// Its place in the chain, from 1; none until it is sealed.
    pub position: Option<i64>,
    /// Its seal.
    pub seal: Option<String>,
}

impl Kept {
    /// Whether whoever holds the pen wrote this entry, as it is now.
    pub fn is_marked(&self, pen: &Pen) -> bool {
        self.with_texts(&["entry"], &[], |texts| pen.made(&self.mark, texts))
    }

    /// Everything that was written, between other texts.
    fn with_texts<T>(
        &self,
        before: &[&str],
        after: &[&str],
        use_them: impl FnOnce(&[&str]) -> T,
    ) -> T {
        // With a fraction of a second, if somebody put one there.
        let at = self.at.utc().to_rfc3339_opts(SecondsFormat::AutoSi, true);
        // So that nobody is another text than a person whose id was emptied.
        let person = match &self.person {
            Some(id) => format!("person {id}"),
            None => String::new(),
        };
        let written = [
            self.id.as_str(),
            &at,
            &person,
            &self.roles,
            &self.action,
            &self.subject,
            &self.request,
            &self.outcome,
        ];
        use_them(&[before, &written, after].concat())
    }
}

/// A place in the chain and its seal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The place, from 1; 0 is the beginning, before every entry.
    pub position: i64,
    /// The seal; empty at the beginning.
    pub seal: String,
}

impl Link {
    /// The link that comes after this one when an entry is sealed.
    #[must_use]
    pub fn then(&self, entry: &Kept, pen: &Pen) -> Self {
        let position = self.position.saturating_add(1);
        let seal = self.with_texts(position, entry, |texts| pen.mark(texts));
        Self { position, seal }
    }

    /// Whether an entry was sealed at this place, with this link before it.
    pub fn leads_to(&self, position: i64, entry: &Kept, pen: &Pen) -> bool {
        let seal = entry.seal.as_deref().unwrap_or_default();
        self.with_texts(position, entry, |texts| pen.made(seal, texts))
    }

    fn with_texts<T>(&self, position: i64, entry: &Kept, use_them: impl FnOnce(&[&str]) -> T) -> T {
        let before = ["seal", &self.seal, &position.to_string()];
        entry.with_texts(&before, &[&entry.mark], use_them)
    }
}

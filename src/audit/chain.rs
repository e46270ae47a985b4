//! The chain of the audit log: what an entry's mark and seal are made of. Handed the pen.
//!
//! Whoever writes an entry marks it, so that a row put there by somebody else is known. A little later
//! the sealer gives entries their places in the chain: each seal is over the seal before it, the
//! place, and the whole entry. So nothing can be changed, taken out, put in or moved without the key.

use crate::clock::Moment;
use crate::id::{AuditId, PersonId, RequestId};
use crate::keyed::Pen;

use super::{Action, Outcome};

/// An entry as it was written.
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
    /// The mark of whoever writes this entry.
    pub fn mark(&self, pen: &Pen) -> String {
        self.with_texts(|texts| pen.mark(texts))
    }

    /// Whether whoever holds the pen wrote this entry.
    pub fn is_marked(&self, pen: &Pen, mark: &str) -> bool {
        self.with_texts(|texts| pen.made(mark, texts))
    }

    fn with_texts<T>(&self, use_them: impl FnOnce(&[&str]) -> T) -> T {
        let person = self.person.map(|id| id.to_string()).unwrap_or_default();
        let request = self.request.map(|id| id.to_string()).unwrap_or_default();
        use_them(&[
            "entry",
            self.id.as_str(),
            &self.at.to_string(),
            &person,
            &self.roles,
            self.action.as_str(),
            &self.subject,
            &request,
            self.outcome.as_str(),
        ])
    }
}

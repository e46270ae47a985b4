//! Cover: somebody asks that another take over a place that they hold. They hold it until somebody does.

pub mod api;
pub mod changes;
pub mod store;

use std::cmp::Reverse;

use chrono::Duration;

use super::{Seat, Span};
use crate::clock::Moment;
use crate::error::{Error, Fault};
use crate::id::{ClaimId, CoverRequestId, PersonId, ShiftId};
use crate::words::words;

words! {
    /// How a wish for cover ended.
    Ending {
        Covered = "covered",
        Withdrawn = "withdrawn",
        Released = "released",
    }
}

words! {
    /// What somebody who was asked to cover said.
    Answer {
        Taken = "taken",
        Declined = "declined",
    }
}

/// A wish that somebody take over a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its id.
    pub id: CoverRequestId,
    /// The place.
    pub claim: ClaimId,
    /// The shift.
    pub shift: ShiftId,
    /// What people call the shift.
    pub shift_name: String,
    /// As what its holder is there.
    pub seat: Seat,
    /// Who holds the place, or held it.
    pub holder: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// When the place is.
    pub span: Span,
    /// When it was asked.
    pub asked_at: Moment,
    /// How it ended, if it has.
    pub outcome: Option<Ending>,
}

impl Request {
    /// Refuses what can be done only while it is open.
    pub fn is_open(&self) -> Result<(), Error> {
        let (code, detail) = match self.outcome {
            None => return Ok(()),
            Some(Ending::Covered) => ("already_covered", "Somebody has taken this place over."),
            Some(Ending::Withdrawn) => ("withdrawn", "This wish for cover was withdrawn."),
            Some(Ending::Released) => ("released", "This place was given back."),
        };
        Err(Error::conflict(vec![Fault::reason(code, detail)]))
    }
}

/// Somebody who was asked to cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// About which wish.
    pub request: CoverRequestId,
    /// Who.
    pub person: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// When.
    pub asked_at: Moment,
    /// What they said, if anything yet.
    pub answer: Option<Answer>,
}

/// Somebody who may take a place over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Who.
    pub person: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// When they were last asked to cover any place.
    pub last_asked: Option<Moment>,
    /// What they work in the week of the place, without it.
    pub worked: Duration,
    /// What they would like to work in a week.
    pub wished: Option<Duration>,
}

impl Suggestion {
    /// What they work beyond their wish; less than nothing if they would like more. Who wishes nothing is taken to have
    /// enough with nothing.
    fn beyond_wish(&self) -> Duration {
        self.worked - self.wished.unwrap_or_default()
    }
}

/// In the order in which to ask: who was never asked or longest ago, then who has the fewest hours against their wish,
/// then by name.
pub fn ranked(mut suggestions: Vec<Suggestion>) -> Vec<Suggestion> {
    suggestions.sort_by(|a, b| {
        let key = |one: &Suggestion| (Reverse(one.last_asked.is_none()), one.last_asked);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.beyond_wish().cmp(&b.beyond_wish()))
            .then_with(|| a.name.cmp(&b.name))
            .then_with(|| a.person.cmp(&b.person))
    });
    suggestions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str, asked: Option<u32>, worked: i64, wished: Option<i64>) -> Suggestion {
        let at = |day| Moment::parse(&format!("2026-06-{day:02}T08:00:00Z")).unwrap();
        Suggestion {
            person: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
            name: name.to_owned(),
            last_asked: asked.map(at),
            worked: Duration::hours(worked),
            wished: wished.map(Duration::hours),
        }
    }

    #[test]
    fn who_was_asked_longest_ago_comes_first_then_who_lacks_hours_then_the_name() {
        let ranked = ranked(vec![
            one("asked lately", Some(9), 0, Some(20)),
            one("asked long ago", Some(1), 20, None),
            one("Zoe, never, lacks eight", None, 2, Some(10)),
            one("never, lacks nothing", None, 10, Some(10)),
            one("Ana, never, lacks eight", None, 0, Some(8)),
            one("never, too much", None, 4, None),
        ]);
        let names: Vec<&str> = ranked.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "Ana, never, lacks eight",
                "Zoe, never, lacks eight",
                "never, lacks nothing",
                "never, too much",
                "asked long ago",
                "asked lately",
            ]
        );
    }
}

//! What may be written in a call's note, until when, and how long it is kept. Knows no key and no database.

mod dates;
pub mod finding;
mod internet;
mod names;
mod numbers;
mod places;
mod spoken;
mod stretches;

use std::collections::BTreeMap;

use chrono::Duration;

use self::finding::{Finding, Kind, find};
use crate::clock::Moment;
use crate::error::{Error, Fault};
use crate::keyed::Safe;
use crate::line::Wall;
use crate::reports::periods::Month;

/// The most characters of a note.
pub const LONGEST: usize = 500;
/// How long after a call was logged its author may add a note.
pub const TO_WRITE: Duration = Duration::hours(24);
/// How long a note is kept.
pub const KEPT: Duration = Duration::days(30);

/// Everything that is wrong with a note. `year` is the present one; `names_acknowledged` says that the author has
/// seen what may be names and knows that they are none.
pub fn faults(text: &str, names_acknowledged: bool, year: i32) -> Vec<Fault> {
    if text.trim().is_empty() {
        return vec![Fault::at(
            "/text",
            "empty",
            "Write something, or leave the note out.",
        )];
    }
    if text.chars().count() > LONGEST {
        let detail = format!("A note has at most {LONGEST} characters.");
        return vec![Fault::at("/text", "too_long", detail)];
    }
    let mut kinds: BTreeMap<Kind, Vec<Finding>> = BTreeMap::new();
    for finding in find(text, year) {
        kinds.entry(finding.kind).or_default().push(finding);
    }
    if names_acknowledged {
        kinds.remove(&Kind::Person);
    }
    kinds
        .into_iter()
        .map(|(kind, findings)| fault(kind, &findings))
        .collect()
}

/// Whether a text holds what tells who somebody is, names aside: those are a guess.
pub fn gives_away(text: &str, year: i32) -> bool {
    find(text, year)
        .iter()
        .any(|finding| finding.kind != Kind::Person)
}

/// Whether a text holds an e-mail, internet or computer's address.
pub fn holds_electronic_address(text: &str) -> bool {
    let looks = [internet::emails, internet::urls, internet::ips];
    looks.iter().any(|look| !look(text).is_empty())
}

/// What is told of a kind that was found: where, and never what.
fn fault(kind: Kind, findings: &[Finding]) -> Fault {
    let spans: Vec<String> = findings
        .iter()
        .map(|finding| format!("{}-{}", finding.start, finding.end))
        .collect();
    let (word, spoken, spans) = (kind.as_str(), kind.spoken(), spans.join(", "));
    if kind == Kind::Person {
        let detail = format!(
            "{word} at characters {spans}: this may be {spoken}. Take it out, or send names_acknowledged if it is none."
        );
        return Fault::at("/text", "maybe_a_name", detail);
    }
    let detail = format!(
        "{word} at characters {spans}: this looks like {spoken}. A note says nothing of who called."
    );
    Fault::at("/text", "identifying", detail)
}

/// Whether a call that was logged then may be given a note now.
pub fn may_write(logged_at: Moment, now: Moment, notes_on: bool) -> Result<(), Error> {
    if !notes_on {
        let detail = "This line keeps no notes.";
        return Err(Error::conflict(vec![Fault::reason("notes_off", detail)]));
    }
    if now.since(logged_at) > TO_WRITE {
        let detail = "A note can be added for 24 hours after its call was logged.";
        return Err(Error::conflict(vec![Fault::reason("too_late", detail)]));
    }
    Ok(())
}

/// Keeps the keys of notes, one a local month.
pub trait MonthKeys: Send + Sync {
    /// The safe of the present month. Its key is made if there is none.
    fn of_this_month(&self, month: Month) -> Result<Safe, Error>;

    /// The safe of a month; none once its key was destroyed.
    fn kept(&self, month: Month) -> Result<Option<Safe>, Error>;
}

/// Notes written at this moment or before are due to be destroyed.
pub fn due_before(now: Moment) -> Moment {
    now.minus(KEPT)
}

/// Whether a month's key is due to be destroyed: no note that it locks may be kept any longer.
pub fn key_is_due(month: Month, wall: Wall, now: Moment) -> bool {
    wall.midnight(month.next().first()).plus(KEPT) <= now
}

#[cfg(test)]
mod tests;

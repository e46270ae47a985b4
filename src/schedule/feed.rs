//! A person's places as a calendar: which of them it shows, and its text (RFC 5545). Knows nothing of callers.
//!
//! Times are in UTC, so no clock's rules need be sent along. The same facts make the same bytes.

pub mod api;
pub mod store;

use std::fmt::Write;

use chrono::Duration;

use super::{Claim, Seat, Span};
use crate::clock::Moment;
use crate::id::{ClaimId, PersonId};
use crate::line::Line;

/// How long places are shown after they ended.
const PAST: Duration = Duration::days(90);
/// How long a place that is no more is shown as cancelled.
const GONE: Duration = Duration::days(30);
/// The longest line, in bytes, its end not counted.
const LONGEST_LINE: usize = 75;

/// The places that end after this moment are shown.
pub fn since(now: Moment) -> Moment {
    now.minus(PAST)
}

/// A place of somebody, held or given back, and what became of its shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The claim; no longer held if it was released.
    pub claim: Claim,
    /// What people call the shift.
    pub shift_name: String,
    /// When it was given back, if it was.
    pub released_at: Option<Moment>,
    /// When it last changed.
    pub changed_at: Moment,
    /// Since when peers see the shift, if they do.
    pub shown_at: Option<Moment>,
    /// When the shift was cancelled, if it was.
    pub cancelled_at: Option<Moment>,
    /// When its schedule was last taken back, if it was.
    pub withdrawn_at: Option<Moment>,
    /// Whether its holder saw it before the schedule was taken back.
    pub was_seen: bool,
}

/// A place as a calendar shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The claim, which is the event's name for good.
    pub claim: ClaimId,
    /// Raised with every change of the claim.
    pub version: i32,
    /// When anything of it last changed.
    pub changed_at: Moment,
    /// When it is.
    pub span: Span,
    /// What people call the shift.
    pub shift_name: String,
    /// As what they are there.
    pub seat: Seat,
    /// Whether it will not be.
    pub cancelled: bool,
    /// What those who are there at that time are called.
    pub colleagues: Vec<String>,
}

impl Place {
    /// The place as an event, if it is one now. A place on a draft is none unless it was seen before.
    pub fn event(&self, crew: &[Claim], now: Moment) -> Option<Event> {
        let ends = [self.released_at, self.cancelled_at];
        let cancelled = self.shown_at.is_none() || ends.iter().any(Option::is_some);
        let steps = [self.shown_at, self.cancelled_at, self.withdrawn_at];
        let changed_at = steps
            .into_iter()
            .flatten()
            .fold(self.changed_at, Moment::max);
        let shown_while_held = match (self.shown_at, self.released_at) {
            (Some(shown), Some(released)) => shown <= released,
            (shown, _) => shown.is_some(),
        };
        let known = shown_while_held || self.was_seen;
        if !known || (cancelled && changed_at.plus(GONE) <= now) {
            return None;
        }
        let beside = crew.iter().filter(|_| !cancelled);
        Some(Event {
            claim: self.claim.id,
            version: self.claim.version,
            changed_at,
            span: self.claim.span,
            shift_name: self.shift_name.clone(),
            seat: self.claim.seat,
            cancelled,
            colleagues: first_names(beside, self.claim.person, &self.claim),
        })
    }
}

/// What others on the shift are called, as far as they are there at that time.
fn first_names<'a>(
    crew: impl Iterator<Item = &'a Claim>,
    but: PersonId,
    at: &Claim,
) -> Vec<String> {
    let there = crew.filter(|other| other.shift == at.shift && other.span.overlaps(at.span));
    let others = there.filter(|other| other.person != but);
    let first = others.filter_map(|other| other.name.split_whitespace().next());
    first.map(str::to_owned).collect()
}

/// A calendar, with its lines folded and ended as RFC 5545 has it.
pub fn text(line: &Line, events: &[Event]) -> String {
    let mut text = Text::default();
    text.line("BEGIN", "VCALENDAR");
    text.line("VERSION", "2.0");
    text.line("PRODID", "-//Warmline//Shifts//EN");
    text.line("CALSCALE", "GREGORIAN");
    text.line("NAME", &escaped(&line.name));
    text.line("X-WR-CALNAME", &escaped(&line.name));
    text.line("X-WR-TIMEZONE", line.wall.0.name());
    text.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    text.line("X-PUBLISHED-TTL", "PT1H");
    for event in events {
        text.event(event);
    }
    text.line("END", "VCALENDAR");
    text.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn event(&mut self, event: &Event) {
        let (status, transparent) = if event.cancelled {
            ("CANCELLED", "TRANSPARENT")
        } else {
            ("CONFIRMED", "OPAQUE")
        };
        let summary = match event.seat {
            Seat::Crew => event.shift_name.clone(),
            Seat::Shadow => format!("{} (shadowing)", event.shift_name),
        };
        self.line("BEGIN", "VEVENT");
        self.line("UID", &format!("{}@warmline", event.claim));
        self.line("DTSTAMP", &instant(event.changed_at));
        self.line("LAST-MODIFIED", &instant(event.changed_at));
        self.line("SEQUENCE", &event.version.to_string());
        self.line("DTSTART", &instant(event.span.starts));
        self.line("DTEND", &instant(event.span.ends));
        self.line("STATUS", status);
        self.line("TRANSP", transparent);
        self.line("SUMMARY", &escaped(&summary));
        if !event.colleagues.is_empty() {
            let with = format!("With {}", event.colleagues.join(", "));
            self.line("DESCRIPTION", &escaped(&with));
        }
        self.line("END", "VEVENT");
    }

    /// Adds a line, folded between letters so that no piece of it is longer than it may be.
    fn line(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for letter in name.chars().chain([':']).chain(value.chars()) {
            if length + letter.len_utf8() > LONGEST_LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

fn instant(at: Moment) -> String {
    at.utc().format("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as a calendar holds it.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        let _never_fails = match letter {
            '\\' | ';' | ',' => write!(safe, "\\{letter}"),
            '\n' => write!(safe, "\\n"),
            other if other.is_control() => Ok(()),
            other => write!(safe, "{other}"),
        };
    }
    safe
}

#[cfg(test)]
mod tests;

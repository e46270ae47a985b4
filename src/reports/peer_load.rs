//! R12 peer load: how the work is spread over the peers. For supervisors alone, and never released.

use std::collections::BTreeSet;

use chrono::Duration;
use serde::Serialize;
use utoipa::ToSchema;

use super::staffing::GivenBack;
use crate::id::PersonId;
use crate::line::Wall;
use crate::schedule::presence::Step;
use crate::schedule::{Span, fairness};

/// What it is called in print.
pub const TITLE: &str = "R12 Peer load";

/// Counts up when the definition changes.
pub const DEFINITION_VERSION: i32 = 1;

/// What may be done with it.
pub const MARK: &str = "Not for publication: it names peers. For those who plan the schedule.";

/// The definition that the report prints.
pub const DEFINITION: &str = "Of each peer, and of whoever else worked in the month, by the line's clock. Places: on the \
    crews of published shifts that were not cancelled. Held: places not given back; worked: of these, those checked in \
    to. Hours: elapsed hours within the month. Nights: dates of the month with work between 00:00 and 06:00. Weekend \
    hours: those from Saturday 00:00 to Monday 00:00. Contacts: calls that began in the month. Hard calls: of these, \
    those with peer_impact 3. Debriefs asked: asked for in the month; done: of these, those held by now. Overrides, late \
    drops and no-shows: of places that begin in the month, those given in spite of reasons against it, those that the \
    peer gave back less than 24 hours before, and those to which the peer did not come. Wished hours: hours a week as \
    wished now, times the days of the month, by 7; null if nothing is wished. Difference: hours held less wished hours. \
    Spread: of the differences of all who wish something; the standard deviation is that of a sample (n - 1).";

/// What is known of a peer's month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Who.
    pub id: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// The places on crews that touch the month, held or given back.
    pub parts: Vec<Part>,
    /// What they did beside.
    pub tally: Tally,
    /// The hours a week that they wish.
    pub wished: Option<Duration>,
}

/// A peer's contacts and debriefs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Calls.
    pub contacts: usize,
    /// Calls as hard on the peer as a call can be.
    pub hard_calls: usize,
    /// Debriefs asked for.
    pub debriefs_asked: usize,
    /// Of these, those held.
    pub debriefs_done: usize,
}

/// A place on a crew that a peer has or had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// From when to when.
    pub span: Span,
    /// What they did about it.
    pub steps: BTreeSet<Step>,
    /// How it was given back, if it was.
    pub given_back: Option<GivenBack>,
    /// Whether it was given in spite of reasons against it.
    pub overridden: bool,
}

/// A month, and how it is reckoned.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// From the first midnight to the last.
    pub span: Span,
    /// The line's clock.
    pub wall: Wall,
}

/// Work in hours, to two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Work {
    /// Elapsed hours.
    pub hours: f64,
    /// Dates with work between 00:00 and 06:00.
    pub nights: usize,
    /// Of the hours, those from Saturday 00:00 to Monday 00:00.
    pub weekend_hours: f64,
}

/// The load of a peer.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Load {
    /// Who.
    pub person_id: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// Of the places that they hold.
    pub held: Work,
    /// Of these, of those to which they checked in.
    pub worked: Work,
    /// Calls.
    pub contacts: usize,
    /// Calls with `peer_impact` 3.
    pub hard_calls: usize,
    /// Debriefs asked for.
    pub debriefs_asked: usize,
    /// Of these, those held.
    pub debriefs_done: usize,
    /// Places given in spite of reasons against it.
    pub overrides: usize,
    /// Places that they gave back less than 24 hours before they began.
    pub late_drops: usize,
    /// Places to which they did not come.
    pub no_shows: usize,
    /// The hours they wish for the month; null if they have not said.
    pub wished_hours: Option<f64>,
    /// Hours held less wished hours; null if they have not said.
    pub difference: Option<f64>,
}

/// How far the hours are from what is wished.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Spread {
    /// Peers who wish something.
    pub n: usize,
    /// The standard deviation of the differences; null of fewer than two.
    pub standard_deviation: Option<f64>,
    /// The least difference; null of none.
    pub least: Option<f64>,
    /// The largest difference; null of none.
    pub most: Option<f64>,
}

/// What a peer's month came to.
pub fn load(peer: &Peer, frame: Frame) -> Load {
    let held: Vec<&Part> = peer
        .parts
        .iter()
        .filter(|part| part.given_back.is_none())
        .collect();
    let came = |part: &&&Part| part.steps.contains(&Step::CheckedIn);
    let worked: Vec<Span> = held.iter().filter(came).map(|part| part.span).collect();
    let held: Vec<Span> = held.iter().map(|part| part.span).collect();
    let wished = peer.wished.map(|week| over_month(week, frame));
    let difference = wished.map(|wished| hours_of(&held, frame) - wished);
    let begun = |counts: fn(&Part) -> bool| {
        let begin_here = |part: &&Part| frame.span.holds(part.span.starts);
        let begun = peer.parts.iter().filter(begin_here);
        begun.filter(|part| counts(part)).count()
    };
    Load {
        person_id: peer.id,
        name: peer.name.clone(),
        held: work(&held, frame),
        worked: work(&worked, frame),
        contacts: peer.tally.contacts,
        hard_calls: peer.tally.hard_calls,
        debriefs_asked: peer.tally.debriefs_asked,
        debriefs_done: peer.tally.debriefs_done,
        overrides: begun(|part| part.overridden),
        late_drops: begun(|part| part.given_back == Some(GivenBack::DroppedLate)),
        no_shows: begun(|part| part.steps.contains(&Step::NoShow)),
        wished_hours: wished.map(hundredths),
        difference: difference.map(hundredths),
    }
}

/// How far the hours of some peers are from what they wish.
pub fn spread(peers: &[Peer], frame: Frame) -> Spread {
    let differences: Vec<f64> = peers
        .iter()
        .filter_map(|peer| {
            let held = peer.parts.iter().filter(|part| part.given_back.is_none());
            let held: Vec<Span> = held.map(|part| part.span).collect();
            let wished = over_month(peer.wished?, frame);
            Some(hours_of(&held, frame) - wished)
        })
        .collect();
    let ordered = |pick: fn(f64, f64) -> f64| differences.iter().copied().reduce(pick);
    Spread {
        n: differences.len(),
        standard_deviation: fairness::spread(&differences).map(hundredths),
        least: ordered(f64::min).map(hundredths),
        most: ordered(f64::max).map(hundredths),
    }
}

/// The hours, nights and weekend hours of some work within a month.
fn work(spans: &[Span], frame: Frame) -> Work {
    let load = fairness::Load::of(spans, frame.span, frame.wall);
    Work {
        hours: hundredths(fairness::hours(load.worked)),
        nights: load.nights,
        weekend_hours: hundredths(fairness::hours(load.weekend)),
    }
}

/// The hours of a week, as many for the month.
fn over_month(week: Duration, frame: Frame) -> f64 {
    fairness::wished(week, frame.span, frame.wall)
}

fn hours_of(spans: &[Span], frame: Frame) -> f64 {
    fairness::hours(fairness::Load::of(spans, frame.span, frame.wall).worked)
}

/// To two decimals; no -0.
fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0 + 0.0
}

/// The columns of the sheet, a peer a row.
pub const COLUMNS: [&str; 18] = [
    "period",
    "name",
    "person_id",
    "held_hours",
    "held_nights",
    "held_weekend_hours",
    "worked_hours",
    "worked_nights",
    "worked_weekend_hours",
    "contacts",
    "hard_calls",
    "debriefs_asked",
    "debriefs_done",
    "overrides",
    "late_drops",
    "no_shows",
    "wished_hours",
    "difference",
];

/// A peer's row of the sheet.
pub fn row(period: &str, load: &Load) -> [String; 18] {
    let said = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let number = |number: usize| number.to_string();
    [
        period.to_owned(),
        load.name.clone(),
        load.person_id.to_string(),
        load.held.hours.to_string(),
        number(load.held.nights),
        load.held.weekend_hours.to_string(),
        load.worked.hours.to_string(),
        number(load.worked.nights),
        load.worked.weekend_hours.to_string(),
        number(load.contacts),
        number(load.hard_calls),
        number(load.debriefs_asked),
        number(load.debriefs_done),
        number(load.overrides),
        number(load.late_drops),
        number(load.no_shows),
        said(load.wished_hours),
        said(load.difference),
    ]
}

#[cfg(test)]
mod tests;

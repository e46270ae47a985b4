//! What the next call of a peer is likely to be, so that a form need not begin empty. Knows no form.
//!
//! A guess to be mended, and never one that the record would refuse.

pub mod api;

use chrono::Duration;

use super::words::Channel;
use crate::clock::Moment;
use crate::id::ShiftId;
use crate::schedule::Span;

/// How long a call usually takes, wherever nothing else is known.
const USUAL: Duration = Duration::minutes(20);
/// The shortest call that is proposed.
const SHORTEST: Duration = Duration::minutes(1);
/// How long after a shift its calls are still expected.
pub const AFTER_SHIFT: Duration = Duration::hours(1);

/// The peer's last call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastCall {
    /// How it came about.
    pub channel: Channel,
    /// When it ended.
    pub ended_at: Moment,
}

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The shift on which the call would be filed.
    pub shift: Option<ShiftId>,
    /// How it came about.
    pub channel: Channel,
    /// When it began.
    pub started_at: Moment,
    /// When it ended.
    pub ended_at: Moment,
}

/// Proposes a call that ends now, or with the shift if that is over, and that began 20 minutes before, but not before the
/// end of the last call nor before the shift.
///
/// The shift is the one that runs now, or else the last that ended within an hour. A call that was logged after the end of
/// that shift says that the peer is still at it, so the next one ends now.
pub fn propose(shifts: &[(ShiftId, Span)], last: Option<LastCall>, now: Moment) -> Proposal {
    let shift = shift_of(shifts, now);
    let logged = last.map(|last| last.ended_at);
    let (earliest, latest) = match shift {
        Some((_, span)) => {
            let over = span.ends.min(now);
            let beyond = logged.is_some_and(|logged| logged >= over);
            let latest = if beyond { now } else { over };
            (logged.map_or(span.starts, |at| at.max(span.starts)), latest)
        }
        None => (logged.unwrap_or(now.minus(USUAL)), now),
    };
    // The clock of the phone that logged the last call may run ahead of ours.
    let started_at = latest.minus(USUAL).max(earliest).min(now);
    let within = |(_, span): &(ShiftId, Span)| span.starts <= started_at && started_at < span.ends;
    Proposal {
        shift: shift.filter(within).map(|(id, _)| id),
        channel: channel_after(last),
        started_at,
        ended_at: latest.max(started_at.plus(SHORTEST)),
    }
}

fn shift_of(shifts: &[(ShiftId, Span)], now: Moment) -> Option<(ShiftId, Span)> {
    let begun = shifts.iter().filter(|(_, span)| span.starts <= now);
    let recent = begun.filter(|(_, span)| now.since(span.ends) <= AFTER_SHIFT);
    recent.max_by_key(|(_, span)| span.ends).copied()
}

/// Peers keep to one channel for most of a shift, and most begin on the phone.
fn channel_after(last: Option<LastCall>) -> Channel {
    match last.map(|last| last.channel) {
        None | Some(Channel::NotAsked | Channel::Declined | Channel::Unknown) => Channel::Voice,
        Some(channel) => channel,
    }
}

#[cfg(test)]
mod tests;

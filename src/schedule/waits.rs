//! Waiting for a place on a shift that is full. Knows no request.

pub mod api;
pub mod changes;
pub mod store;

use chrono::Duration;

use super::Span;
use super::eligibility::Reason;
use crate::clock::Moment;
use crate::error::Fault;
use crate::id::{PersonId, ShiftId};
use crate::words::words;

/// Nobody is put on a shift that starts sooner: they could not know in time that they are expected, and had made other
/// plans. Who is at hand takes such a place themselves.
pub const NOTICE: Duration = Duration::hours(12);

words! {
    /// How a turn in the queue ended.
    Ending {
        Filled = "filled",
        Left = "left",
    }
}

/// Somebody who waits for a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// On which shift.
    pub shift: ShiftId,
    /// Who.
    pub person: PersonId,
    /// What colleagues call them.
    pub name: String,
    /// Since when.
    pub asked_at: Moment,
}

/// Whether a shift starts too soon to put anybody on it who waits.
pub fn is_too_soon(shift: Span, now: Moment) -> bool {
    shift.starts < now.plus(NOTICE)
}

/// Everything that speaks against waiting: whatever speaks against the place but that it is taken, and that there is
/// nothing to wait for.
pub fn refusals(reasons: Vec<Reason>, shift: Span, now: Moment) -> Vec<Fault> {
    let free = reasons.is_empty();
    let other = |reason: &Reason| *reason != Reason::ShiftFull;
    let others = reasons.into_iter().filter(other);
    let mut faults: Vec<Fault> = others.map(Reason::fault).collect();
    if free {
        let detail = "There is a free place on this shift. Take it.";
        faults.push(Fault::reason("not_full", detail));
    }
    if shift.starts > now && is_too_soon(shift, now) {
        let detail =
            "This shift starts in less than 12 hours. Nobody who waits is put on it any more.";
        faults.push(Fault::reason("starts_too_soon", detail));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(&format!("2026-06-10T{text}:00Z")).unwrap()
    }

    fn codes(reasons: &[Reason], now: &str) -> Vec<&'static str> {
        let shift = Span {
            starts: at("20:00"),
            ends: at("23:00"),
        };
        let faults = refusals(reasons.to_vec(), shift, at(now));
        faults.iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn one_waits_for_a_full_shift_that_one_could_take() {
        use Reason::{AlreadyStarted, NotQualified, ShiftFull, TimeOff};
        let cases: [(&[Reason], &str, &[&str]); 7] = [
            (&[ShiftFull], "07:00", &[]),
            (&[], "07:00", &["not_full"]),
            (&[NotQualified], "07:00", &["not_qualified"]),
            (
                &[ShiftFull, NotQualified, TimeOff],
                "07:00",
                &["not_qualified", "time_off"],
            ),
            (&[ShiftFull], "08:00", &[]),
            (&[ShiftFull], "08:01", &["starts_too_soon"]),
            (&[AlreadyStarted, ShiftFull], "20:00", &["already_started"]),
        ];
        for (reasons, now, expected) in cases {
            assert_eq!(codes(reasons, now), expected, "{reasons:?} at {now}");
        }
    }
}

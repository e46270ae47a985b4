//! Taking part in shifts: who may have a place in spite of what, and what is done about a place when. Knows no request.

pub mod api;
pub mod changes;
pub mod store;

use std::collections::BTreeSet;

use chrono::Duration;

use super::Span;
use super::eligibility::Reason;
use super::presence::Step;
use super::shift::Release;
use crate::calls::note;
use crate::clock::Moment;
use crate::error::Fault;

/// How long before a shift a place on it can be confirmed.
pub const TO_CONFIRM: Duration = Duration::hours(48);
/// How long before the start one may check in.
pub const EARLY: Duration = Duration::minutes(30);
/// How long after the end one may still check out: the last call may have gone on.
pub const TO_CHECK_OUT: Duration = Duration::hours(4);
/// The most characters of the reason for an override.
const LONGEST_REASON: usize = 300;

impl Step {
    /// Everything that speaks against doing it now, about a place at this time, of which those steps were done.
    pub fn refusals(self, place: Span, done: &BTreeSet<Self>, now: Moment) -> Vec<Fault> {
        let checks = match self {
            Self::Confirmed => vec![
                (now < place.starts.minus(TO_CONFIRM), TOO_EARLY_TO_CONFIRM),
                (place.starts <= now, BEGUN),
            ],
            Self::CheckedIn => vec![
                (now < place.starts.minus(EARLY), TOO_EARLY_TO_CHECK_IN),
                (place.ends <= now, OVER),
                (done.contains(&Self::NoShow), NOTED_AS_NO_SHOW),
            ],
            Self::CheckedOut => vec![
                (!done.contains(&Self::CheckedIn), NOT_CHECKED_IN),
                (place.ends.plus(TO_CHECK_OUT) < now, TOO_LATE_TO_CHECK_OUT),
            ],
            Self::NoShow => vec![
                (now < place.starts, NOT_BEGUN),
                (done.contains(&Self::CheckedIn), CHECKED_IN),
            ],
        };
        faults(checks)
    }
}

/// A refusal: its code, and its sentence.
type Said = (&'static str, &'static str);

const BEGUN: Said = ("already_started", Reason::AlreadyStarted.sentence());
const NOT_BEGUN: Said = ("not_started", "This shift has not begun.");
const OVER: Said = ("already_over", "This shift is over.");
const TOO_EARLY_TO_CONFIRM: Said = (
    "too_early",
    "A place is confirmed in the 48 hours before it starts.",
);
const TOO_EARLY_TO_CHECK_IN: Said = (
    "too_early",
    "One can check in from 30 minutes before the start.",
);
const NOTED_AS_NO_SHOW: Said = (
    "noted_as_no_show",
    "A supervisor has noted that nobody came. Please ask them to take it back.",
);
const NOT_CHECKED_IN: Said = ("not_checked_in", "Check in first.");
const TOO_LATE_TO_CHECK_OUT: Said = (
    "too_late",
    "One can check out until four hours after the end.",
);
const CHECKED_IN: Said = ("checked_in", "This person has checked in.");

fn faults(checks: Vec<(bool, Said)>) -> Vec<Fault> {
    let against = checks.into_iter().filter(|(against, _)| *against);
    against
        .map(|(_, (code, detail))| Fault::reason(code, detail))
        .collect()
}

/// Which of the reasons are overridden; or those that stand, if any do. A supervisor may plan on drafts. `over` says that
/// the shift has ended: nobody is put on that.
pub fn weighed(
    reasons: Vec<Reason>,
    (is_supervisor, overrides): (bool, bool),
    over: bool,
) -> Result<Vec<Reason>, Vec<Fault>> {
    let planned = |reason: &Reason| !(is_supervisor && *reason == Reason::NotPublished);
    let reasons: Vec<Reason> = reasons.into_iter().filter(planned).collect();
    let may = |reason: &Reason| is_supervisor && overrides && reason.may_be_overridden();
    let (overridden, standing): (Vec<Reason>, Vec<Reason>) = reasons.into_iter().partition(may);
    let mut standing: Vec<Fault> = standing.into_iter().map(Reason::fault).collect();
    standing.extend(faults(vec![(over, OVER)]));
    if standing.is_empty() {
        Ok(overridden)
    } else {
        Err(standing)
    }
}

/// Everything that is wrong with the reason for an override. `year` is the present one.
pub fn override_faults(reason: &str, year: i32) -> Vec<Fault> {
    let mut faults = Vec::new();
    let length = reason.trim().chars().count();
    if !(1..=LONGEST_REASON).contains(&length) || reason.chars().any(char::is_control) {
        let detail = "Give a reason of 1 to 300 characters on one line.";
        faults.push(Fault::at("/override_reason", "length", detail));
    }
    if note::gives_away(reason, year) {
        let detail = "A reason holds no phone number, address or date of birth.";
        faults.push(Fault::at("/override_reason", "identifying", detail));
    }
    faults
}

/// How a place at this time is given back now: by its holder until it starts, by a supervisor until it ends.
pub fn given_back(
    place: Span,
    (own, by_supervisor): (bool, bool),
    now: Moment,
) -> Result<Release, Fault> {
    if own && now < place.starts {
        return Ok(Release::Dropped);
    }
    if by_supervisor && now < place.ends {
        return Ok(Release::TakenBack);
    }
    let (code, detail) = if by_supervisor { OVER } else { BEGUN };
    Err(Fault::reason(code, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(&format!("2026-06-{text}:00Z")).unwrap()
    }

    /// From 08:00 to 12:00 on 10 June.
    fn place() -> Span {
        Span {
            starts: at("10T08:00"),
            ends: at("10T12:00"),
        }
    }

    fn codes(faults: &[Fault]) -> Vec<&'static str> {
        faults.iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn each_step_has_its_time() {
        let came = BTreeSet::from([Step::CheckedIn]);
        let nothing = BTreeSet::new();
        let cases = [
            (Step::Confirmed, "08T07:59", &nothing, vec!["too_early"]),
            (Step::Confirmed, "08T08:00", &nothing, vec![]),
            (Step::Confirmed, "10T07:59", &nothing, vec![]),
            (
                Step::Confirmed,
                "10T08:00",
                &nothing,
                vec!["already_started"],
            ),
            (Step::CheckedIn, "10T07:29", &nothing, vec!["too_early"]),
            (Step::CheckedIn, "10T07:30", &nothing, vec![]),
            (Step::CheckedIn, "10T11:59", &nothing, vec![]),
            (Step::CheckedIn, "10T12:00", &nothing, vec!["already_over"]),
            (
                Step::CheckedOut,
                "10T09:00",
                &nothing,
                vec!["not_checked_in"],
            ),
            (Step::CheckedOut, "10T09:00", &came, vec![]),
            (Step::CheckedOut, "10T16:00", &came, vec![]),
            (Step::CheckedOut, "10T16:01", &came, vec!["too_late"]),
            (
                Step::CheckedOut,
                "10T16:01",
                &nothing,
                vec!["not_checked_in", "too_late"],
            ),
            (Step::NoShow, "10T07:59", &nothing, vec!["not_started"]),
            (Step::NoShow, "10T08:00", &nothing, vec![]),
            (Step::NoShow, "20T08:00", &nothing, vec![]),
            (Step::NoShow, "10T08:00", &came, vec!["checked_in"]),
        ];
        for (step, now, done, expected) in cases {
            let refused = step.refusals(place(), done, at(now));
            assert_eq!(codes(&refused), expected, "{step} at {now}");
        }
    }

    #[test]
    fn who_was_noted_as_absent_does_not_check_in() {
        let done = BTreeSet::from([Step::NoShow]);
        let refused = Step::CheckedIn.refusals(place(), &done, at("10T09:00"));
        assert_eq!(codes(&refused), ["noted_as_no_show"]);
    }

    #[test]
    fn a_place_is_given_back_by_its_holder_until_the_start_and_by_a_supervisor_until_the_end() {
        // Whose it is, whether a supervisor acts, when; and what becomes of it.
        let cases = [
            (true, false, "10T07:59", Ok(Release::Dropped)),
            (true, false, "10T08:00", Err("already_started")),
            (true, true, "10T07:59", Ok(Release::Dropped)),
            (true, true, "10T08:00", Ok(Release::TakenBack)),
            (false, true, "10T07:59", Ok(Release::TakenBack)),
            (false, true, "10T11:59", Ok(Release::TakenBack)),
            (false, true, "10T12:00", Err("already_over")),
        ];
        for (own, by_supervisor, now, expected) in cases {
            let back = given_back(place(), (own, by_supervisor), at(now));
            assert_eq!(back.map_err(|fault| fault.code), expected, "{now}");
        }
    }

    #[test]
    fn only_a_supervisor_overrides_and_only_what_may_be() {
        let reasons = || vec![Reason::NotPublished, Reason::TimeOff, Reason::RestTooShort];
        let planned = vec![Reason::TimeOff, Reason::RestTooShort];
        assert_eq!(weighed(reasons(), (true, true), false), Ok(planned));
        let said = |outcome: Result<_, Vec<Fault>>| codes(&outcome.unwrap_err());
        let all = ["not_published", "time_off", "rest_too_short"];
        assert_eq!(said(weighed(reasons(), (false, true), false)), all);
        assert_eq!(said(weighed(reasons(), (true, false), false)), all[1..]);
        let full = || vec![Reason::ShiftFull, Reason::TimeOff];
        assert_eq!(said(weighed(full(), (true, true), false)), ["shift_full"]);
        assert_eq!(said(weighed(vec![], (true, true), true)), ["already_over"]);
    }

    #[test]
    fn the_reason_for_an_override_is_short_and_gives_nobody_away() {
        assert!(override_faults("Nobody else can be there.", 2026).is_empty());
        let long = "a".repeat(301);
        for wrong in ["", "  ", "one\ntwo", long.as_str()] {
            assert_eq!(codes(&override_faults(wrong, 2026)), ["length"], "{wrong}");
        }
        let telling = override_faults("Ask at 555-123-4567.", 2026);
        assert_eq!(codes(&telling), ["identifying"]);
    }
}

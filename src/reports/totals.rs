//! The nested totals that R1 and R4 share, and which of them may be shown together.

use std::collections::BTreeSet;

use super::Counted;
use super::disclosure::Rule;
use crate::calls::words::{CallerRelation, IsolationMode};

/// How deep in the nested totals a call lies.
const SUPPORT: usize = 1;
const ELIGIBLE: usize = 2;
const MEASURED: usize = 3;
const PAIR: usize = 4;
const CODED: usize = 5;
const FIRST: usize = 6;

/// Which of the nested totals of R1 and R4 may be shown together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each total")]
pub(super) struct Totals {
    pub(super) contacts: bool,
    pub(super) support: bool,
    pub(super) eligible: bool,
    /// Eligible with any pair, prospective or retrospective.
    pub(super) measured: bool,
    pub(super) pairs: bool,
    pub(super) coded: bool,
    pub(super) first: bool,
}

impl Totals {
    /// Contacts first, then pairs: the two that everybody asks for.
    pub(super) fn of(calls: &[Counted], rule: Rule) -> Self {
        let mut seen = BTreeSet::new();
        let items: Vec<_> = calls
            .iter()
            .map(|call| (depth(call, &mut seen), call.caller_code.as_deref()))
            .collect();
        let shown = rule.nested(&items, [0, PAIR, ELIGIBLE, SUPPORT, FIRST, MEASURED, CODED]);
        Self {
            contacts: shown.contains(&0),
            support: shown.contains(&SUPPORT),
            eligible: shown.contains(&ELIGIBLE),
            measured: shown.contains(&MEASURED),
            pairs: shown.contains(&PAIR),
            coded: shown.contains(&CODED),
            first: shown.contains(&FIRST),
        }
    }
}

/// The innermost of the nested totals that holds a call. Calls come in the order in which they began.
fn depth<'a>(call: &'a Counted, seen: &mut BTreeSet<&'a str>) -> usize {
    if !call.contact_type.is_support() {
        return 0;
    }
    if !is_eligible(call) {
        return SUPPORT;
    }
    match (rated(call), call.mode, call.caller_code.as_deref()) {
        (None, ..) | (_, None, _) => ELIGIBLE,
        (_, Some(IsolationMode::Retrospective), _) => MEASURED,
        (_, Some(IsolationMode::Prospective), None) => PAIR,
        (_, Some(IsolationMode::Prospective), Some(code)) => {
            if seen.insert(code) {
                FIRST
            } else {
                CODED
            }
        }
    }
}

/// A support contact for oneself of five minutes or longer.
pub(super) fn is_eligible(call: &Counted) -> bool {
    call.contact_type.is_support()
        && call.caller_relation == CallerRelation::Oneself
        && call.minutes >= 5
}

/// The ratings at the start and at the end, if both were given.
pub(super) fn rated(call: &Counted) -> Option<(u8, u8)> {
    call.start.zip(call.end)
}

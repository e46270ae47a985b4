//! R4 isolation change in the call: whether callers felt less alone at its end.

mod change;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::change::{Change, Outcomes, Share, Unit};
use self::change::{Group, change};
use super::Counted;
use super::disclosure::{Figure, Rule};
use super::measures::count;
use super::totals::{Totals, is_eligible, rated};
use crate::calls::words::IsolationMode;

/// The definition that the report prints.
pub const DEFINITION: &str = "Rating: how alone the caller feels right now, 0 (not at all) to 10 (completely alone). \
    Eligible: support contacts whose caller called for themselves and that lasted 5 minutes or longer. Pair: both \
    ratings, the first taken at the start of the call (prospective). Capture: pairs / eligible. Change: end minus \
    start, below 0 is better; its mean with a 95 % t interval, its standard deviation (n - 1), dz = mean / SD. \
    Improved, unchanged, worsened: by 1 point or more, and by 2 or more, each share with a 95 % Wilson interval. \
    For all pairs and for pairs with a start rating of 2 or more; per call, and for the first pair of each caller \
    code in the period. Retrospective pairs, both ratings taken at the end, are apart.";

const RETROSPECTIVE: &str = "change during the call, not proof of effect";

/// The figures of R4.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IsolationChange {
    /// Support contacts for oneself of 5 minutes or longer.
    pub eligible: Figure,
    /// Eligible contacts with both ratings, prospective.
    pub pairs: Figure,
    /// Eligible contacts without a prospective pair.
    pub missing: Figure,
    /// Pairs in a hundred eligible contacts.
    pub capture_percent: Figure,
    /// Every pair counts once.
    pub per_call: Both,
    /// Only the first pair of each caller code counts.
    pub first_call_per_caller: Both,
    /// Pairs whose ratings were both taken at the end.
    pub retrospective: Retrospective,
}

/// All pairs, and those that could improve by two points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Both {
    /// All pairs.
    pub all: Change,
    /// Pairs with a start rating of 2 or more.
    pub start_2_or_more: Change,
}

/// Retrospective pairs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Retrospective {
    /// What these figures are, and are not.
    pub label: String,
    /// The change.
    pub all: Change,
}

/// A pair of ratings.
#[derive(Clone, Copy, Debug)]
struct Pair<'a> {
    start: u8,
    end: u8,
    code: Option<&'a str>,
    /// Whether it is its caller code's first in the period.
    first: bool,
}

impl Pair<'_> {
    fn is_high(&self) -> bool {
        self.start >= 2
    }
}

/// The figures of a period's calls in the order in which they began, after withholding.
pub fn isolation_change(calls: &[Counted], rule: Rule) -> IsolationChange {
    let shown = Totals::of(calls, rule);
    let eligible = calls.iter().filter(|call| is_eligible(call)).count();
    let pairs = pairs_of(calls, IsolationMode::Prospective);
    let retrospective = pairs_of(calls, IsolationMode::Retrospective);
    let both = shown.eligible && shown.pairs;
    let missing = Figure::number(eligible - pairs.len()).if_shown(both);
    let capture = (eligible > 0).then(|| 100.0 * count(pairs.len()) / count(eligible));
    let uncoded = pairs.iter().filter(|pair| pair.code.is_none()).count();
    let kept = calls.iter().any(|call| call.caller_code.is_some());
    let callers = if kept {
        let missing = Figure::number(uncoded).if_shown(shown.pairs && shown.coded);
        per_caller(&pairs, missing, shown, rule)
    } else {
        Both {
            all: Change::not_measured(),
            start_2_or_more: Change::not_measured(),
        }
    };
    let retrospective_shown = shown.measured && shown.pairs;
    let retrospective_missing = Figure::number(eligible - retrospective.len())
        .if_shown(shown.eligible && retrospective_shown);
    IsolationChange {
        eligible: Figure::number(eligible).if_shown(shown.eligible),
        pairs: Figure::number(pairs.len()).if_shown(shown.pairs),
        missing,
        capture_percent: Figure::tenths(capture).if_shown(both),
        per_call: per_call(&pairs, missing, shown, rule),
        first_call_per_caller: callers,
        retrospective: Retrospective {
            label: RETROSPECTIVE.to_owned(),
            all: change(
                &Group {
                    beside: Vec::new(),
                    unit: Unit::Calls,
                    of: retrospective,
                },
                retrospective_missing,
                retrospective_shown,
                rule,
            ),
        },
    }
}

/// The eligible pairs of a mode, in the order of the calls.
fn pairs_of(calls: &[Counted], mode: IsolationMode) -> Vec<Pair<'_>> {
    let mut seen = BTreeSet::new();
    let of_mode = calls
        .iter()
        .filter(|call| is_eligible(call) && call.mode == Some(mode));
    of_mode
        .filter_map(|call| {
            let (start, end) = rated(call)?;
            let code = call.caller_code.as_deref();
            Some(Pair {
                start,
                end,
                code,
                first: code.is_some_and(|code| seen.insert(code)),
            })
        })
        .collect()
}

/// What is shown of the pairs that could improve gives those that could not away, by subtraction from all.
fn per_call(pairs: &[Pair<'_>], missing: Figure, shown: Totals, rule: Rule) -> Both {
    let all = Group {
        of: chosen(pairs, |_| true),
        beside: Vec::new(),
        unit: Unit::Calls,
    };
    let high = Group {
        of: chosen(pairs, Pair::is_high),
        beside: vec![chosen(pairs, |pair| !pair.is_high())],
        unit: Unit::Calls,
    };
    Both {
        all: change(&all, missing, shown.pairs, rule),
        start_2_or_more: change(&high, missing, shown.pairs && high.is_allowed(rule), rule),
    }
}

/// First pairs stand beside all pairs, so the later ones follow by subtraction, by start rating too.
fn per_caller(pairs: &[Pair<'_>], missing: Figure, shown: Totals, rule: Rule) -> Both {
    let part = |first: bool, high: bool| {
        chosen(pairs, move |pair| {
            pair.first == first && pair.is_high() == high
        })
    };
    let all = Group {
        of: chosen(pairs, |pair| pair.first),
        beside: vec![chosen(pairs, |pair| !pair.first)],
        unit: Unit::Callers,
    };
    let high = Group {
        of: part(true, true),
        beside: vec![part(true, false), part(false, true), part(false, false)],
        unit: Unit::Callers,
    };
    Both {
        all: change(&all, missing, shown.first, rule),
        start_2_or_more: change(&high, missing, shown.first && high.is_allowed(rule), rule),
    }
}

fn chosen<'a>(pairs: &[Pair<'a>], choose: impl Fn(&Pair<'a>) -> bool) -> Vec<Pair<'a>> {
    pairs.iter().filter(|pair| choose(pair)).copied().collect()
}

#[cfg(test)]
mod tests;

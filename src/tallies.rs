//! What telephony counted each hour: offered, answered, abandoned, waited. Knows no single call.

pub mod api;
pub mod hour;
pub mod sheet;
pub mod store;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use self::hour::Placed;
use crate::clock::Moment;
use crate::error::Fault;

/// More calls in one hour than any line has: beyond it a figure is mistyped.
const MOST_CALLS: u32 = 100_000;
/// The longest wait of one caller, in seconds: beyond it a figure is mistyped.
const LONGEST_WAIT: u32 = 14_400;

/// What telephony counted in one hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HourFigures)]
pub struct Figures {
    /// Calls that came in.
    #[schema(minimum = 0, maximum = 100_000)]
    pub offered: u32,
    /// Of these, calls that were answered.
    #[schema(minimum = 0, maximum = 100_000)]
    pub answered: u32,
    /// Of these, calls whose caller gave up first.
    #[schema(minimum = 0, maximum = 100_000)]
    pub abandoned: u32,
    /// How many seconds the answered callers waited, all together.
    #[schema(minimum = 0, maximum = 1_440_000_000)]
    pub wait_seconds: u32,
}

/// An hour's figures as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The hour.
    pub hour: Placed,
    /// Its figures.
    pub figures: Figures,
    /// Raised with every correction.
    pub version: i32,
}

impl Figures {
    /// Everything that is wrong with them.
    pub fn faults(self) -> Vec<Fault> {
        let longest = u64::from(self.answered.min(MOST_CALLS)) * u64::from(LONGEST_WAIT);
        let checks = [
            (
                self.offered > MOST_CALLS,
                "/offered",
                "out_of_range",
                "An hour has at most 100,000 calls.",
            ),
            (
                u64::from(self.answered) + u64::from(self.abandoned) > u64::from(self.offered),
                "/offered",
                "too_few_offered",
                "More calls were answered and abandoned than were offered.",
            ),
            (
                u64::from(self.wait_seconds) > longest,
                "/wait_seconds",
                "too_long",
                "wait_seconds counts answered callers alone, each at most 4 hours.",
            ),
        ];
        checks
            .into_iter()
            .filter(|(wrong, ..)| *wrong)
            .map(|(_, pointer, code, detail)| Fault::at(pointer, code, detail))
            .collect()
    }
}

/// The fault of an hour that is not over: its figures would still change.
pub fn not_over(hour: &Placed, now: Moment) -> Option<Fault> {
    let detail = "This hour is not over yet.";
    (hour.ends_at > now).then(|| Fault::at("/hour", "not_over", detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_fit_together() {
        let codes = |offered, answered, abandoned, wait_seconds| {
            let figures = Figures {
                offered,
                answered,
                abandoned,
                wait_seconds,
            };
            let faults = figures.faults();
            faults.iter().map(|fault| fault.code).collect::<Vec<_>>()
        };
        assert!(codes(10, 7, 2, 300).is_empty(), "one rang out");
        assert!(codes(0, 0, 0, 0).is_empty());
        assert_eq!(codes(10, 7, 4, 0), ["too_few_offered"]);
        assert_eq!(codes(10, 0, 4, 1), ["too_long"], "nobody was answered");
        assert_eq!(codes(100_001, 0, 0, 0), ["out_of_range"]);
    }
}

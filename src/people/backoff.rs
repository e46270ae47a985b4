//! How long to wait after failed sign-ins. Knows counts and moments, and not whether there is an account.
//!
//! Two counts for each e-mail: from one client address, where waits grow quickly, and from anywhere,
//! where many addresses guess together. The second cannot keep the owner out: it spares an address
//! from which somebody signed in of late. No count keeps anybody out for good.

use chrono::Duration;

use crate::clock::Moment;
use crate::keyed::Pen;

/// Failures from one address that cost nothing; each further one doubles the wait.
const FREE_HERE: u32 = 5;
const LONGEST_HERE: i64 = 15 * 60;
/// Failures in a row from anywhere that cost nothing; then each costs the same.
const FREE_ANYWHERE: u32 = 50;
const WAIT_ANYWHERE: i64 = 30;

/// After so long without another, failures are forgotten.
pub const FORGIVEN: Duration = Duration::days(1);
/// For so long a success makes its address known.
pub const KNOWN: Duration = Duration::days(30);

/// Under what an e-mail's attempts are counted. What stands in it cannot be read out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// From one client address.
    pub here: String,
    /// From anywhere.
    pub anywhere: String,
}

impl Keys {
    /// The keys of a text that is given as an e-mail, whether it is one or not.
    pub fn new(pen: &Pen, email: &str, address: &str) -> Self {
        let email = email.trim().to_lowercase();
        Self {
            here: pen.mark(&[&email, address]),
            anywhere: pen.mark(&[&email]),
        }
    }
}

/// What is counted under one key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Failures since the last success.
    pub failures: u32,
    /// The last of them.
    pub failed_at: Option<Moment>,
    /// The last success, where it is kept.
    pub succeeded_at: Option<Moment>,
}

/// What is counted of one e-mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// From one client address.
    pub here: Tally,
    /// From anywhere.
    pub anywhere: Tally,
}

impl Tallies {
    /// The whole seconds to wait before the next attempt, or none.
    pub fn wait(self, now: Moment) -> Option<u32> {
        let here = match self.here.failures {
            0..=FREE_HERE => 0,
            failures => 2_i64.saturating_pow(failures - FREE_HERE).min(LONGEST_HERE),
        };
        let known = self
            .here
            .succeeded_at
            .is_some_and(|succeeded| now.since(succeeded) < KNOWN);
        let anywhere = match self.anywhere.failures {
            0..=FREE_ANYWHERE => 0,
            _ if known => 0,
            _ => WAIT_ANYWHERE,
        };
        let left = self
            .here
            .left(here, now)
            .max(self.anywhere.left(anywhere, now));
        u32::try_from(left).ok().filter(|left| *left > 0)
    }

    /// What is counted after a failure.
    #[must_use]
    pub fn failed(self, now: Moment) -> Self {
        Self {
            here: self.here.failed(now),
            anywhere: self.anywhere.failed(now),
        }
    }

    /// What is counted after a success.
    #[must_use]
    pub fn succeeded(self, now: Moment) -> Self {
        Self {
            here: Tally {
                succeeded_at: Some(now),
                ..Tally::default()
            },
            anywhere: Tally::default(),
        }
    }
}

impl Tally {
    fn failed(self, now: Moment) -> Self {
        let forgiven = self
            .failed_at
            .is_none_or(|failed| now.since(failed) >= FORGIVEN);
        Self {
            failures: if forgiven {
                1
            } else {
                self.failures.saturating_add(1)
            },
            failed_at: Some(now),
            ..self
        }
    }

    /// The seconds that are left of a wait since the last failure.
    fn left(self, wait: i64, now: Moment) -> i64 {
        let Some(failed_at) = self.failed_at else {
            return 0;
        };
        let gone = now.since(failed_at).num_seconds();
        // A failure of the future comes from a clock that was put right. One that was a little
        // fast still counts, one that was far ahead must not keep anybody out until then.
        if gone.abs() < wait {
            wait - gone.max(0)
        } else {
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyed::LineKey;

    fn noon() -> Moment {
        Moment::parse("2026-06-10T19:00:00Z").unwrap()
    }

    fn seconds(seconds: i64) -> Duration {
        Duration::seconds(seconds)
    }

    fn tally(failures: u32, failed_ago: i64) -> Tally {
        Tally {
            failures,
            failed_at: Some(noon().minus(seconds(failed_ago))),
            succeeded_at: None,
        }
    }

    #[test]
    fn waits_at_one_address_double_after_five_failures_up_to_a_quarter_of_an_hour() {
        for (failures, ago, wait) in [
            (0, 0, None),
            (1, 0, None),
            (5, 0, None),
            (6, 0, Some(2)),
            (6, 1, Some(1)),
            (6, 2, None),
            (7, 0, Some(4)),
            (10, 0, Some(32)),
            (14, 0, Some(512)),
            (15, 0, Some(900)),
            (15, 899, Some(1)),
            (15, 900, None),
            (u32::MAX, 0, Some(900)),
            // The clock was put right since.
            (15, -1, Some(900)),
            (15, -3600, None),
        ] {
            let tallies = Tallies {
                here: tally(failures, ago),
                ..Tallies::default()
            };
            assert_eq!(
                tallies.wait(noon()),
                wait,
                "{failures} failures, {ago} s ago"
            );
        }
    }

    #[test]
    fn after_fifty_failures_from_anywhere_all_wait_but_those_known_by_a_success() {
        let day = 24 * 60 * 60;
        for (failures, ago, succeeded_ago, wait) in [
            (50, 0, None, None),
            (51, 0, None, Some(30)),
            (51, 29, None, Some(1)),
            (51, 30, None, None),
            (u32::MAX, 0, None, Some(30)),
            (51, 0, Some(0), None),
            (51, 0, Some(30 * day - 1), None),
            (51, 0, Some(30 * day), Some(30)),
        ] {
            let tallies = Tallies {
                here: Tally {
                    succeeded_at: succeeded_ago.map(|ago| noon().minus(seconds(ago))),
                    ..Tally::default()
                },
                anywhere: tally(failures, ago),
            };
            assert_eq!(
                tallies.wait(noon()),
                wait,
                "{failures}, {ago}, {succeeded_ago:?}"
            );
        }
    }

    #[test]
    fn the_longer_wait_counts_and_a_known_address_is_not_spared_its_own() {
        let both = Tallies {
            here: tally(6, 0),
            anywhere: tally(51, 0),
        };
        assert_eq!(both.wait(noon()), Some(30));
        let known = Tallies {
            here: Tally {
                succeeded_at: Some(noon()),
                ..tally(6, 0)
            },
            ..both
        };
        assert_eq!(known.wait(noon()), Some(2));
    }

    #[test]
    fn a_success_clears_both_counts_and_is_remembered_for_its_address() {
        let before = Tallies {
            here: tally(9, 0),
            anywhere: tally(70, 0),
        };
        let after = before.succeeded(noon());
        assert_eq!(after.anywhere, Tally::default());
        assert_eq!((after.here.failures, after.here.failed_at), (0, None));
        assert_eq!(after.here.succeeded_at, Some(noon()));
        assert_eq!(after.failed(noon()).here.succeeded_at, Some(noon()));
    }

    #[test]
    fn failures_add_up_until_a_day_goes_by_without_one() {
        let first = Tallies::default().failed(noon());
        assert_eq!((first.here.failures, first.anywhere.failures), (1, 1));
        let soon = first.failed(noon().plus(seconds(86_399)));
        assert_eq!(soon.here.failures, 2);
        assert_eq!(first.failed(noon().plus(FORGIVEN)).here.failures, 1);
    }

    #[test]
    fn an_e_mail_is_counted_the_same_however_it_is_spelled_and_apart_for_each_address() {
        let pen = LineKey::new(&[1; 32]).pen("sign-in attempts");
        let one = Keys::new(&pen, " Ana@Oak.example", "192.0.2.1");
        assert_eq!(one, Keys::new(&pen, "ana@oak.example ", "192.0.2.1"));
        let elsewhere = Keys::new(&pen, "ana@oak.example", "192.0.2.2");
        assert_eq!(one.anywhere, elsewhere.anywhere);
        assert_ne!(one.here, elsewhere.here);
        assert!(!one.here.contains("ana") && one.here != one.anywhere);
    }
}

//! By which rule a release is decided.

use crate::reports::withholding::{Audit, Pattern, Table, Unsafe};
use crate::words::words;

words! {
    /// How much a release holds back. Of a very small line more than usual has to be, or nothing could be released.
    Caution {
        /// What has to be withheld, and no more.
        Usual = "usual",
        /// Of the month and the quarter contacts alone, for the sake of the year.
        ContactsOfMonths = "contacts_of_months",
        /// Of all periods contacts alone.
        ContactsAlone = "contacts_alone",
        /// All that is counted of contacts.
        Nothing = "nothing",
    }
}

impl Caution {
    /// The next more careful one; none: there is none.
    pub fn next(self) -> Option<Self> {
        let after = Self::ALL.iter().skip_while(|one| **one != self);
        after.copied().nth(1)
    }
}

/// How a pattern is chosen: by [`withhold`](crate::reports::withholding::withhold), or by a weaker rule to prove that it is
/// weaker.
pub type Choose = fn(&Table) -> Result<(Pattern, Audit), Unsafe>;

/// By which rule a release is decided.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Fewer than this, other than none, are withheld.
    pub under: u32,
    /// How much is held back beside that.
    pub caution: Caution,
    /// How the rest is chosen.
    pub choose: Choose,
}

impl Rule {
    /// The usual one, chosen so.
    pub const fn usual(under: u32, choose: Choose) -> Self {
        Self {
            under,
            caution: Caution::Usual,
            choose,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_careful_rule_is_followed_by_none() {
        assert_eq!(Caution::Usual.next(), Some(Caution::ContactsOfMonths));
        assert_eq!(Caution::Nothing.next(), None);
    }
}

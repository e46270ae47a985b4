//! How levels are called that no list of words holds: a reason among others, all but an answer, a destination.

use super::nodes::{Node, Plain};
use super::table::Table;
use crate::calls::words::{CallReason, Destination};

/// A level of a breakdown; empty for the whole.
pub type Level = String;

/// How often races and ethnicities were named, all together.
pub const NAMED: &str = "~named";
/// How often one was named beside another.
pub const OVERLAP: &str = "~overlap";

/// The level of contacts with a reason among their reasons.
pub fn any(reason: CallReason) -> Level {
    format!("any:{reason}")
}

/// The level of contacts with a reason that is not their main one.
pub fn second(reason: CallReason) -> Level {
    format!("second:{reason}")
}

/// The level of contacts that lie outside an overlapping level.
pub fn without(level: &str) -> Level {
    format!("without:{level}")
}

/// The level of referrals to a destination, apart from a place of the same name.
pub fn to(destination: Destination) -> Level {
    format!("to:{destination}")
}

/// The key of a cell as it is now. Single main reasons were kept as support contacts once.
pub fn renamed(table: Table, key: &str) -> String {
    let support = Node::Of(Plain::SupportContacts);
    let single = CallReason::ALL.iter().map(|reason| reason.as_str());
    let was = |level: &&str| table == Table::Reason && key == support.at(level);
    single.into_iter().find(was).map_or_else(
        || key.to_owned(),
        |level| Node::Of(Plain::OfMainReason).at(level),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_main_reason_of_an_older_release_is_found_under_its_new_name() {
        assert_eq!(
            renamed(Table::Reason, "sleep|support_contacts"),
            "sleep|of_main_reason"
        );
        for same in [
            "any:sleep|support_contacts",
            "health|support_contacts",
            "|support_contacts",
        ] {
            assert_eq!(renamed(Table::Reason, same), same);
        }
        assert_eq!(
            renamed(Table::Gender, "sleep|support_contacts"),
            "sleep|support_contacts"
        );
    }
}

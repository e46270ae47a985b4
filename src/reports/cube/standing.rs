//! How firmly a new cell is to be shown, before anything is chosen.

use super::counted::Cell;
use super::grid::{Key, Table};
use super::nodes::{Class, Group, Node, Plain};
use super::rule::{Caution, Rule};
use crate::reports::periods::{Kind, Period};
use crate::reports::withholding::Standing;

/// A level of a month is shown from so many times the threshold on.
const MARGIN: u32 = 2;

/// How firmly a new cell is to be shown.
pub(super) fn standing(
    table: Table,
    period: Period,
    key: &Key,
    cell: &Cell,
    rule: Rule,
) -> Standing {
    let (whole, node) = (key.0.is_empty(), key.1);
    if table == Table::Whole && !shows(rule.caution, period, node) {
        return Standing::Withheld;
    }
    // What funders ask first: how many were rated, and how many of them felt less alone.
    let of_all = matches!(
        node,
        Node::Of(Plain::SupportContacts | Plain::Eligible)
            | Node::Rated(Group::All, Class::Pairs | Class::Improved)
    );
    match node {
        // Firm and not more: a month of few contacts among months that are shown takes another total with it.
        Node::Of(Plain::Contacts | Plain::Offered) | Node::Referrals(None) if whole => {
            Standing::Firm
        }
        _ if whole && of_all => Standing::Firm,
        Node::Of(Plain::Contacts | Plain::SupportContacts) | Node::Referrals(None)
            if period.kind().is_year() && table != Table::Whole =>
        {
            Standing::Firm
        }
        _ if is_thin(table, period, key, cell, rule.under) => Standing::Withheld,
        _ => Standing::Open,
    }
}

/// Whether a set of the whole is shown at all. What is withheld of the whole is withheld of each level too.
fn shows(caution: Caution, period: Period, node: Node) -> bool {
    match caution {
        Caution::Usual => true,
        Caution::ContactsOfMonths if period.kind().is_year() => true,
        Caution::ContactsOfMonths | Caution::ContactsAlone => node == Node::Of(Plain::Contacts),
        Caution::Nothing => false,
    }
}

/// Whether a level of a month is so near the threshold that it would often be under it in another month. It stays withheld:
/// shown by turns it would take the quarter's and the year's with it.
fn is_thin(table: Table, period: Period, (level, node): &Key, cell: &Cell, under: u32) -> bool {
    let is_of_month = period.kind() == Kind::Month && table != Table::Whole && !level.is_empty();
    let is_by_itself = matches!(
        node,
        Node::Of(Plain::Contacts | Plain::SupportContacts) | Node::Referrals(_)
    );
    is_of_month && is_by_itself && cell.n > 0 && cell.n.min(cell.contributors) < MARGIN * under
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::periods::Month;
    use crate::reports::withholding::withhold;

    /// Which of the whole's contacts, support contacts and pairs may be shown of a month, its quarter and its year.
    fn shown(caution: Caution) -> [[bool; 3]; 3] {
        let december: Month = "2026-12".parse().unwrap();
        let rule = Rule {
            caution,
            ..Rule::usual(11, withhold)
        };
        let cell = Cell {
            n: 60,
            contributors: 60,
            ..Cell::default()
        };
        [
            december.into(),
            Period::quarter_of(december),
            Period::year_of(december),
        ]
        .map(|period| {
            [
                Node::Of(Plain::Contacts),
                Node::Of(Plain::SupportContacts),
                Node::Rated(Group::All, Class::Pairs),
            ]
            .map(|node| {
                let key: Key = (String::new(), node);
                standing(Table::Whole, period, &key, &cell, rule) != Standing::Withheld
            })
        })
    }

    #[test]
    fn each_more_careful_rule_shows_less() {
        let (all, contacts, none) = ([true; 3], [true, false, false], [false; 3]);
        for (caution, expected) in [
            (Caution::Usual, [all; 3]),
            (Caution::ContactsOfMonths, [contacts, contacts, all]),
            (Caution::ContactsAlone, [contacts; 3]),
            (Caution::Nothing, [none; 3]),
        ] {
            assert_eq!(shown(caution), expected, "{caution}");
        }
    }
}

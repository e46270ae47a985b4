//! What the usual rule releases of a month's levels, beside a whole that is decided.

use std::collections::BTreeSet;

use super::*;
use crate::calls::words::{Channel, ContactType, IsolationMode};
use crate::reports::cube::count::count;
use crate::reports::cube::marks::{Part, mark, marked};
use crate::reports::cube::nodes::{Class, Group, Node, Plain};
use crate::reports::cube::rule::Choose;
use crate::reports::facts::Fact;
use crate::reports::figures::samples::{plain, rated, times};
use crate::reports::periods::Month;
use crate::reports::release::Said;
use crate::reports::withholding::{Audit, withhold};

/// Withholds the 90 support contacts.
#[expect(clippy::unnecessary_wraps, reason = "a choice may fail")]
fn without_90(table: &withholding::Table) -> Result<(Pattern, Audit), Unsafe> {
    let pattern = Pattern {
        shown: table.cells.iter().map(|cell| cell.n != 90).collect(),
        ..Pattern::default()
    };
    Ok((pattern, Audit::default()))
}

/// A table of a month, decided by the usual rule.
fn decided(table: Table, facts: &[Fact], whole: Option<Settled>, choose: Choose) -> Decided {
    let month: Period = "2026-10".parse::<Month>().unwrap().into();
    let parts = [Part { part: None, facts }];
    let marks = mark(&parts);
    let counted = count(table, month, &marked(&parts, &marks), &BTreeSet::new());
    let known = Known {
        whole: whole.map(|whole| (month, whole)).into_iter().collect(),
        ..Known::default()
    };
    let new = BTreeMap::from([(month, counted)]);
    let decided = settle(table, &known, &new, Rule::usual(11, choose));
    decided.unwrap().remove(&month).unwrap()
}

/// What is released of a breakdown, after a whole that is decided by this choice.
fn released(table: Table, facts: &[Fact], of_whole: Choose) -> Released {
    let whole = decided(Table::Whole, facts, None, of_whole);
    decided(table, facts, Some(whole.settled), withhold).released
}

fn of_type(contact_type: ContactType) -> Fact {
    Fact {
        contact_type,
        ..plain()
    }
}

fn n(released: &Released, level: &str, plain: Plain) -> Option<u64> {
    released.of(level, Node::Of(plain)).n()
}

#[test]
fn where_support_contacts_are_withheld_so_is_each_type() {
    let facts = [
        times(60, &of_type(ContactType::Support)),
        times(30, &of_type(ContactType::InformationOnly)),
        times(30, &of_type(ContactType::Test)),
    ]
    .concat();
    let types = released(Table::ContactType, &facts, without_90);
    assert_eq!(n(&types, "", Plain::Contacts), Some(120));
    assert_eq!(n(&types, "", Plain::SupportContacts), None);
    for level in ["support", "information_only", "test_or_admin"] {
        assert_eq!(n(&types, level, Plain::Contacts), None, "{level}");
    }
}

#[test]
fn minutes_of_a_level_are_told_from_five_times_the_threshold_on() {
    let by = |channel| Fact { channel, ..plain() };
    let facts = [
        times(60, &by(Channel::Voice)),
        times(54, &by(Channel::Text)),
    ]
    .concat();
    let channels = released(Table::Channel, &facts, withhold);
    let minutes = |level| match channels.of(level, Node::Of(Plain::Contacts)) {
        Said::Shown(shown) => shown.time.as_ref().unwrap().minutes,
        _ => panic!("{level} is not shown"),
    };
    assert_eq!(minutes("text"), None);
    assert_eq!(minutes("voice"), Some(60 * u64::from(plain().minutes)));
    assert_eq!(minutes(""), Some(114 * u64::from(plain().minutes)));
    // Of none it is known.
    assert_eq!(minutes("video"), Some(0));
}

#[test]
fn how_many_felt_less_alone_is_told_rather_than_how_many_felt_the_same() {
    let pair = |start, end| rated(IsolationMode::Prospective, start, end);
    let facts = [
        times(20, &pair(8, 5)),
        times(400, &pair(6, 6)),
        times(5, &pair(5, 7)),
    ]
    .concat();
    let whole = decided(Table::Whole, &facts, None, withhold).released;
    let n = |class| whole.of("", Node::Rated(Group::All, class)).n();
    assert_eq!(n(Class::Pairs), Some(425));
    assert_eq!(n(Class::Improved), Some(20));
    // Five felt worse: without the others they could be reckoned.
    assert_eq!((n(Class::Worsened), n(Class::Unchanged)), (None, None));
}

//! To which sets a contact belongs, which takes its neighbours to know: who is frequent, whose pair is the first.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::nodes::{Class, Group, Node, Plain};
use crate::calls::words::{CallerRating, CallerRelation, EndedBy, IsolationMode, RatingStatus};
use crate::reports::facts::Fact;

/// From so many contacts in a calendar month a caller is frequent.
pub const FREQUENT: usize = 8;
/// A start rating from which an improvement by two points can be seen.
const HIGH: u8 = 2;
/// Minutes from which a contact is eligible.
const LONG_ENOUGH: u8 = 5;

/// What is known of a contact beside the others.
#[derive(Debug)]
pub struct Mark {
    /// Whose it is, as a number within the period; none: nobody knows.
    pub caller: Option<u32>,
    /// The numbers of the sets of the whole to which it belongs. A year may have half a million contacts, so they are
    /// small and found once.
    pub nodes: Box<[u8]>,
}

/// A contact and what is known of it beside the others.
#[derive(Clone, Copy, Debug)]
pub struct Marked<'a> {
    /// What was counted of it.
    pub fact: &'a Fact,
    /// What is known of it.
    pub mark: &'a Mark,
}

/// A month of the period: the part of the period to which it belongs, and its facts in their order.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Months with the same number make up a part of which the period is the sum; none: it has no parts.
    pub part: Option<usize>,
    /// Its facts.
    pub facts: &'a [Fact],
}

/// A support contact for oneself of five minutes or longer.
pub fn is_eligible(fact: &Fact) -> bool {
    fact.contact_type.is_support()
        && fact.caller_relation == CallerRelation::Oneself
        && fact.minutes >= LONG_ENOUGH
}

/// The ratings at the start and at the end, if both were given.
pub fn rated(fact: &Fact) -> Option<(IsolationMode, u8, u8)> {
    let (start, end) = fact.start.zip(fact.end)?;
    Some((fact.isolation_mode?, start, end))
}

/// The contacts of a period with their marks.
pub fn marked<'a>(parts: &[Part<'a>], marks: &'a [Mark]) -> Vec<Marked<'a>> {
    let facts = parts.iter().flat_map(|part| part.facts);
    let contacts = facts.zip(marks);
    contacts.map(|(fact, mark)| Marked { fact, mark }).collect()
}

/// Marks the contacts of a period, in their order.
pub fn mark(parts: &[Part<'_>]) -> Vec<Mark> {
    let mut callers: HashMap<&str, u32> = HashMap::new();
    let (mut first, mut first_of_part) = (BTreeSet::new(), BTreeSet::new());
    let mut marked = Vec::new();
    for part in parts {
        let frequent = frequent(part.facts);
        for fact in part.facts {
            let code = fact.caller_code.as_deref();
            let caller = code.map(|code| {
                let next = u32::try_from(callers.len()).unwrap_or(u32::MAX);
                *callers.entry(code).or_insert(next)
            });
            let mut nodes = plain(fact);
            let is_frequent = code.is_some_and(|code| frequent.contains(code));
            nodes.extend(by_caller(caller.is_some(), is_frequent));
            if let Some((mode, start, end)) = rated(fact).filter(|_| is_eligible(fact)) {
                let class = Class::of(i64::from(end) - i64::from(start));
                let is_first = |seen: &mut BTreeSet<(usize, u32)>, part| {
                    caller.is_some_and(|caller| seen.insert((part, caller)))
                };
                let groups = if mode == IsolationMode::Retrospective {
                    vec![Group::Retrospective]
                } else {
                    let here = is_first(&mut first, 0);
                    let in_part = part
                        .part
                        .is_some_and(|part| is_first(&mut first_of_part, part));
                    groups(start >= HIGH, here, in_part && !here)
                };
                let sets = groups.iter().flat_map(|group| {
                    class
                        .within()
                        .iter()
                        .map(|class| Node::Rated(*group, *class))
                });
                nodes.extend(sets);
                let paired = if mode == IsolationMode::Prospective {
                    None
                } else {
                    Some(Plain::Unpaired)
                };
                nodes.extend(paired.map(Node::Of));
            } else if is_eligible(fact) {
                nodes.extend([Node::Of(Plain::Unrated), Node::Of(Plain::Unpaired)]);
            }
            marked.push(Mark {
                caller,
                nodes: nodes.into_iter().map(Node::number).collect(),
            });
        }
    }
    marked
}

/// The callers of a month with eight contacts or more.
pub fn frequent(facts: &[Fact]) -> BTreeSet<&str> {
    let mut contacts: BTreeMap<&str, usize> = BTreeMap::new();
    for code in facts.iter().filter_map(|fact| fact.caller_code.as_deref()) {
        *contacts.entry(code).or_default() += 1;
    }
    contacts
        .into_iter()
        .filter(|(_, n)| *n >= FREQUENT)
        .map(|(code, _)| code)
        .collect()
}

/// How many callers with a code a period had, and how many of them were frequent in one of its months.
pub fn callers(parts: &[Part<'_>]) -> (usize, usize) {
    let codes = parts.iter().flat_map(|part| part.facts);
    let callers: BTreeSet<&str> = codes
        .filter_map(|fact| fact.caller_code.as_deref())
        .collect();
    let frequent: BTreeSet<&str> = parts.iter().flat_map(|part| frequent(part.facts)).collect();
    (callers.len(), frequent.len())
}

fn by_caller(coded: bool, frequent: bool) -> impl Iterator<Item = Node> {
    let sets: &[Plain] = match (coded, frequent) {
        (true, true) => &[Plain::Coded, Plain::OfFrequent],
        (true, false) => &[Plain::Coded, Plain::OfOccasional],
        (false, _) => &[Plain::Uncoded],
    };
    sets.iter().copied().map(Node::Of)
}

fn groups(high: bool, first: bool, again: bool) -> Vec<Group> {
    let mut groups = vec![Group::All];
    groups.push(if high { Group::High } else { Group::Low });
    groups.extend(match (high, first) {
        (true, true) => [Group::First, Group::FirstHigh].as_slice(),
        (false, true) => [Group::First, Group::FirstLow].as_slice(),
        (true, false) => [Group::Rest, Group::RestHigh].as_slice(),
        (false, false) => [Group::Rest, Group::RestLow].as_slice(),
    });
    if again {
        groups.push(if high {
            Group::AgainHigh
        } else {
            Group::AgainLow
        });
    }
    groups
}

/// The sets that are known of the contact alone.
fn plain(fact: &Fact) -> Vec<Node> {
    use Plain as P;
    let either = |holds, yes, no| if holds { yes } else { no };
    let is_support = fact.contact_type.is_support();
    let mut sets = vec![
        P::Contacts,
        either(is_support, P::SupportContacts, P::OtherContacts),
        either(fact.logged_late, P::LoggedLate, P::LoggedInTime),
        either(fact.overlaps, P::Overlapping, P::Apart),
        either(fact.without_shift, P::WithoutShift, P::InShift),
        either(fact.amended, P::Amended, P::Unamended),
        either(fact.late_for.is_some(), P::OfClosedMonths, P::OfThePeriod),
    ];
    if is_support {
        sets.push(P::OfMainReason);
        let known = |word: &str| !matches!(word, "not_asked" | "declined" | "unknown");
        let relation = known(fact.caller_relation.as_str());
        sets.push(either(is_eligible(fact), P::Eligible, P::Ineligible));
        sets.push(either(relation, P::RelationKnown, P::RelationMissing));
        sets.push(either(
            known(EndedBy::as_str(fact.ended_by)),
            P::EndKnown,
            P::EndMissing,
        ));
        let rating = known(CallerRating::as_str(fact.caller_rating));
        sets.push(either(rating, P::RatingKnown, P::RatingMissing));
        sets.push(either(
            !fact.supports.0.is_empty(),
            P::SupportKnown,
            P::SupportMissing,
        ));
    }
    if is_eligible(fact) {
        // The peer who found the moment not right for it did not ask.
        let asked = matches!(
            fact.start_status,
            RatingStatus::Asked | RatingStatus::Declined
        );
        sets.push(either(asked, P::Asked, P::Unasked));
    }
    sets.into_iter().map(Node::Of).collect()
}

//! The chain in the hands of somebody without the key.

use super::*;
use crate::id::Id;
use crate::keyed::LineKey;
use uuid::{NoContext, Timestamp, Uuid};

const NOON: &str = "2026-06-10T19:00:00Z";

fn pen() -> Pen {
    LineKey::new(&[1; 32]).pen("audit")
}

fn noon() -> Moment {
    Moment::parse(NOON).unwrap()
}

fn id<T: Id>() -> T {
    T::of(Uuid::new_v7(Timestamp::from_unix(NoContext, 1, 0)))
}

fn entry() -> Entry {
    Entry {
        id: id(),
        at: noon(),
        person: Some(id()),
        roles: "peer supervisor".to_owned(),
        action: Action::CallRead,
        subject: "a call".to_owned(),
        request: Some(id()),
        outcome: Outcome::Done,
    }
}

/// So many sealed entries, the first few of them from before there were marks.
fn chain(old: usize, marked: usize) -> Vec<Kept> {
    let mut end = Link::default();
    (0..old + marked)
        .map(|index| {
            let mut entry = entry().marked(&pen());
            if index < old {
                entry.mark.clear();
            }
            end = end.then(&entry, &pen());
            entry.position = Some(end.position);
            entry.seal = Some(end.seal.clone());
            entry
        })
        .collect()
}

fn checkpoint(chain: &[Kept]) -> Checkpoint {
    let last = chain.last().unwrap();
    Checkpoint {
        end: Link {
            position: last.position.unwrap(),
            seal: last.seal.clone().unwrap(),
        },
        at: noon(),
    }
}

fn walk(chain: &[Kept], checkpoint: Option<&Checkpoint>) -> Verdict {
    let pen = pen();
    let mut walk = Walk::new(&pen, checkpoint);
    for entry in chain {
        match entry.position {
            Some(position) => walk.pass(position, entry),
            None => walk.pass_waiting(entry, noon().plus(chrono::Duration::seconds(61))),
        }
    }
    walk.end()
}

#[test]
fn a_chain_is_whole_with_old_entries_first_and_marked_ones_after() {
    let chain = chain(2, 3);
    let verdict = walk(&chain, Some(&checkpoint(&chain)));
    assert_eq!(verdict.findings, []);
    assert_eq!(
        (verdict.sealed, verdict.waiting, verdict.newest),
        (5, 0, Some(noon()))
    );
}

#[test]
fn what_is_edited_moved_or_put_in_is_told_apart() {
    let whole = chain(0, 4);
    let mut edited = whole.clone();
    edited[1].subject = "another call".to_owned();
    let edited_id = edited[1].id.clone();
    assert_eq!(
        walk(&edited, None).findings,
        [Finding::Edited {
            position: 2,
            id: edited_id
        }]
    );

    let mut resealed = whole.clone();
    resealed[3].seal = Some("0".repeat(64));
    assert!(matches!(
        walk(&resealed, None).findings[..],
        [Finding::Misplaced { position: 4, .. }]
    ));

    let mut stranger = entry().marked(&LineKey::new(&[2; 32]).pen("audit"));
    let end = checkpoint(&whole).end.then(&stranger, &pen());
    stranger.position = Some(end.position);
    stranger.seal = Some(end.seal);
    let sealed_by_us = [whole.clone(), vec![stranger.clone()]].concat();
    let id = stranger.id;
    assert_eq!(
        walk(&sealed_by_us, None).findings,
        [Finding::Foreign { id }]
    );
}

#[test]
fn what_is_taken_out_leaves_a_gap() {
    let mut chain = chain(0, 4);
    chain.remove(1);
    assert_eq!(
        walk(&chain, None).findings,
        [Finding::Gap { after: 1, next: 3 }]
    );
    chain.remove(0);
    assert_eq!(
        walk(&chain, None).findings,
        [Finding::Gap { after: 0, next: 3 }]
    );
}

#[test]
fn an_end_that_was_cut_off_is_missed_by_the_checkpoint_alone() {
    let mut chain = chain(0, 4);
    let known = checkpoint(&chain);
    let last = chain.pop().unwrap();
    assert_eq!(walk(&chain, None).findings, []);
    assert_eq!(
        walk(&chain, Some(&known)).findings,
        [Finding::CutOff { end: 3, known: 4 }]
    );

    let mut other = entry().marked(&pen());
    let regrown = checkpoint(&chain).end.then(&other, &pen());
    other.position = last.position;
    other.seal = Some(regrown.seal);
    chain.push(other);
    assert_eq!(
        walk(&chain, Some(&known)).findings,
        [Finding::Regrown { position: 4 }]
    );
}

#[test]
fn an_entry_without_a_mark_is_foreign_after_the_first_with_one() {
    let mut chain = chain(1, 1);
    let mut unmarked = entry().marked(&pen());
    unmarked.mark.clear();
    let id = unmarked.id.clone();
    chain.push(unmarked);
    assert_eq!(walk(&chain, None).findings[0], Finding::Foreign { id });
}

#[test]
fn an_entry_that_has_waited_for_a_minute_is_told() {
    let waiting = entry().marked(&pen());
    let mut half_sealed = waiting.clone();
    half_sealed.seal = Some(String::new());
    let verdict = walk(&[waiting, half_sealed], None);
    assert_eq!(verdict.waiting, 2);
    assert!(matches!(
        verdict.findings[..],
        [Finding::Waiting { .. }, Finding::Lost { .. }]
    ));
}

#[test]
fn no_two_entries_share_their_texts() {
    let nobody = Entry {
        person: None,
        ..entry()
    };
    let mut emptied = nobody.marked(&pen());
    emptied.person = Some(String::new());
    assert!(!emptied.is_marked(&pen()), "nobody is not an empty id");

    let mut shifted = entry().marked(&pen());
    shifted.subject = String::new();
    shifted.request = "a call".to_owned() + &shifted.request;
    assert!(!shifted.is_marked(&pen()), "texts keep their ends");
}

#[test]
fn a_checkpoint_is_known_by_its_mark() {
    let made = checkpoint(&chain(0, 3));
    let text = made.text(&pen()).unwrap();
    assert_eq!(Checkpoint::parse(&text, &pen()).unwrap(), made);
    let moved_back = text.replace("\"position\":3", "\"position\":2");
    assert_ne!(moved_back, text);
    assert!(Checkpoint::parse(&moved_back, &pen()).is_err());
    let other = LineKey::new(&[2; 32]).pen("audit");
    assert!(Checkpoint::parse(&text, &other).is_err());
    assert!(Checkpoint::parse("", &pen()).is_err());
}

#[test]
fn the_first_findings_are_kept_and_the_others_counted() {
    let mut chain = chain(0, 50);
    for entry in &mut chain {
        entry.roles = "admin".to_owned();
    }
    let verdict = walk(&chain, None);
    assert_eq!((verdict.findings.len(), verdict.more), (20, 30));
}

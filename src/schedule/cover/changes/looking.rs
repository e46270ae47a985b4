//! Looking for cover: which wishes somebody may answer, and whom to ask. Changes nothing.

use std::collections::BTreeMap;

use chrono::Duration;

use super::own;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::Actor;
use crate::error::Error;
use crate::id::{CoverRequestId, PersonId, ShiftId};
use crate::line::{self, Line, monday};
use crate::role::Role;
use crate::schedule::changes::asker::Asker;
use crate::schedule::changes::staffed;
use crate::schedule::changes::{seen, supervises};
use crate::schedule::cover::{self, Answer, Ask, Request, Suggestion, store};
use crate::schedule::eligibility::Reason;
use crate::schedule::{Claim, Span, Staffed, store as shifts};

/// A wish as somebody sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The wish.
    pub request: Request,
    /// Who was asked: all of them for its holder and for supervisors, oneself for others.
    pub asks: Vec<Ask>,
    /// What speaks against taking the place over oneself; none for its holder and for who is not a peer.
    pub reasons: Option<Vec<Reason>>,
}

/// These wishes as somebody sees them: all of them for a supervisor, for a peer their own, those about which they were
/// asked, and those that they may answer.
pub fn seen_by(
    conn: &mut Conn,
    requests: Vec<Request>,
    actor: &Actor,
    me: PersonId,
    now: Moment,
) -> Result<Vec<Seen>, Error> {
    let line = line::store::find(conn)?;
    let ids: Vec<CoverRequestId> = requests.iter().map(|request| request.id).collect();
    let asks = store::asks(conn, &ids)?;
    let shifts = shifts_of(conn, &requests, &line)?;
    let mine = Asker::of(conn, me, requests.iter().map(|one| one.span), &line)?;
    let is_peer = actor.roles.contains(&Role::Peer);
    let seen = requests.into_iter().filter_map(|request| {
        let own = request.holder == me;
        let all = own || supervises(actor);
        let staffed = shifts.get(&request.shift)?;
        let asks: Vec<Ask> = asks
            .iter()
            .filter(|ask| ask.request == request.id && (all || ask.person == me))
            .cloned()
            .collect();
        let reasons = (is_peer && !own).then(|| {
            let place = (request.seat, request.span);
            mine.refusals(&left_by(staffed, &request), place, &line, now)
        });
        let may = reasons.as_ref().is_some_and(Vec::is_empty);
        (all || may || !asks.is_empty()).then_some(Seen {
            request,
            asks,
            reasons,
        })
    });
    Ok(seen.collect())
}

/// The shifts of these wishes; drafts and cancelled ones are not among them.
fn shifts_of(
    conn: &mut Conn,
    requests: &[Request],
    line: &Line,
) -> Result<BTreeMap<ShiftId, Staffed>, Error> {
    let spans = requests.iter().map(|request| request.span);
    let whole = spans.reduce(|a, b| Span {
        starts: a.starts.min(b.starts),
        ends: a.ends.max(b.ends),
    });
    let Some(whole) = whole else {
        return Ok(BTreeMap::new());
    };
    let mut rows = shifts::shifts_in(conn, whole, false, None, i64::MAX)?;
    rows.retain(|shift| requests.iter().any(|request| request.shift == shift.id));
    let rows = staffed(conn, rows, line.wall)?;
    Ok(rows.into_iter().map(|row| (row.shift.id, row)).collect())
}

/// The shift as if the place to cover were free.
fn left_by(staffed: &Staffed, request: &Request) -> Staffed {
    let covered: Vec<&Claim> = staffed
        .claims
        .iter()
        .filter(|claim| claim.id == request.claim)
        .collect();
    staffed.without(&covered)
}

/// Whom to ask, in order: the peers who may take the place over and have not declined. Only an open wish has any.
pub fn suggestions(
    conn: &mut Conn,
    id: CoverRequestId,
    actor: &Actor,
    now: Moment,
) -> Result<Vec<Suggestion>, Error> {
    let request = own(conn, id, actor)?;
    if request.outcome.is_some() {
        return Ok(Vec::new());
    }
    let line = line::store::find(conn)?;
    let staffed = seen(conn, request.shift, false, line.wall)?;
    let left = left_by(&staffed, &request);
    let asks = store::asks(conn, &[id])?;
    let declined = |person: PersonId| {
        let mut asks = asks.iter().filter(|ask| ask.person == person);
        asks.any(|ask| ask.answer == Some(Answer::Declined))
    };
    let last_asked = store::last_asked(conn)?;
    let week = week_of(request.span.starts, &line);
    let mut found = Vec::new();
    for (asker, name) in Asker::everybody(conn, request.span, &line)? {
        let person = asker.person;
        let place = (request.seat, request.span);
        let may = asker.refusals(&left, place, &line, now).is_empty();
        if !may || person == request.holder || declined(person) {
            continue;
        }
        let shared = asker.claims.iter().map(|claim| claim.span.shared(week));
        found.push(Suggestion {
            person,
            name,
            last_asked: last_asked.get(&person).copied(),
            worked: shared.fold(Duration::zero(), |sum, length| sum + length),
            wished: asker.availability.wished,
        });
    }
    Ok(cover::ranked(found))
}

/// The local week of a moment.
fn week_of(at: Moment, line: &Line) -> Span {
    let first = monday(line.wall.date(at));
    Span {
        starts: line.wall.midnight(first),
        ends: line.wall.midnight(first + Duration::days(7)),
    }
}

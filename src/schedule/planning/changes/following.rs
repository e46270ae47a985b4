//! Coming shifts follow a change of their template, with the people on them; or one follows a change of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::fill;
use crate::clock::Moment;
use crate::db::Conn;
use crate::error::Error;
use crate::id::{PersonId, ShiftId};
use crate::line;
use crate::schedule::calendar::{self, Planned};
use crate::schedule::planning::content::ApplyTo;
use crate::schedule::planning::store::{self, holidays, shifts};
use crate::schedule::planning::{Stays, reseated};
use crate::schedule::store as rows;
use crate::schedule::{Claim, Shift, Staffed, Template, changes};

/// What became of the coming shifts of a template.
#[derive(Debug, Default)]
pub struct Followed {
    /// Those that are otherwise than before.
    pub changed: Vec<ShiftId>,
    /// How many are new.
    pub made: usize,
    /// How many are no more.
    pub removed: usize,
    /// Those that stay as they are, and why.
    pub left: Vec<(Shift, Stays)>,
}

/// Which shifts are to follow, on whose word and when.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// Which.
    pub apply_to: ApplyTo,
    /// Who changed the template.
    pub by: PersonId,
    /// When.
    pub now: Moment,
}

/// What became of a shift.
enum Became {
    AsItWas,
    Another,
    Gone,
    Left(Stays),
}

/// Lets a changed template's coming shifts follow it, and makes those that it asks for anew.
pub fn follow(conn: &mut Conn, template: &Template, scope: Scope) -> Result<Followed, Error> {
    let wall = line::store::find(conn)?.wall;
    let coming = rows::shifts_of(conn, template.id, scope.now)?;
    let asked = asked_for(conn, template, &coming)?;
    let ids: Vec<ShiftId> = coming.iter().map(|shift| shift.id).collect();
    let history = shifts::with_history(conn, &ids)?;
    let mut coming = changes::staffed(conn, coming, wall)?;
    // Whoever moves makes way first: later shifts if all move to later.
    let later = coming.first().is_some_and(|first| {
        let to = asked.get(&first.shift.local_date);
        to.is_some_and(|to| to.span.starts > first.shift.span.starts)
    });
    if later {
        coming.reverse();
    }
    let mut followed = Followed::default();
    for staffed in coming {
        let planned = asked.get(&staffed.shift.local_date);
        let next = planned.map(|planned| as_planned(&staffed.shift, planned, template));
        match settle(conn, &staffed, next.as_ref(), &history, scope)? {
            Became::AsItWas => {}
            Became::Another => followed.changed.push(staffed.shift.id),
            Became::Gone => followed.removed += 1,
            Became::Left(why) => followed.left.push((staffed.shift, why)),
        }
    }
    followed.left.sort_by_key(|(shift, _)| shift.span.starts);
    followed.made = make_new(conn, template, scope)?;
    Ok(followed)
}

/// What the template asks for on the dates of these shifts.
fn asked_for(
    conn: &mut Conn,
    template: &Template,
    shifts: &[Shift],
) -> Result<BTreeMap<chrono::NaiveDate, Planned>, Error> {
    let dates = shifts.iter().map(|shift| shift.local_date);
    let Some((first, last)) = dates.clone().min().zip(dates.max()) else {
        return Ok(BTreeMap::new());
    };
    let wall = line::store::find(conn)?.wall;
    let holidays = holidays::between(conn, first, last)?;
    let planned = calendar::planned(template, wall, first, last, &holidays);
    Ok(planned
        .into_iter()
        .map(|one| (one.local_date, one))
        .collect())
}

fn as_planned(shift: &Shift, planned: &Planned, template: &Template) -> Shift {
    Shift {
        published: shift.published,
        cancelled: shift.cancelled,
        version: shift.version + 1,
        ..planned.shift(shift.id, shift.schedule, template)
    }
}

/// Makes what the template asks for anew: in drafts, and in published schedules only if their shifts follow too.
fn make_new(conn: &mut Conn, template: &Template, scope: Scope) -> Result<usize, Error> {
    let today = line::store::find(conn)?.wall.date(scope.now);
    let mut made = 0;
    for schedule in store::schedules_in(conn, (Some(today), None), None, i64::MAX)? {
        if schedule.published_at.is_none() || scope.apply_to == ApplyTo::PublishedToo {
            let only = std::slice::from_ref(template);
            made += fill(conn, &schedule, only, Some(scope.now), scope.now)?;
        }
    }
    Ok(made)
}

/// Lets one shift become what its template asks for, or go if it asks for none.
fn settle(
    conn: &mut Conn,
    staffed: &Staffed,
    next: Option<&Shift>,
    history: &BTreeSet<ShiftId>,
    scope: Scope,
) -> Result<Became, Error> {
    let shift = &staffed.shift;
    let settled = match next {
        Some(next) => is_the_same(shift, next),
        None => shift.cancelled,
    };
    if settled {
        return Ok(Became::AsItWas);
    }
    if shift.cancelled {
        return Ok(Became::Left(Stays::Cancelled));
    }
    if shift.published && scope.apply_to == ApplyTo::Drafts {
        return Ok(Became::Left(Stays::Published));
    }
    if let Some(next) = next {
        let stays = turn_into(conn, staffed, next, scope.now)?;
        return Ok(stays.map_or(Became::Another, Became::Left));
    }
    if !staffed.claims.is_empty() {
        return Ok(Became::Left(Stays::PeopleOnIt));
    }
    if shift.published || history.contains(&shift.id) {
        shifts::cancel(conn, shift.id, scope.by, scope.now)?;
    } else {
        shifts::delete(conn, shift.id)?;
    }
    Ok(Became::Gone)
}

fn is_the_same(shift: &Shift, next: &Shift) -> bool {
    (&shift.name, shift.span, &shift.needs) == (&next.name, next.span, &next.needs)
}

/// Makes a shift another one, and the people on it follow; or says why it stays as it is.
pub fn turn_into(
    conn: &mut Conn,
    staffed: &Staffed,
    next: &Shift,
    now: Moment,
) -> Result<Option<Stays>, Error> {
    let seated = match reseated(staffed, next) {
        Ok(seated) => seated,
        Err(why) => return Ok(Some(why)),
    };
    if next.span.starts <= now {
        return Ok(Some(Stays::AlreadyStarted));
    }
    let moved = staffed.shift.span != next.span;
    if moved && shifts::are_elsewhere(conn, &seated, (next.id, next.span))? {
        return Ok(Some(Stays::TwoPlaces));
    }
    let renamed = staffed.shift.name != next.name;
    let before = |claim: &Claim| staffed.claims.contains(claim);
    let told: Vec<Claim> = seated
        .into_iter()
        .filter(|claim| renamed || !before(claim))
        .collect();
    shifts::update(conn, next, &told, now)?;
    Ok(None)
}

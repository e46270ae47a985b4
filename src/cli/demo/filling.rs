//! Puts the fictional line into an empty database.

use std::io::Write;

use super::Login;
use crate::clock::Moment;
use crate::db::Conn;
use crate::demo::Plan;
use crate::error::Error;
use crate::line::Line;
use crate::role::Role;
use crate::schedule::Claim;
use crate::schedule::changes::places;
use crate::schedule::shift::{How, Release};
use crate::schedule::store::claims::{self, Given};
use crate::schedule::taking::store::Taken;
use crate::{calls, line, people, schedule, tallies};

/// All of the line, or nothing.
pub(super) fn fill(
    conn: &mut Conn,
    plan: &Plan,
    logins: &[Login],
    now: Moment,
) -> Result<(), Error> {
    for login in logins {
        people::store::insert(conn, &login.person, Some(&login.hash), now)?;
    }
    let supervisor = logins
        .iter()
        .find(|login| login.person.roles.contains(&Role::Supervisor));
    let supervisor = supervisor
        .ok_or_else(|| Error::Broken("the line has no supervisor".to_owned()))?
        .person
        .id;
    for template in &plan.templates {
        schedule::planning::store::insert_template(conn, template, now)?;
    }
    for (made, shifts) in &plan.schedules {
        let published_at = made.published_at.unwrap_or(now);
        schedule::planning::store::insert_schedule(conn, made, published_at)?;
        for shift in shifts {
            schedule::store::insert_shift(conn, shift)?;
        }
        schedule::planning::store::publish(conn, made, supervisor, published_at)?;
    }
    attend(conn, plan)?;
    for region in &plan.regions {
        line::store::insert_region(conn, region, now)?;
    }
    let line = line::store::find(conn)?;
    let changed = Line {
        fiscal_year: plan.fiscal_year,
        ..line
    };
    line::store::update(conn, &changed)?;
    let all = plan.calls.len();
    for (done, (call, filing)) in (1..).zip(&plan.calls) {
        calls::store::insert(conn, call, filing)?;
        if done % 500 == 0 || done == all {
            progress(done, all);
        }
    }
    beside_calls(conn, plan)
}

/// What was asked after calls, and what telephony counted of them.
fn beside_calls(conn: &mut Conn, plan: &Plan) -> Result<(), Error> {
    for taken in &plan.measures {
        calls::store::callers::insert_measure(conn, taken.call, &taken.measure, taken.on)?;
    }
    for debrief in &plan.debriefs {
        calls::store::debriefs::insert(conn, debrief)?;
        if let Some(by) = debrief.claim {
            calls::store::debriefs::claim(conn, debrief.id, by)?;
        }
        if let Some(by) = debrief.completion {
            calls::store::debriefs::complete(conn, debrief.id, by)?;
        }
    }
    for tally in &plan.tallies {
        tallies::store::insert(conn, tally, tally.hour.ends_at)?;
    }
    Ok(())
}

/// Who took which place, who gave one back late, and who came.
fn attend(conn: &mut Conn, plan: &Plan) -> Result<(), Error> {
    let give = |conn: &mut Conn, claim: &Claim| {
        let given = Given {
            id: claim.id,
            shift: claim.shift,
            seat: claim.seat,
            place: claim.place,
            person: claim.person,
            span: claim.span,
            by: claim.person,
            how: How::Claimed,
            override_reason: None,
        };
        places::give(conn, &given, claim.claimed_at)
    };
    // First, while their places are free.
    for (claim, at) in &plan.dropped_late {
        give(conn, claim)?;
        claims::release(conn, claim, (Release::Dropped, true), claim.person, *at)?;
    }
    for claim in &plan.claims {
        give(conn, claim)?;
    }
    for done in &plan.presence {
        let taken = Taken {
            claim: done.claim,
            step: done.step,
            at: done.at,
            by: done.by,
        };
        schedule::taking::store::insert(conn, taken)?;
    }
    Ok(())
}

/// On a line of its own that the next one covers.
fn progress(done: usize, all: usize) {
    let end = if done == all { "\n" } else { "" };
    let _nowhere_to_say_it = write!(std::io::stderr(), "\rwarmline: calls {done} of {all}{end}");
}

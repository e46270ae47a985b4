//! What the fictional line's peers did about their places: most say that they will come, and come.

use std::collections::BTreeSet;

use chrono::Duration;

use super::Chance;
use crate::calls::{Call, Filing};
use crate::clock::Moment;
use crate::id::{ClaimId, PersonId, ShiftId};
use crate::schedule::Claim;
use crate::schedule::presence::Step;

/// A step that somebody took, or that a supervisor recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// The place.
    pub claim: ClaimId,
    /// The step.
    pub step: Step,
    /// Who took or recorded it.
    pub by: PersonId,
    /// When.
    pub at: Moment,
}

/// What was done until now. Who took calls on a shift was there.
pub(super) fn steps(
    chance: &mut Chance,
    claims: &[Claim],
    calls: &[(Call, Filing)],
    supervisor: PersonId,
    now: Moment,
) -> Vec<Done> {
    let answered: BTreeSet<(ShiftId, PersonId)> = calls
        .iter()
        .filter_map(|(_, filing)| Some((filing.shift?, filing.peer)))
        .collect();
    let mut done = Vec::new();
    for claim in claims {
        let was_there = answered.contains(&(claim.shift, claim.person));
        done.extend(of(chance, claim, was_there, supervisor));
    }
    done.retain(|done| done.at <= now);
    done
}

/// What becomes of one place.
fn of(chance: &mut Chance, claim: &Claim, was_there: bool, supervisor: PersonId) -> Vec<Done> {
    let own = |step, at| Done {
        claim: claim.id,
        step,
        by: claim.person,
        at,
    };
    let mut done = Vec::new();
    if chance.percent(94.0) {
        let said_at = claim
            .span
            .starts
            .minus(Duration::minutes(chance.between(120, 1500)));
        done.push(own(Step::Confirmed, said_at.max(claim.claimed_at)));
    }
    if !was_there && chance.percent(3.0) {
        let missed_at = claim
            .span
            .starts
            .plus(Duration::minutes(chance.between(20, 50)));
        done.push(Done {
            by: supervisor,
            ..own(Step::NoShow, missed_at)
        });
        return done;
    }
    if was_there || chance.percent(97.0) {
        let came_at = Duration::minutes(chance.between(-8, 4));
        done.push(own(Step::CheckedIn, claim.span.starts.plus(came_at)));
        if chance.percent(90.0) {
            let went_at = Duration::minutes(chance.between(0, 12));
            done.push(own(Step::CheckedOut, claim.span.ends.plus(went_at)));
        }
    }
    done
}

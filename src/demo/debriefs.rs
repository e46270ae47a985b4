//! The fictional line's debriefs: asked for after hard calls, mostly held within two days, some still waiting.

use chrono::Duration;

use super::Chance;
use crate::calls::debriefs::{By, Debrief};
use crate::calls::{Call, Filing};
use crate::clock::Moment;
use crate::id::PersonId;

/// A debrief for each call after which one was asked for.
pub(super) fn debriefs(
    chance: &mut Chance,
    calls: &[(Call, Filing)],
    supervisors: &[PersonId],
    now: Moment,
) -> Vec<Debrief> {
    let wanted: Vec<&(Call, Filing)> = calls
        .iter()
        .filter(|(call, _)| call.record().debrief_requested)
        .collect();
    wanted
        .iter()
        .rev()
        .enumerate()
        .filter_map(|(newer, (call, filing))| {
            let asked_at = filing.logged_at;
            let person = chance.one_of(supervisors)?;
            let taken_on = asked_at.plus(Duration::minutes(chance.between(20, 1500)));
            let held = taken_on.plus(Duration::minutes(chance.between(30, 1800)));
            let by = |at| By { person, at };
            Some(Debrief {
                id: chance.id(asked_at),
                peer: filing.peer,
                call: Some(call.id()),
                asked_at,
                // The newest waits, and the one before it is taken on: there is something to do.
                claim: (taken_on <= now && newer > 0).then(|| by(taken_on)),
                completion: (held <= now && newer > 1).then(|| by(held)),
            })
        })
        .collect()
}

//! Changes to the schedule that the API and the command line share. Knows no request.

pub mod asker;
pub mod freeing;
pub mod places;

use std::collections::BTreeMap;

use super::{Claim, Shift, Staffed, eligibility, store};
use crate::db::Conn;
use crate::door::Actor;
use crate::error::{Error, Fault};
use crate::id::{PersonId, ShiftId};
use crate::line::Wall;
use crate::people::qualifications::QualificationCode;
use crate::people::store::qualifications;
use crate::people::{self, Person};
use crate::role::Role;

/// Shifts with who is on them, in the order given.
pub fn staffed(conn: &mut Conn, shifts: Vec<Shift>, wall: Wall) -> Result<Vec<Staffed>, Error> {
    let ids: Vec<ShiftId> = shifts.iter().map(|shift| shift.id).collect();
    let mut by_shift: BTreeMap<ShiftId, Vec<Claim>> = BTreeMap::new();
    for claim in store::claims_on(conn, &ids)? {
        by_shift.entry(claim.shift).or_default().push(claim);
    }
    let lead = QualificationCode::shift_lead();
    let holders = if shifts.iter().any(|shift| shift.needs.lead) {
        qualifications::holders(conn, lead)?
    } else {
        Vec::new()
    };
    let with_people = |shift: Shift| {
        let claims = by_shift.remove(&shift.id).unwrap_or_default();
        let on = wall.date(shift.span.starts);
        let may_lead = |claim: &&Claim| {
            let held = holders.iter().filter(|held| held.person == claim.person);
            let held: Vec<_> = held.cloned().collect();
            eligibility::holds(&held, lead, on)
        };
        let crew = claims
            .iter()
            .filter(|claim| claim.seat == super::Seat::Crew);
        let leads = crew.filter(may_lead).map(|claim| claim.person).collect();
        Staffed {
            shift,
            claims,
            leads,
        }
    };
    Ok(shifts.into_iter().map(with_people).collect())
}

/// A shift with who is on it.
pub fn staffed_one(conn: &mut Conn, id: ShiftId, wall: Wall) -> Result<Option<Staffed>, Error> {
    let shift = store::shift(conn, id)?;
    Ok(staffed(conn, shift.into_iter().collect(), wall)?.pop())
}

/// Whether who acts is a supervisor.
pub fn supervises(actor: &Actor) -> bool {
    actor.roles.contains(&Role::Supervisor)
}

/// A shift that was not cancelled, drafts only if asked for: others are as good as absent.
pub fn seen(conn: &mut Conn, id: ShiftId, drafts: bool, wall: Wall) -> Result<Staffed, Error> {
    staffed_one(conn, id, wall)?
        .filter(|staffed| staffed.shift.published || drafts)
        .filter(|staffed| !staffed.shift.cancelled)
        .ok_or_else(Error::not_found)
}

/// A peer: nobody else gets a place.
pub fn peer(conn: &mut Conn, id: PersonId) -> Result<Person, Error> {
    let person = people::store::find(conn, id)?.ok_or_else(Error::not_found)?;
    if person.roles.contains(&Role::Peer) {
        return Ok(person);
    }
    let detail = "Only peers take places on shifts.";
    Err(Error::conflict(vec![Fault::reason("not_a_peer", detail)]))
}

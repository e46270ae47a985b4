//! What swaps do to places, and what speaks against it: offering, accepting, approving, undoing.

mod offering;
mod sides;
mod steps;

pub use offering::offer;
pub use steps::{TakenUp, accept, approve, decline, refuse, undo, withdraw};

use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::id::{PersonId, ShiftId};
use crate::line::Wall;
use crate::people;
use crate::role::Role;
use crate::schedule::eligibility::Reason;
use crate::schedule::{Staffed, changes};

/// A shift that peers may see. A draft and one that was cancelled are as good as absent.
fn visible(conn: &mut Conn, id: ShiftId, wall: Wall) -> Result<Option<Staffed>, Error> {
    let staffed = changes::staffed_one(conn, id, wall)?;
    Ok(staffed.filter(|staffed| staffed.shift.published && !staffed.shift.cancelled))
}

fn is_peer(conn: &mut Conn, person: PersonId) -> Result<bool, Error> {
    let known = people::store::find(conn, person)?;
    Ok(known.is_some_and(|known| known.roles.contains(&Role::Peer)))
}

/// A reason that stands against another person than the asker.
fn told_to(pointer: String, reason: Reason) -> Fault {
    let detail = format!("What they would be told: {}", reason.sentence());
    Fault::at(pointer, reason.as_str(), detail)
}

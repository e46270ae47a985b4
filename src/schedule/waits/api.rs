//! The queue for a place over HTTP.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Wait, changes, store};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, PeerOrSupervisor};
use crate::error::Error;
use crate::http::{Created, Done, Found, Path};
use crate::id::{PersonId, ShiftId};
use crate::line;
use crate::role::Role;
use crate::schedule::changes::seen;
use crate::schedule::taking::api::{PlacePath, whom};

/// The queue of which shift.
#[derive(Deserialize, IntoParams)]
pub struct QueuePath {
    /// The shift.
    id: ShiftId,
}

/// Somebody who waits for a place.
#[derive(Serialize, ToSchema)]
pub struct WaitView {
    /// The shift.
    shift_id: ShiftId,
    /// Who waits.
    person_id: PersonId,
    /// What colleagues call them.
    name: String,
    /// Since when.
    asked_at: Moment,
    /// Where they stand: 1 is next.
    #[schema(minimum = 1)]
    position: usize,
}

/// Who waits for a place.
#[derive(Serialize, ToSchema)]
pub struct WaitList {
    /// Those who wait, in order; for a peer only themselves.
    items: Vec<WaitView>,
    /// Always null: few wait for one shift.
    next: Option<String>,
}

fn views(queue: Vec<Wait>) -> impl Iterator<Item = WaitView> {
    let numbered = queue.into_iter().zip(1..);
    numbered.map(|(wait, position)| WaitView {
        shift_id: wait.shift,
        person_id: wait.person,
        name: wait.name,
        asked_at: wait.asked_at,
        position,
    })
}

fn view(conn: &mut Conn, (shift, person): (ShiftId, PersonId)) -> Result<WaitView, Error> {
    let mut queue = views(store::open(conn, shift)?);
    let own = queue.find(|wait| wait.person_id == person);
    own.ok_or_else(Error::not_found)
}

/// Waits for a place on a full shift.
pub async fn wait(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<PlacePath>,
) -> Result<Created<WaitView>, Error> {
    let place = (asked.id, whom(&who, asked.person_id)?);
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let new = changes::wait(conn, place, &actor, now)?;
        let row = view(conn, place)?;
        Ok(Created { new, row })
    })
    .await
}

/// Waits no longer. Doing it again changes nothing.
pub async fn leave(who: As<PeerOrSupervisor>, Path(asked): Path<PlacePath>) -> Result<Done, Error> {
    let place = (asked.id, whom(&who, asked.person_id)?);
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| changes::leave(conn, place, &actor, now).map(|()| Done))
        .await
}

/// Who waits, in order; a peer is told where they stand themselves.
pub async fn list(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<QueuePath>,
) -> Result<Found<WaitList>, Error> {
    let (me, all) = (who.id(), who.is(Role::Supervisor));
    who.read(move |conn| {
        let wall = line::store::find(conn)?.wall;
        seen(conn, asked.id, all, wall)?;
        let queue = views(store::open(conn, asked.id)?);
        let items = queue.filter(|wait| all || wait.person_id == me).collect();
        Ok(Found(WaitList { items, next: None }))
    })
    .await
}

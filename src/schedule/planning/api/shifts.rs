//! Single shifts over HTTP: made for one date, read, changed, cancelled, restored.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::known_codes;
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, PeerOrSupervisor, Supervisor};
use crate::error::{Error, Fault};
use crate::http::{Body, Created, Done, IfMatch, Path, Versioned};
use crate::id::{PersonId, ShiftId};
use crate::line;
use crate::role::Role;
use crate::schedule::api::wire::{MayClaim, ShiftView};
use crate::schedule::calendar::Planned;
use crate::schedule::changes::asker::Asker;
use crate::schedule::changes::{self, freeing};
use crate::schedule::planning::Stays;
use crate::schedule::planning::changes::{one_off, turn_into};
use crate::schedule::planning::content::{OneOffBody, ShiftBody};
use crate::schedule::planning::store::shifts as rows;
use crate::schedule::shift::Release;
use crate::schedule::{Seat, Shift, Staffed, waits};

/// A shift's id.
#[derive(Deserialize, IntoParams)]
pub struct ShiftPath {
    /// The shift. A version 7 UUID that you make, if it is new.
    id: ShiftId,
}

/// A place that was taken back.
#[derive(Serialize, ToSchema)]
pub struct TakenBackView {
    /// Whose it was.
    person_id: PersonId,
    /// What colleagues call them.
    name: String,
    /// As what they were to be there.
    seat: Seat,
    /// When it was to start.
    starts_at: Moment,
    /// When it was to end.
    ends_at: Moment,
}

/// A shift that will not be.
#[derive(Serialize, ToSchema)]
pub struct CancellationView {
    /// The shift.
    shift_id: ShiftId,
    /// When it was cancelled.
    cancelled_at: Moment,
    /// By whom.
    cancelled_by: PersonId,
    /// Whose places were taken back: tell them.
    taken_back: Vec<TakenBackView>,
}

fn staffed(conn: &mut Conn, id: ShiftId) -> Result<Staffed, Error> {
    let wall = line::store::find(conn)?.wall;
    changes::staffed_one(conn, id, wall)?.ok_or_else(Error::not_found)
}

fn view(conn: &mut Conn, id: ShiftId) -> Result<ShiftView, Error> {
    Ok(ShiftView::new(&staffed(conn, id)?, None))
}

/// A shift with who is on it. Peers see those that are published and were not cancelled.
pub async fn show(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<ShiftPath>,
) -> Result<Versioned<ShiftView>, Error> {
    let (me, now) = (who.id(), who.now());
    let (is_peer, sees_all) = (who.is(Role::Peer), who.is(Role::Supervisor));
    who.read(move |conn| {
        let line = line::store::find(conn)?;
        let staffed = staffed(conn, asked.id)?;
        let shift = &staffed.shift;
        if !sees_all && (!shift.published || shift.cancelled) {
            return Err(Error::not_found());
        }
        let may_claim = if is_peer && !shift.cancelled {
            let mine = Asker::of(conn, me, [shift.span], &line)?;
            let place = (Seat::Crew, shift.span);
            Some(MayClaim::from(mine.refusals(&staffed, place, &line, now)))
        } else {
            None
        };
        Ok(Versioned {
            version: shift.version,
            row: ShiftView::new(&staffed, may_claim),
        })
    })
    .await
}

/// Makes a shift for one date, beside those that templates ask for. Peers see it from the next publication on.
pub async fn make(
    who: As<Supervisor>,
    Path(asked): Path<ShiftPath>,
    Body(body): Body<OneOffBody>,
) -> Result<Created<ShiftView>, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let codes = known_codes(conn)?;
        let (content, mut faults) = match body.parsed(&codes) {
            Ok(content) => (Some(content), Vec::new()),
            Err(faults) => (None, faults),
        };
        let planned = one_off::planned(conn, &body, content.as_ref(), &mut faults)?;
        let (Some(content), Some(planned)) = (content, planned) else {
            return Err(Error::invalid(faults));
        };
        let asked = one_off::Asked {
            id: asked.id,
            schedule: body.schedule_id,
            content,
            planned,
        };
        if let Some(known) = crate::schedule::store::shift(conn, asked.id)? {
            return if one_off::is_still(conn, &asked, &known)? {
                Ok(Created {
                    new: false,
                    row: view(conn, known.id)?,
                })
            } else {
                Err(Error::id_taken())
            };
        }
        if asked.planned.span.starts <= now {
            return Err(Error::conflict(vec![Stays::AlreadyStarted.fault()]));
        }
        one_off::insert(conn, &asked, now)?;
        audit::store::record(conn, now, &actor, Action::ShiftMade, asked.id)?;
        Ok(Created {
            new: true,
            row: view(conn, asked.id)?,
        })
    })
    .await
}

/// Changes one shift, with the people on it.
pub async fn change(
    who: As<Supervisor>,
    Path(asked): Path<ShiftPath>,
    if_match: IfMatch,
    Body(body): Body<ShiftBody>,
) -> Result<Versioned<ShiftView>, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let wall = line::store::find(conn)?.wall;
        let known = staffed(conn, asked.id)?;
        let shift = &known.shift;
        if_match.holds(shift.version)?;
        still_to_come(shift, now)?;
        if shift.cancelled {
            return Err(Error::conflict(vec![Stays::Cancelled.fault()]));
        }
        let codes = known_codes(conn)?;
        let content = body.parsed(&codes).map_err(Error::invalid)?;
        let planned = Planned::on(shift.local_date, content.times, wall)
            .ok_or_else(|| Error::invalid(vec![one_off::never()]))?;
        let next = Shift {
            name: content.name,
            span: planned.span,
            needs: content.needs,
            version: shift.version + 1,
            ..shift.clone()
        };
        if let Some(why) = turn_into(conn, &known, &next, now)? {
            return Err(Error::conflict(vec![why.fault()]));
        }
        audit::store::record(conn, now, &actor, Action::ShiftChanged, next.id)?;
        // There may be more room.
        waits::changes::fill(conn, next.id, &actor, now)?;
        Ok(Versioned {
            version: next.version,
            row: view(conn, next.id)?,
        })
    })
    .await
}

fn still_to_come(shift: &Shift, now: Moment) -> Result<(), Error> {
    if shift.span.starts > now {
        return Ok(());
    }
    let detail = "This shift has already begun.";
    let fault = Fault::reason("already_started", detail);
    Err(Error::conflict(vec![fault]))
}

/// Cancels a shift, and takes the places on it back.
pub async fn cancel(
    who: As<Supervisor>,
    Path(asked): Path<ShiftPath>,
) -> Result<Created<CancellationView>, Error> {
    let (now, actor, me) = (who.now(), who.actor(), who.id());
    who.write(move |conn| {
        let known = staffed(conn, asked.id)?;
        let before = rows::cancellation(conn, asked.id)?;
        let new = before.is_none();
        let (cancelled_at, cancelled_by) = before.unwrap_or((now, me));
        if new {
            still_to_come(&known.shift, now)?;
            for claim in &known.claims {
                freeing::take_back(conn, claim, Release::ShiftCancelled, &actor, now)?;
            }
            rows::cancel(conn, asked.id, me, now)?;
            audit::store::record(conn, now, &actor, Action::ShiftCancelled, asked.id)?;
        }
        let taken = rows::taken_back(conn, asked.id, cancelled_at)?;
        let taken =
            taken.into_iter().map(
                |(seat, person_id, name, starts_at, ends_at)| TakenBackView {
                    person_id,
                    name,
                    seat,
                    starts_at,
                    ends_at,
                },
            );
        let row = CancellationView {
            shift_id: asked.id,
            cancelled_at,
            cancelled_by,
            taken_back: taken.collect(),
        };
        Ok(Created { new, row })
    })
    .await
}

/// Lets a cancelled shift be again, with nobody on it. Doing it again changes nothing.
pub async fn restore(who: As<Supervisor>, Path(asked): Path<ShiftPath>) -> Result<Done, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let known = staffed(conn, asked.id)?;
        if known.shift.cancelled {
            still_to_come(&known.shift, now)?;
            rows::restore(conn, asked.id)?;
            audit::store::record(conn, now, &actor, Action::ShiftRestored, asked.id)?;
            waits::changes::fill(conn, asked.id, &actor, now)?;
        }
        Ok(Done)
    })
    .await
}

//! Taking part in shifts over HTTP: places taken, given and given back.

pub mod attendance;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::changes::{self, Got, Wish};
use crate::clock::Moment;
use crate::door::{As, PeerOrSupervisor};
use crate::error::Error;
use crate::http::{BodyIfAny, Created, Done, Path};
use crate::id::{PersonId, ShiftId};
use crate::people::named::PersonOrMe;
use crate::role::Role;
use crate::schedule::Seat;
use crate::schedule::eligibility::Reason;

/// Whose place on which shift.
#[derive(Deserialize, IntoParams)]
pub struct PlacePath {
    /// The shift.
    pub(in crate::schedule) id: ShiftId,
    /// The person's id, or `me`. Supervisors may name any peer, others only themselves.
    #[param(value_type = String)]
    pub(in crate::schedule) person_id: PersonOrMe,
}

/// For whom somebody acts: a supervisor for anybody, others for themselves.
pub(in crate::schedule) fn whom(
    who: &As<PeerOrSupervisor>,
    named: PersonOrMe,
) -> Result<PersonId, Error> {
    if who.is(Role::Supervisor) {
        Ok(named.id(who.id()))
    } else {
        named.only(who.id())
    }
}

/// What place is wished for. Without a body: one of the crew.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceWish {
    /// As what: `crew` if not said. A shadow learns and does not count.
    #[serde(default)]
    seat: Option<Seat>,
    /// Why a supervisor gives the place in spite of reasons against it: one line that gives nobody away.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 300)]
    override_reason: Option<String>,
}

/// A place that somebody holds.
#[derive(Serialize, ToSchema)]
pub struct ClaimView {
    /// The shift.
    shift_id: ShiftId,
    /// Who holds it.
    person_id: PersonId,
    /// As what they are there.
    seat: Seat,
    /// From when: the shift's start, or later if they hold a part of it.
    starts_at: Moment,
    /// Until when.
    ends_at: Moment,
    /// Since when they hold it.
    claimed_at: Moment,
    /// The reasons that were overridden just now; told once.
    overridden: Vec<Reason>,
}

impl ClaimView {
    pub(in crate::schedule) fn answer(got: Got) -> Created<Self> {
        let claim = got.claim;
        Created {
            new: got.new,
            row: Self {
                shift_id: claim.shift,
                person_id: claim.person,
                seat: claim.seat,
                starts_at: claim.span.starts,
                ends_at: claim.span.ends,
                claimed_at: claim.claimed_at,
                overridden: got.overridden,
            },
        }
    }
}

/// Takes a place on a shift, or gives it to a peer.
pub async fn claim(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<PlacePath>,
    BodyIfAny(body): BodyIfAny<PlaceWish>,
) -> Result<Created<ClaimView>, Error> {
    let person = whom(&who, asked.person_id)?;
    let (now, actor) = (who.now(), who.actor());
    let wished = body.as_ref().and_then(|body| body.seat);
    let wish = Wish {
        shift: asked.id,
        person,
        seat: wished.unwrap_or(Seat::Crew),
        override_reason: body.and_then(|body| body.override_reason),
    };
    who.write(move |conn| changes::take(conn, &wish, &actor, now).map(ClaimView::answer))
        .await
}

/// Gives a place back, all parts of it that have not begun. Doing it again changes nothing.
pub async fn drop_claim(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<PlacePath>,
) -> Result<Done, Error> {
    let place = (asked.id, whom(&who, asked.person_id)?);
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| changes::give_back(conn, place, &actor, now).map(|()| Done))
        .await
}

//! What is done about places: confirming, checking in and out, not coming.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{PlacePath, whom};
use crate::clock::Moment;
use crate::door::{As, PeerOrSupervisor, Supervisor};
use crate::error::Error;
use crate::http::cursor::{self, Cursor};
use crate::http::{Created, Done, Listed, Page, Path, Query};
use crate::id::{ClaimId, PersonId, ShiftId};
use crate::schedule::presence::Step;
use crate::schedule::taking::store::{self, Unconfirmed};
use crate::schedule::taking::{TO_CONFIRM, changes};
use crate::schedule::{Seat, Span};

/// Which places.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct UnconfirmedAsked {
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor<ClaimId>>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// What was done about a place.
#[derive(Serialize, ToSchema)]
pub struct StepView {
    /// The shift.
    shift_id: ShiftId,
    /// Whose place.
    person_id: PersonId,
    /// What was done.
    step: Step,
    /// When.
    done_at: Moment,
    /// By whom: its holder or a supervisor.
    done_by: PersonId,
}

/// A place that is not confirmed.
#[derive(Serialize, ToSchema)]
pub struct UnconfirmedView {
    /// The shift.
    shift_id: ShiftId,
    /// What people call the shift.
    shift_name: String,
    /// Who holds it.
    person_id: PersonId,
    /// What colleagues call them.
    name: String,
    /// As what they are there.
    seat: Seat,
    /// When it starts.
    starts_at: Moment,
    /// When it ends.
    ends_at: Moment,
}

impl From<Unconfirmed> for UnconfirmedView {
    fn from(place: Unconfirmed) -> Self {
        Self {
            shift_id: place.shift,
            shift_name: place.shift_name,
            person_id: place.person,
            name: place.name,
            seat: place.seat,
            starts_at: place.starts,
            ends_at: place.ends,
        }
    }
}

/// A page of places that are not confirmed.
#[derive(Serialize, ToSchema)]
pub struct UnconfirmedList {
    /// The places, the soonest first.
    items: Vec<UnconfirmedView>,
    /// The cursor of the next page.
    next: Option<String>,
}

impl Page for UnconfirmedList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// Places that start within 48 hours and are not confirmed.
pub async fn unconfirmed(
    who: As<Supervisor>,
    Query(asked): Query<UnconfirmedAsked>,
) -> Result<Listed<UnconfirmedList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let span = Span {
        starts: who.now(),
        ends: who.now().plus(TO_CONFIRM),
    };
    let rows = who.read(move |conn| store::unconfirmed(conn, span, asked.cursor, limit + 1));
    let (rows, next) = cursor::page(rows.await?, limit, |place| Cursor {
        at: place.starts,
        id: place.claim,
    });
    let items = rows.into_iter().map(UnconfirmedView::from).collect();
    Ok(Listed(UnconfirmedList { items, next }))
}

async fn noted(
    who: As<PeerOrSupervisor>,
    asked: PlacePath,
    step: Step,
) -> Result<Created<StepView>, Error> {
    let place = (asked.id, whom(&who, asked.person_id)?);
    let (now, actor) = (who.now(), who.actor());
    let noted = who.write(move |conn| changes::note(conn, place, step, &actor, now));
    Ok(view(place, noted.await?))
}

fn view(
    (shift, person): (ShiftId, PersonId),
    (taken, new): (store::Taken, bool),
) -> Created<StepView> {
    let row = StepView {
        shift_id: shift,
        person_id: person,
        step: taken.step,
        done_at: taken.at,
        done_by: taken.by,
    };
    Created { new, row }
}

/// Confirms a place: its holder will be there.
pub async fn confirm(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<PlacePath>,
) -> Result<Created<StepView>, Error> {
    noted(who, asked, Step::Confirmed).await
}

/// Checks in: the holder is there.
pub async fn check_in(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<PlacePath>,
) -> Result<Created<StepView>, Error> {
    noted(who, asked, Step::CheckedIn).await
}

/// Checks out: the holder has gone.
pub async fn check_out(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<PlacePath>,
) -> Result<Created<StepView>, Error> {
    noted(who, asked, Step::CheckedOut).await
}

/// Notes that somebody did not come.
pub async fn note_no_show(
    who: As<Supervisor>,
    Path(asked): Path<PlacePath>,
) -> Result<Created<StepView>, Error> {
    let place = (asked.id, asked.person_id.id(who.id()));
    let (now, actor) = (who.now(), who.actor());
    let noted = who.write(move |conn| changes::note(conn, place, Step::NoShow, &actor, now));
    Ok(view(place, noted.await?))
}

/// Takes back that somebody did not come. Doing it again changes nothing.
pub async fn take_no_show_back(
    who: As<Supervisor>,
    Path(asked): Path<PlacePath>,
) -> Result<Done, Error> {
    let place = (asked.id, asked.person_id.id(who.id()));
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| changes::take_no_show_back(conn, place, &actor, now).map(|()| Done))
        .await
}

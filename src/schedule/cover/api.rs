//! Cover over HTTP: asking for it, looking for somebody, taking a place over.

mod wire;

use serde::Deserialize;
use utoipa::IntoParams;

pub use wire::{
    AskView, CoverRequestList, CoverRequestView, NewCoverRequest, SuggestionList, SuggestionView,
};

use super::changes::{self, looking};
use super::store;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, As, PeerOrSupervisor};
use crate::error::Error;
use crate::http::cursor::{self, Cursor};
use crate::http::{Body, Created, Done, Found, Listed, Path, Query};
use crate::id::{CoverRequestId, PersonId};
use crate::people::named::PersonOrMe;
use crate::schedule::cover::Request;
use crate::schedule::taking::api::{ClaimView, whom};

/// A wish for cover.
#[derive(Clone, Copy, Deserialize, IntoParams)]
pub struct CoverPath {
    /// A version 7 UUID that you make when you ask for cover.
    id: CoverRequestId,
}

/// Somebody, and a wish for cover.
#[derive(Deserialize, IntoParams)]
pub struct CovererPath {
    /// The wish.
    id: CoverRequestId,
    /// The person's id, or `me`.
    #[param(value_type = String)]
    person_id: PersonOrMe,
}

/// Which wishes.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CoverAsked {
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor<CoverRequestId>>,
    /// How many at most, 1 to 200; 50 if not said. A page may hold fewer and yet have a next one.
    limit: Option<String>,
}

/// Asks that somebody take a place over. Its holder holds it until somebody does.
pub async fn ask_for_cover(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<CoverPath>,
    Body(new): Body<NewCoverRequest>,
) -> Result<Created<CoverRequestView>, Error> {
    let holder = new.person_id.map_or(PersonOrMe::Me, PersonOrMe::Person);
    let place = (new.shift_id, whom(&who, holder)?);
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    who.write(move |conn| {
        let (request, new) = changes::ask_for_cover(conn, asked.id, place, &actor, now)?;
        let row = view(conn, request, (&actor, me), now)?;
        Ok(Created { new, row })
    })
    .await
}

fn view(
    conn: &mut Conn,
    request: Request,
    (actor, me): (&Actor, PersonId),
    now: Moment,
) -> Result<CoverRequestView, Error> {
    let seen = looking::seen_by(conn, vec![request], actor, me, now)?;
    let seen = seen.into_iter().next().ok_or_else(Error::not_found)?;
    Ok(CoverRequestView::from(seen))
}

/// Open wishes for cover, the soonest place first: all of them for a supervisor; for a peer their own, those about which
/// they were asked, and those that they may answer.
pub async fn list(
    who: As<PeerOrSupervisor>,
    Query(asked): Query<CoverAsked>,
) -> Result<Listed<CoverRequestList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    who.read(move |conn| {
        let rows = store::open(conn, now, asked.cursor, limit + 1)?;
        let (rows, next) = cursor::page(rows, limit, |request| Cursor {
            at: request.span.starts,
            id: request.id,
        });
        let rows = looking::seen_by(conn, rows, &actor, me, now)?;
        let items = rows.into_iter().map(CoverRequestView::from).collect();
        Ok(Listed(CoverRequestList { items, next }))
    })
    .await
}

/// Withdraws a wish for cover. Doing it again changes nothing.
pub async fn withdraw(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<CoverPath>,
) -> Result<Done, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| changes::withdraw(conn, asked.id, &actor, now).map(|()| Done))
        .await
}

/// Whom to ask to take the place over, in order.
pub async fn suggestions(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<CoverPath>,
) -> Result<Found<SuggestionList>, Error> {
    let (now, actor) = (who.now(), who.actor());
    let found = who.read(move |conn| looking::suggestions(conn, asked.id, &actor, now));
    let items = found.await?.into_iter().map(SuggestionView::from).collect();
    Ok(Found(SuggestionList { items, next: None }))
}

/// Notes that a peer was asked to take the place over.
pub async fn ask(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<CovererPath>,
) -> Result<Created<AskView>, Error> {
    let place = (asked.id, asked.person_id.id(who.id()));
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let (ask, new) = changes::ask(conn, place, &actor, now)?;
        let row = AskView::from(ask);
        Ok(Created { new, row })
    })
    .await
}

/// Says no to taking the place over, after being asked.
pub async fn decline(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<CovererPath>,
) -> Result<Created<AskView>, Error> {
    let place = (asked.id, whom(&who, asked.person_id)?);
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let (ask, new) = changes::decline(conn, place, &actor, now)?;
        let row = AskView::from(ask);
        Ok(Created { new, row })
    })
    .await
}

/// Takes the place over.
pub async fn cover(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<CovererPath>,
) -> Result<Created<ClaimView>, Error> {
    let place = (asked.id, whom(&who, asked.person_id)?);
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| changes::cover(conn, place, &actor, now).map(ClaimView::answer))
        .await
}

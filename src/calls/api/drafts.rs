//! Drafts: calls in progress, kept for a day and for their author alone.

use serde::Serialize;
use utoipa::ToSchema;

use super::CallPath;
use super::logging::in_a_known_region;
use crate::audit::{self, Action};
use crate::calls::drafts::{Draft, LIFE, MOST};
use crate::calls::store;
use crate::calls::store::drafts::Saved;
use crate::clock::Moment;
use crate::door::{As, Peer};
use crate::error::{Error, Fault};
use crate::http::{Body, Created, Done, Found, Path};
use crate::id::CallId;

/// A call in progress.
#[derive(Serialize, ToSchema)]
pub struct DraftView {
    /// The id that the call will have: log it under this id, and the draft is gone.
    id: CallId,
    /// When it was saved last.
    saved_at: Moment,
    /// When it will be destroyed unless it is saved again.
    expires_at: Moment,
    /// What is known of the call.
    record: Draft,
}

impl From<Saved> for DraftView {
    fn from(saved: Saved) -> Self {
        Self {
            id: saved.id,
            saved_at: saved.at,
            expires_at: saved.at.plus(LIFE),
            record: saved.draft,
        }
    }
}

/// One's own drafts: 20 at most.
#[derive(Serialize, ToSchema)]
pub struct DraftList {
    /// The one saved last first.
    items: Vec<DraftView>,
}

/// Saves a draft in place of the one before.
pub async fn save(
    who: As<Peer>,
    Path(asked): Path<CallPath>,
    Body(draft): Body<Draft>,
) -> Result<Created<DraftView>, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    let faults = draft.faults(now);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    who.write(move |conn| {
        if store::find(conn, asked.id)?.is_some() {
            return Err(Error::id_taken());
        }
        let others = store::drafts::of(conn, me, now)?;
        let known = others.iter().any(|other| other.id == asked.id);
        if !known && others.len() >= MOST {
            let detail = "You have 20 drafts. Log or discard one of them first.";
            return Err(Error::conflict(vec![Fault::reason(
                "too_many_drafts",
                detail,
            )]));
        }
        if let Some(said) = &draft.demographics {
            in_a_known_region(conn, said)?;
        }
        let saved = Saved {
            id: asked.id,
            at: now,
            draft: draft.clone(),
        };
        store::drafts::save(conn, me, &saved)?;
        audit::store::record(conn, now, &actor, Action::DraftSaved, asked.id)?;
        Ok(Created {
            new: !known,
            row: saved.into(),
        })
    })
    .await
}

/// A draft of one's own.
pub async fn show(who: As<Peer>, Path(asked): Path<CallPath>) -> Result<Found<DraftView>, Error> {
    let (me, now) = (who.id(), who.now());
    let found = who
        .read(move |conn| store::drafts::find(conn, me, asked.id, now))
        .await?;
    found
        .map(|saved| Found(saved.into()))
        .ok_or_else(Error::not_found)
}

/// Destroys a draft of one's own.
pub async fn discard(who: As<Peer>, Path(asked): Path<CallPath>) -> Result<Done, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    who.write(move |conn| {
        store::drafts::find(conn, me, asked.id, now)?.ok_or_else(Error::not_found)?;
        store::drafts::delete(conn, me, asked.id)?;
        audit::store::record(conn, now, &actor, Action::DraftDiscarded, asked.id)?;
        Ok(Done)
    })
    .await
}

/// One's own drafts.
pub async fn list(who: As<Peer>) -> Result<Found<DraftList>, Error> {
    let (me, now) = (who.id(), who.now());
    let drafts = who
        .read(move |conn| store::drafts::of(conn, me, now))
        .await?;
    Ok(Found(DraftList {
        items: drafts.into_iter().map(DraftView::from).collect(),
    }))
}

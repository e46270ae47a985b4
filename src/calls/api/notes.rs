//! The note of a call: written once by its author, read by them and by supervisors, and gone after 30 days.

use std::sync::Arc;

use actix_web::web::{Data, block};
use chrono::Datelike;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CallPath;
use crate::audit::{self, Action};
use crate::calls::note::{self, MonthKeys};
use crate::calls::store::notes::{self, LockedNote};
use crate::calls::{Filing, store};
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, Peer, PeerOrSupervisor};
use crate::error::{Error, Fault};
use crate::http::{Body, Created, Done, Found, Part, Path, Sketch};
use crate::id::{CallId, PersonId};
use crate::line::{self, Line};
use crate::reports::periods::Month;
use crate::role::Role;

/// The keys of notes, of which there is one a month.
pub struct NoteKeys(pub Arc<dyn MonthKeys>);

impl Part for Data<NoteKeys> {
    fn sketch(_sketch: &mut Sketch) {}
}

impl NoteKeys {
    /// Reads or makes the month's key and locks the text.
    async fn lock(&self, call: CallId, month: Month, text: String) -> Result<String, Error> {
        let keys = Arc::clone(&self.0);
        let lock = move || {
            let safe = keys.of_this_month(month)?;
            safe.lock(chance::once(), call.as_str(), text.as_bytes())
        };
        block(lock).await.map_err(Error::broken)?
    }

    /// The text of a note; none once its key is gone.
    async fn open(&self, note: LockedNote) -> Result<Option<String>, Error> {
        let keys = Arc::clone(&self.0);
        let open = move || {
            let Some(safe) = keys.kept(note.month)? else {
                return Ok(None);
            };
            let text = safe.open(note.call_id.as_str(), &note.locked);
            let text =
                text.ok_or_else(|| Error::broken("a note was not locked with its month's key"))?;
            String::from_utf8(text)
                .map(Some)
                .map_err(|_bytes| Error::broken("a note is no text"))
        };
        block(open).await.map_err(Error::broken)?
    }
}

/// A note to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// 1 to 500 characters that tell nobody who called.
    #[schema(min_length = 1, max_length = 500)]
    text: String,
    /// That what may be the name of a person is none. Looked at only if there is such a thing.
    #[serde(default)]
    #[schema(default = false)]
    names_acknowledged: bool,
}

/// A note.
#[derive(Serialize, ToSchema)]
pub struct NoteView {
    /// What was written.
    text: String,
    /// When.
    written_at: Moment,
    /// When it is destroyed.
    kept_until: Moment,
}

impl NoteView {
    fn new(text: String, written_at: Moment) -> Self {
        Self {
            text,
            written_at,
            kept_until: written_at.plus(note::KEPT),
        }
    }
}

/// Whose call it is and when it was logged, and its note unless that is due to be destroyed.
fn look(
    conn: &mut Conn,
    call: CallId,
    now: Moment,
) -> Result<Option<(Filing, Option<LockedNote>)>, Error> {
    let Some((_, filing)) = store::find(conn, call)? else {
        return Ok(None);
    };
    let note = notes::find(conn, call)?;
    let note = note.filter(|note| note.written_at > note::due_before(now));
    Ok(Some((filing, note)))
}

/// Adds a note to a call of mine.
pub async fn add(
    who: As<Peer>,
    keys: Data<NoteKeys>,
    Path(asked): Path<CallPath>,
    Body(new): Body<NewNote>,
) -> Result<Created<NoteView>, Error> {
    let (me, now, actor, call) = (who.id(), who.now(), who.actor(), asked.id);
    let facts = move |conn: &mut Conn| Ok((line::store::find(conn)?, look(conn, call, now)?));
    let (line, found) = who.read(facts).await?;
    let (filing, kept) = found
        .filter(|(filing, _)| filing.peer == me)
        .ok_or_else(Error::not_found)?;
    if let Some(kept) = kept {
        return again(&keys, kept, new.text).await;
    }
    let month = may_add(&line, &filing, &new, now)?;
    let note = LockedNote {
        call_id: call,
        month,
        locked: keys.lock(call, month, new.text.clone()).await?,
        written_at: now,
    };
    who.write(move |conn| {
        note::may_write(filing.logged_at, now, line::store::find(conn)?.notes_on)?;
        if notes::find(conn, call)?.is_some() {
            return Err(there_already());
        }
        notes::insert(conn, &note)?;
        audit::store::record(conn, now, &actor, Action::NoteKept, call)
    })
    .await?;
    Ok(Created {
        new: true,
        row: NoteView::new(new.text, now),
    })
}

/// The month whose key locks the note, if the note may be added.
fn may_add(line: &Line, filing: &Filing, new: &NewNote, now: Moment) -> Result<Month, Error> {
    note::may_write(filing.logged_at, now, line.notes_on)?;
    let today = line.wall.date(now);
    let faults = note::faults(&new.text, new.names_acknowledged, today.year());
    if faults.is_empty() {
        Ok(Month::of(today))
    } else {
        Err(Error::invalid(faults))
    }
}

/// A note sent again: the same answer for the same text.
async fn again(
    keys: &NoteKeys,
    kept: LockedNote,
    text: String,
) -> Result<Created<NoteView>, Error> {
    let written_at = kept.written_at;
    if keys.open(kept).await?.is_some_and(|known| known == text) {
        return Ok(Created {
            new: false,
            row: NoteView::new(text, written_at),
        });
    }
    Err(there_already())
}

fn there_already() -> Error {
    let detail = "This call has a note. A note is not edited: take it away, and write it anew.";
    Error::conflict(vec![Fault::reason("note_is_there", detail)])
}

/// Who may see a call's note: its author, and supervisors.
fn sees(me: PersonId, is_supervisor: bool, filing: &Filing) -> bool {
    is_supervisor || filing.peer == me
}

/// The note of a call.
pub async fn show(
    who: As<PeerOrSupervisor>,
    keys: Data<NoteKeys>,
    Path(asked): Path<CallPath>,
) -> Result<Found<NoteView>, Error> {
    let (me, now, actor, call) = (who.id(), who.now(), who.actor(), asked.id);
    let is_supervisor = who.is(Role::Supervisor);
    let seen = who.read(move |conn| look(conn, call, now)).await?;
    let found = match seen {
        // Who reads another's note is told of together with the look at it.
        Some((filing, Some(_))) if filing.peer != me && is_supervisor => {
            who.append(move |conn| {
                audit::store::record(conn, now, &actor, Action::NoteRead, call)?;
                look(conn, call, now)
            })
            .await?
        }
        seen => seen.filter(|(filing, _)| filing.peer == me),
    };
    let kept = found.and_then(|(_, note)| note);
    let kept = kept.ok_or_else(Error::not_found)?;
    let written_at = kept.written_at;
    let text = keys.open(kept).await?.ok_or_else(Error::not_found)?;
    Ok(Found(NoteView::new(text, written_at)))
}

/// Takes a note away.
pub async fn take_away(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<CallPath>,
) -> Result<Done, Error> {
    let (me, now, actor, call) = (who.id(), who.now(), who.actor(), asked.id);
    let is_supervisor = who.is(Role::Supervisor);
    who.write(move |conn| {
        let seen = look(conn, call, now)?
            .filter(|(filing, note)| sees(me, is_supervisor, filing) && note.is_some());
        if seen.is_none() || !notes::delete(conn, call)? {
            return Err(Error::not_found());
        }
        audit::store::record(conn, now, &actor, Action::NoteDestroyed, call)?;
        Ok(Done)
    })
    .await
}

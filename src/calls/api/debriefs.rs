//! Debriefs: asked for by peers, taken on and held by supervisors.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::audit::{self, Action};
use crate::calls::debriefs::{By, Debrief, State};
use crate::calls::store;
use crate::calls::store::debriefs::Wanted;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, Peer, PeerOrSupervisor, Supervisor};
use crate::error::{Error, Fault};
use crate::http::cursor::{self, Cursor};
use crate::http::{Body, Created, Done, Listed, Page, Path, Query};
use crate::id::{CallId, DebriefId, PersonId};
use crate::role::Role;

/// A debrief's id.
#[derive(Clone, Copy, Deserialize, IntoParams)]
pub struct DebriefPath {
    /// A version 7 UUID: you make it when you ask for a debrief.
    id: DebriefId,
}

/// A wish to talk.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDebrief {
    /// About which call of your own, if about one.
    #[serde(default)]
    call_id: Option<CallId>,
}

/// Which debriefs.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DebriefsAsked {
    /// Only those that have come so far.
    #[param(inline)]
    state: Option<State>,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor<DebriefId>>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// A talk that a peer asked for.
#[derive(Serialize, ToSchema)]
pub struct DebriefView {
    /// Its id.
    id: DebriefId,
    /// Who asked for it.
    peer_id: PersonId,
    /// About which call; null if about none.
    call_id: Option<CallId>,
    /// When it was asked for.
    asked_at: Moment,
    /// How far it has come.
    state: State,
    /// Whole minutes from asking until it was held, or until now.
    #[schema(minimum = 0)]
    waited_minutes: i64,
    /// Which supervisor took it on.
    claimed_by: Option<PersonId>,
    /// When.
    claimed_at: Option<Moment>,
    /// Which supervisor held it.
    completed_by: Option<PersonId>,
    /// When.
    completed_at: Option<Moment>,
}

impl DebriefView {
    fn new(debrief: &Debrief, now: Moment) -> Self {
        Self {
            id: debrief.id,
            peer_id: debrief.peer,
            call_id: debrief.call,
            asked_at: debrief.asked_at,
            state: debrief.state(),
            waited_minutes: debrief.wait(now).num_minutes(),
            claimed_by: debrief.claim.map(|claim| claim.person),
            claimed_at: debrief.claim.map(|claim| claim.at),
            completed_by: debrief.completion.map(|held| held.person),
            completed_at: debrief.completion.map(|held| held.at),
        }
    }
}

/// A page of debriefs.
#[derive(Serialize, ToSchema)]
pub struct DebriefList {
    /// The debriefs, the oldest first.
    items: Vec<DebriefView>,
    /// The cursor of the next page.
    next: Option<String>,
}

impl Page for DebriefList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// Asks for a debrief.
pub async fn ask(
    who: As<Peer>,
    Path(asked): Path<DebriefPath>,
    Body(new): Body<NewDebrief>,
) -> Result<Created<DebriefView>, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    who.write(move |conn| {
        if let Some(known) = store::debriefs::find(conn, asked.id)? {
            if (known.peer, known.call) != (me, new.call_id) {
                return Err(Error::id_taken());
            }
            let row = DebriefView::new(&known, now);
            return Ok(Created { new: false, row });
        }
        if let Some(call) = new.call_id {
            may_be_about(conn, call, me)?;
        }
        let debrief = Debrief {
            id: asked.id,
            peer: me,
            call: new.call_id,
            asked_at: now,
            claim: None,
            completion: None,
        };
        store::debriefs::insert(conn, &debrief)?;
        audit::store::record(conn, now, &actor, Action::DebriefRequested, asked.id)?;
        Ok(Created {
            new: true,
            row: DebriefView::new(&debrief, now),
        })
    })
    .await
}

/// A debrief is about a call of one's own, and a call has one.
fn may_be_about(conn: &mut Conn, call: CallId, me: PersonId) -> Result<(), Error> {
    let own = store::find(conn, call)?.filter(|(_, filing)| filing.peer == me);
    if own.is_none() {
        let detail = "You have logged no such call.";
        let fault = Fault::at("/call_id", "unknown_call", detail);
        return Err(Error::invalid(vec![fault]));
    }
    if store::debriefs::about(conn, call)?.is_some() {
        let detail = "A debrief was asked for after this call already.";
        let reason = Fault::at("/call_id", "already_asked", detail);
        return Err(Error::conflict(vec![reason]));
    }
    Ok(())
}

/// Debriefs, the oldest first: a peer's own, or all of them for a supervisor.
pub async fn list(
    who: As<PeerOrSupervisor>,
    Query(asked): Query<DebriefsAsked>,
) -> Result<Listed<DebriefList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let now = who.now();
    let wanted = Wanted {
        peer: (!who.is(Role::Supervisor)).then(|| who.id()),
        state: asked.state,
        after: asked.cursor,
        ..Wanted::default()
    };
    let rows = who.read(move |conn| store::debriefs::list(conn, &wanted, limit + 1));
    let (rows, next) = cursor::page(rows.await?, limit, |debrief| Cursor {
        at: debrief.asked_at,
        id: debrief.id,
    });
    let items = rows.iter().map(|one| DebriefView::new(one, now)).collect();
    Ok(Listed(DebriefList { items, next }))
}

/// Takes a debrief on.
pub async fn claim(
    who: As<Supervisor>,
    Path(asked): Path<DebriefPath>,
) -> Result<Created<DebriefView>, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    who.write(move |conn| {
        let debrief = store::debriefs::find(conn, asked.id)?.ok_or_else(Error::not_found)?;
        let theirs = debrief.may_claim(me)?;
        if !theirs {
            let by = By {
                person: me,
                at: now,
            };
            store::debriefs::claim(conn, asked.id, by)?;
            audit::store::record(conn, now, &actor, Action::DebriefClaimed, asked.id)?;
        }
        shown(conn, asked.id, !theirs, now)
    })
    .await
}

/// Gives a debrief back to the queue.
pub async fn give_back(who: As<Supervisor>, Path(asked): Path<DebriefPath>) -> Result<Done, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    who.write(move |conn| {
        let debrief = store::debriefs::find(conn, asked.id)?.ok_or_else(Error::not_found)?;
        if debrief.may_give_back(me)? {
            store::debriefs::give_back(conn, asked.id)?;
            audit::store::record(conn, now, &actor, Action::DebriefGivenBack, asked.id)?;
        }
        Ok(Done)
    })
    .await
}

/// Says that a debrief was held.
pub async fn complete(
    who: As<Supervisor>,
    Path(asked): Path<DebriefPath>,
) -> Result<Created<DebriefView>, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    who.write(move |conn| {
        let debrief = store::debriefs::find(conn, asked.id)?.ok_or_else(Error::not_found)?;
        let known = debrief.may_complete(me)?;
        if !known {
            let by = By {
                person: me,
                at: now,
            };
            store::debriefs::complete(conn, asked.id, by)?;
            audit::store::record(conn, now, &actor, Action::DebriefDone, asked.id)?;
        }
        shown(conn, asked.id, !known, now)
    })
    .await
}

fn shown(
    conn: &mut Conn,
    id: DebriefId,
    new: bool,
    now: Moment,
) -> Result<Created<DebriefView>, Error> {
    let debrief = store::debriefs::find(conn, id)?.ok_or_else(Error::not_found)?;
    let row = DebriefView::new(&debrief, now);
    Ok(Created { new, row })
}

//! Rows of debriefs: asked for, claimed, held.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::calls::debriefs::{By, Debrief, State};
use crate::calls::record::HARDEST;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{calls, debrief_claims, debrief_completions, debriefs};
use crate::error::Error;
use crate::http::cursor::Cursor;
use crate::id::{CallId, DebriefId, PersonId};

type Asked = (DebriefId, PersonId, Option<CallId>, Moment);
type Done = Option<(PersonId, Moment)>;

fn debrief(((id, peer, call, asked_at), claim, completion): (Asked, Done, Done)) -> Debrief {
    let by = |done: Done| done.map(|(person, at)| By { person, at });
    Debrief {
        id,
        peer,
        call,
        asked_at,
        claim: by(claim),
        completion: by(completion),
    }
}

/// Which debriefs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Only this peer's.
    pub peer: Option<PersonId>,
    /// Only this one.
    pub id: Option<DebriefId>,
    /// Only the one about this call.
    pub call: Option<CallId>,
    /// Only those that have come so far.
    pub state: Option<State>,
    /// Only those after this one in the list.
    pub after: Option<Cursor<DebriefId>>,
}

/// Debriefs, the oldest first, so many at most.
pub fn list(conn: &mut Conn, wanted: &Wanted, limit: i64) -> Result<Vec<Debrief>, Error> {
    let mut query = debriefs::table
        .left_join(debrief_claims::table)
        .left_join(debrief_completions::table)
        .order((debriefs::asked_at, debriefs::id))
        .limit(limit)
        .select((
            (
                debriefs::id,
                debriefs::peer_id,
                debriefs::call_id,
                debriefs::asked_at,
            ),
            (debrief_claims::supervisor_id, debrief_claims::claimed_at).nullable(),
            (
                debrief_completions::supervisor_id,
                debrief_completions::completed_at,
            )
                .nullable(),
        ))
        .into_boxed();
    if let Some(peer) = wanted.peer {
        query = query.filter(debriefs::peer_id.eq(peer));
    }
    if let Some(id) = wanted.id {
        query = query.filter(debriefs::id.eq(id));
    }
    if let Some(call) = wanted.call {
        query = query.filter(debriefs::call_id.eq(call));
    }
    let claimed = debrief_claims::debrief_id.nullable();
    let held = debrief_completions::debrief_id.nullable();
    query = match wanted.state {
        None => query,
        Some(State::Waiting) => query.filter(claimed.is_null()).filter(held.is_null()),
        Some(State::Claimed) => query.filter(claimed.is_not_null()).filter(held.is_null()),
        Some(State::Done) => query.filter(held.is_not_null()),
    };
    if let Some(Cursor { at, id }) = wanted.after {
        let later = debriefs::asked_at.gt(at);
        query = query.filter(later.or(debriefs::asked_at.eq(at).and(debriefs::id.gt(id))));
    }
    let rows: Vec<(Asked, Done, Done)> = query.load(conn)?;
    Ok(rows.into_iter().map(debrief).collect())
}

/// A debrief.
pub fn find(conn: &mut Conn, id: DebriefId) -> Result<Option<Debrief>, Error> {
    let wanted = Wanted {
        id: Some(id),
        ..Wanted::default()
    };
    Ok(list(conn, &wanted, 1)?.pop())
}

/// The debrief about a call.
pub fn about(conn: &mut Conn, call: CallId) -> Result<Option<Debrief>, Error> {
    let wanted = Wanted {
        call: Some(call),
        ..Wanted::default()
    };
    Ok(list(conn, &wanted, 1)?.pop())
}

/// Adds a debrief.
pub fn insert(conn: &mut Conn, new: &Debrief) -> Result<(), Error> {
    diesel::insert_into(debriefs::table)
        .values((
            debriefs::id.eq(new.id),
            debriefs::peer_id.eq(new.peer),
            debriefs::call_id.eq(new.call),
            debriefs::asked_at.eq(new.asked_at),
        ))
        .execute(conn)
        .map_err(|error| Error::from(error).or_id_taken())?;
    Ok(())
}

/// Adds a claim.
pub fn claim(conn: &mut Conn, id: DebriefId, by: By) -> Result<(), Error> {
    diesel::insert_into(debrief_claims::table)
        .values((
            debrief_claims::debrief_id.eq(id),
            debrief_claims::supervisor_id.eq(by.person),
            debrief_claims::claimed_at.eq(by.at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes a claim away.
pub fn give_back(conn: &mut Conn, id: DebriefId) -> Result<(), Error> {
    diesel::delete(debrief_claims::table.find(id)).execute(conn)?;
    Ok(())
}

/// Adds a completion.
pub fn complete(conn: &mut Conn, id: DebriefId, by: By) -> Result<(), Error> {
    diesel::insert_into(debrief_completions::table)
        .values((
            debrief_completions::debrief_id.eq(id),
            debrief_completions::supervisor_id.eq(by.person),
            debrief_completions::completed_at.eq(by.at),
        ))
        .execute(conn)?;
    Ok(())
}

/// When a peer's last hard call ended: one that did to them the most that a call can do.
pub fn last_hard_call(conn: &mut Conn, peer: PersonId) -> Result<Option<Moment>, Error> {
    Ok(calls::table
        .filter(calls::peer_id.eq(peer))
        .filter(calls::peer_impact.eq(i32::from(HARDEST)))
        .select(diesel::dsl::max(calls::ended_at))
        .first(conn)?)
}

/// When each peer's last call that was as hard as can be ended, of those that ended after a moment.
pub fn last_hard_calls(
    conn: &mut Conn,
    since: Moment,
) -> Result<BTreeMap<PersonId, Moment>, Error> {
    let rows = calls::table
        .filter(calls::peer_impact.eq(i32::from(HARDEST)))
        .filter(calls::ended_at.gt(since))
        .group_by(calls::peer_id)
        .select((calls::peer_id, diesel::dsl::max(calls::ended_at)))
        .load::<(PersonId, Option<Moment>)>(conn)?;
    let ended = rows.into_iter();
    Ok(ended.filter_map(|(peer, at)| Some((peer, at?))).collect())
}

//! Rows of drafts. Whose they are is part of every question: a draft is its author's alone.

use diesel::prelude::*;

use crate::calls::drafts::{Draft, LIFE};
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::drafts;
use crate::error::Error;
use crate::id::{CallId, PersonId};

/// A draft and when it was saved.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The id that the call will have.
    pub id: CallId,
    /// When it was saved last.
    pub at: Moment,
    /// What is known of the call.
    pub draft: Draft,
}

type Row = (CallId, Moment, String);

fn saved((id, at, record): Row) -> Result<Saved, Error> {
    let draft = serde_json::from_str(&record).map_err(Error::broken)?;
    Ok(Saved { id, at, draft })
}

/// A person's drafts that still live, the one saved last first.
pub fn of(conn: &mut Conn, peer: PersonId, now: Moment) -> Result<Vec<Saved>, Error> {
    let rows: Vec<Row> = drafts::table
        .filter(drafts::peer_id.eq(peer))
        .filter(drafts::saved_at.gt(now.minus(LIFE)))
        .order((drafts::saved_at.desc(), drafts::call_id.desc()))
        .select((drafts::call_id, drafts::saved_at, drafts::record))
        .load(conn)?;
    rows.into_iter().map(saved).collect()
}

/// A person's draft, if it still lives.
pub fn find(
    conn: &mut Conn,
    peer: PersonId,
    id: CallId,
    now: Moment,
) -> Result<Option<Saved>, Error> {
    let row: Option<Row> = drafts::table
        .find((peer, id))
        .filter(drafts::saved_at.gt(now.minus(LIFE)))
        .select((drafts::call_id, drafts::saved_at, drafts::record))
        .first(conn)
        .optional()?;
    row.map(saved).transpose()
}

/// Keeps a draft in place of the one before.
pub fn save(conn: &mut Conn, peer: PersonId, new: &Saved) -> Result<(), Error> {
    delete(conn, peer, new.id)?;
    let record = serde_json::to_string(&new.draft).map_err(Error::broken)?;
    diesel::insert_into(drafts::table)
        .values((
            drafts::peer_id.eq(peer),
            drafts::call_id.eq(new.id),
            drafts::saved_at.eq(new.at),
            drafts::record.eq(record),
        ))
        .execute(conn)?;
    Ok(())
}

/// Destroys a draft, and says whether it was there.
pub fn delete(conn: &mut Conn, peer: PersonId, id: CallId) -> Result<bool, Error> {
    Ok(diesel::delete(drafts::table.find((peer, id))).execute(conn)? > 0)
}

/// How many drafts were saved at this moment or before.
pub fn count_up_to(conn: &mut Conn, cutoff: Moment) -> Result<i64, Error> {
    Ok(drafts::table
        .filter(drafts::saved_at.le(cutoff))
        .count()
        .get_result(conn)?)
}

/// Destroys drafts that were saved at this moment or before, so many at most.
pub fn delete_up_to(conn: &mut Conn, cutoff: Moment, most: i64) -> Result<usize, Error> {
    let due: Vec<(PersonId, CallId)> = drafts::table
        .filter(drafts::saved_at.le(cutoff))
        .order(drafts::saved_at)
        .limit(most)
        .select((drafts::peer_id, drafts::call_id))
        .load(conn)?;
    for key in &due {
        diesel::delete(drafts::table.find(*key)).execute(conn)?;
    }
    Ok(due.len())
}

//! Retention as the server and the command line do it, notes included, and debriefs as they are asked for with a call.

use super::debriefs::Debrief;
use super::retention::Duty;
use super::store::notes;
use super::{Call, store};
use crate::audit::{self, Action};
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::Actor;
use crate::error::Error;
use crate::id::PersonId;
use crate::line;
use crate::reports::periods::Month;

/// The number of retention among the jobs that one process does at a time.
pub const RETENTION: i32 = 2;

/// The most rows that one change works on, so that others need not wait long for it.
pub const AT_ONCE: i64 = 200;

/// How many rows are due for a duty. Changes nothing.
pub fn due(conn: &mut Conn, duty: Duty, now: Moment) -> Result<i64, Error> {
    let cutoff = duty.cutoff(now);
    match duty {
        Duty::ExactTimes => store::retention::count_exact(conn, cutoff),
        Duty::Drafts => store::drafts::count_up_to(conn, cutoff),
        Duty::Notes => notes::count_up_to(conn, cutoff),
    }
}

/// Does a duty on [`AT_ONCE`] rows at most, tells of it in the audit log, and says on how many. What a crash
/// leaves is due again. Only in a [`crate::db::Db::job`].
pub fn carry_out(conn: &mut Conn, duty: Duty, actor: &Actor, now: Moment) -> Result<usize, Error> {
    let cutoff = duty.cutoff(now);
    let count = match duty {
        Duty::ExactTimes => {
            let wall = line::store::find(conn)?.wall;
            store::retention::coarsen(conn, cutoff, wall, now, AT_ONCE)?
        }
        Duty::Drafts => store::drafts::delete_up_to(conn, cutoff, AT_ONCE)?,
        // A few a month: one statement.
        Duty::Notes => notes::delete_up_to(conn, cutoff)?,
    };
    if count > 0 {
        let subject = format!("{duty}: {count}");
        audit::store::record(conn, now, actor, Action::RetentionDone, subject)?;
    }
    Ok(count)
}

/// Asks for a debrief if the record of a call does and none was asked for yet.
pub fn ask_for_debrief(
    conn: &mut Conn,
    call: &Call,
    peer: PersonId,
    actor: &Actor,
    now: Moment,
) -> Result<(), Error> {
    if !call.record().debrief_requested || store::debriefs::about(conn, call.id())?.is_some() {
        return Ok(());
    }
    let new = Debrief {
        id: chance::id(now),
        peer,
        call: Some(call.id()),
        asked_at: now,
        claim: None,
        completion: None,
    };
    store::debriefs::insert(conn, &new)?;
    audit::store::record(conn, now, actor, Action::DebriefRequested, new.id)
}

/// Tells that the key of a month's notes was destroyed.
pub fn record_key_destroyed(
    conn: &mut Conn,
    month: Month,
    actor: &Actor,
    now: Moment,
) -> Result<(), Error> {
    audit::store::record(conn, now, actor, Action::NoteKeyDestroyed, month.as_str())
}

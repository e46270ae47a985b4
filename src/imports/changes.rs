//! Taking rows of an older log, some at a time, so that an import that is stopped goes on where it was.

use super::rows::{Facts, Taken};
use super::store;
use crate::audit::{self, Action};
use crate::calls::{self, Filing, Since};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::Actor;
use crate::error::Error;
use crate::id::CallId;
use crate::keyed::Pen;
use crate::line::{self, Wall};
use crate::reports;
use crate::reports::periods::Month;
use crate::schedule;

/// What an import must know beside the log. `peer` is the e-mail of who answered every call.
pub fn facts(
    conn: &mut Conn,
    (name, zone): (&str, Option<Wall>),
    peer: Option<&str>,
    pen: Pen,
    now: Moment,
) -> Result<Facts, Error> {
    let peers = store::peers(conn)?;
    let peer = peer.map(|email| {
        let known = peers.get(&email.trim().to_lowercase()).copied();
        known.ok_or_else(|| Error::broken("No peer has an account with the e-mail of --peer."))
    });
    let regions = line::store::regions(conn)?;
    let line = line::store::find(conn)?;
    Ok(Facts {
        now,
        wall: zone.unwrap_or(line.wall),
        line,
        shredded: calls::store::callers::all_shredded(conn)?,
        name: name.to_owned(),
        pen,
        regions: regions.into_iter().map(|region| region.code).collect(),
        peer: peer.transpose()?,
        peers,
        taken: store::taken(conn, name)?,
    })
}

/// Takes some rows, and answers how many of them were not there yet.
pub fn take(
    conn: &mut Conn,
    name: &str,
    rows: &[Taken],
    actor: &Actor,
    now: Moment,
) -> Result<usize, Error> {
    let ids: Vec<CallId> = rows.iter().map(|row| row.call.id()).collect();
    let known = store::known(conn, &ids)?;
    let wall = line::store::find(conn)?.wall;
    let closed = reports::store::last_closed(conn)?;
    let mut new = 0;
    for row in rows.iter().filter(|row| !known.contains(&row.call.id())) {
        let started = row.call.record().started_at;
        let local_date = wall.date(started);
        let filing = Filing {
            peer: row.peer,
            shift: schedule::store::on_shift(conn, row.peer, started)?,
            logged_at: now,
            local_date,
            hour_of_week: wall.hour_of_week(started),
            posting_month: Month::of(local_date).posted(closed),
            caller_code: row.caller_code.clone(),
            since: Since::default(),
        };
        calls::store::insert(conn, &row.call, &filing)?;
        store::insert(conn, name, row.row, row.call.id())?;
        new += 1;
    }
    if let (Some(first), Some(last)) = (rows.first(), rows.last())
        && new > 0
    {
        let subject = format!("{name} rows {} to {}", first.row, last.row);
        audit::store::record(conn, now, actor, Action::CallsImported, subject)?;
    }
    Ok(new)
}

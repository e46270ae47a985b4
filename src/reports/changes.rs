//! Closing months: a closure is written at once, its release is made after it by a closer.

pub mod closer;
pub mod work;

use super::closings::Frozen;
use super::periods::{ClosingFacts, Month, may_close};
use super::staffing::Staffing;
use super::store;
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::Actor;
use crate::error::Error;
use crate::line::{self, Line};

/// A closed month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The month.
    pub month: Month,
    /// When it was closed.
    pub at: Moment,
    /// Whether it was closed just now.
    pub new: bool,
}

/// Closes a month: what counts in it is kept, and no call counts in it any more.
pub fn close(conn: &mut Conn, month: Month, actor: &Actor, now: Moment) -> Result<Closed, Error> {
    if let Some(at) = store::closings::closure(conn, month)? {
        return Ok(Closed {
            month,
            at,
            new: false,
        });
    }
    let line = line::store::find(conn)?;
    let facts = ClosingFacts {
        today: line.wall.date(now),
        last_closed: store::closings::last_closed(conn)?,
        earliest_posted: store::closings::earliest_posted(conn)?,
    };
    may_close(month, facts)?;
    store::closings::insert_closure(conn, month, actor.person, now)?;
    freeze(conn, month, &line, now)?;
    audit::store::record(conn, now, actor, Action::MonthClosed, month)?;
    Ok(Closed {
        month,
        at: now,
        new: true,
    })
}

/// Keeps what counts in a month.
fn freeze(conn: &mut Conn, month: Month, line: &Line, now: Moment) -> Result<(), Error> {
    let frozen = Frozen {
        facts: store::facts::of(conn, month)?,
        telephony: store::closings::telephony(conn, month)?,
        crews: Staffing::of(&store::crews::of(conn, month, line.wall)?),
    };
    store::closings::freeze(conn, month, &frozen, now)
}

/// The month that the line closes by itself by now, if there is one: the one after the last closed month, when its
/// closing day is over. The first month is closed by hand, for older logs may be still to be read in.
pub fn due(conn: &mut Conn, now: Moment) -> Result<Option<Month>, Error> {
    let line = line::store::find(conn)?;
    let last = store::closings::last_closed(conn)?;
    let Some((last, day)) = last.zip(line.closing_day) else {
        return Ok(None);
    };
    let month = last.next();
    let last_day = month.next().first() + chrono::Duration::days(i64::from(day) - 1);
    Ok((line.wall.date(now) > last_day).then_some(month))
}

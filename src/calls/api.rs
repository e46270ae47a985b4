//! Logging a call and reading calls: peers their own, supervisors all.

pub mod amendments;
pub mod callers;
pub mod debriefs;
pub mod drafts;
pub mod instruments;
pub mod logging;
pub mod notes;
pub mod versions;

use serde::{Deserialize, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::record::Record;
use super::store::{self, Wanted};
use super::words::ContactType;
use super::{Call, Filing};
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, As, PeerOrSupervisor};
use crate::error::Error;
use crate::http::cursor::{self, Cursor};
use crate::http::{Listed, Page, Path, Query, Versioned, joined};
use crate::id::{CallId, PersonId, ShiftId};
use crate::line::{self, When};
use crate::reports::periods::Month;
use crate::role::Role;

/// A call's id.
#[derive(Deserialize, IntoParams)]
pub struct CallPath {
    /// A version 7 UUID that you make. Sent again with the same body, the call is there once.
    id: CallId,
}

/// Which calls.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CallsAsked {
    /// Begun on or after this date or instant.
    #[param(value_type = Option<String>, example = "2026-11-01")]
    from: Option<When>,
    /// Begun before this date or instant.
    #[param(value_type = Option<String>, example = "2026-12-01")]
    to: Option<When>,
    /// Only of this type.
    #[param(inline)]
    contact_type: Option<ContactType>,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor<CallId>>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// What the server adds to a call.
#[derive(Serialize, ToSchema)]
struct CallHead {
    /// Its id.
    id: CallId,
    /// Who answered it.
    peer_id: PersonId,
    /// On which shift; null if on none.
    shift_id: Option<ShiftId>,
    /// When it was logged.
    logged_at: Moment,
    /// Whether that was more than 24 hours after it ended.
    late: bool,
    /// The month in whose figures it counts: its own, or if that is closed the earliest open one.
    posting_month: Month,
    /// Whole minutes it lasted, rounded down.
    #[schema(minimum = 0, maximum = 240)]
    minutes: u8,
    /// Raised with every amendment.
    #[schema(minimum = 1)]
    version: i32,
    /// When the exact times were cut to the hour, 72 hours after the call was logged; null while they are exact.
    coarsened_at: Option<Moment>,
}

/// A call.
#[derive(Serialize)]
pub struct CallView {
    #[serde(flatten)]
    head: CallHead,
    #[serde(flatten)]
    record: Record,
}

impl PartialSchema for CallView {
    fn schema() -> RefOr<Schema> {
        joined(CallHead::schema(), Record::schema())
    }
}

impl ToSchema for CallView {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        CallHead::schemas(schemas);
        Record::schemas(schemas);
    }
}

impl CallView {
    fn new(call: &Call, filing: &Filing) -> Self {
        let head = CallHead {
            id: call.id(),
            peer_id: filing.peer,
            shift_id: filing.shift,
            logged_at: filing.logged_at,
            late: filing.is_late(call),
            posting_month: filing.posting_month,
            minutes: call.minutes(),
            version: filing.since.version,
            coarsened_at: filing.since.coarsened_at,
        };
        Self {
            head,
            record: call.record().clone(),
        }
    }
}

/// A page of calls.
#[derive(Serialize, ToSchema)]
pub struct CallList {
    /// The calls, the newest first.
    items: Vec<CallView>,
    /// The cursor of the next page.
    next: Option<String>,
}

impl Page for CallList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// A call. Somebody else's is as good as absent, but to a supervisor.
pub async fn show(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<CallPath>,
) -> Result<Versioned<CallView>, Error> {
    let me = who.id();
    let found = if who.is(Role::Supervisor) {
        let (now, actor) = (who.now(), who.actor());
        who.append(move |conn| {
            let found = store::find(conn, asked.id)?;
            record_read(conn, found.as_slice(), now, &actor)?;
            Ok(found)
        })
        .await?
    } else {
        let found = who.read(move |conn| store::find(conn, asked.id)).await?;
        found.filter(|(_, filing)| filing.peer == me)
    };
    let (call, filing) = found.ok_or_else(Error::not_found)?;
    Ok(Versioned {
        version: filing.since.version,
        row: CallView::new(&call, &filing),
    })
}

/// Calls, the newest first: a peer's own, or all of them for a supervisor.
pub async fn list(
    who: As<PeerOrSupervisor>,
    Query(asked): Query<CallsAsked>,
) -> Result<Listed<CallList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let (rows, next) = if who.is(Role::Supervisor) {
        let (now, actor) = (who.now(), who.actor());
        who.append(move |conn| {
            let (rows, next) = page(conn, &asked, None, limit)?;
            record_read(conn, &rows, now, &actor)?;
            Ok((rows, next))
        })
        .await?
    } else {
        let me = who.id();
        who.read(move |conn| page(conn, &asked, Some(me), limit))
            .await?
    };
    let items = rows
        .iter()
        .map(|(call, filing)| CallView::new(call, filing))
        .collect();
    Ok(Listed(CallList { items, next }))
}

/// Calls with their filings, and the cursor of the next page.
type Rows = (Vec<(Call, Filing)>, Option<String>);

fn page(
    conn: &mut Conn,
    asked: &CallsAsked,
    peer: Option<PersonId>,
    limit: i64,
) -> Result<Rows, Error> {
    let wall = line::store::find(conn)?.wall;
    let wanted = Wanted {
        peer,
        from: asked.from.map(|when| when.on(wall)),
        to: asked.to.map(|when| when.on(wall)),
        contact_type: asked.contact_type,
        after: asked.cursor,
    };
    let rows = store::list(conn, &wanted, limit + 1)?;
    Ok(cursor::page(rows, limit, |(call, _)| Cursor {
        at: call.record().started_at,
        id: call.id(),
    }))
}

/// Tells of each call that it was read, unless its own author reads it.
fn record_read(
    conn: &mut Conn,
    read: &[(Call, Filing)],
    now: Moment,
    actor: &Actor,
) -> Result<(), Error> {
    let others = read
        .iter()
        .filter(|(_, filing)| Some(filing.peer) != actor.person);
    for (call, _) in others {
        audit::store::record(conn, now, actor, Action::CallRead, call.id())?;
    }
    Ok(())
}

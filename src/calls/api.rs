//! Logging a call and reading calls: peers their own, supervisors all.

pub mod amendments;
pub mod debriefs;
pub mod drafts;

use serde::{Deserialize, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::demographics::Demographics;
use super::record::Record;
use super::store::{self, Wanted};
use super::words::ContactType;
use super::{Call, Filing, Since, changes, retention};
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, As, Peer, PeerOrSupervisor};
use crate::error::{Error, Fault};
use crate::http::cursor::{self, Cursor};
use crate::http::{Body, Created, Listed, Page, Path, Query, Versioned, joined};
use crate::id::{CallId, PersonId, ShiftId};
use crate::line::{self, When};
use crate::reports;
use crate::reports::periods::Month;
use crate::role::Role;
use crate::schedule;

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

/// Logs a call.
pub async fn log(
    who: As<Peer>,
    Path(asked): Path<CallPath>,
    Body(record): Body<Record>,
) -> Result<Created<CallView>, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    let logged = match Call::new(asked.id, record.clone(), now) {
        Ok(call) => {
            who.append(move |conn| keep(conn, &call, me, now, &actor))
                .await
        }
        Err(faults) => Err(Error::invalid(faults)),
    };
    let refusal = match logged {
        Err(refusal @ Error::Refused(_)) => refusal,
        other => return other,
    };
    // Sent again? Then it was valid when it came first, however old it has grown since.
    let known = who.read(move |conn| again(conn, asked.id, me, &record));
    known.await?.ok_or(refusal)
}

fn keep(
    conn: &mut Conn,
    call: &Call,
    peer: PersonId,
    now: Moment,
    actor: &Actor,
) -> Result<Created<CallView>, Error> {
    in_a_known_region(conn, &call.record().demographics)?;
    let filing = file(conn, call, peer, now)?;
    store::insert(conn, call, &filing)?;
    audit::store::record(conn, now, actor, Action::CallLogged, call.id())?;
    store::drafts::delete(conn, peer, call.id())?;
    changes::ask_for_debrief(conn, call, peer, actor, now)?;
    Ok(Created {
        new: true,
        row: CallView::new(call, &filing),
    })
}

/// Refuses a region that the line does not know.
fn in_a_known_region(conn: &mut Conn, said: &Demographics) -> Result<(), Error> {
    if let Some(region) = said.region.given()
        && line::store::region(conn, region)?.is_none()
    {
        let detail = "The line has no such region; see /api/v1/regions.";
        let fault = Fault::at("/demographics/region", "unknown_region", detail);
        return Err(Error::invalid(vec![fault]));
    }
    Ok(())
}

/// A call sent again: the same answer for what was sent first, from the same peer, though it was amended or its times
/// were cut to the hour since.
fn again(
    conn: &mut Conn,
    id: CallId,
    me: PersonId,
    sent: &Record,
) -> Result<Option<Created<CallView>>, Error> {
    let Some((call, filing)) = store::find(conn, id)? else {
        return Ok(None);
    };
    let first = store::amendments::of(conn, id)?.into_iter().next();
    let first = first.map_or_else(|| call.record().clone(), |amendment| amendment.replaced);
    if filing.peer == me && first == as_kept(conn, &filing, sent)? {
        let row = CallView::new(&call, &filing);
        return Ok(Some(Created { new: false, row }));
    }
    Err(Error::id_taken())
}

/// What was sent, with times as exact as those that are kept of the call.
fn as_kept(conn: &mut Conn, filing: &Filing, sent: &Record) -> Result<Record, Error> {
    if filing.since.coarsened_at.is_none() {
        return Ok(sent.clone());
    }
    Ok(retention::coarse(sent, line::store::find(conn)?.wall))
}

/// What the server knows of a call: the shift it came in on, and the month it counts in.
fn file(conn: &mut Conn, call: &Call, peer: PersonId, now: Moment) -> Result<Filing, Error> {
    let wall = line::store::find(conn)?.wall;
    let started = call.record().started_at;
    let shift = schedule::store::on_shift(conn, peer, started)?;
    let local_date = wall.date(started);
    let closed = reports::store::last_closed(conn)?;
    Ok(Filing {
        peer,
        shift,
        logged_at: now,
        local_date,
        hour_of_week: wall.hour_of_week(started),
        posting_month: Month::of(local_date).posted(closed),
        caller_code: None,
        since: Since::default(),
    })
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

//! Logging a call: once, however often it is sent.

use actix_web::web::Data;

use super::CallPath;
use super::callers::{self, Codebook, LoggedCall};
use crate::audit::{self, Action};
use crate::calls::demographics::Demographics;
use crate::calls::measures::Measure;
use crate::calls::record::Record;
use crate::calls::sent::Sent;
use crate::calls::{Call, Filing, Since, changes, retention, store};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, As, Peer};
use crate::error::{Error, Fault};
use crate::http::{Body, Created, Path};
use crate::id::{CallId, PersonId};
use crate::line;
use crate::reports;
use crate::reports::periods::Month;
use crate::schedule;

/// Logs a call.
pub async fn log(
    who: As<Peer>,
    Path(asked): Path<CallPath>,
    Body(sent): Body<Sent>,
    codebook: Data<Codebook>,
) -> Result<Created<LoggedCall>, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    let (mut faults, started_at) = (sent.beside.faults(), sent.record.started_at);
    let (code, wrong) = codebook.read(&who, &sent.beside, started_at).await?;
    faults.extend(wrong);
    let (record, measure) = (sent.record, sent.beside.measure);
    let logged = match valid(Call::new(asked.id, record.clone(), now), faults) {
        Ok(call) => {
            let (code, measure) = (code.clone(), measure.clone());
            let alone = measure.is_some();
            let keep = move |conn: &mut Conn| {
                let filing = file(conn, &call, (me, code.clone()), now)?;
                keep(conn, (&call, &filing), measure.as_ref(), &actor)
            };
            // Whether a measure was taken lately is asked while nobody else takes one.
            if alone {
                who.write(keep).await
            } else {
                who.append(keep).await
            }
        }
        Err(faults) => Err(Error::invalid(faults)),
    };
    let refusal = match logged {
        Err(refusal @ Error::Refused(_)) => refusal,
        other => return other,
    };
    // Sent again? Then it was valid when it came first, however old it has grown since.
    let sent = (record, code, measure);
    let known = who.read(move |conn| again(conn, asked.id, me, &sent, now));
    known.await?.ok_or(refusal)
}

/// The call, or all that is wrong with it and with what came beside it.
fn valid(call: Result<Call, Vec<Fault>>, beside: Vec<Fault>) -> Result<Call, Vec<Fault>> {
    match call {
        Ok(call) if beside.is_empty() => Ok(call),
        Ok(_) => Err(beside),
        Err(faults) => Err(faults.into_iter().chain(beside).collect()),
    }
}

fn keep(
    conn: &mut Conn,
    (call, filing): (&Call, &Filing),
    measure: Option<&Measure>,
    actor: &Actor,
) -> Result<Created<LoggedCall>, Error> {
    to_what_is_known(conn, call.record())?;
    let now = filing.logged_at;
    store::insert(conn, call, filing)?;
    audit::store::record(conn, now, actor, Action::CallLogged, call.id())?;
    store::drafts::delete(conn, filing.peer, call.id())?;
    changes::ask_for_debrief(conn, call, filing.peer, actor, now)?;
    if let Some(measure) = measure {
        callers::keep_measure(conn, (call, filing), measure, actor)?;
    }
    callers::answer(conn, (call, filing), measure, true, now)
}

/// Refuses a region and services that the line does not know.
pub(super) fn to_what_is_known(conn: &mut Conn, record: &Record) -> Result<(), Error> {
    in_a_known_region(conn, &record.demographics)?;
    let faults = store::pointed_to::faults(conn, record)?;
    if faults.is_empty() {
        return Ok(());
    }
    Err(Error::invalid(faults))
}

/// Refuses a region that the line does not know.
pub(super) fn in_a_known_region(conn: &mut Conn, said: &Demographics) -> Result<(), Error> {
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
    (sent, code, measure): &(Record, Option<String>, Option<Measure>),
    now: Moment,
) -> Result<Option<Created<LoggedCall>>, Error> {
    let Some((call, filing)) = store::find(conn, id)? else {
        return Ok(None);
    };
    let first = store::amendments::of(conn, id)?.into_iter().next();
    let first = first.map_or_else(|| call.record().clone(), |amendment| amendment.replaced);
    let same_record = first == as_kept(conn, &filing, sent)?;
    let taken = store::callers::measure(conn, id)?;
    let same_beside = filing.caller_code == *code && taken == *measure;
    if filing.peer != me || !same_record || !same_beside {
        return Err(Error::id_taken());
    }
    callers::answer(conn, (&call, &filing), taken.as_ref(), false, now).map(Some)
}

/// What was sent, with times as exact as those that are kept of the call.
pub(super) fn as_kept(conn: &mut Conn, filing: &Filing, sent: &Record) -> Result<Record, Error> {
    if filing.since.coarsened_at.is_none() {
        return Ok(sent.clone());
    }
    Ok(retention::coarse(sent, line::store::find(conn)?.wall))
}

/// What the server knows of a call: the shift it came in on, and the month it counts in.
pub(super) fn file(
    conn: &mut Conn,
    call: &Call,
    (peer, caller_code): (PersonId, Option<String>),
    now: Moment,
) -> Result<Filing, Error> {
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
        caller_code,
        since: Since::default(),
    })
}

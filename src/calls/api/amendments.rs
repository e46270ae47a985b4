//! Amending calls: authors for a day, supervisors with a reason.

use chrono::Datelike;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::CallView;
use super::logging::{as_kept, file, to_what_is_known};
use crate::audit::{self, Action};
use crate::calls::amendments::{Asker, MOST_VERSIONS, amended, may_amend, reason_faults};
use crate::calls::record::Record;
use crate::calls::store::amendments::Amendment;
use crate::calls::{Call, Filing, Since, changes as together, store};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, As, PeerOrSupervisor};
use crate::error::{Error, Fault};
use crate::http::{Body, Created, IfMatch, Path};
use crate::id::{AmendmentId, CallId, PersonId};
use crate::role::Role;
use crate::{line, reports};

/// A change of a call.
#[derive(Clone, Copy, Deserialize, IntoParams)]
pub struct AmendmentPath {
    /// Which call.
    id: CallId,
    /// A version 7 UUID that you make. Sent again with the same body, the call is changed once.
    amendment_id: AmendmentId,
}

/// A call as it should have been logged.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAmendment {
    /// The whole record.
    record: Record,
    /// Why: needed from a supervisor. Nothing of who called.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 300)]
    reason: Option<String>,
}

/// Who amends, and when.
struct Amender {
    me: PersonId,
    is_supervisor: bool,
    now: Moment,
    actor: Actor,
}

/// Amends a call on the version that was read.
pub async fn amend(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<AmendmentPath>,
    if_match: IfMatch,
    Body(new): Body<NewAmendment>,
) -> Result<Created<CallView>, Error> {
    let by = Amender {
        me: who.id(),
        is_supervisor: who.is(Role::Supervisor),
        now: who.now(),
        actor: who.actor(),
    };
    who.write(move |conn| {
        let (call, filing) = store::find(conn, asked.id)?
            .filter(|(_, filing)| by.is_supervisor || filing.peer == by.me)
            .ok_or_else(Error::not_found)?;
        if let Some(known) = store::amendments::find(conn, asked.amendment_id)? {
            return again(conn, (&call, &filing), &known, by.me, &new);
        }
        if_match.holds(filing.since.version)?;
        keep(conn, asked.amendment_id, (&call, &filing), &by, &new)
    })
    .await
}

/// An amendment sent again: the call as it is by now.
fn again(
    conn: &mut Conn,
    (call, filing): (&Call, &Filing),
    known: &Amendment,
    me: PersonId,
    sent: &NewAmendment,
) -> Result<Created<CallView>, Error> {
    // What an amendment made, the next one replaced.
    let later = store::amendments::of(conn, call.id())?;
    let next = later.into_iter().find(|one| one.version > known.version);
    let made = next.map_or_else(|| call.record().clone(), |next| next.replaced);
    let is_same = (known.call, known.by) == (call.id(), me) && known.reason == reason_of(sent);
    if is_same && made == as_kept(conn, filing, &sent.record)? {
        let row = CallView::new(call, filing);
        return Ok(Created { new: false, row });
    }
    Err(Error::id_taken())
}

fn keep(
    conn: &mut Conn,
    id: AmendmentId,
    (call, filing): (&Call, &Filing),
    by: &Amender,
    new: &NewAmendment,
) -> Result<Created<CallView>, Error> {
    let (wall, closed) = (
        line::store::find(conn)?.wall,
        reports::store::last_closed(conn)?,
    );
    let asker = Asker {
        is_author: filing.peer == by.me,
        is_supervisor: by.is_supervisor,
    };
    may_amend(asker, filing.logged_at, new.reason.is_some(), by.now)?;
    if filing.since.version >= MOST_VERSIONS {
        let detail = "This call was amended so often that it takes no further amendment.";
        let reason = Fault::reason("too_many_amendments", detail);
        return Err(Error::conflict(vec![reason]));
    }
    let changed = whole(call, filing, new, (wall, by.now))?;
    to_what_is_known(conn, changed.record())?;
    let after_closing = closed.is_some_and(|closed| filing.posting_month <= closed);
    let refiled = refile(conn, &changed, filing, after_closing)?;
    let amendment = Amendment {
        id,
        call: call.id(),
        version: refiled.since.version,
        at: by.now,
        by: by.me,
        reason: reason_of(new),
        after_closing,
        replaced: call.record().clone(),
    };
    store::amendments::insert(conn, &amendment, &changed, &refiled)?;
    audit::store::record(conn, by.now, &by.actor, Action::CallAmended, call.id())?;
    together::ask_for_debrief(conn, &changed, filing.peer, &by.actor, by.now)?;
    Ok(Created {
        new: true,
        row: CallView::new(&changed, &refiled),
    })
}

/// The call as it will be, or all faults of record and reason.
fn whole(
    call: &Call,
    filing: &Filing,
    new: &NewAmendment,
    (wall, now): (line::Wall, Moment),
) -> Result<Call, Error> {
    let year = wall.date(now).year();
    let reason = new.reason.as_deref();
    let mut faults = reason.map_or_else(Vec::new, |reason| reason_faults(reason, year));
    let coarse = filing.since.coarsened_at.map(|_at| wall);
    let changed = match amended(call, &new.record, filing.logged_at, coarse) {
        Ok(changed) => Some(changed),
        Err(wrong) => {
            let within = wrong.into_iter().map(|fault| Fault {
                pointer: fault.pointer.map(|pointer| format!("/record{pointer}")),
                ..fault
            });
            faults.extend(within);
            None
        }
    };
    changed
        .filter(|_| faults.is_empty())
        .ok_or_else(|| Error::invalid(faults))
}

/// Where the changed call belongs. A call of a closed month stays in it: its figures are released.
fn refile(
    conn: &mut Conn,
    changed: &Call,
    filing: &Filing,
    after_closing: bool,
) -> Result<Filing, Error> {
    let since = Since {
        version: filing.since.version + 1,
        ..filing.since
    };
    let kept = Filing {
        since,
        ..filing.clone()
    };
    // A coarse start tells no more of the shift than what was found with the exact one.
    if since.coarsened_at.is_some() {
        return Ok(kept);
    }
    let known = (filing.peer, filing.caller_code.clone());
    let anew = file(conn, changed, known, filing.logged_at)?;
    Ok(Filing {
        shift: anew.shift,
        local_date: anew.local_date,
        hour_of_week: anew.hour_of_week,
        posting_month: if after_closing {
            filing.posting_month
        } else {
            anew.posting_month
        },
        ..kept
    })
}

fn reason_of(new: &NewAmendment) -> Option<String> {
    new.reason.as_deref().map(|reason| reason.trim().to_owned())
}

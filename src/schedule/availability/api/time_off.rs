//! Days off over HTTP. Places held in them stay held, and are shown: somebody must decide about each.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::exceptions::withdrawn;
use super::{PersonPath, known_person, whose};
use crate::audit::{self, Action};
use crate::clock::{Date, Moment};
use crate::db::Conn;
use crate::door::{As, PeerOrSupervisor, Supervisor};
use crate::error::{Error, Fault};
use crate::http::cursor::{self, Cursor};
use crate::http::{Body, Created, Done, Listed, Page, Path, Query};
use crate::id::{ClaimId, PersonId, ShiftId, TimeOffId};
use crate::line::{self, Wall};
use crate::people::named::PersonOrMe;
use crate::role::Role;
use crate::schedule::availability::store;
use crate::schedule::availability::store::time_off::{self as rows, TimeOff, Wanted};
use crate::schedule::availability::{Away, LONGEST_AWAY};
use crate::schedule::overview::store::{self as places, Place};
use crate::schedule::{Seat, Span};

/// Which of whose days off.
#[derive(Deserialize, IntoParams)]
pub struct TimeOffPath {
    /// The person's id, or `me`.
    #[param(value_type = String)]
    person_id: PersonOrMe,
    /// A version 7 UUID that you make.
    id: TimeOffId,
}

/// Which page of somebody's days off.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct TheirsAsked {
    /// Only those that end on this date or later; today if not said.
    #[param(value_type = Option<String>, example = "2026-11-23")]
    from: Option<Date>,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor<TimeOffId>>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// Which days off.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct AllAsked {
    /// Only those that end on this date or later.
    #[param(value_type = String, example = "2026-11-23")]
    from: Date,
    /// Only those that start before this date, at most 366 days after `from`.
    #[param(value_type = String, example = "2026-12-07")]
    to: Date,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor<TimeOffId>>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// Days on which somebody is away.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeOffBody {
    /// The first day.
    starts_on: Date,
    /// The last day: at most a year after the first, and at most two years from today.
    ends_on: Date,
}

/// A place that somebody holds although they are away.
#[derive(Serialize, ToSchema)]
pub struct HeldMeanwhile {
    /// The place.
    claim_id: ClaimId,
    /// The shift.
    shift_id: ShiftId,
    /// What people call it.
    name: String,
    /// As what they would be there.
    seat: Seat,
    /// When the place starts.
    starts_at: Moment,
    /// When it ends.
    ends_at: Moment,
}

/// Days on which somebody is away.
#[derive(Serialize, ToSchema)]
pub struct TimeOffView {
    /// Its id.
    id: TimeOffId,
    /// Who is away.
    person_id: PersonId,
    /// What colleagues call them.
    name: String,
    /// The first day.
    starts_on: NaiveDate,
    /// The last day.
    ends_on: NaiveDate,
    /// When it was recorded.
    recorded_at: Moment,
    /// The places that they hold meanwhile, by start. They stay theirs until somebody gives them back.
    conflicts: Vec<HeldMeanwhile>,
}

impl TimeOffView {
    fn new(off: &TimeOff, held: &[Place], wall: Wall) -> Self {
        let away = off.away.span(wall);
        let meanwhile = |place: &&Place| place.person == off.person && place.span.overlaps(away);
        let conflicts = held.iter().filter(meanwhile).map(|place| HeldMeanwhile {
            claim_id: place.claim,
            shift_id: place.shift,
            name: place.name.clone(),
            seat: place.seat,
            starts_at: place.span.starts,
            ends_at: place.span.ends,
        });
        Self {
            id: off.id,
            person_id: off.person,
            name: off.name.clone(),
            starts_on: off.away.starts_on,
            ends_on: off.away.ends_on,
            recorded_at: off.recorded_at,
            conflicts: conflicts.collect(),
        }
    }

    /// Days off with the places held in them, drafts only if asked for.
    fn all(conn: &mut Conn, off: &[TimeOff], drafts: bool) -> Result<Vec<Self>, Error> {
        let wall = line::store::find(conn)?.wall;
        let spans = off.iter().map(|off| off.away.span(wall));
        let whole = spans.reduce(|a, b| Span {
            starts: a.starts.min(b.starts),
            ends: a.ends.max(b.ends),
        });
        let people: Vec<PersonId> = off.iter().map(|off| off.person).collect();
        let held = match whole {
            Some(span) => places::places(conn, &places::Wanted::all(&people, span, drafts))?,
            None => Vec::new(),
        };
        let views = off.iter().map(|off| Self::new(off, &held, wall));
        Ok(views.collect())
    }
}

/// A page of days off.
#[derive(Serialize, ToSchema)]
pub struct TimeOffList {
    /// By their first day.
    items: Vec<TimeOffView>,
    /// The cursor of the next page.
    next: Option<String>,
}

impl Page for TimeOffList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

impl TimeOffList {
    fn page(conn: &mut Conn, wanted: Wanted, limit: i64, drafts: bool) -> Result<Self, Error> {
        let off = rows::list(conn, wanted, limit + 1)?;
        let (off, next) = cursor::page(off, limit, |off| store::place(off.away.starts_on, off.id));
        let items = TimeOffView::all(conn, &off, drafts)?;
        Ok(Self { items, next })
    }
}

/// Somebody's days off, from today on if nothing else is said.
pub async fn list(
    who: As<PeerOrSupervisor>,
    Path(path): Path<PersonPath>,
    Query(asked): Query<TheirsAsked>,
) -> Result<Listed<TimeOffList>, Error> {
    let person = whose(&who, path.person_id)?;
    let limit = cursor::limit(asked.limit.as_deref())?;
    let (now, drafts) = (who.now(), who.is(Role::Supervisor));
    who.read(move |conn| {
        known_person(conn, person)?;
        let today = line::store::find(conn)?.wall.date(now);
        let wanted = Wanted {
            person: Some(person),
            from: asked.from.map_or(today, Date::day),
            before: None,
            after: asked.cursor,
        };
        TimeOffList::page(conn, wanted, limit, drafts).map(Listed)
    })
    .await
}

/// Everybody's days off.
pub async fn list_all(
    who: As<Supervisor>,
    Query(asked): Query<AllAsked>,
) -> Result<Listed<TimeOffList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let (from, to) = (asked.from.day(), asked.to.day());
    if to <= from || to - from > LONGEST_AWAY {
        let detail = "to is after from, and at most 366 days after it.";
        let fault = Fault::at("/to", "out_of_range", detail);
        return Err(Error::invalid(vec![fault]));
    }
    who.read(move |conn| {
        let wanted = Wanted {
            person: None,
            from,
            before: Some(to),
            after: asked.cursor,
        };
        TimeOffList::page(conn, wanted, limit, true).map(Listed)
    })
    .await
}

/// Records days off. The answer shows the places that the person holds meanwhile; they stay theirs.
pub async fn record(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<TimeOffPath>,
    Body(body): Body<TimeOffBody>,
) -> Result<Created<TimeOffView>, Error> {
    let person = whose(&who, asked.person_id)?;
    let (now, actor, by) = (who.now(), who.actor(), who.id());
    let drafts = who.is(Role::Supervisor);
    let away = Away {
        starts_on: body.starts_on.day(),
        ends_on: body.ends_on.day(),
    };
    who.write(move |conn| {
        let name = known_person(conn, person)?.name;
        let known = rows::find(conn, asked.id)?;
        let off = match known {
            Some(known) if (known.person, known.away) != (person, away) => {
                return Err(Error::id_taken());
            }
            Some(known) if known.withdrawn_at.is_some() => return Err(withdrawn()),
            Some(known) => (false, known),
            None => {
                let today = line::store::find(conn)?.wall.date(now);
                let faults = away.faults(today);
                if !faults.is_empty() {
                    return Err(Error::invalid(faults));
                }
                let new = TimeOff {
                    id: asked.id,
                    person,
                    name,
                    away,
                    recorded_at: now,
                    withdrawn_at: None,
                };
                rows::insert(conn, &new, by)?;
                audit::store::record(conn, now, &actor, Action::TimeOffRecorded, new.id)?;
                (true, new)
            }
        };
        let (new, off) = off;
        let row = TimeOffView::all(conn, &[off], drafts)?.pop();
        let row = row.ok_or_else(|| Error::broken("time off was lost"))?;
        Ok(Created { new, row })
    })
    .await
}

/// Takes days off back. Doing it again changes nothing.
pub async fn withdraw(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<TimeOffPath>,
) -> Result<Done, Error> {
    let person = whose(&who, asked.person_id)?;
    let (now, actor, by) = (who.now(), who.actor(), who.id());
    who.write(move |conn| {
        let known = rows::find(conn, asked.id)?
            .filter(|known| known.person == person)
            .ok_or_else(Error::not_found)?;
        if known.withdrawn_at.is_none() {
            rows::withdraw(conn, known.id, by, now)?;
            audit::store::record(conn, now, &actor, Action::TimeOffWithdrawn, known.id)?;
        }
        Ok(Done)
    })
    .await
}

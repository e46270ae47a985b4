//! Publishing over HTTP: each version with who, when, and what it changed for whom.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::schedules::{SchedulePath, known};
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, Supervisor};
use crate::error::{Error, Fault};
use crate::http::{Created, Done, Listed, Page, Path, Query, cursor};
use crate::id::{PersonId, ScheduleId, ShiftId};
use crate::schedule::planning::store::publications::{self as rows, Publication, Told};
use crate::schedule::planning::{PlaceChange, changes};

/// Which versions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PublicationsAsked {
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// What a publication changed for somebody.
#[derive(Serialize, ToSchema)]
pub struct ChangeView {
    /// Whose place it is.
    person_id: PersonId,
    /// What colleagues call them.
    name: String,
    /// The shift.
    shift_id: ShiftId,
    /// What changed since they last saw the schedule.
    change: PlaceChange,
    /// When their place starts now, or started if it was removed.
    starts_at: Moment,
    /// When it ends.
    ends_at: Moment,
}

impl From<Told> for ChangeView {
    fn from(told: Told) -> Self {
        Self {
            person_id: told.seen.person,
            name: told.name,
            shift_id: told.seen.shift,
            change: told.change,
            starts_at: told.seen.span.starts,
            ends_at: told.seen.span.ends,
        }
    }
}

/// A version of a schedule that peers saw or see.
#[derive(Serialize, ToSchema)]
pub struct PublicationView {
    /// The schedule.
    schedule_id: ScheduleId,
    /// Its number, from 1.
    #[schema(minimum = 1)]
    version: i32,
    /// Since when peers saw it.
    published_at: Moment,
    /// Who published it.
    published_by: PersonId,
    /// Until when; null while it is in force.
    withdrawn_at: Option<Moment>,
    /// What it changed for whom, by name and time.
    changes: Vec<ChangeView>,
}

/// A page of versions.
#[derive(Serialize, ToSchema)]
pub struct PublicationList {
    /// The versions, newest first.
    items: Vec<PublicationView>,
    /// The cursor of the next page.
    next: Option<String>,
}

impl Page for PublicationList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

fn views(
    conn: &mut Conn,
    schedule: ScheduleId,
    versions: &[Publication],
) -> Result<Vec<PublicationView>, Error> {
    let numbers: Vec<i32> = versions.iter().map(|one| one.version).collect();
    let mut told = rows::told(conn, schedule, &numbers)?;
    let view = |one: &Publication| PublicationView {
        schedule_id: schedule,
        version: one.version,
        published_at: one.published_at,
        published_by: one.published_by,
        withdrawn_at: one.withdrawn_at,
        changes: told
            .remove(&one.version)
            .unwrap_or_default()
            .into_iter()
            .map(ChangeView::from)
            .collect(),
    };
    Ok(versions.iter().map(view).collect())
}

/// Publishes a schedule: from now on peers see its shifts. Publishing again shows shifts that were added since, as the
/// next version; if there are none, the version in force stays.
pub async fn publish(
    who: As<Supervisor>,
    Path(asked): Path<SchedulePath>,
) -> Result<Created<PublicationView>, Error> {
    let (now, actor, me) = (who.now(), who.actor(), who.id());
    who.write(move |conn| {
        let schedule = known(conn, asked.id)?;
        let new = changes::publish(conn, &schedule, me, now)?;
        if new {
            audit::store::record(conn, now, &actor, Action::SchedulePublished, schedule.id)?;
        }
        let newest = rows::versions(conn, schedule.id, None, 1)?;
        let row = views(conn, schedule.id, &newest)?.pop();
        let row = row.ok_or_else(|| Error::broken("a published schedule has no version"))?;
        Ok(Created { new, row })
    })
    .await
}

/// Takes a schedule back: peers see nothing of it any more. Who holds a place keeps it. Doing it again changes nothing.
pub async fn take_back(
    who: As<Supervisor>,
    Path(asked): Path<SchedulePath>,
) -> Result<Done, Error> {
    let (now, actor, me) = (who.now(), who.actor(), who.id());
    who.write(move |conn| {
        let schedule = known(conn, asked.id)?;
        if schedule.published_at.is_some() {
            changes::take_back(conn, &schedule, me, now)?;
            audit::store::record(conn, now, &actor, Action::ScheduleTakenBack, schedule.id)?;
        }
        Ok(Done)
    })
    .await
}

/// The versions of a schedule, newest first.
pub async fn list(
    who: As<Supervisor>,
    Path(path): Path<SchedulePath>,
    Query(asked): Query<PublicationsAsked>,
) -> Result<Listed<PublicationList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let before = asked.cursor.map(|text| text.parse::<i32>()).transpose();
    let before = before.map_err(|_no_number| {
        let detail = "Give the cursor as it came in `next`.";
        Error::invalid(vec![Fault::at("/cursor", "wrong_value", detail)])
    })?;
    who.read(move |conn| {
        let schedule = known(conn, path.id)?;
        let versions = rows::versions(conn, schedule.id, before, limit + 1)?;
        let (versions, next) = cursor::page(versions, limit, |one| one.version);
        let items = views(conn, schedule.id, &versions)?;
        Ok(Listed(PublicationList { items, next }))
    })
    .await
}

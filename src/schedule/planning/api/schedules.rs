//! Schedules over HTTP: made from templates, filled up, listed.

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::audit::{self, Action};
use crate::clock::{Date, Moment};
use crate::db::Conn;
use crate::door::{As, Supervisor};
use crate::error::{Error, Fault};
use crate::http::{Body, Created, Found, Listed, Page, Path, Query, cursor};
use crate::id::ScheduleId;
use crate::schedule::Schedule;
use crate::schedule::planning::{changes, store};

/// A schedule's id.
#[derive(Deserialize, IntoParams)]
pub struct SchedulePath {
    /// A version 7 UUID that you make.
    pub(super) id: ScheduleId,
}

/// Which schedules.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SchedulesAsked {
    /// Only those that have dates from this one on.
    from: Option<Date>,
    /// Only those that have dates before this one.
    to: Option<Date>,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<ScheduleId>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// Which dates a schedule covers.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleBody {
    /// The first date.
    starts_on: Date,
    /// The last date, at most 92 days after the first.
    ends_on: Date,
}

/// A schedule.
#[derive(Serialize, ToSchema)]
pub struct ScheduleView {
    /// Its id.
    id: ScheduleId,
    /// The first date.
    starts_on: NaiveDate,
    /// The last date.
    ends_on: NaiveDate,
    /// How many shifts it has; cancelled ones do not count.
    #[schema(minimum = 0)]
    shifts: i64,
    /// How many of them peers do not see: they are shown by the next publication.
    #[schema(minimum = 0)]
    hidden: i64,
    /// When the version in force was published; null while it is a draft.
    published_at: Option<Moment>,
    /// How often it was published.
    #[schema(minimum = 0)]
    version: i32,
}

/// A page of schedules.
#[derive(Serialize, ToSchema)]
pub struct ScheduleList {
    /// The schedules, by first date.
    items: Vec<ScheduleView>,
    /// The cursor of the next page.
    next: Option<String>,
}

impl Page for ScheduleList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// A schedule that was filled up.
#[derive(Serialize, ToSchema)]
pub struct Filled {
    /// How many shifts were missing and are there now.
    #[schema(minimum = 0)]
    made: usize,
    /// The schedule as it is now.
    schedule: ScheduleView,
}

fn views(conn: &mut Conn, schedules: &[Schedule]) -> Result<Vec<ScheduleView>, Error> {
    let ids: Vec<ScheduleId> = schedules.iter().map(|schedule| schedule.id).collect();
    let counts = store::counts(conn, &ids)?;
    let view = |schedule: &Schedule| {
        let (shifts, hidden) = counts.get(&schedule.id).copied().unwrap_or_default();
        ScheduleView {
            id: schedule.id,
            starts_on: schedule.starts_on,
            ends_on: schedule.ends_on,
            shifts,
            hidden,
            published_at: schedule.published_at,
            version: schedule.version,
        }
    };
    Ok(schedules.iter().map(view).collect())
}

fn view(conn: &mut Conn, schedule: Schedule) -> Result<ScheduleView, Error> {
    views(conn, &[schedule])?.pop().ok_or_else(Error::not_found)
}

/// A schedule that is there.
pub(super) fn known(conn: &mut Conn, id: ScheduleId) -> Result<Schedule, Error> {
    store::schedule(conn, id)?.ok_or_else(Error::not_found)
}

/// Schedules, by first date.
pub async fn list(
    who: As<Supervisor>,
    Query(asked): Query<SchedulesAsked>,
) -> Result<Listed<ScheduleList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let dates = (asked.from.map(Date::day), asked.to.map(Date::day));
    who.read(move |conn| {
        let rows = store::schedules_in(conn, dates, asked.cursor, limit + 1)?;
        let (rows, next) = cursor::page(rows, limit, |schedule| schedule.id);
        let items = views(conn, &rows)?;
        Ok(Listed(ScheduleList { items, next }))
    })
    .await
}

/// Makes a draft schedule with a shift for each template and date that has none yet.
pub async fn make(
    who: As<Supervisor>,
    Path(asked): Path<SchedulePath>,
    Body(body): Body<ScheduleBody>,
) -> Result<Created<ScheduleView>, Error> {
    let (starts_on, ends_on) = (body.starts_on.day(), body.ends_on.day());
    if ends_on < starts_on || ends_on - starts_on > Duration::days(92) {
        let detail = "ends_on is not before starts_on, and at most 92 days after it.";
        let fault = Fault::at("/ends_on", "out_of_range", detail);
        return Err(Error::invalid(vec![fault]));
    }
    let schedule = Schedule {
        id: asked.id,
        starts_on,
        ends_on,
        published_at: None,
        version: 0,
    };
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        if let Some(known) = store::schedule(conn, schedule.id)? {
            let same = (known.starts_on, known.ends_on) == (starts_on, ends_on);
            return if same {
                Ok(Created {
                    new: false,
                    row: view(conn, known)?,
                })
            } else {
                Err(Error::id_taken())
            };
        }
        store::insert_schedule(conn, &schedule, now)?;
        let templates = store::templates(conn)?;
        changes::fill(conn, &schedule, &templates, None, now)?;
        audit::store::record(conn, now, &actor, Action::ScheduleMade, schedule.id)?;
        Ok(Created {
            new: true,
            row: view(conn, schedule)?,
        })
    })
    .await
}

/// A schedule.
pub async fn show(
    who: As<Supervisor>,
    Path(asked): Path<SchedulePath>,
) -> Result<Found<ScheduleView>, Error> {
    who.read(move |conn| {
        let schedule = known(conn, asked.id)?;
        view(conn, schedule).map(Found)
    })
    .await
}

/// Makes the coming shifts that the templates ask for and that are missing.
pub async fn fill(
    who: As<Supervisor>,
    Path(asked): Path<SchedulePath>,
) -> Result<Found<Filled>, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let schedule = known(conn, asked.id)?;
        let templates = store::templates(conn)?;
        let made = changes::fill(conn, &schedule, &templates, Some(now), now)?;
        if made > 0 {
            audit::store::record(conn, now, &actor, Action::ScheduleFilled, schedule.id)?;
        }
        let schedule = view(conn, schedule)?;
        Ok(Found(Filled { made, schedule }))
    })
    .await
}

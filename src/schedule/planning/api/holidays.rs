//! Holidays over HTTP: days on which templates may ask for other shifts, and that no forecast counts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::audit::{self, Action};
use crate::clock::Date;
use crate::door::{As, PeerOrSupervisor, Supervisor};
use crate::error::{Error, Fault};
use crate::http::{Body, Created, Done, Listed, Page, Path, Query, cursor};
use crate::schedule::planning::store::holidays as rows;
use crate::schedule::shift_name;

/// A holiday's date.
#[derive(Deserialize, IntoParams)]
pub struct HolidayPath {
    /// Its date.
    date: Date,
}

/// Which holidays.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct HolidaysAsked {
    /// From this date on.
    from: Option<Date>,
    /// Up to this date, itself not included.
    to: Option<Date>,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Date>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// What a holiday is called.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidayBody {
    /// What people call it.
    #[schema(min_length = 1, max_length = 80, example = "Thanksgiving")]
    name: String,
}

/// A holiday.
#[derive(Serialize, ToSchema)]
pub struct HolidayView {
    /// Its local date.
    date: NaiveDate,
    /// What people call it.
    name: String,
}

/// A page of holidays.
#[derive(Serialize, ToSchema)]
pub struct HolidayList {
    /// The holidays, by date.
    items: Vec<HolidayView>,
    /// The cursor of the next page.
    next: Option<String>,
}

impl Page for HolidayList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// Holidays, by date.
pub async fn list(
    who: As<PeerOrSupervisor>,
    Query(asked): Query<HolidaysAsked>,
) -> Result<Listed<HolidayList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let dates = (asked.from.map(Date::day), asked.to.map(Date::day));
    let after = asked.cursor.map(Date::day);
    let found = who
        .read(move |conn| rows::list(conn, dates, after, limit + 1))
        .await?;
    let (found, next) = cursor::page(found, limit, |(date, _)| *date);
    let view = |(date, name)| HolidayView { date, name };
    let items = found.into_iter().map(view).collect();
    Ok(Listed(HolidayList { items, next }))
}

/// Adds a holiday. Shifts that were made stay as they are.
pub async fn add(
    who: As<Supervisor>,
    Path(asked): Path<HolidayPath>,
    Body(body): Body<HolidayBody>,
) -> Result<Created<HolidayView>, Error> {
    let name = shift_name(&body.name).map_err(|fault| Error::invalid(vec![fault]))?;
    let (date, now, actor, me) = (asked.date.day(), who.now(), who.actor(), who.id());
    who.write(move |conn| {
        let known = rows::find(conn, date)?;
        match &known {
            Some(known) if *known != name => {
                let detail = "That date is a holiday by another name. Remove that first.";
                let fault = Fault::reason("date_taken", detail);
                return Err(Error::conflict(vec![fault]));
            }
            Some(_) => {}
            None => {
                rows::insert(conn, date, &name, me, now)?;
                audit::store::record(conn, now, &actor, Action::HolidayAdded, date)?;
            }
        }
        let row = HolidayView {
            date,
            name: name.clone(),
        };
        let new = known.is_none();
        Ok(Created { new, row })
    })
    .await
}

/// Removes a holiday. Doing it again changes nothing.
pub async fn remove(who: As<Supervisor>, Path(asked): Path<HolidayPath>) -> Result<Done, Error> {
    let (date, now, actor) = (asked.date.day(), who.now(), who.actor());
    who.write(move |conn| {
        if rows::delete(conn, date)? {
            audit::store::record(conn, now, &actor, Action::HolidayRemoved, date)?;
        }
        Ok(Done)
    })
    .await
}

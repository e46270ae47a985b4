//! Dates on which somebody's week is otherwise, over HTTP.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{PersonPath, hours, known_person, whose};
use crate::audit::{self, Action};
use crate::clock::Date;
use crate::door::{As, PeerOrSupervisor};
use crate::error::{Error, Fault};
use crate::http::cursor::{self, Cursor};
use crate::http::{Body, Created, Done, Listed, Page, Path, Query};
use crate::id::ExceptionId;
use crate::line;
use crate::people::named::PersonOrMe;
use crate::schedule::availability::store::{self, Exception};
use crate::schedule::availability::{AHEAD, Preference};

/// Which of whose exceptions.
#[derive(Deserialize, IntoParams)]
pub struct ExceptionPath {
    /// The person's id, or `me`.
    #[param(value_type = String)]
    person_id: PersonOrMe,
    /// A version 7 UUID that you make.
    id: ExceptionId,
}

/// Which page of exceptions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ExceptionsAsked {
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor<ExceptionId>>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// Hours of one date on which it is otherwise than in other weeks.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExceptionBody {
    /// The date on which they start: from today, at most two years ahead.
    date: Date,
    /// When they start, as HH:MM.
    #[schema(example = "18:00")]
    starts: String,
    /// When they end, as HH:MM; on the next day if not after the start.
    #[schema(example = "22:00")]
    ends: String,
    /// Whether you would rather, can or cannot be there.
    preference: Preference,
}

/// An exception.
#[derive(Serialize, ToSchema)]
pub struct ExceptionView {
    /// Its id.
    id: ExceptionId,
    /// The date on which the hours start.
    date: NaiveDate,
    /// When they start, as HH:MM.
    starts: String,
    /// When they end, as HH:MM; on the next day if not after the start.
    ends: String,
    /// What is said of them.
    preference: Preference,
}

impl ExceptionView {
    fn new(exception: &Exception) -> Self {
        Self {
            id: exception.id,
            date: exception.date,
            starts: exception.hours.starts.as_str().to_owned(),
            ends: exception.hours.ends.as_str().to_owned(),
            preference: exception.hours.preference,
        }
    }
}

/// A page of exceptions from today on.
#[derive(Serialize, ToSchema)]
pub struct ExceptionList {
    /// By date.
    items: Vec<ExceptionView>,
    /// The cursor of the next page.
    next: Option<String>,
}

impl Page for ExceptionList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

fn date_fault(date: NaiveDate, today: NaiveDate) -> Option<Fault> {
    let within = (today..=today + AHEAD).contains(&date);
    let detail = "Give a date from today, at most two years ahead.";
    (!within).then(|| Fault::at("/date", "out_of_range", detail))
}

/// The refusal of an id whose row was taken back: what is said again gets an id of its own.
pub(super) fn withdrawn() -> Error {
    let detail = "This was taken back. To say it again, make a new id.";
    Error::refused(409, "withdrawn", detail)
}

/// The exceptions of somebody's weeks, from today on.
pub async fn list(
    who: As<PeerOrSupervisor>,
    Path(path): Path<PersonPath>,
    Query(asked): Query<ExceptionsAsked>,
) -> Result<Listed<ExceptionList>, Error> {
    let person = whose(&who, path.person_id)?;
    let limit = cursor::limit(asked.limit.as_deref())?;
    let now = who.now();
    who.read(move |conn| {
        known_person(conn, person)?;
        let today = line::store::find(conn)?.wall.date(now);
        let rows = store::exceptions(conn, person, today, asked.cursor, limit + 1)?;
        let (rows, next) = cursor::page(rows, limit, |row| store::place(row.date, row.id));
        let items = rows.iter().map(ExceptionView::new).collect();
        Ok(Listed(ExceptionList { items, next }))
    })
    .await
}

/// Says that some hours of a date are otherwise. What is said later goes before what was said earlier.
pub async fn record(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<ExceptionPath>,
    Body(body): Body<ExceptionBody>,
) -> Result<Created<ExceptionView>, Error> {
    let person = whose(&who, asked.person_id)?;
    let (now, actor, by) = (who.now(), who.actor(), who.id());
    who.write(move |conn| {
        known_person(conn, person)?;
        let known = store::exception(conn, asked.id)?;
        let mut faults = Vec::new();
        let texts = (body.starts.as_str(), body.ends.as_str());
        let hours = hours(texts, body.preference, "", &mut faults);
        if known.is_none() {
            let today = line::store::find(conn)?.wall.date(now);
            faults.extend(date_fault(body.date.day(), today));
        }
        let Some(hours) = hours.filter(|_| faults.is_empty()) else {
            return Err(Error::invalid(faults));
        };
        let new = Exception {
            id: asked.id,
            person,
            date: body.date.day(),
            hours,
            withdrawn_at: None,
        };
        match known {
            Some(known) if known == new => {}
            Some(known) if known.withdrawn_at.is_some() && known.person == person => {
                return Err(withdrawn());
            }
            Some(_) => return Err(Error::id_taken()),
            None => {
                store::insert_exception(conn, &new, by, now)?;
                audit::store::record(conn, now, &actor, Action::ExceptionRecorded, new.id)?;
            }
        }
        Ok(Created {
            new: known.is_none(),
            row: ExceptionView::new(&new),
        })
    })
    .await
}

/// Takes an exception back. Doing it again changes nothing.
pub async fn withdraw(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<ExceptionPath>,
) -> Result<Done, Error> {
    let person = whose(&who, asked.person_id)?;
    let (now, actor, by) = (who.now(), who.actor(), who.id());
    who.write(move |conn| {
        let known = store::exception(conn, asked.id)?
            .filter(|known| known.person == person)
            .ok_or_else(Error::not_found)?;
        if known.withdrawn_at.is_none() {
            store::withdraw_exception(conn, known.id, by, now)?;
            audit::store::record(conn, now, &actor, Action::ExceptionWithdrawn, known.id)?;
        }
        Ok(Done)
    })
    .await
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    #[test]
    fn an_exception_is_from_today_to_two_years_ahead() {
        let today: NaiveDate = "2026-06-10".parse().unwrap();
        let ok = |days| date_fault(today + Duration::days(days), today).is_none();
        assert!(ok(0) && ok(731));
        assert!(!ok(-1) && !ok(732));
    }
}

//! What somebody says of their time, over HTTP: they themselves, or a supervisor for anybody.

pub mod exceptions;
pub mod time_off;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::{self, Week};
use super::{Hours, Preference, week};
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, PeerOrSupervisor};
use crate::error::{Error, Fault};
use crate::http::{Body, IfMatch, Path, Versioned};
use crate::id::PersonId;
use crate::line;
use crate::people;
use crate::people::named::PersonOrMe;
use crate::role::Role;
use crate::schedule::store::availability;
use crate::schedule::{Day, WallTime};

/// Whose time.
#[derive(Deserialize, IntoParams)]
pub struct PersonPath {
    /// The person's id, or `me`.
    #[param(value_type = String)]
    pub(crate) person_id: PersonOrMe,
}

/// Hours of each week.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeeklyHours {
    /// The day on which they start.
    weekday: Day,
    /// When they start, as HH:MM.
    #[schema(example = "18:00")]
    starts: String,
    /// When they end, as HH:MM; on the next day if not after the start.
    #[schema(example = "22:00")]
    ends: String,
    /// Whether you would rather, can or cannot be there. What is not said can be done.
    preference: Preference,
}

/// How somebody's weeks are.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeekBody {
    /// At most 70 entries; none overlaps another.
    #[schema(max_items = 70)]
    weekly: Vec<WeeklyHours>,
    /// The hours a week that they would like to work.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 168)]
    wished_hours: Option<u8>,
    /// The hours a week that they work at most; where the line allows fewer, that counts.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 168)]
    most_hours: Option<u8>,
}

impl WeekBody {
    fn parse(&self) -> Result<Week, Error> {
        let mut faults = week::wish_faults(self.wished_hours, self.most_hours);
        if self.weekly.len() > week::MOST_ENTRIES {
            let detail = "A week has at most 70 entries.";
            faults.push(Fault::at("/weekly", "length", detail));
            return Err(Error::invalid(faults));
        }
        let entries = self.weekly.iter().enumerate();
        let read: Vec<(Day, Hours)> = entries
            .filter_map(|(at, entry)| {
                let texts = (entry.starts.as_str(), entry.ends.as_str());
                let hours = hours(
                    texts,
                    entry.preference,
                    &format!("/weekly/{at}"),
                    &mut faults,
                );
                Some((entry.weekday, hours?))
            })
            .collect();
        // With one that was not read, the others would be counted wrongly.
        if read.len() == self.weekly.len() {
            faults.extend(week::overlap_faults(&read));
        }
        if !faults.is_empty() {
            return Err(Error::invalid(faults));
        }
        Ok(Week {
            weekly: read,
            wished: self.wished_hours,
            most: self.most_hours,
        })
    }
}

/// Hours, unless one of the times is none.
fn hours(
    (starts, ends): (&str, &str),
    preference: Preference,
    pointer: &str,
    faults: &mut Vec<Fault>,
) -> Option<Hours> {
    let starts = WallTime::read(starts, format!("{pointer}/starts"), faults);
    let ends = WallTime::read(ends, format!("{pointer}/ends"), faults);
    Some(Hours {
        starts: starts?,
        ends: ends?,
        preference,
    })
}

/// How somebody's weeks are, with the version for the next change.
#[derive(Serialize, ToSchema)]
pub struct WeekView {
    /// Raised with every change; 0 for who has said nothing yet.
    version: i32,
    /// By day and start.
    weekly: Vec<WeeklyHours>,
    /// The hours a week that they would like to work; null if not said.
    #[schema(minimum = 0, maximum = 168)]
    wished_hours: Option<u8>,
    /// The hours a week that they work at most; null if not said.
    #[schema(minimum = 0, maximum = 168)]
    most_hours: Option<u8>,
}

impl WeekView {
    fn of(conn: &mut Conn, person: PersonId, now: Moment) -> Result<Versioned<Self>, Error> {
        let version = store::version(conn, person)?;
        let today = line::store::find(conn)?.wall.date(now);
        let said = availability::of(conn, person, today)?;
        let mut weekly = said.weekly;
        weekly.sort_by_key(|(day, hours)| (*day, hours.starts));
        let weekly = weekly.into_iter().map(|(weekday, hours)| WeeklyHours {
            weekday,
            starts: hours.starts.as_str().to_owned(),
            ends: hours.ends.as_str().to_owned(),
            preference: hours.preference,
        });
        let row = Self {
            version,
            weekly: weekly.collect(),
            wished_hours: week::whole(said.wished),
            most_hours: week::whole(said.most),
        };
        Ok(Versioned { version, row })
    }
}

/// Whose is asked for: one's own, or anybody's by a supervisor.
pub(crate) fn whose(who: &As<PeerOrSupervisor>, asked: PersonOrMe) -> Result<PersonId, Error> {
    if who.is(Role::Supervisor) {
        Ok(asked.id(who.id()))
    } else {
        asked.only(who.id())
    }
}

/// Refuses a person who has no account.
pub(crate) fn known_person(conn: &mut Conn, person: PersonId) -> Result<people::Person, Error> {
    people::store::find(conn, person)?.ok_or_else(Error::not_found)
}

/// How somebody's weeks are.
pub async fn show_week(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<PersonPath>,
) -> Result<Versioned<WeekView>, Error> {
    let person = whose(&who, asked.person_id)?;
    let now = who.now();
    who.read(move |conn| {
        known_person(conn, person)?;
        WeekView::of(conn, person, now)
    })
    .await
}

/// Says how somebody's weeks are from now on, in place of what was said before.
pub async fn change_week(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<PersonPath>,
    if_match: IfMatch,
    Body(body): Body<WeekBody>,
) -> Result<Versioned<WeekView>, Error> {
    let person = whose(&who, asked.person_id)?;
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        known_person(conn, person)?;
        let version = store::version(conn, person)?;
        if_match.holds(version)?;
        store::keep_week(conn, person, &body.parse()?, version, now)?;
        audit::store::record(conn, now, &actor, Action::AvailabilityChanged, person)?;
        WeekView::of(conn, person, now)
    })
    .await
}

//! Somebody's shifts: the places that they hold, and what they did about each.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::bounded;
use crate::clock::Moment;
use crate::door::{As, PeerOrSupervisor};
use crate::error::Error;
use crate::http::cursor::{self, Cursor};
use crate::http::{Listed, Page, Path, Query};
use crate::id::{ClaimId, ShiftId};
use crate::line::{self, When};
use crate::role::Role;
use crate::schedule::Seat;
use crate::schedule::availability::api::{PersonPath, known_person, whose};
use crate::schedule::overview::Attendance;
use crate::schedule::overview::store::{self, Place, Wanted};
use crate::schedule::presence::Step;

/// Which of somebody's shifts.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct TheirShiftsAsked {
    /// From this date or instant on.
    #[param(value_type = String, example = "2026-11-23")]
    from: When,
    /// Up to this date or instant, itself not included; at most 366 days later.
    #[param(value_type = String, example = "2026-12-23")]
    to: When,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor<ClaimId>>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// A place that somebody holds, on a shift or on a part of it.
#[derive(Serialize, ToSchema)]
pub struct HeldShift {
    /// The place's id.
    claim_id: ClaimId,
    /// The shift.
    shift_id: ShiftId,
    /// What people call it.
    name: String,
    /// As what they are there.
    seat: Seat,
    /// When they start.
    starts_at: Moment,
    /// When they end.
    ends_at: Moment,
    /// When the whole shift starts.
    shift_starts_at: Moment,
    /// When the whole shift ends.
    shift_ends_at: Moment,
    /// Since when they hold the place.
    claimed_at: Moment,
    /// Whether they confirmed that they come.
    confirmed: bool,
    /// Since when; null if they did not.
    confirmed_at: Option<Moment>,
    /// When they checked in; null if they did not.
    checked_in_at: Option<Moment>,
    /// Whether peers may see the shift; a draft is for supervisors alone.
    published: bool,
}

impl HeldShift {
    fn new(place: &Place, attendance: &Attendance) -> Self {
        let confirmed_at = attendance.at(place.claim, Step::Confirmed);
        Self {
            claim_id: place.claim,
            shift_id: place.shift,
            name: place.name.clone(),
            seat: place.seat,
            starts_at: place.span.starts,
            ends_at: place.span.ends,
            shift_starts_at: place.whole.starts,
            shift_ends_at: place.whole.ends,
            claimed_at: place.since,
            confirmed: confirmed_at.is_some(),
            confirmed_at,
            checked_in_at: attendance.at(place.claim, Step::CheckedIn),
            published: place.published,
        }
    }
}

/// A page of somebody's shifts.
#[derive(Serialize, ToSchema)]
pub struct HeldShiftList {
    /// By start.
    items: Vec<HeldShift>,
    /// The cursor of the next page.
    next: Option<String>,
    /// The line's time zone.
    time_zone: &'static str,
}

impl Page for HeldShiftList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// The places that somebody holds: one's own, or anybody's for a supervisor.
pub async fn list(
    who: As<PeerOrSupervisor>,
    Path(path): Path<PersonPath>,
    Query(asked): Query<TheirShiftsAsked>,
) -> Result<Listed<HeldShiftList>, Error> {
    let person = whose(&who, path.person_id)?;
    let limit = cursor::limit(asked.limit.as_deref())?;
    let drafts = who.is(Role::Supervisor);
    who.read(move |conn| {
        known_person(conn, person)?;
        let wall = line::store::find(conn)?.wall;
        let span = bounded(asked.from, asked.to, 366, wall)?;
        let people = [person];
        let wanted = Wanted {
            after: asked.cursor,
            limit: limit + 1,
            ..Wanted::all(&people, span, drafts)
        };
        let rows = store::places(conn, &wanted)?;
        let (rows, next) = cursor::page(rows, limit, |row| Cursor {
            at: row.span.starts,
            id: row.claim,
        });
        let attendance = store::attendance(conn, span, Some(person))?;
        let items = rows.iter().map(|row| HeldShift::new(row, &attendance));
        Ok(Listed(HeldShiftList {
            items: items.collect(),
            next,
            time_zone: wall.0.name(),
        }))
    })
    .await
}

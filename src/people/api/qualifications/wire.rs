//! Qualifications as JSON.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::{Date, Moment};
use crate::id::{HeldQualificationId, PersonId};
use crate::line::Wall;
use crate::people::qualifications::{Held, Named, Qualification, QualificationCode};

/// A qualification to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NameBody {
    /// What people call it.
    #[schema(min_length = 1, max_length = 80, example = "Naloxone training")]
    pub(super) name: String,
}

/// A qualification that somebody has earned.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EarnedBody {
    /// Its code, from the catalogue.
    pub(super) qualification: QualificationCode,
    /// The first day on which it holds: not after today, at most 60 years ago.
    pub(super) earned_on: Date,
    /// The last day on which it holds; none if it does not run out.
    #[serde(default)]
    pub(super) expires_on: Option<Date>,
}

/// A qualification that the line knows of.
#[derive(Serialize, ToSchema)]
pub struct QualificationView {
    /// Its code.
    code: QualificationCode,
    /// What people call it.
    name: String,
}

impl From<Qualification> for QualificationView {
    fn from(known: Qualification) -> Self {
        Self {
            code: known.code,
            name: known.name,
        }
    }
}

/// Every qualification that the line knows of.
#[derive(Serialize, ToSchema)]
pub struct Catalogue {
    /// The qualifications, by code.
    pub(super) items: Vec<QualificationView>,
}

/// A qualification that somebody holds, or held.
#[derive(Serialize, ToSchema)]
pub struct HeldView {
    /// Its id.
    id: HeldQualificationId,
    /// Who holds it.
    person_id: PersonId,
    /// Which it is.
    qualification: QualificationCode,
    /// The first day on which it holds.
    earned_on: NaiveDate,
    /// The last day on which it holds; null if it does not run out.
    expires_on: Option<NaiveDate>,
    /// Whether it holds today, by the line's calendar.
    holds_today: bool,
    /// The supervisor who recorded it.
    recorded_by: PersonId,
    /// When that was.
    recorded_at: Moment,
    /// The supervisor who took it back; null if nobody did.
    withdrawn_by: Option<PersonId>,
    /// When that was.
    withdrawn_at: Option<Moment>,
}

impl HeldView {
    pub(super) fn new(held: &Held, today: NaiveDate) -> Self {
        Self {
            id: held.id,
            person_id: held.person,
            qualification: held.qualification,
            earned_on: held.earned_on,
            expires_on: held.expires_on,
            holds_today: held.holds_on(today),
            recorded_by: held.recorded_by,
            recorded_at: held.recorded_at,
            withdrawn_by: held.withdrawn.map(|withdrawal| withdrawal.by),
            withdrawn_at: held.withdrawn.map(|withdrawal| withdrawal.at),
        }
    }
}

/// What somebody holds and held.
#[derive(Serialize, ToSchema)]
pub struct HeldList {
    /// By code; of one code the one earned last first.
    pub(super) items: Vec<HeldView>,
}

/// A qualification that runs out soon, or did lately.
#[derive(Serialize, ToSchema)]
struct ExpiringView {
    /// The id of the held qualification.
    id: HeldQualificationId,
    /// Who holds it.
    person_id: PersonId,
    /// What colleagues call them.
    person_name: String,
    /// Which it is.
    qualification: QualificationCode,
    /// What people call it.
    qualification_name: String,
    /// The first day on which it holds.
    earned_on: NaiveDate,
    /// The last day on which it holds.
    expires_on: NaiveDate,
}

/// What runs out soon, or did in the last 90 days, and was not renewed.
#[derive(Serialize, ToSchema)]
pub struct RunningOut {
    /// The soonest first.
    items: Vec<ExpiringView>,
    /// The line's date.
    today: NaiveDate,
    /// The line's time zone.
    time_zone: &'static str,
}

impl RunningOut {
    pub(super) fn new(rows: Vec<Named>, today: NaiveDate, wall: Wall) -> Self {
        let items = rows.into_iter().filter_map(|row| {
            Some(ExpiringView {
                id: row.held.id,
                person_id: row.held.person,
                person_name: row.person,
                qualification: row.held.qualification,
                qualification_name: row.qualification,
                earned_on: row.held.earned_on,
                expires_on: row.held.expires_on?,
            })
        });
        Self {
            items: items.collect(),
            today,
            time_zone: wall.0.name(),
        }
    }
}

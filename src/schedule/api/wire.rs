//! The schedule as JSON.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::http::Page;
use crate::id::{PersonId, ScheduleId, ShiftId};
use crate::line::Wall;
use crate::people::qualifications::QualificationCode;
use crate::schedule::demand::Forecast;
use crate::schedule::eligibility::Reason;
use crate::schedule::gaps::Gap;
use crate::schedule::{Seat, Staffed};

/// Somebody on a shift.
#[derive(Serialize, ToSchema)]
pub struct CrewMember {
    /// Who.
    pub person_id: PersonId,
    /// What colleagues call them.
    pub name: String,
}

fn seated(staffed: &Staffed, seat: Seat) -> Vec<CrewMember> {
    staffed
        .seated(seat)
        .map(|claim| CrewMember {
            person_id: claim.person,
            name: claim.name.clone(),
        })
        .collect()
}

/// A reason against taking a place.
#[derive(Serialize, ToSchema)]
pub struct ReasonView {
    /// For programs.
    code: Reason,
    /// For people.
    detail: &'static str,
}

/// Whether the asker may take a place.
#[derive(Serialize, ToSchema)]
pub struct MayClaim {
    /// Yes or no.
    allowed: bool,
    /// Every reason for a no.
    reasons: Vec<ReasonView>,
}

impl From<Vec<Reason>> for MayClaim {
    fn from(reasons: Vec<Reason>) -> Self {
        let allowed = reasons.is_empty();
        let reasons = reasons.into_iter().map(|code| ReasonView {
            code,
            detail: code.sentence(),
        });
        Self {
            allowed,
            reasons: reasons.collect(),
        }
    }
}

/// A shift as people see it.
#[derive(Serialize, ToSchema)]
pub struct ShiftView {
    /// Its id.
    id: ShiftId,
    /// The schedule it belongs to.
    schedule_id: ScheduleId,
    /// What people call it.
    name: String,
    /// The local date on which it starts.
    local_date: NaiveDate,
    /// When it starts.
    starts_at: Moment,
    /// When it ends.
    ends_at: Moment,
    /// With fewer people it has a gap.
    #[schema(minimum = 1, maximum = 50)]
    min_crew: u8,
    /// How many places it has.
    #[schema(minimum = 1, maximum = 50)]
    max_crew: u8,
    /// How many of them are free.
    #[schema(minimum = 0, maximum = 50)]
    free_places: usize,
    /// For how many trainees it has room beside the crew.
    #[schema(minimum = 0, maximum = 5)]
    shadow_places: u8,
    /// How many of those places are free.
    #[schema(minimum = 0, maximum = 5)]
    free_shadow_places: usize,
    /// Whether one of the crew must be a shift lead.
    lead_needed: bool,
    /// What each of the crew must hold.
    qualifications: Vec<QualificationCode>,
    /// Whether peers may see it; a draft is for supervisors alone.
    published: bool,
    /// Whether it will not be; one that was cancelled is for supervisors alone.
    cancelled: bool,
    /// Raised with every change; also its `ETag`.
    version: i32,
    /// Who is on it.
    crew: Vec<CrewMember>,
    /// Who learns beside them.
    shadows: Vec<CrewMember>,
    /// Whether you may take a place; null for who is not a peer.
    may_claim: Option<MayClaim>,
}

impl ShiftView {
    /// A shift, and whether the asker may take a place on it.
    pub fn new(staffed: &Staffed, may_claim: Option<MayClaim>) -> Self {
        let shift = &staffed.shift;
        let needs = &shift.needs;
        Self {
            id: shift.id,
            schedule_id: shift.schedule,
            name: shift.name.clone(),
            local_date: shift.local_date,
            starts_at: shift.span.starts,
            ends_at: shift.span.ends,
            min_crew: needs.crew.min(),
            max_crew: needs.crew.max(),
            free_places: staffed.free_places(Seat::Crew, shift.span),
            shadow_places: needs.shadows,
            free_shadow_places: staffed.free_places(Seat::Shadow, shift.span),
            lead_needed: needs.lead,
            qualifications: needs.qualifications.iter().copied().collect(),
            published: shift.published,
            cancelled: shift.cancelled,
            version: shift.version,
            crew: seated(staffed, Seat::Crew),
            shadows: seated(staffed, Seat::Shadow),
            may_claim,
        }
    }
}

/// A page of shifts.
#[derive(Serialize, ToSchema)]
pub struct ShiftList {
    /// The shifts, by start.
    pub(super) items: Vec<ShiftView>,
    /// The cursor of the next page.
    pub(super) next: Option<String>,
    /// The line's time zone.
    pub(super) time_zone: &'static str,
}

impl Page for ShiftList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// A shift that lacks people.
#[derive(Serialize, ToSchema)]
pub struct GapView {
    /// The shift.
    shift_id: ShiftId,
    /// What people call it.
    name: String,
    /// The local date on which it starts.
    local_date: NaiveDate,
    /// When it starts.
    starts_at: Moment,
    /// When it ends.
    ends_at: Moment,
    /// How many people it needs.
    required: u8,
    /// How many it has.
    staffed: u8,
    /// How many it lacks.
    missing: u8,
    /// Calls that will come, by the forecast; null without one.
    expected_calls: Option<f64>,
    /// Calls that nobody will answer with the people it has; null without a forecast.
    expected_missed: Option<f64>,
}

/// What the expectation rests on.
#[derive(Serialize, ToSchema)]
pub struct Basis {
    /// Whole past weeks counted, 8 to 13.
    weeks: u32,
    /// Mean time a call takes with the work after it, in minutes.
    handling_minutes: f64,
}

/// Shifts that lack people, the one that costs most calls first.
#[derive(Serialize, ToSchema)]
pub struct GapList {
    /// The gaps.
    items: Vec<GapView>,
    /// The forecast behind the ranking; null with less than 8 weeks of calls, when gaps are ranked by people missing.
    forecast: Option<Basis>,
    /// The line's time zone.
    time_zone: &'static str,
}

impl GapList {
    pub(super) fn new(gaps: &[Gap], forecast: Option<&Forecast>, wall: Wall) -> Self {
        let hundredths = |number: f64| (number * 100.0).round() / 100.0;
        let items = gaps.iter().map(|gap| GapView {
            shift_id: gap.shift.id,
            name: gap.shift.name.clone(),
            local_date: gap.shift.local_date,
            starts_at: gap.shift.span.starts,
            ends_at: gap.shift.span.ends,
            required: gap.shift.needs.crew.min(),
            staffed: gap.staffed,
            missing: gap.shift.needs.crew.min().saturating_sub(gap.staffed),
            expected_calls: gap.expected_calls.map(hundredths),
            expected_missed: gap.expected_missed.map(hundredths),
        });
        let basis = forecast.map(|forecast| Basis {
            weeks: forecast.weeks,
            handling_minutes: hundredths(forecast.handling.as_seconds_f64() / 60.0),
        });
        Self {
            items: items.collect(),
            forecast: basis,
            time_zone: wall.0.name(),
        }
    }
}

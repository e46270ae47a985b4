//! Who is on duty, for people and for telephony, which follows it.

use chrono::Duration;
use serde::Serialize;
use utoipa::ToSchema;

use super::attendance;
use crate::clock::Moment;
use crate::door::{As, DutyReader};
use crate::error::Error;
use crate::http::Found;
use crate::id::{PersonId, ShiftId};
use crate::line;
use crate::schedule::overview::Attendance;
use crate::schedule::presence::Step;
use crate::schedule::store::shifts_in;
use crate::schedule::{Claim, Seat, Span, Staffed, changes};

/// How far ahead the next shift is looked for.
const AHEAD: Duration = Duration::hours(24);

/// Somebody on a shift, for all of it or for a part.
#[derive(Serialize, ToSchema)]
pub struct DutyPerson {
    /// Who.
    person_id: PersonId,
    /// What colleagues call them.
    name: String,
    /// When they start.
    starts_at: Moment,
    /// When they end.
    ends_at: Moment,
    /// Whether they have checked in.
    checked_in: bool,
}

impl DutyPerson {
    fn new(claim: &Claim, attendance: &Attendance) -> Self {
        Self {
            person_id: claim.person,
            name: claim.name.clone(),
            starts_at: claim.span.starts,
            ends_at: claim.span.ends,
            checked_in: attendance.has(claim.id, Step::CheckedIn),
        }
    }
}

/// A shift that runs now.
#[derive(Serialize, ToSchema)]
pub struct DutyShift {
    /// The shift.
    shift_id: ShiftId,
    /// What people call it.
    name: String,
    /// Since when.
    starts_at: Moment,
    /// Until when.
    ends_at: Moment,
    /// Who answers now. Who left or did not come is not among them.
    crew: Vec<DutyPerson>,
    /// Who will answer later on this shift.
    later: Vec<DutyPerson>,
    /// Who is there to learn now, and does not answer.
    shadows: Vec<DutyPerson>,
}

impl DutyShift {
    fn new(staffed: &Staffed, attendance: &Attendance, now: Moment) -> Self {
        let shift = &staffed.shift;
        let seated = |seat, when: fn(Span, Moment) -> bool| {
            let there = staffed
                .seated(seat)
                .filter(|claim| when(claim.span, now) && !attendance.is_absent(claim.id));
            there
                .map(|claim| DutyPerson::new(claim, attendance))
                .collect()
        };
        let to_come = |span: Span, now| span.starts > now;
        Self {
            shift_id: shift.id,
            name: shift.name.clone(),
            starts_at: shift.span.starts,
            ends_at: shift.span.ends,
            crew: seated(Seat::Crew, Span::holds),
            later: seated(Seat::Crew, to_come),
            shadows: seated(Seat::Shadow, Span::holds),
        }
    }
}

/// A shift that starts soon.
#[derive(Serialize, ToSchema)]
pub struct NextShift {
    /// The shift.
    shift_id: ShiftId,
    /// What people call it.
    name: String,
    /// When it starts.
    starts_at: Moment,
    /// When it ends.
    ends_at: Moment,
    /// Who will answer.
    crew: Vec<DutyPerson>,
}

impl NextShift {
    fn new(staffed: &Staffed, attendance: &Attendance) -> Self {
        let shift = &staffed.shift;
        let crew = staffed.seated(Seat::Crew);
        Self {
            shift_id: shift.id,
            name: shift.name.clone(),
            starts_at: shift.span.starts,
            ends_at: shift.span.ends,
            crew: crew
                .map(|claim| DutyPerson::new(claim, attendance))
                .collect(),
        }
    }
}

/// Who is on duty.
#[derive(Serialize, ToSchema)]
pub struct Duty {
    /// The moment it is about.
    now: Moment,
    /// The line's time zone.
    time_zone: &'static str,
    /// When the first of the shifts that run began; null if none runs.
    since: Option<Moment>,
    /// The shifts that run.
    shifts: Vec<DutyShift>,
    /// The next shift to start within 24 hours, or several that start at one time.
    next: Vec<NextShift>,
}

/// Who answers now, and who will next.
pub async fn on_duty(who: As<DutyReader>) -> Result<Found<Duty>, Error> {
    let now = who.now();
    who.read(move |conn| {
        let line = line::store::find(conn)?;
        let day = Span {
            starts: now,
            ends: now.plus(AHEAD),
        };
        let shifts = shifts_in(conn, day, false, None, i64::MAX)?;
        let shifts = changes::staffed(conn, shifts, line.wall)?;
        let attendance = attendance(conn, day)?;
        let (running, to_come): (Vec<&Staffed>, Vec<&Staffed>) = shifts
            .iter()
            .partition(|staffed| staffed.shift.span.holds(now));
        let first = |shifts: &[&Staffed]| shifts.iter().map(|row| row.shift.span.starts).min();
        let next = first(&to_come);
        let next = to_come
            .iter()
            .filter(|row| Some(row.shift.span.starts) == next);
        let running_now = running.iter();
        Ok(Found(Duty {
            now,
            time_zone: line.wall.0.name(),
            since: first(&running),
            shifts: running_now
                .map(|row| DutyShift::new(row, &attendance, now))
                .collect(),
            next: next.map(|row| NextShift::new(row, &attendance)).collect(),
        }))
    })
    .await
}

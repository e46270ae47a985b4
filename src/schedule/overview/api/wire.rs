//! The roster as JSON.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::id::{ClaimId, PersonId, ScheduleId, ShiftId};
use crate::line::Wall;
use crate::schedule::fairness::{self, Load};
use crate::schedule::overview::{Attendance, Lack};
use crate::schedule::presence::Step;
use crate::schedule::store::peers::Wisher;
use crate::schedule::{Claim, Seat, Span, Staffed};

/// What somebody did about their place, for supervisors.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "each is the moment of a step")]
pub struct RosterAttendance {
    /// When they confirmed that they come; null if they did not.
    confirmed_at: Option<Moment>,
    /// When they checked in.
    checked_in_at: Option<Moment>,
    /// When they checked out.
    checked_out_at: Option<Moment>,
    /// When somebody recorded that they did not come.
    no_show_at: Option<Moment>,
}

/// Somebody's place on a shift.
#[derive(Serialize, ToSchema)]
pub struct RosterPlace {
    /// The place's id.
    claim_id: ClaimId,
    /// Who holds it.
    person_id: PersonId,
    /// What colleagues call them.
    name: String,
    /// When they start.
    starts_at: Moment,
    /// When they end.
    ends_at: Moment,
    /// What they did about it; null for who is not a supervisor.
    attendance: Option<RosterAttendance>,
}

impl RosterPlace {
    fn new(claim: &Claim, attendance: Option<&Attendance>) -> Self {
        let did = |attendance: &Attendance| {
            let at = |step| attendance.at(claim.id, step);
            RosterAttendance {
                confirmed_at: at(Step::Confirmed),
                checked_in_at: at(Step::CheckedIn),
                checked_out_at: at(Step::CheckedOut),
                no_show_at: at(Step::NoShow),
            }
        };
        Self {
            claim_id: claim.id,
            person_id: claim.person,
            name: claim.name.clone(),
            starts_at: claim.span.starts,
            ends_at: claim.span.ends,
            attendance: attendance.map(did),
        }
    }
}

/// A shift of the roster.
#[derive(Serialize, ToSchema)]
pub struct RosterShift {
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
    /// Whether peers may see it; a draft is for supervisors alone.
    published: bool,
    /// Who answers, for all of it or for a part.
    crew: Vec<RosterPlace>,
    /// Who is there to learn, and never counts as crew.
    shadows: Vec<RosterPlace>,
    /// How many people it has too few, at some time of it.
    #[schema(minimum = 0, maximum = 50)]
    missing: u8,
    /// Whether it needs a shift lead and has none.
    lead_missing: bool,
}

impl RosterShift {
    pub(super) fn new(staffed: &Staffed, attendance: Option<&Attendance>) -> Self {
        let (shift, lack) = (&staffed.shift, Lack::of(staffed));
        let seated = |seat| {
            let claims = staffed.seated(seat);
            claims
                .map(|claim| RosterPlace::new(claim, attendance))
                .collect()
        };
        Self {
            id: shift.id,
            schedule_id: shift.schedule,
            name: shift.name.clone(),
            local_date: shift.local_date,
            starts_at: shift.span.starts,
            ends_at: shift.span.ends,
            min_crew: shift.needs.crew.min(),
            max_crew: shift.needs.crew.max(),
            published: shift.published,
            crew: seated(Seat::Crew),
            shadows: seated(Seat::Shadow),
            missing: lack.people,
            lead_missing: lack.lead,
        }
    }
}

/// What a peer holds of the span, and how far that is from what they wished.
#[derive(Serialize, ToSchema)]
pub struct FairShare {
    /// Who.
    person_id: PersonId,
    /// What colleagues call them.
    name: String,
    /// Elapsed hours of the crew places that they hold.
    #[schema(minimum = 0)]
    hours: f64,
    /// Local dates with work between 00:00 and 06:00.
    #[schema(minimum = 0)]
    nights: usize,
    /// Elapsed hours between local Saturday 00:00 and Monday 00:00.
    #[schema(minimum = 0)]
    weekend_hours: f64,
    /// Hours wished a week, times days, by seven; null if they said no wish.
    wished_hours: Option<f64>,
    /// Hours held less those wished; null without a wish.
    difference: Option<f64>,
}

/// How the work is shared out.
#[derive(Serialize, ToSchema)]
pub struct FairnessView {
    /// Every active peer, by name; for who is not a supervisor, they themselves alone.
    items: Vec<FairShare>,
    /// The standard deviation of the differences, in hours; null with fewer than two.
    spread: Option<f64>,
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

impl FairnessView {
    pub(super) fn new(peers: &[Wisher], shifts: &[Staffed], span: Span, wall: Wall) -> Self {
        let mut differences = Vec::new();
        let share = |peer: &Wisher| {
            let crew = shifts.iter().flat_map(|shift| shift.seated(Seat::Crew));
            let theirs = crew.filter(|claim| claim.person == peer.person);
            let held: Vec<Span> = theirs.map(|claim| claim.span).collect();
            let load = Load::of(&held, span, wall);
            let hours = fairness::hours(load.worked);
            let wished = peer.wished.map(|week| fairness::wished(week, span, wall));
            let difference = wished.map(|wished| hours - wished);
            differences.extend(difference);
            FairShare {
                person_id: peer.person,
                name: peer.name.clone(),
                hours: hundredths(hours),
                nights: load.nights,
                weekend_hours: hundredths(fairness::hours(load.weekend)),
                wished_hours: wished.map(hundredths),
                difference: difference.map(hundredths),
            }
        };
        let items = peers.iter().map(share).collect();
        Self {
            items,
            spread: fairness::spread(&differences).map(hundredths),
        }
    }
}

/// All shifts of a span.
#[derive(Serialize, ToSchema)]
pub struct Roster {
    /// The first instant of the span.
    pub(super) from: Moment,
    /// The first instant after it.
    pub(super) to: Moment,
    /// The line's time zone.
    pub(super) time_zone: &'static str,
    /// The shifts that lie in it or reach into it, by start.
    pub(super) shifts: Vec<RosterShift>,
    /// How the work of the span is shared out.
    pub(super) fairness: FairnessView,
}

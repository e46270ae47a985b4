//! Live figures of the schedule: who is on duty, and what the next days lack.

use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Moment;
use crate::id::ShiftId;
use crate::schedule::gaps::Gap;
use crate::schedule::overview::Attendance;
use crate::schedule::{Claim, Seat, Staffed};

/// Who is on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LiveDuty {
    /// How many answer now.
    pub crew: usize,
    /// How many should: the least crews of the shifts that run.
    pub required: usize,
    /// When somebody next comes or goes; null if nobody does within 24 hours.
    pub next_change_at: Option<Moment>,
}

/// Who is on duty, of the shifts of the next 24 hours.
pub fn on_duty(shifts: &[Staffed], attendance: &Attendance, now: Moment) -> LiveDuty {
    let running = shifts.iter().filter(|row| row.shift.span.holds(now));
    let required = running.map(|row| usize::from(row.shift.needs.crew.min()));
    let there: Vec<&Claim> = shifts
        .iter()
        .flat_map(|row| row.seated(Seat::Crew))
        .filter(|claim| !attendance.is_absent(claim.id))
        .collect();
    let edges = there
        .iter()
        .flat_map(|claim| [claim.span.starts, claim.span.ends]);
    LiveDuty {
        crew: there.iter().filter(|claim| claim.span.holds(now)).count(),
        required: required.sum(),
        next_change_at: edges.filter(|edge| *edge > now).min(),
    }
}

/// What the next days lack.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LiveGaps {
    /// How many shifts have fewer people than they need.
    pub shifts: usize,
    /// How many people they lack, all together.
    pub people: usize,
    /// The one that will miss most calls; null if there is none.
    pub worst: Option<LiveGap>,
}

/// A shift that lacks people.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LiveGap {
    /// The shift.
    pub shift_id: ShiftId,
    /// What people call it.
    pub name: String,
    /// When it starts.
    pub starts_at: Moment,
    /// How many people it lacks.
    pub missing: u8,
    /// Calls that nobody will answer with the people it has; null without a forecast.
    pub expected_missed: Option<f64>,
}

/// What some days lack, of their gaps, the worst first.
pub fn gaps(ranked: &[Gap]) -> LiveGaps {
    let missing = |gap: &Gap| gap.shift.needs.crew.min().saturating_sub(gap.staffed);
    LiveGaps {
        shifts: ranked.len(),
        people: ranked.iter().map(|gap| usize::from(missing(gap))).sum(),
        worst: ranked.first().map(|gap| LiveGap {
            shift_id: gap.shift.id,
            name: gap.shift.name.clone(),
            starts_at: gap.shift.span.starts,
            missing: missing(gap),
            expected_missed: gap
                .expected_missed
                .map(|calls| (calls * 100.0).round() / 100.0),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ClaimId;
    use crate::schedule::presence::Step;
    use crate::schedule::{Crew, Needs, Shift, Span};

    const ID: &str = "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6";

    fn at(hour: u8) -> Moment {
        Moment::parse(&format!("2026-06-10T{hour:02}:00:00Z")).unwrap()
    }

    fn shift(hours: (u8, u8), least: u8) -> Shift {
        Shift {
            id: format!("{ID}1").parse().unwrap(),
            schedule: format!("{ID}2").parse().unwrap(),
            template: format!("{ID}3").parse().unwrap(),
            name: "Evening".to_owned(),
            local_date: "2026-06-10".parse().unwrap(),
            span: Span {
                starts: at(hours.0),
                ends: at(hours.1),
            },
            needs: Needs::only(Crew::new(least, 5).unwrap()),
            published: true,
            cancelled: false,
            version: 1,
        }
    }

    fn claim(id: char, seat: Seat, hours: (u8, u8)) -> Claim {
        Claim {
            id: format!("{ID}{id}").parse().unwrap(),
            shift: format!("{ID}1").parse().unwrap(),
            seat,
            place: 1,
            person: format!("{ID}{id}").parse().unwrap(),
            name: String::new(),
            span: Span {
                starts: at(hours.0),
                ends: at(hours.1),
            },
            claimed_at: at(0),
            version: 1,
        }
    }

    #[test]
    fn who_left_or_only_learns_is_not_counted_and_the_next_who_comes_or_goes_is() {
        let running = Staffed {
            shift: shift((8, 16), 3),
            claims: vec![
                claim('a', Seat::Crew, (8, 16)),
                claim('b', Seat::Crew, (8, 14)),
                claim('c', Seat::Crew, (8, 11)),
                claim('d', Seat::Crew, (13, 16)),
                claim('e', Seat::Shadow, (8, 11)),
            ],
            leads: [].into(),
        };
        let left: ClaimId = format!("{ID}c").parse().unwrap();
        let attendance: Attendance = [((left, Step::CheckedOut), at(9))].into_iter().collect();
        let told = on_duty(std::slice::from_ref(&running), &attendance, at(10));
        assert_eq!((told.crew, told.required), (2, 3));
        assert_eq!(told.next_change_at, Some(at(13)));
        let late = on_duty(&[running], &attendance, at(16));
        assert_eq!(
            (late.crew, late.required, late.next_change_at),
            (0, 0, None)
        );
    }

    #[test]
    fn gaps_are_added_up_and_the_first_is_the_worst() {
        let gap = |least, staffed, expected_missed| Gap {
            shift: shift((8, 16), least),
            staffed,
            expected_missed,
            expected_calls: None,
        };
        let told = gaps(&[gap(3, 1, Some(2.345)), gap(2, 1, None)]);
        assert_eq!((told.shifts, told.people), (2, 3));
        let worst = told.worst.unwrap();
        assert_eq!((worst.missing, worst.expected_missed), (2, Some(2.35)));
        assert_eq!(gaps(&[]).worst, None);
    }
}

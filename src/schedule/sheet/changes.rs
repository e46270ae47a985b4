//! What a roster would change: each row is judged as if those before it were done. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;

use super::store::{self, Known};
use super::{Crew, Wish};
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::id::{ClaimId, PersonId};
use crate::line::Line;
use crate::schedule::changes::asker::Asker;
use crate::schedule::changes::staffed;
use crate::schedule::eligibility::Reason;
use crate::schedule::shift::How;
use crate::schedule::store::claims::Given;
use crate::schedule::store::shifts_in;
use crate::schedule::{Claim, Schedule, Seat, Span, Staffed};

/// What a roster changes, or why it cannot.
#[derive(Debug, Default)]
pub struct Plan {
    /// The places to be given.
    pub given: Vec<Given>,
    /// How many rows say what is so already.
    pub unchanged: usize,
    /// How many rows cannot be done.
    pub refused: usize,
    /// Why not.
    pub faults: Vec<Fault>,
}

/// Addresses and confirmations of those on shifts.
pub fn crew(conn: &mut Conn, shifts: &[Staffed]) -> Result<Crew, Error> {
    let claims = || shifts.iter().flat_map(|shift| &shift.claims);
    let people: BTreeSet<PersonId> = claims().map(|claim| claim.person).collect();
    let ids: Vec<ClaimId> = claims().map(|claim| claim.id).collect();
    Ok(Crew {
        emails: store::emails(conn, &people)?,
        confirmed: store::confirmed(conn, ids)?,
    })
}

/// What these rows change on a schedule's shifts, when somebody brings them now.
pub fn plan(
    conn: &mut Conn,
    schedule: &Schedule,
    wishes: &[Wish],
    line: &Line,
    (by, now): (PersonId, Moment),
) -> Result<Plan, Error> {
    let mut roster = Roster::read(conn, schedule, wishes, line)?;
    let mut plan = Plan::default();
    for wish in wishes {
        match roster.take(wish, line, now) {
            Ok(None) => plan.unchanged += 1,
            Ok(Some(claim)) => plan.given.push(Given {
                id: claim.id,
                shift: claim.shift,
                seat: claim.seat,
                place: claim.place,
                person: claim.person,
                span: claim.span,
                by,
                how: How::Imported,
                override_reason: None,
            }),
            Err(faults) => {
                plan.refused += 1;
                plan.faults.extend(faults);
            }
        }
    }
    Ok(plan)
}

/// The schedule's shifts and the people named, as they would be after the rows done so far.
struct Roster {
    shifts: Vec<Staffed>,
    people: BTreeMap<String, Known>,
    askers: BTreeMap<PersonId, Asker>,
}

impl Roster {
    fn read(
        conn: &mut Conn,
        schedule: &Schedule,
        wishes: &[Wish],
        line: &Line,
    ) -> Result<Self, Error> {
        let dates = Span {
            starts: line.wall.midnight(schedule.starts_on),
            ends: line.wall.midnight(schedule.ends_on + Duration::days(1)),
        };
        let mut shifts = shifts_in(conn, dates, true, None, i64::MAX)?;
        shifts.retain(|shift| shift.schedule == schedule.id);
        let shifts = staffed(conn, shifts, line.wall)?;
        let emails = wishes.iter().map(|wish| wish.email.as_str().to_owned());
        let people = store::with_emails(conn, emails.collect())?;
        let mut askers = BTreeMap::new();
        for known in people.values().filter(|known| known.is_peer) {
            let spans = shifts.iter().map(|staffed| staffed.shift.span);
            askers.insert(known.id, Asker::of(conn, known.id, spans, line)?);
        }
        Ok(Self {
            shifts,
            people,
            askers,
        })
    }

    /// Does what a row asks for: the place that it gives, none if the person holds it already, or all that speaks
    /// against it.
    fn take(&mut self, wish: &Wish, line: &Line, now: Moment) -> Result<Option<Claim>, Vec<Fault>> {
        let Some(known) = self.people.get(wish.email.as_str()) else {
            let detail = "Nobody on this line has this address.";
            return Err(vec![wish.fault("person_email", "unknown_person", detail)]);
        };
        let Some(asker) = self.askers.get_mut(&known.id) else {
            let detail = "Only peers are on shifts.";
            return Err(vec![wish.fault("person_email", "not_a_peer", detail)]);
        };
        let is_theirs = |staffed: &Staffed| {
            let mut held = staffed.held_by(known.id);
            held.any(|claim| {
                claim.seat == wish.seat && wish.is_about(&staffed.shift, claim.span, line.wall)
            })
        };
        if self.shifts.iter().any(is_theirs) {
            return Ok(None);
        }
        let staffed = the_one(&mut self.shifts, wish, line).map_err(|fault| vec![fault])?;
        let span = staffed.shift.span;
        let mut reasons = asker.refusals(staffed, (wish.seat, span), line, now);
        // A roster is what a draft is filled from.
        reasons.retain(|reason| *reason != Reason::NotPublished);
        let place = staffed.free_place(wish.seat, span);
        let Some(place) = place.filter(|_| reasons.is_empty()) else {
            return Err(reasons.into_iter().map(|why| against(wish, why)).collect());
        };
        let claim = Claim {
            id: chance::id_in_order(now),
            shift: staffed.shift.id,
            seat: wish.seat,
            place,
            person: known.id,
            name: known.name.clone(),
            span,
            claimed_at: now,
            version: 0,
        };
        if wish.seat == Seat::Crew && asker.may_lead(line.wall.date(span.starts)) {
            staffed.leads.insert(known.id);
        }
        staffed.claims.push(claim.clone());
        asker.claims.push(claim.clone());
        Ok(Some(claim))
    }
}

/// The one shift that a row is about.
fn the_one<'a>(
    shifts: &'a mut [Staffed],
    wish: &Wish,
    line: &Line,
) -> Result<&'a mut Staffed, Fault> {
    let about = |staffed: &&mut Staffed| {
        let shift = &staffed.shift;
        wish.is_about(shift, shift.span, line.wall)
    };
    let mut fitting = shifts.iter_mut().filter(about);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => {
            let detail = "This schedule has no shift of this date, start, end and name.";
            Err(wish.fault("starts", "no_such_shift", detail))
        }
        (Some(_), Some(_)) => {
            let detail =
                "Several shifts have this date, start and end. Name the one that is meant.";
            Err(wish.fault("name", "several_shifts", detail))
        }
    }
}

/// A reason against, told to who brings the roster and not to the person.
fn against(wish: &Wish, reason: Reason) -> Fault {
    let said = reason.as_str().replace('_', " ");
    let detail = format!("This person cannot have a place on this shift: {said}.");
    wish.fault("person_email", reason.as_str(), detail)
}

//! The fictional line's schedule: six blocks a day, taken by whoever may and has worked least.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};

use super::{Chance, schedule_of};
use crate::clock::Moment;
use crate::id::{PersonId, ShiftId};
use crate::line::{Line, monday};
use crate::people::Person;
use crate::reports::periods::Month;
use crate::role::Role;
use crate::schedule::availability::Availability;
use crate::schedule::eligibility::{self, Facts, Room};
use crate::schedule::template::OnHolidays;
use crate::schedule::{Claim, Crew, Day, Needs, Schedule, Seat, Shift, Span, Template, calendar};

/// Name, start, end, least and most crew.
const BLOCKS: [(&str, &str, &str, u8, u8); 6] = [
    ("Small hours", "00:00", "04:00", 1, 2),
    ("Dawn", "04:00", "08:00", 1, 2),
    ("Morning", "08:00", "12:00", 2, 3),
    ("Afternoon", "12:00", "16:00", 2, 3),
    ("Evening", "16:00", "20:00", 2, 3),
    ("Late evening", "20:00", "00:00", 2, 3),
];

pub(super) fn templates(chance: &mut Chance, first: NaiveDate, since: Moment) -> Vec<Template> {
    let blocks = BLOCKS.iter().filter_map(|(name, starts, ends, min, max)| {
        Some(Template {
            id: chance.id(since),
            name: (*name).to_owned(),
            days: Day::ALL.iter().copied().collect(),
            starts: starts.parse().ok()?,
            ends: ends.parse().ok()?,
            needs: Needs::only(Crew::new(*min, *max).ok()?),
            every_weeks: 1,
            on_holidays: OnHolidays::AsUsual,
            valid_from: first,
            valid_until: None,
            one_off: false,
            retired_at: None,
            version: 1,
        })
    });
    blocks.collect()
}

pub(super) fn schedules(
    chance: &mut Chance,
    templates: &[Template],
    months: &[Month],
    line: &Line,
) -> Vec<(Schedule, Vec<Shift>)> {
    let of_month = |month: &Month| {
        // Published three weeks ahead.
        let published_at = line.wall.midnight(month.first()).minus(Duration::days(21));
        let schedule = schedule_of(chance.id(published_at), *month, published_at);
        let mut shifts: Vec<Shift> = Vec::new();
        for template in templates {
            for planned in calendar::planned(
                template,
                line.wall,
                schedule.starts_on,
                schedule.ends_on,
                &BTreeSet::new(),
            ) {
                let draft = planned.shift(chance.id(published_at), schedule.id, template);
                shifts.push(Shift {
                    published: true,
                    ..draft
                });
            }
        }
        shifts.sort_by_key(|shift| shift.span);
        (schedule, shifts)
    };
    months.iter().map(of_month).collect()
}

/// Who took which place, and a shift that the first peer may still take.
pub(super) fn claims(
    chance: &mut Chance,
    schedules: &[(Schedule, Vec<Shift>)],
    people: &[Person],
    line: &Line,
    now: Moment,
) -> (Vec<Claim>, Option<ShiftId>) {
    let mut desk = Desk {
        line,
        held: BTreeMap::new(),
    };
    let mut claims = Vec::new();
    let mut open = None;
    let peers: Vec<&Person> = people
        .iter()
        .filter(|person| person.roles.contains(&Role::Peer))
        .collect();
    let horizon = now.plus(Duration::days(18));
    for shift in schedules
        .iter()
        .flat_map(|(_, shifts)| shifts)
        .filter(|shift| shift.span.starts < horizon)
    {
        let wanted = wanted(chance, shift, now);
        for place in 1..=wanted {
            let Some(peer) = desk.least_worked(chance, shift, &peers) else {
                break;
            };
            let claimed_at = shift
                .span
                .starts
                .minus(Duration::hours(chance.between(30, 400)))
                .min(now);
            claims.push(Claim {
                id: chance.id(claimed_at),
                shift: shift.id,
                seat: Seat::Crew,
                place,
                person: peer.id,
                name: peer.name.clone(),
                span: shift.span,
                claimed_at,
                version: 0,
            });
            desk.held.entry(peer.id).or_default().push(shift.span);
        }
    }
    if let Some(first) = peers.first() {
        let upcoming = schedules.iter().flat_map(|(_, shifts)| shifts);
        let mut upcoming = upcoming.filter(|shift| shift.span.starts > now.plus(Duration::days(1)));
        open = upcoming.find(|shift| {
            let taken = claims
                .iter()
                .filter(|claim| claim.shift == shift.id)
                .count();
            taken < usize::from(shift.needs.crew.max()) && desk.may_take(shift, first.id)
        });
    }
    (claims, open.map(|shift| shift.id))
}

/// Places that somebody took and gave back late, and when: a few of the past.
pub(super) fn dropped_late(
    chance: &mut Chance,
    shifts: &[&Shift],
    claims: &[Claim],
    line: &Line,
    now: Moment,
) -> Vec<(Claim, Moment)> {
    let mut held: BTreeMap<PersonId, Vec<Span>> = BTreeMap::new();
    for claim in claims {
        held.entry(claim.person).or_default().push(claim.span);
    }
    let peers: Vec<PersonId> = held.keys().copied().collect();
    let desk = Desk { line, held };
    let past = shifts.iter().filter(|shift| shift.span.starts < now);
    past.filter_map(|shift| {
        let peer = chance.one_of(&peers)?;
        if !chance.percent(4.0) || !desk.may_take(shift, peer) {
            return None;
        }
        let dropped_at = shift
            .span
            .starts
            .minus(Duration::minutes(chance.between(30, 1380)));
        let claimed_at = dropped_at.minus(Duration::hours(chance.between(20, 300)));
        let claim = Claim {
            id: chance.id(claimed_at),
            shift: shift.id,
            seat: Seat::Crew,
            place: 1,
            person: peer,
            name: String::new(),
            span: shift.span,
            claimed_at,
            version: 0,
        };
        Some((claim, dropped_at))
    })
    .collect()
}

/// How many come: past shifts are mostly full, coming ones not yet.
fn wanted(chance: &mut Chance, shift: &Shift, now: Moment) -> u8 {
    let (one_short, one_more) = if shift.span.starts > now {
        (35.0, 5.0)
    } else {
        (4.0, 20.0)
    };
    if chance.percent(one_short) {
        shift.needs.crew.min() - 1
    } else if chance.percent(one_more) {
        shift.needs.crew.max()
    } else {
        shift.needs.crew.min()
    }
}

struct Desk<'a> {
    line: &'a Line,
    held: BTreeMap<PersonId, Vec<Span>>,
}

impl Desk<'_> {
    /// One of the three peers who may and have worked least this week.
    fn least_worked<'p>(
        &self,
        chance: &mut Chance,
        shift: &Shift,
        peers: &[&'p Person],
    ) -> Option<&'p Person> {
        let week = self
            .line
            .wall
            .midnight(monday(self.line.wall.date(shift.span.starts)));
        let mut able: Vec<(Duration, &Person)> = peers
            .iter()
            .filter(|peer| self.may_take(shift, peer.id))
            .map(|peer| {
                let spans = self
                    .near(peer.id, shift)
                    .into_iter()
                    .filter(|span| span.starts >= week);
                (
                    spans.fold(Duration::zero(), |sum, span| sum + span.length()),
                    *peer,
                )
            })
            .collect();
        able.sort_by_key(|(worked, _)| *worked);
        able.truncate(3);
        chance.one_of(&able).map(|(_, peer)| peer)
    }

    fn may_take(&self, shift: &Shift, peer: PersonId) -> bool {
        let facts = Facts {
            shift,
            span: shift.span,
            seat: Seat::Crew,
            room: Room::Free,
            others: &self.near(peer, shift),
            beside: &[],
            held: &[],
            availability: &Availability::default(),
            suspended: false,
            last_hard_call: None,
            limits: self.line.limits,
            wall: self.line.wall,
            now: shift.span.starts.minus(Duration::days(1)),
        };
        eligibility::refusals(&facts).is_empty()
    }

    fn near(&self, peer: PersonId, shift: &Shift) -> Vec<Span> {
        let window = eligibility::window(shift.span, self.line.limits);
        let held = self.held.get(&peer).map(Vec::as_slice).unwrap_or_default();
        held.iter()
            .rev()
            .take_while(|span| span.ends > window.starts)
            .copied()
            .collect()
    }
}

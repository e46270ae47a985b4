//! A fictional line: the same seed and the same present make the same line. Knows no database.
//!
//! Nobody in it exists. Its figures are shaped like published ones: calls by hour of week, few
//! callers making most calls, loneliness that mostly but not always eases.

mod contacts;
pub mod presence;
mod roster;

use chrono::{Duration, NaiveDate};
use rand::RngExt;
use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;
use uuid::Builder;

use crate::calls::{Call, Filing};
use crate::clock::Moment;
use crate::id::{Id, PersonId, ScheduleId, ShiftId};
use crate::line::Line;
use crate::people::Person;
use crate::reports::periods::Month;
use crate::role::Role;
use crate::schedule::{Claim, Schedule, Shift, Template};
use presence::Done;

/// The line's zone.
pub const ZONE: chrono_tz::Tz = chrono_tz::America::Los_Angeles;
/// The line's name.
pub const NAME: &str = "Harbor Warm Line (fictional)";

const PEERS: [&str; 24] = [
    "Ana", "Ben", "Cora", "Dev", "Elia", "Finn", "Gail", "Hugo", "Inés", "Joss", "Kim", "Lior",
    "Mara", "Nils", "Oona", "Pia", "Quinn", "Rosa", "Sam", "Tara", "Uma", "Vic", "Wren", "Yuki",
];
const SUPERVISORS: [&str; 3] = ["Sol", "Mina", "Theo"];

/// Everything a fictional line holds.
pub struct Plan {
    /// Its people.
    pub people: Vec<Person>,
    /// Its shift templates.
    pub templates: Vec<Template>,
    /// A published schedule for each month, with its shifts.
    pub schedules: Vec<(Schedule, Vec<Shift>)>,
    /// Who took which place.
    pub claims: Vec<Claim>,
    /// Places that were taken and given back late, and when.
    pub dropped_late: Vec<(Claim, Moment)>,
    /// Who said that they would come, who came, and who did not.
    pub presence: Vec<Done>,
    /// Its calls.
    pub calls: Vec<(Call, Filing)>,
    /// The months to close.
    pub closed: Vec<Month>,
    /// A shift that the first peer may claim.
    pub open_to_first_peer: Option<ShiftId>,
}

/// How much of a line to make.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Contacts a month.
    pub calls_a_month: u32,
}

/// A fictional line as it would stand now.
pub fn plan(seed: u64, size: Size, now: Moment) -> Plan {
    let mut chance = Chance(ChaCha12Rng::seed_from_u64(seed));
    let line = Line::new(NAME, ZONE);
    let today = line.wall.date(now);
    let first = Month::of(today).back(12);
    let people = people(&mut chance, line.wall.midnight(first.first()));
    let peers: Vec<PersonId> = people
        .iter()
        .filter(|person| person.roles.contains(&Role::Peer))
        .map(|person| person.id)
        .collect();
    let templates = roster::templates(
        &mut chance,
        first.first(),
        line.wall.midnight(first.first()),
    );
    let months: Vec<Month> = std::iter::successors(Some(first), |month| Some(month.next()))
        .take_while(|month| month.first() <= today + Duration::days(28))
        .collect();
    let schedules = roster::schedules(&mut chance, &templates, &months, &line);
    let (claims, open_to_first_peer) = roster::claims(&mut chance, &schedules, &people, &line, now);
    let shifts: Vec<&Shift> = schedules.iter().flat_map(|(_, shifts)| shifts).collect();
    let calls = contacts::calls(
        &mut chance,
        size,
        first,
        (&shifts, &claims, &peers),
        &line,
        now,
    );
    let dropped_late = roster::dropped_late(&mut chance, &shifts, &claims, &line, now);
    let supervisor = people
        .iter()
        .find(|person| person.roles.contains(&Role::Supervisor));
    let presence = supervisor.map_or_else(Vec::new, |supervisor| {
        presence::steps(&mut chance, &claims, &calls, supervisor.id, now)
    });
    let closed = months
        .into_iter()
        .filter(|month| month.next().first() <= today)
        .collect();
    Plan {
        people,
        templates,
        schedules,
        claims,
        dropped_late,
        presence,
        calls,
        closed,
        open_to_first_peer,
    }
}

fn people(chance: &mut Chance, since: Moment) -> Vec<Person> {
    let peers = PEERS.iter().map(|name| (*name, Role::Peer));
    let supervisors = SUPERVISORS.iter().map(|name| (*name, Role::Supervisor));
    let others = [("Eve", Role::Evaluator), ("Ada", Role::Admin)];
    let all = peers.chain(supervisors).chain(others);
    all.filter_map(|(name, role)| {
        let address = format!("{}@harbor.example", name.to_lowercase().replace('é', "e"));
        let id = chance.id(since);
        Some(Person {
            id,
            email: address.parse().ok()?,
            name: name.to_owned(),
            roles: vec![role],
            suspended_at: None,
            version: 1,
        })
    })
    .collect()
}

/// Chance that always falls the same way.
struct Chance(ChaCha12Rng);

impl Chance {
    /// True so often in a hundred.
    fn percent(&mut self, share: f64) -> bool {
        self.0.random_range(0.0..100.0) < share
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high)
    }

    /// More than 0 and at most 1.
    fn unit(&mut self) -> f64 {
        1.0 - self.0.random::<f64>()
    }

    /// One of some things, by weight.
    fn weighted<T: Copy>(&mut self, things: &[(f64, T)]) -> Option<T> {
        let total: f64 = things.iter().map(|(weight, _)| weight).sum();
        let mut at = self.unit() * total;
        let found = things.iter().find(|(weight, _)| {
            at -= weight;
            at <= 0.0
        });
        found.or(things.last()).map(|(_, thing)| *thing)
    }

    fn one_of<T: Copy>(&mut self, things: &[T]) -> Option<T> {
        let last = things.len().checked_sub(1)?;
        things.get(self.0.random_range(0..=last)).copied()
    }

    fn id<T: Id>(&mut self, at: Moment) -> T {
        let millis = u64::try_from(at.epoch()).unwrap_or_default() * 1000;
        T::of(Builder::from_unix_timestamp_millis(millis, &self.0.random()).into_uuid())
    }
}

/// A schedule for a month.
fn schedule_of(id: ScheduleId, month: Month, published_at: Moment) -> Schedule {
    let last: NaiveDate = month.next().first() - Duration::days(1);
    Schedule {
        id,
        starts_on: month.first(),
        ends_on: last,
        published_at: Some(published_at),
        version: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::presence::Step;
    use std::collections::BTreeMap;
    use std::sync::LazyLock;

    fn now() -> Moment {
        Moment::parse("2026-11-20T20:00:00Z").unwrap()
    }

    fn a_plan() -> &'static Plan {
        static PLAN: LazyLock<Plan> = LazyLock::new(|| plan(7, Size { calls_a_month: 400 }, now()));
        &PLAN
    }

    #[test]
    fn the_same_seed_makes_the_same_line() {
        let (one, other) = (a_plan(), plan(7, Size { calls_a_month: 400 }, now()));
        assert_eq!(one.calls, other.calls);
        assert_eq!(one.claims, other.claims);
        assert_eq!(one.presence, other.presence);
        assert_eq!(one.dropped_late, other.dropped_late);
        assert_eq!(one.people, other.people);
    }

    #[test]
    fn it_has_thirteen_months_of_about_four_hundred_calls_and_twelve_to_close() {
        let plan = a_plan();
        assert_eq!(plan.closed.len(), 12);
        let mut by_month: BTreeMap<Month, u32> = BTreeMap::new();
        for (_, filing) in &plan.calls {
            *by_month.entry(filing.posting_month).or_default() += 1;
        }
        assert_eq!(by_month.len(), 13);
        assert!(
            plan.closed
                .iter()
                .all(|month| (340..=460).contains(&by_month[month])),
            "{by_month:?}"
        );
    }

    #[test]
    fn three_in_a_hundred_callers_make_most_calls() {
        let plan = a_plan();
        let mut by_code: BTreeMap<&str, u32> = BTreeMap::new();
        for code in plan
            .calls
            .iter()
            .filter(|(_, f)| f.posting_month.as_str() >= "2026-01")
            .filter_map(|(_, f)| f.caller_code.as_deref())
        {
            *by_code.entry(code).or_default() += 1;
        }
        let mut counts: Vec<u32> = by_code.into_values().collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let top: u32 = counts.iter().take(counts.len() * 4 / 100).sum();
        let share = f64::from(top) / f64::from(counts.iter().sum::<u32>());
        assert!(
            (0.4..0.8).contains(&share),
            "the busiest 4 in a hundred make {share}"
        );
    }

    #[test]
    fn every_claim_was_allowed_and_next_week_has_gaps_and_an_open_shift_for_the_first_peer() {
        let plan = a_plan();
        assert!(plan.open_to_first_peer.is_some());
        let mut crews: BTreeMap<ShiftId, u8> = BTreeMap::new();
        for claim in &plan.claims {
            *crews.entry(claim.shift).or_default() += 1;
        }
        let shifts = plan.schedules.iter().flat_map(|(_, shifts)| shifts);
        let next_week = shifts
            .filter(|s| s.span.starts > now() && s.span.starts < now().plus(Duration::days(7)));
        let lacking = next_week
            .filter(|s| crews.get(&s.id).copied().unwrap_or_default() < s.needs.crew.min())
            .count();
        assert!(lacking >= 3, "{lacking}");
        assert!(
            plan.schedules.iter().flat_map(|(_, s)| s).all(|s| crews
                .get(&s.id)
                .copied()
                .unwrap_or_default()
                <= s.needs.crew.max())
        );
    }

    #[test]
    fn most_come_a_few_do_not_and_a_few_give_their_places_back_late() {
        let plan = a_plan();
        let of = |step| plan.presence.iter().filter(move |done| done.step == step);
        let past = plan.claims.iter().filter(|c| c.span.ends < now()).count();
        assert!(of(Step::CheckedIn).count() * 10 > past * 9);
        assert!((past / 200..past / 20).contains(&of(Step::NoShow).count()));
        assert!((10..200).contains(&plan.dropped_late.len()));
        assert!(plan.presence.iter().all(|done| done.at <= now()));
        let absent: Vec<_> = of(Step::NoShow).map(|done| done.claim).collect();
        assert!(of(Step::CheckedIn).all(|done| !absent.contains(&done.claim)));
    }

    #[test]
    fn every_call_keeps_the_rules_of_the_record() {
        for (call, filing) in &a_plan().calls {
            Call::new(call.id(), call.record().clone(), filing.logged_at).unwrap();
        }
    }
}

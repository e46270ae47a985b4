//! A fictional line: the same seed and the same present make the same line. Knows no database.
//!
//! Nobody in it exists. Its figures are shaped like published ones: calls by hour of week, few
//! callers making most calls, loneliness that mostly but not always eases.

mod contacts;
mod debriefs;
pub mod presence;
mod roster;
mod telephony;

use chrono::{Duration, NaiveDate};
use rand::RngExt;
use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;
use uuid::Builder;

use crate::calls::debriefs::Debrief;
use crate::calls::{Call, Filing};
use crate::clock::Moment;
use crate::id::{Id, PersonId, ScheduleId, ShiftId};
use crate::line::Line;
use crate::line::regions::Region;
use crate::people::Person;
use crate::reports::periods::{FiscalStart, Month};
use crate::role::Role;
use crate::schedule::{Claim, Schedule, Shift, Template};
use crate::tallies::Tally;
pub use contacts::Taken;
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

/// The line's regions: code, name and people. The places are real, their callers are not.
const REGIONS: [(&str, &str, i32); 6] = [
    ("alameda_county", "Alameda County", 1_680_000),
    ("contra_costa_county", "Contra Costa County", 1_160_000),
    ("marin_county", "Marin County", 260_000),
    ("san_francisco", "San Francisco", 870_000),
    ("san_mateo_county", "San Mateo County", 760_000),
    ("solano_county", "Solano County", 450_000),
];

/// Everything a fictional line holds.
pub struct Plan {
    /// Its regions.
    pub regions: Vec<Region>,
    /// With which month its fiscal year begins: the first that is closed, so that a whole year of it is.
    pub fiscal_year: FiscalStart,
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
    /// The questionnaires that callers answered.
    pub measures: Vec<Taken>,
    /// The debriefs that peers asked for.
    pub debriefs: Vec<Debrief>,
    /// What telephony counted.
    pub tallies: Vec<Tally>,
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
    let (calls, measures) = contacts::calls(
        &mut chance,
        size,
        first,
        (&shifts, &claims, &peers),
        &line,
        now,
    );
    let dropped_late = roster::dropped_late(&mut chance, &shifts, &claims, &line, now);
    let supervisors: Vec<PersonId> = people
        .iter()
        .filter(|person| person.roles.contains(&Role::Supervisor))
        .map(|person| person.id)
        .collect();
    let presence = supervisors.first().map_or_else(Vec::new, |supervisor| {
        presence::steps(&mut chance, &claims, &calls, *supervisor, now)
    });
    let debriefs = debriefs::debriefs(&mut chance, &calls, &supervisors, now);
    let since = line.wall.midnight(first.first());
    let tallies = telephony::tallies(&mut chance, &calls, line.wall, (since, now));
    let closed = months
        .into_iter()
        .filter(|month| month.next().first() <= today)
        .collect();
    Plan {
        regions: regions(),
        fiscal_year: fiscal_year(first),
        people,
        templates,
        schedules,
        claims,
        dropped_late,
        presence,
        calls,
        measures,
        debriefs,
        tallies,
        closed,
        open_to_first_peer,
    }
}

fn regions() -> Vec<Region> {
    let read = |(code, name, population): &(&str, &str, i32)| {
        Some(Region {
            code: code.parse().ok()?,
            name: (*name).to_owned(),
            population: *population,
        })
    };
    REGIONS.iter().filter_map(read).collect()
}

fn fiscal_year(first: Month) -> FiscalStart {
    let number = u8::try_from(first.number()).unwrap_or(1);
    FiscalStart::try_from(number).unwrap_or_default()
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
mod tests;

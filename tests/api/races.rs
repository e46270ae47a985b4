//! Sixty-four people do ten thousand things at once, on both databases, and a model of the schedule that knows nothing of the
//! program must find an order in which every single answer is right.
//!
//! The audit log tells in which order the changes were made; each must have been answered as the model answers there. What
//! changed nothing must have been right at some moment between its question and its answer.

mod model;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::sync::Barrier;
use warmline::chance;
use warmline::db::schema::{audit_entries, claims};
use warmline::id::{PersonId, ScheduleId, ShiftId, SwapAcceptanceId, SwapOfferId, TimeOffId};
use warmline::role::Role;

use self::model::{Model, Operation, Plan, Said};
use crate::line::{self, Line};

const PEERS: usize = 56;
const SUPERVISORS: usize = 8;
const EACH: usize = 157;
/// Two schedules of a week each, three shifts a day.
const HOURS: [(u32, u32); 3] = [(6, 12), (11, 17), (17, 23)];
const PLACES: usize = 3;
const WEEK_HOURS: u32 = 24;

/// The line as the clients know it: addresses of what the model calls by numbers.
struct Ground {
    url: String,
    plans: Vec<Plan>,
    shifts: Vec<ShiftId>,
    schedules: Vec<ScheduleId>,
    people: Vec<PersonId>,
    tokens: Vec<String>,
    offers: Vec<SwapOfferId>,
    absences: Vec<TimeOffId>,
}

/// What was done, when, and what was answered.
struct Done {
    by: usize,
    operation: Operation,
    asked: Instant,
    answered: Instant,
    said: Said,
    request: String,
    /// How often it was too busy before.
    turned_away: usize,
}

/// Numbers that one client alone gives away: its own offers and absences.
fn own(client: usize, turn: usize) -> usize {
    client * EACH + turn
}

async fn ground(line: &Line) -> Ground {
    let sol = line.person("Sol", &[Role::Supervisor, Role::Admin]).await;
    let settings = sol.get("/api/v1/settings").await;
    let mut wanted = settings.json();
    for (field, value) in [
        ("rest_hours", 0),
        ("week_hours", WEEK_HOURS),
        ("week_nights", 7),
        ("days_in_a_row", 31),
    ] {
        wanted[field] = json!(value);
    }
    let etag = settings.header("etag").to_owned();
    let changed = sol
        .ask(
            Method::PUT,
            "/api/v1/settings",
            Some(wanted.to_string()),
            &[("content-type", "application/json"), ("if-match", &etag)],
        )
        .await;
    assert_eq!(changed.status, 200, "{}", changed.text);

    let first: NaiveDate = "2026-06-15".parse().unwrap();
    let (mut plans, mut schedules) = (Vec::new(), Vec::new());
    for (from, to) in HOURS {
        let body = json!({"name": format!("From {from}"), "weekdays": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
            "starts": format!("{from:02}:00"), "ends": format!("{to:02}:00"), "min_crew": 1, "max_crew": PLACES, "valid_from": "2026-06-01"});
        let path = format!(
            "/api/v1/shift-templates/{}",
            chance::id::<ScheduleId>(line.now())
        );
        assert_eq!(sol.put(&path, body).await.status, 201);
    }
    for week in 0..2 {
        let (starts, id) = (
            first + Duration::weeks(week),
            chance::id::<ScheduleId>(line.now()),
        );
        let path = format!("/api/v1/schedules/{id}");
        let made = sol
            .put(
                &path,
                json!({"starts_on": starts, "ends_on": starts + Duration::days(6)}),
            )
            .await;
        assert_eq!(made.json()["shifts"], json!(21));
        assert_eq!(
            sol.put_nothing(&format!("{path}/publication")).await.status,
            201
        );
        schedules.push(id);
    }
    let listed = sol
        .get("/api/v1/shifts?from=2026-06-15&to=2026-06-29&limit=200")
        .await
        .json();
    let mut shifts = Vec::new();
    for shift in listed["items"].as_array().unwrap() {
        let text = |field: &str| shift[field].as_str().unwrap().to_owned();
        let from: u32 = text("name").trim_start_matches("From ").parse().unwrap();
        let (from, to) = *HOURS.iter().find(|(hour, _)| *hour == from).unwrap();
        let schedule = schedules
            .iter()
            .position(|id| id.as_str() == text("schedule_id"))
            .unwrap();
        plans.push(Plan {
            schedule,
            date: text("local_date").parse().unwrap(),
            from,
            to,
            places: PLACES,
        });
        shifts.push(text("id").parse().unwrap());
    }
    let (mut people, mut tokens) = (Vec::new(), Vec::new());
    for client in 0..PEERS + SUPERVISORS {
        let role = if client < PEERS {
            Role::Peer
        } else {
            Role::Supervisor
        };
        let actor = line.person(&format!("P{client}"), &[role]).await;
        people.push(actor.id);
        tokens.push(actor.token.clone().unwrap());
    }
    let numbers = 0..(PEERS + SUPERVISORS) * EACH;
    Ground {
        url: line.url.clone(),
        plans,
        shifts,
        schedules,
        people,
        tokens,
        offers: numbers.clone().map(|_| chance::id(line.now())).collect(),
        absences: numbers.map(|_| chance::id(line.now())).collect(),
    }
}

/// What a client remembers of its own doings.
#[derive(Default)]
struct Memory {
    /// Shifts on which it got a place.
    held: Vec<usize>,
    offers: Vec<usize>,
    absences: Vec<usize>,
}

/// What a peer does next. Of 42 shifts most is done about a dozen, so that people get in each other's way.
fn of_a_peer(
    random: &mut ChaCha12Rng,
    plans: &[Plan],
    number: usize,
    memory: &mut Memory,
) -> Operation {
    let among = if random.random_range(0..4) == 0 {
        plans.len()
    } else {
        12
    };
    let any = random.random_range(0..among);
    let own = memory.held.last().copied().unwrap_or(any);
    match random.random_range(0..100) {
        0..38 => Operation::Claim { shift: any },
        38..54 => Operation::Drop { shift: any },
        54..66 => Operation::Wait { shift: any },
        66..69 => Operation::Leave { shift: any },
        69..72 => {
            memory.absences.push(number);
            Operation::GoAway {
                absence: number,
                date: plans[any].date,
            }
        }
        72..76 => match memory.absences.pop() {
            Some(absence) => Operation::ComeBack { absence },
            None => Operation::Drop { shift: own },
        },
        76..86 => {
            memory.offers.push(number);
            let wanted = (random.random_range(0..3) == 0 && any != own).then_some(any);
            Operation::Offer {
                offer: number,
                shift: own,
                wanted,
            }
        }
        86..88 => Operation::Withdraw {
            offer: memory.offers.last().copied().unwrap_or(number),
        },
        _ => Operation::Accept { offer: number },
    }
}

fn of_a_supervisor(random: &mut ChaCha12Rng, plans: &[Plan]) -> Operation {
    let (shift, person) = (
        random.random_range(0..plans.len()),
        random.random_range(0..PEERS),
    );
    match random.random_range(0..100) {
        0..50 => Operation::Assign { shift, person },
        50..90 => Operation::TakeBack { shift, person },
        90..94 => Operation::Unpublish {
            schedule: person % 2,
        },
        _ => Operation::Publish {
            schedule: person % 2,
        },
    }
}

impl Ground {
    /// The request for an operation.
    fn request(&self, operation: Operation) -> (Method, String, Option<Value>) {
        use Operation as Op;
        let shift = |shift: usize, rest: &str| format!("/shifts/{}/{rest}", self.shifts[shift]);
        let of = |shift: usize, person: usize| {
            format!(
                "/shifts/{}/claims/{}",
                self.shifts[shift], self.people[person]
            )
        };
        let away = |absence: usize| format!("/people/me/time-off/{}", self.absences[absence]);
        let swap = |offer: usize| format!("/swaps/{}", self.offers[offer]);
        let publication =
            |schedule: usize| format!("/schedules/{}/publication", self.schedules[schedule]);
        match operation {
            Op::Claim { shift: on } => (Method::PUT, shift(on, "claims/me"), None),
            Op::Drop { shift: on } => (Method::DELETE, shift(on, "claims/me"), None),
            Op::Assign { shift, person } => (Method::PUT, of(shift, person), None),
            Op::TakeBack { shift, person } => (Method::DELETE, of(shift, person), None),
            Op::Wait { shift: on } => (Method::PUT, shift(on, "waits/me"), None),
            Op::Leave { shift: on } => (Method::DELETE, shift(on, "waits/me"), None),
            Op::GoAway { absence, date } => (
                Method::PUT,
                away(absence),
                Some(json!({"starts_on": date, "ends_on": date})),
            ),
            Op::ComeBack { absence } => (Method::DELETE, away(absence), None),
            Op::Offer {
                offer,
                shift,
                wanted,
            } => {
                let wanted: Vec<ShiftId> =
                    wanted.iter().map(|wanted| self.shifts[*wanted]).collect();
                (
                    Method::PUT,
                    swap(offer),
                    Some(json!({"shift_id": self.shifts[shift], "to": "all", "in_return": wanted})),
                )
            }
            Op::Accept { offer } => (Method::PUT, format!("{}/acceptance", swap(offer)), None),
            Op::Withdraw { offer } => (Method::DELETE, swap(offer), None),
            Op::Publish { schedule } => (Method::PUT, publication(schedule), None),
            Op::Unpublish { schedule } => (Method::DELETE, publication(schedule), None),
        }
    }

    async fn ask(
        &self,
        client: &Client,
        by: usize,
        operation: Operation,
        body: Option<Value>,
    ) -> Done {
        let (method, path, said) = self.request(operation);
        let request = client
            .request(method, format!("{}/api/v1{path}", self.url))
            .bearer_auth(&self.tokens[by]);
        let request = match body.or(said) {
            Some(body) => request
                .header("content-type", "application/json")
                .body(body.to_string()),
            None => request,
        };
        let mut turned_away = 0;
        loop {
            let asked = Instant::now();
            let response = request.try_clone().unwrap().send().await.unwrap();
            let answered = Instant::now();
            let status = response.status().as_u16();
            // A slow machine may be too busy to begin; then nothing was done, and whoever asked comes again.
            if status == 503 && turned_away < 50 {
                turned_away += 1;
                continue;
            }
            let request = response.headers()["x-request-id"].to_str().unwrap();
            let request = request.to_owned();
            let text = response.text().await.unwrap();
            return Done {
                by,
                operation,
                asked,
                answered,
                said: (status, codes(status, &text)),
                request,
                turned_away,
            };
        }
    }
}

/// The reasons of a refusal.
fn codes(status: u16, text: &str) -> BTreeSet<String> {
    if status < 400 {
        return BTreeSet::new();
    }
    let problem: Value = serde_json::from_str(text).unwrap();
    let code = |one: &Value| one["code"].as_str().unwrap().to_owned();
    match problem["errors"]
        .as_array()
        .filter(|errors| !errors.is_empty())
    {
        Some(errors) => errors.iter().map(code).collect(),
        None => [code(&problem)].into(),
    }
}

/// The offers that were made lately, and which shift each wants.
type Lately = tokio::sync::Mutex<Vec<(usize, Option<usize>)>>;

/// One client's doings, one after another.
async fn client(ground: &Ground, by: usize, seed: u64, lately: &Lately) -> Vec<Done> {
    let mut random = ChaCha12Rng::seed_from_u64(seed * 1_000 + u64::try_from(by).unwrap());
    let (client, mut done, mut memory) = (Client::new(), Vec::new(), Memory::default());
    let noon = line::noon();
    for turn in 0..EACH {
        let mut operation = if by < PEERS {
            of_a_peer(&mut random, &ground.plans, own(by, turn), &mut memory)
        } else {
            of_a_supervisor(&mut random, &ground.plans)
        };
        let mut body = None;
        if let Operation::Accept { offer } = &mut operation {
            let known = lately.lock().await;
            let back = random
                .random_range(0..12)
                .min(known.len().saturating_sub(1));
            let (taken_up, wanted) = known
                .iter()
                .rev()
                .nth(back)
                .copied()
                .unwrap_or((*offer, None));
            *offer = taken_up;
            let id: SwapAcceptanceId = chance::id(noon);
            body = Some(
                json!({"id": id, "return_shift_id": wanted.map(|shift| ground.shifts[shift])}),
            );
        }
        let one = ground.ask(&client, by, operation, body).await;
        match operation {
            Operation::Claim { shift } if one.said.0 == 201 => memory.held.push(shift),
            Operation::Offer { offer, wanted, .. } if one.said.0 == 201 => {
                lately.lock().await.push((offer, wanted));
            }
            _ => {}
        }
        done.push(one);
    }
    done
}

/// Everybody at once. Answers what was done.
async fn race(ground: &Arc<Ground>, seed: u64) -> Vec<Done> {
    let start = Arc::new(Barrier::new(PEERS + SUPERVISORS));
    let lately = Arc::new(Lately::default());
    let clients = (0..PEERS + SUPERVISORS).map(|by| {
        let (ground, start, lately) = (Arc::clone(ground), Arc::clone(&start), Arc::clone(&lately));
        tokio::spawn(async move {
            start.wait().await;
            client(&ground, by, seed, &lately).await
        })
    });
    let mut all = Vec::new();
    for client in clients.collect::<Vec<_>>() {
        all.extend(client.await.unwrap());
    }
    all
}

/// The requests in the order of their changes.
async fn order(line: &Line) -> Vec<String> {
    let rows = line.db.read(|conn| {
        let rows = audit_entries::table
            .order(audit_entries::id)
            .select(audit_entries::request_id);
        Ok(rows.load::<String>(conn)?)
    });
    let mut seen = BTreeSet::new();
    rows.await
        .unwrap()
        .into_iter()
        .filter(|id| seen.insert(id.clone()))
        .collect()
}

/// After how many changes, at least and at most, something that changed nothing may have been answered: after all that were
/// answered before it was asked, and before all that were asked for after it was answered.
fn when(one: &Done, changes: &[&Done]) -> (usize, usize) {
    let before = changes
        .iter()
        .rposition(|change| change.answered < one.asked);
    let after = changes
        .iter()
        .position(|change| change.asked > one.answered);
    (
        before.map_or(0, |last| last + 1),
        after.unwrap_or(changes.len()),
    )
}

/// Holds all answers against the model, and answers its state in the end.
fn explain(mut model: Model, done: &[Done], order: &[String]) -> Model {
    let by_request: BTreeMap<&str, &Done> =
        done.iter().map(|one| (one.request.as_str(), one)).collect();
    let changes: Vec<&Done> = order
        .iter()
        .filter_map(|id| by_request.get(id.as_str()).copied())
        .collect();
    let mut latest = changes[0].asked;
    for change in &changes {
        latest = latest.max(change.asked);
        assert!(
            latest <= change.answered,
            "the order of the changes is that of time"
        );
    }
    let in_order: BTreeSet<&str> = changes
        .iter()
        .map(|change| change.request.as_str())
        .collect();
    let others = done
        .iter()
        .filter(|one| !in_order.contains(one.request.as_str()));
    let mut open: Vec<(&Done, (usize, usize))> =
        others.map(|one| (one, when(one, &changes))).collect();
    for made in 0..=changes.len() {
        open.retain(|(one, (first, last))| {
            let explained = (*first..=*last).contains(&made)
                && model.answer(one.by, one.operation) == (one.said.clone(), false);
            assert!(
                explained || made < *last,
                "no order explains {:?} by {}: {:?}",
                one.operation,
                one.by,
                one.said
            );
            !explained
        });
        let Some(change) = changes.get(made) else {
            break;
        };
        let expected = model.answer(change.by, change.operation);
        assert_eq!(
            expected,
            (change.said.clone(), true),
            "change {made}: {:?} by {}",
            change.operation,
            change.by
        );
        model.change(change.by, change.operation);
    }
    model
}

/// Who holds which shift, as the database says.
async fn held(line: &Line, ground: &Ground) -> BTreeSet<(usize, usize)> {
    let rows = line.db.read(|conn| {
        let rows = claims::table
            .filter(claims::released_at.is_null())
            .select((claims::shift_id, claims::person_id));
        Ok(rows.load::<(ShiftId, PersonId)>(conn)?)
    });
    let number = |(shift, person): (ShiftId, PersonId)| {
        let shift = ground.shifts.iter().position(|id| *id == shift).unwrap();
        (
            shift,
            ground.people.iter().position(|id| *id == person).unwrap(),
        )
    };
    rows.await.unwrap().into_iter().map(number).collect()
}

async fn ten_thousand_things_at_once(line: Line) {
    let ground = Arc::new(ground(&line).await);
    let done = race(&ground, 7).await;
    assert!(done.len() >= 10_000);
    let broken: Vec<&Done> = done.iter().filter(|one| one.said.0 >= 500).collect();
    assert!(
        broken.is_empty(),
        "{} broken, first {:?}: {:?}",
        broken.len(),
        broken[0].operation,
        broken[0].said
    );
    let turned_away: usize = done.iter().map(|one| one.turned_away).sum();
    assert!(turned_away * 20 < done.len(), "{turned_away} turned away");
    let model = Model::new(ground.plans.clone(), WEEK_HOURS, [0, 1]);
    let model = explain(model, &done, &order(&line).await);
    let in_model: BTreeSet<(usize, usize)> = model.held().collect();
    assert_eq!(held(&line, &ground).await, in_model, "no change is lost");
    let mut heard: BTreeMap<u16, u32> = BTreeMap::new();
    for one in &done {
        *heard.entry(one.said.0).or_default() += 1;
    }
    for status in [200, 201, 204, 404, 409, 422] {
        assert!(
            heard.get(&status).copied().unwrap_or_default() > 20,
            "{heard:?}"
        );
    }
    let settled = done
        .iter()
        .filter(|one| matches!(one.operation, Operation::Accept { .. }) && one.said.0 == 201)
        .count();
    assert!(settled > 20, "{settled} swaps");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_things_at_once_have_an_order_on_sqlite() {
    ten_thousand_things_at_once(Line::on_sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_things_at_once_have_an_order_on_postgres() {
    ten_thousand_things_at_once(Line::on_postgres().await).await;
}

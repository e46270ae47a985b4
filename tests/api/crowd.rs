//! A crowd races for the last places of a shift. Exactly as many win as there are places.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use chrono::Duration;
use reqwest::Client;
use tokio::sync::Barrier;
use warmline::error::Error;
use warmline::id::{ClaimId, PersonId, ShiftId};
use warmline::role::Role;
use warmline::schedule;

use crate::line::{Line, PASSWORD};

const CROWD: usize = 32;
const PLACES: u8 = 3;

/// Sends everybody for the shift at the same moment, each to one of the servers; answers status and code.
async fn race(servers: Vec<String>, tokens: Vec<String>, shift: &str) -> Vec<(u16, String)> {
    let start = Arc::new(Barrier::new(tokens.len()));
    let mut runners = Vec::new();
    for (index, token) in tokens.into_iter().enumerate() {
        let url = format!(
            "{}/api/v1/shifts/{shift}/claims/me",
            servers[index % servers.len()]
        );
        let start = Arc::clone(&start);
        runners.push(tokio::spawn(async move {
            let client = Client::new();
            start.wait().await;
            let response = client.put(url).bearer_auth(token).send().await.unwrap();
            let status = response.status().as_u16();
            let body: serde_json::Value = response.json().await.unwrap();
            (status, body["code"].as_str().unwrap_or_default().to_owned())
        }));
    }
    let mut results = Vec::new();
    for runner in runners {
        results.push(runner.await.unwrap());
    }
    results
}

fn exactly_the_places_were_won(results: &[(u16, String)]) {
    let won = results.iter().filter(|(status, _)| *status == 201).count();
    assert_eq!(won, usize::from(PLACES), "{results:?}");
    assert!(
        results
            .iter()
            .filter(|(status, _)| *status != 201)
            .all(|(status, code)| (*status, code.as_str()) == (409, "shift_full")),
        "{results:?}"
    );
}

async fn crew_of(line: &Line, shift: &str) -> usize {
    let shift = shift.parse().unwrap();
    line.db
        .read(move |conn| warmline::schedule::store::claims_on(conn, &[shift]))
        .await
        .unwrap()
        .len()
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_two_race_for_three_places_on_sqlite() {
    let line = Line::on_sqlite().await;
    let sol = line.supervisor("Sol").await;
    let shift = line
        .shift(&sol, "2026-06-12", "08:00", "12:00", (1, PLACES))
        .await;
    let mut tokens = Vec::new();
    for number in 0..CROWD {
        tokens.push(line.peer(&format!("Peer{number}")).await.token.unwrap());
    }
    exactly_the_places_were_won(&race(vec![line.url.clone()], tokens, &shift).await);
    assert_eq!(crew_of(&line, &shift).await, usize::from(PLACES));
}

/// A server process of its own, stopped by its id when it is dropped.
struct Process {
    child: Child,
    url: String,
}

impl Process {
    fn serve(database: &str, folder: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_warmline"))
            .args([
                "serve",
                "--bind",
                "127.0.0.1:0",
                "--log",
                "error",
                "--database",
                database,
                "--data-dir",
            ])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first_line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut first_line)
            .unwrap();
        let url = first_line
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .unwrap()
            .to_owned();
        Self { child, url }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_two_race_for_three_places_on_postgres_through_two_processes() {
    let line = Line::on_postgres().await;
    let sol = line.supervisor("Sol").await;
    // The processes go by the true time: a shift that is far ahead of it.
    line.pass(Duration::days(4000));
    let sol = line.sign_in("Sol", sol.id).await;
    let shift = line
        .shift(&sol, "2037-06-12", "08:00", "12:00", (1, PLACES))
        .await;
    for number in 0..CROWD {
        line.add(&format!("Peer{number}"), &[Role::Peer]).await;
    }
    let folder = std::env::temp_dir().join(format!("warmline-{}", warmline::chance::secret()));
    let (database, keys) = (line.database.clone(), folder.clone());
    let processes: Vec<Process> = tokio::task::spawn_blocking(move || {
        (0..2).map(|_| Process::serve(&database, &keys)).collect()
    })
    .await
    .unwrap();
    let client = Client::new();
    let mut tokens = Vec::new();
    for number in 0..CROWD {
        let body =
            serde_json::json!({"email": format!("peer{number}@oak.example"), "password": PASSWORD});
        let url = format!("{}/api/v1/session", processes[number % 2].url);
        let answer: serde_json::Value = client
            .post(url)
            .json(&body)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        tokens.push(answer["access_token"].as_str().unwrap().to_owned());
    }
    let servers = processes
        .iter()
        .map(|process| process.url.clone())
        .collect();
    exactly_the_places_were_won(&race(servers, tokens, &shift).await);
    assert_eq!(crew_of(&line, &shift).await, usize::from(PLACES));
    drop(processes);
    std::fs::remove_dir_all(folder).unwrap();
}

/// Writes a place past all rules, so many hours after the start of the shift, for two hours.
async fn write_place(
    line: &Line,
    shift: ShiftId,
    person: PersonId,
    (place, after): (i32, i64),
) -> Result<(), Error> {
    use diesel::prelude::*;
    use warmline::db::schema::claims;
    let now = line.now();
    line.db
        .write(move |conn| {
            let start = schedule::store::shift(conn, shift)?.unwrap().span.starts;
            let starts = start.plus(Duration::hours(after));
            diesel::insert_into(claims::table)
                .values((
                    claims::id.eq(warmline::chance::id::<ClaimId>(now)),
                    claims::shift_id.eq(shift),
                    claims::seat.eq("crew"),
                    claims::place.eq(place),
                    claims::person_id.eq(person),
                    claims::starts_at.eq(starts),
                    claims::ends_at.eq(starts.plus(Duration::hours(2))),
                    claims::claimed_at.eq(now),
                    claims::given_by.eq(person),
                    claims::how.eq("claimed"),
                    claims::changed_at.eq(now),
                ))
                .execute(conn)?;
            Ok(())
        })
        .await
}

/// The database itself refuses a place beyond the maximum, a place that is held, and a person in two places.
async fn the_database_refuses(line: &Line) {
    let (sol, ana, ben) = (
        line.supervisor("Sol").await,
        line.peer("Ana").await,
        line.peer("Ben").await,
    );
    let mut shifts = Vec::new();
    for (starts, ends) in [("08:00", "12:00"), ("09:00", "13:00")] {
        let shift = line.shift(&sol, "2026-06-12", starts, ends, (1, 2)).await;
        shifts.push(shift.parse::<ShiftId>().unwrap());
    }
    let (early, late) = (shifts[0], shifts[1]);
    // From 08:00 to 10:00 on the first place.
    write_place(line, early, ana.id, (1, 0)).await.unwrap();
    let refused = [
        ("the place is held", early, ben.id, (1, 0)),
        ("the place is held for a part", early, ben.id, (1, 1)),
        ("there is no third place", early, ben.id, (3, 0)),
        ("she has a place at that time", early, ana.id, (2, 1)),
        ("she has a place elsewhere", late, ana.id, (1, 0)),
    ];
    for (why, shift, person, place) in refused {
        let written = write_place(line, shift, person, place).await;
        assert!(written.is_err(), "{why}");
    }
    let (early_text, late_text) = (early.to_string(), late.to_string());
    assert_eq!(crew_of(line, &early_text).await, 1);
    // What does not overlap is kept, so it was the overlap that was refused.
    write_place(line, early, ben.id, (1, 2)).await.unwrap();
    write_place(line, late, ana.id, (1, 1)).await.unwrap();
    assert_eq!(crew_of(line, &early_text).await, 2);
    assert_eq!(crew_of(line, &late_text).await, 1);
    // Nor is a place that is held moved over another's time.
    let moved = line.db.write(move |conn| {
        use diesel::prelude::*;
        use warmline::db::schema::claims;
        let starts = schedule::store::shift(conn, early)?.unwrap().span.starts;
        diesel::update(claims::table.filter(claims::person_id.eq(ben.id)))
            .set(claims::starts_at.eq(starts.plus(Duration::hours(1))))
            .execute(conn)?;
        Ok(())
    });
    assert!(moved.await.is_err(), "moved over another's time");
}

crate::story! {
    async fn a_place_or_a_person_too_many_is_refused_by_the_database_itself(line: &Line) {
        the_database_refuses(line).await;
    }
}

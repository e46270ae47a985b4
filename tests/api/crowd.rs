//! A crowd races for the last places of a shift. Exactly as many win as there are places.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use chrono::Duration;
use reqwest::Client;
use tokio::sync::Barrier;
use warmline::role::Role;

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

/// The database itself refuses a place beyond the maximum and a place held twice, past all rules.
async fn the_database_refuses(line: &Line) {
    use diesel::prelude::*;
    use warmline::db::schema::claims;
    let (sol, ana, ben) = (
        line.supervisor("Sol").await,
        line.peer("Ana").await,
        line.peer("Ben").await,
    );
    let shift = line
        .shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1))
        .await;
    assert_eq!(
        ana.put_nothing(&format!("/api/v1/shifts/{shift}/claims/me"))
            .await
            .status,
        201
    );
    let (shift, now): (warmline::id::ShiftId, _) = (shift.parse().unwrap(), line.now());
    let find = move |conn: &mut warmline::db::Conn| warmline::schedule::store::shift(conn, shift);
    let span = line.db.read(find).await.unwrap().unwrap().span;
    for (place, person) in [(1, ben.id), (2, ben.id)] {
        let written = line
            .db
            .write(move |conn| {
                diesel::insert_into(claims::table)
                    .values((
                        claims::id.eq(warmline::chance::id::<warmline::id::ClaimId>(now)),
                        claims::shift_id.eq(shift),
                        claims::seat.eq("crew"),
                        claims::place.eq(place),
                        claims::person_id.eq(person),
                        claims::starts_at.eq(span.starts),
                        claims::ends_at.eq(span.ends),
                        claims::claimed_at.eq(now),
                        claims::given_by.eq(person),
                        claims::how.eq("claimed"),
                        claims::changed_at.eq(now),
                    ))
                    .execute(conn)?;
                Ok(())
            })
            .await;
        assert!(written.is_err(), "place {place}");
    }
    assert_eq!(crew_of(line, shift.as_str()).await, 1);
}

crate::story! {
    async fn a_place_too_many_is_refused_by_the_database_itself(line: &Line) {
        the_database_refuses(line).await;
    }
}

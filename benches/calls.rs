//! How many calls a second can be logged, beside what the database alone can do on this machine.
//!
//! 32 keep-alive clients log calls for ten seconds on each database, in one run. Only the ratios
//! mean anything: machines differ, and differ from hour to hour.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a benchmark may panic and print"
)]

#[path = "../tests/support/cluster.rs"]
mod cluster;
#[path = "support/server.rs"]
mod server;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, RunQueryDsl, SqliteConnection};
use reqwest::Client;
use serde_json::json;
use warmline::chance;
use warmline::clock::Clock;
use warmline::id::CallId;

use server::{Server, UNLIMITED};

const CLIENTS: usize = 32;

fn seconds() -> Duration {
    let text = std::env::var("BENCH_SECONDS").unwrap_or_else(|_| "10".to_owned());
    Duration::from_secs(text.parse().unwrap())
}

/// The clients all sit behind one address, so nothing is limited.
fn start(folder: &Path, database: &str, together: usize) -> Server {
    let together = together.to_string();
    let own = ["--connections", "16", "--commit-together", &together];
    Server::start(folder, database, &[&own, UNLIMITED].concat())
}

struct Rate {
    a_second: f64,
    median: f64,
    p99: f64,
    others: usize,
}

/// All clients log calls, one after another each, until time is up.
async fn load(server: &Server) -> Rate {
    let mut ready = Vec::new();
    for index in 0..CLIENTS {
        let client = Client::new();
        let token = server.token(&client, index).await;
        ready.push((client, token));
    }
    let url = Arc::new(format!("{}/api/v1/calls", server.url));
    let (begun, length) = (Instant::now(), seconds());
    let clients = ready.into_iter().map(|(client, token)| {
        let url = Arc::clone(&url);
        tokio::spawn(async move {
            let (mut times, mut others) = (Vec::new(), 0);
            while begun.elapsed() < length {
                let now = Clock::System.now();
                let ended = now.minus(chrono::Duration::minutes(2));
                let record = json!({"started_at": ended.minus(chrono::Duration::minutes(22)), "ended_at": ended,
                    "contact_type": "support", "channel": "voice", "caller_relation": "self",
                    "reasons": ["loneliness_isolation", "sleep"],
                    "isolation": {"mode": "prospective", "start": {"status": "asked", "rating": 8},
                                  "end": {"status": "asked", "rating": 5}}});
                let id: CallId = chance::id(now);
                let sent = Instant::now();
                let answer = client.put(format!("{url}/{id}")).bearer_auth(&token).json(&record).send().await.unwrap();
                if answer.status() == 201 {
                    answer.bytes().await.unwrap();
                    times.push(sent.elapsed().as_secs_f64() * 1000.0);
                } else {
                    others += 1;
                }
            }
            (times, others)
        })
    });
    let (mut times, mut others) = (Vec::new(), 0);
    for client in clients.collect::<Vec<_>>() {
        let (some, refused) = client.await.unwrap();
        times.extend(some);
        others += refused;
    }
    times.sort_by(f64::total_cmp);
    let at = |hundredth: usize| times[(times.len() - 1) * hundredth / 100];
    let count = f64::from(u32::try_from(times.len()).unwrap());
    Rate {
        a_second: count / length.as_secs_f64(),
        median: at(50),
        p99: at(99),
        others,
    }
}

/// One row, one durable commit, again and again, by one connection without a server.
fn sqlite_floor(folder: &Path) -> f64 {
    std::fs::create_dir_all(folder).unwrap();
    let mut conn = SqliteConnection::establish(folder.join("floor.db").to_str().unwrap()).unwrap();
    conn.batch_execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id TEXT PRIMARY KEY, v TEXT)").unwrap();
    let (begun, mut count) = (Instant::now(), 0_u32);
    while begun.elapsed() < seconds() {
        let id: CallId = chance::id(Clock::System.now());
        diesel::sql_query(format!("INSERT INTO t VALUES ('{id}', 'one row')"))
            .execute(&mut conn)
            .unwrap();
        count += 1;
    }
    f64::from(count) / begun.elapsed().as_secs_f64()
}

/// The statements of one logged call.
const STATEMENTS: &str = include_str!("log_call.pgbench.sql");

/// pgbench sends the statements of a logged call, with as many clients and no server between.
fn postgres_floor(folder: &Path, database: &str) -> f64 {
    let script = folder.join("log_call.sql");
    std::fs::File::create(&script)
        .unwrap()
        .write_all(STATEMENTS.as_bytes())
        .unwrap();
    let output = Command::new(cluster::programs().join("pgbench"))
        .args([
            "-n",
            "-M",
            "prepared",
            "-c",
            "16",
            "-j",
            "2",
            "--max-tries=40",
        ])
        .args(["-T", &seconds().as_secs().to_string(), "-f"])
        .arg(&script)
        .arg(database)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text
        .lines()
        .find(|line| line.starts_with("tps"))
        .unwrap_or_else(|| {
            panic!("pgbench: {text}{}", String::from_utf8_lossy(&output.stderr));
        });
    line.split_whitespace().nth(2).unwrap().parse().unwrap()
}

fn say(name: &str, rate: &Rate) {
    println!(
        "{name:<46} {:>7.0} a second   median {:>6.1} ms   p99 {:>6.1} ms{}",
        rate.a_second,
        rate.median,
        rate.p99,
        if rate.others > 0 {
            format!("   {} not logged", rate.others)
        } else {
            String::new()
        }
    );
}

#[tokio::main]
async fn main() {
    let folder: PathBuf = std::env::temp_dir().join(format!("warmline-bench-{}", chance::secret()));
    println!(
        "{CLIENTS} keep-alive clients log calls for {} s each, one after another\n",
        seconds().as_secs()
    );

    let sqlite = |name: &str, together| {
        let folder = folder.join(name);
        let database = format!("sqlite:{}", folder.join("line.db").display());
        start(&folder, &database, together)
    };
    let together = load(&sqlite("together", 256)).await;
    say("SQLite, waiting changes committed together", &together);
    let alone = load(&sqlite("alone", 1)).await;
    say("SQLite, one commit a request", &alone);
    let floor = sqlite_floor(&folder.join("floor"));
    println!(
        "{:<46} {floor:>7.0} a second",
        "floor: bare one-row durable commits on SQLite"
    );

    let begin = || cluster::Cluster::start(&[]);
    let cluster = tokio::task::spawn_blocking(begin).await.unwrap();
    let database = cluster.new_database();
    let server = start(&folder.join("postgres"), &database, 256);
    let on_postgres = load(&server).await;
    say("PostgreSQL, 16 connections", &on_postgres);
    let pgbench = postgres_floor(&folder, &database);
    println!(
        "{:<46} {pgbench:>7.0} a second",
        "floor: pgbench, the same statements"
    );
    drop(server);

    println!("\nratios");
    println!(
        "  committed together / one commit a request    {:.1}",
        together.a_second / alone.a_second
    );
    println!(
        "  SQLite / bare one-row durable commits        {:.2}",
        together.a_second / floor
    );
    println!(
        "  PostgreSQL / pgbench with the same statements {:.2}",
        on_postgres.a_second / pgbench
    );
    std::fs::remove_dir_all(folder).unwrap();
}

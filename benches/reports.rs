//! What a released report and the closing of a month cost as a line grows old, beside straight SQL over all of its rows.
//!
//! Each database is filled with 10^4 to 10^7 calls; the last twelve months are closed and released by the program itself.
//! Only the ratios mean anything: machines differ, and differ from hour to hour.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a benchmark may panic and print"
)]

#[path = "../tests/support/cluster.rs"]
mod cluster;
#[path = "support/figures.rs"]
mod figures;
#[path = "support/history.rs"]
mod history;
#[path = "support/server.rs"]
mod server;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use reqwest::Client;
use warmline::chance;
use warmline::clock::{Clock, Moment};
use warmline::db::{Conn, Db};
use warmline::door::Actor;
use warmline::keyed::LineKey;
use warmline::reports::changes::close;
use warmline::reports::changes::closer::{Came, Closer};
use warmline::reports::periods::Month;

use figures::{ANSWERS, Figures, ROWS, at, compare, say};
use history::History;
use server::{Server, UNLIMITED};

/// How often each answer is asked for.
const ASKED: usize = 300;
/// Contacts, talk minutes, pairs and mean change, as R1 and R4 define them.
const STRAIGHT: &str = "SELECT count(*), sum(minutes),
    sum(CASE WHEN contact_type IN ('support', 'information_only', 'third_party_concern') AND caller_relation = 'self'
        AND minutes >= 5 AND isolation_mode = 'prospective' AND isolation_start IS NOT NULL AND isolation_end IS NOT NULL
        THEN 1 END),
    avg(CASE WHEN contact_type IN ('support', 'information_only', 'third_party_concern') AND caller_relation = 'self'
        AND minutes >= 5 AND isolation_mode = 'prospective' THEN isolation_end - isolation_start END)
    FROM calls";
fn since(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1000.0
}

/// Closes the open months one after another, and releases each.
async fn close_all(db: &Db, history: &History, figures: &mut Figures) {
    let actor = Actor::nobody(LineKey::new(&[7; 32]).pen("audit"));
    let mut freezes = Vec::new();
    let mut releases = [const { Vec::new() }; 3];
    for month in &history.open {
        let (freeze, release) = close_one(db, *month, &actor).await;
        freezes.push(freeze);
        let completes = match month.number() {
            12 => 2,
            3 | 6 | 9 => 1,
            _ => 0,
        };
        releases[completes].push(release);
    }
    figures.freeze = at(&mut freezes, 50);
    figures.releases = releases.map(|mut times| at(&mut times, 50));
}

/// How long the closing of a month took, and its release.
async fn close_one(db: &Db, month: Month, actor: &Actor) -> (f64, f64) {
    let now = Moment::new(
        month
            .next()
            .first()
            .and_hms_opt(12, 0, 0)
            .unwrap()
            .and_utc(),
    );
    let by = actor.clone();
    let begun = Instant::now();
    let made = db.write(move |conn| close(conn, month, &by, now)).await;
    assert!(made.unwrap().new);
    let freeze = since(begun);
    let clock = Clock::Set(Arc::new(AtomicI64::new(now.epoch())));
    let closer = Closer::new(db.clone(), clock, actor.clone());
    let begun = Instant::now();
    assert_eq!(closer.release_next().await.unwrap(), Came::Released(month));
    (freeze, since(begun))
}

/// Each of the straight questions, by a connection of its own.
fn ask_straight(conn: &mut Conn) -> [f64; 3] {
    ROWS.map(|(_, rows)| {
        let asked = || {
            let begun = Instant::now();
            conn.batch_execute(&format!("{STRAIGHT} {rows}")).unwrap();
            since(begun)
        };
        at(
            &mut std::iter::repeat_with(asked).take(3).collect::<Vec<_>>(),
            50,
        )
    })
}

/// Each answer of the server, over a connection that stays.
async fn ask(server: &Server) -> [(f64, f64); 4] {
    let client = Client::new();
    let token = server.token(&client, 0).await;
    let mut figures = [(0.0, 0.0); 4];
    for (figures, (_, path, known)) in figures.iter_mut().zip(ANSWERS) {
        let ask = || {
            client
                .get(format!("{}{path}", server.url))
                .bearer_auth(&token)
        };
        let first = ask().send().await.unwrap().error_for_status().unwrap();
        let etag = first.headers()["etag"].clone();
        let mut times = Vec::new();
        for _ in 0..ASKED {
            let asked = if known {
                ask().header("if-none-match", &etag)
            } else {
                ask()
            };
            let begun = Instant::now();
            let answer = asked.send().await.unwrap();
            let status = answer.status().as_u16();
            answer.bytes().await.unwrap();
            times.push(since(begun));
            assert_eq!(status, if known { 304 } else { 200 });
        }
        *figures = (at(&mut times, 50), at(&mut times, 99));
    }
    figures
}

/// Everything, on an empty database.
async fn measured(folder: &Path, url: &str, calls: u64) -> Figures {
    std::fs::create_dir_all(folder).unwrap();
    let begun = Instant::now();
    let history = History::made(url, calls).await;
    let mut figures = Figures {
        calls,
        a_month: history.a_month,
        ..Figures::default()
    };
    eprintln!(
        "{calls} calls put in after {:.0} s",
        begun.elapsed().as_secs_f64()
    );
    let db = history::open(url);
    close_all(&db, &history, &mut figures).await;
    drop(db);
    eprintln!(
        "twelve months released after {:.0} s",
        begun.elapsed().as_secs_f64()
    );
    let server = Server::serve(folder, url, UNLIMITED, vec![history.login]);
    figures.answers = ask(&server).await;
    drop(server);
    figures.straight = ask_straight(&mut history::connect(url));
    figures
}

/// Gives the room of a database back.
fn clear(folder: &Path, url: &str) {
    std::fs::remove_dir_all(folder).unwrap();
    if let Some((server, name)) = url.rsplit_once('/').filter(|_| url.starts_with("postgres")) {
        let mut admin = PgConnection::establish(&format!("{server}/postgres")).unwrap();
        admin
            .batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
            .unwrap();
    }
}

/// Whether a database is measured: all are, unless one is named.
fn wanted(database: &str) -> bool {
    let given: Vec<String> = std::env::args().collect();
    let is_given = |name: &str| given.iter().any(|one| one.eq_ignore_ascii_case(name));
    is_given(database) || !["SQLite", "PostgreSQL"].into_iter().any(is_given)
}

/// Settings of a server that holds ten million rows, and gigabytes for a moment.
const SETTINGS: &[&str] = &[
    "max_wal_size=4GB",
    "shared_buffers=512MB",
    "maintenance_work_mem=256MB",
];

#[tokio::main]
async fn main() {
    let folder = std::env::temp_dir().join(format!("warmline-bench-{}", chance::secret()));
    let given = std::env::args().filter_map(|argument| argument.parse().ok());
    let mut sizes: Vec<u64> = given.collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000, 10_000_000];
    }
    let begin = || cluster::Cluster::start(SETTINGS);
    let cluster = tokio::task::spawn_blocking(begin).await.unwrap();
    let (mut on_sqlite, mut on_postgres) = (Vec::new(), Vec::new());
    for calls in sizes {
        let file = format!("sqlite:{}", folder.join("years.db").display());
        let databases = [
            ("SQLite", file, &mut on_sqlite),
            ("PostgreSQL", cluster.new_database(), &mut on_postgres),
        ];
        for (name, url, all) in databases.into_iter().filter(|(name, ..)| wanted(name)) {
            let figures = measured(&folder, &url, calls).await;
            say(name, &figures);
            all.push(figures);
            clear(&folder, &url);
        }
    }
    compare("SQLite", &on_sqlite);
    compare("PostgreSQL", &on_postgres);
}

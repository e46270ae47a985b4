//! A line with years of calls, put into an empty database in bulk. Knows no benchmark.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::{PgConnection, SqliteConnection};
use serde_json::{Value, json};
use warmline::chance;
use warmline::clock::Clock;
use warmline::db::{Address, Conn, Db, Limits};
use warmline::error::Error;
use warmline::id::{PersonId, ReleaseId};
use warmline::line::{self, Line};
use warmline::people::credentials::Password;
use warmline::people::{self, Person};
use warmline::reports::periods::Month;
use warmline::role::Role;

/// So many calls a month at most.
const A_MONTH: u64 = 40_000;
/// The statements of a month are those of SQLite; PostgreSQL is taught its functions.
const LIKE_SQLITE: &str = "
    CREATE FUNCTION datetime(at BIGINT, kind TEXT) RETURNS TIMESTAMP LANGUAGE sql AS
        $$ SELECT to_timestamp(at) AT TIME ZONE 'UTC' $$;
    CREATE FUNCTION date(at BIGINT, kind TEXT) RETURNS DATE LANGUAGE sql AS
        $$ SELECT (to_timestamp(at) AT TIME ZONE 'UTC')::DATE $$;
    CREATE FUNCTION printf(form TEXT, a BIGINT, b BIGINT, c BIGINT, d BIGINT, e BIGINT) RETURNS TEXT LANGUAGE sql AS
        $$ SELECT lpad(to_hex(a), 8, '0') || '-' || lpad(to_hex(b), 4, '0') || '-7' || lpad(to_hex(c), 3, '0') || '-8'
            || lpad(to_hex(d), 3, '0') || '-' || lpad(to_hex(e), 12, '0') $$;
    SET session_replication_role = replica;
    SET synchronous_commit = off;
    SET client_min_messages = warning";
const IN_BULK: &str = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; PRAGMA temp_store = MEMORY";
const INDEXES_OF_SQLITE: &str = "SELECT name, sql AS made FROM sqlite_master WHERE type = 'index' AND tbl_name = 'calls' AND sql IS NOT NULL";
const INDEXES_OF_POSTGRES: &str = "SELECT indexname::text AS name, indexdef AS made FROM pg_indexes \
    WHERE schemaname = 'public' AND tablename = 'calls' AND indexname NOT LIKE '%_pkey'";

#[derive(QueryableByName)]
struct Index {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    made: String,
}

/// A line whose months before the last twelve are closed and released, and who may sign in.
pub(crate) struct History {
    /// The last twelve, still open.
    pub(crate) open: Vec<Month>,
    /// Calls in each of them.
    pub(crate) a_month: u64,
    /// What an evaluator signs in with.
    pub(crate) login: Value,
}

/// Opens a database for use.
pub(crate) fn open(url: &str) -> Db {
    let limits = Limits {
        connections: 4,
        commit_together: 256,
    };
    Db::open(&Address::parse(url).unwrap(), limits).unwrap()
}

/// Opens a database for statements of one's own.
pub(crate) fn connect(url: &str) -> Conn {
    match Address::parse(url).unwrap() {
        Address::Postgres(url) => Conn::Postgres(PgConnection::establish(&url).unwrap()),
        Address::Sqlite(path) => Conn::Sqlite(SqliteConnection::establish(&path).unwrap()),
    }
}

impl History {
    /// So many calls in all, half a million of them with all that stands in other tables.
    pub(crate) async fn made(url: &str, calls: u64) -> Self {
        let db = open(url);
        db.migrate().await.unwrap();
        let password = chance::password();
        let hash = Password::parse(password.clone(), "/password", &[])
            .unwrap()
            .hash(&chance::salt())
            .unwrap();
        let peers = db.write(move |conn| found(conn, &hash)).await.unwrap();
        drop(db);
        let a_month = A_MONTH.min(calls / 12);
        let last: Month = "2025-12".parse().unwrap();
        let months = u32::try_from(calls.div_ceil(a_month)).unwrap().max(12);
        let first = last.back(months - 1);
        let months: Vec<Month> = std::iter::successors(Some(first), |month| Some(month.next()))
            .take(usize::try_from(months).unwrap())
            .collect();
        let (earlier, open) = months.split_at(months.len() - 12);
        let mut conn = connect(url);
        fill(&mut conn, &months, (earlier.len(), a_month), &peers);
        for month in earlier {
            release(&mut conn, *month);
        }
        Self {
            open: open.to_vec(),
            a_month,
            login: json!({"email": "eve@years.example", "password": password}),
        }
    }
}

/// The line and its people; closes no month by itself.
fn found(conn: &mut Conn, hash: &str) -> Result<Vec<PersonId>, Error> {
    let now = Clock::System.now();
    line::store::insert(conn, &Line::new("Years (fictional)", chrono_tz::UTC))?;
    diesel::sql_query("UPDATE line SET closing_day = 0").execute(conn)?;
    let mut peers = Vec::new();
    for name in [
        "Eve", "Ana", "Ben", "Cora", "Dev", "Elia", "Finn", "Gail", "Hugo",
    ] {
        let role = if name == "Eve" {
            Role::Evaluator
        } else {
            Role::Peer
        };
        let person = Person {
            id: chance::id(now),
            email: format!("{}@years.example", name.to_lowercase())
                .parse()
                .unwrap(),
            name: name.to_owned(),
            roles: vec![role],
            suspended_at: None,
            version: 1,
        };
        people::store::insert(conn, &person, Some(hash), now)?;
        if role == Role::Peer {
            peers.push(person.id);
        }
    }
    Ok(peers)
}

/// Calls of each month, without indexes, which are made at the end.
fn fill(conn: &mut Conn, months: &[Month], (earlier, a_month): (usize, u64), peers: &[PersonId]) {
    let on_sqlite = matches!(conn, Conn::Sqlite(_));
    let (prepared, indexes) = if on_sqlite {
        (IN_BULK, INDEXES_OF_SQLITE)
    } else {
        (LIKE_SQLITE, INDEXES_OF_POSTGRES)
    };
    conn.batch_execute(prepared).unwrap();
    let indexes: Vec<Index> = diesel::sql_query(indexes).load(conn).unwrap();
    for index in &indexes {
        conn.batch_execute(&format!("DROP INDEX {}", index.name))
            .unwrap();
    }
    let of: Vec<String> = (0..)
        .zip(peers)
        .map(|(number, peer): (usize, _)| format!("WHEN {number} THEN '{peer}'"))
        .collect();
    let peer = format!("CASE (p1 + p7) % {} {} END", peers.len(), of.join(" "));
    for (number, month) in months.iter().enumerate() {
        let start = month.first().and_hms_opt(0, 0, 0).unwrap().and_utc();
        let days = (month.next().first() - month.first()).num_days();
        let beside = if number < earlier {
            ""
        } else {
            include_str!("beside_calls.sql")
        };
        let statements = include_str!("a_month_of_calls.sql")
            .replace("{count}", &a_month.to_string())
            .replace(
                "{before}",
                &(a_month * u64::try_from(number).unwrap()).to_string(),
            )
            .replace("{start}", &start.timestamp().to_string())
            .replace("{seconds}", &(days * 86_400).to_string())
            .replace("{frequent}", &(a_month * 37 / 400).max(1).to_string())
            .replace("{peer}", &peer)
            .replace("{month}", month.as_str());
        conn.batch_execute(&format!(
            "BEGIN; {statements} {beside} DROP TABLE made; COMMIT"
        ))
        .unwrap();
    }
    for index in &indexes {
        conn.batch_execute(&index.made).unwrap();
    }
    if !on_sqlite {
        // As its own cleaner does in time.
        conn.batch_execute("VACUUM ANALYZE").unwrap();
        conn.batch_execute("CHECKPOINT").unwrap();
    }
}

/// A month as it was closed and released long ago.
fn release(conn: &mut Conn, month: Month) {
    let id: ReleaseId = chance::id(Clock::System.now());
    let day = month.next().first();
    conn.batch_execute(&format!(
        "INSERT INTO closures (month, closed_at) VALUES ('{month}', '{day} 00:00:00'); \
         INSERT INTO releases (id, month, released_at) VALUES ('{id}', '{month}', '{day} 00:00:00')"
    ))
    .unwrap();
}

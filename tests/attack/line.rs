//! A line whose months are closed with synthetic facts, the real server before it, and an evaluator's token.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use actix_web::dev::ServerHandle;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use warmline::cli::serve::House;
use warmline::clock::{Clock, Moment};
use warmline::db::{Address, Db, Limits};
use warmline::door::Actor;
use warmline::http::limits::Limits as Often;
use warmline::keyed::LineKey;
use warmline::line::regions::Region;
use warmline::people::credentials::Password;
use warmline::people::ring::{Key, LiveRing, Ring};
use warmline::people::{self, Person};
use warmline::reports::changes::closer::Closer;
use warmline::reports::closings::Frozen;
use warmline::reports::cube::beside::Telephony;
use warmline::reports::cube::rule::Choose;
use warmline::reports::facts;
use warmline::reports::periods::Month;
use warmline::reports::store::closings;
use warmline::role::Role;
use warmline::{chance, line};

use crate::facts::Synthetic;

const PASSWORD: &str = "a quiet harbour at dawn";
const KEY: [u8; 32] = [7; 32];

/// A line of which months are closed.
pub(crate) struct Attacked {
    pub(crate) db: Db,
    pub(crate) folder: PathBuf,
    /// Where the server answers, once it is started.
    pub(crate) url: String,
    clock: Arc<AtomicI64>,
    calls: Synthetic,
    choose: Option<Choose>,
    client: Client,
    server: Option<ServerHandle>,
}

impl Drop for Attacked {
    fn drop(&mut self) {
        // Not awaited: the process outlives the server by little.
        drop(self.server.take().map(|server| server.stop(false)));
        if std::env::var_os("WARMLINE_ATTACK_KEEP").is_none() {
            let _gone = std::fs::remove_dir_all(&self.folder);
        }
    }
}

impl Attacked {
    /// A line with these calls, whose cells are chosen by the project's rule or by another.
    pub(crate) async fn open(calls: Synthetic, choose: Option<Choose>) -> Self {
        let folder = match std::env::var_os("WARMLINE_ATTACK_KEEP") {
            Some(kept) => PathBuf::from(kept).join(calls.name()),
            None => std::env::temp_dir().join(format!("warmline-{}", chance::secret())),
        };
        std::fs::create_dir_all(folder.join("truth")).unwrap();
        let address = format!("sqlite:{}", folder.join("line.db").display());
        let address = Address::parse(&address).unwrap();
        let limits = Limits {
            connections: 6,
            commit_together: 64,
        };
        let db = Db::open(&address, limits).unwrap();
        db.migrate().await.unwrap();
        let clock = Arc::new(AtomicI64::new(0));
        let this = Self {
            db,
            folder,
            url: String::new(),
            clock,
            calls,
            choose,
            client: Client::new(),
            server: None,
        };
        this.set_clock("2025-01-05T20:00:00Z");
        this.found().await;
        this
    }

    /// Writes down the line itself and its regions.
    async fn found(&self) {
        let now = self.now();
        let write = move |conn: &mut warmline::db::Conn| {
            let line = line::Line {
                closing_day: None,
                ..line::Line::new("Oak Line", chrono_tz::America::Los_Angeles)
            };
            line::store::insert(conn, &line)?;
            for code in crate::odds::REGION_CODES {
                let region = Region {
                    code: code.parse().unwrap(),
                    name: code.to_owned(),
                    population: 50_000,
                };
                line::store::insert_region(conn, &region, now)?;
            }
            Ok(())
        };
        self.db.write(write).await.unwrap();
    }

    pub(crate) fn set_clock(&self, at: &str) {
        let at = Moment::parse(at).unwrap();
        self.clock.store(at.epoch(), Ordering::Relaxed);
    }

    fn now(&self) -> Moment {
        let seconds = self.clock.load(Ordering::Relaxed);
        Moment::new(chrono::DateTime::from_timestamp(seconds, 0).unwrap())
    }

    /// Closes a month with facts that are made up, tells the judge of them, and releases it.
    pub(crate) async fn close(&mut self, month: &str) {
        let month: Month = month.parse().unwrap();
        let next = month.next();
        self.set_clock(&format!("{next}-05T20:00:00Z"));
        let facts = self.calls.month(month);
        let sheet = facts::sheet(&facts).unwrap();
        std::fs::write(self.folder.join(format!("truth/{month}.csv")), sheet).unwrap();
        let many = u32::try_from(facts.len()).unwrap();
        let frozen = Frozen {
            facts,
            telephony: Telephony {
                hours: 700,
                offered: many * 5 / 4,
                answered: many,
                abandoned: many / 5,
                wait_seconds: u64::from(many) * 40,
            },
            ..Frozen::default()
        };
        let now = self.now();
        let close = move |conn: &mut warmline::db::Conn| {
            closings::insert_closure(conn, month, None, now)?;
            closings::freeze(conn, month, &frozen, now)
        };
        self.db.write(close).await.unwrap();
        let nobody = Actor::nobody(LineKey::new(&KEY).pen("audit"));
        let clock = Clock::Set(Arc::clone(&self.clock));
        let mut closer = Closer::new(self.db.clone(), clock, nobody).with_all_hands();
        if let Some(choose) = self.choose {
            closer = closer.choosing(choose);
        }
        closer.release_all().await.unwrap();
        let made = move |conn: &mut warmline::db::Conn| {
            let standing = closings::all(conn)?
                .into_iter()
                .find(|one| one.month == month);
            Ok((
                closings::release(conn, month)?.is_some(),
                standing.and_then(|one| one.failure),
            ))
        };
        // The server may have been quicker, and be at it.
        for _ in 0..600 {
            let (made, failure) = self.db.read(made).await.unwrap();
            assert_eq!(failure, None, "{month} was not released");
            if made {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("{month} was not released in time");
    }

    /// Starts the server.
    pub(crate) async fn serve(&mut self) {
        let (server, url) = serve(&self.db, &self.clock, &self.folder).await;
        self.server = Some(server);
        self.url = url;
    }

    /// Makes somebody with a role; their token.
    pub(crate) async fn person(&self, name: &str, role: Role) -> String {
        let now = self.now();
        let email = format!("{name}@oak.example");
        let hash = Password::parse(PASSWORD.to_owned(), "", &[])
            .unwrap()
            .hash(&[1; 16])
            .unwrap();
        let person = Person {
            id: chance::id(now),
            email: email.parse().unwrap(),
            name: name.to_owned(),
            roles: vec![role],
            suspended_at: None,
            version: 1,
        };
        let insert = move |conn: &mut warmline::db::Conn| {
            people::store::insert(conn, &person, Some(&hash), now)
        };
        self.db.write(insert).await.unwrap();
        let secret = json!({"email": email, "password": PASSWORD});
        let (status, session) = self.ask(Method::POST, "/api/v1/session", "", &secret).await;
        assert_eq!(status, 200, "{session}");
        session["access_token"].as_str().unwrap().to_owned()
    }

    /// Asks the server; the answer's status and body.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: &Value,
    ) -> (u16, Value) {
        let request = self
            .client
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(token)
            .json(body);
        let answer = request.send().await.unwrap();
        (
            answer.status().as_u16(),
            answer.json().await.unwrap_or_default(),
        )
    }
}

/// Starts a server.
async fn serve(
    db: &Db,
    clock: &Arc<AtomicI64>,
    folder: &std::path::Path,
) -> (ServerHandle, String) {
    let signing_key = Key::generate().unwrap();
    let since = Moment::parse("2024-01-01T00:00:00Z").unwrap();
    let key = Key::read("test".to_owned(), since, &signing_key).unwrap();
    let house = House {
        db: db.clone(),
        ring: Arc::new(LiveRing::new(Ring::new(vec![key]))),
        key: LineKey::new(&KEY),
        clock: Clock::Set(Arc::clone(clock)),
        hashes_at_once: 2,
        second_factor_for: Vec::new(),
        limits: Often::default(),
        workers: 2,
        checkpoint: None,
        key_folder: folder.join("keys"),
    };
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    let (tell, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = house.serve(socket).unwrap();
            tell.send(server.handle()).ok();
            server.await
        })
    });
    (told.await.unwrap(), url)
}

//! A line for a story: the real server on a free port, its clock set by hand, and people as values.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

use actix_web::dev::ServerHandle;
use chrono::Duration;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use warmline::audit::chain::Checkpoint;
use warmline::chance;
use warmline::cli::serve::House;
use warmline::clock::{Clock, Moment};
use warmline::db::{Address, Db, Limits};
use warmline::http::limits::Limits as Often;
use warmline::id::{CallId, PersonId, ScheduleId, TemplateId};
use warmline::keyed::LineKey;
use warmline::people::credentials::Password;
use warmline::people::ring::{Key, LiveRing, Ring};
use warmline::people::{self, Person};
use warmline::role::Role;

use crate::cluster::Cluster;
use crate::contract;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "a quiet harbour at dawn";
/// Wednesday, 10 June 2026, 12:00 in Los Angeles.
const NOON: &str = "2026-06-10T19:00:00Z";

/// Started by the first story that needs it. Losing it loses nothing, so it need not be durable.
static CLUSTER: LazyLock<Cluster> =
    LazyLock::new(|| Cluster::start(&["fsync=off", "full_page_writes=off"]));

/// The line's secret.
const KEY: [u8; 32] = [7; 32];

static HASH: LazyLock<String> = LazyLock::new(|| {
    Password::parse(PASSWORD.to_owned(), "", &[])
        .unwrap()
        .hash(&[1; 16])
        .unwrap()
});

pub(crate) struct Line {
    pub(crate) db: Db,
    pub(crate) url: String,
    /// The address of the database, for further processes.
    pub(crate) database: String,
    /// The server's ring of signing keys.
    pub(crate) ring: Arc<LiveRing>,
    /// The one key in it, in PKCS #8 form; its name is `test`.
    pub(crate) signing_key: Vec<u8>,
    clock: Arc<AtomicI64>,
    client: Client,
    server: ServerHandle,
    folder: PathBuf,
}

/// How strict a line is.
#[derive(Default)]
pub(crate) struct Wishes {
    /// How often one may ask.
    pub(crate) often: Often,
    /// Who needs a second factor.
    pub(crate) second_factor_for: Vec<Role>,
}

impl From<Often> for Wishes {
    fn from(often: Often) -> Self {
        Self {
            often,
            ..Self::default()
        }
    }
}

/// A line without a server: its database, and the folder of its files.
pub(crate) struct Premises {
    pub(crate) db: Db,
    database: String,
    folder: PathBuf,
}

impl Premises {
    pub(crate) async fn on_sqlite() -> Self {
        let folder = new_folder();
        let database = format!("sqlite:{}", folder.join("line.db").display());
        Self::on(database, folder).await
    }

    pub(crate) async fn on_postgres() -> Self {
        let database = tokio::task::spawn_blocking(|| CLUSTER.new_database())
            .await
            .unwrap();
        Self::on(database, new_folder()).await
    }

    async fn on(database: String, folder: PathBuf) -> Self {
        let db = open_database(&database).await;
        db.migrate().await.unwrap();
        let line = warmline::line::Line::new("Oak Line", chrono_tz::America::Los_Angeles);
        db.write(move |conn| warmline::line::store::insert(conn, &line))
            .await
            .unwrap();
        Self {
            db,
            database,
            folder,
        }
    }
}

/// A handle on a database, such as another process would have.
pub(crate) async fn open_database(address: &str) -> Db {
    let address = Address::parse(address).unwrap();
    let limits = Limits {
        connections: 6,
        commit_together: 64,
    };
    tokio::task::spawn_blocking(move || Db::open(&address, limits).unwrap())
        .await
        .unwrap()
}

fn new_folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("warmline-{}", chance::secret()));
    std::fs::create_dir(&folder).unwrap();
    folder
}

/// The moment at which every story begins.
pub(crate) fn noon() -> Moment {
    Moment::parse(NOON).unwrap()
}

impl Drop for Line {
    fn drop(&mut self) {
        // Not awaited: the process outlives the server by little.
        drop(self.server.stop(false));
        let _gone = std::fs::remove_dir_all(&self.folder);
    }
}

impl Line {
    pub(crate) async fn on_sqlite() -> Self {
        Self::on_sqlite_with(Wishes::default()).await
    }

    pub(crate) async fn on_postgres() -> Self {
        Self::on_postgres_with(Wishes::default()).await
    }

    /// A line that is strict in some way.
    pub(crate) async fn on_sqlite_with(wishes: impl Into<Wishes>) -> Self {
        Self::open(Premises::on_sqlite().await, wishes).await
    }

    /// A line that is strict in some way.
    pub(crate) async fn on_postgres_with(wishes: impl Into<Wishes>) -> Self {
        Self::open(Premises::on_postgres().await, wishes).await
    }

    /// Starts the server.
    pub(crate) async fn open(premises: Premises, wishes: impl Into<Wishes>) -> Self {
        let wishes = wishes.into();
        let Premises {
            db,
            database,
            folder,
        } = premises;
        let clock = Arc::new(AtomicI64::new(noon().epoch()));
        let signing_key = Key::generate().unwrap();
        let since = Moment::parse("2026-01-01T00:00:00Z").unwrap();
        let key = Key::read("test".to_owned(), since, &signing_key).unwrap();
        let ring = Arc::new(LiveRing::new(Ring::new(vec![key])));
        let house = House {
            db: db.clone(),
            ring: Arc::clone(&ring),
            key: LineKey::new(&KEY),
            clock: Clock::Set(Arc::clone(&clock)),
            hashes_at_once: 2,
            second_factor_for: wishes.second_factor_for,
            limits: wishes.often,
            workers: 2,
            checkpoint: Some(folder.join("checkpoint")),
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
        let server = told.await.unwrap();
        Self {
            db,
            url,
            database,
            ring,
            signing_key,
            clock,
            client: Client::new(),
            server,
            folder,
        }
    }

    /// The folder of the keys of notes.
    pub(crate) fn note_keys(&self) -> PathBuf {
        self.folder.join("keys")
    }

    /// The checkpoint of the audit log, if there is one yet.
    pub(crate) fn checkpoint(&self) -> Option<Checkpoint> {
        let text = std::fs::read_to_string(self.folder.join("checkpoint")).ok()?;
        Some(Checkpoint::parse(&text, &Self::outsider().pen).unwrap())
    }

    /// The folder of the keys of reporting years.
    pub(crate) fn year_keys(&self) -> PathBuf {
        self.folder.join("keys")
    }

    pub(crate) fn now(&self) -> Moment {
        let seconds = self.clock.load(Ordering::Relaxed);
        Moment::new(chrono::DateTime::from_timestamp(seconds, 0).unwrap())
    }

    /// Whoever works past the API.
    pub(crate) fn outsider() -> warmline::door::Actor {
        warmline::door::Actor::nobody(LineKey::new(&KEY).pen("audit"))
    }

    /// Lets time pass. Tokens run out meanwhile; sign in again.
    pub(crate) fn pass(&self, length: Duration) {
        self.clock
            .fetch_add(length.num_seconds(), Ordering::Relaxed);
    }

    /// Adds a person without signing them in.
    pub(crate) async fn add(&self, name: &str, roles: &[Role]) -> PersonId {
        let now = self.now();
        let id = chance::id(now);
        let email = format!("{}@oak.example", name.to_lowercase())
            .parse()
            .unwrap();
        let person = Person {
            id,
            email,
            name: name.to_owned(),
            roles: roles.to_vec(),
            suspended_at: None,
            version: 1,
        };
        self.db
            .write(move |conn| people::store::insert(conn, &person, Some(&HASH), now))
            .await
            .unwrap();
        id
    }

    /// Adds a person and signs them in.
    pub(crate) async fn person(&self, name: &str, roles: &[Role]) -> Actor<'_> {
        let id = self.add(name, roles).await;
        self.sign_in(name, id).await
    }

    /// Signs a person in.
    pub(crate) async fn sign_in(&self, name: &str, id: PersonId) -> Actor<'_> {
        let email = format!("{}@oak.example", name.to_lowercase());
        let answer = self
            .nobody()
            .post(
                "/api/v1/session",
                json!({"email": email, "password": PASSWORD}),
            )
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let token = answer.json()["access_token"].as_str().unwrap().to_owned();
        let refresh_token = answer.json()["refresh_token"].as_str().unwrap().to_owned();
        Actor {
            line: self,
            token: Some(token),
            id,
            refresh_token,
        }
    }

    pub(crate) async fn peer(&self, name: &str) -> Actor<'_> {
        self.person(name, &[Role::Peer]).await
    }

    pub(crate) async fn supervisor(&self, name: &str) -> Actor<'_> {
        self.person(name, &[Role::Supervisor]).await
    }

    pub(crate) async fn evaluator(&self, name: &str) -> Actor<'_> {
        self.person(name, &[Role::Evaluator]).await
    }

    /// Whoever comes without a token.
    pub(crate) fn nobody(&self) -> Actor<'_> {
        let nobody = chance::id(self.now());
        Actor {
            line: self,
            token: None,
            id: nobody,
            refresh_token: String::new(),
        }
    }

    /// Whoever comes with this token.
    pub(crate) fn bearer(&self, token: &str) -> Actor<'_> {
        Actor {
            token: Some(token.to_owned()),
            ..self.nobody()
        }
    }

    /// A shift for so many, on one local date, published; answers its id.
    pub(crate) async fn shift(
        &self,
        supervisor: &Actor<'_>,
        date: &str,
        starts: &str,
        ends: &str,
        crew: (u8, u8),
    ) -> String {
        let template: TemplateId = chance::id(self.now());
        let weekdays = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        let body = json!({"name": format!("From {starts}"), "weekdays": weekdays, "starts": starts, "ends": ends,
            "min_crew": crew.0, "max_crew": crew.1, "valid_from": date, "valid_until": date});
        assert_eq!(
            supervisor
                .put(&format!("/api/v1/shift-templates/{template}"), body)
                .await
                .status,
            201
        );
        let schedule: ScheduleId = chance::id(self.now());
        let path = format!("/api/v1/schedules/{schedule}");
        let made = supervisor
            .put(&path, json!({"starts_on": date, "ends_on": date}))
            .await;
        assert_eq!(
            (made.status, &made.json()["shifts"]),
            (201, &json!(1)),
            "{}",
            made.text
        );
        assert_eq!(
            supervisor
                .put_nothing(&format!("{path}/publication"))
                .await
                .status,
            201
        );
        let until = date.parse::<chrono::NaiveDate>().unwrap() + Duration::days(1);
        let shifts = supervisor
            .get(&format!("/api/v1/shifts?from={date}&to={until}"))
            .await
            .json();
        let items = shifts["items"].as_array().unwrap().clone();
        let own = items
            .iter()
            .find(|shift| shift["schedule_id"] == schedule.to_string())
            .unwrap();
        own["id"].as_str().unwrap().to_owned()
    }
}

/// Somebody who asks.
pub(crate) struct Actor<'a> {
    line: &'a Line,
    pub(crate) token: Option<String>,
    pub(crate) id: PersonId,
    pub(crate) refresh_token: String,
}

/// What they are told.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// What a refusal says, without the request's id: that may hold any digits.
    pub(crate) fn said(&self) -> String {
        let mut said = self.json();
        said["request_id"].take();
        said.to_string()
    }

    /// The code of a refusal.
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The codes of all faults or reasons.
    pub(crate) fn codes(&self) -> Vec<String> {
        let errors = self.json()["errors"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        errors
            .iter()
            .map(|error| error["code"].as_str().unwrap().to_owned())
            .collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

impl Actor<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None, &[]).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.ask(
            Method::PUT,
            path,
            Some(body.to_string()),
            &[("content-type", "application/json")],
        )
        .await
    }

    /// Sends a sheet.
    pub(crate) async fn post_csv(&self, path: &str, text: &str) -> Answer {
        let headers = [("content-type", "text/csv; charset=utf-8")];
        self.ask(Method::POST, path, Some(text.to_owned()), &headers)
            .await
    }

    /// Changes what was read at a version.
    pub(crate) async fn put_on(&self, path: &str, version: &str, body: Value) -> Answer {
        let headers = [("content-type", "application/json"), ("if-match", version)];
        self.ask(Method::PUT, path, Some(body.to_string()), &headers)
            .await
    }

    pub(crate) async fn put_nothing(&self, path: &str) -> Answer {
        self.ask(Method::PUT, path, None, &[]).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(
            Method::POST,
            path,
            Some(body.to_string()),
            &[("content-type", "application/json")],
        )
        .await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.ask(Method::DELETE, path, None, &[]).await
    }

    /// Asks anything. Every answer is held against the OpenAPI document.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self
            .line
            .client
            .request(method.clone(), format!("{}{path}", self.line.url));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await.unwrap();
        let answer = Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        };
        contract::hold_against_document(&method, path, &answer);
        answer
    }

    /// Logs a call and answers its address.
    pub(crate) async fn log(&self, record: Value) -> String {
        let path = new_call(self.line);
        let answer = self.put(&path, record).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        path
    }
}

/// The address of a call that is not there yet.
pub(crate) fn new_call(line: &Line) -> String {
    let id: CallId = chance::id(line.now());
    format!("/api/v1/calls/{id}")
}

/// A support call for oneself that ended so long ago after twenty minutes.
pub(crate) fn support_call(line: &Line, ended_ago: Duration) -> Value {
    let ended_at = line.now().minus(ended_ago);
    json!({"started_at": ended_at.minus(Duration::minutes(20)), "ended_at": ended_at, "contact_type": "support",
        "caller_relation": "self", "reasons": ["loneliness_isolation"]})
}

/// What stays of an answer to the logging when the call is read: not what is told once.
pub(crate) fn as_read(mut logged: Value) -> Value {
    for told_once in ["contacts_today", "measure_taken"] {
        logged.as_object_mut().unwrap().shift_remove(told_once);
    }
    logged
}

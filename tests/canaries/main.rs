//! Canary secrets are sent through every input of the real program, and looked for wherever it writes: answers, log,
//! files of the database. None may be there.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may panic"
)]

mod birds;
#[path = "../support/cluster.rs"]
mod cluster;
mod guest;
mod inputs;
mod schema;
mod search;
mod server;
mod ways;

use std::path::Path;

use diesel::prelude::*;
use serde_json::Value;
use warmline::chance;

use self::guest::{Guest, Shown};
use self::search::Search;
use self::server::{Folder, Server};

/// The fields that are kept and shown because that is what they are for. In a body that is taken they hold an ordinary
/// value; a canary stands in them only in a body that is refused.
///
/// Beside these, a secret that the server makes is shown once, in the answer that hands it out (`Shown`).
pub(crate) const KEPT: &[(&str, &str)] = &[
    ("PUT /api/v1/me/profile", "/name"),
    ("PUT /api/v1/settings", "/name"),
    ("PUT /api/v1/regions/{code}", "/name"),
    ("PUT /api/v1/people/{person_id}", "/name"),
    ("PUT /api/v1/people/{person_id}", "/email"),
    ("PUT /api/v1/people/{person_id}/profile", "/name"),
    ("PUT /api/v1/people/{person_id}/profile", "/email"),
    ("PUT /api/v1/report-tokens/{id}", "/name"),
    ("PUT /api/v1/duty-tokens/{id}", "/name"),
    ("PUT /api/v1/qualifications/{code}", "/name"),
    ("PUT /api/v1/shift-templates/{id}", "/name"),
];

/// What was found where it should not be, and where a name was found that should be there.
#[derive(Default)]
struct Found {
    wrong: Vec<String>,
    name_in: Vec<String>,
}

impl Found {
    fn look(&mut self, place: &str, folder: &Path, secrets: &Search, name: &Search) {
        for (secret, file) in secrets.in_folder(folder) {
            self.wrong
                .push(format!("{secret} in {} {place}", file.display()));
        }
        for (_name, file) in name.in_folder(folder) {
            self.name_in.push(format!("{} {place}", file.display()));
        }
    }

    /// Whether the name is in a file whose path holds this.
    fn has_name_in(&self, file: &str, place: &str) {
        let mut there = self.name_in.iter();
        let found = there.any(|at| at.contains(file) && at.ends_with(place));
        assert!(
            found,
            "the search finds no name in {file} {place}: {:?}",
            self.name_in
        );
    }
}

/// Invites the first person at the command line; answers the token of the invitation.
fn invitation(folder: &Folder, database: &str, name: &str) -> String {
    let mut command = folder.command(database, "human");
    command.args(["user", "add", "--email", "ada@oak.example", "--name", name]);
    for role in ["peer", "supervisor", "evaluator", "admin"] {
        command.args(["--role", role]);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let out = String::from_utf8(output.stdout).unwrap();
    out.lines().nth(1).unwrap().trim().to_owned()
}

/// Sends every canary everywhere, and looks for them. `folders` hold what the database writes.
async fn nothing_is_left(
    folder: &Folder,
    database: &str,
    log_format: &str,
    folders: &[&Path],
    settle: impl Fn(),
) -> Found {
    let name = format!("Marigold {}", chance::secret());
    let link = invitation(folder, database, &name);
    let server = Server::start(folder, database, log_format).await;
    let mut guest = Guest::new(server, "ada@oak.example", birds::flock());
    guest.password = ways::take_up(&mut guest, "invitations", &link).await;
    guest.shown.push(Shown {
        text: link,
        by: None,
    });
    guest.sign_in(None).await;
    inputs::everywhere(&mut guest).await;
    ways::all(&mut guest).await;
    assert!(guest.rounds() > 10, "{}", guest.rounds());
    let me = guest.send("GET", "me", Value::Null).await;
    assert_eq!(me.1["name"], name);

    let secrets = secrets(&guest);
    let control = Search::new([("name".to_owned(), name.as_str())]);
    let mut found = Found::default();
    settle();
    for place in folders {
        found.look("while it runs", place, &secrets, &control);
    }
    guest.server.stop();
    settle();
    for place in folders {
        found.look("after it stopped", place, &secrets, &control);
    }
    look_at_answers(&guest, &secrets, &control, &mut found);
    look_at_log(folder, &guest, &secrets, &mut found);
    found
}

/// A search for the canaries, and then for what the server made.
fn secrets(guest: &Guest) -> Search {
    let flock = guest.flock.iter();
    let canaries = flock.map(|canary| {
        (
            format!("{} {}", canary.kind, canary.text),
            canary.text.as_str(),
        )
    });
    let shown = guest.shown.iter().map(|shown| {
        let name = format!("a secret that let in, made by answer {:?}", shown.by);
        (name, shown.text.as_str())
    });
    Search::new(canaries.chain(shown))
}

fn look_at_answers(guest: &Guest, secrets: &Search, control: &Search, found: &mut Found) {
    let mut named = 0;
    for (number, heard) in guest.server.heard.iter().enumerate() {
        let shown = guest.shown.iter().enumerate();
        let here = shown.filter(|(_, shown)| shown.by == Some(number));
        let may: Vec<usize> = here.map(|(place, _)| guest.flock.len() + place).collect();
        for secret in secrets.names(&heard.bytes, &may) {
            found
                .wrong
                .push(format!("{secret} in the answer to {}", heard.about));
        }
        named += control.numbers(&heard.bytes).len();
    }
    assert!(named > 1, "the search finds no name in the answers");
}

fn look_at_log(folder: &Folder, guest: &Guest, secrets: &Search, found: &mut Found) {
    let printed = folder.printed();
    for line in printed.split(|byte| *byte == b'\n') {
        for secret in secrets.names(line, &[]) {
            let line = String::from_utf8_lossy(line);
            found.wrong.push(format!("{secret} in the log: {line}"));
        }
    }
    assert!(
        printed.windows(5).any(|word| word == b"DEBUG"),
        "it logs all it can"
    );
    // Every answer names its request, and so does the log.
    let head = guest.server.heard.last().unwrap();
    let head = String::from_utf8_lossy(&head.bytes);
    let id = head.split("\"x-request-id\": \"").nth(1).unwrap();
    let control = Search::new([("id".to_owned(), &id[..36])]);
    assert_eq!(
        control.names(&printed, &[]),
        ["id"],
        "the search finds nothing in the log"
    );
}

#[test]
fn every_field_that_is_kept_is_a_field_of_a_route() {
    let table = warmline::routes::table();
    let routes = table.entries().iter();
    let routes: Vec<String> = routes
        .map(|entry| format!("{} {}", entry.method, entry.path))
        .collect();
    for (route, _field) in KEPT {
        assert!(routes.iter().any(|known| known == route), "{route}");
    }
}

fn none(found: &Found) {
    let some = found.wrong.iter().take(40).cloned().collect::<Vec<_>>();
    assert!(
        some.is_empty(),
        "{} found:\n{}",
        found.wrong.len(),
        some.join("\n")
    );
}

#[tokio::test]
async fn no_secret_is_left_in_answers_log_or_files_on_sqlite() {
    let folder = Folder::new();
    let data = folder.0.join("data");
    let database = format!("sqlite:{}", data.join("line.db").display());
    let found = nothing_is_left(&folder, &database, "human", &[&data], || ()).await;
    none(&found);
    found.has_name_in("line.db", "while it runs");
    found.has_name_in("line.db", "after it stopped");
}

#[tokio::test]
async fn no_secret_is_left_in_answers_log_or_files_on_postgres() {
    let start = || cluster::Cluster::start(&["fsync=off"]);
    let cluster = tokio::task::spawn_blocking(start).await.unwrap();
    let folder = Folder::new();
    let database = cluster.new_database();
    let places = [cluster::folder(), folder.0.join("data")];
    let places = places.each_ref().map(std::path::PathBuf::as_path);
    // Writes to the files what is in memory.
    let settle = || {
        let mut admin = PgConnection::establish(&database).unwrap();
        diesel::sql_query("CHECKPOINT").execute(&mut admin).unwrap();
    };
    let found = nothing_is_left(&folder, &database, "json", &places, settle).await;
    none(&found);
    for place in ["while it runs", "after it stopped"] {
        found.has_name_in("/base/", place);
        found.has_name_in("/pg_wal/", place);
    }
}

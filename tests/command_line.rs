//! The program as a person at a terminal meets it: settings, first people, months, the demo.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use serde_json::{Value, json};

/// A folder of its own, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("warmline-{}", warmline::chance::secret()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warmline"));
        command
            .args(arguments)
            .env("WARMLINE_DATA_DIR", self.0.join("data"))
            .env("WARMLINE_LOG", "error");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A server process, stopped by its id.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().unwrap();
    }
}

#[test]
fn every_fault_of_the_settings_is_told_at_once() {
    let folder = Folder::new();
    let output = folder.run(&[
        "config",
        "--bind",
        "here",
        "--database",
        "mysql://x",
        "--log-format",
        "xml",
    ]);
    assert_eq!(output.status.code(), Some(2));
    for name in ["bind:", "database:", "log_format:"] {
        assert!(said(&output).contains(name), "{}", said(&output));
    }
}

#[test]
fn flags_stand_over_the_environment_and_that_over_the_file() {
    let folder = Folder::new();
    let file = folder.0.join("warmline.toml");
    std::fs::write(
        &file,
        "bind = '127.0.0.1:1111'\nline_name = 'From the file'\ntime_zone = 'Europe/Vienna'\n",
    )
    .unwrap();
    let mut command = folder.command(&["config", "--bind", "127.0.0.1:3333", "--config"]);
    let output = command
        .arg(&file)
        .env("WARMLINE_BIND", "127.0.0.1:2222")
        .env("WARMLINE_TIME_ZONE", "Asia/Tokyo")
        .output()
        .unwrap();
    let shown: toml::Table = said(&output).parse().unwrap();
    assert_eq!(shown["bind"].as_str(), Some("127.0.0.1:3333"));
    assert_eq!(shown["time_zone"].as_str(), Some("Asia/Tokyo"));
    assert_eq!(shown["line_name"].as_str(), Some("From the file"));
}

#[test]
fn config_hides_the_password_of_the_database() {
    let folder = Folder::new();
    let output = folder.run(&[
        "config",
        "--database",
        "postgres://line:open-sesame@db/line",
    ]);
    assert!(said(&output).contains("postgres://line:hidden@db/line"));
    assert!(!said(&output).contains("sesame"));
}

#[test]
fn each_command_explains_itself() {
    let folder = Folder::new();
    for command in [
        &["serve"][..],
        &["demo"],
        &["migrate"],
        &["user", "add"],
        &["month", "close"],
        &["audit", "verify"],
        &["keys", "shred"],
        &["import", "calls"],
        &["retention"],
        &["keys", "rotate"],
        &["openapi"],
        &["config"],
        &["doctor"],
        &["healthy"],
    ] {
        let output = folder.run(&[command, &["--help"]].concat());
        assert!(
            output.status.success() && said(&output).contains("WARMLINE_BIND"),
            "{command:?}"
        );
    }
}

#[test]
fn the_doctor_finds_what_is_wrong_and_later_that_nothing_is() {
    let folder = Folder::new();
    let sick = folder.run(&["doctor"]);
    assert_eq!(sick.status.code(), Some(1));
    assert!(
        said(&sick).contains("WRONG keys") && said(&sick).contains("WRONG database"),
        "{}",
        said(&sick)
    );
    assert!(!folder.0.join("data").exists(), "the doctor makes nothing");

    let mut server = Server(
        folder
            .command(&["serve", "--bind", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .split_whitespace()
        .nth(2)
        .unwrap()
        .trim_start_matches("http://")
        .to_owned();
    let well = folder.run(&["doctor"]);
    assert!(well.status.success(), "{}", said(&well));
    assert!(
        folder
            .run(&["healthy", "--bind", &address])
            .status
            .success()
    );
    drop(server);
    assert_eq!(
        folder.run(&["healthy", "--bind", &address]).status.code(),
        Some(1)
    );

    let key = std::fs::read_dir(folder.0.join("data/keys"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    assert_eq!(
        std::fs::metadata(&key).unwrap().permissions().mode() & 0o777,
        0o600
    );
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(
        said(&folder.run(&["doctor"])).contains("chmod 600"),
        "a key that others can read"
    );
}

#[test]
fn a_line_does_not_change_its_zone() {
    let folder = Folder::new();
    assert!(
        folder
            .run(&["migrate", "--time-zone", "America/Los_Angeles"])
            .status
            .success()
    );
    assert!(folder.run(&["migrate"]).status.success());
    assert!(
        said(&folder.run(&["migrate", "--time-zone", "Europe/Vienna"]))
            .contains("does not change its zone")
    );
}

#[test]
fn a_person_is_not_added_under_a_name_that_garbles_a_terminal() {
    let folder = Folder::new();
    let added = folder.run(&[
        "user",
        "add",
        "--email",
        "ada@oak.example",
        "--name",
        "Ada\u{1b}[2J",
        "--role",
        "admin",
    ]);
    assert_eq!(added.status.code(), Some(1));
    assert!(said(&added).contains("on one line"), "{}", said(&added));
}

#[test]
fn months_are_closed_from_the_command_line_in_order() {
    let folder = Folder::new();
    assert!(said(&folder.run(&["month", "close", "2026-10"])).contains("2026-10 is closed."));
    assert!(said(&folder.run(&["month", "close", "2026-10"])).contains("was closed at"));
    assert_eq!(
        folder.run(&["month", "close", "2999-01"]).status.code(),
        Some(1)
    );
    assert!(said(&folder.run(&["month", "close", "soon"])).contains("such as 2026-10"));
}

#[test]
fn audit_verify_tells_what_was_done_to_the_log_past_the_program() {
    let folder = Folder::new();
    let add = |name: &str| {
        let email = format!("{name}@oak.example");
        let added = folder.run(&[
            "user", "add", "--email", &email, "--name", name, "--role", "peer",
        ]);
        assert!(added.status.success(), "{}", said(&added));
    };
    let verify = || folder.run(&["audit", "verify"]);
    assert_eq!(verify().status.code(), Some(1), "there is no line yet");
    assert!(!folder.0.join("data").exists(), "looking makes nothing");
    for name in ["ana", "ben", "cem"] {
        add(name);
    }
    let waiting = verify();
    assert!(waiting.status.success(), "{}", said(&waiting));
    assert!(
        said(&waiting).contains("0 entries, sealed and whole; 3 not sealed yet"),
        "{}",
        said(&waiting)
    );

    // Sealed at start though the process that wrote them is gone. This one is killed.
    let server = Server(
        folder
            .command(&["serve", "--bind", "127.0.0.1:0"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let checkpoint = folder.0.join("data/audit.checkpoint");
    let sealed = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        checkpoint.exists()
    });
    assert!(sealed, "nothing was sealed");
    drop(server);
    let whole = verify();
    assert!(
        whole.status.success() && said(&whole).contains("3 entries, sealed and whole, up to 20"),
        "{}",
        said(&whole)
    );
    let mode = std::fs::metadata(&checkpoint).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let database = folder.0.join("data/warmline.db");
    let mut conn = SqliteConnection::establish(database.to_str().unwrap()).unwrap();
    let mut tamper = |sql: &str| {
        conn.batch_execute(sql).unwrap();
        let found = verify();
        assert_eq!(found.status.code(), Some(1), "{sql}: {}", said(&found));
        said(&found)
    };
    let edited = tamper(
        "DROP TRIGGER audit_entries_stay_as_written; DROP TRIGGER audit_entries_are_kept;
         UPDATE audit_entries SET subject = subject || 'x' WHERE position = 2",
    );
    let put_back = "UPDATE audit_entries SET subject = rtrim(subject, 'x')";
    assert!(
        edited.contains("at place 2 is not as it was written"),
        "{edited}"
    );
    let cut_off = tamper(&format!(
        "{put_back}; DELETE FROM audit_entries WHERE position = 3"
    ));
    assert!(
        cut_off.contains("ends at place 2, and by the checkpoint it had come to 3"),
        "{cut_off}"
    );
    std::fs::remove_file(&checkpoint).unwrap();
    assert!(tamper("SELECT 1").contains("There is no checkpoint"));
    std::fs::write(&checkpoint, "{}").unwrap();
    assert!(tamper("SELECT 1").contains("not written with the key of this line"));
}

/// Reads what a server prints until a line holds this.
fn read_until(
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
    wanted: &str,
) -> Vec<String> {
    let mut read = Vec::new();
    for line in lines {
        read.push(line.unwrap());
        if read.last().unwrap().contains(wanted) {
            return read;
        }
    }
    panic!("{wanted} was never printed: {read:#?}");
}

#[tokio::test]
async fn the_first_admin_takes_up_the_printed_invitation() {
    let folder = Folder::new();
    let added = folder.run(&[
        "user",
        "add",
        "--email",
        "Ada@Oak.example",
        "--name",
        "Ada",
        "--role",
        "admin",
    ]);
    assert!(added.status.success(), "{}", said(&added));
    assert!(
        said(&folder.run(&[
            "user",
            "add",
            "--email",
            "ada@oak.example",
            "--name",
            "A",
            "--role",
            "peer"
        ]))
        .contains("already")
    );
    let token = said(&added).lines().nth(1).unwrap().trim().to_owned();
    let mut server = Server(
        folder
            .command(&["serve", "--bind", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(server.0.stdout.take().unwrap()).lines();
    let line = read_until(&mut lines, "Serving on").pop().unwrap();
    let url = line.split_whitespace().nth(2).unwrap().to_owned();
    let client = reqwest::Client::new();
    let accept = client.post(format!("{url}/api/v1/invitations/acceptance"));
    let answer = accept
        .json(&json!({"token": token, "password": "chosen by Ada"}))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 204);
    let sign_in = client
        .post(format!("{url}/api/v1/session"))
        .json(&json!({"email": "ada@oak.example", "password": "chosen by Ada"}));
    assert_eq!(sign_in.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_demo_can_be_tried_with_what_it_prints_and_nothing_else() {
    let folder = Folder::new();
    let logins = folder.0.join("logins.json");
    let mut command = folder.command(&[
        "demo",
        "--bind",
        "127.0.0.1:0",
        "--calls-per-month",
        "400",
        "--logins",
    ]);
    let mut server = Server(
        command
            .arg(&logins)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(server.0.stdout.take().unwrap()).lines();
    let printed = read_until(&mut lines, "Stop with Ctrl-C");

    let script: Vec<&str> = printed
        .iter()
        .map(|line| line.trim())
        .filter(|line| {
            ["PEER=", "SUPERVISOR=", "EVALUATOR=", "curl "]
                .iter()
                .any(|begin| line.starts_with(begin))
        })
        .collect();
    assert_eq!(script.len(), 12, "{printed:#?}");
    // Every request in one shell, each answer on a line of its own with its status before it.
    let script: String = script
        .iter()
        .map(|line| match line.strip_prefix("curl ") {
            Some(rest) => format!(
                "curl -s -o out -w '%{{http_code}} ' {rest}; head -c 300 out | tr -d '\\n'; echo\n"
            ),
            None => format!("{line}\n"),
        })
        .collect();
    let tried = Command::new("sh")
        .args(["-c", &script])
        .current_dir(&folder.0)
        .output()
        .unwrap();
    let answers: Vec<String> = said(&tried).lines().map(str::to_owned).collect();
    let wanted = [
        ("201", "\"minutes\":22"),
        ("201", "claimed_at"),
        ("200", "\"crew\""),
        ("200", "expected_missed"),
        ("200", "Not for publication"),
        ("200", "isolation-change"),
        ("200", "report,definition_version"),
        ("200", "<svg"),
        ("200", "PK"),
    ];
    assert_eq!(answers.len(), wanted.len(), "{answers:#?}");
    for (answer, (status, words)) in answers.iter().zip(wanted) {
        assert!(
            answer.starts_with(status) && answer.contains(words),
            "{status} {words}: {answer}"
        );
    }

    let read: Value = serde_json::from_str(&std::fs::read_to_string(&logins).unwrap()).unwrap();
    let count = |role: &str| {
        read["users"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|user| user["roles"] == json!([role]))
            .count()
    };
    assert_eq!(
        ["peer", "supervisor", "evaluator", "admin"].map(count),
        [24, 3, 1, 1]
    );
    drop(server);

    let again = folder.run(&["demo", "--bind", "127.0.0.1:0"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("not empty"), "{}", said(&again));
}

#[test]
fn retention_tells_what_is_due_before_it_does_it() {
    let folder = Folder::new();
    assert!(
        folder
            .run(&["migrate", "--time-zone", "America/Los_Angeles"])
            .status
            .success()
    );
    let database = folder.0.join("data/warmline.db");
    let mut conn = SqliteConnection::establish(database.to_str().unwrap()).unwrap();
    conn.batch_execute(
        "PRAGMA foreign_keys = OFF;
         INSERT INTO drafts (peer_id, call_id, saved_at, record)
         VALUES ('0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b', '0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6c',
                 '2026-01-01 00:00:00', '{}')",
    )
    .unwrap();
    let key = folder.0.join("data/keys/callers-2020.key");
    std::fs::write(&key, [7; 32]).unwrap();
    let due = || said(&folder.run(&["retention", "--dry-run"]));
    assert_eq!(
        due(),
        "exact_times: 0 due\ndrafts: 1 due\nnotes: 0 due\nyear_keys: 1 due\n"
    );
    assert_eq!(
        due(),
        "exact_times: 0 due\ndrafts: 1 due\nnotes: 0 due\nyear_keys: 1 due\n",
        "nothing done"
    );
    let done = said(&folder.run(&["retention"]));
    assert_eq!(
        done,
        "exact_times: cut the times of 0 calls to the hour\ndrafts: destroyed 1 drafts\nnotes: destroyed 0 notes\nyear_keys: destroyed 1 keys\n"
    );
    assert_eq!(
        due(),
        "exact_times: 0 due\ndrafts: 0 due\nnotes: 0 due\nyear_keys: 0 due\n"
    );
    assert!(!key.exists());
}

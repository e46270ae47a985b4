//! Older logs of two shapes, read in on both databases; stopped in the middle and gone on with.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

#[path = "support/cluster.rs"]
mod cluster;

use cluster::Cluster;
use diesel::prelude::*;
use serde_json::Value;
use warmline::calls;
use warmline::db::schema::{audit_entries, imported_calls, people};
use warmline::db::{Address, Conn, Db, Limits};
use warmline::id::CallId;

static CLUSTER: LazyLock<Cluster> =
    LazyLock::new(|| Cluster::start(&["fsync=off", "full_page_writes=off"]));

/// A line without a server, in a folder of its own, gone afterwards.
struct Premises {
    folder: PathBuf,
    database: String,
}

impl Drop for Premises {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

impl Premises {
    fn new(on_postgres: bool) -> Self {
        let folder = std::env::temp_dir().join(format!("warmline-{}", warmline::chance::secret()));
        std::fs::create_dir(&folder).unwrap();
        let database = if on_postgres {
            CLUSTER.new_database()
        } else {
            format!("sqlite:{}", folder.join("line.db").display())
        };
        let premises = Self { folder, database };
        for name in ["Ana", "Ben"] {
            let email = format!("{}@oak.example", name.to_lowercase());
            let added = premises.run(&[
                "user", "add", "--email", &email, "--name", name, "--role", "peer",
            ]);
            assert!(added.status.success(), "{}", said(&added));
        }
        premises
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warmline"));
        command
            .args(arguments)
            .env("WARMLINE_DATA_DIR", self.folder.join("data"))
            .env("WARMLINE_DATABASE", &self.database)
            .env("WARMLINE_TIME_ZONE", "America/Los_Angeles")
            .env("WARMLINE_LOG", "trace");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn import(&self, file: &str, mapping: &str, more: &[&str]) -> Output {
        let (file, mapping) = (sample(file), sample(mapping));
        let named = ["import", "calls", "--file", &file, "--mapping", &mapping];
        self.run(&[&named[..], more].concat())
    }

    /// Looks at the database past the program.
    async fn look<T: Send + 'static>(&self, look: fn(&mut Conn) -> T) -> T {
        let limits = Limits {
            connections: 2,
            commit_together: 1,
        };
        let address = Address::parse(&self.database).unwrap();
        let db = Db::open(&address, limits).unwrap();
        db.read(move |conn| Ok(look(conn))).await.unwrap()
    }
}

/// The path of a sample, or of a file that a test has made.
fn sample(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/imports");
    folder.join(name).to_str().unwrap().to_owned()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Everything a database holds of the calls, in the order in which they began.
fn records(conn: &mut Conn) -> Vec<Value> {
    let ids: Vec<CallId> = imported_calls::table
        .order(imported_calls::row_number)
        .select(imported_calls::call_id)
        .load(conn)
        .unwrap();
    let one = |id: &CallId| {
        let (call, filing) = calls::store::find(conn, *id).unwrap().unwrap();
        let mut record = serde_json::to_value(call.record()).unwrap();
        record["peer"] = filing.peer.to_string().into();
        record["posting_month"] = filing.posting_month.as_str().into();
        record
    };
    ids.iter().map(one).collect()
}

fn count(conn: &mut Conn) -> i64 {
    imported_calls::table.count().get_result(conn).unwrap()
}

fn batches(conn: &mut Conn) -> i64 {
    let batches = audit_entries::table.filter(audit_entries::action.eq("calls_imported"));
    batches.count().get_result(conn).unwrap()
}

/// Tells a story on both databases.
macro_rules! on_both {
    ($story:ident) => {
        mod $story {
            #[tokio::test]
            async fn on_sqlite() {
                super::$story(super::Premises::new(false)).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                super::$story(super::Premises::new(true)).await;
            }
        }
    };
}

on_both!(a_wide_log_is_read_in_without_who_called);
async fn a_wide_log_is_read_in_without_who_called(line: Premises) {
    let secrets = [
        "Quux",
        "Wilhelmina",
        "Zebedee",
        "0142",
        "Larkspur",
        "94704",
        "1970",
        "QX-77123",
        "203.0.113",
        "Plugh",
        "Xyzzy",
        "Plover",
    ];
    let silent = |output: &Output| {
        let said = said(output);
        for secret in secrets {
            assert!(!said.contains(secret), "{secret} in:\n{said}");
        }
        said
    };
    let tried = line.import("icarol.csv", "icarol.toml", &["--dry-run"]);
    let text = silent(&tried);
    assert_eq!(tried.status.code(), Some(1));
    for sentence in [
        "row 5: started_at: not_a_time",
        "row 6: peer: unknown_peer",
        "row 6: reasons[0]: wrong_value",
        "3 rows accepted, 2 refused, 0 taken before.",
    ] {
        assert!(text.contains(sentence), "{sentence} not in:\n{text}");
    }
    let whole = line.import("icarol.csv", "icarol.toml", &[]);
    assert_eq!(whole.status.code(), Some(1), "{}", silent(&whole));
    assert_eq!(line.look(count).await, 0);
    let taken = line.import("icarol.csv", "icarol.toml", &["--skip-refused"]);
    assert!(taken.status.success(), "{}", silent(&taken));
    let again = line.import("icarol.csv", "icarol.toml", &["--skip-refused"]);
    assert!(silent(&again).contains("0 rows accepted, 2 refused, 3 taken before."));

    let records = line.look(records).await;
    let [first, second, third] = records.as_slice() else {
        panic!("{records:?}")
    };
    assert_eq!(first["started_at"], "2024-01-16T05:05:00Z");
    assert_eq!(
        first["reasons"],
        serde_json::json!(["loneliness_isolation", "sleep"])
    );
    assert_eq!(first["isolation"]["start"]["rating"], 8);
    assert_eq!(first["referrals"][0]["result"], "accepted");
    assert_eq!(first["posting_month"], "2024-01");
    assert_eq!(second["contact_type"], "hang_up");
    assert_eq!(
        first["peer"], second["peer"],
        "e-mails in small letters or large"
    );
    assert_eq!(
        third["started_at"], "2024-11-03T08:30:00Z",
        "shown twice: the earlier"
    );
    assert_ne!(second["peer"], third["peer"]);
    for secret in secrets {
        assert!(!format!("{records:?}").contains(secret), "{secret}");
    }
    assert_eq!(line.look(batches).await, 1);
    let emails = |conn: &mut Conn| people::table.count().get_result::<i64>(conn).unwrap();
    assert_eq!(line.look(emails).await, 2, "no account is made");
}

on_both!(a_sheet_in_spanish_is_read_in);
async fn a_sheet_in_spanish_is_read_in(line: Premises) {
    let peer = ["--peer", "ana@oak.example", "--skip-refused"];
    let taken = line.import("hoja.csv", "hoja.toml", &peer);
    let text = said(&taken);
    for sentence in [
        "row 5: started_on: not_a_time",
        "row 6: ended_at: too_long",
        "row 7: reasons[0]: wrong_value",
        "3 of 3 rows taken.",
    ] {
        assert!(text.contains(sentence), "{sentence} not in:\n{text}");
    }
    assert!(
        !text.contains("Jitan") && !text.contains("555 0177"),
        "{text}"
    );
    let records = line.look(records).await;
    let starts: Vec<&str> = records
        .iter()
        .map(|record| record["started_at"].as_str().unwrap())
        .collect();
    assert_eq!(
        starts,
        [
            "2023-03-06T05:15:00Z",
            "2023-11-21T05:05:00Z",
            "2023-01-07T16:00:00Z"
        ]
    );
    let ends: Vec<&str> = records
        .iter()
        .map(|record| record["ended_at"].as_str().unwrap())
        .collect();
    assert_eq!(
        ends,
        [
            "2023-03-06T05:37:00Z",
            "2023-11-21T05:36:20Z",
            "2023-01-07T17:05:00Z"
        ]
    );
    let first = records.first().unwrap();
    assert_eq!(first["demographics"]["age_band"], "65_74");
    assert_eq!(first["demographics"]["language"], "es");
    assert_eq!(first["returning"], "returning");
    let unknown = line.import("hoja.csv", "hoja.toml", &["--peer", "nobody@oak.example"]);
    assert!(!unknown.status.success());
}

on_both!(an_import_that_is_killed_goes_on_and_takes_no_row_twice);
async fn an_import_that_is_killed_goes_on_and_takes_no_row_twice(line: Premises) {
    const ROWS: usize = 3000;
    let rows: Vec<String> = (0..ROWS)
        .map(|row| {
            let (day, hour, minute) = (1 + row / 120, row / 10 % 12 + 8, row % 10 * 5);
            format!("2024-05-{day:02} {hour:02}:{minute:02},support,sleep")
        })
        .collect();
    let (file, mapping) = (line.folder.join("log.csv"), line.folder.join("map.toml"));
    std::fs::write(&file, format!("When,Kind,Why\n{}\n", rows.join("\n"))).unwrap();
    std::fs::write(
        &mapping,
        "name = 'large'\n[columns]\nWhen = { to = 'started_at', formats = ['%Y-%m-%d %H:%M'] }\n\
         Kind = 'contact_type'\nWhy = 'reasons'\nLength = 'minutes'\n",
    )
    .unwrap();
    let (file_name, mapping) = (file.to_str().unwrap(), mapping.to_str().unwrap());
    let arguments = [
        "import",
        "calls",
        "--file",
        file_name,
        "--mapping",
        mapping,
        "--peer",
        "ben@oak.example",
    ];
    assert!(
        said(&line.run(&arguments)).contains("end_needed"),
        "no length yet"
    );
    let with_length = rows.join(",20\n");
    std::fs::write(&file, format!("When,Kind,Why,Length\n{with_length},20\n")).unwrap();

    let mut child = line
        .command(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let told = lines
        .find(|line| line.as_ref().unwrap().starts_with("500 of"))
        .is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    let before = line.look(count).await;
    assert!(
        told && before >= 500 && before % 500 == 0,
        "{before}: batches are whole"
    );
    assert!(before < 3000, "it was stopped in the middle");

    let rest = line.run(&arguments);
    assert!(rest.status.success(), "{}", said(&rest));
    assert!(
        said(&rest).contains(&format!("{before} taken before.")),
        "{}",
        said(&rest)
    );
    assert_eq!(line.look(count).await, 3000);
    assert_eq!(line.look(batches).await, 6);
    let renamed = line.folder.join("the same log.csv");
    std::fs::rename(&file, &renamed).unwrap();
    let arguments = arguments.map(|one| {
        if one == file_name {
            renamed.to_str().unwrap()
        } else {
            one
        }
    });
    assert!(said(&line.run(&arguments)).contains("0 rows accepted, 0 refused, 3000 taken before."));
    let changed = std::fs::read_to_string(&renamed)
        .unwrap()
        .replacen(",20\n", ",21\n", 1);
    std::fs::write(&renamed, changed).unwrap();
    assert!(said(&line.run(&arguments)).contains("row 2: row: taken_otherwise"));
}

#[test]
fn columns_that_tell_who_called_are_refused_and_so_are_those_not_named() {
    let folder = std::env::temp_dir().join(format!("warmline-{}", warmline::chance::secret()));
    std::fs::create_dir(&folder).unwrap();
    let (file, mapping) = (folder.join("log.csv"), folder.join("map.toml"));
    std::fs::write(
        &file,
        "When,Minutes,Caller Name,Motive,Who,Jo Doe\n2024-05-01 10:00,20,Jo,jo@mail.example,510 555 0100,x\n",
    )
    .unwrap();
    std::fs::write(
        &mapping,
        "name = 'small'\n[constants]\ncontact_type = 'hang_up'\n[columns]\n\
         When = { to = 'started_at', formats = ['%Y-%m-%d %H:%M'] }\nMinutes = 'minutes'\n\
         'Caller Name' = 'channel'\nMotive = 'reasons'\nWho = 'caller'\n",
    )
    .unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_warmline"))
        .args(["import", "calls", "--dry-run", "--file"])
        .arg(&file)
        .arg("--mapping")
        .arg(&mapping)
        .output()
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let text = said(&output);
    assert!(!output.status.success());
    for sentence in [
        "/columns/3: identifying",
        "/columns/4: identifying",
        "/columns/6: not_mapped",
    ] {
        assert!(text.contains(sentence), "{sentence} not in:\n{text}");
    }
    for secret in ["Jo", "mail", "555"] {
        assert!(!text.contains(secret), "{text}");
    }
}

on_both!(a_callers_number_becomes_a_code_and_nothing_else);
async fn a_callers_number_becomes_a_code_and_nothing_else(line: Premises) {
    let lately = |hours| {
        let at = chrono::Duration::hours(hours);
        let at = warmline::clock::Clock::System.now().minus(at).utc();
        at.format("%Y-%m-%d %H:%M").to_string()
    };
    let (file, mapping) = (line.folder.join("log.csv"), line.folder.join("map.toml"));
    let rows = [
        format!("{},20,hang_up,(510) 555-0142", lately(9)),
        format!("{},20,hang_up,+1 510.555.0142", lately(7)),
        format!("{},20,hang_up,", lately(5)),
        format!("{},20,hang_up,510 555 0143", lately(3)),
        "2020-05-01 10:00,20,hang_up,510 555 0142".to_owned(),
        format!("{},20,hang_up,no number", lately(1)),
    ];
    std::fs::write(
        &file,
        format!("When,Minutes,Kind,Number\n{}\n", rows.join("\n")),
    )
    .unwrap();
    std::fs::write(
        &mapping,
        "name = 'coded'\nzone = 'UTC'\n[columns]\nWhen = { to = 'started_at', formats = ['%Y-%m-%d %H:%M'] }\n\
         Minutes = 'minutes'\nKind = 'contact_type'\nNumber = 'caller'\n",
    )
    .unwrap();
    let import = |more: &[&str]| {
        let (file, mapping) = (file.to_str().unwrap(), mapping.to_str().unwrap());
        let named = [
            "import",
            "calls",
            "--file",
            file,
            "--mapping",
            mapping,
            "--peer",
            "ana@oak.example",
        ];
        said(&line.run(&[&named[..], more].concat()))
    };
    assert!(import(&["--dry-run"]).contains("row 2: caller: caller_codes_off"));
    let address = Address::parse(&line.database).unwrap();
    let db = Db::open(
        &address,
        Limits {
            connections: 2,
            commit_together: 1,
        },
    )
    .unwrap();
    let turn_on = |conn: &mut Conn| {
        let mut settings = warmline::line::store::find(conn)?;
        settings.caller_codes = warmline::line::Tier::ByPhone;
        warmline::line::store::update(conn, &settings)
    };
    db.write(turn_on).await.unwrap();
    let tried = import(&["--dry-run"]);
    for refusal in [
        "row 6: caller: year_over",
        "row 7: caller: phone",
        "4 rows accepted, 2 refused",
    ] {
        assert!(tried.contains(refusal), "{tried}");
    }
    let taken = import(&["--skip-refused"]);
    assert!(taken.contains("4 of 4 rows taken"), "{taken}");
    assert!(import(&["--skip-refused"]).contains("0 rows accepted, 2 refused, 4 taken before"));
    let codes = line
        .look(|conn| {
            let rows = imported_calls::table.order(imported_calls::row_number);
            let ids: Vec<CallId> = rows.select(imported_calls::call_id).load(conn).unwrap();
            let code = |id: &CallId| {
                calls::store::find(conn, *id)
                    .unwrap()
                    .unwrap()
                    .1
                    .caller_code
            };
            ids.iter().map(code).collect::<Vec<_>>()
        })
        .await;
    assert!(codes[0].is_some() && codes[0] == codes[1], "{codes:?}");
    assert!(
        codes[2].is_none() && codes[3].is_some() && codes[3] != codes[0],
        "{codes:?}"
    );
    for text in [&tried, &taken] {
        assert!(
            !text.contains("555-0142") && !text.contains("555.0142") && !text.contains("555 014"),
            "{text}"
        );
    }
}

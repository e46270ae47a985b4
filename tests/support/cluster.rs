//! A private PostgreSQL cluster: on loopback, on a free port, gone when the tests are.

use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use diesel::{Connection, PgConnection, RunQueryDsl};

/// A running cluster.
pub(crate) struct Cluster {
    port: u16,
    databases: AtomicU32,
    /// While this pipe is open the cluster runs; the system closes it however the tests end.
    _keeper: Mutex<Child>,
}

fn address(port: u16, database: &str) -> String {
    format!("postgres://warmline@127.0.0.1:{port}/{database}")
}

impl Cluster {
    /// The address of a new, empty database.
    pub(crate) fn new_database(&self) -> String {
        let name = format!("line_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut admin = PgConnection::establish(&address(self.port, "postgres")).unwrap();
        diesel::sql_query(format!("CREATE DATABASE {name}"))
            .execute(&mut admin)
            .unwrap();
        address(self.port, &name)
    }

    /// Starts a cluster with these settings on top of the defaults.
    pub(crate) fn start(settings: &[&str]) -> Self {
        let programs = programs();
        let folder = folder();
        std::fs::create_dir(&folder).unwrap();
        // PostgreSQL refuses to run as root.
        let user = is_root().then(unprivileged_user);
        if let Some((uid, gid)) = user {
            chown(&folder, Some(uid), Some(gid)).unwrap();
        }
        let run_as = |command: &mut Command| {
            command.current_dir(&folder);
            if let Some((uid, gid)) = user {
                command.uid(uid).gid(gid);
            }
        };
        let mut initdb = Command::new(programs.join("initdb"));
        run_as(
            initdb
                .args([
                    "-U",
                    "warmline",
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--no-sync",
                    "--locale=C",
                    "-D",
                ])
                .arg(folder.join("data")),
        );
        let made = initdb.output().unwrap();
        assert!(
            made.status.success(),
            "initdb: {}",
            String::from_utf8_lossy(&made.stderr)
        );

        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let script = r#"
            "$1/postgres" -D "$2/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
                -c max_connections=300 $4 >"$2/log" 2>&1 &
            server=$!
            cat >/dev/null
            kill -INT "$server"
            wait "$server"
            rm -rf "$2"
        "#;
        let mut keeper = Command::new("sh");
        keeper
            .args(["-c", script, "sh"])
            .arg(&programs)
            .arg(&folder)
            .arg(port.to_string())
            .arg(
                settings
                    .iter()
                    .flat_map(|setting| ["-c", setting])
                    .collect::<Vec<_>>()
                    .join(" "),
            );
        run_as(
            keeper
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        let keeper = keeper.spawn().unwrap();
        wait_for(port, &folder);
        Self {
            port,
            databases: AtomicU32::new(0),
            _keeper: Mutex::new(keeper),
        }
    }
}

fn wait_for(port: u16, folder: &std::path::Path) {
    for _ in 0..150 {
        if PgConnection::establish(&address(port, "postgres")).is_ok() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    panic!("PostgreSQL did not start:\n{log}");
}

/// The folder of the cluster of this process: `data`, and its server's `log`.
pub(crate) fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("warmline-postgres-{}", std::process::id()))
}

/// The folder of initdb and postgres.
pub(crate) fn programs() -> PathBuf {
    let mut places: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| {
            versions
                .flatten()
                .map(|version| version.path().join("bin"))
                .collect()
        })
        .unwrap_or_default();
    places.sort();
    places.reverse();
    places.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let found = places
        .into_iter()
        .find(|place| place.join("initdb").exists() && place.join("postgres").exists());
    found.unwrap_or_else(|| panic!("These tests need PostgreSQL's server programs: run scripts/test, or `apt-get install postgresql`."))
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// The ids of `postgres`, or else of `nobody`.
fn unprivileged_user() -> (u32, u32) {
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let ids = |name: &str| {
        let line = users
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    ids("postgres").or_else(|| ids("nobody")).unwrap()
}

//! A private PostgreSQL cluster: on loopback, on a free port, gone when the tests are.

use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use diesel::{Connection, PgConnection, RunQueryDsl};

/// Started by the first test that needs it.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);

struct Cluster {
    port: u16,
    /// While this pipe is open the cluster runs; the system closes it however the tests end.
    _keeper: Mutex<Child>,
}

/// The address of a new, empty database.
pub(crate) fn new_database() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("line_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let mut admin = PgConnection::establish(&address(CLUSTER.port, "postgres")).unwrap();
    diesel::sql_query(format!("CREATE DATABASE {name}"))
        .execute(&mut admin)
        .unwrap();
    address(CLUSTER.port, &name)
}

fn address(port: u16, database: &str) -> String {
    format!("postgres://warmline@127.0.0.1:{port}/{database}")
}

impl Cluster {
    fn start() -> Self {
        let programs = programs();
        let folder = std::env::temp_dir().join(format!("warmline-postgres-{}", std::process::id()));
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
                -c max_connections=300 -c fsync=off -c full_page_writes=off >"$2/log" 2>&1 &
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
            .arg(port.to_string());
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

/// The folder of initdb and postgres.
fn programs() -> PathBuf {
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
    found.expect("These tests need PostgreSQL's server programs: run scripts/test, or `apt-get install postgresql`.")
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

//! A line, served by a process of its own. Knows no benchmark.

#![allow(
    clippy::allow_attributes,
    dead_code,
    reason = "not every benchmark needs all"
)]

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};

/// Settings with which one may ask as often as one likes.
pub(crate) const UNLIMITED: &[&str] = &[
    "--requests-per-second-per-address",
    "0",
    "--requests-per-second-per-token",
    "0",
    "--sign-ins-per-minute-per-address",
    "0",
];

pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
    logins: Vec<Value>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Server {
    /// A demo line in an empty database.
    pub(crate) fn start(folder: &Path, database: &str, settings: &[&str]) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let logins = folder.join("logins.json");
        let mut child = Command::new(env!("CARGO_BIN_EXE_warmline"))
            .args(["demo", "--bind", "127.0.0.1:0", "--log", "error"])
            .args(["--database", database])
            .args(settings)
            .arg("--data-dir")
            .arg(folder)
            .arg("--logins")
            .arg(&logins)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines
            .find_map(|line| line.ok().filter(|line| line.contains("API browser")))
            .unwrap();
        let url = line
            .split_whitespace()
            .last()
            .unwrap()
            .trim_end_matches("/docs/")
            .to_owned();
        // Whatever else it prints, the pipe stays open.
        std::thread::spawn(move || lines.count());
        let read: Value = serde_json::from_str(&std::fs::read_to_string(logins).unwrap()).unwrap();
        let users = read["users"].as_array().unwrap();
        let peers = users.iter().filter(|user| user["roles"] == json!(["peer"]));
        Self {
            child,
            url,
            logins: peers.cloned().collect(),
        }
    }

    /// The line of a database, with what some people sign in with.
    pub(crate) fn serve(
        folder: &Path,
        database: &str,
        settings: &[&str],
        logins: Vec<Value>,
    ) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let child = Command::new(env!("CARGO_BIN_EXE_warmline"))
            .args(["serve", "--bind", &address.to_string(), "--log", "error"])
            .args(["--database", database])
            .args(settings)
            .arg("--data-dir")
            .arg(folder)
            .stdout(Stdio::null())
            // A benchmark that changes the database itself has not the line's key, which is said here.
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self {
            child,
            url: format!("http://{address}"),
            logins,
        };
        while TcpStream::connect(address).is_err() {
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// What somebody signs in with: of a demo line a peer.
    pub(crate) fn login(&self, index: usize) -> Value {
        let login = &self.logins[index % self.logins.len()];
        json!({"email": login["email"], "password": login["password"]})
    }

    pub(crate) async fn token(&self, client: &Client, index: usize) -> String {
        let answer = client
            .post(format!("{}/api/v1/session", self.url))
            .json(&self.login(index))
            .send()
            .await
            .unwrap();
        answer.json::<Value>().await.unwrap()["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The most memory the process has held so far, in MiB.
    pub(crate) fn peak_memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let kib = line.unwrap().split_whitespace().nth(1).unwrap();
        kib.parse::<u64>().unwrap() / 1024
    }
}

//! The real program as a process of its own, that logs all it can, and everything it was heard to say.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Client, Method};
use serde_json::Value;
use warmline::chance;

/// A folder of its own, gone afterwards: `data` is the program's, `out` and `log` are what it printed.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("warmline-canaries-{}", chance::secret()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// The program on its data, logging everything.
    pub(crate) fn command(&self, database: &str, log_format: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warmline"));
        command
            .env("WARMLINE_DATA_DIR", self.0.join("data"))
            .env("WARMLINE_DATABASE", database)
            .env("WARMLINE_LOG", "trace")
            .env("WARMLINE_LOG_FORMAT", log_format)
            .env("WARMLINE_TRUSTED_PROXIES", "127.0.0.1")
            .env("WARMLINE_REQUESTS_PER_SECOND_PER_ADDRESS", "0")
            .env("WARMLINE_REQUESTS_PER_SECOND_PER_TOKEN", "0")
            .env("WARMLINE_SIGN_INS_PER_MINUTE_PER_ADDRESS", "0");
        command
    }

    /// Everything the server printed.
    pub(crate) fn printed(&self) -> Vec<u8> {
        ["out", "log"]
            .map(|name| std::fs::read(self.0.join(name)).unwrap_or_default())
            .concat()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// An answer: everything of it, and what asked for it.
pub(crate) struct Heard {
    pub(crate) about: String,
    pub(crate) status: u16,
    pub(crate) bytes: Vec<u8>,
    /// The body, if it is JSON.
    pub(crate) json: Value,
}

/// A request.
#[derive(Clone, Default)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    /// With its query, percent-encoded.
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
}

/// A server process, stopped by its id.
pub(crate) struct Server {
    child: Child,
    url: String,
    client: Client,
    /// Every answer so far.
    pub(crate) heard: Vec<Heard>,
}

impl Server {
    pub(crate) async fn start(folder: &Folder, database: &str, log_format: &str) -> Self {
        let file = |name: &str| std::fs::File::create(folder.0.join(name)).unwrap();
        let mut command = folder.command(database, log_format);
        command.args(["serve", "--bind", "127.0.0.1:0"]);
        let child = command.stdout(file("out")).stderr(file("log"));
        let mut server = Self {
            child: child.spawn().unwrap(),
            url: String::new(),
            client: Client::new(),
            heard: Vec::new(),
        };
        let begun = Instant::now();
        while server.url.is_empty() {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "it does not start"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
            let out = std::fs::read_to_string(folder.0.join("out")).unwrap();
            let mut words = out.split_whitespace();
            let url = words.find(|word| word.starts_with("http://"));
            let url = url.filter(|_| out.ends_with('\n'));
            server.url.push_str(url.unwrap_or_default());
        }
        server
    }

    /// Asks, and remembers the whole answer.
    pub(crate) async fn ask(&mut self, asked: Asked) -> &Heard {
        let url = format!("{}{}", self.url, asked.path);
        let mut request = self.client.request(asked.method.clone(), url);
        for (name, value) in &asked.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            request = request.header(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        if let Some(body) = asked.body {
            request = request.body(body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let mut bytes = format!("{:?}\n", response.headers()).into_bytes();
        let body = response.bytes().await.unwrap();
        bytes.extend(&body);
        self.heard.push(Heard {
            about: format!("{} {} #{}", asked.method, asked.path, self.heard.len()),
            status,
            bytes,
            json: serde_json::from_slice(&body).unwrap_or_default(),
        });
        self.heard.last().unwrap()
    }

    /// Sends bytes that no client would, and remembers what comes back.
    pub(crate) fn ask_raw(&mut self, about: &str, bytes: &[u8]) {
        let mut socket = TcpStream::connect(self.url.trim_start_matches("http://")).unwrap();
        socket
            .set_read_timeout(Some(Duration::from_secs(15)))
            .unwrap();
        socket.write_all(bytes).unwrap();
        let _half_closed = socket.shutdown(std::net::Shutdown::Write);
        let mut bytes = Vec::new();
        // A connection that is cut off has said what it had to say.
        let _cut_off = socket.read_to_end(&mut bytes);
        self.heard.push(Heard {
            about: about.to_owned(),
            status: 0,
            bytes,
            json: Value::Null,
        });
    }

    /// Tells it to stop, as an operator would, and waits until it has.
    pub(crate) fn stop(&mut self) {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success() && self.child.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

//! Canaries through every input of every route: path, query, headers, body; signed in and not.

use serde_json::{Value, json};
use warmline::http::Entry;
use warmline::{cli, routes};

use crate::KEPT;
use crate::birds::{EACH_KIND, percent};
use crate::guest::Guest;
use crate::schema::{pointers, sample};
use crate::server::Asked;

/// Headers that mean something to some server.
const HEADERS: &[&str] = &[
    "cookie",
    "if-match",
    "if-none-match",
    "x-forwarded-for",
    "forwarded",
    "user-agent",
    "referer",
    "origin",
    "accept",
    "accept-language",
    "content-type",
    "x-request-id",
    "traceparent",
    "x-made-up",
];

/// Sends canaries into every input of every route of the table.
pub(crate) async fn everywhere(guest: &mut Guest) {
    let document: Value = serde_json::from_str(&cli::serve::openapi().unwrap()).unwrap();
    for entry in routes::table().entries() {
        for signed_in in [true, false] {
            guest.signed_in = signed_in;
            let open = signed_in || ["Anyone", "Stranger"].contains(&entry.door);
            let route = Route::new(entry, &document, open);
            // Who is not let in is stopped before anything is read, so one kind is enough there.
            for _kind in 0..if open { EACH_KIND } else { 1 } {
                route.path(guest).await;
                route.query(guest).await;
                route.body(guest).await;
            }
            route.headers(guest).await;
            route.odd_bodies(guest).await;
        }
    }
    guest.signed_in = false;
    no_request(guest);
}

/// A route, and what the document says of it.
struct Route<'a> {
    entry: &'a Entry,
    parameters: Vec<&'a str>,
    /// A body that is allowed, if the route reads one.
    body: Option<Value>,
    /// Whether the guest is let in, so that the rest of the request is read.
    open: bool,
}

impl<'a> Route<'a> {
    fn new(entry: &'a Entry, document: &'a Value, open: bool) -> Self {
        let verb = entry.method.as_str().to_lowercase();
        let operation = &document["paths"][entry.path.replace(":.*}", "}")][verb];
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let queries = parameters.filter(|parameter| parameter["in"] == "query");
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        Self {
            entry,
            parameters: queries
                .map(|query| query["name"].as_str().unwrap())
                .collect(),
            body: (!schema.is_null()).then(|| sample(schema, document)),
            open,
        }
    }

    /// A request without canaries.
    fn plain(&self) -> Asked {
        Asked {
            method: self.entry.method.as_str().parse().unwrap(),
            path: self
                .entry
                .path
                .split('/')
                .map(ordinary)
                .collect::<Vec<_>>()
                .join("/"),
            ..Asked::default()
        }
    }

    fn at(&self, path: String) -> Asked {
        Asked {
            path,
            ..self.plain()
        }
    }

    fn with_query(&self, query: &str) -> Asked {
        self.at(format!("{}?{query}", self.plain().path))
    }

    fn with_body(&self, body: String) -> Asked {
        let headers = [("content-type", "application/json"), ("if-match", "\"1\"")];
        Asked {
            headers: headers
                .map(|(name, value)| (name.into(), value.into()))
                .into(),
            body: Some(body),
            ..self.plain()
        }
    }

    async fn path(&self, guest: &mut Guest) {
        let steps: Vec<&str> = self.entry.path.split('/').collect();
        for (place, step) in steps.iter().enumerate() {
            if step.starts_with('{') {
                let canary = percent(guest.canary());
                let mut steps: Vec<&str> = steps.iter().copied().map(ordinary).collect();
                steps[place] = &canary;
                let path = steps.join("/");
                guest.ask(self.at(path)).await;
            }
        }
        // An address that leads nowhere.
        let path = format!("{}/{}", self.plain().path, percent(guest.canary()));
        guest.ask(self.at(path)).await;
    }

    async fn query(&self, guest: &mut Guest) {
        let known = self.parameters.iter().copied();
        for name in known.chain(["code"]) {
            let query = format!("{name}={}", percent(guest.canary()));
            guest.ask(self.with_query(&query)).await;
        }
        let query = format!("{}=1", percent(guest.canary()));
        let heard = guest.ask(self.with_query(&query)).await;
        let read = self.open && !self.parameters.is_empty();
        assert!(!read || heard.status == 422, "{}", heard.about);
    }

    async fn headers(&self, guest: &mut Guest) {
        for scheme in [None, Some(""), Some("Bearer "), Some("Basic ")] {
            let mut asked = self.plain();
            for name in HEADERS {
                asked
                    .headers
                    .push(((*name).to_owned(), guest.canary().to_owned()));
            }
            let name = guest.canary_of("refresh token").to_lowercase();
            asked.headers.push((format!("x-{name}"), "1".to_owned()));
            if self.body.is_some() {
                asked.body = Some("{}".to_owned());
            }
            if let Some(scheme) = scheme {
                let value = format!("{scheme}{}", guest.canary());
                asked.headers.push(("authorization".to_owned(), value));
                guest.ask_as_is(asked).await;
            } else {
                guest.ask(asked).await;
            }
        }
    }

    async fn body(&self, guest: &mut Guest) {
        let Some(sample) = &self.body else { return };
        for pointer in pointers(sample, "") {
            let mut body = sample.clone();
            *body.pointer_mut(&pointer).unwrap() = json!(guest.canary());
            let route = format!("{} {}", self.entry.method, self.entry.path);
            if KEPT.contains(&(route.as_str(), pointer.as_str())) {
                // Refused for another reason, or it would be kept as it should.
                body["unknown"] = json!(1);
            }
            guest.ask(self.with_body(body.to_string())).await;
        }
        let mut body = sample.clone();
        body["unknown"] = json!(guest.canary());
        guest.ask(self.with_body(body.to_string())).await;
        let mut body = sample.clone();
        body[guest.canary()] = json!(1);
        let heard = guest.ask(self.with_body(body.to_string())).await;
        assert_eq!(heard.status == 422, self.open, "{}", heard.about);
    }

    /// Bodies that are no JSON object, sent whether or not the route reads any.
    async fn odd_bodies(&self, guest: &mut Guest) {
        let json = json!(guest.canary()).to_string();
        let malformed = format!("{{\"name\": \"{}", guest.canary());
        let misplaced = format!("{{{}}}", guest.canary());
        let behind = format!("{{}} {}", guest.canary());
        for body in [json, malformed, misplaced, behind] {
            guest.ask(self.with_body(body)).await;
        }
        for kind in ["text/plain", "application/x-www-form-urlencoded"] {
            let mut asked = self.with_body(format!("password={}", percent(guest.canary())));
            asked.headers = vec![("content-type".to_owned(), kind.to_owned())];
            guest.ask(asked).await;
        }
    }
}

/// A step of a path, with something that fits for a variable part: or the rest would not be read.
fn ordinary(step: &str) -> &str {
    match step {
        "{code}" => "wrap",
        "{month}" => "2026-05",
        "{name}" => "volume",
        "{file:.*}" => "index.html",
        id if id.starts_with('{') => "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b",
        fixed => fixed,
    }
}

/// What an HTTP client would not let one send.
fn no_request(guest: &mut Guest) {
    for _kind in 0..EACH_KIND {
        for head in [
            "GET /healthz HTTP/1.1\r\nhost: #\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: #\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nhost: x\r\ntransfer-encoding: #\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nhost: x\r\n#\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: #\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nhost: x\r\nexpect: #\r\n\r\n",
            "GET http://#/healthz HTTP/1.1\r\nhost: x\r\n\r\n",
            "GET /# HTTP/1.1\r\nhost: x\r\n\r\n",
            "# /healthz HTTP/1.1\r\nhost: x\r\n\r\n",
            "GET /healthz #\r\n\r\n",
            "POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n#\r\n",
            "POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"password\": \"#",
            "#",
        ] {
            let bytes = head.replace('#', guest.canary());
            guest.server.ask_raw(head, bytes.as_bytes());
        }
    }
}

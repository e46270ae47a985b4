//! Somebody who goes through the API with canaries, and keeps count of the secrets that the server shows them.

use serde_json::{Value, json};
use warmline::chance;

use crate::birds::Canary;
use crate::server::{Asked, Heard, Server};

/// A secret that lets in, and the number of the one answer that may show it, if the server made it.
pub(crate) struct Shown {
    pub(crate) text: String,
    pub(crate) by: Option<usize>,
}

/// A person with every role, and the canaries they carry.
pub(crate) struct Guest {
    pub(crate) server: Server,
    pub(crate) email: String,
    pub(crate) password: String,
    /// Whether they come with a token.
    pub(crate) signed_in: bool,
    token: String,
    pub(crate) refresh_token: String,
    pub(crate) shown: Vec<Shown>,
    pub(crate) flock: Vec<Canary>,
    next: usize,
}

impl Guest {
    pub(crate) fn new(server: Server, email: &str, flock: Vec<Canary>) -> Self {
        Self {
            server,
            email: email.to_owned(),
            password: String::new(),
            signed_in: false,
            token: String::new(),
            refresh_token: String::new(),
            shown: Vec::new(),
            flock,
            next: 0,
        }
    }

    /// The next canary; a different kind each time.
    pub(crate) fn canary(&mut self) -> &str {
        let canary = &self.flock[self.next % self.flock.len()];
        self.next += 1;
        &canary.text
    }

    /// The next canary of a kind.
    pub(crate) fn canary_of(&mut self, kind: &str) -> String {
        while self.flock[self.next % self.flock.len()].kind != kind {
            self.next += 1;
        }
        self.canary().to_owned()
    }

    /// A password that is right from now on.
    pub(crate) fn choose(&mut self) -> String {
        let text = format!("ήσυχο λιμάνι {}", chance::secret());
        self.shown.push(Shown {
            text: text.clone(),
            by: None,
        });
        text
    }

    /// How often each canary was sent, at least.
    pub(crate) fn rounds(&self) -> usize {
        self.next / self.flock.len()
    }

    /// Asks as it stands.
    pub(crate) async fn ask_as_is(&mut self, asked: Asked) -> &Heard {
        let heard = self.server.ask(asked).await;
        assert_ne!(heard.status, 500, "{}: {}", heard.about, heard.json);
        heard
    }

    /// Asks with a token if signed in. Whoever was signed out by what they asked before signs in anew.
    pub(crate) async fn ask(&mut self, asked: Asked) -> &Heard {
        if !self.signed_in {
            return self.ask_as_is(asked).await;
        }
        let with_token = |token: &str, mut asked: Asked| {
            let value = format!("Bearer {token}");
            asked.headers.push(("authorization".to_owned(), value));
            asked
        };
        let first = with_token(&self.token, asked.clone());
        if self.ask_as_is(first).await.json["code"] == "not_signed_in" {
            self.sign_in(None).await;
            let second = with_token(&self.token, asked);
            return self.ask_as_is(second).await;
        }
        self.server.heard.last().unwrap()
    }

    /// Asks with a JSON body; answers status and body.
    pub(crate) async fn send(&mut self, verb: &str, path: &str, body: Value) -> (u16, Value) {
        let nth = self.server.heard.len();
        let heard = self.ask(with_json(nth, verb, path, &body)).await;
        (heard.status, heard.json.clone())
    }

    /// Remembers that the last answer shows this secret, and that no other may.
    pub(crate) fn was_shown(&mut self, secret: &Value) -> String {
        let text = secret.as_str().unwrap().to_owned();
        let by = Some(self.server.heard.len() - 1);
        self.shown.push(Shown {
            text: text.clone(),
            by,
        });
        text
    }

    /// Signs in with the right password.
    pub(crate) async fn sign_in(&mut self, code: Option<&str>) {
        let mut body = json!({"email": self.email, "password": self.password});
        if let Some(code) = code {
            body["code"] = json!(code);
        }
        let nth = self.server.heard.len();
        let heard = self
            .ask_as_is(with_json(nth, "POST", "session", &body))
            .await;
        assert_eq!(heard.status, 200, "{}", heard.json);
        let said = heard.json.clone();
        self.signed_in = true;
        self.take_tokens(&said);
    }

    /// Takes the tokens of the last answer.
    pub(crate) fn take_tokens(&mut self, said: &Value) {
        self.token = self.was_shown(&said["access_token"]);
        self.refresh_token = self.was_shown(&said["refresh_token"]);
    }
}

/// The nth request, from an address of its own: guesses from one address would soon have to wait.
fn with_json(nth: usize, verb: &str, path: &str, body: &Value) -> Asked {
    let [.., one, two, three] = nth.to_be_bytes();
    let address = format!("10.{one}.{two}.{three}");
    Asked {
        method: verb.parse().unwrap(),
        path: format!("/api/v1/{path}"),
        headers: vec![
            ("content-type".to_owned(), "application/json".to_owned()),
            ("x-forwarded-for".to_owned(), address),
        ],
        body: Some(body.to_string()),
    }
}

//! Hostile access tokens: none of them enters, and no server stumbles over one.

use chrono::Duration;
use serde_json::json;
use warmline::chance;
use warmline::clock::Moment;
use warmline::id::{PersonId, SessionId};
use warmline::people::ring::{Key, Ring};
use warmline::role::Role;

use crate::forge::{Forge, claims_of, pair, with};
use crate::line::Line;
use crate::story;

/// What a guarded door says to a token: at one's own page, and at the reports.
async fn tried(line: &Line, token: &str) -> Vec<(u16, String)> {
    let actor = line.bearer(token);
    let mut said = Vec::new();
    for path in ["/api/v1/me", "/api/v1/reports"] {
        let answer = actor.get(path).await;
        said.push((answer.status, answer.code()));
    }
    said
}

fn refused() -> Vec<(u16, String)> {
    vec![(401, "not_signed_in".to_owned()); 2]
}

fn welcome() -> Vec<(u16, String)> {
    vec![(200, String::new()); 2]
}

story! {
    async fn no_hostile_token_enters(line: &Line) {
        let (ana, ben) = (line.person("Ana", Role::ALL).await, line.person("Ben", Role::ALL).await);
        let forge = Forge::new(line, &ana);
        let of_ben = claims_of(&ben);
        let mut cases = forge.hostile(ana.id, ben.id);
        let (nobody, no_session): (PersonId, SessionId) = (chance::id(line.now()), chance::id(line.now()));
        for (about, fields) in [
            ("another person in one's own session", json!({"sub": ben.id})),
            ("oneself in another's session", json!({"sid": of_ben["sid"]})),
            ("nobody", json!({"sub": nobody})),
            ("a session that never was", json!({"sid": no_session})),
            ("nobody in a session that never was", json!({"sub": nobody, "sid": no_session})),
        ] {
            cases.push((about.to_owned(), forge.claiming(&fields)));
        }
        assert!(cases.len() >= 40, "{}", cases.len());
        assert_eq!(tried(line, &forge.sound()).await, welcome(), "a sound token, made by the same hands");
        let mut entered = Vec::new();
        for (about, token) in &cases {
            let said = tried(line, token).await;
            if said != refused() {
                entered.push(format!("{about}: {said:?}"));
            }
        }
        assert!(entered.is_empty(), "\n{}", entered.join("\n"));
        assert_eq!(tried(line, &forge.sound()).await, welcome(), "and still");
    }
}

story! {
    async fn a_token_of_an_ended_session_does_not_enter(line: &Line) {
        let ana = line.person("Ana", Role::ALL).await;
        let forge = Forge::new(line, &ana);
        assert_eq!(tried(line, &forge.sound()).await, welcome());
        assert_eq!(ana.delete("/api/v1/session").await.status, 204);
        assert_eq!(tried(line, &forge.sound()).await, refused(), "signed out");

        let ana = line.sign_in("Ana", ana.id).await;
        line.pass(Duration::days(30));
        let mut forge = Forge::new(line, &ana);
        forge.claims = forge.fresh_claims();
        assert_eq!(tried(line, &forge.sound()).await, refused(), "signed in too long ago");
    }
}

story! {
    async fn a_token_of_a_key_that_was_rotated_out_does_not_enter(line: &Line) {
        let ana = line.person("Ana", Role::ALL).await;
        let long_ago = Moment::parse("2026-01-01T00:00:00Z").unwrap();
        let new = Key::generate().unwrap();
        line.ring.replace(Ring::new(vec![
            Key::read("test".to_owned(), long_ago, &line.signing_key).unwrap(),
            Key::read("new".to_owned(), line.now(), &new).unwrap(),
        ]));
        // Signed this very minute by each of the two keys.
        let both = || {
            let mut forge = Forge::new(line, &ana);
            forge.claims = forge.fresh_claims();
            let old = forge.sound();
            forge.own = pair(&new);
            forge.header = with(&forge.header, &json!({"kid": "new"}));
            (old, forge.sound())
        };
        line.pass(Duration::minutes(11));
        let (by_old, by_new) = both();
        assert_eq!(tried(line, &by_old).await, welcome(), "its last tokens may live yet");
        assert_eq!(tried(line, &by_new).await, welcome());
        line.pass(Duration::minutes(1));
        let (by_old, by_new) = both();
        assert_eq!(tried(line, &by_old).await, refused());
        assert_eq!(tried(line, &by_new).await, welcome());
    }
}

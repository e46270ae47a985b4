//! Every route, tried by everybody: the route table says who comes in, and the server keeps to it.

use chrono::Duration;
use diesel::prelude::*;
use serde_json::json;
use warmline::chance;
use warmline::db::schema::{people, person_roles};
use warmline::http::{Entry, Table};
use warmline::id::CallId;
use warmline::role::Role;
use warmline::routes;

use crate::forge::Forge;
use crate::line::{Actor, Line};
use crate::story;

/// The roles a door lets in; none if it is open to anyone.
fn guests(door: &str) -> Option<Vec<Role>> {
    match door {
        "Anyone" | "Stranger" => None,
        "Peer" => Some(vec![Role::Peer]),
        "Supervisor" => Some(vec![Role::Supervisor]),
        "PeerOrSupervisor" | "DutyReader" => Some(vec![Role::Peer, Role::Supervisor]),
        "ReportReader" | "ToolOwner" => Some(vec![Role::Evaluator, Role::Supervisor]),
        "Admin" => Some(vec![Role::Admin]),
        "SupervisorOrAdmin" => Some(vec![Role::Supervisor, Role::Admin]),
        "SignedIn" => Some(Role::ALL.to_vec()),
        other => panic!("say here whom the door {other} lets in"),
    }
}

/// An address of a route, with ids of rows that do not exist.
pub(crate) fn address(line: &Line, path: &str) -> String {
    let id: CallId = chance::id(line.now());
    path.replace("{id}", id.as_str())
        .replace("{person_id}", id.as_str())
        .replace("{amendment_id}", id.as_str())
        .replace("{month}", "2026-05")
        .replace("{date}", "2026-05-25")
        .replace("{hour}", "2026-05-20T14")
        .replace("{name}", "volume")
        .replace("{code}", "wrap")
        .replace("{token}", "unknown")
        .replace("{file:.*}", "index.html")
}

async fn try_door(line: &Line, actor: &Actor<'_>, entry: &Entry) -> (u16, String) {
    let path = address(line, &entry.path);
    assert!(!path.contains('{'), "say in this file what {path} may be");
    let method = entry.method.as_str().parse().unwrap();
    let answer = actor.ask(method, &path, None, &[]).await;
    let code = if answer.header("content-type") == "application/problem+json" {
        answer.code()
    } else {
        String::new()
    };
    (answer.status, code)
}

/// The routes that ask who comes.
fn guarded(table: &Table) -> impl Iterator<Item = &Entry> {
    let entries = table.entries().iter();
    entries.filter(|entry| guests(entry.door).is_some())
}

story! {
    async fn each_door_lets_in_its_roles_and_nobody_else(line: &Line) {
        for role in Role::ALL {
            let name = role.as_str();
            let id = line.add(name, &[*role]).await;
            for entry in routes::table().entries() {
                // Signed in anew: one of the routes signs out.
                let actor = line.sign_in(name, id).await;
                let (status, code) = try_door(line, &actor, entry).await;
                let invited = guests(entry.door).is_none_or(|guests| guests.contains(role));
                assert_eq!(code == "forbidden", !invited, "{name} at {} {}: {status} {code}", entry.method, entry.path);
                assert!(code != "not_signed_in" && status < 500, "{name} at {} {}: {status} {code}", entry.method, entry.path);
            }
        }
    }
}

story! {
    async fn who_has_no_valid_token_passes_no_guarded_door(line: &Line) {
        let ana = line.person("Ana", Role::ALL).await;
        let stale = ana.token.clone().unwrap();
        line.pass(Duration::minutes(11));
        let ana = line.sign_in("Ana", ana.id).await;
        let forge = Forge::new(line, &ana);
        let sound = line.bearer(&forge.sound());
        assert_eq!(sound.get("/api/v1/me").await.status, 200, "made as the next one is");
        let elsewhere = forge.claiming(&json!({"aud": "another-api"}));
        let forged = format!("{}x", stale.trim_end_matches(char::is_alphanumeric));
        let actors = [line.nobody(), line.bearer(&stale), line.bearer(&elsewhere), line.bearer(&forged), line.bearer("x.y.z"),
            line.bearer("wlr_0123456789"), line.bearer("")];
        for actor in actors {
            for entry in guarded(&routes::table()) {
                let tried = try_door(line, &actor, entry).await;
                assert_eq!(tried, (401, "not_signed_in".to_owned()), "{} {}", entry.method, entry.path);
            }
        }
    }
}

story! {
    async fn who_is_suspended_or_demoted_is_stopped_at_the_next_request(line: &Line) {
        let (ana, ben) = (line.person("Ana", Role::ALL).await, line.supervisor("Ben").await);
        assert_eq!(ben.get("/api/v1/gaps").await.status, 200);
        let (suspended, demoted, now) = (ana.id, ben.id, line.now());
        line.db
            .write(move |conn| {
                diesel::update(people::table.find(suspended)).set(people::suspended_at.eq(now)).execute(conn)?;
                diesel::delete(person_roles::table.filter(person_roles::person_id.eq(demoted))).execute(conn)?;
                Ok(())
            })
            .await
            .unwrap();
        for entry in guarded(&routes::table()) {
            let tried = try_door(line, &ana, entry).await;
            assert_eq!(tried, (403, "suspended".to_owned()), "{} {}", entry.method, entry.path);
        }
        assert_eq!(ben.get("/api/v1/gaps").await.code(), "forbidden");
        let refresh = json!({"refresh_token": ana.refresh_token});
        assert_eq!(line.nobody().post("/api/v1/session/refresh", refresh).await.status, 401);
    }
}

story! {
    async fn a_wrong_verb_is_answered_with_the_right_ones(line: &Line) {
        let answer = line.nobody().delete("/api/v1/calls").await;
        assert_eq!((answer.status, answer.code()), (405, "wrong_verb".to_owned()));
        assert_eq!(answer.header("allow"), "GET");
        let answer = line.nobody().get("/api/v1/nothing").await;
        assert_eq!((answer.status, answer.code()), (404, "no_such_path".to_owned()));
    }
}

//! Every route, tried by everybody: the route table says who comes in, and the server keeps to it.

use chrono::Duration;
use diesel::prelude::*;
use warmline::chance;
use warmline::id::CallId;
use warmline::role::Role;
use warmline::routes;

use crate::line::{Actor, Line};
use crate::story;

/// The roles a door lets in; none if it is open to anyone.
fn guests(door: &str) -> Option<Vec<Role>> {
    match door {
        "Anyone" | "Stranger" => None,
        "Peer" => Some(vec![Role::Peer]),
        "Supervisor" => Some(vec![Role::Supervisor]),
        "PeerOrSupervisor" => Some(vec![Role::Peer, Role::Supervisor]),
        "ReportReader" | "ToolOwner" => Some(vec![Role::Evaluator, Role::Supervisor]),
        "Admin" => Some(vec![Role::Admin]),
        "SupervisorOrAdmin" => Some(vec![Role::Supervisor, Role::Admin]),
        "SignedIn" => Some(Role::ALL.to_vec()),
        other => panic!("say here whom the door {other} lets in"),
    }
}

/// An address of a route, with ids of rows that do not exist.
fn address(line: &Line, path: &str) -> String {
    let id: CallId = chance::id(line.now());
    path.replace("{id}", id.as_str())
        .replace("{person_id}", "me")
        .replace("{code}", "wrap")
        .replace("{month}", "2026-05")
        .replace("{name}", "volume")
        .replace("{file:.*}", "index.html")
}

async fn try_door(actor: &Actor<'_>, method: &str, path: &str) -> (u16, String) {
    let answer = actor.ask(method.parse().unwrap(), path, None, &[]).await;
    let code = if answer.header("content-type") == "application/problem+json" {
        answer.code()
    } else {
        String::new()
    };
    (answer.status, code)
}

story! {
    async fn each_door_lets_in_its_roles_and_nobody_else(line: &Line) {
        for role in Role::ALL {
            let name = role.as_str();
            let id = line.add(name, &[*role]).await;
            for entry in routes::table().entries() {
                // Signed in anew: one of the routes signs out.
                let actor = line.sign_in(name, id).await;
                let (status, code) = try_door(&actor, entry.method.as_str(), &address(line, &entry.path)).await;
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
        let forged = format!("{}x", stale.trim_end_matches(char::is_alphanumeric));
        for actor in [line.nobody(), line.bearer(&stale), line.bearer(&forged), line.bearer("x.y.z"), line.bearer("")] {
            for entry in routes::table().entries().iter().filter(|entry| guests(entry.door).is_some()) {
                let (status, code) = try_door(&actor, entry.method.as_str(), &address(line, &entry.path)).await;
                assert_eq!((status, code.as_str()), (401, "not_signed_in"), "{} {}", entry.method, entry.path);
            }
        }
    }
}

story! {
    async fn who_is_suspended_or_demoted_is_stopped_at_the_next_request(line: &Line) {
        use warmline::db::schema::{people, person_roles};
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
        for entry in routes::table().entries().iter().filter(|entry| guests(entry.door).is_some()) {
            let (status, code) = try_door(&ana, entry.method.as_str(), &address(line, &entry.path)).await;
            assert_eq!((status, code.as_str()), (403, "suspended"), "{} {}", entry.method, entry.path);
        }
        assert_eq!(ben.get("/api/v1/gaps").await.code(), "forbidden");
        let refresh = serde_json::json!({"refresh_token": ana.refresh_token});
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

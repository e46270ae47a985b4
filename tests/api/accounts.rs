//! Inviting people, and keeping their accounts.

use chrono::Duration;
use serde_json::{Value, json};
use warmline::chance;
use warmline::id::PersonId;
use warmline::role::Role;

use crate::line::{Actor, Answer, Line, PASSWORD};
use crate::story;

/// The address of an account that is not there yet.
fn new_account(line: &Line) -> String {
    let id: PersonId = chance::id(line.now());
    format!("/api/v1/people/{id}")
}

fn zoe(roles: &[&str]) -> Value {
    json!({"name": "Zoe", "email": "zoe@oak.example", "roles": roles})
}

/// Takes up a link by choosing a password.
async fn take_up(line: &Line, kind: &str, token: &Value, password: &str) -> Answer {
    let path = format!("/api/v1/{kind}/acceptance");
    let body = json!({"token": token, "password": password});
    line.nobody().post(&path, body).await
}

async fn sign_in(line: &Line, email: &str, password: &str) -> u16 {
    let body = json!({"email": email, "password": password});
    line.nobody().post("/api/v1/session", body).await.status
}

/// Reads an account and answers its version, as it goes into If-Match.
async fn version(admin: &Actor<'_>, id: PersonId) -> String {
    let read = admin.get(&format!("/api/v1/people/{id}")).await;
    assert_eq!(read.status, 200, "{}", read.text);
    read.header("etag").to_owned()
}

async fn edit(actor: &Actor<'_>, path: &str, version: &str, body: Value) -> Answer {
    let headers = [("content-type", "application/json"), ("if-match", version)];
    actor
        .ask(reqwest::Method::PUT, path, Some(body.to_string()), &headers)
        .await
}

story! {
    async fn a_supervisor_invites_a_peer_who_chooses_their_own_password(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let path = new_account(line);
        let invited = sol.put(&path, zoe(&["peer"])).await;
        assert_eq!(invited.status, 201, "{}", invited.text);
        let invited = invited.json();
        assert_eq!((&invited["person"]["joined"], &invited["person"]["roles"]), (&json!(false), &json!(["peer"])));
        let token = &invited["invitation"]["token"];
        assert!(token.as_str().unwrap().len() >= 43, "256 bits");
        assert_eq!(take_up(line, "password-resets", token, "chosen by Zoe alone").await.codes(), ["no_such_link"]);
        assert_eq!(take_up(line, "invitations", token, "chosen by Zoe alone").await.status, 204);
        assert_eq!(take_up(line, "invitations", token, "chosen by a thief").await.codes(), ["no_such_link"]);
        assert_eq!(sign_in(line, "zoe@oak.example", "chosen by Zoe alone").await, 200);
        assert_eq!(sol.get(&path).await.json()["joined"], true);
    }
}

story! {
    async fn an_invitation_sent_again_makes_nobody_twice_and_shows_no_token_twice(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let path = new_account(line);
        let first = sol.put(&path, zoe(&["peer"])).await.json();
        let again = sol.put(&path, zoe(&["peer"])).await;
        assert_eq!((again.status, &again.json()["invitation"]), (200, &Value::Null));
        assert_eq!(sol.put(&path, json!({"name": "Zed", "email": "zoe@oak.example", "roles": ["peer"]})).await.code(), "id_taken");
        let other = sol.put(&new_account(line), zoe(&["peer"])).await;
        assert_eq!((other.status, other.codes()), (409, vec!["email_taken".to_owned()]));
        // A lost link is replaced; the first one stops working.
        let newer = sol.post(&format!("{path}/invitation"), json!({})).await;
        assert_eq!(newer.status, 201, "{}", newer.text);
        let old = &first["invitation"]["token"];
        assert_eq!(take_up(line, "invitations", old, "chosen by Zoe alone").await.codes(), ["no_such_link"]);
        assert_eq!(take_up(line, "invitations", &newer.json()["token"], "chosen by Zoe alone").await.status, 204);
        assert_eq!(sol.post(&format!("{path}/invitation"), json!({})).await.codes(), ["joined"]);
    }
}

story! {
    async fn faults_of_an_invitation_come_all_at_once(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let wrong = json!({"name": " ", "email": "zoe", "roles": ["admin", "admin"]});
        let refused = sol.put(&new_account(line), wrong).await;
        assert_eq!((refused.status, refused.codes()), (422, ["name", "email", "repeated", "not_yours_to_give"].map(str::to_owned).to_vec()));
        let admin = line.person("Ada", &[Role::Admin]).await;
        assert_eq!(admin.put(&new_account(line), zoe(&["supervisor", "admin"])).await.status, 201);
    }
}

story! {
    async fn accounts_are_listed_in_pages_and_by_role(line: &Line) {
        let sol = line.supervisor("Sol").await;
        for name in ["Ana", "Ben", "Cora"] {
            line.add(name, &[Role::Peer]).await;
        }
        let mut names = Vec::new();
        let mut path = "/api/v1/people?role=peer&suspended=false&limit=2".to_owned();
        loop {
            let page = sol.get(&path).await.json();
            names.extend(page["items"].as_array().unwrap().iter().map(|person| person["name"].clone()));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/v1/people?role=peer&suspended=false&limit=2&cursor={next}");
        }
        names.sort_by_key(ToString::to_string);
        assert_eq!(names, ["Ana", "Ben", "Cora"]);
        assert_eq!(sol.get("/api/v1/people?suspended=true").await.json()["items"], json!([]));
        assert_eq!(sol.get("/api/v1/people?suspended=perhaps").await.status, 422);
    }
}

story! {
    async fn roles_change_on_the_version_that_was_read_and_act_at_once(line: &Line) {
        let (admin, ana) = (line.person("Ada", &[Role::Admin]).await, line.peer("Ana").await);
        let path = format!("/api/v1/people/{}/roles", ana.id);
        assert_eq!(admin.put(&path, json!({"roles": ["supervisor"]})).await.code(), "if_match_needed");
        let read = version(&admin, ana.id).await;
        assert_eq!(ana.get("/api/v1/gaps").await.status, 403);
        let changed = edit(&admin, &path, &read, json!({"roles": ["supervisor"]})).await;
        assert_eq!((changed.status, &changed.json()["roles"]), (200, &json!(["supervisor"])), "{}", changed.text);
        assert_ne!(changed.header("etag"), read);
        assert_eq!(ana.get("/api/v1/gaps").await.status, 200);
        let stale = edit(&admin, &path, &read, json!({"roles": ["peer"]})).await;
        assert_eq!((stale.status, stale.code()), (412, "changed_meanwhile".to_owned()));
        assert_eq!(edit(&admin, &path, changed.header("etag"), json!({"roles": []})).await.codes(), ["required"]);
    }
}

story! {
    async fn the_last_admin_who_can_sign_in_cannot_be_removed(line: &Line) {
        let ada = line.person("Ada", &[Role::Admin]).await;
        // Invited, but never came: no help if Ada goes.
        assert_eq!(ada.put(&new_account(line), zoe(&["admin"])).await.status, 201);
        let (roles, suspension) = (format!("/api/v1/people/{}/roles", ada.id), format!("/api/v1/people/{}/suspension", ada.id));
        let read = version(&ada, ada.id).await;
        assert_eq!(edit(&ada, &roles, &read, json!({"roles": ["peer"]})).await.code(), "last_admin");
        assert_eq!(ada.put_nothing(&suspension).await.code(), "last_admin");
        let bea = line.person("Bea", &[Role::Admin]).await;
        assert_eq!(ada.put_nothing(&suspension).await.code(), "yourself");
        assert_eq!(edit(&ada, &roles, &read, json!({"roles": ["peer"]})).await.status, 200);
        let read = version(&bea, bea.id).await;
        let own = format!("/api/v1/people/{}/roles", bea.id);
        assert_eq!(edit(&bea, &own, &read, json!({"roles": ["peer"]})).await.code(), "last_admin");
    }
}

story! {
    async fn a_supervisor_suspends_and_restores_peers_and_nobody_else(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let mina = line.supervisor("Mina").await;
        let path = format!("/api/v1/people/{}/suspension", ana.id);
        assert_eq!(sol.put_nothing(&path).await.status, 204);
        assert_eq!(sol.put_nothing(&path).await.status, 204);
        assert_eq!(ana.get("/api/v1/me").await.code(), "suspended");
        assert_eq!(sign_in(line, "ana@oak.example", PASSWORD).await, 401);
        assert_eq!(sol.delete(&path).await.status, 204);
        assert_eq!(ana.get("/api/v1/me").await.status, 200);
        let other = format!("/api/v1/people/{}/suspension", mina.id);
        assert_eq!(sol.put_nothing(&other).await.code(), "forbidden");
        let nobody = format!("{}/suspension", new_account(line));
        assert_eq!(sol.put_nothing(&nobody).await.status, 404);
    }
}

story! {
    async fn a_password_reset_ends_every_session_and_lasts_an_hour(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let path = format!("/api/v1/people/{}/password-reset", ana.id);
        let late = sol.post(&path, json!({})).await.json();
        line.pass(Duration::minutes(60));
        assert_eq!(take_up(line, "password-resets", &late["token"], "a new harbour at dusk").await.codes(), ["no_such_link"]);
        let (sol, ana) = (line.sign_in("Sol", sol.id).await, line.sign_in("Ana", ana.id).await);
        let link = sol.post(&path, json!({})).await.json();
        assert_eq!(ana.get("/api/v1/me").await.status, 200, "nothing happens before it is taken up");
        assert_eq!(take_up(line, "password-resets", &link["token"], "a new harbour at dusk").await.status, 204);
        assert_eq!(ana.get("/api/v1/me").await.status, 401);
        assert_eq!(sign_in(line, "ana@oak.example", PASSWORD).await, 401);
        assert_eq!(sign_in(line, "ana@oak.example", "a new harbour at dusk").await, 200);
        let other = format!("/api/v1/people/{}/password-reset", sol.id);
        assert_eq!(sol.post(&other, json!({})).await.code(), "forbidden");
    }
}

story! {
    async fn a_suspended_person_cannot_take_up_a_link(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let path = format!("/api/v1/people/{}", ana.id);
        let link = sol.post(&format!("{path}/password-reset"), json!({})).await.json();
        assert_eq!(sol.put_nothing(&format!("{path}/suspension")).await.status, 204);
        assert_eq!(take_up(line, "password-resets", &link["token"], "a new harbour at dusk").await.codes(), ["no_such_link"]);
    }
}

story! {
    async fn an_admin_mends_a_name_and_an_address(line: &Line) {
        let (ada, ana) = (line.person("Ada", &[Role::Admin]).await, line.peer("Ana").await);
        let path = format!("/api/v1/people/{}/profile", ana.id);
        let read = version(&ada, ana.id).await;
        let taken = json!({"name": "Anna", "email": "ada@oak.example"});
        assert_eq!(edit(&ada, &path, &read, taken).await.codes(), ["email_taken"]);
        let mended = edit(&ada, &path, &read, json!({"name": "Anna", "email": "Anna@Oak.Example"})).await;
        assert_eq!((&mended.json()["name"], &mended.json()["email"]), (&json!("Anna"), &json!("anna@oak.example")));
        assert_eq!(sign_in(line, "anna@oak.example", PASSWORD).await, 200);
    }
}

story! {
    async fn one_changes_ones_own_name_and_password(line: &Line) {
        let ana = line.peer("Ana").await;
        let elsewhere = line.sign_in("Ana", ana.id).await;
        let read = ana.get("/api/v1/me").await.header("etag").to_owned();
        let renamed = edit(&ana, "/api/v1/me/profile", &read, json!({"name": "Anita"})).await;
        assert_eq!((renamed.status, &renamed.json()["name"]), (200, &json!("Anita")), "{}", renamed.text);
        let change = |old: &str, new: &str| ana.put("/api/v1/me/password", json!({"password": old, "new_password": new}));
        assert_eq!(change("not mine", "a new harbour at dusk").await.codes(), ["wrong_password"]);
        assert_eq!(change(PASSWORD, "short").await.codes(), ["password_length"]);
        assert_eq!(change(PASSWORD, "a new harbour at dusk").await.status, 204);
        assert_eq!(ana.get("/api/v1/me").await.status, 200, "this session goes on");
        assert_eq!(elsewhere.get("/api/v1/me").await.status, 401, "others end");
        assert_eq!(sign_in(line, "ana@oak.example", "a new harbour at dusk").await, 200);
    }
}

story! {
    async fn sessions_are_listed_and_ended_by_their_owner_and_by_an_admin(line: &Line) {
        let ana = line.peer("Ana").await;
        line.pass(Duration::minutes(1));
        let phone = line.sign_in("Ana", ana.id).await;
        let sessions = phone.get("/api/v1/sessions").await.json()["items"].clone();
        let sessions = sessions.as_array().unwrap();
        let current: Vec<&Value> = sessions.iter().map(|session| &session["current"]).collect();
        assert_eq!(current, [&json!(true), &json!(false)]);
        let old = format!("/api/v1/sessions/{}", sessions[1]["id"].as_str().unwrap());
        let ben = line.peer("Ben").await;
        assert_eq!(ben.delete(&old).await.status, 404);
        assert_eq!(phone.delete(&old).await.status, 204);
        assert_eq!(phone.delete(&old).await.status, 404);
        assert_eq!(ana.get("/api/v1/me").await.status, 401);
        let ada = line.person("Ada", &[Role::Admin]).await;
        let all = format!("/api/v1/people/{}/sessions", ana.id);
        assert_eq!(ada.get(&all).await.json()["items"].as_array().unwrap().len(), 1);
        assert_eq!(ada.delete(&all).await.status, 204);
        assert_eq!(phone.get("/api/v1/me").await.status, 401);
    }
}

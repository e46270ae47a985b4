//! Signing in and out, refresh tokens, invitations.

use chrono::Duration;
use serde_json::json;
use warmline::chance;
use warmline::id::LinkId;
use warmline::people::links::Purpose;
use warmline::people::{credentials, store};
use warmline::role::Role;

use crate::line::{Line, PASSWORD};
use crate::story;

story! {
    async fn who_signs_in_learns_who_they_are(line: &Line) {
        let ana = line.person("Ana", &[Role::Peer, Role::Supervisor]).await;
        let me = ana.get("/api/v1/me").await.json();
        assert_eq!(me["email"], "ana@oak.example");
        assert_eq!(me["roles"], json!(["peer", "supervisor"]));
        assert_eq!((&me["line"], &me["time_zone"]), (&json!("Oak Line"), &json!("America/Los_Angeles")));
    }
}

story! {
    async fn a_wrong_password_and_an_unknown_address_get_the_same_answer(line: &Line) {
        line.add("Ana", &[Role::Peer]).await;
        let wrong = json!({"email": "ana@oak.example", "password": "something else"});
        let unknown = json!({"email": "zoe@oak.example", "password": PASSWORD});
        let no_address = json!({"email": "zoe", "password": PASSWORD});
        let mut answers = Vec::new();
        for body in [wrong, unknown, no_address] {
            let answer = line.nobody().post("/api/v1/session", body).await;
            let mut said = answer.json();
            said["request_id"].take();
            answers.push((answer.status, said));
        }
        assert_eq!(answers[0].0, 401);
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0], answers[2]);
    }
}

story! {
    async fn signing_out_ends_the_tokens_at_once(line: &Line) {
        let ana = line.peer("Ana").await;
        assert_eq!(ana.delete("/api/v1/session").await.status, 204);
        assert_eq!(ana.get("/api/v1/me").await.status, 401);
        let again = line.nobody().post("/api/v1/session/refresh", json!({"refresh_token": ana.refresh_token})).await;
        assert_eq!(again.status, 401);
    }
}

story! {
    async fn an_access_token_runs_out_and_is_renewed(line: &Line) {
        let ana = line.peer("Ana").await;
        line.pass(Duration::minutes(11));
        assert_eq!(ana.get("/api/v1/me").await.code(), "not_signed_in");
        let new = line.nobody().post("/api/v1/session/refresh", json!({"refresh_token": ana.refresh_token})).await.json();
        let ana = line.bearer(new["access_token"].as_str().unwrap());
        assert_eq!(ana.get("/api/v1/me").await.status, 200);
    }
}

story! {
    async fn a_refresh_token_used_twice_ends_its_session(line: &Line) {
        let ana = line.peer("Ana").await;
        let renew = |token: String| async move { line.nobody().post("/api/v1/session/refresh", json!({"refresh_token": token})).await };
        let second = renew(ana.refresh_token.clone()).await.json()["refresh_token"].as_str().unwrap().to_owned();
        assert_eq!(renew(ana.refresh_token.clone()).await.status, 401, "used before");
        assert_eq!(renew(second).await.status, 401, "the thief's, or the owner's: nobody knows");
        assert_eq!(ana.get("/api/v1/me").await.status, 401);
    }
}

/// Invites Ben for three days and answers the token.
async fn invite_ben(line: &Line) -> String {
    let now = line.now();
    let (token, invitation): (String, LinkId) = (chance::secret(), chance::id(now));
    let digest = credentials::digest(&token);
    let person = line.add("Ben", &[Role::Peer]).await;
    let invited = (invitation, person, Purpose::Invitation);
    line.db
        .write(move |conn| store::links::insert(conn, invited, &digest, None, now))
        .await
        .unwrap();
    token
}

story! {
    async fn an_invitation_is_taken_up_once_by_choosing_a_password(line: &Line) {
        let token = invite_ben(line).await;
        let accept = |token: String, password: &'static str| async move {
            line.nobody().post("/api/v1/invitations/acceptance", json!({"token": token, "password": password})).await
        };
        assert_eq!(accept(token.clone(), "short").await.codes(), ["password_length"]);
        assert_eq!(accept(token.clone(), "Sunshine1").await.codes(), ["password_common"]);
        assert_eq!(accept(token.clone(), "BEN@oak.example").await.codes(), ["password_own"]);
        assert_eq!(accept(token.clone(), "chosen by Ben alone").await.status, 204);
        assert_eq!(accept(token, "chosen by a thief").await.codes(), ["no_such_link"]);
        let sign_in = json!({"email": "ben@oak.example", "password": "chosen by Ben alone"});
        assert_eq!(line.nobody().post("/api/v1/session", sign_in).await.status, 200);
    }
}

story! {
    async fn an_invitation_runs_out_after_three_days(line: &Line) {
        let token = invite_ben(line).await;
        line.pass(Duration::hours(72));
        let late = json!({"token": token, "password": "chosen by Ben alone"});
        assert_eq!(line.nobody().post("/api/v1/invitations/acceptance", late).await.codes(), ["no_such_link"]);
    }
}

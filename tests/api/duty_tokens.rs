//! Tokens of telephony: they open who is on duty and nothing else.

use chrono::Duration;
use serde_json::{Value, json};
use warmline::chance;
use warmline::id::ReportTokenId;
use warmline::role::Role;
use warmline::routes;

use crate::line::{Actor, Line};
use crate::story;

const ON_DUTY: &str = "/api/v1/on-duty";

fn wish(line: &Line) -> Value {
    json!({"name": "The switchboard", "expires_at": line.now().plus(Duration::days(30))})
}

/// Makes a token of a kind for thirty days; answers its address and the token.
async fn make(line: &Line, owner: &Actor<'_>, kind: &str) -> (String, String) {
    let id: ReportTokenId = chance::id(line.now());
    let path = format!("/api/v1/{kind}/{id}");
    let made = owner.put(&path, wish(line)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    (path, made.json()["token"].as_str().unwrap().to_owned())
}

story! {
    async fn telephony_reads_who_is_on_duty_and_nothing_else(line: &Line) {
        let all = line.person("Sol", Role::ALL).await;
        let (_, token) = make(line, &all, "duty-tokens").await;
        let telephony = line.bearer(&token);
        assert_eq!(telephony.get(ON_DUTY).await.status, 200);
        let mut opened = Vec::new();
        for entry in routes::table().entries().iter().filter(|entry| entry.door != "Anyone" && entry.door != "Stranger") {
            let path = crate::doors::address(line, &entry.path);
            let answer = telephony.ask(entry.method.as_str().parse().unwrap(), &path, None, &[]).await;
            if (answer.status, answer.code()) != (403, "forbidden".to_owned()) {
                opened.push(format!("{} {path}", entry.method));
            }
        }
        assert_eq!(opened, [format!("GET {ON_DUTY}")]);
        let (_, reports) = make(line, &all, "report-tokens").await;
        assert_eq!(line.bearer(&reports).get(ON_DUTY).await.code(), "forbidden");
    }
}

story! {
    async fn a_duty_token_is_shown_once_and_kept_apart_from_report_tokens(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let (path, token) = make(line, &sol, "duty-tokens").await;
        assert!(token.starts_with("wld_"));
        let again = sol.put(&path, wish(line)).await;
        assert_eq!((again.status, &again.json()["token"]), (200, &Value::Null));
        let listed = sol.get("/api/v1/duty-tokens").await;
        assert!(!listed.text.contains(&token));
        assert_eq!(listed.json()["items"][0]["name"], "The switchboard");
        assert_eq!(sol.get("/api/v1/report-tokens").await.json()["items"], json!([]));
        let as_report = path.replace("duty-tokens", "report-tokens");
        assert_eq!(sol.put(&as_report, wish(line)).await.code(), "id_taken");
        assert_eq!(sol.delete(&as_report).await.status, 404);
        assert_eq!(line.bearer(&token).get(ON_DUTY).await.status, 200);
        let (ana, eva) = (line.peer("Ana").await, line.evaluator("Eva").await);
        for other in [ana, eva] {
            assert_eq!(other.put(&path, wish(line)).await.code(), "forbidden");
        }
    }
}

story! {
    async fn a_duty_token_ends_when_it_is_revoked_or_runs_out_or_its_owner_is_no_supervisor(line: &Line) {
        let (sol, ada) = (line.person("Sol", &[Role::Peer, Role::Supervisor]).await, line.person("Ada", &[Role::Admin]).await);
        let (path, revoked) = make(line, &sol, "duty-tokens").await;
        let (_, kept) = make(line, &sol, "duty-tokens").await;
        assert_eq!(sol.delete(&path).await.status, 204);
        assert_eq!(sol.delete(&path).await.status, 204, "again");
        assert_eq!(line.bearer(&revoked).get(ON_DUTY).await.status, 401);
        assert_eq!(line.bearer(&kept).get(ON_DUTY).await.status, 200);
        let roles = format!("/api/v1/people/{}/roles", sol.id);
        assert_eq!(ada.put_on(&roles, "1", json!({"roles": ["peer"]})).await.status, 200);
        assert_eq!(line.bearer(&kept).get(ON_DUTY).await.code(), "forbidden", "a peer has no tokens");
        assert_eq!(ada.put_on(&roles, "2", json!({"roles": ["supervisor"]})).await.status, 200);
        assert_eq!(line.bearer(&kept).get(ON_DUTY).await.status, 200);
        line.pass(Duration::days(30));
        assert_eq!(line.bearer(&kept).get(ON_DUTY).await.status, 401);
    }
}

//! Tokens of evaluators' tools: they open reports and nothing else.

use chrono::Duration;
use serde_json::{Value, json};
use warmline::chance;
use warmline::id::ReportTokenId;
use warmline::role::Role;
use warmline::routes;

use crate::line::{Actor, Line};
use crate::story;

/// Makes a report token for thirty days; answers its address and the token.
async fn make(line: &Line, owner: &Actor<'_>) -> (String, String) {
    let id: ReportTokenId = chance::id(line.now());
    let path = format!("/api/v1/report-tokens/{id}");
    let made = owner.put(&path, wish(line)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    (path, made.json()["token"].as_str().unwrap().to_owned())
}

fn wish(line: &Line) -> Value {
    json!({"name": "R on my laptop", "expires_at": line.now().plus(Duration::days(30))})
}

story! {
    async fn a_tool_reads_reports_and_nothing_else(line: &Line) {
        let eva = line.person("Eva", &[Role::Evaluator, Role::Supervisor, Role::Admin]).await;
        let (_, token) = make(line, &eva).await;
        let tool = line.bearer(&token);
        assert_eq!(tool.get("/api/v1/reports").await.status, 200);
        for entry in routes::table().entries().iter().filter(|entry| entry.door != "Anyone" && entry.door != "Stranger") {
            let path = entry.path.replace("{name}", "volume").replace("{month}", "2026-05");
            let answer = tool.ask(entry.method.as_str().parse().unwrap(), &path, None, &[]).await;
            let opened = entry.door == "ReportReader";
            assert_eq!(answer.status != 403 && answer.status != 401, opened, "{} {path}: {}", entry.method, answer.text);
        }
    }
}

story! {
    async fn a_report_token_is_shown_once_and_listed_without_itself(line: &Line) {
        let eva = line.evaluator("Eva").await;
        let (path, token) = make(line, &eva).await;
        let again = eva.put(&path, wish(line)).await;
        assert_eq!((again.status, &again.json()["token"]), (200, &Value::Null));
        let listed = eva.get("/api/v1/report-tokens").await;
        assert!(!listed.text.contains(&token));
        assert_eq!(listed.json()["items"][0]["name"], "R on my laptop");
        let id: ReportTokenId = chance::id(line.now());
        let long = json!({"name": "", "expires_at": line.now().plus(Duration::days(367))});
        assert_eq!(eva.put(&format!("/api/v1/report-tokens/{id}"), long).await.codes(), ["name", "out_of_range"]);
    }
}

story! {
    async fn a_report_token_ends_when_it_is_revoked_or_runs_out_or_its_owner_goes(line: &Line) {
        let (eva, ada) = (line.evaluator("Eva").await, line.person("Ada", &[Role::Admin]).await);
        let (path, revoked) = make(line, &eva).await;
        let (_, kept) = make(line, &eva).await;
        assert_eq!(eva.delete(&path).await.status, 204);
        assert_eq!(eva.delete(&path).await.status, 204);
        assert_eq!(line.bearer(&revoked).get("/api/v1/reports").await.status, 401);
        assert_eq!(line.bearer(&kept).get("/api/v1/reports").await.status, 200);
        let suspension = format!("/api/v1/people/{}/suspension", eva.id);
        assert_eq!(ada.put_nothing(&suspension).await.status, 204);
        assert_eq!(line.bearer(&kept).get("/api/v1/reports").await.code(), "suspended");
        assert_eq!(ada.delete(&suspension).await.status, 204);
        line.pass(Duration::days(30));
        assert_eq!(line.bearer(&kept).get("/api/v1/reports").await.status, 401);
    }
}

story! {
    async fn another_evaluators_token_is_as_good_as_absent(line: &Line) {
        let (eva, eve) = (line.evaluator("Eva").await, line.evaluator("Eve").await);
        let (path, token) = make(line, &eva).await;
        assert_eq!(eve.delete(&path).await.status, 404);
        assert_eq!(eve.get("/api/v1/report-tokens").await.json()["items"], json!([]));
        assert_eq!(line.bearer(&token).get("/api/v1/reports").await.status, 200);
    }
}

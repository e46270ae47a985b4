//! Amending calls: authors for a day, supervisors with a reason; what was before is kept.

use chrono::Duration;
use serde_json::{Value, json};
use warmline::chance;
use warmline::id::AmendmentId;

use crate::line::{Line, as_read, support_call};
use crate::story;

/// The address of an amendment that is not there yet.
fn amendment_of(line: &Line, call: &str) -> String {
    let id: AmendmentId = chance::id(line.now());
    format!("{call}/amendments/{id}")
}

fn with(record: &Value, field: &str, value: Value) -> Value {
    let mut changed = record.clone();
    changed[field] = value;
    changed
}

story! {
    async fn the_author_amends_for_a_day_on_the_version_that_was_read(line: &Line) {
        let ana = line.peer("Ana").await;
        let record = support_call(line, Duration::hours(1));
        let call = ana.log(record.clone()).await;
        let version = ana.get(&call).await.header("etag").to_owned();
        assert_eq!(version, "\"1\"");
        let mut changed = with(&record, "reasons", json!(["sleep"]));
        changed["ended_at"] = json!(line.now().minus(Duration::minutes(65)));
        changed["supports_used"] = json!(["listening"]);
        let (path, body) = (amendment_of(line, &call), json!({"record": changed}));
        assert_eq!(ana.put(&path, body.clone()).await.code(), "if_match_needed");
        let first = ana.put_on(&path, &version, body.clone()).await;
        assert_eq!((first.status, &first.json()["version"]), (201, &json!(2)), "{}", first.text);
        let again = ana.put_on(&path, &version, body.clone()).await;
        assert_eq!((again.status, again.json()), (200, first.json()));
        let read = ana.get(&call).await;
        assert_eq!((read.json(), read.header("etag")), (first.json(), "\"2\""));
        assert_eq!((&read.json()["reasons"], &read.json()["minutes"]), (&json!(["sleep"]), &json!(15)));

        let other = json!({"record": record});
        assert_eq!(ana.put_on(&path, "\"2\"", other.clone()).await.code(), "id_taken");
        assert_eq!(ana.put_on(&amendment_of(line, &call), &version, other.clone()).await.code(), "changed_meanwhile");
        // The first log of it, sent again by a phone that never had its answer.
        let late = ana.put(&call, record.clone()).await;
        assert_eq!((late.status, as_read(late.json())), (200, first.json()));
        assert_eq!(ana.put(&call, changed).await.code(), "id_taken");

        line.pass(Duration::hours(25));
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(ana.put_on(&amendment_of(line, &call), "\"2\"", other).await.code(), "amending_over");
        assert_eq!(ana.put_on(&path, &version, body).await.status, 200, "what was done is done");
    }
}

story! {
    async fn a_supervisor_amends_with_a_reason_and_reads_what_was_before(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        let record = with(&support_call(line, Duration::hours(1)), "demographics", json!({"age_band": "25_34", "race_ethnicity": ["asian"]}));
        let call = ana.log(record.clone()).await;
        line.pass(Duration::hours(30));
        let sol = line.sign_in("Sol", sol.id).await;
        let changed = with(&with(&record, "peer_impact", json!(2)), "demographics", json!({"age_band": "35_44", "race_ethnicity": ["asian"]}));
        let path = amendment_of(line, &call);
        let told = sol.put_on(&path, "\"1\"", json!({"record": changed})).await;
        assert_eq!((told.status, told.codes()), (422, vec!["required".to_owned()]));
        let told = sol.put_on(&path, "\"1\"", json!({"record": changed, "reason": "call 555 010 9999"})).await;
        assert_eq!(told.codes(), ["identifying"]);
        assert!(!told.said().contains("555"), "{}", told.text);
        let wrong = json!({"record": with(&changed, "reasons", json!([])), "reason": ""});
        assert_eq!(sol.put_on(&path, "\"1\"", wrong).await.codes(), ["length", "required"]);
        let told = sol.put_on(&path, "\"1\"", json!({"record": changed, "reason": "The age was misheard."})).await;
        assert_eq!(told.status, 201, "{}", told.text);

        let history = sol.get(&format!("{call}/history")).await.json();
        let pointers: Vec<_> = history["items"].as_array().unwrap().iter().map(|one| (&one["pointer"], &one["from"], &one["to"])).collect();
        assert_eq!(pointers, [(&json!("/demographics/age_band"), &json!("25_34"), &json!("35_44")), (&json!("/peer_impact"), &json!(null), &json!(2))]);
        assert_eq!((&history["items"][0]["by"], &history["items"][0]["version"]), (&json!(sol.id), &json!(2)));
        let versions = sol.get(&format!("{call}/versions")).await.json();
        let first = &versions["items"][0];
        assert_eq!((&first["version"], &first["by"], &first["record"]["peer_impact"]), (&json!(1), &json!(ana.id), &json!(null)));
        let second = &versions["items"][1];
        assert_eq!((&second["reason"], &second["after_closing"]), (&json!("The age was misheard."), &json!(false)));
        assert_eq!(second["record"]["demographics"]["age_band"], "35_44");
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(ana.get(&format!("{call}/versions")).await.code(), "forbidden");
    }
}

story! {
    async fn anothers_call_is_amended_as_little_as_one_that_is_not_there(line: &Line) {
        let (ana, ben) = (line.peer("Ana").await, line.peer("Ben").await);
        let record = support_call(line, Duration::hours(1));
        let call = ana.log(record.clone()).await;
        let body = json!({"record": record});
        let hidden = ben.put_on(&amendment_of(line, &call), "\"1\"", body.clone()).await;
        let absent = ben.put_on(&amendment_of(line, &crate::line::new_call(line)), "\"1\"", body).await;
        assert_eq!((hidden.status, hidden.code()), (404, absent.code()));
        assert_eq!(absent.status, 404);
    }
}

story! {
    async fn times_are_amended_within_the_rules_as_of_logging(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        let record = support_call(line, Duration::hours(1));
        let call = ana.log(record.clone()).await;
        let logged = line.now();
        line.pass(Duration::hours(30));
        let sol = line.sign_in("Sol", sol.id).await;
        let amend = |starts: chrono::Duration, ends: chrono::Duration| {
            let mut changed = record.clone();
            changed["started_at"] = json!(logged.plus(starts));
            changed["ended_at"] = json!(logged.plus(ends));
            json!({"record": changed, "reason": "Wrong day."})
        };
        let later = amend(Duration::hours(2), Duration::hours(3));
        let told = sol.put_on(&amendment_of(line, &call), "\"1\"", later).await;
        assert_eq!(told.json()["errors"][0]["pointer"], "/record/started_at");
        assert_eq!(told.codes(), ["in_the_future"], "it had not happened when it was logged");
        let yesterday = amend(Duration::hours(-26), Duration::hours(-25));
        let told = sol.put_on(&amendment_of(line, &call), "\"1\"", yesterday).await;
        assert_eq!((&told.json()["late"], &told.json()["minutes"]), (&json!(true), &json!(60)));
        let tuesday = sol.get("/api/v1/calls?from=2026-06-09&to=2026-06-10").await.json();
        assert_eq!(tuesday["items"].as_array().unwrap().len(), 1);
    }
}

story! {
    async fn an_amendment_after_closing_leaves_the_release_alone_and_says_so(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        let record = support_call(line, Duration::hours(1));
        let call = ana.log(record.clone()).await;
        line.pass(Duration::days(25));
        let sol = line.sign_in("Sol", sol.id).await;
        crate::reports::release(&sol, "2026-06").await;
        let report = || sol.get("/api/v1/reports/volume?period=2026-06");
        let before = report().await.text;
        let mut now = sol.get(&call).await;
        let version = now.header("etag").to_owned();
        let mut changed = record.clone();
        changed["contact_type"] = json!("test");
        let told = sol.put_on(&amendment_of(line, &call), &version, json!({"record": changed, "reason": "A drill."})).await;
        assert_eq!((told.status, &told.json()["posting_month"]), (201, &json!("2026-06")), "{}", told.text);
        now = sol.get(&format!("{call}/versions")).await;
        assert_eq!(now.json()["items"][1]["after_closing"], true);
        assert_eq!(report().await.text, before);
    }
}

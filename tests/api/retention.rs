//! What is kept no longer than it is needed.

use chrono::Duration;
use serde_json::{Value, json};
use warmline::calls::changes::{AT_ONCE, RETENTION, carry_out, due};
use warmline::calls::retention::Duty;
use warmline::chance;
use warmline::id::AmendmentId;
use warmline::role::Role;

use crate::line::{Line, as_read, new_call, support_call};
use crate::story;

/// Does a duty once, and says on how many rows.
async fn once(line: &Line, duty: Duty) -> usize {
    let (now, actor) = (line.now(), Line::outsider());
    let change = move |conn: &mut _| carry_out(conn, duty, &actor, now);
    line.db.job(RETENTION, change).await.unwrap().unwrap()
}

async fn due_now(line: &Line, duty: Duty) -> i64 {
    let now = line.now();
    line.db
        .read(move |conn| due(conn, duty, now))
        .await
        .unwrap()
}

fn ended(line: &Line, hours_ago: i64, minutes: i64) -> Value {
    let ended_at = line.now().minus(Duration::hours(hours_ago));
    let mut call = support_call(line, Duration::hours(hours_ago));
    call["started_at"] = json!(ended_at.minus(Duration::minutes(minutes)));
    call
}

story! {
    async fn exact_times_are_cut_to_the_hour_after_seventy_two_hours(line: &Line) {
        let ana = line.peer("Ana").await;
        line.pass(Duration::minutes(35));
        let ana = line.sign_in("Ana", ana.id).await;
        let (short, late) = (ended(line, 1, 20), ended(line, 47, 70));
        let (short_path, late_path) = (ana.log(short.clone()).await, ana.log(late.clone()).await);
        let before = ana.get(&short_path).await.json();
        line.pass(Duration::hours(71));
        assert_eq!(due_now(line, Duty::ExactTimes).await, 0, "counted from logging, if that was later");
        line.pass(Duration::minutes(61));
        assert_eq!(due_now(line, Duty::ExactTimes).await, 2);
        assert_eq!(once(line, Duty::ExactTimes).await, 2);
        assert_eq!((once(line, Duty::ExactTimes).await, due_now(line, Duty::ExactTimes).await), (0, 0));

        let ana = line.sign_in("Ana", ana.id).await;
        let now = ana.get(&short_path).await.json();
        assert_eq!((&now["started_at"], &now["ended_at"]), (&json!("2026-06-10T18:00:00Z"), &json!("2026-06-10T19:00:00Z")));
        assert_eq!((&now["minutes"], &now["late"]), (&json!(20), &json!(false)));
        assert_eq!(now["coarsened_at"], json!(line.now()));
        for (field, value) in before.as_object().unwrap() {
            if !["started_at", "ended_at", "coarsened_at"].contains(&field.as_str()) {
                assert_eq!(&now[field], value, "{field}");
            }
        }
        let was_late = ana.get(&late_path).await.json();
        assert_eq!((&was_late["minutes"], &was_late["late"]), (&json!(70), &json!(true)));
        // A phone sends once more what arrived long ago.
        assert_eq!(as_read(ana.put(&short_path, short.clone()).await.json()), now);
        let mut other = short;
        other["reasons"] = json!(["sleep"]);
        assert_eq!(ana.put(&short_path, other).await.code(), "id_taken");
        assert_eq!(ana.put(&late_path, late).await.status, 200);
        assert_eq!(ana.get("/api/v1/calls?from=2026-06-01").await.json()["items"].as_array().unwrap().len(), 2);
    }
}

story! {
    async fn a_call_that_was_logged_in_time_stays_in_time(line: &Line) {
        let ana = line.peer("Ana").await;
        line.pass(Duration::minutes(35));
        let ana = line.sign_in("Ana", ana.id).await;
        let call = ana.log(ended(line, 24, 20)).await;
        assert_eq!(ana.get(&call).await.json()["late"], false);
        line.pass(Duration::hours(73));
        assert_eq!(once(line, Duty::ExactTimes).await, 1);
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(ana.get(&call).await.json()["late"], false, "though the end was cut by 35 minutes");
    }
}

story! {
    async fn old_versions_are_coarsened_with_their_call_and_it_is_amended_on(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        line.pass(Duration::minutes(5));
        let first = ended(line, 1, 20);
        let call = ana.log(first.clone()).await;
        let amendment = || format!("{call}/amendments/{}", chance::id::<AmendmentId>(line.now()));
        let mut second = ended(line, 1, 80);
        second["reasons"] = json!(["sleep"]);
        let (path, body) = (amendment(), json!({"record": second}));
        assert_eq!(ana.put_on(&path, "\"1\"", body.clone()).await.status, 201);
        line.pass(Duration::hours(73));
        assert_eq!(once(line, Duty::ExactTimes).await, 1);

        let (ana, sol) = (line.sign_in("Ana", ana.id).await, line.sign_in("Sol", sol.id).await);
        let versions = sol.get(&format!("{call}/versions")).await.json();
        let starts: Vec<_> = versions["items"].as_array().unwrap().iter().map(|one| &one["record"]["started_at"]).collect();
        assert_eq!(starts, ["2026-06-10T17:00:00Z", "2026-06-10T16:00:00Z"]);
        assert!(!versions.to_string().contains(":45:00Z"), "{versions}");
        // Both sent again.
        assert_eq!(ana.put(&call, first).await.status, 200);
        assert_eq!(ana.put_on(&path, "\"1\"", body).await.status, 200);
        // Amended on, with the times as shown or as they were known; never with others.
        let mut third = second.clone();
        third["peer_impact"] = json!(1);
        let told = sol.put_on(&amendment(), "\"2\"", json!({"record": third, "reason": "Asked Ana."})).await;
        assert_eq!((told.status, &told.json()["minutes"]), (201, &json!(80)), "{}", told.text);
        assert_eq!(told.json()["started_at"], "2026-06-10T16:00:00Z");
        third["started_at"] = json!("2026-06-10T15:10:00Z");
        let told = sol.put_on(&amendment(), "\"3\"", json!({"record": third, "reason": "Asked Ana."})).await;
        assert_eq!((told.codes(), &told.json()["errors"][0]["pointer"]), (vec!["times_coarsened".to_owned()], &json!("/record/started_at")));
    }
}

story! {
    async fn drafts_are_destroyed_after_a_day_and_the_audit_log_counts_them(line: &Line) {
        let (ana, ada) = (line.peer("Ana").await, line.person("Ada", &[Role::Admin]).await);
        let old = format!("{}/draft", new_call(line));
        ana.put(&old, json!({})).await;
        line.pass(Duration::hours(12));
        let ana = line.sign_in("Ana", ana.id).await;
        let young = format!("{}/draft", new_call(line));
        ana.put(&young, json!({})).await;
        line.pass(Duration::hours(12));
        assert_eq!(due_now(line, Duty::Drafts).await, 1);
        assert_eq!((once(line, Duty::Drafts).await, once(line, Duty::Drafts).await), (1, 0));
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!((ana.get(&old).await.status, ana.get(&young).await.status), (404, 200));
        let ada = line.sign_in("Ada", ada.id).await;
        let entries = ada.get("/api/v1/audit-entries?action=retention_done").await.json();
        let subjects: Vec<_> = entries["items"].as_array().unwrap().iter().map(|entry| &entry["subject"]).collect();
        assert_eq!(subjects, ["drafts: 1"]);
    }
}

story! {
    async fn what_is_more_than_one_batch_is_done_in_several(line: &Line) {
        let ana = line.peer("Ana").await;
        let (peer, now) = (ana.id, line.now());
        line.db
            .write(move |conn| {
                use warmline::calls::store::drafts::{Saved, save};
                (0..=AT_ONCE).try_for_each(|_| {
                    let saved = Saved { id: chance::id(now), at: now, draft: serde_json::from_str("{}").unwrap() };
                    save(conn, peer, &saved)
                })
            })
            .await
            .unwrap();
        line.pass(Duration::hours(24));
        let batch = usize::try_from(AT_ONCE).unwrap();
        assert_eq!((once(line, Duty::Drafts).await, once(line, Duty::Drafts).await, once(line, Duty::Drafts).await), (batch, 1, 0));
    }
}

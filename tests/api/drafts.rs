//! Calls in progress: saved step by step, seen by their author alone, gone after a day or when they are logged.

use chrono::Duration;
use serde_json::json;

use crate::line::{Line, new_call, support_call};
use crate::story;

story! {
    async fn a_draft_is_saved_step_by_step_and_becomes_the_call_in_one_request(line: &Line) {
        let ana = line.peer("Ana").await;
        let call = new_call(line);
        let draft = format!("{call}/draft");
        let begun = ana.put(&draft, json!({"started_at": "2026-06-10T18:30:00Z", "channel": "voice"})).await;
        assert_eq!(begun.status, 201, "{}", begun.text);
        let further = ana.put(&draft, json!({"reasons": ["sleep"], "isolation": {"start": {"status": "asked", "rating": 8}}})).await;
        assert_eq!(further.status, 200);
        let read = ana.get(&draft).await.json();
        assert_eq!(read, further.json());
        assert_eq!(read["record"]["reasons"], json!(["sleep"]));
        assert_eq!(read["record"].get("channel"), None, "each save is the whole draft");
        assert_eq!(read["expires_at"], json!(line.now().plus(Duration::hours(24))));
        assert_eq!(ana.get("/api/v1/drafts").await.json()["items"], json!([read]));

        assert_eq!(ana.put(&call, support_call(line, Duration::hours(1))).await.status, 201);
        assert_eq!(ana.get(&draft).await.status, 404);
        assert_eq!(ana.get("/api/v1/drafts").await.json()["items"], json!([]));
        assert_eq!(ana.put(&draft, json!({})).await.code(), "id_taken", "it is a call by now");
    }
}

story! {
    async fn a_draft_is_seen_and_discarded_by_its_author_alone(line: &Line) {
        let (ana, ben, sol) = (line.peer("Ana").await, line.peer("Ben").await, line.supervisor("Sol").await);
        let draft = format!("{}/draft", new_call(line));
        ana.put(&draft, json!({"peer_impact": 2})).await;
        assert_eq!(ben.get(&draft).await.status, 404);
        assert_eq!(ben.delete(&draft).await.status, 404);
        assert_eq!(sol.get(&draft).await.code(), "forbidden");
        assert_eq!(ana.delete(&draft).await.status, 204);
        assert_eq!(ana.delete(&draft).await.status, 404);
    }
}

story! {
    async fn what_is_wrong_in_a_draft_is_told_at_once_and_not_repeated(line: &Line) {
        let ana = line.peer("Ana").await;
        let draft = format!("{}/draft", new_call(line));
        let wrong = ana.put(&draft, json!({"reasons": ["sleep", "sleep"], "peer_impact": 4, "demographics": {"region": "nowhere"}})).await;
        assert_eq!(wrong.codes(), ["repeated", "out_of_range"]);
        let wrong = ana.put(&draft, json!({"demographics": {"region": "n5550109999"}})).await;
        assert_eq!(wrong.codes(), ["unknown_region"]);
        assert!(!wrong.said().contains("555"), "{}", wrong.text);
        let unknown = ana.put(&draft, json!({"phone": "555 010 9999"})).await;
        assert_eq!(unknown.codes(), ["unknown_field"]);
        assert!(!unknown.said().contains("555"), "{}", unknown.text);
        let typed = ana.put(&draft, json!({"isolation": {"start": {"status": "asked", "rating": "8"}}})).await;
        assert_eq!(typed.json()["errors"][0]["pointer"], "/isolation/start/rating");
        assert_eq!(ana.get(&draft).await.status, 404, "nothing of it was kept");
    }
}

story! {
    async fn a_draft_lives_for_a_day_from_its_last_save(line: &Line) {
        let ana = line.peer("Ana").await;
        let draft = format!("{}/draft", new_call(line));
        ana.put(&draft, json!({})).await;
        line.pass(Duration::hours(20));
        let ana = line.sign_in("Ana", ana.id).await;
        ana.put(&draft, json!({})).await;
        line.pass(Duration::hours(23));
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(ana.get(&draft).await.status, 200);
        line.pass(Duration::hours(1));
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(ana.get(&draft).await.status, 404, "though no job has run");
        assert_eq!(ana.get("/api/v1/drafts").await.json()["items"], json!([]));
    }
}

story! {
    async fn nobody_has_more_than_twenty_drafts(line: &Line) {
        let ana = line.peer("Ana").await;
        let drafts: Vec<String> = (0..20).map(|_| format!("{}/draft", new_call(line))).collect();
        for draft in &drafts {
            assert_eq!(ana.put(draft, json!({})).await.status, 201);
        }
        let one_more = format!("{}/draft", new_call(line));
        assert_eq!(ana.put(&one_more, json!({})).await.code(), "too_many_drafts");
        assert_eq!(ana.put(&drafts[0], json!({"review_flag": true})).await.status, 200);
        assert_eq!(ana.delete(&drafts[1]).await.status, 204);
        assert_eq!(ana.put(&one_more, json!({})).await.status, 201);
    }
}

//! Logging calls and reading them.

use chrono::Duration;
use serde_json::{Value, json};

use crate::line::{Line, new_call, support_call};
use crate::story;

story! {
    async fn a_peer_logs_a_call_and_reads_it_back(line: &Line) {
        let ana = line.peer("Ana").await;
        let record = json!({"started_at": "2026-06-10T18:10:00Z", "ended_at": "2026-06-10T18:32:30Z", "channel": "voice",
            "contact_type": "support", "caller_relation": "self", "returning": "returning",
            "inbound_from": "line_988", "how_heard": "web", "reasons": ["loneliness_isolation", "sleep"],
            "isolation": {"mode": "prospective", "start": {"status": "asked", "rating": 8},
                          "end": {"status": "asked", "rating": 5}},
            "would_have_done_instead": "gone_to_emergency", "supports_used": ["listening", "shared_experience"],
            "escalation": "warm_handoff_988", "handoff_result": "completed",
            "referrals": [{"destination": "peer_respite", "result": "accepted"}, {"destination": "food", "result": "declined"}],
            "ended_by": "mutual"});
        let path = ana.log(record.clone()).await;
        let call = ana.get(&path).await.json();
        for (field, sent) in record.as_object().unwrap() {
            assert_eq!(&call[field], sent, "{field}");
        }
        assert_eq!(call["peer_id"], ana.id.to_string());
        assert_eq!((&call["minutes"], &call["late"], &call["posting_month"]), (&json!(22), &json!(false), &json!("2026-06")));
    }
}

story! {
    async fn what_was_left_out_was_not_asked(line: &Line) {
        let ana = line.peer("Ana").await;
        let call = ana.get(&ana.log(support_call(line, Duration::hours(1))).await).await.json();
        for field in ["channel", "returning", "would_have_done_instead", "escalation", "ended_by"] {
            assert_eq!(call[field], "not_asked", "{field}");
        }
        assert_eq!(call["isolation"], json!({"mode": null, "start": {"status": "not_asked", "rating": null},
            "end": {"status": "not_asked", "rating": null}}));
    }
}

story! {
    async fn a_call_sent_again_is_there_once_and_another_body_is_refused(line: &Line) {
        let ana = line.peer("Ana").await;
        let (path, record) = (new_call(line), support_call(line, Duration::hours(1)));
        let first = ana.put(&path, record.clone()).await;
        let again = ana.put(&path, record.clone()).await;
        assert_eq!((first.status, again.status), (201, 200));
        assert_eq!(first.json(), again.json());
        let mut other = record.clone();
        other["reasons"] = json!(["sleep"]);
        assert_eq!(ana.put(&path, other).await.code(), "id_taken");
        let ben = line.peer("Ben").await;
        assert_eq!(ben.put(&path, record.clone()).await.code(), "id_taken");
        assert_eq!(ana.get("/api/v1/calls").await.json()["items"].as_array().unwrap().len(), 1);

        // A phone that finds its network after three weeks sends once more what arrived long ago.
        line.pass(Duration::days(21));
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(ana.put(&path, record.clone()).await.status, 200);
        assert_eq!(ana.put(&new_call(line), record).await.codes(), ["too_old"]);
    }
}

story! {
    async fn all_faults_come_at_once_with_their_fields(line: &Line) {
        let ana = line.peer("Ana").await;
        let body = json!({"started_at": "2026-06-10T18:32:00Z", "ended_at": "2026-06-10T18:10:00Z", "contact_type": "support",
            "isolation": {"start": {"status": "asked", "rating": 11}}});
        let answer = ana.put(&new_call(line), body).await;
        assert_eq!(answer.status, 422);
        let errors = answer.json()["errors"].as_array().unwrap().clone();
        let pointers: Vec<&str> = errors.iter().map(|error| error["pointer"].as_str().unwrap()).collect();
        assert_eq!(pointers, ["/ended_at", "/reasons", "/isolation/start/rating", "/isolation/mode"]);
    }
}

story! {
    async fn a_field_that_could_say_who_called_is_refused_and_not_repeated(line: &Line) {
        let ana = line.peer("Ana").await;
        for (field, value) in [("phone", "+1 555 010 9999"), ("name", "Jo Doe"), ("caller_code", "abc"), ("note", "Jo Doe")] {
            let mut body = support_call(line, Duration::hours(1));
            body[field] = json!(value);
            let answer = ana.put(&new_call(line), body).await;
            assert_eq!((answer.status, answer.codes()), (422, vec!["unknown_field".to_owned()]));
            assert!(!answer.said().contains(value), "{}", answer.text);
        }
        let mut body = support_call(line, Duration::hours(1));
        body["channel"] = json!("call 555 010 9999");
        let answer = ana.put(&new_call(line), body).await;
        assert!(!answer.said().contains("555"), "{}", answer.text);
        assert_eq!(answer.json()["errors"][0]["pointer"], "/channel");
    }
}

story! {
    async fn a_body_that_is_no_json_or_too_large_is_refused(line: &Line) {
        let ana = line.peer("Ana").await;
        let json_type = [("content-type", "application/json")];
        let put = reqwest::Method::PUT;
        let answer = ana.ask(put.clone(), &new_call(line), Some("{\"started_at\": ".to_owned()), &json_type).await;
        assert_eq!((answer.status, answer.code()), (400, "not_json".to_owned()));
        let answer = ana.ask(put.clone(), &new_call(line), Some(" ".repeat(70_000)), &json_type).await;
        assert_eq!((answer.status, answer.code()), (413, "too_large".to_owned()));
        let answer = ana.ask(put, &new_call(line), Some("{}".to_owned()), &[("content-type", "text/plain")]).await;
        assert_eq!((answer.status, answer.code()), (415, "not_json".to_owned()));
    }
}

story! {
    async fn a_peer_sees_their_own_calls_and_a_supervisor_all(line: &Line) {
        let (ana, ben) = (line.peer("Ana").await, line.peer("Ben").await);
        let sol = line.supervisor("Sol").await;
        let path = ana.log(support_call(line, Duration::hours(1))).await;
        ben.log(support_call(line, Duration::hours(2))).await;
        let count = |list: Value| list["items"].as_array().unwrap().len();
        assert_eq!(count(ana.get("/api/v1/calls").await.json()), 1);
        assert_eq!(count(sol.get("/api/v1/calls").await.json()), 2);
        assert_eq!(sol.get(&path).await.status, 200);
        let (absent, hidden) = (ben.get(&new_call(line)).await, ben.get(&path).await);
        assert_eq!((absent.status, absent.code()), (hidden.status, hidden.code()));
        assert_eq!(hidden.status, 404);
    }
}

story! {
    async fn calls_are_found_by_date_and_type_and_read_page_by_page(line: &Line) {
        let ana = line.peer("Ana").await;
        for hour in 1..=7 {
            ana.log(support_call(line, Duration::hours(12 * hour))).await;
        }
        let mut hang_up = support_call(line, Duration::hours(5));
        hang_up["contact_type"] = json!("hang_up");
        ana.log(hang_up).await;
        let list = ana.get("/api/v1/calls?from=2026-06-09&to=2026-06-10&contact_type=support").await.json();
        assert_eq!(list["items"].as_array().unwrap().len(), 2, "Tuesday in Los Angeles");
        let hang_ups = ana.get("/api/v1/calls?contact_type=hang_up").await.json();
        assert_eq!(hang_ups["items"].as_array().unwrap().len(), 1);

        let (mut path, mut starts) = ("/api/v1/calls?limit=3".to_owned(), Vec::new());
        let mut pages = 0;
        loop {
            let answer = ana.get(&path).await;
            let page = answer.json();
            starts.extend(page["items"].as_array().unwrap().iter().map(|call| call["started_at"].as_str().unwrap().to_owned()));
            pages += 1;
            let Some(cursor) = page["next"].as_str() else { break };
            path = format!("/api/v1/calls?limit=3&cursor={cursor}");
            assert_eq!(answer.header("link"), format!("<{path}>; rel=\"next\""));
        }
        assert_eq!((pages, starts.len()), (3, 8));
        assert!(starts.is_sorted_by(|one, other| one > other), "the newest first: {starts:?}");
        assert_eq!(ana.get("/api/v1/calls?limit=201").await.status, 422);
        assert_eq!(ana.get("/api/v1/calls?cursor=x").await.json()["errors"][0]["pointer"], "/cursor");
        assert_eq!(ana.get("/api/v1/calls?colour=red").await.codes(), ["unknown_field"]);
    }
}

story! {
    async fn the_server_finds_the_shift_and_counts_late_calls_in_the_month_they_belong_to(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        let shift = line.shift(&sol, "2026-06-11", "12:00", "16:00", (1, 2)).await;
        assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{shift}/claims/me")).await.status, 201);
        line.pass(Duration::hours(26));
        let ana = line.sign_in("Ana", ana.id).await;
        let on_shift = ana.get(&ana.log(support_call(line, Duration::minutes(30))).await).await.json();
        assert_eq!(on_shift["shift_id"], json!(shift));
        let before = ana.get(&ana.log(support_call(line, Duration::hours(25))).await).await.json();
        assert_eq!((&before["shift_id"], &before["late"]), (&json!(null), &json!(true)));
    }
}

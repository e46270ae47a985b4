//! Debriefs: asked for by peers, claimed and held by supervisors.

use chrono::Duration;
use serde_json::json;
use warmline::calls::store::debriefs::last_hard_call;
use warmline::chance;
use warmline::id::DebriefId;
use warmline::role::Role;

use crate::line::{Line, new_call, support_call};
use crate::story;

fn new_debrief(line: &Line) -> String {
    let id: DebriefId = chance::id(line.now());
    format!("/api/v1/debriefs/{id}")
}

story! {
    async fn a_debrief_is_asked_for_with_a_call_or_alone_and_waits_in_the_queue(line: &Line) {
        let (ana, ben, sol) = (line.peer("Ana").await, line.peer("Ben").await, line.supervisor("Sol").await);
        let mut hard = support_call(line, Duration::hours(1));
        hard["debrief_requested"] = json!(true);
        let call = ana.log(hard.clone()).await;
        assert_eq!(ana.put(&call, hard).await.status, 200);
        line.pass(Duration::minutes(9));
        let path = new_debrief(line);
        let asked = ben.put(&path, json!({})).await;
        assert_eq!((asked.status, asked.json()["state"].as_str()), (201, Some("waiting")), "{}", asked.text);
        assert_eq!(ben.put(&path, json!({})).await.status, 200);
        assert_eq!(ana.put(&path, json!({})).await.code(), "id_taken");
        let queue = sol.get("/api/v1/debriefs?state=waiting").await.json();
        let items = queue["items"].as_array().unwrap();
        assert_eq!(items.len(), 2, "asked for once each");
        assert_eq!((&items[0]["peer_id"], &items[0]["waited_minutes"]), (&json!(ana.id), &json!(9)));
        assert!(call.ends_with(items[0]["call_id"].as_str().unwrap()));
        let own = ben.get("/api/v1/debriefs").await.json();
        assert_eq!(own["items"].as_array().unwrap().len(), 1);
        let page = sol.get("/api/v1/debriefs?limit=1").await.json();
        let next = page["next"].as_str().unwrap();
        let page = sol.get(&format!("/api/v1/debriefs?limit=1&cursor={next}")).await.json();
        assert_eq!((&page["items"][0]["peer_id"], &page["next"]), (&json!(ben.id), &json!(null)));
    }
}

story! {
    async fn a_debrief_is_about_a_call_of_ones_own_and_a_call_has_one(line: &Line) {
        let (ana, ben) = (line.peer("Ana").await, line.peer("Ben").await);
        let call = ana.log(support_call(line, Duration::hours(1))).await;
        let about = |call: &str| json!({"call_id": call.rsplit('/').next()});
        let (hidden, absent) = (ben.put(&new_debrief(line), about(&call)).await, ben.put(&new_debrief(line), about(&new_call(line))).await);
        assert_eq!((hidden.codes(), absent.codes()), (vec!["unknown_call".to_owned()], vec!["unknown_call".to_owned()]));
        let path = new_debrief(line);
        assert_eq!(ana.put(&path, about(&call)).await.status, 201);
        assert_eq!(ana.put(&path, json!({})).await.code(), "id_taken");
        assert_eq!(ana.put(&new_debrief(line), about(&call)).await.code(), "already_asked");
        // An amendment that asks for what was asked for already adds nothing.
        let mut record = support_call(line, Duration::hours(1));
        record["debrief_requested"] = json!(true);
        let other = ana.log(support_call(line, Duration::hours(3))).await;
        for call in [&call, &other] {
            let path = format!("{call}/amendments/{}", chance::id::<DebriefId>(line.now()));
            assert_eq!(ana.put_on(&path, "\"1\"", json!({"record": record})).await.status, 201);
        }
        assert_eq!(ana.get("/api/v1/debriefs").await.json()["items"].as_array().unwrap().len(), 2);
    }
}

story! {
    async fn a_debrief_is_claimed_given_back_and_held_by_one_supervisor(line: &Line) {
        let ana = line.peer("Ana").await;
        let (sol, tom) = (line.supervisor("Sol").await, line.supervisor("Tom").await);
        let path = new_debrief(line);
        ana.put(&path, json!({})).await;
        let (claim, completion) = (format!("{path}/claim"), format!("{path}/completion"));
        assert_eq!(sol.put_nothing(&completion).await.code(), "not_claimed");
        let claimed = sol.put_nothing(&claim).await;
        assert_eq!((claimed.status, &claimed.json()["claimed_by"]), (201, &json!(sol.id)));
        assert_eq!(sol.put_nothing(&claim).await.status, 200);
        assert_eq!(tom.put_nothing(&claim).await.code(), "already_claimed");
        assert_eq!(tom.delete(&claim).await.code(), "not_yours");
        assert_eq!(sol.delete(&claim).await.status, 204);
        assert_eq!(sol.delete(&claim).await.status, 204);
        assert_eq!(tom.put_nothing(&claim).await.status, 201);
        line.pass(Duration::minutes(5));
        let held = tom.put_nothing(&completion).await;
        assert_eq!((held.status, &held.json()["state"], &held.json()["waited_minutes"]), (201, &json!("done"), &json!(5)));
        assert_eq!(tom.put_nothing(&completion).await.status, 200);
        assert_eq!(sol.put_nothing(&completion).await.code(), "already_done");
        for (state, count) in [("waiting", 0), ("claimed", 0), ("done", 1)] {
            let list = ana.get(&format!("/api/v1/debriefs?state={state}")).await.json();
            assert_eq!(list["items"].as_array().unwrap().len(), count, "{state}");
        }
        assert_eq!(ana.put_nothing(&claim).await.code(), "forbidden");
        assert_eq!(sol.put_nothing(&format!("{}/claim", new_debrief(line))).await.status, 404);
    }
}

story! {
    async fn nobody_holds_their_own_debrief(line: &Line) {
        let mia = line.person("Mia", &[Role::Peer, Role::Supervisor]).await;
        let path = new_debrief(line);
        mia.put(&path, json!({})).await;
        assert_eq!(mia.put_nothing(&format!("{path}/claim")).await.code(), "own_debrief");
    }
}

story! {
    async fn the_last_hard_call_of_a_peer_is_known(line: &Line) {
        let (ana, ben) = (line.peer("Ana").await, line.peer("Ben").await);
        for (hours, impact) in [(1, 2), (2, 3), (5, 3)] {
            let mut call = support_call(line, Duration::hours(hours));
            call["peer_impact"] = json!(impact);
            ana.log(call).await;
        }
        let (one, other) = (ana.id, ben.id);
        let known = line.db.read(move |conn| Ok((last_hard_call(conn, one)?, last_hard_call(conn, other)?))).await.unwrap();
        assert_eq!(known, (Some(line.now().minus(Duration::hours(2))), None));
    }
}

story! {
    async fn who_had_a_hard_call_takes_no_shift_for_two_hours(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        let soon = line.shift(&sol, "2026-06-10", "13:00", "15:00", (1, 2)).await;
        let later = line.shift(&sol, "2026-06-10", "16:00", "18:00", (1, 2)).await;
        let mut hard = support_call(line, Duration::minutes(30));
        hard["peer_impact"] = json!(3);
        ana.log(hard).await;
        let shifts = ana.get("/api/v1/shifts?from=2026-06-10&to=2026-06-11").await.json();
        assert!(shifts.to_string().contains("cooling_off"), "{shifts}");
        assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{soon}/claims/me")).await.codes(), ["cooling_off"]);
        assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{later}/claims/me")).await.status, 201);
    }
}

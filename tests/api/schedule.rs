//! Templates, schedules, places, who is on duty, gaps.

use chrono::Duration;
use serde_json::json;
use warmline::chance;
use warmline::id::{ScheduleId, TemplateId};
use warmline::role::Role;

use crate::line::{Line, support_call};
use crate::story;

story! {
    async fn a_supervisor_makes_a_schedule_that_peers_see_once_it_is_published(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let template: TemplateId = chance::id(line.now());
        let body = json!({"name": "Evening", "weekdays": ["monday", "saturday", "sunday"], "starts": "20:00", "ends": "00:00",
            "min_crew": 1, "max_crew": 2, "valid_from": "2026-06-01"});
        let path = format!("/api/v1/shift-templates/{template}");
        assert_eq!(sol.put(&path, body.clone()).await.status, 201);
        assert_eq!(sol.put(&path, body.clone()).await.status, 200);
        let mut other = body.clone();
        other["max_crew"] = json!(3);
        assert_eq!(sol.put(&path, other).await.code(), "id_taken");
        assert_eq!(sol.get("/api/v1/shift-templates").await.json()["items"][0]["name"], "Evening");

        let schedule = format!("/api/v1/schedules/{}", chance::id::<ScheduleId>(line.now()));
        let dates = json!({"starts_on": "2026-06-13", "ends_on": "2026-06-21"});
        let made = sol.put(&schedule, dates.clone()).await;
        assert_eq!((made.status, &made.json()["shifts"]), (201, &json!(5)));
        assert_eq!(sol.put(&schedule, dates.clone()).await.json()["shifts"], json!(5), "made once however often asked");
        let again = format!("/api/v1/schedules/{}", chance::id::<ScheduleId>(line.now()));
        assert_eq!(sol.put(&again, dates).await.json()["shifts"], json!(0), "by another schedule too");

        let list = "/api/v1/shifts?from=2026-06-13&to=2026-06-22";
        assert_eq!(ana.get(list).await.json()["items"], json!([]), "a draft");
        let drafts = sol.get(list).await.json();
        assert_eq!((drafts["items"].as_array().unwrap().len(), &drafts["items"][0]["published"]), (5, &json!(false)));
        let id = drafts["items"][0]["id"].as_str().unwrap();
        assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{id}/claims/me")).await.status, 404);
        assert_eq!(sol.put_nothing(&format!("{schedule}/publication")).await.status, 201);
        assert_eq!(sol.put_nothing(&format!("{schedule}/publication")).await.status, 200);
        let shift = ana.get(list).await.json()["items"][0].clone();
        assert_eq!((&shift["starts_at"], &shift["ends_at"]), (&json!("2026-06-14T03:00:00Z"), &json!("2026-06-14T07:00:00Z")));
        assert_eq!((&shift["free_places"], &shift["may_claim"]), (&json!(2), &json!({"allowed": true, "reasons": []})));
    }
}

story! {
    async fn a_template_with_faults_is_refused_with_all_of_them(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let template: TemplateId = chance::id(line.now());
        let body = json!({"name": " ", "weekdays": [], "starts": "25:00", "ends": "noon", "min_crew": 3, "max_crew": 2,
            "valid_from": "2026-06-10", "valid_until": "2026-06-01"});
        let answer = sol.put(&format!("/api/v1/shift-templates/{template}"), body).await;
        assert_eq!(answer.codes().len(), 6, "{}", answer.text);
    }
}

story! {
    async fn shifts_keep_their_wall_time_across_the_change_of_clocks(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let length = |shift: &serde_json::Value| {
            let at = |field: &str| warmline::clock::Moment::parse(shift[field].as_str().unwrap()).unwrap();
            at("ends_at").since(at("starts_at")).num_hours()
        };
        for (date, hours) in [("2026-10-30", 8), ("2026-10-31", 9), ("2027-03-13", 7), ("2027-03-14", 8)] {
            let id = line.shift(&sol, date, "22:00", "06:00", (1, 1)).await;
            let until = date.parse::<chrono::NaiveDate>().unwrap() + Duration::days(1);
            let shifts = sol.get(&format!("/api/v1/shifts?from={date}&to={until}")).await.json();
            let shift = shifts["items"].as_array().unwrap().iter().find(|shift| shift["id"] == id.as_str()).unwrap().clone();
            assert_eq!(length(&shift), hours, "{date}");
        }
    }
}

story! {
    async fn a_peer_takes_a_place_and_gives_it_back(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        let place = format!("/api/v1/shifts/{shift}/claims/me");
        assert_eq!(ana.put_nothing(&place).await.status, 201);
        assert_eq!(ana.put_nothing(&place).await.status, 200, "again");
        let refused = ben.put_nothing(&place).await;
        assert_eq!((refused.status, refused.code()), (409, "shift_full".to_owned()));
        let shown = ana.get("/api/v1/shifts?from=2026-06-12&to=2026-06-13").await.json();
        assert_eq!(shown["items"][0]["crew"], json!([{"person_id": ana.id.to_string(), "name": "Ana"}]));
        assert_eq!(shown["items"][0]["may_claim"]["reasons"][0]["code"], "already_assigned");
        assert_eq!(ana.delete(&place).await.status, 204);
        assert_eq!(ana.delete(&place).await.status, 204, "again");
        assert_eq!(ben.put_nothing(&place).await.status, 201);
        assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{shift}/claims/{}", ana.id)).await.code(), "shift_full");
        assert_eq!(ana.delete(&format!("/api/v1/shifts/{shift}/claims/{}", ben.id)).await.status, 404);
    }
}

story! {
    async fn every_reason_against_a_place_is_given_in_the_list_and_at_the_claim(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let first = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        let second = line.shift(&sol, "2026-06-12", "11:00", "15:00", (1, 1)).await;
        assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{first}/claims/me")).await.status, 201);
        assert_eq!(ben.put_nothing(&format!("/api/v1/shifts/{second}/claims/me")).await.status, 201);
        let listed = ana.get("/api/v1/shifts?from=2026-06-12&to=2026-06-13").await.json()["items"][1]["may_claim"].clone();
        let reasons: Vec<String> =
            listed["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].as_str().unwrap().to_owned()).collect();
        assert_eq!(reasons, ["shift_full", "overlaps"]);
        assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{second}/claims/me")).await.codes(), reasons);
    }
}

story! {
    async fn a_shift_that_has_begun_is_neither_taken_nor_given_back(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-10", "13:00", "17:00", (1, 2)).await;
        let place = format!("/api/v1/shifts/{shift}/claims/me");
        assert_eq!(ana.put_nothing(&place).await.status, 201);
        line.pass(Duration::hours(1));
        let (ana, ben) = (line.sign_in("Ana", ana.id).await, line.sign_in("Ben", ben.id).await);
        assert_eq!(ana.delete(&place).await.code(), "already_started");
        assert_eq!(ben.put_nothing(&place).await.code(), "already_started");
    }
}

story! {
    async fn who_is_on_duty_is_known_to_the_minute(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let shift = line.shift(&sol, "2026-06-10", "13:00", "17:00", (1, 2)).await;
        assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{shift}/claims/me")).await.status, 201);
        assert_eq!(sol.get("/api/v1/on-duty").await.json()["shifts"], json!([]));
        line.pass(Duration::hours(1));
        let sol = line.sign_in("Sol", sol.id).await;
        let duty = sol.get("/api/v1/on-duty").await.json();
        assert_eq!(duty["shifts"][0]["crew"][0]["name"], "Ana");
        line.pass(Duration::hours(4));
        let sol = line.sign_in("Sol", sol.id).await;
        assert_eq!(sol.get("/api/v1/on-duty").await.json()["shifts"], json!([]));
    }
}

story! {
    async fn gaps_are_ranked_by_the_calls_that_will_be_missed(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        line.shift(&sol, "2026-08-12", "08:00", "10:00", (1, 1)).await;
        line.shift(&sol, "2026-08-12", "10:00", "12:00", (2, 2)).await;
        line.shift(&sol, "2026-08-12", "11:00", "13:00", (1, 1)).await;
        let asked = "/api/v1/gaps?from=2026-08-12&to=2026-08-13";
        let unknown = sol.get(asked).await.json();
        assert_eq!((&unknown["forecast"], &unknown["items"][0]["expected_missed"]), (&json!(null), &json!(null)));
        assert_eq!(unknown["items"][0]["missing"], json!(2), "without a forecast the one that lacks most");

        // Nine weeks with a call each Wednesday at 11:40 local.
        for _week in 0..9 {
            let ana = line.sign_in("Ana", ana.id).await;
            ana.log(support_call(line, Duration::zero())).await;
            line.pass(Duration::days(7));
        }
        line.pass(-Duration::hours(12));
        let sol = line.sign_in("Sol", sol.id).await;
        let known = sol.get(asked).await.json();
        assert_eq!((&known["forecast"]["weeks"], &known["forecast"]["handling_minutes"]), (&json!(9), &json!(25.0)));
        let order: Vec<&str> = known["items"].as_array().unwrap().iter().map(|gap| gap["name"].as_str().unwrap()).collect();
        assert_eq!(order, ["From 10:00", "From 11:00", "From 08:00"]);
        assert_eq!(known["items"][1]["expected_missed"], json!(1.0), "nobody is there");
        assert_eq!(known["items"][2]["expected_calls"], json!(0.0));
    }
}

story! {
    async fn a_span_that_is_turned_round_or_too_long_is_refused(line: &Line) {
        let both = line.person("Ana", &[Role::Peer, Role::Supervisor]).await;
        for query in ["from=2026-06-12&to=2026-06-11", "from=2026-06-01&to=2026-09-01"] {
            assert_eq!(both.get(&format!("/api/v1/shifts?{query}")).await.json()["errors"][0]["pointer"], "/to");
        }
        assert_eq!(both.get("/api/v1/shifts?from=2026-06-12").await.codes(), ["required"]);
        assert_eq!(both.get("/api/v1/shifts?from=12.6.2026&to=2026-07-01").await.codes(), ["wrong_value"]);
        assert_eq!(both.get("/api/v1/shifts?from=2026-06-12T00:00:00-07:00&to=2026-06-13").await.status, 200);
    }
}

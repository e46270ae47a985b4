//! When people can be there: weeks, dates on which it is otherwise, days off.

use serde_json::{Value, json};
use warmline::chance;
use warmline::id::{ExceptionId, TimeOffId};

use crate::line::{Actor, Answer, Line};
use crate::story;

const WEEK: &str = "/api/v1/people/me/availability";

fn new_exception(line: &Line) -> String {
    let id: ExceptionId = chance::id(line.now());
    format!("availability-exceptions/{id}")
}

fn new_time_off(line: &Line) -> String {
    let id: TimeOffId = chance::id(line.now());
    format!("time-off/{id}")
}

fn wednesdays(preference: &str) -> Value {
    json!({"weekly": [{"weekday": "wednesday", "starts": "08:00", "ends": "20:00", "preference": preference}]})
}

fn pointers(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    let pointers = errors
        .iter()
        .map(|error| error["pointer"].as_str().unwrap().to_owned());
    pointers.collect()
}

/// Why somebody may not take the one shift of a date.
async fn reasons(actor: &Actor<'_>, from: &str, to: &str) -> Vec<String> {
    let shifts = actor
        .get(&format!("/api/v1/shifts?from={from}&to={to}"))
        .await
        .json();
    assert_eq!(shifts["items"].as_array().unwrap().len(), 1, "{from}");
    let reasons = shifts["items"][0]["may_claim"]["reasons"]
        .as_array()
        .unwrap()
        .clone();
    reasons
        .iter()
        .map(|reason| reason["code"].as_str().unwrap().to_owned())
        .collect()
}

story! {
    async fn a_peer_says_how_their_weeks_are(line: &Line) {
        let ana = line.peer("Ana").await;
        let nothing = ana.get(WEEK).await;
        assert_eq!((nothing.status, nothing.header("etag")), (200, "\"0\""));
        assert_eq!(nothing.json(), json!({"version": 0, "weekly": [], "wished_hours": null, "most_hours": null}));
        let body = json!({"weekly": [
            {"weekday": "friday", "starts": "22:00", "ends": "06:00", "preference": "unavailable"},
            {"weekday": "monday", "starts": "08:00", "ends": "12:00", "preference": "preferred"}],
            "wished_hours": 8, "most_hours": 12});
        assert_eq!(ana.put(WEEK, body.clone()).await.status, 428);
        for wrong in ["\"1\"", "1", "*", "\"x\""] {
            assert_eq!(ana.put_on(WEEK, wrong, body.clone()).await.status, 412, "{wrong}");
        }
        let said = ana.put_on(WEEK, "\"0\"", body.clone()).await;
        assert_eq!((said.status, said.header("etag")), (200, "\"1\""), "{}", said.text);
        assert_eq!(said.json()["weekly"], json!([body["weekly"][1], body["weekly"][0]]));
        assert_eq!(ana.put_on(WEEK, "\"0\"", body).await.code(), "changed_meanwhile");
        let less = ana.put_on(WEEK, "\"1\"", json!({"weekly": [], "most_hours": 6})).await;
        assert_eq!(less.json(), json!({"version": 2, "weekly": [], "wished_hours": null, "most_hours": 6}), "replaced whole");
        assert_eq!(ana.get(WEEK).await.json(), less.json());
    }
}

story! {
    async fn a_week_with_faults_is_refused_with_all_of_them(line: &Line) {
        let ana = line.peer("Ana").await;
        let hours = |weekday: &str, starts: &str, ends: &str| {
            json!({"weekday": weekday, "starts": starts, "ends": ends, "preference": "available"})
        };
        let overlapping = json!({"weekly": [hours("sunday", "20:00", "02:00"), hours("monday", "01:00", "03:00"),
            hours("monday", "02:30", "04:00")], "wished_hours": 9, "most_hours": 8});
        let refused = ana.put_on(WEEK, "0", overlapping).await;
        assert_eq!(refused.codes(), ["out_of_range", "overlaps", "overlaps"]);
        assert_eq!(pointers(&refused), ["/wished_hours", "/weekly/1", "/weekly/2"]);
        let unreadable = json!({"weekly": [hours("sunday", "noon", "25:00")], "most_hours": 169});
        let refused = ana.put_on(WEEK, "0", unreadable).await;
        assert_eq!(pointers(&refused), ["/most_hours", "/weekly/0/starts", "/weekly/0/ends"]);
        assert_eq!(ana.get(WEEK).await.json()["version"], json!(0));
    }
}

story! {
    async fn what_is_said_counts_where_places_are_taken(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        line.shift(&sol, "2026-06-17", "10:00", "14:00", (1, 1)).await;
        let why = || reasons(&ana, "2026-06-17", "2026-06-18");
        assert_eq!(why().await, Vec::<String>::new());
        assert_eq!(ana.put_on(WEEK, "0", wednesdays("unavailable")).await.status, 200);
        assert_eq!(why().await, ["unavailable"]);
        let path = format!("/api/v1/people/me/{}", new_exception(line));
        let body = json!({"date": "2026-06-17", "starts": "09:00", "ends": "15:00", "preference": "available"});
        assert_eq!(ana.put(&path, body.clone()).await.status, 201);
        assert_eq!(ana.put(&path, body.clone()).await.status, 200, "again");
        assert_eq!(why().await, Vec::<String>::new(), "on that date it is otherwise");
        let listed = ana.get("/api/v1/people/me/availability-exceptions").await.json();
        assert_eq!(listed["items"][0]["date"], "2026-06-17");
        let mut other = body.clone();
        other["ends"] = json!("16:00");
        assert_eq!(ana.put(&path, other).await.code(), "id_taken");
        assert_eq!(ana.delete(&path).await.status, 204);
        assert_eq!(ana.delete(&path).await.status, 204, "again");
        assert_eq!(ana.put(&path, body).await.code(), "withdrawn");
        assert_eq!(why().await, ["unavailable"]);
        let mut few = wednesdays("preferred");
        few["most_hours"] = json!(3);
        assert_eq!(ana.put_on(WEEK, "1", few).await.status, 200);
        assert_eq!(why().await, ["week_hours_exceeded"], "the lesser of theirs and the line's");
    }
}

story! {
    async fn an_exception_is_of_a_day_to_come_and_they_are_listed_by_date(line: &Line) {
        let ana = line.peer("Ana").await;
        let body = |date: &str| json!({"date": date, "starts": "09:00", "ends": "15:00", "preference": "unavailable"});
        for date in ["2026-06-09", "2028-06-11"] {
            let refused = ana.put(&format!("/api/v1/people/me/{}", new_exception(line)), body(date)).await;
            assert_eq!((refused.codes(), pointers(&refused)), (vec!["out_of_range".to_owned()], vec!["/date".to_owned()]), "{date}");
        }
        let mut both = body("2026-06-09");
        both["starts"] = json!("9");
        let refused = ana.put(&format!("/api/v1/people/me/{}", new_exception(line)), both).await;
        assert_eq!(pointers(&refused), ["/starts", "/date"]);
        for date in ["2026-07-01", "2026-06-10", "2026-06-20", "2026-06-20"] {
            assert_eq!(ana.put(&format!("/api/v1/people/me/{}", new_exception(line)), body(date)).await.status, 201);
        }
        let (mut dates, mut next) = (Vec::new(), String::new());
        loop {
            let page = ana.get(&format!("/api/v1/people/me/availability-exceptions?limit=1{next}")).await.json();
            dates.push(page["items"][0]["date"].as_str().unwrap().to_owned());
            let Some(cursor) = page["next"].as_str() else { break };
            next = format!("&cursor={cursor}");
        }
        assert_eq!(dates, ["2026-06-10", "2026-06-20", "2026-06-20", "2026-07-01"]);
    }
}

story! {
    async fn time_off_keeps_the_places_and_shows_them(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let before = line.shift(&sol, "2026-06-15", "20:00", "00:00", (1, 2)).await;
        let within = line.shift(&sol, "2026-06-17", "08:00", "12:00", (1, 2)).await;
        for shift in [&before, &within] {
            assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{shift}/claims/me")).await.status, 201);
        }
        assert_eq!(ben.put_nothing(&format!("/api/v1/shifts/{within}/claims/me")).await.status, 201);
        let path = format!("/api/v1/people/me/{}", new_time_off(line));
        let days = json!({"starts_on": "2026-06-16", "ends_on": "2026-06-20"});
        let made = ana.put(&path, days.clone()).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let conflicts = made.json()["conflicts"].clone();
        assert_eq!(conflicts.as_array().unwrap().len(), 1, "midnight is the end of the shift before: {conflicts}");
        assert_eq!((&conflicts[0]["shift_id"], &conflicts[0]["starts_at"]), (&json!(within), &json!("2026-06-17T15:00:00Z")));
        assert_eq!(ana.put(&path, days.clone()).await.status, 200, "again");
        let shown = sol.get("/api/v1/shifts?from=2026-06-17&to=2026-06-18").await.json();
        assert_eq!(shown["items"][0]["crew"].as_array().unwrap().len(), 2, "she keeps her place");

        let all = sol.get("/api/v1/time-off?from=2026-06-20&to=2026-06-21").await.json();
        assert_eq!((&all["items"][0]["name"], &all["items"][0]["conflicts"]), (&json!("Ana"), &conflicts));
        for query in ["from=2026-06-01&to=2026-06-16", "from=2026-06-21&to=2026-07-01"] {
            assert_eq!(sol.get(&format!("/api/v1/time-off?{query}")).await.json()["items"], json!([]), "{query}");
        }
        for query in ["from=2026-06-16&to=2026-06-16", "from=2026-06-16&to=2027-06-18"] {
            assert_eq!(sol.get(&format!("/api/v1/time-off?{query}")).await.codes(), ["out_of_range"], "{query}");
        }
        assert_eq!(ana.get("/api/v1/people/me/time-off").await.json(), json!({"items": all["items"], "next": null}));
        assert_eq!(ana.get("/api/v1/people/me/time-off?from=2026-06-21").await.json()["items"], json!([]));
        line.shift(&sol, "2026-06-18", "08:00", "12:00", (1, 2)).await;
        assert_eq!(reasons(&ana, "2026-06-18", "2026-06-19").await, ["time_off"]);
        assert_eq!(ana.delete(&path).await.status, 204);
        assert_eq!(ana.delete(&path).await.status, 204, "again");
        assert_eq!(ana.put(&path, days).await.code(), "withdrawn");
        assert_eq!(sol.get("/api/v1/time-off?from=2026-06-01&to=2026-07-01").await.json()["items"], json!([]));
        assert_eq!(reasons(&ana, "2026-06-18", "2026-06-19").await, Vec::<String>::new());
    }
}

story! {
    async fn a_place_on_a_draft_is_no_conflict_that_a_peer_is_told_of(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let shift = line.shift(&sol, "2026-06-17", "08:00", "12:00", (1, 2)).await;
        assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{shift}/claims/me")).await.status, 201);
        line.db
            .write(|conn| {
                use diesel::prelude::*;
                diesel::delete(warmline::db::schema::showings::table).execute(conn)?;
                Ok(())
            })
            .await
            .unwrap();
        let days = json!({"starts_on": "2026-06-16", "ends_on": "2026-06-20"});
        let made = ana.put(&format!("/api/v1/people/me/{}", new_time_off(line)), days).await;
        assert_eq!((made.status, &made.json()["conflicts"]), (201, &json!([])));
        let all = sol.get("/api/v1/time-off?from=2026-06-20&to=2026-06-21").await.json();
        assert_eq!(all["items"][0]["conflicts"].as_array().unwrap().len(), 1);
        for (asker, seen) in [(&ana, 0), (&sol, 1)] {
            let path = format!("/api/v1/people/{}/shifts?from=2026-06-16&to=2026-06-20", ana.id);
            assert_eq!(asker.get(&path).await.json()["items"].as_array().unwrap().len(), seen);
        }
    }
}

story! {
    async fn a_supervisor_keeps_everybodys_time_and_a_peer_only_their_own(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let nobody = line.nobody().id;
        let exception = json!({"date": "2026-06-17", "starts": "09:00", "ends": "15:00", "preference": "unavailable"});
        let days = json!({"starts_on": "2026-06-16", "ends_on": "2026-06-20"});
        for (row, body) in [
            ("availability".to_owned(), wednesdays("preferred")),
            (new_exception(line), exception.clone()),
            (new_time_off(line), days.clone()),
        ] {
            let put = async |actor: &Actor<'_>, person: &str| {
                let answer = actor.put_on(&format!("/api/v1/people/{person}/{row}"), "0", body.clone()).await;
                (answer.status, if answer.status < 300 { String::new() } else { answer.said() })
            };
            let absent = put(&ben, &nobody.to_string()).await;
            assert_eq!(absent.0, 404, "{row}");
            assert_eq!(put(&ben, &ana.id.to_string()).await, absent, "{row}");
            assert_eq!(put(&sol, &nobody.to_string()).await.0, 404, "{row}");
            assert!(put(&sol, &ana.id.to_string()).await.0 < 300, "{row}");
            if row == "availability" {
                continue;
            }
            // In a path that names somebody else the row is not there, for a supervisor too.
            assert_eq!(sol.delete(&format!("/api/v1/people/{}/{row}", ben.id)).await.status, 404, "{row}");
            assert_eq!(put(&ben, "me").await.0, 409, "{row}");
            assert_eq!(sol.delete(&format!("/api/v1/people/{}/{row}", ana.id)).await.status, 204, "{row}");
        }
        assert_eq!(ana.get(WEEK).await.json()["version"], json!(1));
        assert_eq!(ben.get(WEEK).await.json()["version"], json!(0));
        assert_eq!(ben.get("/api/v1/time-off?from=2026-06-01&to=2026-07-01").await.code(), "forbidden");
    }
}

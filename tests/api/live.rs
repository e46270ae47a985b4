//! Live figures: how the line does now, for supervisors alone.

use chrono::Duration;
use serde_json::{Value, json};
use warmline::chance;
use warmline::id::{DebriefId, PersonId};
use warmline::schedule::shift::How;
use warmline::schedule::store::claims::{self, Given};
use warmline::schedule::{Seat, Span};

use crate::line::{Actor, Line, support_call};
use crate::story;

const LIVE: &str = "/api/v1/live-figures";

async fn live(supervisor: &Actor<'_>) -> Value {
    let answer = supervisor.get(LIVE).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

/// Puts somebody on a crew from an hour ago until so many hours from now.
async fn on_crew(line: &Line, shift: &str, person: PersonId, hours: i64) {
    let now = line.now();
    let given = Given {
        id: chance::id(now),
        shift: shift.parse().unwrap(),
        seat: Seat::Crew,
        place: 1,
        person,
        span: Span {
            starts: now.minus(Duration::hours(1)),
            ends: now.plus(Duration::hours(hours)),
        },
        by: person,
        how: How::Assigned,
        override_reason: None,
    };
    line.db
        .write(move |conn| claims::insert(conn, &given, now))
        .await
        .unwrap();
}

story! {
    async fn a_supervisor_sees_each_call_that_was_logged_at_once_and_unsuppressed(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        let none = live(&sol).await;
        assert_eq!(none["today"], json!({"contacts": 0, "support_contacts": 0, "talk_minutes": 0}));
        assert_eq!(none["weeks"].as_array().unwrap().len(), 8);
        ana.log(support_call(line, Duration::minutes(5))).await;
        ana.log(support_call(line, Duration::hours(2))).await;
        // On Tuesday, and in the week before.
        ana.log(support_call(line, Duration::hours(20))).await;
        ana.log(support_call(line, Duration::days(5))).await;
        let silent = json!({"started_at": line.now().minus(Duration::hours(3)), "ended_at": line.now().minus(Duration::minutes(179)),
            "contact_type": "silent"});
        ana.log(silent).await;
        let now = live(&sol).await;
        assert_eq!((&now["mark"], &now["as_of"]), (&json!("Not for publication"), &json!(line.now())));
        assert_eq!((&now["today_is"], &now["time_zone"]), (&json!("2026-06-10"), &json!("America/Los_Angeles")));
        assert_eq!(now["today"], json!({"contacts": 3, "support_contacts": 2, "talk_minutes": 41}));
        assert_eq!(now["this_week"], json!({"contacts": 4, "support_contacts": 3, "talk_minutes": 61}));
        let weeks = now["weeks"].as_array().unwrap();
        assert_eq!(weeks[7], json!({"starts_on": "2026-06-08", "contacts": 4, "support_contacts": 3, "talk_minutes": 61}));
        assert_eq!(weeks[6], json!({"starts_on": "2026-06-01", "contacts": 1, "support_contacts": 1, "talk_minutes": 20}));
        assert_eq!(now["late_calls"], json!(1));
        // 12:00 in Los Angeles: the hour that begins is there, later ones are not.
        let hours = now["today_by_hour"].as_array().unwrap();
        assert_eq!(hours.len(), 13);
        assert_eq!(hours[9], json!({"hour": 9, "contacts": 2, "support_contacts": 1}));
        assert_eq!(hours[11], json!({"hour": 11, "contacts": 1, "support_contacts": 1}));
    }
}

story! {
    async fn it_tells_who_is_on_duty_what_is_lacking_and_what_waits(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        let today = line.shift(&sol, "2026-06-10", "11:00", "15:00", (2, 3)).await;
        line.shift(&sol, "2026-06-12", "20:00", "23:00", (3, 3)).await;
        on_crew(line, &today, ana.id, 2).await;
        let id: DebriefId = chance::id(line.now());
        assert_eq!(ana.put(&format!("/api/v1/debriefs/{id}"), json!({})).await.status, 201);
        line.pass(Duration::minutes(7));
        let now = live(&sol).await;
        assert_eq!(now["on_duty"], json!({"crew": 1, "required": 2, "next_change_at": "2026-06-10T21:00:00Z"}));
        assert_eq!((&now["gaps"]["shifts"], &now["gaps"]["people"]), (&json!(2), &json!(5)));
        assert_eq!((&now["gaps"]["worst"]["name"], &now["gaps"]["worst"]["missing"]), (&json!("From 20:00"), &json!(3)));
        assert_eq!(now["debriefs"], json!({"waiting": 1, "longest_wait_minutes": 7}));
        assert_eq!(sol.put_nothing(&format!("/api/v1/debriefs/{id}/claim")).await.status, 201);
        assert_eq!(live(&sol).await["debriefs"], json!({"waiting": 0, "longest_wait_minutes": null}));
    }
}

story! {
    async fn months_that_are_over_wait_to_be_closed(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        ana.log(support_call(line, Duration::days(12))).await;
        assert_eq!(live(&sol).await["months"], json!({"to_close": ["2026-05"], "being_released": null}));
        assert_eq!(sol.put_nothing("/api/v1/reporting-months/2026-05/closure").await.status, 201);
        assert_eq!(live(&sol).await["months"]["to_close"], json!([]));
    }
}

story! {
    async fn nobody_keeps_them_and_only_a_supervisor_gets_them(line: &Line) {
        let (sol, eve, ana) = (line.supervisor("Sol").await, line.evaluator("Eve").await, line.peer("Ana").await);
        assert_eq!(sol.get(LIVE).await.header("cache-control"), "no-store");
        for other in [&eve, &ana] {
            let answer = other.get(LIVE).await;
            assert_eq!((answer.status, answer.code()), (403, "forbidden".to_owned()));
        }
        assert_eq!(line.nobody().get(LIVE).await.status, 401);
    }
}

//! Rosters as CSV, out and in.

use chrono::Duration;
use serde_json::{Value, json};
use warmline::chance;
use warmline::id::{ScheduleId, TemplateId};

use crate::line::{Actor, Line};
use crate::story;

const ALL: &str = "/api/v1/roster/export?from=2026-06-15&to=2026-06-20";

/// A draft from Monday to Friday with a morning for two and an evening for one; answers its id.
async fn draft(line: &Line, sol: &Actor<'_>) -> String {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    for (name, starts, ends, crew) in [
        ("Morning", "08:00", "12:00", 2),
        ("Evening", "20:00", "00:00", 1),
    ] {
        let template: TemplateId = chance::id(line.now());
        let body = json!({"name": name, "weekdays": days, "starts": starts, "ends": ends, "min_crew": 1, "max_crew": crew,
            "valid_from": "2026-06-01"});
        assert_eq!(
            sol.put(&format!("/api/v1/shift-templates/{template}"), body)
                .await
                .status,
            201
        );
    }
    let schedule: ScheduleId = chance::id(line.now());
    let dates = json!({"starts_on": "2026-06-15", "ends_on": "2026-06-19"});
    assert_eq!(
        sol.put(&format!("/api/v1/schedules/{schedule}"), dates)
            .await
            .status,
        201
    );
    schedule.to_string()
}

fn sheet(rows: &[&str]) -> String {
    format!(
        "local_date,name,starts,ends,person_email,seat\r\n{}\r\n",
        rows.join("\r\n")
    )
}

async fn try_it(sol: &Actor<'_>, schedule: &str, text: &str) -> Value {
    let path = format!("/api/v1/roster/import?schedule_id={schedule}&dry_run=true");
    let answer = sol.post_csv(&path, text).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

fn counts(said: &Value) -> [u64; 4] {
    ["placed", "unchanged", "empty", "refused"].map(|count| said[count].as_u64().unwrap())
}

fn faults(said: &Value) -> Vec<(String, String)> {
    let text = |fault: &Value, field: &str| fault[field].as_str().unwrap().to_owned();
    let faults = said.as_array().unwrap().iter();
    faults
        .map(|fault| (text(fault, "pointer"), text(fault, "code")))
        .collect()
}

story! {
    async fn a_roster_is_tried_taken_sent_again_and_comes_back_as_it_went_out(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let (ana, _ben) = (line.peer("Ana").await, line.peer("Ben").await);
        let schedule = draft(line, &sol).await;
        let import = format!("/api/v1/roster/import?schedule_id={schedule}");
        let text = sheet(&["2026-06-15,Morning,08:00,12:00,ana@oak.example,crew", "2026-06-15,,08:00,12:00,Ben@Oak.example,",
            "2026-06-16,Evening,20:00,00:00,ana@oak.example,", "2026-06-17,Morning,08:00,12:00,,"]);
        let empty = sol.get(ALL).await.text;
        assert_eq!(empty.lines().count(), 1 + 5 * 3, "each place of each shift");
        let tried = try_it(&sol, &schedule, &text).await;
        assert_eq!((counts(&tried), &tried["faults"]), ([3, 0, 1, 0], &json!([])));
        assert_eq!(sol.get(ALL).await.text, empty, "a dry run keeps nothing");
        let done = sol.post_csv(&import, &text).await;
        assert_eq!((done.status, counts(&done.json())), (200, [3, 0, 1, 0]), "{}", done.text);
        let again = sol.post_csv(&import, &text).await;
        assert_eq!(counts(&again.json()), [0, 3, 1, 0]);

        let out = sol.get(ALL).await;
        assert_eq!(out.header("content-type"), "text/csv; charset=utf-8");
        let row = "2026-06-15,Morning,08:00,12:00,2026-06-15T15:00:00Z,2026-06-15T19:00:00Z,crew,1,ana@oak.example,Ana,no";
        assert!(out.text.contains(row), "{}", out.text);
        let back = sol.post_csv(&import, &out.text).await;
        assert_eq!(counts(&back.json()), [0, 3, 12, 0], "{}", back.text);
        assert_eq!(sol.get(ALL).await.text, out.text);

        assert_eq!(sol.put_nothing(&format!("/api/v1/schedules/{schedule}/publication")).await.status, 201);
        let seen = ana.get("/api/v1/shifts?from=2026-06-15&to=2026-06-16").await.json();
        assert_eq!(seen["items"][0]["crew"].as_array().unwrap().len(), 2);
    }
}

story! {
    async fn every_fault_is_told_by_row_and_column_and_then_nothing_is_taken(line: &Line) {
        let sol = line.supervisor("Sol").await;
        line.peer("Ana").await;
        line.peer("Ben").await;
        let schedule = draft(line, &sol).await;
        let text = sheet(&[
            "2026-06-15,Evening,20:00,00:00,ana@oak.example,crew",
            "2026-06-15,Evening,20:00,00:00,ben@oak.example,crew",
            "2026-06-16,Morning,08:00,12:00,ana@oak.example,crew",
            "2026-06-16,Morning,08:00,12:00,zed@oak.example,crew",
            "2026-06-16,Morning,08:00,12:00,sol@oak.example,crew",
            "2026-06-16,Evening,08:00,12:00,ben@oak.example,crew",
            "2026-06-17,Morning,08:00,12:00,ben@oak.example,shadow",
            "2026-06-18,Morning,8 am,12:00,ben@oak.example,driver",
            "2026-06-15,Evening,20:00,00:00,ana@oak.example,crew",
        ]);
        let expected = [
            ("/rows/9/starts", "wrong_value"),
            ("/rows/9/seat", "wrong_value"),
            ("/rows/10/person_email", "repeated"),
            ("/rows/3/person_email", "shift_full"),
            ("/rows/4/person_email", "rest_too_short"),
            ("/rows/5/person_email", "unknown_person"),
            ("/rows/6/person_email", "not_a_peer"),
            ("/rows/7/starts", "no_such_shift"),
            ("/rows/8/person_email", "shift_full"),
        ]
        .map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
        let before = sol.get(ALL).await.text;
        let tried = try_it(&sol, &schedule, &text).await;
        assert_eq!(faults(&tried["faults"]), expected);
        assert_eq!(counts(&tried), [1, 0, 0, 8]);
        let refused = sol.post_csv(&format!("/api/v1/roster/import?schedule_id={schedule}"), &text).await;
        assert_eq!((refused.status, faults(&refused.json()["errors"])), (422, expected.to_vec()));
        assert!(!refused.said().contains("oak.example"), "no fault repeats what was sent");
        assert_eq!(sol.get(ALL).await.text, before, "all or nothing");
    }
}

story! {
    async fn two_shifts_at_one_time_are_told_apart_by_name(line: &Line) {
        let sol = line.supervisor("Sol").await;
        line.peer("Ana").await;
        let schedule = draft(line, &sol).await;
        let template: TemplateId = chance::id(line.now());
        let chat = json!({"name": "Chat", "weekdays": ["monday"], "starts": "08:00", "ends": "12:00", "min_crew": 1, "max_crew": 1,
            "valid_from": "2026-06-22"});
        assert_eq!(sol.put(&format!("/api/v1/shift-templates/{template}"), chat).await.status, 201);
        let next: ScheduleId = chance::id(line.now());
        let dates = json!({"starts_on": "2026-06-22", "ends_on": "2026-06-22"});
        assert_eq!(sol.put(&format!("/api/v1/schedules/{next}"), dates).await.status, 201);
        let next = next.to_string();
        let nameless = try_it(&sol, &next, &sheet(&["2026-06-22,,08:00,12:00,ana@oak.example,"])).await;
        assert_eq!(faults(&nameless["faults"]), [("/rows/2/name".to_owned(), "several_shifts".to_owned())]);
        let named = sheet(&["2026-06-22,Chat,08:00,12:00,ana@oak.example,"]);
        assert_eq!(counts(&try_it(&sol, &next, &named).await), [1, 0, 0, 0]);
        let elsewhere = try_it(&sol, &schedule, &named).await;
        assert_eq!(faults(&elsewhere["faults"])[0].1, "no_such_shift", "of another schedule");
    }
}

story! {
    async fn rosters_are_for_supervisors_and_for_schedules_that_are(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let schedule = draft(line, &sol).await;
        assert_eq!(ana.get(ALL).await.code(), "forbidden");
        let import = format!("/api/v1/roster/import?schedule_id={schedule}");
        assert_eq!(ana.post_csv(&import, &sheet(&[])).await.code(), "forbidden");
        let absent: ScheduleId = chance::id(line.now());
        let absent = format!("/api/v1/roster/import?schedule_id={absent}");
        assert_eq!(sol.post_csv(&absent, &sheet(&[])).await.codes(), ["no_such_schedule"]);
        assert_eq!(sol.post_csv(&import, "local_date,starts\r\n").await.codes(), ["column_missing", "column_missing"]);
        assert_eq!(sol.get("/api/v1/roster/export?from=2026-06-15&to=2026-10-01").await.codes(), ["out_of_range"]);
        line.pass(Duration::days(6));
        let sol = line.sign_in("Sol", sol.id).await;
        let late = sheet(&["2026-06-15,Morning,08:00,12:00,ana@oak.example,"]);
        assert_eq!(faults(&try_it(&sol, &schedule, &late).await["faults"])[0].1, "already_started");
    }
}

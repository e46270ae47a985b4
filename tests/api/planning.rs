//! Planning: templates that change, holidays, single shifts, publications.

use chrono::Duration;
use serde_json::{Value, json};
use warmline::chance;
use warmline::id::{ScheduleId, ShiftId, TemplateId};
use warmline::schedule::changes::places;
use warmline::schedule::shift::How;
use warmline::schedule::store::claims::Given;
use warmline::schedule::{Seat, store};

use crate::line::{Actor, Line, support_call};
use crate::story;

const DAILY: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// A rule for a shift of one to two people each day.
fn daily(starts: &str, ends: &str) -> Value {
    json!({"name": "Evening", "weekdays": DAILY, "starts": starts, "ends": ends, "min_crew": 1, "max_crew": 2,
        "valid_from": "2026-06-01"})
}

/// A body with some fields otherwise.
fn but(mut body: Value, fields: Value) -> Value {
    let Value::Object(fields) = fields else {
        panic!("fields are an object");
    };
    body.as_object_mut().unwrap().extend(fields);
    body
}

async fn template(line: &Line, sol: &Actor<'_>, body: Value) -> String {
    let path = format!(
        "/api/v1/shift-templates/{}",
        chance::id::<TemplateId>(line.now())
    );
    let made = sol.put(&path, body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    path
}

async fn schedule(line: &Line, sol: &Actor<'_>, first: &str, last: &str) -> String {
    let path = format!("/api/v1/schedules/{}", chance::id::<ScheduleId>(line.now()));
    let made = sol
        .put(&path, json!({"starts_on": first, "ends_on": last}))
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    path
}

async fn publish(sol: &Actor<'_>, schedule: &str) -> Value {
    let published = sol.put_nothing(&format!("{schedule}/publication")).await;
    assert!([200, 201].contains(&published.status), "{}", published.text);
    published.json()
}

/// The shifts that somebody sees in June and July.
async fn seen(actor: &Actor<'_>) -> Vec<Value> {
    let list = actor
        .get("/api/v1/shifts?from=2026-06-01&to=2026-07-31&limit=200")
        .await
        .json();
    list["items"].as_array().unwrap().clone()
}

fn each<'a>(rows: &'a [Value], field: &str) -> Vec<&'a str> {
    rows.iter()
        .map(|row| row[field].as_str().unwrap())
        .collect()
}

/// The address of a shift.
fn at(shift: &Value) -> String {
    format!("/api/v1/shifts/{}", shift["id"].as_str().unwrap())
}

/// Gives somebody a place, whatever the rules say.
async fn give(line: &Line, person: &Actor<'_>, shift: &Value, place: u8) {
    let (id, now, person): (ShiftId, _, _) = (
        shift["id"].as_str().unwrap().parse().unwrap(),
        line.now(),
        person.id,
    );
    line.db
        .write(move |conn| {
            let shift = store::shift(conn, id)?.unwrap();
            let given = Given {
                id: chance::id(now),
                shift: id,
                seat: Seat::Crew,
                place,
                person,
                span: shift.span,
                by: person,
                how: How::Assigned,
                override_reason: None,
            };
            places::give(conn, &given, now)
        })
        .await
        .unwrap();
}

async fn claim(actor: &Actor<'_>, shift: &Value) {
    let claimed = actor.put_nothing(&format!("{}/claims/me", at(shift))).await;
    assert_eq!(claimed.status, 201, "{}", claimed.text);
}

story! {
    async fn a_template_says_in_which_weeks_on_which_holidays_and_whom_it_needs(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        assert_eq!(sol.put("/api/v1/holidays/2026-06-19", json!({"name": "Juneteenth"})).await.status, 201);
        let needs = json!({"weekdays": ["friday"], "every_weeks": 2, "valid_from": "2026-06-03", "on_holidays": "left_out",
            "shadow_places": 2, "lead_needed": true, "qualifications": ["wrap", "basic_cbt"]});
        let path = template(line, &sol, but(daily("16:00", "20:00"), needs)).await;
        template(line, &sol, but(daily("09:00", "12:00"), json!({"on_holidays": "only", "name": "Holiday"}))).await;
        schedule(line, &sol, "2026-06-12", "2026-07-12").await;
        let shifts = seen(&sol).await;
        assert_eq!(each(&shifts, "local_date"), ["2026-06-19", "2026-07-03"], "each other Friday from the fifth, but for the nineteenth");
        assert_eq!(each(&shifts, "name"), ["Holiday", "Evening"]);
        let shift = &shifts[1];
        assert_eq!((&shift["shadow_places"], &shift["free_shadow_places"], &shift["lead_needed"]), (&json!(2), &json!(2), &json!(true)));
        assert_eq!(shift["qualifications"], json!(["basic_cbt", "wrap"]));
        let read = ana.get(&path).await;
        assert_eq!((read.header("etag"), &read.json()["every_weeks"]), ("\"1\"", &json!(2)));
        assert_eq!(ana.get(&format!("/api/v1/shift-templates/{}", chance::id::<TemplateId>(line.now()))).await.status, 404);

        let wrong = but(daily("16:00", "20:00"), json!({"every_weeks": 9, "shadow_places": 6, "qualifications": ["wrap", "unheard_of"]}));
        let refused = sol.put(&format!("/api/v1/shift-templates/{}", chance::id::<TemplateId>(line.now())), wrong).await;
        assert_eq!(refused.codes(), ["out_of_range", "unknown_qualification", "out_of_range"], "{}", refused.text);
        assert!(!refused.said().contains("unheard_of"), "{}", refused.text);
    }
}

story! {
    async fn a_changed_template_changes_coming_drafts_and_no_shift_that_peers_see(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let path = template(line, &sol, daily("16:00", "20:00")).await;
        let shown = schedule(line, &sol, "2026-06-09", "2026-06-12").await;
        publish(&sol, &shown).await;
        schedule(line, &sol, "2026-06-13", "2026-06-16").await;
        let before = seen(&sol).await;
        let content = format!("{path}/content");
        // On Saturdays nothing is asked for any more.
        let other = but(daily("15:00", "20:00"), json!({"name": "Late", "max_crew": 3, "shadow_places": 1,
            "weekdays": ["tuesday", "wednesday", "thursday", "friday", "sunday", "monday"]}));
        assert_eq!(sol.put(&content, other.clone()).await.code(), "if_match_needed");
        assert_eq!(sol.put_on(&content, "\"7\"", other.clone()).await.code(), "changed_meanwhile");
        let changed = sol.put_on(&content, "\"1\"", other.clone()).await;
        let told = changed.json();
        assert_eq!((changed.status, changed.header("etag")), (200, "\"2\""), "{}", changed.text);
        assert_eq!((&told["changed"], &told["made"], &told["removed"]), (&json!(3), &json!(0), &json!(1)), "{}", changed.text);
        let left = told["left"].as_array().unwrap();
        assert_eq!((each(left, "local_date"), each(left, "code")), (vec!["2026-06-10", "2026-06-11", "2026-06-12"], vec!["published"; 3]));
        let after = seen(&sol).await;
        assert_eq!(after[..4], before[..4], "of the ninth, which is over, and of the others, which peers see");
        assert_eq!(each(&after[4..], "starts_at"), ["2026-06-14T22:00:00Z", "2026-06-15T22:00:00Z", "2026-06-16T22:00:00Z"]);
        assert_eq!((&after[4]["name"], &after[4]["free_places"], &after[4]["version"]), (&json!("Late"), &json!(3), &json!(2)));

        claim(&ana, &after[2]).await;
        let both = but(other.clone(), json!({"apply_to": "published_too", "weekdays": DAILY}));
        let told = sol.put_on(&content, "\"2\"", both).await.json();
        assert_eq!((&told["changed"], &told["made"], &told["removed"], &told["left"]), (&json!(3), &json!(1), &json!(0), &json!([])));
        let moved = ana.get(&at(&after[2])).await.json();
        assert_eq!((&moved["starts_at"], &moved["crew"][0]["name"]), (&json!("2026-06-11T22:00:00Z"), &json!("Ana")));
        line.pass(Duration::hours(27));
        let sol = line.sign_in("Sol", sol.id).await;
        let duty = sol.get("/api/v1/on-duty").await.json();
        assert_eq!(duty["shifts"][0]["crew"][0]["name"], "Ana", "her place moved too: {duty}");
    }
}

story! {
    async fn whoever_could_not_keep_their_place_keeps_the_shift_as_it_is(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let path = template(line, &sol, daily("16:00", "18:00")).await;
        template(line, &sol, but(daily("08:00", "10:00"), json!({"name": "Morning", "weekdays": ["friday"]}))).await;
        let schedule = schedule(line, &sol, "2026-06-11", "2026-06-13").await;
        let shifts = seen(&sol).await;
        assert_eq!(each(&shifts, "name"), ["Evening", "Morning", "Evening", "Evening"]);
        for (actor, shift, place) in [(&ana, 0, 1), (&ben, 0, 2), (&ana, 1, 1), (&ana, 2, 2)] {
            give(line, actor, &shifts[shift], place).await;
        }
        let content = format!("{path}/content");
        let told = sol.put_on(&content, "\"1\"", but(daily("09:00", "11:00"), json!({"max_crew": 1}))).await.json();
        let left = told["left"].as_array().unwrap();
        assert_eq!((each(left, "local_date"), each(left, "code")), (vec!["2026-06-11", "2026-06-12"], vec!["too_few_places", "overlaps"]));
        assert_eq!(told["changed"], json!(1), "nobody is on the last one");
        // Later in the day nobody is in two places, and who had the second place has the only one.
        let told = sol.put_on(&content, "\"2\"", but(daily("17:00", "19:00"), json!({"max_crew": 1}))).await.json();
        assert_eq!((&told["changed"], each(told["left"].as_array().unwrap(), "code")), (&json!(2), vec!["too_few_places"]));
        let friday = sol.get(&at(&shifts[2])).await.json();
        assert_eq!((&friday["crew"][0]["name"], &friday["max_crew"], &friday["free_places"]), (&json!("Ana"), &json!(1), &json!(0)));
        // Without Thursdays and Fridays: people are on those.
        let told = sol.put_on(&content, "\"3\"", but(daily("17:00", "19:00"), json!({"weekdays": ["saturday"]}))).await.json();
        assert_eq!(each(told["left"].as_array().unwrap(), "code"), ["people_on_it", "people_on_it"]);
        publish(&sol, &schedule).await;
        assert_eq!(ana.delete(&format!("{}/claims/me", at(&shifts[2]))).await.status, 204);
        let none = but(daily("17:00", "19:00"), json!({"weekdays": ["saturday"], "apply_to": "published_too"}));
        assert_eq!(sol.put_on(&content, "\"4\"", none).await.json()["removed"], json!(1));
        let cancelled = sol.get(&at(&shifts[2])).await.json();
        assert_eq!(cancelled["cancelled"], json!(true), "somebody held it once");
        assert_eq!(ana.get(&at(&shifts[2])).await.status, 404);
    }
}

story! {
    async fn shifts_that_follow_one_another_make_way_for_one_another(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let path = template(line, &sol, daily("08:00", "08:00")).await;
        schedule(line, &sol, "2026-06-11", "2026-06-13").await;
        for shift in seen(&sol).await {
            give(line, &ana, &shift, 1).await;
        }
        for (version, time) in [("\"1\"", "12:00"), ("\"2\"", "06:00")] {
            let told = sol.put_on(&format!("{path}/content"), version, daily(time, time)).await.json();
            assert_eq!((&told["changed"], &told["left"]), (&json!(3), &json!([])), "to {time}");
        }
    }
}

story! {
    async fn no_shifts_are_made_from_a_retired_template(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let path = template(line, &sol, daily("16:00", "20:00")).await;
        assert_eq!(sol.put_nothing(&format!("{path}/retirement")).await.status, 201);
        let again = sol.put_nothing(&format!("{path}/retirement")).await;
        assert_eq!((again.status, &again.json()["retired_at"]), (200, &json!(line.now())));
        let schedule = schedule(line, &sol, "2026-06-11", "2026-06-13").await;
        assert_eq!(sol.get(&schedule).await.json()["shifts"], json!(0));
        assert_eq!(sol.put_on(&format!("{path}/content"), "\"2\"", daily("16:00", "20:00")).await.code(), "retired");
        assert_eq!(sol.put(&path, daily("16:00", "20:00")).await.status, 200, "made once");
    }
}

story! {
    async fn a_schedule_is_filled_up_with_what_is_missing_and_to_come(line: &Line) {
        let sol = line.supervisor("Sol").await;
        template(line, &sol, daily("16:00", "20:00")).await;
        let june = schedule(line, &sol, "2026-06-09", "2026-06-12").await;
        template(line, &sol, but(daily("08:00", "10:00"), json!({"name": "Morning"}))).await;
        let filled = sol.put_nothing(&format!("{june}/shifts")).await.json();
        assert_eq!((&filled["made"], &filled["schedule"]["shifts"]), (&json!(2), &json!(6)), "the mornings of the ninth and tenth are over");
        assert_eq!(sol.put_nothing(&format!("{june}/shifts")).await.json()["made"], json!(0));
        assert_eq!(sol.put_nothing(&format!("/api/v1/schedules/{}/shifts", chance::id::<ScheduleId>(line.now()))).await.status, 404);

        let july = schedule(line, &sol, "2026-07-01", "2026-07-02").await;
        let list = async |query: &str| {
            let page = sol.get(&format!("/api/v1/schedules?{query}")).await.json();
            let starts: Vec<String> = page["items"].as_array().unwrap().iter().map(|row| row["starts_on"].to_string()).collect();
            (starts.join(" "), page["next"].as_str().map(str::to_owned))
        };
        let (first, next) = list("limit=1").await;
        assert_eq!(first, "\"2026-06-09\"");
        assert_eq!(list(&format!("limit=1&cursor={}", next.unwrap())).await, ("\"2026-07-01\"".to_owned(), None));
        assert_eq!(list("from=2026-06-13").await.0, "\"2026-07-01\"");
        assert_eq!(list("from=2026-06-12&to=2026-07-01").await.0, "\"2026-06-09\"");
        let shown = sol.get(&july).await.json();
        assert_eq!((&shown["shifts"], &shown["hidden"], &shown["version"]), (&json!(4), &json!(4), &json!(0)));
    }
}

story! {
    async fn holidays_are_kept_by_date(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        for (date, name) in [("2026-11-26", "Thanksgiving"), ("2026-06-19", "Juneteenth"), ("2026-07-04", "Fourth")] {
            assert_eq!(sol.put(&format!("/api/v1/holidays/{date}"), json!({"name": name})).await.status, 201);
        }
        assert_eq!(sol.put("/api/v1/holidays/2026-06-19", json!({"name": "Juneteenth"})).await.status, 200);
        assert_eq!(sol.put("/api/v1/holidays/2026-06-19", json!({"name": "Other"})).await.code(), "date_taken");
        assert_eq!(sol.put("/api/v1/holidays/2026-06-19", json!({"name": " "})).await.codes(), ["length"]);
        assert_eq!(sol.put("/api/v1/holidays/soon", json!({"name": "X"})).await.status, 422);
        let page = ana.get("/api/v1/holidays?limit=2").await.json();
        assert_eq!(each(page["items"].as_array().unwrap(), "name"), ["Juneteenth", "Fourth"]);
        let rest = ana.get(&format!("/api/v1/holidays?cursor={}", page["next"].as_str().unwrap())).await.json();
        assert_eq!(rest["items"], json!([{"date": "2026-11-26", "name": "Thanksgiving"}]));
        assert_eq!(sol.delete("/api/v1/holidays/2026-07-04").await.status, 204);
        assert_eq!(sol.delete("/api/v1/holidays/2026-07-04").await.status, 204);
        assert_eq!(ana.get("/api/v1/holidays?from=2026-06-20&to=2026-11-26").await.json()["items"], json!([]));
    }
}

story! {
    async fn the_forecast_leaves_holidays_out(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        line.shift(&sol, "2026-08-12", "11:00", "12:00", (1, 1)).await;
        for week in 0..9 {
            let ana = line.sign_in("Ana", ana.id).await;
            // On 1 July, all the world calls.
            for _call in 0..if week == 3 { 10 } else { 1 } {
                ana.log(support_call(line, Duration::zero())).await;
            }
            line.pass(Duration::days(7));
        }
        line.pass(-Duration::hours(12));
        let sol = line.sign_in("Sol", sol.id).await;
        let asked = "/api/v1/gaps?from=2026-08-12&to=2026-08-13";
        assert_eq!(sol.get(asked).await.json()["items"][0]["expected_calls"], json!(2.0));
        assert_eq!(sol.put("/api/v1/holidays/2026-07-01", json!({"name": "Canada Day"})).await.status, 201);
        let known = sol.get(asked).await.json();
        assert_eq!((&known["items"][0]["expected_calls"], &known["forecast"]["weeks"]), (&json!(1.0), &json!(9)));
    }
}

/// A single shift of a schedule.
fn single(schedule: &str, date: &str) -> Value {
    let id = schedule.rsplit('/').next().unwrap();
    json!({"schedule_id": id, "name": "Fair", "local_date": date, "starts": "10:00", "ends": "12:00", "min_crew": 1,
        "max_crew": 1})
}

story! {
    async fn a_single_shift_is_seen_from_the_next_publication_on(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let schedule = schedule(line, &sol, "2026-06-11", "2026-06-20").await;
        publish(&sol, &schedule).await;
        let path = format!("/api/v1/shifts/{}", chance::id::<ShiftId>(line.now()));
        let made = sol.put(&path, single(&schedule, "2026-06-14")).await;
        assert_eq!((made.status, &made.json()["published"]), (201, &json!(false)), "{}", made.text);
        assert_eq!(sol.put(&path, single(&schedule, "2026-06-14")).await.status, 200);
        assert_eq!(sol.put(&path, single(&schedule, "2026-06-15")).await.code(), "id_taken");
        assert_eq!(sol.get("/api/v1/shift-templates").await.json()["items"], json!([]));
        let (of_draft, of_none) = (ana.get(&path).await, ana.get(&format!("/api/v1/shifts/{}", chance::id::<ShiftId>(line.now()))).await);
        assert_eq!((of_draft.status, of_draft.said()), (404, of_none.said()));
        assert_eq!(sol.get(&schedule).await.json()["hidden"], json!(1));
        assert_eq!(publish(&sol, &schedule).await["version"], json!(2));
        assert_eq!(publish(&sol, &schedule).await["version"], json!(2), "nothing is new");
        let shown = ana.get(&path).await;
        assert_eq!((shown.header("etag"), &shown.json()["may_claim"]["allowed"]), ("\"1\"", &json!(true)));

        let wrong = but(single(&schedule, "2026-06-21"), json!({"starts": "late", "shadow_places": 9}));
        let other = format!("/api/v1/shifts/{}", chance::id::<ShiftId>(line.now()));
        assert_eq!(sol.put(&other, wrong).await.codes(), ["wrong_value", "out_of_range", "out_of_range"]);
        let nowhere = format!("/api/v1/schedules/{}", chance::id::<ScheduleId>(line.now()));
        assert_eq!(sol.put(&other, single(&nowhere, "2026-06-14")).await.codes(), ["unknown_schedule"]);
    }
}

story! {
    async fn one_shift_is_changed_with_who_is_on_it(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 2)).await;
        let path = format!("/api/v1/shifts/{shift}");
        assert_eq!(ana.put_nothing(&format!("{path}/claims/me")).await.status, 201);
        let body = json!({"name": "Brunch", "starts": "10:00", "ends": "13:00", "min_crew": 1, "max_crew": 1});
        let content = format!("{path}/content");
        assert_eq!(ana.put_nothing(&format!("{path}/confirmations/me")).await.status, 201);
        assert_eq!(sol.get("/api/v1/unconfirmed").await.json()["items"], json!([]));
        assert_eq!(sol.put(&content, body.clone()).await.code(), "if_match_needed");
        let read = sol.get(&path).await;
        let changed = sol.put_on(&content, read.header("etag"), body.clone()).await;
        assert_eq!((changed.status, changed.header("etag"), &changed.json()["name"]), (200, "\"2\"", &json!("Brunch")));
        assert_eq!(sol.put_on(&content, read.header("etag"), body.clone()).await.code(), "changed_meanwhile");
        assert_eq!(sol.get("/api/v1/unconfirmed").await.json()["items"][0]["name"], "Ana", "she confirmed another time");
        let seen = ana.get(&path).await.json();
        assert_eq!((&seen["starts_at"], &seen["crew"][0]["name"], &seen["free_places"]), (&json!("2026-06-12T17:00:00Z"), &json!("Ana"), &json!(0)));
        let unknown = but(body.clone(), json!({"qualifications": ["wrapp"]}));
        assert_eq!(sol.put_on(&content, "\"2\"", unknown).await.codes(), ["unknown_qualification"]);
        line.pass(Duration::days(3));
        let sol = line.sign_in("Sol", sol.id).await;
        assert_eq!(sol.put_on(&content, "\"2\"", body).await.code(), "already_started");
        assert_eq!(sol.put_nothing(&format!("{path}/cancellation")).await.code(), "already_started");
    }
}

story! {
    async fn a_cancelled_shift_gives_its_places_back_and_may_be_restored(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 2)).await;
        let path = format!("/api/v1/shifts/{shift}");
        assert_eq!(ana.put_nothing(&format!("{path}/claims/me")).await.status, 201);
        let cancellation = format!("{path}/cancellation");
        let cancelled = sol.put_nothing(&cancellation).await;
        assert_eq!((cancelled.status, &cancelled.json()["taken_back"][0]["name"]), (201, &json!("Ana")), "{}", cancelled.text);
        let again = sol.put_nothing(&cancellation).await;
        assert_eq!((again.status, again.json()), (200, cancelled.json()));
        assert_eq!(seen(&ana).await, Vec::<Value>::new());
        assert_eq!(ana.get(&path).await.status, 404);
        assert_eq!(ana.put_nothing(&format!("{path}/claims/me")).await.status, 404);
        assert_eq!(sol.get(&path).await.json()["cancelled"], json!(true));
        let body = json!({"name": "Brunch", "starts": "10:00", "ends": "13:00", "min_crew": 1, "max_crew": 1});
        let read = sol.get(&path).await;
        assert_eq!(sol.put_on(&format!("{path}/content"), read.header("etag"), body).await.code(), "cancelled");
        assert_eq!(sol.delete(&cancellation).await.status, 204);
        assert_eq!(sol.delete(&cancellation).await.status, 204, "again");
        let empty = ana.get(&path).await.json();
        assert_eq!((&empty["crew"], &empty["may_claim"]["allowed"]), (&json!([]), &json!(true)));
    }
}

story! {
    async fn what_is_taken_back_is_unseen_and_the_next_publication_tells_what_changed_for_whom(line: &Line) {
        let (sol, ana, ben, cem) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await, line.peer("Cem").await);
        template(line, &sol, daily("16:00", "20:00")).await;
        let schedule = schedule(line, &sol, "2026-06-11", "2026-06-14").await;
        assert_eq!(seen(&ana).await, Vec::<Value>::new(), "before it is published");
        let first = publish(&sol, &schedule).await;
        assert_eq!((&first["version"], &first["changes"], &first["published_by"]), (&json!(1), &json!([]), &json!(sol.id)));
        let shifts = seen(&ana).await;
        for (actor, shift) in [(&ana, 0), (&ana, 1), (&ben, 2)] {
            claim(actor, &shifts[shift]).await;
        }

        let publication = format!("{schedule}/publication");
        assert_eq!(sol.delete(&publication).await.status, 204);
        assert_eq!(sol.delete(&publication).await.status, 204, "again");
        assert_eq!(seen(&ana).await, Vec::<Value>::new());
        assert_eq!(ana.get(&at(&shifts[0])).await.status, 404);
        assert_eq!(cem.put_nothing(&format!("{}/claims/me", at(&shifts[3]))).await.status, 404);
        let kept = seen(&sol).await;
        assert_eq!(kept.iter().map(|shift| shift["crew"].as_array().unwrap().len()).collect::<Vec<_>>(), [1, 1, 1, 0], "who has a place keeps it");
        assert_eq!(sol.get(&schedule).await.json()["published_at"], json!(null));

        let later = json!({"name": "Evening", "starts": "17:00", "ends": "20:00", "min_crew": 1, "max_crew": 2});
        assert_eq!(sol.put_on(&format!("{}/content", at(&shifts[1])), "\"1\"", later).await.status, 200);
        assert_eq!(sol.put_nothing(&format!("{}/cancellation", at(&shifts[2]))).await.status, 201);
        give(line, &cem, &shifts[3], 1).await;
        let second = publish(&sol, &schedule).await;
        let told: Vec<_> = second["changes"].as_array().unwrap().iter()
            .map(|change| (change["name"].as_str().unwrap(), change["change"].as_str().unwrap(), change["starts_at"].as_str().unwrap()))
            .collect();
        assert_eq!(told, [("Ana", "moved", "2026-06-13T00:00:00Z"), ("Ben", "removed", "2026-06-13T23:00:00Z"), ("Cem", "added", "2026-06-14T23:00:00Z")]);
        assert_eq!(seen(&ana).await.len(), 3);

        let page = sol.get(&format!("{schedule}/publications?limit=1")).await.json();
        assert_eq!(page["items"], json!([second]));
        let rest = sol.get(&format!("{schedule}/publications?cursor={}", page["next"].as_str().unwrap())).await.json();
        assert_eq!((&rest["items"][0]["version"], &rest["items"][0]["withdrawn_at"]), (&json!(1), &json!(line.now())));
        assert_eq!(sol.delete(&publication).await.status, 204);
        assert_eq!(publish(&sol, &schedule).await["changes"], json!([]), "nothing changed this time");
    }
}

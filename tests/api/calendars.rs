//! Calendar feeds: secret addresses at which calendar programs read somebody's shifts.

use chrono::Duration;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use warmline::chance;
use warmline::db::schema::{calendar_feeds, people, person_roles, shift_cancellations, showings};
use warmline::id::{FeedId, ShiftId};
use warmline::schedule::feed;

use crate::line::{Actor, Answer, Line};
use crate::{readers, story};

/// Makes a feed: its address in the API, and the calendar's.
async fn subscribe(line: &Line, actor: &Actor<'_>) -> (String, String) {
    let feed = format!(
        "/api/v1/calendar-feeds/{}",
        chance::id::<FeedId>(line.now())
    );
    let made = actor.put_nothing(&feed).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let path = made.json()["path"].as_str().unwrap().to_owned();
    (feed, path)
}

/// What both readers find at an address.
async fn events(line: &Line, path: &str) -> Value {
    let answer = line.nobody().get(path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let both = tokio::task::spawn_blocking(move || readers::read(&[answer.text]))
        .await
        .unwrap();
    let [by_python, by_javascript] = both;
    assert_eq!(by_python, by_javascript);
    assert_eq!(by_python[0]["name"], "Oak Line");
    by_python[0]["events"].clone()
}

async fn show_if(line: &Line, path: &str, tag: &str) -> Answer {
    line.nobody()
        .ask(Method::GET, path, None, &[("if-none-match", tag)])
        .await
}

story! {
    async fn a_calendar_program_reads_ones_shifts_at_a_secret_address(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 2)).await;
        let place = format!("/api/v1/shifts/{shift}/claims/me");
        let (_, path) = subscribe(line, &ana).await;
        assert_eq!(events(line, &path).await, json!([]));
        assert_eq!(ana.put_nothing(&place).await.status, 201);
        let alone = events(line, &path).await;
        let noted = ["starts", "ends", "sequence", "status", "summary", "description"].map(|field| alone[0][field].clone());
        assert_eq!(noted, [json!("2026-06-12T15:00:00Z"), json!("2026-06-12T19:00:00Z"), json!(0), json!("CONFIRMED"),
            json!("From 08:00"), json!(null)]);
        assert_eq!(ben.put_nothing(&place).await.status, 201);
        let together = events(line, &path).await;
        assert_eq!((&together[0]["description"], &together[0]["uid"]), (&json!("With Ben"), &alone[0]["uid"]));

        line.pass(Duration::minutes(5));
        assert_eq!(ana.delete(&place).await.status, 204);
        let given_back = events(line, &path).await;
        let noted = ["uid", "sequence", "status", "description", "stamp"].map(|field| given_back[0][field].clone());
        assert_eq!(noted, [alone[0]["uid"].clone(), json!(1), json!("CANCELLED"), json!(null), json!(line.now())]);
        line.pass(Duration::days(30));
        assert_eq!(events(line, &path).await, json!([]), "thirty days later");
    }
}

story! {
    async fn a_calendar_is_not_sent_again_to_who_has_it(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 2)).await;
        let (_, path) = subscribe(line, &ana).await;
        let first = line.nobody().get(&path).await;
        assert_eq!(first.header("content-type"), "text/calendar; charset=utf-8");
        assert!(first.header("cache-control").starts_with("private"));
        let again = show_if(line, &path, first.header("etag")).await;
        assert_eq!((again.status, again.text.as_str(), again.header("etag")), (304, "", first.header("etag")));
        assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{shift}/claims/me")).await.status, 201);
        let changed = show_if(line, &path, first.header("etag")).await;
        assert_eq!(changed.status, 200);
        assert_ne!(changed.header("etag"), first.header("etag"));
    }
}

story! {
    async fn a_feed_is_made_once_and_its_secret_is_told_once_and_not_kept(line: &Line) {
        let (ana, ben) = (line.peer("Ana").await, line.peer("Ben").await);
        let (feed, path) = subscribe(line, &ana).await;
        let again = ana.put_nothing(&feed).await;
        assert_eq!((again.status, &again.json()["path"]), (200, &json!(null)));
        assert_eq!(ben.put_nothing(&feed).await.code(), "id_taken");
        let secret = path.strip_prefix("/calendar/").unwrap().strip_suffix(".ics").unwrap();
        assert_eq!(secret.len(), 43);
        let kept: Vec<String> = line.db.read(|conn| Ok(calendar_feeds::table.select(calendar_feeds::token_hash).load(conn)?)).await.unwrap();
        assert!(kept.iter().all(|kept| kept != secret));
        assert_eq!(line.nobody().get(&format!("/calendar/{}.ics", kept[0])).await.status, 404);
        for _ in 1..10 {
            subscribe(line, &ana).await;
        }
        let eleventh = format!("/api/v1/calendar-feeds/{}", chance::id::<FeedId>(line.now()));
        assert_eq!(ana.put_nothing(&eleventh).await.code(), "too_many_feeds");
        assert_eq!(ana.get("/api/v1/calendar-feeds").await.json()["items"].as_array().unwrap().len(), 10);
        assert_eq!(ben.get("/api/v1/calendar-feeds").await.json()["items"], json!([]));
    }
}

story! {
    async fn a_revoked_feed_and_one_of_who_has_left_are_as_good_as_absent(line: &Line) {
        let (ana, ben, cai) = (line.peer("Ana").await, line.peer("Ben").await, line.peer("Cai").await);
        let (feed, revoked) = subscribe(line, &ana).await;
        let (_, suspended) = subscribe(line, &ben).await;
        let (_, demoted) = subscribe(line, &cai).await;
        let (_, working) = subscribe(line, &ana).await;
        for path in [&revoked, &suspended, &demoted, &working] {
            assert_eq!(line.nobody().get(path).await.status, 200);
        }
        assert_eq!(ben.delete(&feed).await.status, 404, "another's");
        assert_eq!(ana.delete(&feed).await.status, 204);
        assert_eq!(ana.delete(&feed).await.status, 204, "again");
        assert_eq!(ana.get("/api/v1/calendar-feeds").await.json()["items"].as_array().unwrap().len(), 1);
        let (ben, cai, now) = (ben.id, cai.id, line.now());
        let left = move |conn: &mut warmline::db::Conn| {
            diesel::update(people::table.find(ben)).set(people::suspended_at.eq(now)).execute(conn)?;
            diesel::delete(person_roles::table.filter(person_roles::person_id.eq(cai))).execute(conn)?;
            Ok(())
        };
        line.db.write(left).await.unwrap();
        let unknown = line.nobody().get("/calendar/0123456789.ics").await;
        for path in [&revoked, &suspended, &demoted] {
            let answer = line.nobody().get(path).await;
            assert_eq!((answer.status, answer.said()), (404, unknown.said()));
        }
        assert_eq!(line.nobody().get(&working).await.status, 200);
    }
}

story! {
    async fn what_was_called_off_is_cancelled_and_a_draft_is_not_shown(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let (_, path) = subscribe(line, &ana).await;
        let mut shifts: Vec<ShiftId> = Vec::new();
        for date in ["2026-06-12", "2026-06-14"] {
            let shift = line.shift(&sol, date, "08:00", "12:00", (1, 2)).await;
            assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{shift}/claims/me")).await.status, 201);
            shifts.push(shift.parse().unwrap());
        }
        assert_eq!(events(line, &path).await.as_array().unwrap().len(), 2);
        let (called_off, hidden, by, now) = (shifts[0], shifts[1], sol.id, line.now());
        let change = move |conn: &mut warmline::db::Conn| {
            diesel::insert_into(shift_cancellations::table)
                .values((shift_cancellations::shift_id.eq(called_off), shift_cancellations::cancelled_at.eq(now),
                    shift_cancellations::cancelled_by.eq(by)))
                .execute(conn)?;
            diesel::delete(showings::table.find(hidden)).execute(conn)?;
            Ok(())
        };
        line.db.write(change).await.unwrap();
        let left = events(line, &path).await;
        assert_eq!((left.as_array().unwrap().len(), &left[0]["status"]), (1, &json!("CANCELLED")));
    }
}

story! {
    async fn shifts_of_long_ago_are_left_out(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 2)).await;
        let (_, path) = subscribe(line, &ana).await;
        assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{shift}/claims/me")).await.status, 201);
        line.pass(Duration::days(91));
        assert!(feed::since(line.now()) < warmline::clock::Moment::parse("2026-06-12T19:00:00Z").unwrap());
        assert_eq!(events(line, &path).await.as_array().unwrap().len(), 1);
        line.pass(Duration::days(2));
        assert_eq!(events(line, &path).await, json!([]));
    }
}

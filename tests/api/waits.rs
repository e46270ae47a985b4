//! Who waits for a place on a full shift, and who gets one that is given back.

use std::sync::Arc;

use chrono::Duration;
use diesel::prelude::*;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::sync::Barrier;
use warmline::db::schema::waits;
use warmline::id::ShiftId;
use warmline::role::Role;

use crate::line::{Actor, Line};
use crate::story;
use crate::taking::{about, audited, hide, rows_of};

/// The names of a shift's crew, by place.
async fn crew(line: &Line, shift: &str) -> Vec<String> {
    let shift: ShiftId = shift.parse().unwrap();
    let held = line
        .db
        .read(move |conn| warmline::schedule::store::claims_on(conn, &[shift]));
    held.await
        .unwrap()
        .into_iter()
        .map(|claim| claim.name)
        .collect()
}

fn names(queue: &Value) -> Vec<(String, u64)> {
    let name = |wait: &Value| {
        (
            wait["name"].as_str().unwrap().to_owned(),
            wait["position"].as_u64().unwrap(),
        )
    };
    queue["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(name)
        .collect()
}

async fn outcomes(line: &Line) -> Vec<Option<String>> {
    let rows = line.db.read(|conn| {
        Ok(waits::table
            .order((waits::asked_at, waits::id))
            .select(waits::outcome)
            .load(conn)?)
    });
    rows.await.unwrap()
}

async fn claims(actor: &Actor<'_>, shift: &str) -> u16 {
    actor
        .put_nothing(&about(shift, "claims", "me"))
        .await
        .status
}

story! {
    async fn the_first_who_may_gets_the_place_that_is_given_back(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        let beside = line.shift(&sol, "2026-06-12", "09:00", "13:00", (1, 3)).await;
        let (ana, ben, cem, dua) =
            (line.peer("Ana").await, line.peer("Ben").await, line.peer("Cem").await, line.peer("Dua").await);
        assert_eq!(claims(&ana, &shift).await, 201);
        let wait = about(&shift, "waits", "me");
        for (actor, position) in [(&ben, 1), (&cem, 2), (&dua, 3)] {
            let waiting = actor.put_nothing(&wait).await;
            assert_eq!((waiting.status, &waiting.json()["position"]), (201, &json!(position)));
        }
        assert_eq!(cem.put_nothing(&wait).await.json()["position"], json!(2), "again, and still there");
        let queue = format!("/api/v1/shifts/{shift}/waits");
        let all = [("Ben".to_owned(), 1), ("Cem".to_owned(), 2), ("Dua".to_owned(), 3)];
        assert_eq!(names(&sol.get(&queue).await.json()), all);
        assert_eq!(names(&cem.get(&queue).await.json()), all[1..2], "a peer sees themself");
        assert_eq!(names(&ana.get(&queue).await.json()), []);

        // Ben is elsewhere by now: he is passed over, and waits on.
        assert_eq!(claims(&ben, &beside).await, 201);
        assert_eq!(ana.delete(&about(&shift, "claims", "me")).await.status, 204);
        assert_eq!(crew(line, &shift).await, ["Cem"]);
        assert_eq!(names(&sol.get(&queue).await.json()), [("Ben".to_owned(), 1), ("Dua".to_owned(), 2)]);
        assert!(rows_of(line, &shift).await.contains(&("waited".to_owned(), 0, None)));
        assert_eq!(audited(line, "wait_filled").await, 1);
        assert_eq!(ana.put_nothing(&about(&shift, "claims", "me")).await.codes(), ["shift_full"], "too late");

        // Who is suspended is passed over too; a supervisor who takes a place back frees it as well.
        assert_eq!(ben.delete(&about(&beside, "claims", "me")).await.status, 204);
        assert_eq!(sol.put(&format!("/api/v1/people/{}/suspension", ben.id), json!({})).await.status / 100, 2);
        assert_eq!(sol.delete(&about(&shift, "claims", cem.id)).await.status, 204);
        assert_eq!(crew(line, &shift).await, ["Dua"]);
        assert_eq!(outcomes(line).await, [None, Some("filled".to_owned()), Some("filled".to_owned())]);
    }
}

story! {
    async fn one_waits_only_for_what_one_could_take(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        let beside = line.shift(&sol, "2026-06-12", "11:00", "15:00", (1, 1)).await;
        let soon = line.shift(&sol, "2026-06-10", "23:00", "23:30", (1, 1)).await;
        let wait = |shift: &str| about(shift, "waits", "me");
        assert_eq!(ben.put_nothing(&wait(&shift)).await.codes(), ["not_full"]);
        for shift in [&shift, &soon] {
            assert_eq!(claims(&ana, shift).await, 201);
        }
        assert_eq!(ana.put_nothing(&wait(&shift)).await.codes(), ["already_assigned"]);
        assert_eq!(ben.put_nothing(&wait(&soon)).await.codes(), ["starts_too_soon"]);
        assert_eq!(claims(&ben, &beside).await, 201);
        assert_eq!(ben.put_nothing(&wait(&shift)).await.codes(), ["overlaps"], "all but that it is full");
        assert_eq!(sol.put_nothing(&wait(&shift)).await.codes(), ["not_a_peer"]);
        assert_eq!(ben.put_nothing(&about(&shift, "waits", ana.id)).await.status, 404);
        assert_eq!(ben.delete(&about(&shift, "waits", ana.id)).await.status, 404);
        hide(line, &shift).await;
        assert_eq!(ben.put_nothing(&wait(&shift)).await.status, 404);
        assert_eq!(ben.get(&format!("/api/v1/shifts/{shift}/waits")).await.status, 404);
        let refused = sol.put_nothing(&about(&shift, "waits", ben.id)).await;
        assert_eq!(refused.codes(), ["not_published", "overlaps"]);
    }
}

story! {
    async fn who_leaves_the_queue_gets_nothing_and_nobody_is_put_on_a_shift_that_is_near(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-11", "08:00", "12:00", (1, 1)).await;
        assert_eq!(claims(&ana, &shift).await, 201);
        let wait = about(&shift, "waits", ben.id);
        assert_eq!(sol.put_nothing(&wait).await.status, 201, "for an absent peer");
        assert_eq!(ben.delete(&wait).await.status, 204);
        assert_eq!(ben.delete(&wait).await.status, 204, "again");
        assert_eq!((audited(line, "wait_begun").await, audited(line, "wait_left").await), (1, 1));
        assert_eq!(ana.delete(&about(&shift, "claims", "me")).await.status, 204);
        assert_eq!(crew(line, &shift).await, Vec::<String>::new(), "he had left");
        assert_eq!(claims(&ana, &shift).await, 201);
        assert_eq!(ben.put_nothing(&wait).await.status, 201);
        line.pass(Duration::hours(8) + Duration::seconds(1));
        let (ana, ben) = (line.sign_in("Ana", ana.id).await, line.sign_in("Ben", ben.id).await);
        assert_eq!(ana.delete(&about(&shift, "claims", "me")).await.status, 204);
        assert_eq!(crew(line, &shift).await, Vec::<String>::new(), "in less than twelve hours");
        assert_eq!(claims(&ben, &shift).await, 201, "he may take it himself");
        assert_eq!(outcomes(line).await, [Some("left".to_owned()), Some("filled".to_owned())]);
    }
}

/// Sends all of them at the same moment; answers how often each status came.
async fn race(line: &Line, asks: Vec<(Method, String, String)>) -> Vec<u16> {
    let start = Arc::new(Barrier::new(asks.len()));
    let mut runners = Vec::new();
    for (method, path, token) in asks {
        let (url, start) = (format!("{}{path}", line.url), Arc::clone(&start));
        runners.push(tokio::spawn(async move {
            let client = Client::new();
            start.wait().await;
            let answer = client
                .request(method, url)
                .bearer_auth(token)
                .send()
                .await
                .unwrap();
            answer.status().as_u16()
        }));
    }
    let mut answers = Vec::new();
    for runner in runners {
        answers.push(runner.await.unwrap());
    }
    answers
}

story! {
    async fn sixteen_race_for_a_shift_with_a_queue_and_no_place_is_lost_or_given_twice(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (2, 4)).await;
        let (mut holders, mut waiting, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..4 {
            let holder = line.peer(&format!("Holder{number}")).await;
            assert_eq!(claims(&holder, &shift).await, 201);
            holders.push(holder.token.unwrap());
        }
        for number in 0..2 {
            let waiter = line.peer(&format!("Waiter{number}")).await;
            assert_eq!(waiter.put_nothing(&about(&shift, "waits", "me")).await.status, 201);
            waiting.push(waiter.id);
        }
        for number in 0..12 {
            others.push(line.person(&format!("Other{number}"), &[Role::Peer]).await.token.unwrap());
        }
        // Four give their places back while six claim and six wait.
        let mut asks = Vec::new();
        for token in holders {
            asks.push((Method::DELETE, about(&shift, "claims", "me"), token));
        }
        for (number, token) in others.into_iter().enumerate() {
            let what = if number < 6 { "claims" } else { "waits" };
            asks.push((Method::PUT, about(&shift, what, "me"), token));
        }
        let answers = race(line, asks).await;
        assert_eq!(answers[..4], [204; 4]);
        assert!(answers[4..].iter().all(|status| [201, 409].contains(status)), "{answers:?}");

        let id: ShiftId = shift.parse().unwrap();
        let held = line.db.read(move |conn| warmline::schedule::store::claims_on(conn, &[id])).await.unwrap();
        let mut numbers: Vec<u8> = held.iter().map(|claim| claim.place).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), held.len(), "each on a place of their own");
        assert!(held.len() <= 4);
        // Who stood in the queue before the race got the first two places.
        assert!(waiting.iter().all(|waiter| held.iter().any(|claim| claim.person == *waiter)));
        let claimed = answers[4..10].iter().filter(|status| **status == 201).count();
        let joined = answers[10..].iter().filter(|status| **status == 201).count();
        let left = sol.get(&format!("/api/v1/shifts/{shift}/waits")).await.json()["items"].as_array().unwrap().len();
        assert_eq!(held.len(), 2 + claimed + joined - left, "{answers:?}");
        assert!(left == 0 || held.len() == 4, "nobody waits while a place is free");
    }
}

//! Asking for cover, and taking places over.

use chrono::Duration;
use diesel::prelude::*;
use serde_json::{Value, json};
use warmline::chance;
use warmline::db::schema::{cover_requests, wishes};
use warmline::id::{CoverRequestId, PersonId};
use warmline::role::Role;

use crate::line::{Actor, Line};
use crate::story;
use crate::taking::{about, audited, hide, rows_of, split};

const LIST: &str = "/api/v1/cover-requests";

fn new_wish(line: &Line) -> String {
    let id: CoverRequestId = chance::id(line.now());
    format!("{LIST}/{id}")
}

/// A wish of somebody who takes a place on a shift.
async fn wish(line: &Line, holder: &Actor<'_>, shift: &str) -> String {
    assert_eq!(
        holder
            .put_nothing(&about(shift, "claims", "me"))
            .await
            .status,
        201
    );
    let wish = new_wish(line);
    let asked = holder.put(&wish, json!({"shift_id": shift})).await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    wish
}

async fn open(actor: &Actor<'_>) -> Vec<Value> {
    let list = actor.get(LIST).await.json();
    list["items"].as_array().unwrap().clone()
}

async fn outcomes(line: &Line) -> Vec<Option<String>> {
    let rows = line.db.read(|conn| {
        Ok(cover_requests::table
            .order((cover_requests::asked_at, cover_requests::id))
            .select(cover_requests::outcome)
            .load(conn)?)
    });
    rows.await.unwrap()
}

/// Says what somebody would like to work a week, past the API.
async fn would_like(line: &Line, person: PersonId, hours: i32) {
    let now = line.now();
    let said = line.db.write(move |conn| {
        diesel::insert_into(wishes::table)
            .values((
                wishes::person_id.eq(person),
                wishes::wished_hours.eq(hours),
                wishes::version.eq(1),
                wishes::changed_at.eq(now),
            ))
            .execute(conn)?;
        Ok(())
    });
    said.await.unwrap();
}

story! {
    async fn a_place_is_held_until_somebody_takes_it_over(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        let wish = wish(line, &ana, &shift).await;
        let again = ana.put(&wish, json!({"shift_id": shift})).await;
        assert_eq!((again.status, &again.json()["person_id"]), (200, &json!(ana.id.to_string())));
        assert_eq!(ana.put(&new_wish(line), json!({"shift_id": shift})).await.codes(), ["already_asked"]);
        assert_eq!(ben.put(&wish, json!({"shift_id": shift})).await.code(), "id_taken");
        let seen = open(&ben).await;
        assert_eq!((seen.len(), &seen[0]["may_cover"]["allowed"], &seen[0]["name"]), (1, &json!(true), &json!("Ana")));
        assert_eq!(open(&ana).await[0]["may_cover"], json!(null), "it is her own");
        assert_eq!(open(&sol).await[0]["may_cover"], json!(null));
        assert_eq!(rows_of(line, &shift).await, [("claimed".to_owned(), 0, None)], "hers still");

        let own = ana.put_nothing(&format!("{wish}/cover/me")).await;
        assert_eq!(own.codes(), ["own_place"]);
        let taken = ben.put_nothing(&format!("{wish}/cover/me")).await;
        assert_eq!((taken.status, &taken.json()["person_id"]), (201, &json!(ben.id.to_string())));
        assert_eq!(ben.put_nothing(&format!("{wish}/cover/me")).await.status, 200, "again");
        let mut rows = rows_of(line, &shift).await;
        rows.sort();
        assert_eq!(rows, [("claimed".to_owned(), 0, Some("covered".to_owned())), ("covered".to_owned(), 0, None)]);
        assert_eq!(outcomes(line).await, [Some("covered".to_owned())]);
        assert_eq!(open(&sol).await, Vec::<Value>::new());
        assert_eq!(ana.delete(&wish).await.codes(), ["already_covered"]);
        assert_eq!((audited(line, "cover_requested").await, audited(line, "place_covered").await), (1, 1));
        let cem = line.peer("Cem").await;
        assert_eq!(cem.put_nothing(&format!("{wish}/cover/me")).await.codes(), ["already_covered"]);
        assert_eq!(sol.get(&format!("{wish}/suggestions")).await.json()["items"], json!([]));
    }
}

story! {
    async fn all_reasons_against_the_coverer_are_given_and_the_place_stays(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        let beside = line.shift(&sol, "2026-06-12", "11:00", "15:00", (1, 1)).await;
        let wish = wish(line, &ana, &shift).await;
        assert_eq!(ben.put_nothing(&about(&beside, "claims", "me")).await.status, 201);
        assert_eq!(open(&ben).await, Vec::<Value>::new(), "he may not, and nobody asked him");
        assert_eq!(ben.put_nothing(&format!("{wish}/cover/me")).await.codes(), ["overlaps"]);
        assert_eq!(sol.put_nothing(&format!("{wish}/cover/me")).await.codes(), ["not_a_peer"]);
        assert_eq!(ben.put_nothing(&format!("{wish}/cover/{}", ana.id)).await.status, 404);
        assert_eq!(ben.put_nothing(&format!("{}/cover/me", new_wish(line))).await.status, 404);
        assert_eq!(rows_of(line, &shift).await, [("claimed".to_owned(), 0, None)]);
        line.pass(Duration::hours(44));
        let (ben, sol) = (line.sign_in("Ben", ben.id).await, line.sign_in("Sol", sol.id).await);
        assert_eq!(ben.put_nothing(&format!("{wish}/cover/me")).await.codes(), ["already_started", "overlaps"]);
        assert_eq!(open(&sol).await, Vec::<Value>::new(), "it has begun");
    }
}

story! {
    async fn only_the_holder_and_supervisors_ask_for_cover(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 2)).await;
        let body = json!({"shift_id": shift});
        assert_eq!(ben.put(&new_wish(line), body.clone()).await.status, 404, "holds nothing there");
        assert_eq!(ana.put_nothing(&about(&shift, "claims", "me")).await.status, 201);
        let for_ana = json!({"shift_id": shift, "person_id": ana.id});
        assert_eq!(ben.put(&new_wish(line), for_ana.clone()).await.status, 404);
        let wish = new_wish(line);
        assert_eq!(sol.put(&wish, for_ana).await.status, 201, "for an absent peer");
        for path in [wish.clone(), new_wish(line)] {
            assert_eq!(ben.delete(&path).await.status, 404);
            assert_eq!(ben.get(&format!("{path}/suggestions")).await.status, 404);
            assert_eq!(ben.put_nothing(&format!("{path}/asks/me")).await.status, 404);
            assert_eq!(ben.put_nothing(&format!("{path}/declines/me")).await.status, 404, "nobody asked him");
        }
        assert_eq!(ana.delete(&wish).await.status, 204);
        assert_eq!(ana.delete(&wish).await.status, 204, "again");
        assert_eq!(ben.put_nothing(&format!("{wish}/cover/me")).await.codes(), ["withdrawn"]);
        assert_eq!(audited(line, "cover_withdrawn").await, 1);
        hide(line, &shift).await;
        assert_eq!(ana.put(&new_wish(line), body.clone()).await.status, 404, "a draft");
        assert_eq!(outcomes(line).await, [Some("withdrawn".to_owned())]);
    }
}

story! {
    async fn a_wish_ends_when_its_place_is_given_back(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        let wish = wish(line, &ana, &shift).await;
        assert_eq!(ana.delete(&about(&shift, "claims", "me")).await.status, 204);
        assert_eq!(outcomes(line).await, [Some("released".to_owned())]);
        assert_eq!(ben.put_nothing(&format!("{wish}/cover/me")).await.codes(), ["released"]);
        assert_eq!(sol.put_nothing(&format!("{wish}/asks/{}", ben.id)).await.codes(), ["released"]);
        assert_eq!(ana.delete(&wish).await.status, 204, "nothing to withdraw");
    }
}

story! {
    async fn each_part_of_a_place_is_covered_by_itself(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        let first = wish(line, &ana, &shift).await;
        split(line, &shift, ana.id).await;
        let second = new_wish(line);
        let asked = ana.put(&second, json!({"shift_id": shift})).await;
        assert_eq!((asked.status, &asked.json()["starts_at"]), (201, &json!("2026-06-12T17:00:00Z")));
        assert_eq!(ana.put(&new_wish(line), json!({"shift_id": shift})).await.codes(), ["already_asked"]);
        let page = ben.get(&format!("{LIST}?limit=1")).await.json();
        let rest = ben.get(&format!("{LIST}?limit=1&cursor={}", page["next"].as_str().unwrap())).await.json();
        assert!(first.ends_with(page["items"][0]["id"].as_str().unwrap()));
        assert_eq!((rest["items"][0]["id"].clone(), &rest["next"]), (asked.json()["id"].clone(), &json!(null)));
        let taken = ben.put_nothing(&format!("{second}/cover/me")).await;
        assert_eq!((taken.status, &taken.json()["starts_at"]), (201, &json!("2026-06-12T17:00:00Z")));
        assert_eq!(outcomes(line).await.iter().filter(|outcome| outcome.is_none()).count(), 1, "the first is still open");
        line.pass(Duration::hours(48));
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(ana.put(&new_wish(line), json!({"shift_id": shift})).await.codes(), ["already_started"]);
    }
}

story! {
    async fn whom_to_ask_is_told_in_order_with_the_figures(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let mut peers = Vec::new();
        for name in ["Ben", "Cem", "Dua", "Eli", "Fay"] {
            peers.push(line.peer(name).await);
        }
        line.person("Eva", &[Role::Evaluator]).await;
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        let monday = line.shift(&sol, "2026-06-11", "08:00", "10:00", (1, 1)).await;
        let beside = line.shift(&sol, "2026-06-12", "11:00", "15:00", (1, 1)).await;
        let wish = wish(line, &ana, &shift).await;
        // Ben was asked lately, Cem works two hours, Dua would like ten, Eli is taken, Fay has nothing to say.
        assert_eq!(peers[1].put_nothing(&about(&monday, "claims", "me")).await.status, 201);
        would_like(line, peers[2].id, 10).await;
        assert_eq!(peers[3].put_nothing(&about(&beside, "claims", "me")).await.status, 201);
        assert_eq!(ana.put_nothing(&format!("{wish}/asks/{}", peers[0].id)).await.status, 201);
        let suggestions = ana.get(&format!("{wish}/suggestions")).await.json();
        let told = |items: &Value| {
            let one = |item: &Value| (item["name"].as_str().unwrap().to_owned(), item["hours"].as_f64().unwrap(), item["wished_hours"].as_f64());
            items.as_array().unwrap().iter().map(one).collect::<Vec<_>>()
        };
        let expected = [("Dua", 0.0, Some(10.0)), ("Fay", 0.0, None), ("Cem", 2.0, None), ("Ben", 0.0, None)]
            .map(|(name, hours, wished)| (name.to_owned(), hours, wished));
        assert_eq!(told(&suggestions["items"]), expected);
        assert_eq!(suggestions["items"][3]["last_asked_at"], json!(line.now().to_string()));
        assert_eq!(sol.get(&format!("{wish}/suggestions")).await.json(), suggestions);

        // Who says no is not suggested any more.
        assert_eq!(peers[0].put_nothing(&format!("{wish}/declines/me")).await.json()["answer"], "declined");
        let fewer = ana.get(&format!("{wish}/suggestions")).await.json();
        assert_eq!(told(&fewer["items"]), expected[..3]);
    }
}

story! {
    async fn who_is_asked_sees_the_wish_and_says_yes_or_no(line: &Line) {
        let (sol, ana, ben, cem) =
            (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await, line.peer("Cem").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        let beside = line.shift(&sol, "2026-06-12", "11:00", "15:00", (1, 1)).await;
        let wish = wish(line, &ana, &shift).await;
        assert_eq!(ben.put_nothing(&about(&beside, "claims", "me")).await.status, 201);
        assert_eq!(open(&ben).await.len(), 0);
        let ask = |person: PersonId| format!("{wish}/asks/{person}");
        assert_eq!(ana.put_nothing(&ask(ben.id)).await.status, 201);
        assert_eq!(ana.put_nothing(&ask(ben.id)).await.status, 200, "again");
        assert_eq!(sol.put_nothing(&ask(cem.id)).await.status, 201);
        assert_eq!(ana.put_nothing(&ask(ana.id)).await.codes(), ["own_place"]);
        assert_eq!(ana.put_nothing(&ask(sol.id)).await.codes(), ["not_a_peer"]);
        assert_eq!(ana.put_nothing(&ask(line.nobody().id)).await.status, 404);
        let seen = open(&ben).await;
        assert_eq!(seen[0]["asked"].as_array().unwrap().len(), 1, "he sees that he was asked, not who else");
        assert_eq!(seen[0]["may_cover"]["reasons"][0]["code"], "overlaps");
        assert_eq!(open(&ana).await[0]["asked"].as_array().unwrap().len(), 2);

        let decline = |whom: &str| format!("{wish}/declines/{whom}");
        assert_eq!(ben.put_nothing(&decline("me")).await.status, 201);
        assert_eq!(ben.put_nothing(&decline("me")).await.status, 200, "again");
        assert_eq!(ben.put_nothing(&decline(&cem.id.to_string())).await.status, 404, "for another");
        assert_eq!(sol.put_nothing(&format!("{wish}/cover/{}", cem.id)).await.status, 201, "for an absent peer");
        assert_eq!(cem.put_nothing(&decline("me")).await.codes(), ["already_covered"]);
        let asked = sol.put_nothing(&ask(cem.id)).await;
        assert_eq!((asked.status, &asked.json()["answer"]), (200, &json!("taken")));
        assert_eq!((audited(line, "cover_asked").await, audited(line, "cover_declined").await), (2, 1));
    }
}

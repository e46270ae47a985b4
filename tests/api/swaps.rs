//! Swaps: a place goes to somebody else, for nothing or for one of theirs, and back.

use chrono::Duration;
use diesel::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::Barrier;
use warmline::chance;
use warmline::db::schema::{attendance, claims, swap_acceptances};
use warmline::id::{ShiftId, SwapAcceptanceId, SwapOfferId};
use warmline::role::Role;
use warmline::schedule::store::claims_on;

use crate::line::{Actor, Answer, Line};
use crate::story;

fn new_swap(line: &Line) -> String {
    let id: SwapOfferId = chance::id(line.now());
    format!("/api/v1/swaps/{id}")
}

/// Takes a place on a shift.
async fn takes(actor: &Actor<'_>, shift: &str) {
    let taken = actor
        .put_nothing(&format!("/api/v1/shifts/{shift}/claims/me"))
        .await;
    assert_eq!(taken.status, 201, "{}", taken.text);
}

/// Makes an offer, and answers its address.
async fn offers(line: &Line, actor: &Actor<'_>, offer: Value) -> String {
    let path = new_swap(line);
    let made = actor.put(&path, offer).await;
    assert_eq!(made.status, 201, "{}", made.text);
    path
}

fn acceptance(line: &Line, returns: Option<&str>) -> Value {
    let id: SwapAcceptanceId = chance::id(line.now());
    json!({"id": id, "return_shift_id": returns})
}

async fn accepts(line: &Line, actor: &Actor<'_>, swap: &str, returns: Option<&str>) -> Answer {
    actor
        .put(&format!("{swap}/acceptance"), acceptance(line, returns))
        .await
}

async fn state(actor: &Actor<'_>, swap: &str) -> String {
    actor.get(swap).await.json()["state"]
        .as_str()
        .unwrap_or("unseen")
        .to_owned()
}

/// Who is on a shift, on which place, from and to which local hour.
async fn crew(line: &Line, shift: &str) -> Vec<(String, u8, i64, i64)> {
    let shift: ShiftId = shift.parse().unwrap();
    let held = line
        .db
        .read(move |conn| claims_on(conn, &[shift]))
        .await
        .unwrap();
    let wall = warmline::line::Wall(chrono_tz::America::Los_Angeles);
    let hour = |at| {
        let minutes =
            warmline::line::Wall::shows(wall, at) - wall.shows(wall.midnight(wall.date(at)));
        minutes.num_hours()
    };
    held.into_iter()
        .map(|claim| {
            let (from, to) = (hour(claim.span.starts), hour(claim.span.ends));
            (claim.name, claim.place, from, to)
        })
        .collect()
}

fn on(name: &str, place: u8, from: i64, to: i64) -> (String, u8, i64, i64) {
    (name.to_owned(), place, from, to)
}

/// Supervisors approve swaps from now on.
async fn approval_is_needed(line: &Line) {
    let ada = line.person("Ada", &[Role::Admin]).await;
    let read = ada.get("/api/v1/settings").await;
    let mut wanted = read.json();
    wanted["swaps_need_approval"] = json!(true);
    let put = ada
        .put_on("/api/v1/settings", read.header("etag"), wanted)
        .await;
    assert_eq!(put.status, 200, "{}", put.text);
}

/// What was done to an offer, by the audit log.
async fn audited(line: &Line, swap: &str) -> Vec<String> {
    let subject = swap.rsplit('/').next().unwrap().to_owned();
    let mut actions: Vec<String> = line
        .db
        .read(move |conn| {
            use warmline::db::schema::audit_entries::dsl;
            let rows = dsl::audit_entries.filter(dsl::subject.eq(subject));
            Ok(rows.order(dsl::id).select(dsl::action).load(conn)?)
        })
        .await
        .unwrap();
    actions.retain(|action| action.starts_with("swap_"));
    actions
}

const MORNING: (&str, &str) = ("08:00", "12:00");

async fn morning(line: &Line, sol: &Actor<'_>, date: &str) -> String {
    line.shift(sol, date, MORNING.0, MORNING.1, (1, 1)).await
}

story! {
    async fn a_place_is_given_away_to_somebody_who_was_asked(line: &Line) {
        let (sol, ana, ben, cleo) =
            (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await, line.peer("Cleo").await);
        let shift = morning(line, &sol, "2026-06-12").await;
        takes(&ana, &shift).await;
        let offer = json!({"shift_id": shift, "to": [ben.id]});
        let swap = offers(line, &ana, offer.clone()).await;
        assert_eq!(ana.put(&swap, offer.clone()).await.status, 200, "again");
        assert_eq!(ana.put(&swap, json!({"shift_id": shift, "to": "all"})).await.code(), "id_taken");
        assert_eq!(ana.put(&new_swap(line), offer.clone()).await.codes(), ["already_offered"]);
        assert_eq!((state(&ben, &swap).await, state(&sol, &swap).await), ("open".to_owned(), "open".to_owned()));

        let absent = cleo.get(&new_swap(line)).await;
        for (hidden, nothing) in [
            (cleo.get(&swap).await, absent),
            (accepts(line, &cleo, &swap, None).await, accepts(line, &cleo, &new_swap(line), None).await),
            (cleo.delete(&swap).await, cleo.delete(&new_swap(line)).await),
            (ben.delete(&swap).await, ben.delete(&new_swap(line)).await),
            (cleo.delete(&format!("{swap}/acceptance")).await, cleo.delete(&format!("{}/acceptance", new_swap(line))).await),
            (cleo.put_nothing(&format!("{swap}/declines/me")).await, cleo.put_nothing(&format!("{}/declines/me", new_swap(line))).await),
            (cleo.put_nothing(&format!("{swap}/declines/{}", ben.id)).await, cleo.put_nothing(&format!("{}/declines/me", new_swap(line))).await),
        ] {
            assert_eq!((hidden.status, hidden.said()), (404, nothing.said()));
        }

        let taken_up = acceptance(line, None);
        let path = format!("{swap}/acceptance");
        let accepted = ben.put(&path, taken_up.clone()).await;
        assert_eq!((accepted.status, &accepted.json()["state"]), (201, &json!("settled")), "{}", accepted.text);
        assert_eq!(ben.put(&path, taken_up.clone()).await.status, 200, "again");
        assert_eq!(accepts(line, &ben, &swap, None).await.code(), "no_longer_open");
        assert_eq!(crew(line, &shift).await, [on("Ben", 1, 8, 12)]);
        assert_eq!(ana.put(&swap, offer.clone()).await.status, 200, "sent again, late");
        assert_eq!(ana.put(&new_swap(line), offer).await.code(), "not_held");
        assert_eq!(ana.delete(&swap).await.code(), "already_settled");
        assert_eq!(audited(line, &swap).await, ["swap_offered", "swap_accepted", "swap_settled"]);
        let how: Vec<(String, Option<String>)> = line
            .db
            .read(|conn| Ok(claims::table.order(claims::claimed_at).select((claims::how, claims::release)).load(conn)?))
            .await
            .unwrap();
        assert!(how.contains(&("swapped".to_owned(), None)) && how.contains(&("claimed".to_owned(), Some("swapped".to_owned()))), "{how:?}");

        let other = offers(line, &ben, json!({"shift_id": shift, "to": "all"})).await;
        let stolen = json!({"id": taken_up["id"]});
        assert_eq!(cleo.put(&format!("{other}/acceptance"), stolen).await.code(), "id_taken");
    }
}

story! {
    async fn two_people_change_places_at_one_time_and_back(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let first = morning(line, &sol, "2026-06-12").await;
        let second = line.shift(&sol, "2026-06-12", "09:00", "13:00", (1, 1)).await;
        takes(&ana, &first).await;
        takes(&ben, &second).await;
        let swap = offers(line, &ana, json!({"shift_id": first, "to": [ben.id], "in_return": [second]})).await;
        assert_eq!(accepts(line, &ben, &swap, None).await.codes(), ["required"]);
        assert_eq!(accepts(line, &ben, &swap, Some(&first)).await.codes(), ["not_asked_for"]);
        let accepted = accepts(line, &ben, &swap, Some(&second)).await;
        assert_eq!(accepted.status, 201, "{}", accepted.text);
        assert_eq!(accepted.json()["acceptances"][0]["return_shift_id"], json!(second));
        assert_eq!((crew(line, &first).await, crew(line, &second).await), (vec![on("Ben", 1, 8, 12)], vec![on("Ana", 1, 9, 13)]));

        let undo = format!("{swap}/acceptance");
        assert_eq!(ben.delete(&undo).await.status, 204);
        assert_eq!(ana.delete(&undo).await.status, 204, "again");
        assert_eq!((crew(line, &first).await, crew(line, &second).await), (vec![on("Ana", 1, 8, 12)], vec![on("Ben", 1, 9, 13)]));
        assert_eq!(state(&ana, &swap).await, "undone");
        assert_eq!(accepts(line, &ben, &swap, Some(&second)).await.code(), "no_longer_open");
        assert_eq!(audited(line, &swap).await, ["swap_offered", "swap_accepted", "swap_settled", "swap_undone"]);
        offers(line, &ana, json!({"shift_id": first, "to": [ben.id], "in_return": [second]})).await;
    }
}

/// How often the places that are held on a shift were confirmed.
async fn confirmed(line: &Line, shift: &str) -> Vec<(String, i64)> {
    let shift: ShiftId = shift.parse().unwrap();
    line.db
        .read(move |conn| {
            let mut found = Vec::new();
            for claim in claims_on(conn, &[shift])? {
                let steps = attendance::table.filter(attendance::claim_id.eq(claim.id));
                let count: i64 = steps
                    .filter(attendance::step.eq("confirmed"))
                    .count()
                    .get_result(conn)?;
                found.push((claim.name, count));
            }
            Ok(found)
        })
        .await
        .unwrap()
}

story! {
    async fn a_part_of_a_place_goes_and_the_rest_stays_as_it_was_held(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "14:00", (1, 2)).await;
        takes(&ana, &shift).await;
        let (of_shift, by, now): (ShiftId, _, _) = (shift.parse().unwrap(), ana.id, line.now());
        line.db
            .write(move |conn| {
                for claim in claims_on(conn, &[of_shift])? {
                    let values = (attendance::claim_id.eq(claim.id), attendance::step.eq("confirmed"), attendance::done_at.eq(now), attendance::done_by.eq(by));
                    diesel::insert_into(attendance::table).values(values).execute(conn)?;
                }
                Ok(())
            })
            .await
            .unwrap();
        // 10:00 to 12:00 local.
        let part = json!({"shift_id": shift, "to": [ben.id], "starts_at": "2026-06-12T17:00:00Z", "ends_at": "2026-06-12T19:00:00Z"});
        let swap = offers(line, &ana, part).await;
        assert_eq!(accepts(line, &ben, &swap, None).await.status, 201);
        assert_eq!(crew(line, &shift).await, [on("Ana", 1, 8, 10), on("Ben", 1, 10, 12), on("Ana", 1, 12, 14)]);
        let one_each = |counts: [i64; 3]| [("Ana", counts[0]), ("Ben", counts[1]), ("Ana", counts[2])].map(|(name, count)| (name.to_owned(), count));
        assert_eq!(confirmed(line, &shift).await, one_each([1, 0, 1]), "confirmed by who said so");
        let several = json!({"shift_id": shift, "to": "all"});
        assert_eq!(ana.put(&new_swap(line), several).await.codes(), ["required"], "which of the two?");

        assert_eq!(sol.delete(&format!("{swap}/acceptance")).await.status, 204);
        assert_eq!(crew(line, &shift).await, [on("Ana", 1, 8, 14)], "joined again");
        assert_eq!(confirmed(line, &shift).await, [("Ana".to_owned(), 1)]);
    }
}

story! {
    async fn a_part_goes_back_alone_if_the_rest_was_given_back(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = morning(line, &sol, "2026-06-12").await;
        takes(&ana, &shift).await;
        let swap = offers(line, &ana, json!({"shift_id": shift, "to": [ben.id], "starts_at": "2026-06-12T17:00:00Z"})).await;
        assert_eq!(accepts(line, &ben, &swap, None).await.status, 201);
        assert_eq!(ana.delete(&format!("/api/v1/shifts/{shift}/claims/me")).await.status, 204);
        assert_eq!(crew(line, &shift).await, [on("Ben", 1, 10, 12)]);
        assert_eq!(ben.delete(&format!("{swap}/acceptance")).await.status, 204);
        assert_eq!(crew(line, &shift).await, [on("Ana", 1, 10, 12)]);
    }
}

story! {
    async fn an_offer_with_faults_is_refused_with_all_of_them(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = morning(line, &sol, "2026-06-12").await;
        takes(&ana, &shift).await;
        let unknown: ShiftId = chance::id(line.now());
        let body = json!({"shift_id": shift, "to": [ana.id, sol.id], "in_return": [shift, unknown],
            "starts_at": "2026-06-12T16:10:00Z", "ends_at": "2026-06-12T17:00:00Z", "expires_at": "2026-06-13T00:00:00Z"});
        let answer = ana.put(&new_swap(line), body).await;
        let errors = answer.json()["errors"].as_array().unwrap().clone();
        let found: Vec<(&str, &str)> = errors.iter().map(|one| (one["pointer"].as_str().unwrap(), one["code"].as_str().unwrap())).collect();
        assert_eq!(answer.status, 422);
        assert_eq!(found, [("/to/0", "themselves"), ("/in_return/0", "same_shift"), ("/in_return/1", "unknown_shift"), ("/to/1", "not_a_peer"),
            ("/starts_at", "not_a_quarter_hour"), ("/ends_at", "too_short"), ("/expires_at", "out_of_range")]);
        for wrong in [json!("some"), json!(["x"]), json!(3), json!({})] {
            let answer = ana.put(&new_swap(line), json!({"shift_id": shift, "to": wrong})).await;
            assert_eq!((answer.status, answer.codes()), (422, vec!["wrong_value".to_owned()]), "{}", answer.text);
            assert!(!answer.said().contains("some"), "{}", answer.text);
        }
        assert_eq!(ana.put(&new_swap(line), json!({"shift_id": unknown, "to": "all"})).await.codes(), ["unknown_shift"]);
        let for_another = json!({"shift_id": shift, "to": "all", "person_id": ana.id});
        assert_eq!(ben.put(&new_swap(line), for_another).await.codes(), ["not_yours"]);
        assert_eq!(ben.put(&new_swap(line), json!({"shift_id": shift, "to": "all"})).await.code(), "not_held");
        let outside = json!({"shift_id": shift, "to": "all", "ends_at": "2026-06-12T20:00:00Z"});
        assert_eq!(ana.put(&new_swap(line), outside).await.codes(), ["out_of_range"]);
    }
}

story! {
    async fn whoever_is_named_could_take_the_place(line: &Line) {
        let (sol, ana, ben, cleo) =
            (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await, line.peer("Cleo").await);
        let first = morning(line, &sol, "2026-06-12").await;
        let beside = line.shift(&sol, "2026-06-12", "11:00", "13:00", (1, 2)).await;
        let later = morning(line, &sol, "2026-06-15").await;
        takes(&ana, &first).await;
        takes(&ben, &beside).await;
        takes(&cleo, &later).await;
        let pointed = |answer: &Answer| {
            let errors = answer.json()["errors"].as_array().unwrap().clone();
            let one = |error: &Value| (error["pointer"].as_str().unwrap().to_owned(), error["code"].as_str().unwrap().to_owned());
            errors.iter().map(one).collect::<Vec<_>>()
        };
        let said = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
        let to_both = |returns: Value| json!({"shift_id": first, "to": [cleo.id, ben.id], "in_return": returns});
        let refused = ana.put(&new_swap(line), to_both(json!([]))).await;
        assert_eq!((refused.status, pointed(&refused)), (409, vec![said("/to/1", "not_eligible")]), "and not why");
        let refused = ana.put(&new_swap(line), to_both(json!([later]))).await;
        assert_eq!(pointed(&refused), [said("/to/1", "holds_none")]);
        // Without his place on the other shift Ben is free.
        offers(line, &ana, to_both(json!([later, beside]))).await;
    }
}

story! {
    async fn what_speaks_against_it_is_asked_again_when_an_offer_is_taken_up(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let first = morning(line, &sol, "2026-06-12").await;
        let second = morning(line, &sol, "2026-06-15").await;
        let beside = line.shift(&sol, "2026-06-12", "11:00", "13:00", (1, 2)).await;
        let later = line.shift(&sol, "2026-06-15", "11:00", "13:00", (1, 2)).await;
        takes(&ana, &first).await;
        takes(&ben, &second).await;
        let swap = offers(line, &ana, json!({"shift_id": first, "to": [ben.id], "in_return": [second]})).await;
        takes(&ben, &beside).await;
        takes(&ana, &later).await;
        let before = (crew(line, &first).await, crew(line, &second).await);
        let refused = accepts(line, &ben, &swap, Some(&second)).await;
        assert_eq!((refused.status, refused.codes()), (409, vec!["overlaps".to_owned(), "not_eligible".to_owned()]));
        assert_eq!(refused.json()["errors"][1]["pointer"], "/return_shift_id", "that one is Ana's, and nobody tells Ben why");
        let id: SwapAcceptanceId = chance::id(line.now());
        let for_ben = json!({"id": id, "person_id": ben.id, "return_shift_id": second});
        assert_eq!(sol.put(&format!("{swap}/acceptance"), for_ben).await.codes(), ["overlaps", "overlaps"]);
        assert_eq!((crew(line, &first).await, crew(line, &second).await), before);
        assert_eq!(state(&ben, &swap).await, "open");
        for (actor, shift) in [(&ben, &beside), (&ana, &later)] {
            assert_eq!(actor.delete(&format!("/api/v1/shifts/{shift}/claims/me")).await.status, 204);
        }
        assert_eq!(ben.delete(&format!("/api/v1/shifts/{second}/claims/me")).await.status, 204);
        assert_eq!(accepts(line, &ben, &swap, Some(&second)).await.code(), "not_held");
        takes(&ben, &second).await;
        assert_eq!(accepts(line, &ben, &swap, Some(&second)).await.status, 201);
    }
}

story! {
    async fn an_offer_that_all_decline_is_declined(line: &Line) {
        let (sol, ana, ben, cleo) =
            (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await, line.peer("Cleo").await);
        let shift = morning(line, &sol, "2026-06-12").await;
        takes(&ana, &shift).await;
        let swap = offers(line, &ana, json!({"shift_id": shift, "to": [ben.id, cleo.id]})).await;
        let mine = format!("{swap}/declines/me");
        assert_eq!(ben.put_nothing(&format!("{swap}/declines/{}", cleo.id)).await.status, 404);
        assert_eq!((ben.put_nothing(&mine).await.status, ben.put_nothing(&mine).await.status), (201, 200));
        assert_eq!(accepts(line, &ben, &swap, None).await.code(), "declined_before");
        let seen = cleo.get(&swap).await.json();
        assert_eq!((&seen["state"], &seen["to"], &seen["declined_by"]), (&json!("open"), &json!([cleo.id]), &json!([])));
        assert_eq!(ana.get(&swap).await.json()["declined_by"], json!([ben.id]));
        let declined = sol.put_nothing(&format!("{swap}/declines/{}", cleo.id)).await;
        assert_eq!((declined.status, &declined.json()["state"]), (201, &json!("declined")), "for Cleo, who is away");
        assert_eq!(accepts(line, &cleo, &swap, None).await.code(), "no_longer_open");
        assert_eq!(crew(line, &shift).await, [on("Ana", 1, 8, 12)]);
        offers(line, &ana, json!({"shift_id": shift, "to": "all"})).await;
    }
}

story! {
    async fn an_offer_runs_out_and_a_dropped_place_is_offered_no_more(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let (first, second) = (morning(line, &sol, "2026-06-12").await, morning(line, &sol, "2026-06-13").await);
        takes(&ana, &first).await;
        takes(&ana, &second).await;
        let short = offers(line, &ana, json!({"shift_id": first, "to": [ben.id], "expires_at": line.now().plus(Duration::hours(1))})).await;
        let dropped = offers(line, &ana, json!({"shift_id": second, "to": [ben.id]})).await;
        assert_eq!(ana.delete(&format!("/api/v1/shifts/{second}/claims/me")).await.status, 204);
        assert_eq!(state(&ben, &dropped).await, "withdrawn");
        assert_eq!(accepts(line, &ben, &dropped, None).await.code(), "no_longer_open");
        line.pass(Duration::hours(1));
        let (ana, ben) = (line.sign_in("Ana", ana.id).await, line.sign_in("Ben", ben.id).await);
        assert_eq!(state(&ben, &short).await, "expired");
        assert_eq!(accepts(line, &ben, &short, None).await.code(), "no_longer_open");
        assert_eq!(ben.put_nothing(&format!("{short}/declines/me")).await.code(), "no_longer_open");
        let again = offers(line, &ana, json!({"shift_id": first, "to": "all"})).await;
        assert_eq!(ana.delete(&again).await.status, 204);
        assert_eq!(ana.delete(&again).await.status, 204, "again");
        assert_eq!((state(&ana, &again).await, state(&ben, &again).await), ("withdrawn".to_owned(), "unseen".to_owned()));
        let until_start = offers(line, &ana, json!({"shift_id": first, "to": [ben.id]})).await;
        line.pass(Duration::hours(44));
        let (ana, ben) = (line.sign_in("Ana", ana.id).await, line.sign_in("Ben", ben.id).await);
        assert_eq!(state(&ben, &until_start).await, "expired");
        assert_eq!(ana.put(&new_swap(line), json!({"shift_id": first, "to": "all"})).await.codes(), ["already_started"]);
    }
}

story! {
    async fn a_swap_that_needs_approval_waits_for_it(line: &Line) {
        let (sol, ana, ben, cleo) =
            (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await, line.peer("Cleo").await);
        approval_is_needed(line).await;
        let shift = morning(line, &sol, "2026-06-12").await;
        takes(&ana, &shift).await;
        let swap = offers(line, &ana, json!({"shift_id": shift, "to": "all"})).await;
        let (approval, refusal) = (format!("{swap}/approval"), format!("{swap}/refusal"));
        assert_eq!(sol.put_nothing(&approval).await.code(), "not_awaiting_approval");
        assert_eq!(sol.put_nothing(&refusal).await.code(), "not_awaiting_approval");
        let accepted = accepts(line, &ben, &swap, None).await;
        assert_eq!((accepted.status, &accepted.json()["state"]), (201, &json!("awaiting_approval")));
        assert_eq!(crew(line, &shift).await, [on("Ana", 1, 8, 12)], "not yet");
        assert_eq!(accepts(line, &cleo, &swap, None).await.code(), "no_longer_open");
        assert_eq!(ana.put_nothing(&approval).await.code(), "forbidden");
        let waiting = sol.get("/api/v1/swaps?state=awaiting_approval").await.json();
        assert_eq!(waiting["items"].as_array().unwrap().len(), 1);

        assert_eq!((sol.put_nothing(&refusal).await.status, sol.put_nothing(&refusal).await.status), (201, 200));
        assert_eq!(state(&cleo, &swap).await, "open", "for others");
        assert_eq!(accepts(line, &ben, &swap, None).await.code(), "refused_before");
        assert_eq!(accepts(line, &cleo, &swap, None).await.status, 201);
        assert_eq!(ben.delete(&format!("{swap}/acceptance")).await.status, 404, "that is Cleo's");
        let beside = line.shift(&sol, "2026-06-12", "11:00", "13:00", (1, 2)).await;
        takes(&cleo, &beside).await;
        assert_eq!(sol.put_nothing(&approval).await.codes(), ["overlaps"], "asked again");
        assert_eq!(cleo.delete(&format!("/api/v1/shifts/{beside}/claims/me")).await.status, 204);
        assert_eq!((sol.put_nothing(&approval).await.status, sol.put_nothing(&approval).await.status), (201, 200));
        assert_eq!(crew(line, &shift).await, [on("Cleo", 1, 8, 12)]);
        assert_eq!(audited(line, &swap).await, ["swap_offered", "swap_accepted", "swap_refused", "swap_accepted", "swap_settled"]);
        let seen = ben.get(&swap).await.json();
        assert_eq!(seen["acceptances"].as_array().unwrap().len(), 1, "his own");
        assert_eq!(ana.get(&swap).await.json()["acceptances"].as_array().unwrap().len(), 2);
    }
}

story! {
    async fn what_waits_for_approval_is_taken_back_or_refused_for_good(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        approval_is_needed(line).await;
        let shift = morning(line, &sol, "2026-06-12").await;
        takes(&ana, &shift).await;
        let swap = offers(line, &ana, json!({"shift_id": shift, "to": [ben.id]})).await;
        assert_eq!(accepts(line, &ben, &swap, None).await.status, 201);
        let back = format!("{swap}/acceptance");
        assert_eq!((ben.delete(&back).await.status, ben.delete(&back).await.status), (204, 204));
        assert_eq!(state(&ana, &swap).await, "refused", "nobody is left");
        assert_eq!(sol.put_nothing(&format!("{swap}/approval")).await.code(), "not_awaiting_approval");
        assert_eq!(crew(line, &shift).await, [on("Ana", 1, 8, 12)]);
        let late = offers(line, &ana, json!({"shift_id": shift, "to": [ben.id]})).await;
        assert_eq!(accepts(line, &ben, &late, None).await.status, 201);
        line.pass(Duration::hours(44));
        let sol = line.sign_in("Sol", sol.id).await;
        assert_eq!(state(&sol, &late).await, "expired");
        assert_eq!(sol.put_nothing(&format!("{late}/approval")).await.code(), "not_awaiting_approval");
    }
}

story! {
    async fn a_supervisor_does_each_step_for_who_is_away(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let (first, second) = (morning(line, &sol, "2026-06-12").await, morning(line, &sol, "2026-06-15").await);
        takes(&ana, &first).await;
        takes(&ben, &second).await;
        let offer = json!({"shift_id": first, "person_id": ana.id, "to": [ben.id], "in_return": [second]});
        let swap = offers(line, &sol, offer).await;
        let mut taken_up = acceptance(line, Some(&second));
        let path = format!("{swap}/acceptance");
        assert_eq!(sol.put(&path, taken_up.clone()).await.codes(), ["not_a_peer"], "for themselves");
        taken_up["person_id"] = json!(ben.id);
        assert_eq!(ana.put(&path, taken_up.clone()).await.codes(), ["not_yours"]);
        assert_eq!(sol.put(&path, taken_up).await.status, 201);
        let shown = ana.get(&swap).await.json();
        assert_eq!((&shown["person_id"], &shown["offered_by"]), (&json!(ana.id), &json!(sol.id)));
        let accepted = &shown["acceptances"][0];
        assert_eq!((&accepted["person_id"], &accepted["accepted_by"]), (&json!(ben.id), &json!(sol.id)));
        assert_eq!((crew(line, &first).await, crew(line, &second).await), (vec![on("Ben", 1, 8, 12)], vec![on("Ana", 1, 8, 12)]));
        assert_eq!(sol.delete(&path).await.status, 204);
        assert_eq!((crew(line, &first).await, crew(line, &second).await), (vec![on("Ana", 1, 8, 12)], vec![on("Ben", 1, 8, 12)]));
        let other = offers(line, &sol, json!({"shift_id": first, "person_id": ana.id, "to": "all"})).await;
        assert_eq!(sol.delete(&other).await.status, 204);
        assert_eq!(state(&ana, &other).await, "withdrawn");
    }
}

story! {
    async fn a_swap_is_undone_until_the_earlier_start_if_the_places_are_as_it_left_them(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let (first, second) = (morning(line, &sol, "2026-06-12").await, morning(line, &sol, "2026-06-15").await);
        takes(&ana, &first).await;
        takes(&ben, &second).await;
        let exchange = json!({"shift_id": second, "to": [ana.id], "in_return": [first]});
        let swap = offers(line, &ben, exchange).await;
        assert_eq!(accepts(line, &ana, &swap, Some(&first)).await.status, 201);
        let undo = format!("{swap}/acceptance");
        let place = format!("/api/v1/shifts/{first}/claims/me");
        assert_eq!(ben.delete(&place).await.status, 204);
        assert_eq!(ana.delete(&undo).await.code(), "place_gone");
        takes(&ben, &first).await;
        assert_eq!(ana.delete(&undo).await.code(), "place_gone", "it is another claim");

        let again = offers(line, &ana, json!({"shift_id": second, "to": [ben.id], "in_return": [first]})).await;
        assert_eq!(accepts(line, &ben, &again, Some(&first)).await.status, 201);
        let undo = format!("{again}/acceptance");
        let beside = line.shift(&sol, "2026-06-15", "11:00", "13:00", (1, 2)).await;
        takes(&ana, &beside).await;
        assert_eq!(ben.delete(&undo).await.codes(), ["not_eligible"], "Ana works elsewhere by then, and that is hers");
        assert_eq!(ana.delete(&undo).await.codes(), ["overlaps"]);
        assert_eq!(ana.delete(&format!("/api/v1/shifts/{beside}/claims/me")).await.status, 204);
        line.pass(Duration::hours(44));
        let (ana, ben) = (line.sign_in("Ana", ana.id).await, line.sign_in("Ben", ben.id).await);
        let begun = ana.delete(&undo).await;
        assert_eq!((begun.status, begun.code()), (409, "already_started".to_owned()));
        assert_eq!(state(&ben, &again).await, "settled");
        assert_eq!((crew(line, &first).await, crew(line, &second).await), (vec![on("Ana", 1, 8, 12)], vec![on("Ben", 1, 8, 12)]));
    }
}

story! {
    async fn each_sees_the_offers_that_concern_them_the_newest_first(line: &Line) {
        let (sol, ana, ben, cleo) =
            (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await, line.peer("Cleo").await);
        let mut swaps = Vec::new();
        for (date, to) in [("2026-06-12", json!([ben.id])), ("2026-06-15", json!("all")), ("2026-06-17", json!([cleo.id, ben.id]))] {
            let shift = morning(line, &sol, date).await;
            takes(&ana, &shift).await;
            swaps.push(offers(line, &ana, json!({"shift_id": shift, "to": to})).await);
            line.pass(Duration::seconds(1));
        }
        let ids: Vec<Value> = swaps.iter().map(|swap| json!(swap.rsplit('/').next())).collect();
        let [named, to_all, both] = ids.as_slice() else { panic!("three") };
        let listed = async |actor: &Actor<'_>, query: &str| {
            let list = actor.get(&format!("/api/v1/swaps{query}")).await.json();
            list["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect::<Vec<_>>()
        };
        for actor in [&sol, &ana, &ben] {
            assert_eq!(listed(actor, "").await, [both.clone(), to_all.clone(), named.clone()]);
        }
        assert_eq!(listed(&cleo, "").await, [both.clone(), to_all.clone()]);
        assert_eq!(accepts(line, &ben, &swaps[1], None).await.status, 201);
        assert_eq!(listed(&cleo, "").await, std::slice::from_ref(both), "no longer open");
        assert_eq!(cleo.get(&swaps[1]).await.status, 404);
        assert_eq!(listed(&ben, "?state=settled").await, std::slice::from_ref(to_all), "his own acceptance stays");
        assert_eq!(listed(&sol, "?state=open").await, [both.clone(), named.clone()]);
        assert!(listed(&sol, "?state=declined").await.is_empty());
        assert_eq!(sol.get("/api/v1/swaps?state=lost").await.codes(), ["wrong_value"]);
        let first = sol.get("/api/v1/swaps?limit=2").await.json();
        assert_eq!(first["items"].as_array().unwrap().len(), 2);
        let next = first["next"].as_str().unwrap();
        let last = sol.get(&format!("/api/v1/swaps?limit=2&cursor={next}")).await.json();
        assert_eq!((&last["items"][0]["id"], &last["next"]), (named, &Value::Null));
    }
}

const CROWD: usize = 16;

story! {
    async fn of_sixteen_who_take_up_one_offer_exactly_one_gets_it(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let shift = morning(line, &sol, "2026-06-12").await;
        takes(&ana, &shift).await;
        let other = line.shift(&sol, "2026-06-15", "08:00", "12:00", (1, 16)).await;
        let mut tokens = Vec::new();
        for number in 0..CROWD {
            let peer = line.peer(&format!("Peer{number}")).await;
            takes(&peer, &other).await;
            tokens.push((peer.id, peer.token.unwrap()));
        }
        let swap = offers(line, &ana, json!({"shift_id": shift, "to": "all", "in_return": [other]})).await;
        let start = Arc::new(Barrier::new(CROWD));
        let runners: Vec<_> = tokens
            .into_iter()
            .map(|(id, token)| {
                let (start, url) = (Arc::clone(&start), format!("{}{swap}/acceptance", line.url));
                let body = acceptance(line, Some(&other)).to_string();
                tokio::spawn(async move {
                    let request = reqwest::Client::new().put(url).bearer_auth(token).header("content-type", "application/json").body(body);
                    start.wait().await;
                    let response = request.send().await.unwrap();
                    let status = response.status().as_u16();
                    let said: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
                    (id, status, said["code"].as_str().unwrap_or_default().to_owned())
                })
            })
            .collect();
        let mut told = Vec::new();
        for runner in runners {
            told.push(runner.await.unwrap());
        }
        let (won, lost): (Vec<_>, Vec<_>) = told.iter().partition(|(_, status, _)| *status == 201);
        assert_eq!(won.len(), 1, "{told:?}");
        assert!(lost.iter().all(|(_, status, code)| (*status, code.as_str()) == (409, "no_longer_open")), "{told:?}");
        let (winner, of_shift, of_other) = (won[0].0, shift.parse::<ShiftId>().unwrap(), other.parse::<ShiftId>().unwrap());
        let (held, rows) = line
            .db
            .read(move |conn| {
                let rows: i64 = swap_acceptances::table.count().get_result(conn)?;
                Ok((claims_on(conn, &[of_shift, of_other])?, rows))
            })
            .await
            .unwrap();
        let on = |shift| held.iter().filter(move |claim| claim.shift == shift).map(|claim| claim.person).collect::<Vec<_>>();
        assert_eq!((on(of_shift), rows), (vec![winner], 1));
        let there = on(of_other);
        assert_eq!(there.len(), CROWD);
        let expected = |id| told.iter().any(|(peer, ..)| *peer == id && id != winner) || id == ana.id;
        assert!(there.into_iter().all(expected), "the others keep their places");
        assert_eq!(audited(line, &swap).await, ["swap_offered", "swap_accepted", "swap_settled"]);
    }
}

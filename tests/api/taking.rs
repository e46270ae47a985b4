//! Places given and given back, confirmed, checked in to and out of.

use chrono::Duration;
use diesel::prelude::*;
use serde_json::{Value, json};
use warmline::db::schema::{claims, places, shifts, showings};
use warmline::id::{PersonId, ShiftId};
use warmline::role::Role;

use crate::line::{Actor, Line};
use crate::story;

/// The address of what is done about somebody's place on a shift.
pub(crate) fn about(shift: &str, what: &str, whom: impl std::fmt::Display) -> String {
    format!("/api/v1/shifts/{shift}/{what}/{whom}")
}

/// Makes a shift a draft again, past the API.
pub(crate) async fn hide(line: &Line, shift: &str) {
    let shift: ShiftId = shift.parse().unwrap();
    let hidden = line.db.write(move |conn| {
        diesel::delete(showings::table.find(shift)).execute(conn)?;
        Ok(())
    });
    hidden.await.unwrap();
}

/// Gives a shift a place for a trainee, past the API.
async fn with_shadow(line: &Line, shift: &str) {
    let shift: ShiftId = shift.parse().unwrap();
    let given = line.db.write(move |conn| {
        diesel::update(shifts::table.find(shift))
            .set(shifts::shadow_places.eq(1))
            .execute(conn)?;
        diesel::insert_into(places::table)
            .values((places::shift_id.eq(shift), places::number.eq(51)))
            .execute(conn)?;
        Ok(())
    });
    given.await.unwrap();
}

/// Cuts somebody's place on a shift in two parts, past the API: the first hour, and all but the first two.
pub(crate) async fn split(line: &Line, shift: &str, person: PersonId) {
    let (shift, now): (ShiftId, _) = (shift.parse().unwrap(), line.now());
    let cut = line.db.write(move |conn| {
        let held = warmline::schedule::store::claims_on(conn, &[shift])?;
        let held = held
            .into_iter()
            .find(|claim| claim.person == person)
            .unwrap();
        let (starts, ends) = (held.span.starts, held.span.ends);
        diesel::update(claims::table.find(held.id))
            .set(claims::ends_at.eq(starts.plus(Duration::hours(1))))
            .execute(conn)?;
        let part = warmline::schedule::store::claims::Given {
            id: warmline::chance::id(now),
            shift,
            seat: held.seat,
            place: held.place,
            person,
            span: warmline::schedule::Span {
                starts: starts.plus(Duration::hours(2)),
                ends,
            },
            by: person,
            how: warmline::schedule::shift::How::Swapped,
            override_reason: None,
        };
        warmline::schedule::store::claims::insert(conn, &part, now)
    });
    cut.await.unwrap();
}

/// How the places of a shift were come by and given back: how, whether late, and the kind of release.
pub(crate) async fn rows_of(line: &Line, shift: &str) -> Vec<(String, i32, Option<String>)> {
    let shift: ShiftId = shift.parse().unwrap();
    let rows = line.db.read(move |conn| {
        let rows = claims::table
            .filter(claims::shift_id.eq(shift))
            .order((claims::claimed_at, claims::id));
        Ok(rows
            .select((claims::how, claims::late, claims::release))
            .load(conn)?)
    });
    rows.await.unwrap()
}

/// How often the audit log tells of an action.
pub(crate) async fn audited(line: &Line, action: &str) -> usize {
    use warmline::db::schema::audit_entries;
    let action = action.to_owned();
    let rows = line.db.read(move |conn| {
        let rows = audit_entries::table.filter(audit_entries::action.eq(action));
        Ok(rows.count().get_result::<i64>(conn)?)
    });
    usize::try_from(rows.await.unwrap()).unwrap()
}

async fn crew(sol: &Actor<'_>, date: &str) -> Vec<String> {
    let until = date.parse::<chrono::NaiveDate>().unwrap() + Duration::days(1);
    let shifts = sol
        .get(&format!("/api/v1/shifts?from={date}&to={until}"))
        .await
        .json();
    let crew = shifts["items"][0]["crew"].as_array().unwrap().clone();
    crew.iter()
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect()
}

story! {
    async fn a_supervisor_acts_for_a_peer_who_is_absent(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.add("Ana", &[Role::Peer]).await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 2)).await;
        let given = sol.put_nothing(&about(&shift, "claims", ana)).await;
        let body = given.json();
        assert_eq!((given.status, &body["person_id"], &body["seat"]), (201, &json!(ana.to_string()), &json!("crew")));
        assert_eq!((&body["starts_at"], &body["overridden"]), (&json!("2026-06-12T15:00:00Z"), &json!([])));
        assert_eq!(sol.put_nothing(&about(&shift, "claims", ana)).await.status, 200, "again");
        let confirmed = sol.put_nothing(&about(&shift, "confirmations", ana)).await;
        assert_eq!((confirmed.status, &confirmed.json()["done_by"]), (201, &json!(sol.id.to_string())));
        line.pass(Duration::hours(44));
        let sol = line.sign_in("Sol", sol.id).await;
        assert_eq!(sol.put_nothing(&about(&shift, "check-ins", ana)).await.status, 201);
        assert_eq!(sol.put_nothing(&about(&shift, "check-outs", ana)).await.status, 201);
        assert_eq!(sol.delete(&about(&shift, "claims", ana)).await.status, 204, "while it runs");
        assert_eq!(sol.delete(&about(&shift, "claims", ana)).await.status, 204, "again");
        assert_eq!(rows_of(line, &shift).await, [("assigned".to_owned(), 0, Some("taken_back".to_owned()))]);
        for action in ["shift_assigned", "place_confirmed", "checked_in", "checked_out", "shift_taken_back"] {
            assert_eq!(audited(line, action).await, 1, "{action}");
        }
    }
}

story! {
    async fn a_supervisor_plans_on_drafts_that_peers_do_not_see(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 2)).await;
        hide(line, &shift).await;
        assert_eq!(ana.put_nothing(&about(&shift, "claims", "me")).await.status, 404);
        assert_eq!(sol.put_nothing(&about(&shift, "claims", ana.id)).await.status, 201);
        for (what, status) in [("claims", 404), ("waits", 404)] {
            assert_eq!(ana.delete(&about(&shift, what, "me")).await.status, status, "{what}");
        }
        assert_eq!(ana.put_nothing(&about(&shift, "confirmations", "me")).await.status, 404);
        assert_eq!(sol.put_nothing(&about(&shift, "confirmations", ana.id)).await.status, 404, "nobody knows of it");
        assert_eq!(sol.get("/api/v1/unconfirmed").await.json()["items"], json!([]));
        assert_eq!(sol.delete(&about(&shift, "claims", ana.id)).await.status, 204);
    }
}

story! {
    async fn a_supervisor_overrides_what_may_be_and_says_why(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let first = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        let soon = line.shift(&sol, "2026-06-12", "13:00", "17:00", (1, 1)).await;
        let beside = line.shift(&sol, "2026-06-12", "11:00", "15:00", (1, 1)).await;
        assert_eq!(sol.put_nothing(&about(&first, "claims", ana.id)).await.status, 201);
        let place = about(&soon, "claims", ana.id);
        assert_eq!(sol.put_nothing(&place).await.codes(), ["rest_too_short"]);
        let why = |reason: &str| json!({"override_reason": reason});
        for (reason, code) in [("", "length"), ("one\ntwo", "length"), ("Ask at 555-123-4567.", "identifying")] {
            let refused = sol.put(&place, why(reason)).await;
            let fault = refused.json()["errors"][0].clone();
            assert_eq!((refused.status, &fault["pointer"], &fault["code"]), (422, &json!("/override_reason"), &json!(code)));
        }
        let mine = ana.put(&about(&soon, "claims", "me"), why("I would like to.")).await;
        assert_eq!((mine.status, mine.codes()), (422, vec!["not_yours".to_owned()]));
        let given = sol.put(&place, why("Nobody else can be there.")).await;
        assert_eq!((given.status, &given.json()["overridden"]), (201, &json!(["rest_too_short"])));
        assert_eq!(audited(line, "rules_overridden").await, 1);

        // Overlapping and full, which nobody overrides; the rest that is short is not even named any more.
        let refused = sol.put(&about(&beside, "claims", ana.id), why("Nobody else can.")).await;
        assert_eq!((refused.status, refused.codes()), (409, vec!["overlaps".to_owned()]));
        let full = sol.put(&about(&soon, "claims", ben.id), why("Nobody else can.")).await;
        assert_eq!((full.status, full.codes()), (409, vec!["shift_full".to_owned()]));
        assert_eq!(audited(line, "rules_overridden").await, 1, "not for what was refused");
        // What is not needed is not kept.
        assert_eq!(sol.put(&about(&beside, "claims", ben.id), why("To be sure.")).await.json()["overridden"], json!([]));
        let kept = line.db.read(|conn| Ok(claims::table.filter(claims::override_reason.is_not_null()).count().get_result::<i64>(conn)?));
        assert_eq!(kept.await.unwrap(), 1);
    }
}

story! {
    async fn only_peers_get_places_and_only_supervisors_give_them(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 3)).await;
        let nobody = line.nobody().id;
        for (what, method) in [("claims", "PUT"), ("claims", "DELETE"), ("waits", "PUT"), ("confirmations", "PUT"), ("check-ins", "PUT"),
            ("check-outs", "PUT")] {
            let ask = |whom: PersonId| about(&shift, what, whom);
            assert_eq!(ben.put_nothing(&about(&shift, "claims", "me")).await.status / 100, 2);
            let mut said = Vec::new();
            for whom in [ben.id, sol.id, nobody] {
                let answer = ana.ask(method.parse().unwrap(), &ask(whom), None, &[]).await;
                said.push((answer.status, answer.said()));
            }
            assert!(said.iter().all(|one| one == &said[0] && one.0 == 404), "{method} {what}: {said:?}");
        }
        assert_eq!(sol.put_nothing(&about(&shift, "claims", "me")).await.codes(), ["not_a_peer"]);
        assert_eq!(sol.put_nothing(&about(&shift, "claims", nobody)).await.status, 404);
        assert_eq!(sol.put(&about(&shift, "claims", ana.id), json!({"seat": "guest"})).await.status, 422);
        assert_eq!(sol.put(&about(&shift, "claims", ana.id), json!({"chair": "crew"})).await.codes(), ["unknown_field"]);
        assert_eq!(ana.put_nothing(&about(&shift, "no-shows", "me")).await.code(), "forbidden");
        assert_eq!(ana.get("/api/v1/unconfirmed").await.code(), "forbidden");
    }
}

story! {
    async fn a_trainee_shadows_and_does_not_count(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        let shadow = json!({"seat": "shadow"});
        assert_eq!(ana.put(&about(&shift, "claims", "me"), shadow.clone()).await.codes(), ["shift_full"], "no such place");
        with_shadow(line, &shift).await;
        let taken = ana.put(&about(&shift, "claims", "me"), shadow.clone()).await;
        assert_eq!((taken.status, &taken.json()["seat"]), (201, &json!("shadow")));
        assert_eq!(ana.put_nothing(&about(&shift, "claims", "me")).await.codes(), ["already_assigned"], "as one of the crew");
        assert_eq!(ben.put(&about(&shift, "claims", "me"), shadow).await.codes(), ["shift_full"]);
        assert_eq!(crew(&sol, "2026-06-12").await, Vec::<String>::new());
        assert_eq!(ben.put_nothing(&about(&shift, "claims", "me")).await.status, 201);
        assert_eq!(crew(&sol, "2026-06-12").await, ["Ben"]);
    }
}

story! {
    async fn a_place_is_dropped_until_it_starts_and_late_in_the_last_day(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let soon = line.shift(&sol, "2026-06-11", "08:00", "12:00", (1, 1)).await;
        let far = line.shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1)).await;
        for (shift, late) in [(&soon, 1), (&far, 0)] {
            assert_eq!(ana.put_nothing(&about(shift, "claims", "me")).await.status, 201);
            assert_eq!(ana.delete(&about(shift, "claims", ana.id)).await.status, 204);
            assert_eq!(rows_of(line, shift).await, [("claimed".to_owned(), late, Some("dropped".to_owned()))]);
        }
        assert_eq!(ana.put_nothing(&about(&far, "claims", "me")).await.status, 201);
        split(line, &far, ana.id).await;
        line.pass(Duration::hours(44) + Duration::minutes(30));
        let (sol, ana) = (line.sign_in("Sol", sol.id).await, line.sign_in("Ana", ana.id).await);
        assert_eq!(ana.delete(&about(&far, "claims", "me")).await.status, 204, "the part that has not begun");
        assert_eq!(rows_of(line, &far).await.iter().filter(|row| row.2.is_none()).count(), 1);
        assert_eq!(ana.delete(&about(&far, "claims", "me")).await.codes(), ["already_started"]);
        line.pass(Duration::hours(4));
        let (sol, ana) = (line.sign_in("Sol", sol.id).await, line.sign_in("Ana", ana.id).await);
        assert_eq!(sol.delete(&about(&far, "claims", ana.id)).await.codes(), ["already_over"]);
        assert_eq!(sol.put(&about(&soon, "claims", ana.id), json!({"override_reason": "She was there."})).await.codes(), ["already_over"]);
    }
}

story! {
    async fn places_are_confirmed_in_the_last_two_days_and_supervisors_see_which_are_not(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let later = line.shift(&sol, "2026-06-12", "12:01", "16:00", (1, 2)).await;
        let sooner = line.shift(&sol, "2026-06-11", "08:00", "12:00", (1, 2)).await;
        for (actor, shift) in [(&ana, &later), (&ana, &sooner), (&ben, &sooner)] {
            assert_eq!(actor.put_nothing(&about(shift, "claims", "me")).await.status, 201);
        }
        assert_eq!(ana.put_nothing(&about(&later, "confirmations", "me")).await.codes(), ["too_early"]);
        let open = async |sol: &Actor<'_>| {
            let items = sol.get("/api/v1/unconfirmed").await.json()["items"].clone();
            let name = |item: &Value| (item["shift_id"].as_str().unwrap().to_owned(), item["name"].as_str().unwrap().to_owned());
            items.as_array().unwrap().iter().map(name).collect::<Vec<_>>()
        };
        assert_eq!(open(&sol).await.len(), 2, "not the one in more than 48 hours");
        let page = sol.get("/api/v1/unconfirmed?limit=1").await.json();
        assert_eq!(page["items"].as_array().unwrap().len(), 1);
        let rest = sol.get(&format!("/api/v1/unconfirmed?limit=1&cursor={}", page["next"].as_str().unwrap())).await.json();
        assert_ne!(rest["items"][0]["name"], page["items"][0]["name"]);
        assert_eq!(rest["next"], json!(null));
        assert_eq!(ana.put_nothing(&about(&sooner, "confirmations", "me")).await.status, 201);
        assert_eq!(ana.put_nothing(&about(&sooner, "confirmations", "me")).await.status, 200, "again");
        assert_eq!(open(&sol).await, [(sooner.clone(), "Ben".to_owned())]);

        split(line, &later, ana.id).await;
        line.pass(Duration::minutes(2));
        let both = [(sooner.clone(), "Ben".to_owned()), (later.clone(), "Ana".to_owned())];
        assert_eq!(open(&sol).await, both);
        assert_eq!(ana.put_nothing(&about(&later, "confirmations", "me")).await.status, 201, "all parts");
        assert_eq!(open(&sol).await, both[..1]);
        line.pass(Duration::hours(21));
        let ben = line.sign_in("Ben", ben.id).await;
        assert_eq!(ben.put_nothing(&about(&sooner, "confirmations", "me")).await.codes(), ["already_started"]);
        let sol = line.sign_in("Sol", sol.id).await;
        assert_eq!(open(&sol).await, [], "it has begun");
    }
}

story! {
    async fn who_comes_checks_in_and_out_and_who_does_not_is_noted(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let shift = line.shift(&sol, "2026-06-10", "13:00", "17:00", (1, 2)).await;
        for actor in [&ana, &ben] {
            assert_eq!(actor.put_nothing(&about(&shift, "claims", "me")).await.status, 201);
        }
        let (check_in, check_out) = (about(&shift, "check-ins", "me"), about(&shift, "check-outs", "me"));
        assert_eq!(ana.put_nothing(&check_in).await.codes(), ["too_early"]);
        assert_eq!(ana.put_nothing(&check_out).await.codes(), ["not_checked_in"]);
        assert_eq!(sol.put_nothing(&about(&shift, "no-shows", ben.id)).await.codes(), ["not_started"]);
        assert_eq!(sol.put_nothing(&about(&shift, "no-shows", sol.id)).await.status, 404, "has no place");
        line.pass(Duration::minutes(30));
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(ana.put_nothing(&check_in).await.status, 201);
        assert_eq!(ana.put_nothing(&check_in).await.status, 200, "again");
        line.pass(Duration::minutes(45));
        let (sol, ben) = (line.sign_in("Sol", sol.id).await, line.sign_in("Ben", ben.id).await);
        assert_eq!(sol.put_nothing(&about(&shift, "no-shows", ana.id)).await.codes(), ["checked_in"]);
        let absent = about(&shift, "no-shows", ben.id);
        assert_eq!(sol.put_nothing(&absent).await.json()["step"], "no_show");
        assert_eq!(sol.put_nothing(&absent).await.status, 200, "again");
        assert_eq!(ben.put_nothing(&check_in).await.codes(), ["noted_as_no_show"]);
        assert_eq!(sol.delete(&absent).await.status, 204);
        assert_eq!(sol.delete(&absent).await.status, 204, "again");
        assert_eq!((audited(line, "no_show_noted").await, audited(line, "no_show_taken_back").await), (1, 1));
        assert_eq!(ben.put_nothing(&check_in).await.status, 201);
        line.pass(Duration::hours(7));
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(ana.put_nothing(&check_in).await.status, 200, "done long ago");
        assert_eq!(ana.put_nothing(&check_out).await.status, 201, "three and three quarter hours after the end");
        line.pass(Duration::hours(1));
        let (ana, ben) = (line.sign_in("Ana", ana.id).await, line.sign_in("Ben", ben.id).await);
        assert_eq!(ana.put_nothing(&check_out).await.status, 200, "again");
        assert_eq!(ben.put_nothing(&check_out).await.codes(), ["too_late"]);
    }
}

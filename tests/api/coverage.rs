//! How much of the schedule was staffed, and how the work is spread over the peers.

use chrono::Duration;
use diesel::prelude::*;
use serde_json::{Value, json};
use warmline::chance;
use warmline::clock::Moment;
use warmline::db::schema::{
    attendance, claims, held_qualifications, shift_qualifications, shifts, showings,
    swap_acceptances, swap_offers, wishes,
};
use warmline::id::{ClaimId, HeldQualificationId, PersonId};
use warmline::role::Role;
use warmline::schedule::presence::Step;
use warmline::schedule::shift::{How, Release};

use crate::line::{Actor, Line, support_call};
use crate::reports::{figure, release};
use crate::story;

const JUNE: &str = "/api/v1/reports/coverage?period=2026-06";
const LOAD: &str = "/api/v1/reports/peer-load?period=2026-06";

/// Takes a place on a shift.
async fn take(actor: &Actor<'_>, shift: &str) {
    let answer = actor
        .put_nothing(&format!("/api/v1/shifts/{shift}/claims/me"))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}

/// Keeps a step of whoever holds a place on a shift.
async fn step(line: &Line, shift: &str, person: PersonId, step: Step) {
    let (shift, now) = (shift.to_owned(), line.now());
    let kept = line.db.write(move |conn| {
        let claim: ClaimId = claims::table
            .filter(claims::shift_id.eq(&shift))
            .filter(claims::person_id.eq(person))
            .filter(claims::released_at.is_null())
            .select(claims::id)
            .first(conn)?;
        diesel::insert_into(attendance::table)
            .values((
                attendance::claim_id.eq(claim),
                attendance::step.eq(step),
                attendance::done_at.eq(now),
                attendance::done_by.eq(person),
            ))
            .execute(conn)?;
        Ok(())
    });
    kept.await.unwrap();
}

/// Says that the crew of a shift need wrap, and that somebody holds it to a date.
async fn need_wrap(line: &Line, shift: &str, holders: &[(PersonId, &str)], by: PersonId) {
    let (shift, now) = (shift.to_owned(), line.now());
    let holders: Vec<(PersonId, chrono::NaiveDate)> = holders
        .iter()
        .map(|(person, last)| (*person, last.parse().unwrap()))
        .collect();
    let kept = line.db.write(move |conn| {
        diesel::insert_into(shift_qualifications::table)
            .values((
                shift_qualifications::shift_id.eq(&shift),
                shift_qualifications::qualification.eq("wrap"),
            ))
            .execute(conn)?;
        for (person, last) in &holders {
            diesel::insert_into(held_qualifications::table)
                .values((
                    held_qualifications::id.eq(chance::id::<HeldQualificationId>(now)),
                    held_qualifications::person_id.eq(person),
                    held_qualifications::qualification.eq("wrap"),
                    held_qualifications::earned_on
                        .eq("2025-01-01".parse::<chrono::NaiveDate>().unwrap()),
                    held_qualifications::expires_on.eq(last),
                    held_qualifications::recorded_by.eq(by),
                    held_qualifications::recorded_at.eq(now),
                ))
                .execute(conn)?;
        }
        Ok(())
    });
    kept.await.unwrap();
}

/// Swaps the place that somebody holds on a shift: offered now, settled so many hours later.
async fn swap(line: &Line, shift: &str, person: PersonId, hours: i64) {
    let (shift, now) = (shift.to_owned(), line.now());
    let settled = now.plus(Duration::hours(hours));
    let offer = chance::id::<ClaimId>(now).to_string();
    let kept = line.db.write(move |conn| {
        let (claim, starts, ends): (ClaimId, Moment, Moment) = claims::table
            .filter(claims::shift_id.eq(&shift))
            .filter(claims::person_id.eq(person))
            .select((claims::id, claims::starts_at, claims::ends_at))
            .first(conn)?;
        diesel::insert_into(swap_offers::table)
            .values((
                swap_offers::id.eq(&offer),
                swap_offers::claim_id.eq(claim),
                swap_offers::starts_at.eq(starts),
                swap_offers::ends_at.eq(ends),
                swap_offers::to_all.eq(1),
                swap_offers::offered_at.eq(now),
                swap_offers::offered_by.eq(person),
                swap_offers::expires_at.eq(starts),
            ))
            .execute(conn)?;
        diesel::insert_into(swap_acceptances::table)
            .values((
                swap_acceptances::id.eq(&offer),
                swap_acceptances::offer_id.eq(&offer),
                swap_acceptances::person_id.eq(person),
                swap_acceptances::accepted_at.eq(now),
                swap_acceptances::accepted_by.eq(person),
                swap_acceptances::settled_at.eq(settled),
                swap_acceptances::settled_by.eq(person),
            ))
            .execute(conn)?;
        Ok(())
    });
    kept.await.unwrap();
}

/// Somebody shadows on a shift, surely.
async fn shadow(line: &Line, shift: &str, person: PersonId) {
    let (shift, now) = (shift.to_owned(), line.now());
    let id: ClaimId = chance::id(now);
    let kept = line.db.write(move |conn| {
        let (starts, ends): (Moment, Moment) = shifts::table
            .find(&shift)
            .select((shifts::starts_at, shifts::ends_at))
            .first(conn)?;
        diesel::insert_into(warmline::db::schema::places::table)
            .values((
                warmline::db::schema::places::shift_id.eq(&shift),
                warmline::db::schema::places::number.eq(51),
            ))
            .execute(conn)?;
        diesel::insert_into(claims::table)
            .values((
                claims::id.eq(id),
                claims::shift_id.eq(&shift),
                claims::seat.eq("shadow"),
                claims::place.eq(51),
                claims::person_id.eq(person),
                claims::starts_at.eq(starts),
                claims::ends_at.eq(ends),
                claims::claimed_at.eq(now),
                claims::given_by.eq(person),
                claims::how.eq(How::Assigned),
                claims::changed_at.eq(now),
            ))
            .execute(conn)?;
        diesel::insert_into(attendance::table)
            .values((
                attendance::claim_id.eq(id),
                attendance::step.eq(Step::Confirmed),
                attendance::done_at.eq(now),
                attendance::done_by.eq(person),
            ))
            .execute(conn)?;
        Ok(())
    });
    kept.await.unwrap();
}

/// A month of four shifts that count, and of two that do not.
///
/// Friday 12th 8 to 12 for two: Ana confirmed, Ben checked in. Saturday 13th 12 to 16 for two: Ana confirmed, Ben, whose
/// wrap has run out, too; Cora shadows. Monday 15th 8 to 12 for one: Ben gave it back late, then Ana took it and did not come.
/// Tuesday 16th 20 to 24 for one: nobody.
async fn june(line: &Line, sol: &Actor<'_>, ana: &Actor<'_>, ben: &Actor<'_>, cora: PersonId) {
    let friday = line
        .shift(sol, "2026-06-12", "08:00", "12:00", (2, 3))
        .await;
    let saturday = line
        .shift(sol, "2026-06-13", "12:00", "16:00", (2, 3))
        .await;
    let monday = line
        .shift(sol, "2026-06-15", "08:00", "12:00", (1, 1))
        .await;
    line.shift(sol, "2026-06-16", "20:00", "00:00", (1, 1))
        .await;
    line.shift(sol, "2026-07-01", "08:00", "12:00", (5, 5))
        .await;
    let draft = line
        .shift(sol, "2026-06-20", "08:00", "12:00", (5, 5))
        .await;
    hide(line, &draft).await;
    for (actor, shift) in [
        (ana, &friday),
        (ben, &friday),
        (ana, &saturday),
        (ben, &saturday),
        (ben, &monday),
    ] {
        take(actor, shift).await;
    }
    step(line, &friday, ana.id, Step::Confirmed).await;
    step(line, &friday, ben.id, Step::CheckedIn).await;
    step(line, &saturday, ana.id, Step::Confirmed).await;
    step(line, &saturday, ben.id, Step::Confirmed).await;
    need_wrap(
        line,
        &saturday,
        &[(ana.id, "2026-06-13"), (ben.id, "2026-06-12")],
        sol.id,
    )
    .await;
    shadow(line, &saturday, cora).await;
    swap(line, &friday, ana.id, 3).await;
    swap(line, &saturday, ana.id, 8).await;
    drop_late(line, &monday, ben.id).await;
    take(ana, &monday).await;
    step(line, &monday, ana.id, Step::NoShow).await;
    in_spite(line, &monday, ana.id).await;
}

async fn hide(line: &Line, shift: &str) {
    let shift = shift.to_owned();
    let hidden = line.db.write(move |conn| {
        diesel::delete(showings::table.find(&shift)).execute(conn)?;
        Ok(())
    });
    hidden.await.unwrap();
}

async fn in_spite(line: &Line, shift: &str, person: PersonId) {
    let shift = shift.to_owned();
    let kept = line.db.write(move |conn| {
        let place = claims::table
            .filter(claims::shift_id.eq(&shift))
            .filter(claims::person_id.eq(person));
        diesel::update(place)
            .set(claims::override_reason.eq("She asked for it."))
            .execute(conn)?;
        Ok(())
    });
    kept.await.unwrap();
}

async fn drop_late(line: &Line, shift: &str, person: PersonId) {
    let (shift, now) = (shift.to_owned(), line.now());
    let kept = line.db.write(move |conn| {
        let place = claims::table
            .filter(claims::shift_id.eq(&shift))
            .filter(claims::person_id.eq(person));
        diesel::update(place)
            .set((
                claims::place.eq(None::<i32>),
                claims::released_at.eq(now),
                claims::released_by.eq(person),
                claims::release.eq(Release::Dropped),
                claims::late.eq(1),
            ))
            .execute(conn)?;
        Ok(())
    });
    kept.await.unwrap();
}

story! {
    async fn a_closed_month_says_how_much_of_it_was_staffed(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let cora = line.add("Cora", &[Role::Peer]).await;
        june(line, &sol, &ana, &ben, cora).await;
        line.pass(Duration::days(30));
        let sol = line.sign_in("Sol", sol.id).await;
        release(&sol, "2026-06").await;
        let eve = line.evaluator("Eve").await;
        let report = eve.get(JUNE).await.json();
        // Friday 8 of 8 required hours, Saturday 4 of 8, Monday and Tuesday 0 of 4 each.
        for (name, value) in [
            ("shifts", 4.0), ("required_hours", 24.0), ("staffed_hours", 12.0), ("coverage", 50.0),
            ("unstaffed_hours", 8.0), ("understaffed_hours", 4.0), ("late_cancels", 1.0),
            ("places_needed", 6.0), ("places_filled", 5.0), ("fill_rate", 83.3),
            ("places_held", 5.0), ("no_shows", 1.0), ("no_show_share", 20.0), ("swaps", 2.0), ("swap_hours_median", 5.5),
        ] {
            let figure = figure(&report, "", name);
            assert_eq!((figure["value"].as_f64(), &figure["status"]), (Some(value), &json!("shown")), "{name}");
        }
        assert_eq!((&report["title"], &report["definition_version"]), (&json!("R11 Coverage"), &json!(2)));
        for name in ["Ana", "Ben", "Cora"] {
            assert!(!report.to_string().contains(name), "it names {name}");
        }
        let sheet = eve.get(&format!("{JUNE}&format=csv")).await.text;
        assert!(sheet.lines().any(|row| row.contains(",fill_rate,percent,83.3,shown,")), "{sheet}");
    }
}

story! {
    async fn a_month_without_published_shifts_was_not_measured(line: &Line) {
        let (sol, eve) = (line.supervisor("Sol").await, line.evaluator("Eve").await);
        let draft = line.shift(&sol, "2026-05-20", "08:00", "12:00", (1, 1)).await;
        hide(line, &draft).await;
        release(&sol, "2026-05").await;
        let report = eve.get("/api/v1/reports/coverage?period=2026-05").await.json();
        for name in ["coverage", "fill_rate", "unstaffed_hours", "late_cancels"] {
            let figure = figure(&report, "", name);
            assert_eq!((&figure["value"], &figure["status"]), (&Value::Null, &json!("not_measured")), "{name}");
        }
    }
}

story! {
    async fn supervisors_see_how_the_work_is_spread_over_the_peers(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("=Ana").await, line.peer("Ben").await);
        let cora = line.add("Cora", &[Role::Peer]).await;
        june(line, &sol, &ana, &ben, cora).await;
        let mut hard = support_call(line, Duration::hours(1));
        hard["peer_impact"] = json!(3);
        let call = ana.log(hard).await;
        ana.log(support_call(line, Duration::hours(2))).await;
        let call = call.rsplit('/').next().unwrap();
        let debrief = format!("/api/v1/debriefs/{}", chance::id::<ClaimId>(line.now()));
        assert_eq!(ana.put(&debrief, json!({"call_id": call})).await.status, 201);
        for (person, hours) in [(ana.id, 7), (ben.id, 0)] {
            let now = line.now();
            let kept = line.db.write(move |conn| {
                diesel::insert_into(wishes::table)
                    .values((wishes::person_id.eq(person), wishes::wished_hours.eq(hours), wishes::version.eq(1),
                        wishes::changed_at.eq(now)))
                    .execute(conn)?;
                Ok(())
            });
            kept.await.unwrap();
        }
        let report = sol.get(LOAD).await.json();
        let of = |name: &str| {
            let items = report["items"].as_array().unwrap();
            let mut item = items.iter().find(|item| item["name"] == name).unwrap().clone();
            item.as_object_mut().unwrap().remove("person_id");
            item
        };
        assert_eq!(of("=Ana"), json!({"name": "=Ana", "held": {"hours": 12.0, "nights": 0, "weekend_hours": 4.0},
            "worked": {"hours": 0.0, "nights": 0, "weekend_hours": 0.0}, "contacts": 2, "hard_calls": 1,
            "debriefs_asked": 1, "debriefs_done": 0, "overrides": 1, "late_drops": 0, "no_shows": 1,
            "wished_hours": 30.0, "difference": -18.0}));
        assert_eq!(of("Ben"), json!({"name": "Ben", "held": {"hours": 8.0, "nights": 0, "weekend_hours": 4.0},
            "worked": {"hours": 4.0, "nights": 0, "weekend_hours": 0.0}, "contacts": 0, "hard_calls": 0,
            "debriefs_asked": 0, "debriefs_done": 0, "overrides": 0, "late_drops": 1, "no_shows": 0,
            "wished_hours": 0.0, "difference": 8.0}));
        let idle = of("Cora");
        assert_eq!((&idle["held"]["hours"], &idle["wished_hours"]), (&json!(0.0), &json!(null)), "who shadows is no crew");
        // Differences of -18 and 8: they are 26 apart, so their deviation is 26 by the root of two.
        assert_eq!(report["spread"], json!({"n": 2, "standard_deviation": 18.38, "least": -18.0, "most": 8.0}));
        assert_eq!(report["items"].as_array().unwrap().len(), 3, "supervisors who did no peer's work are left out");
        let sheet = sol.get(&format!("{LOAD}&format=csv")).await;
        assert_eq!(sheet.header("content-type"), "text/csv; charset=utf-8");
        assert!(sheet.text.contains("2026-06,'=Ana,") && sheet.text.contains(",30,-18\r\n"), "{}", sheet.text);
        let pulled = line.person("Max", &[Role::Admin]).await.get("/api/v1/audit-entries?action=report_pulled").await;
        assert!(pulled.text.contains("peer-load 2026-06 csv"), "{}", pulled.text);
    }
}

story! {
    async fn the_load_of_peers_is_for_supervisors_alone(line: &Line) {
        let (sol, eve, ana) = (line.supervisor("Sol").await, line.evaluator("Eve").await, line.peer("Ana").await);
        for actor in [&eve, &ana] {
            assert_eq!(actor.get(LOAD).await.code(), "forbidden");
        }
        let made = eve
            .put(&format!("/api/v1/report-tokens/{}", chance::id::<ClaimId>(line.now())),
                json!({"name": "R", "expires_at": line.now().plus(Duration::days(1))}))
            .await;
        let token = made.json()["token"].as_str().unwrap().to_owned();
        let tool = line.bearer(&token);
        assert_eq!(tool.get("/api/v1/reports").await.status, 200);
        assert!([401, 403].contains(&tool.get(LOAD).await.status));
        let listed = sol.get("/api/v1/reports").await.text;
        assert!(listed.contains("R11") && !listed.contains("peer-load"), "it is never released");
        assert_eq!(sol.get("/api/v1/reports/peer-load?period=2026").await.codes(), ["not_a_month"]);
        assert_eq!(sol.get("/api/v1/reports/peer-load").await.codes(), ["required"]);
    }
}

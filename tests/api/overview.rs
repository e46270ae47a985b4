//! Seeing the schedule: the roster, one's own shifts, what one may take, who is on duty.

use chrono::Duration;
use diesel::prelude::*;
use serde_json::{Value, json};
use warmline::chance;
use warmline::clock::Moment;
use warmline::db::schema::{attendance, places};
use warmline::id::{ClaimId, PersonId, ShiftId};
use warmline::schedule::presence::Step;
use warmline::schedule::shift::How;
use warmline::schedule::store::claims::{self, Given};
use warmline::schedule::{Seat, Span};

use crate::line::{Actor, Line};
use crate::story;

const MAY: &str = "/api/v1/roster?from=2026-06-08&to=2026-06-15";

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

/// Gives somebody a place from one time of 10 June to another, as UTC hours; from place 51 on they shadow.
async fn give(
    line: &Line,
    shift: &str,
    person: PersonId,
    place: u8,
    (from, to): (u8, u8),
) -> ClaimId {
    let (id, now): (ClaimId, _) = (chance::id(line.now()), line.now());
    let hour = |hour: u8| at("2026-06-10T00:00:00Z").plus(Duration::hours(hour.into()));
    let given = Given {
        id,
        shift: shift.parse().unwrap(),
        seat: if place > 50 { Seat::Shadow } else { Seat::Crew },
        place,
        person,
        span: Span {
            starts: hour(from),
            ends: hour(to),
        },
        by: person,
        how: How::Assigned,
        override_reason: None,
    };
    line.db
        .write(move |conn| {
            if place > 50 {
                let row = (
                    places::shift_id.eq(given.shift),
                    places::number.eq(i32::from(place)),
                );
                diesel::insert_into(places::table)
                    .values(row)
                    .execute(conn)?;
            }
            claims::insert(conn, &given, now)
        })
        .await
        .unwrap();
    id
}

async fn did(line: &Line, claim: ClaimId, person: PersonId, step: Step) {
    let now = line.now();
    line.db
        .write(move |conn| {
            let row = (
                attendance::claim_id.eq(claim),
                attendance::step.eq(step),
                attendance::done_at.eq(now),
                attendance::done_by.eq(person),
            );
            diesel::insert_into(attendance::table)
                .values(row)
                .execute(conn)?;
            Ok(())
        })
        .await
        .unwrap();
}

/// The claim that somebody holds on a shift.
async fn claim_of(actor: &Actor<'_>) -> ClaimId {
    let held = actor
        .get("/api/v1/people/me/shifts?from=2026-06-01&to=2026-07-01")
        .await
        .json();
    held["items"][0]["claim_id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}

async fn take(actor: &Actor<'_>, shift: &str) {
    let taken = actor
        .put_nothing(&format!("/api/v1/shifts/{shift}/claims/me"))
        .await;
    assert_eq!(taken.status, 201, "{}", taken.text);
}

fn names(people: &Value) -> Vec<&str> {
    people
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["name"].as_str().unwrap())
        .collect()
}

story! {
    async fn a_supervisor_sees_each_shift_with_its_crew_and_what_it_lacks(line: &Line) {
        let (sol, ana, ben, tim) =
            (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await, line.peer("Tim").await);
        // 13:00 to 17:00 in Los Angeles is 20:00 to 24:00 in UTC.
        let shift = line.shift(&sol, "2026-06-10", "13:00", "17:00", (2, 3)).await;
        let anas = give(line, &shift, ana.id, 1, (20, 24)).await;
        give(line, &shift, ben.id, 2, (20, 22)).await;
        give(line, &shift, tim.id, 51, (20, 24)).await;
        did(line, anas, ana.id, Step::Confirmed).await;
        let roster = sol.get(MAY).await;
        assert_eq!(roster.status, 200, "{}", roster.text);
        let seen = roster.json()["shifts"][0].clone();
        assert_eq!((names(&seen["crew"]), names(&seen["shadows"])), (vec!["Ana", "Ben"], vec!["Tim"]));
        assert_eq!((&seen["missing"], &seen["lead_missing"]), (&json!(1), &json!(false)), "after Ben leaves, whoever shadows");
        assert_eq!(seen["crew"][1]["ends_at"], "2026-06-10T22:00:00Z");
        assert_eq!(seen["crew"][0]["attendance"]["confirmed_at"], json!(line.now()));
        assert_eq!(seen["crew"][0]["attendance"]["no_show_at"], Value::Null);
        let peers = ana.get(MAY).await.json()["shifts"][0].clone();
        assert_eq!((&peers["crew"][0]["attendance"], names(&peers["crew"])), (&Value::Null, vec!["Ana", "Ben"]));
        line.db
            .write(|conn| {
                diesel::delete(warmline::db::schema::showings::table).execute(conn)?;
                diesel::update(warmline::db::schema::shifts::table)
                    .set(warmline::db::schema::shifts::lead_needed.eq(1))
                    .execute(conn)?;
                Ok(())
            })
            .await
            .unwrap();
        assert_eq!(ana.get(MAY).await.json()["shifts"], json!([]), "a draft");
        let draft = sol.get(MAY).await.json()["shifts"][0].clone();
        assert_eq!((&draft["published"], &draft["lead_missing"]), (&json!(false), &json!(true)));
    }
}

story! {
    async fn the_roster_is_of_a_month_at_most(line: &Line) {
        let ana = line.peer("Ana").await;
        for (query, status) in [
            ("from=2026-10-05&to=2026-11-16", 200),
            ("from=2026-10-05&to=2026-11-17", 422),
            ("from=2026-10-05&to=2026-10-05", 422),
        ] {
            assert_eq!(ana.get(&format!("/api/v1/roster?{query}")).await.status, status, "{query}");
        }
    }
}

story! {
    async fn fairness_sets_what_each_holds_against_what_they_wished(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        line.peer("Cleo").await;
        for (actor, wished) in [(&ana, 4), (&ben, 6)] {
            let body = json!({"weekly": [], "wished_hours": wished});
            assert_eq!(actor.put_on("/api/v1/people/me/availability", "0", body).await.status, 200);
        }
        // Friday to Saturday: four of eight hours are of the weekend.
        let night = line.shift(&sol, "2026-06-12", "20:00", "04:00", (1, 1)).await;
        take(&ana, &night).await;
        // It reaches into the week by two hours.
        let sunday = line.shift(&sol, "2026-06-14", "22:00", "02:00", (1, 1)).await;
        take(&ben, &sunday).await;
        let fairness = sol.get(MAY).await.json()["fairness"].clone();
        let row = |at: usize| {
            let row = &fairness["items"][at];
            json!([row["name"], row["hours"], row["nights"], row["weekend_hours"], row["wished_hours"], row["difference"]])
        };
        assert_eq!(row(0), json!(["Ana", 8.0, 1, 4.0, 4.0, 4.0]));
        assert_eq!(row(1), json!(["Ben", 2.0, 0, 2.0, 6.0, -4.0]));
        assert_eq!(row(2), json!(["Cleo", 0.0, 0, 0.0, null, null]), "no wish, no difference");
        assert_eq!((fairness["items"].as_array().unwrap().len(), &fairness["spread"]), (3, &json!(5.66)), "of 4 and -4: the root of 32");
        let next = sol.get("/api/v1/roster?from=2026-06-15&to=2026-06-22").await.json();
        assert_eq!((&next["fairness"]["items"][1]["hours"], &next["fairness"]["items"][1]["nights"]), (&json!(2.0), &json!(1)));
        let own = ben.get(MAY).await.json()["fairness"].clone();
        assert_eq!((names(&own["items"]), &own["spread"]), (vec!["Ben"], &Value::Null), "nothing of others");
    }
}

story! {
    async fn a_peer_sees_the_places_that_they_hold_page_by_page(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let mut shifts = Vec::new();
        for date in ["2026-06-12", "2026-06-15", "2026-06-17"] {
            let shift = line.shift(&sol, date, "08:00", "12:00", (1, 2)).await;
            take(&ana, &shift).await;
            shifts.push(shift);
        }
        let first = claim_of(&ana).await;
        did(line, first, ana.id, Step::Confirmed).await;
        let list = "/api/v1/people/me/shifts?from=2026-06-10&to=2026-06-20&limit=2";
        let page = ana.get(list).await.json();
        let row = &page["items"][0];
        assert_eq!((&row["shift_id"], &row["seat"], &row["claimed_at"]), (&json!(shifts[0]), &json!("crew"), &json!(line.now())));
        assert_eq!((&row["confirmed"], &row["confirmed_at"]), (&json!(true), &json!(line.now())));
        assert_eq!((&page["items"][1]["confirmed"], &page["items"][1]["confirmed_at"]), (&json!(false), &Value::Null));
        let cursor = page["next"].as_str().unwrap();
        let rest = ana.get(&format!("{list}&cursor={cursor}")).await.json();
        assert_eq!((rest["items"].as_array().unwrap().len(), &rest["items"][0]["shift_id"]), (1, &json!(shifts[2])));
        assert_eq!(rest["next"], Value::Null);
        assert_eq!(ana.delete(&format!("/api/v1/shifts/{}/claims/me", shifts[2])).await.status, 204);
        assert_eq!(ana.get(list).await.json()["next"], Value::Null, "given back");

        let span = "shifts?from=2026-06-10&to=2026-06-20";
        let absent = ben.get(&format!("/api/v1/people/{}/{span}", line.nobody().id)).await;
        let anas = ben.get(&format!("/api/v1/people/{}/{span}", ana.id)).await;
        assert_eq!((anas.status, anas.said()), (404, absent.said()));
        let by_sol = sol.get(&format!("/api/v1/people/{}/{span}", ana.id)).await.json();
        assert_eq!(by_sol["items"].as_array().unwrap().len(), 2);
    }
}

story! {
    async fn the_shifts_that_are_open_to_me_fill_their_pages(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let mut open = Vec::new();
        for (date, taken) in
            [("2026-06-12", true), ("2026-06-15", false), ("2026-06-16", true), ("2026-06-17", true), ("2026-06-18", false), ("2026-06-20", false)]
        {
            let shift = line.shift(&sol, date, "08:00", "12:00", (1, 1)).await;
            if taken { take(&ben, &shift).await } else { open.push(shift) }
        }
        let list = "/api/v1/shifts?from=2026-06-11&to=2026-06-25&open_to_me=true&limit=2";
        let ids = |page: &Value| -> Vec<String> {
            page["items"].as_array().unwrap().iter().map(|shift| shift["id"].as_str().unwrap().to_owned()).collect()
        };
        let first = ana.get(list).await;
        assert!(first.header("link").contains("open_to_me=true"));
        let first = first.json();
        assert_eq!(ids(&first), open[..2]);
        assert!(first["items"].as_array().unwrap().iter().all(|shift| shift["may_claim"]["allowed"] == true));
        let rest = ana.get(&format!("{list}&cursor={}", first["next"].as_str().unwrap())).await.json();
        assert_eq!((ids(&rest), &rest["next"]), (open[2..].to_vec(), &Value::Null));
        assert_eq!(sol.get(list).await.json()["items"], json!([]), "no peer");
        let all = ana.get(&list.replace("true", "false").replace("limit=2", "limit=50")).await.json();
        assert_eq!(ids(&all).len(), 6);
        assert_eq!(ana.get(&list.replace("true", "yes")).await.codes(), ["wrong_value"]);
    }
}

story! {
    async fn on_duty_is_who_answers_now_and_not_who_shadows_left_or_comes_later(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let mut people = Vec::new();
        for name in ["Ana", "Ben", "Cleo", "Dan", "Tim"] {
            people.push(line.peer(name).await);
        }
        let [ana, ben, cleo, dan, tim] = people.try_into().ok().unwrap();
        let shift = line.shift(&sol, "2026-06-10", "13:00", "17:00", (1, 5)).await;
        let anas = give(line, &shift, ana.id, 1, (20, 24)).await;
        give(line, &shift, ben.id, 2, (22, 24)).await;
        let cleos = give(line, &shift, cleo.id, 3, (20, 24)).await;
        give(line, &shift, dan.id, 2, (20, 22)).await;
        give(line, &shift, tim.id, 51, (20, 24)).await;
        let before = sol.get("/api/v1/on-duty").await.json();
        assert_eq!((&before["shifts"], &before["since"]), (&json!([]), &Value::Null));
        assert_eq!(names(&before["next"][0]["crew"]), ["Ana", "Dan", "Ben", "Cleo"], "who shadows does not answer");
        line.pass(Duration::hours(1));
        did(line, anas, ana.id, Step::CheckedIn).await;
        did(line, cleos, sol.id, Step::NoShow).await;
        let now = line.sign_in("Ana", ana.id).await.get("/api/v1/on-duty").await.json();
        let running = &now["shifts"][0];
        assert_eq!((names(&running["crew"]), names(&running["later"]), names(&running["shadows"])), (vec!["Ana", "Dan"], vec!["Ben"], vec!["Tim"]));
        assert_eq!((&running["crew"][0]["checked_in"], &running["crew"][1]["checked_in"]), (&json!(true), &json!(false)));
        assert_eq!(running["crew"][1]["ends_at"], "2026-06-10T22:00:00Z", "the time of their part");
        assert_eq!((&now["since"], &now["next"]), (&json!("2026-06-10T20:00:00Z"), &json!([])));
        line.pass(Duration::hours(2));
        did(line, anas, ana.id, Step::CheckedOut).await;
        let later = line.sign_in("Sol", sol.id).await.get("/api/v1/on-duty").await.json();
        assert_eq!(names(&later["shifts"][0]["crew"]), ["Ben"]);
    }
}

story! {
    async fn the_next_shifts_are_those_that_start_first_within_a_day(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let mut wanted: Vec<ShiftId> = Vec::new();
        for (date, starts, ends) in [("2026-06-11", "12:00", "14:00"), ("2026-06-11", "10:00", "12:00"), ("2026-06-11", "10:00", "13:00"), ("2026-06-11", "11:00", "12:00")] {
            let shift = line.shift(&sol, date, starts, ends, (1, 1)).await;
            if starts == "10:00" {
                wanted.push(shift.parse().unwrap());
            }
        }
        let next = |duty: &Value| -> Vec<ShiftId> {
            let mut ids: Vec<ShiftId> = duty["next"].as_array().unwrap().iter().map(|shift| shift["shift_id"].as_str().unwrap().parse().unwrap()).collect();
            ids.sort();
            ids
        };
        wanted.sort();
        assert_eq!(next(&sol.get("/api/v1/on-duty").await.json()), wanted);
        line.pass(-Duration::hours(2) - Duration::minutes(1));
        let sol = line.sign_in("Sol", sol.id).await;
        assert_eq!(next(&sol.get("/api/v1/on-duty").await.json()), [], "a minute more than a day ahead");
    }
}

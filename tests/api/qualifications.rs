//! Qualifications: the catalogue, what people hold, what runs out.

use chrono::Duration;
use diesel::prelude::*;
use serde_json::{Value, json};
use warmline::chance;
use warmline::id::{HeldQualificationId, PersonId};
use warmline::role::Role;

use crate::line::{Actor, Line};
use crate::story;

/// The address of a held qualification that is not there yet.
fn new_held(line: &Line, person: PersonId) -> String {
    let id: HeldQualificationId = chance::id(line.now());
    format!("/api/v1/people/{person}/qualifications/{id}")
}

fn earned(code: &str, earned_on: &str, expires_on: Option<&str>) -> Value {
    json!({"qualification": code, "earned_on": earned_on, "expires_on": expires_on})
}

/// Records a qualification and answers its address.
async fn record(line: &Line, sol: &Actor<'_>, person: PersonId, body: Value) -> String {
    let path = new_held(line, person);
    let answer = sol.put(&path, body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    path
}

/// One field of every row of a list.
async fn column(actor: &Actor<'_>, path: &str, field: &str) -> Vec<Value> {
    let list = actor.get(path).await.json();
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item[field].clone()).collect()
}

/// The actions of the audit log, with what they were done to.
async fn audited(line: &Line, actions: &'static str) -> Vec<(String, String)> {
    use warmline::db::schema::audit_entries::dsl::{action, audit_entries, id, subject};
    let look = move |conn: &mut warmline::db::Conn| {
        let told = audit_entries.filter(action.like(actions)).order(id);
        Ok(told
            .select((action, subject))
            .load::<(String, String)>(conn)?)
    };
    let mut told = line.db.read(look).await.unwrap();
    told.sort();
    told
}

story! {
    async fn a_supervisor_adds_to_the_catalogue_and_everybody_on_the_line_reads_it(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let seeded = ["basic_cbt", "motivational_interviewing", "peer_certification", "shift_lead", "wrap"];
        assert_eq!(column(&ana, "/api/v1/qualifications", "code").await, seeded);
        let (path, body) = ("/api/v1/qualifications/naloxone", json!({"name": " Naloxone training "}));
        let added = sol.put(path, body.clone()).await;
        assert_eq!((added.status, added.json()), (201, json!({"code": "naloxone", "name": "Naloxone training"})));
        assert_eq!(sol.put(path, body).await.status, 200, "again");
        let other = sol.put(path, json!({"name": "First aid"})).await;
        assert_eq!((other.status, other.code()), (409, "code_taken".to_owned()));
        assert_eq!(column(&ana, "/api/v1/qualifications", "name").await[2], "Naloxone training");
        assert_eq!(audited(line, "qualification%").await, [("qualification_added".to_owned(), "naloxone".to_owned())]);
    }
}

story! {
    async fn a_code_or_name_that_is_none_is_refused_without_repeating_it(line: &Line) {
        let sol = line.supervisor("Sol").await;
        for code in ["Naloxone", "2nd", "a-b", &"x".repeat(41)] {
            let answer = sol.put(&format!("/api/v1/qualifications/{code}"), json!({"name": "Naloxone"})).await;
            assert_eq!((answer.status, &answer.json()["errors"][0]["pointer"]), (422, &json!("/code")), "{code}");
            assert!(!answer.said().contains(code), "{}", answer.text);
        }
        for name in ["  ", "a\u{0}b", &"x".repeat(81)] {
            let answer = sol.put("/api/v1/qualifications/naloxone", json!({"name": name})).await;
            assert_eq!((answer.status, &answer.json()["errors"][0]["pointer"]), (422, &json!("/name")));
        }
    }
}

story! {
    async fn a_qualification_is_recorded_once_however_often_it_is_sent(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let (path, body) = (new_held(line, ana.id), earned("wrap", "2024-06-10", Some("2026-06-10")));
        let made = sol.put(&path, body.clone()).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let row = made.json();
        assert_eq!((&row["person_id"], &row["recorded_by"]), (&json!(ana.id), &json!(sol.id)));
        assert_eq!((&row["holds_today"], &row["withdrawn_at"]), (&json!(true), &json!(null)));
        let again = sol.put(&path, body.clone()).await;
        assert_eq!((again.status, again.json()), (200, row.clone()));
        let other = sol.put(&path, earned("wrap", "2024-06-10", None)).await;
        assert_eq!((other.status, other.code()), (409, "id_taken".to_owned()));
        let of_another = path.replace(ana.id.as_str(), sol.id.as_str());
        assert_eq!(sol.put(&of_another, body).await.code(), "id_taken");
        assert_eq!(ana.get("/api/v1/people/me/qualifications").await.json()["items"], json!([row]));
        let id = row["id"].as_str().unwrap().to_owned();
        assert_eq!(audited(line, "qualification%").await, [("qualification_recorded".to_owned(), id)]);
    }
}

story! {
    async fn today_is_the_lines_own_date(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        // 23:30 on 10 June in Los Angeles; it is the 11th in UTC.
        line.pass(Duration::minutes(690));
        let sol = line.sign_in("Sol", sol.id).await;
        let tomorrow = sol.put(&new_held(line, ana.id), earned("wrap", "2026-06-11", None)).await;
        assert_eq!(tomorrow.codes(), ["in_the_future"]);
        let path = record(line, &sol, ana.id, earned("wrap", "2024-06-10", Some("2026-06-10"))).await;
        let list = path.rsplit_once('/').unwrap().0;
        assert_eq!(column(&sol, list, "holds_today").await, [true]);
        line.pass(Duration::hours(1));
        let sol = line.sign_in("Sol", sol.id).await;
        assert_eq!(column(&sol, list, "holds_today").await, [false]);
        record(line, &sol, ana.id, earned("wrap", "2026-06-11", None)).await;
        assert_eq!(column(&sol, list, "holds_today").await, [true, false], "the renewal first");
    }
}

story! {
    async fn what_cannot_be_recorded_is_refused_with_every_fault(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let answer = sol.put(&new_held(line, ana.id), earned("astrology", "2026-06-12", Some("2026-06-11"))).await;
        assert_eq!((answer.status, answer.codes()), (422, vec!["unknown_qualification".to_owned(), "in_the_future".to_owned(), "out_of_range".to_owned()]));
        let pointers: Vec<Value> = answer.json()["errors"].as_array().unwrap().iter().map(|fault| fault["pointer"].clone()).collect();
        assert_eq!(pointers, ["/qualification", "/earned_on", "/expires_on"]);
        assert!(!answer.said().contains("astrology"));
        let malformed = sol.put(&new_held(line, ana.id), earned("WRAP!", "2026-06-10", None)).await;
        assert_eq!((malformed.status, &malformed.json()["errors"][0]["pointer"]), (422, &json!("/qualification")));
        for (day, last) in [("1966-06-09", None), ("2026-06-10", Some("2086-06-11")), ("1900-01-01", None)] {
            assert_eq!(sol.put(&new_held(line, ana.id), earned("wrap", day, last)).await.codes(), ["out_of_range"], "{day}");
        }
        let nobody = new_held(line, chance::id(line.now()));
        assert_eq!(sol.put(&nobody, earned("wrap", "2026-06-01", None)).await.code(), "not_found");
        assert_eq!(column(&sol, &format!("/api/v1/people/{}/qualifications", ana.id), "id").await, [json!(null); 0]);
    }
}

story! {
    async fn what_was_taken_back_stays_with_who_and_when(line: &Line) {
        let (sol, tom, ana) = (line.supervisor("Sol").await, line.supervisor("Tom").await, line.peer("Ana").await);
        let path = record(line, &sol, ana.id, earned("wrap", "2026-06-01", None)).await;
        assert_eq!(tom.delete(&path).await.status, 204);
        line.pass(Duration::minutes(1));
        assert_eq!(sol.delete(&path).await.status, 204, "again");
        let row = ana.get("/api/v1/people/me/qualifications").await.json()["items"][0].clone();
        assert_eq!((&row["withdrawn_by"], &row["withdrawn_at"]), (&json!(tom.id), &json!("2026-06-10T19:00:00Z")));
        assert_eq!(row["holds_today"], false);
        assert_eq!(sol.put(&path, earned("wrap", "2026-06-01", None)).await.status, 200, "late, but the same");
        assert_eq!(sol.delete(&new_held(line, ana.id)).await.code(), "not_found");
        let under_another = path.replace(ana.id.as_str(), tom.id.as_str());
        assert_eq!(sol.delete(&under_another).await.code(), "not_found");
        let withdrawn = audited(line, "qualification_withdrawn").await;
        assert_eq!(withdrawn.len(), 1, "{withdrawn:?}");
    }
}

story! {
    async fn a_peer_reads_their_own_and_a_supervisor_everybodys(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let both = line.person("Tom", &[Role::Peer, Role::Supervisor]).await;
        record(line, &sol, ana.id, earned("wrap", "2026-06-01", None)).await;
        let of = |person: PersonId| format!("/api/v1/people/{person}/qualifications");
        for (who, path, seen) in [
            (&ana, of(ana.id), 1),
            (&ana, "/api/v1/people/me/qualifications".to_owned(), 1),
            (&ben, "/api/v1/people/me/qualifications".to_owned(), 0),
            (&sol, of(ana.id), 1),
            (&both, of(ana.id), 1),
            (&both, of(ben.id), 0),
        ] {
            assert_eq!(column(who, &path, "id").await.len(), seen, "{path}");
        }
        assert_eq!(ben.get(&of(ana.id)).await.code(), "not_found");
        assert_eq!(sol.get(&of(chance::id(line.now()))).await.code(), "not_found");
        assert_eq!(ana.put(&new_held(line, ana.id), earned("wrap", "2026-06-01", None)).await.code(), "forbidden");
    }
}

story! {
    async fn what_runs_out_is_listed_with_its_holder_the_soonest_first(line: &Line) {
        let (sol, ana, ben) = (line.supervisor("Sol").await, line.peer("Ana").await, line.peer("Ben").await);
        let gone = line.peer("Gil").await;
        for (person, code, last) in [
            (ana.id, "wrap", Some("2026-08-09")),
            (ana.id, "basic_cbt", Some("2026-08-10")),
            (ana.id, "peer_certification", None),
            (ben.id, "wrap", Some("2026-03-12")),
            (ben.id, "basic_cbt", Some("2026-03-11")),
            (ben.id, "peer_certification", Some("2026-06-20")),
            (gone.id, "wrap", Some("2026-06-20")),
        ] {
            record(line, &sol, person, earned(code, "2024-01-01", last)).await;
        }
        let renewal = record(line, &sol, ben.id, earned("peer_certification", "2026-06-10", Some("2030-06-10"))).await;
        let (id, now) = (gone.id, line.now());
        line.db
            .write(move |conn| {
                use warmline::db::schema::people;
                diesel::update(people::table.find(id)).set(people::suspended_at.eq(now)).execute(conn)?;
                Ok(())
            })
            .await
            .unwrap();
        let path = "/api/v1/expiring-qualifications";
        assert_eq!(column(&sol, path, "expires_on").await, ["2026-03-12", "2026-08-09"], "60 days if not said");
        assert_eq!(column(&sol, &format!("{path}?within_days=59"), "person_name").await, ["Ben"]);
        let wider = format!("{path}?within_days=61");
        assert_eq!(column(&sol, &wider, "person_name").await, ["Ben", "Ana", "Ana"]);
        let list = sol.get(path).await.json();
        assert_eq!((&list["today"], &list["time_zone"]), (&json!("2026-06-10"), &json!("America/Los_Angeles")));
        let first = &list["items"][0];
        assert_eq!((&first["person_id"], &first["qualification"]), (&json!(ben.id), &json!("wrap")));
        assert_eq!(first["qualification_name"], "Wellness Recovery Action Plan (WRAP) training");
        sol.delete(&renewal).await;
        assert_eq!(column(&sol, path, "expires_on").await, ["2026-03-12", "2026-06-20", "2026-08-09"], "the renewal was none");
        for days in ["0", "367", "-1", "many", "1e2", "99999999999999999999"] {
            let answer = sol.get(&format!("{path}?within_days={days}")).await;
            assert_eq!((answer.status, &answer.json()["errors"][0]["pointer"]), (422, &json!("/within_days")), "{days}");
        }
    }
}

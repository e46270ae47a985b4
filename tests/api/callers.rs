//! Callers who call again: how they are told apart, what a peer learns of it, and how it is forgotten.

use chrono::Duration;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::{Value, json};
use warmline::audit::{Action, store as audit};
use warmline::cli::year_keys;
use warmline::clock::Moment;
use warmline::db::Conn;
use warmline::db::schema::{calls, shredded_years};
use warmline::error::Error;
use warmline::id::CallId;
use warmline::line::{Tier, store as settings};

use crate::line::{Actor, Answer, Line, new_call, support_call};
use crate::story;

const TODAY: &str = "/api/v1/contacts-today";

/// From now on the line keeps codes this far.
async fn keep_codes(line: &Line, tier: Tier) {
    let change = move |conn: &mut Conn| {
        let mut line = settings::find(conn)?;
        line.caller_codes = tier;
        settings::update(conn, &line)
    };
    line.db.write(change).await.unwrap();
}

/// A call that began so many minutes ago and lasted five.
fn call(line: &Line, minutes_ago: i64, phone: &str) -> Value {
    let started_at = line.now().minus(Duration::minutes(minutes_ago));
    json!({"started_at": started_at, "ended_at": started_at.plus(Duration::minutes(5)), "contact_type": "support",
        "reasons": ["sleep"], "caller": {"phone": phone}})
}

fn id_of(path: &str) -> CallId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

async fn code_of(line: &Line, path: &str) -> Option<String> {
    let id = id_of(path);
    let code = move |conn: &mut Conn| {
        Ok(calls::table
            .find(id)
            .select(calls::caller_code)
            .first(conn)?)
    };
    line.db.read(code).await.unwrap()
}

async fn today(peer: &Actor<'_>, phone: &str) -> Answer {
    peer.post(TODAY, json!({"caller": {"phone": phone}})).await
}

#[derive(QueryableByName)]
struct One {
    #[diesel(sql_type = Text)]
    text: String,
}

/// Everything that is in the database, as text.
async fn everything(line: &Line) -> String {
    let dump = |conn: &mut Conn| {
        let tables = match conn {
            Conn::Sqlite(_) => "SELECT name AS text FROM sqlite_master WHERE type = 'table'",
            Conn::Postgres(_) => {
                "SELECT tablename::text AS text FROM pg_tables WHERE schemaname = 'public'"
            }
        };
        let tables: Vec<One> = diesel::sql_query(tables).load(conn)?;
        let mut all = String::new();
        for One { text: table } in tables {
            let query = match conn {
                Conn::Postgres(_) => format!("SELECT t::text AS text FROM \"{table}\" t"),
                Conn::Sqlite(_) => {
                    let names = format!("SELECT name AS text FROM pragma_table_info('{table}')");
                    let columns: Vec<One> = diesel::sql_query(names).load(conn)?;
                    let columns = columns
                        .iter()
                        .map(|column| format!("COALESCE(CAST(\"{}\" AS TEXT), '')", column.text));
                    format!(
                        "SELECT {} AS text FROM \"{table}\"",
                        columns.collect::<Vec<_>>().join(" || ' ' || ")
                    )
                }
            };
            let rows: Vec<One> = diesel::sql_query(query).load(conn)?;
            all.extend(rows.into_iter().map(|row| row.text + "\n"));
        }
        Ok(all)
    };
    line.db.read(dump).await.unwrap()
}

story! {
    async fn one_caller_has_one_code_however_the_number_is_written_and_it_is_told_nowhere(line: &Line) {
        keep_codes(line, Tier::ByPhone).await;
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        let mut told = String::new();
        let mut codes = Vec::new();
        for (n, phone) in (1..).zip(["(510) 555-0123", "510.555.0123", "+1 510 555 0123"]) {
            let path = new_call(line);
            let logged = ana.put(&path, call(line, 60 * n, phone)).await;
            assert_eq!((logged.status, &logged.json()["contacts_today"]["n"]), (201, &json!(n)), "{}", logged.text);
            told.push_str(&logged.text);
            for reader in [&ana, &sol] {
                told.push_str(&reader.get(&path).await.text);
            }
            codes.push(code_of(line, &path).await.unwrap());
        }
        for reader in [&ana, &sol] {
            told.push_str(&reader.get("/api/v1/calls").await.text);
        }
        told.push_str(&today(&ana, "510 555 0123").await.text);
        told.push_str(&today(&ana, "510 555 01234").await.text);
        let wrong = json!({"caller": {"phone": 5_105_550_123_i64}});
        told.push_str(&ana.post(TODAY, wrong).await.text);
        assert!(codes.iter().all(|code| *code == codes[0] && code.len() == 32), "{codes:?}");
        let other = ana.log(call(line, 300, "510 555 0124")).await;
        assert_ne!(code_of(line, &other).await.unwrap(), codes[0]);
        assert!(!told.contains(&codes[0]), "{told}");
        let kept = everything(line).await;
        assert_eq!(kept.matches(&codes[0]).count(), 3, "with its calls, and nowhere else");
        for text in [&told, &kept] {
            for piece in ["5105550123", "555-0123", "555.0123", "555 0123", "5550123"] {
                assert!(!text.contains(piece), "{piece}");
            }
        }
    }
}

story! {
    async fn a_line_takes_only_the_callers_that_it_has_decided_to_know(line: &Line) {
        let ana = line.peer("Ana").await;
        let (phone, word) = (json!({"phone": "510 555 0123"}), json!({"code_word": "Blue Heron"}));
        for (tier, of_phone, of_word) in [
            (Tier::Nothing, "caller_codes_off", "caller_codes_off"),
            (Tier::AsSaid, "caller_codes_off", "caller_codes_off"),
            (Tier::ByPhone, "", "code_words_off"),
            (Tier::ByPhoneOrCodeWord, "", ""),
        ] {
            keep_codes(line, tier).await;
            for (caller, code) in [(&phone, of_phone), (&word, of_word)] {
                let mut body = support_call(line, Duration::hours(1));
                body["caller"] = caller.clone();
                let codes: Vec<&str> = [code].into_iter().filter(|code| !code.is_empty()).collect();
                let logged = ana.put(&new_call(line), body).await;
                assert_eq!((logged.status, logged.codes()), (if code.is_empty() { 201 } else { 422 }, codes.iter().map(ToString::to_string).collect()), "{tier}");
                assert_eq!(ana.post(TODAY, json!({"caller": caller})).await.codes(), codes, "{tier}");
            }
        }
        let mut body = support_call(line, Duration::hours(1));
        body["reasons"] = json!([]);
        body["caller"] = json!({"phone": "555-0123"});
        body["measure"] = json!({"instrument": "ucla_3", "answers": [1, 2, 4]});
        let all = ana.put(&new_call(line), body).await;
        assert_eq!(all.codes(), ["required", "out_of_range", "phone"]);
        assert_eq!(ana.post(TODAY, json!({"caller": {}})).await.codes(), ["one_of_two"]);
        assert_eq!(line.supervisor("Sol").await.post(TODAY, json!({"caller": phone})).await.status, 403);
    }
}

story! {
    async fn a_call_with_a_caller_may_be_sent_again_and_not_with_another(line: &Line) {
        keep_codes(line, Tier::ByPhoneOrCodeWord).await;
        let ana = line.peer("Ana").await;
        let (path, body) = (new_call(line), call(line, 60, "510 555 0123"));
        let first = ana.put(&path, body.clone()).await;
        let again = ana.put(&path, body.clone()).await;
        assert_eq!((first.status, again.status), (201, 200));
        assert_eq!(first.json(), again.json(), "and it counts once");
        let mut spelled = body.clone();
        spelled["caller"] = json!({"phone": "+1 (510) 555-0123"});
        assert_eq!(ana.put(&path, spelled).await.status, 200);
        for caller in [json!({"phone": "510 555 0124"}), json!({"code_word": "blue heron"}), json!(null)] {
            let mut other = body.clone();
            other["caller"] = caller;
            assert_eq!(ana.put(&path, other).await.code(), "id_taken");
        }
        let without = support_call(line, Duration::hours(2));
        let path = ana.log(without.clone()).await;
        let again = ana.put(&path, without.clone()).await;
        assert_eq!((again.status, &again.json()["contacts_today"]), (200, &json!(null)));
        let mut with = without;
        with["caller"] = json!({"phone": "510 555 0123"});
        assert_eq!(ana.put(&path, with).await.code(), "id_taken");
    }
}

story! {
    async fn a_peer_is_told_how_often_a_caller_called_today_and_midnight_begins_anew(line: &Line) {
        keep_codes(line, Tier::ByPhone).await;
        let (ana, ben) = (line.peer("Ana").await, line.peer("Ben").await);
        let phone = "510 555 0123";
        assert_eq!(today(&ana, phone).await.json(), json!({"n": 0, "limit": 3, "reached": false}));
        let mut dropped = call(line, 120, phone);
        dropped["ended_by"] = json!("dropped");
        ana.log(dropped).await;
        // Ten minutes after the end of the other, with another peer.
        ben.log(call(line, 105, phone)).await;
        assert_eq!(today(&ana, phone).await.json()["n"], 1);
        ben.log(call(line, 60, phone)).await;
        ben.log(call(line, 60, "510 555 0124")).await;
        let mut test = call(line, 55, phone);
        (test["contact_type"], test["reasons"]) = (json!("test"), json!([]));
        ana.log(test).await;
        let third = ana.put(&new_call(line), call(line, 30, phone)).await.json();
        assert_eq!(third["contacts_today"], json!({"n": 3, "limit": 3, "reached": true}));
        // Yesterday's count for nothing, though they are logged today.
        ana.log(call(line, 13 * 60, phone)).await;
        assert_eq!(today(&ben, phone).await.json()["n"], 3);
        line.pass(Duration::hours(12));
        let ben = line.sign_in("Ben", ben.id).await;
        assert_eq!(today(&ben, phone).await.json(), json!({"n": 0, "limit": 3, "reached": false}));
    }
}

fn measured(line: &Line, phone: &str, instrument: &str, answers: &[u8]) -> Value {
    let mut body = call(line, 30, phone);
    body["measure"] = json!({"instrument": instrument, "answers": answers});
    body
}

story! {
    async fn a_questionnaire_is_taken_every_28_days_at_most_and_scored(line: &Line) {
        keep_codes(line, Tier::ByPhone).await;
        let ana = line.peer("Ana").await;
        let phone = "510 555 0123";
        let (path, body) = (new_call(line), measured(line, phone, "ucla_3", &[3, 2, 2]));
        let first = ana.put(&path, body.clone()).await;
        let taken = json!({"instrument": "ucla_3", "score": 7});
        assert_eq!((first.status, &first.json()["measure_taken"]), (201, &taken), "{}", first.text);
        let again = ana.put(&path, body.clone()).await;
        assert_eq!((again.status, &again.json()["measure_taken"]), (200, &taken));
        let mut other = body;
        other["measure"]["answers"] = json!([3, 3, 1]);
        assert_eq!(ana.put(&path, other).await.code(), "id_taken");
        let shown = ana.get(&path).await.text;
        assert!(!shown.contains("measure") && !shown.contains("ucla"), "{shown}");

        // The other instrument, and another caller, are not in the way.
        assert_eq!(ana.put(&new_call(line), measured(line, phone, "ons_direct", &[5])).await.status, 201);
        assert_eq!(ana.put(&new_call(line), measured(line, "510 555 0124", "ucla_3", &[1, 1, 1])).await.status, 201);
        let mut unknown = measured(line, phone, "ucla_3", &[1, 1, 1]);
        unknown["caller"] = json!(null);
        assert_eq!(ana.put(&new_call(line), unknown).await.codes(), ["required"]);

        line.pass(Duration::days(27));
        let ana = line.sign_in("Ana", ana.id).await;
        let path = new_call(line);
        let early = ana.put(&path, measured(line, phone, "ucla_3", &[1, 1, 1])).await;
        assert_eq!((early.status, early.code()), (409, "asked_lately".to_owned()));
        assert!(early.json()["detail"].as_str().unwrap().contains("in 1 day.") && !early.said().contains("2026"), "{}", early.text);
        assert_eq!(ana.get(&path).await.status, 404, "nothing of it was kept");
        line.pass(Duration::days(1));
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(ana.put(&path, measured(line, phone, "ucla_3", &[1, 1, 1])).await.status, 201);
    }
}

story! {
    async fn two_at_once_take_one_questionnaire_of_a_caller(line: &Line) {
        keep_codes(line, Tier::ByPhone).await;
        let (ana, ben) = (line.peer("Ana").await, line.peer("Ben").await);
        let (one, other) = (new_call(line), new_call(line));
        let body = measured(line, "510 555 0123", "ucla_3", &[1, 2, 3]);
        let (one, other) = tokio::join!(ana.put(&one, body.clone()), ben.put(&other, body.clone()));
        let mut told = [one.status, other.status];
        told.sort_unstable();
        assert_eq!(told, [201, 409]);
    }
}

story! {
    async fn the_questionnaires_are_listed_with_their_texts(line: &Line) {
        let list = line.peer("Ana").await.get("/api/v1/instruments").await.json();
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        for item in items {
            assert_eq!((&item["time_frame"], &item["may_be_paired"]), (&json!("in_general"), &json!(false)));
            let texts = item["items"].as_array().unwrap().iter().chain(item["answers"].as_array().unwrap().iter().map(|answer| &answer["text"]));
            for text in texts {
                assert!(text["en"].is_string() && text["es"].is_string());
            }
        }
        assert_eq!((&items[0]["lowest"], &items[0]["highest"], &items[0]["lonely_from"]), (&json!(3), &json!(9), &json!(6)));
        assert_eq!(items[1]["answers"][4], json!({"value": 5, "text": {"en": "Often/always", "es": "A menudo o siempre"}}));
    }
}

async fn shred(line: &Line, year: i32) -> Result<String, Error> {
    year_keys::shred(
        &line.db,
        &line.year_keys(),
        year,
        line.now(),
        Line::outsider(),
    )
    .await
}

fn refused(answer: Result<String, Error>) -> (&'static str, String) {
    match answer {
        Err(Error::Refused(problem)) => (problem.code, problem.detail),
        other => panic!("{other:?}"),
    }
}

story! {
    async fn a_year_that_is_forgotten_cannot_be_joined_with_another(line: &Line) {
        keep_codes(line, Tier::ByPhone).await;
        let ana = line.peer("Ana").await;
        let phone = "510 555 0123";
        let old = code_of(line, &ana.log(call(line, 60, phone)).await).await.unwrap();
        let (code, why) = refused(shred(line, 2026).await);
        assert!(code == "too_early" && why.contains("2027-04-01"), "{why}");

        let set = |text: &str| line.pass(Moment::parse(text).unwrap().since(line.now()));
        set("2027-04-01T06:59:00Z");
        assert_eq!(refused(shred(line, 2026).await).0, "too_early", "it is still March in Los Angeles");
        set("2027-04-01T19:00:00Z");
        let ana = line.sign_in("Ana", ana.id).await;
        let new = code_of(line, &ana.log(call(line, 60, phone)).await).await.unwrap();
        assert_ne!(old, new);
        assert_eq!(refused(shred(line, 2019).await).0, "no_key");
        let key = line.year_keys().join("callers-2026.key");
        assert!(key.exists());
        assert!(shred(line, 2026).await.unwrap().starts_with("Destroyed the key of 2026"));
        assert!(!key.exists() && line.year_keys().join("callers-2027.key").exists());
        let done = line.db.read(|conn| Ok(shredded_years::table.select((shredded_years::year, shredded_years::shredded_at)).load::<(i32, Moment)>(conn)?));
        assert_eq!(done.await.unwrap(), [(2026, line.now())]);
        let wanted = audit::Wanted { action: Some(Action::CallerKeyShredded), ..audit::Wanted::default() };
        let entries = line.db.read(move |conn| audit::list(conn, &wanted, 9)).await.unwrap();
        assert_eq!((entries.len(), entries[0].subject.as_str(), &entries[0].person), (1, "2026", &None));

        // Said once more, it is told and not done again.
        assert!(shred(line, 2026).await.unwrap().contains("was destroyed at 2027-04-01T19:00:00Z"));
        // Even with a clock that is wrong by months no key comes back, and so no code.
        set("2026-12-30T19:00:00Z");
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(today(&ana, phone).await.code(), "year_shredded");
        assert_eq!(ana.put(&new_call(line), call(line, 60, phone)).await.code(), "year_shredded");
        assert!(!key.exists());
        assert_eq!(ana.put(&new_call(line), support_call(line, Duration::hours(1))).await.status, 201);
    }
}

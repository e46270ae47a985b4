//! Any JSON whatever sent as a call: taken, or refused with a problem; never a fault of ours, and refused leaves no trace.

use std::collections::BTreeMap;

use chrono::Duration;
use diesel::prelude::*;
use diesel::sql_types::Text;
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};
use serde_json::{Map, Value, json};
use warmline::db::Conn;
use warmline::error::Error;

use crate::line::{Line, new_call, support_call};
use crate::story;

const CASES: usize = 300;
/// Tables that a refused call may change: who did what, and who is signed in.
const BESIDE: &[&str] = &[
    "audit_entries",
    "sessions",
    "refresh_tokens",
    "sign_in_attempts",
];

/// Values that have broken programs before.
fn nasty(chance: &mut ChaCha12Rng) -> Value {
    let all = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(256),
        json!(1.5),
        json!(-0.0),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e308),
        json!(""),
        json!("\u{0}"),
        json!("'; DROP TABLE calls; --"),
        json!("\u{202e}\u{1f980}e\u{301}\u{fffd}"),
        json!("asked"),
        json!("declined"),
        json!("x".repeat(5_000)),
        json!("2026-06-10T18:59:60Z"),
        json!("-262143-01-01T00:00:00Z"),
        json!("+262142-12-31T23:59:59Z"),
        json!("9999-12-31T23:59:59+23:59"),
        json!("0000-01-01T00:00:00Z"),
        json!([]),
        json!({}),
        json!([[[[]]]]),
        json!({"": {"": null}}),
        Value::Array(vec![Value::Null; 300]),
        json!(["sleep", "sleep", "sleep", "sleep", "sleep", "sleep"]),
        json!({"status": "asked", "rating": 255}),
        json!([{"destination": "food", "result": "accepted", "note": "Jo Doe"}]),
    ];
    all[chance.random_range(0..all.len())].clone()
}

/// Any JSON of at most so many floors.
fn any_json(chance: &mut ChaCha12Rng, floors: u32) -> Value {
    let width = chance.random_range(0..5);
    match chance.random_range(0..6) {
        0 if floors > 0 => (0..width).map(|_| any_json(chance, floors - 1)).collect(),
        1 if floors > 0 => {
            let fields = (0..width).map(|_| (any_name(chance), any_json(chance, floors - 1)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        2 => json!(chance.random::<i64>()),
        3 => json!(any_text(chance)),
        _ => nasty(chance),
    }
}

fn any_text(chance: &mut ChaCha12Rng) -> String {
    let length = chance.random_range(0..40);
    (0..length).map(|_| chance.random::<char>()).collect()
}

fn any_name(chance: &mut ChaCha12Rng) -> String {
    let known = [
        "started_at",
        "reasons",
        "isolation",
        "demographics",
        "peer_id",
        "id",
        "version",
        "__proto__",
        "note",
    ];
    match chance.random_range(0..3) {
        0 => any_text(chance),
        _ => known[chance.random_range(0..known.len())].to_owned(),
    }
}

/// A record that holds something in every place.
fn whole(line: &Line) -> Value {
    let mut record = support_call(line, Duration::minutes(5));
    let rest = json!({"channel": "voice", "returning": "unknown", "inbound_from": "direct", "how_heard": "web",
        "isolation": {"mode": "prospective", "start": {"status": "asked", "rating": 8}, "end": {"status": "declined"}},
        "would_have_done_instead": "nothing", "supports_used": ["listening"], "escalation": "mobile_crisis",
        "handoff_result": "completed", "referrals": [{"destination": "food", "result": "accepted"}], "ended_by": "mutual",
        "caller_rating": "5", "demographics": {"age_band": "25_34", "race_ethnicity": ["asian"], "language": "es"},
        "peer_impact": 1, "debrief_requested": true, "review_flag": false});
    record
        .as_object_mut()
        .unwrap()
        .extend(rest.as_object().unwrap().clone());
    record
}

/// The pointers of everything in a value, itself left out.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut below = |name: &str, value: &Value| {
        let at = format!("{at}/{name}");
        found.push(at.clone());
        places(value, &at, found);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| below(name, value)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, value)| below(&at.to_string(), value)),
        _ => {}
    }
}

/// Does a few things to a record.
fn mutated(mut record: Value, chance: &mut ChaCha12Rng) -> Value {
    for _ in 0..chance.random_range(1..4) {
        let mut found = Vec::new();
        places(&record, "", &mut found);
        if found.is_empty() {
            break;
        }
        let pointer = found[chance.random_range(0..found.len())].clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let way = chance.random_range(0..6);
        let parent = record.pointer_mut(parent).unwrap();
        match (way, parent) {
            (0, Value::Object(fields)) => drop(fields.remove(name)),
            (1, Value::Object(fields)) => {
                drop(fields.insert(any_name(chance), any_json(chance, 2)));
            }
            (2, Value::Array(items)) => {
                let times = chance.random_range(1..40);
                let copies = items.first().cloned().into_iter().cycle().take(times);
                items.extend(copies.collect::<Vec<_>>());
            }
            (3, _) => *record.pointer_mut(&pointer).unwrap() = any_json(chance, 3),
            _ => *record.pointer_mut(&pointer).unwrap() = nasty(chance),
        }
    }
    record
}

/// The body of one case, as bytes that are meant to be JSON.
fn body(line: &Line, case: usize, chance: &mut ChaCha12Rng) -> String {
    match case % 12 {
        0 => whole(line).to_string(),
        1 | 2 => any_json(chance, 5).to_string(),
        3 => "[".repeat(chance.random_range(1..60_000)),
        4 => {
            let text = whole(line).to_string();
            let cut = chance.random_range(0..text.len());
            text.chars().take(cut).collect()
        }
        // A field twice, which no map of ours could say.
        5 => whole(line)
            .to_string()
            .replacen('{', "{\"review_flag\": true, ", 1),
        6 => format!(
            "{{\"started_at\": {}}}",
            "9".repeat(chance.random_range(1..400))
        ),
        _ => mutated(whole(line), chance).to_string(),
    }
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = Text)]
    text: String,
}

fn texts(conn: &mut Conn, query: &str) -> Result<Vec<String>, Error> {
    let told: Vec<Told> = diesel::sql_query(query).load(conn)?;
    Ok(told.into_iter().map(|told| told.text).collect())
}

/// Everything in the tables, but for those beside.
fn all_rows(conn: &mut Conn) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let on_sqlite = matches!(conn, Conn::Sqlite(_));
    let tables = if on_sqlite {
        texts(
            conn,
            "SELECT name AS text FROM sqlite_master WHERE type = 'table'",
        )?
    } else {
        texts(
            conn,
            "SELECT tablename::text AS text FROM pg_tables WHERE schemaname = 'public'",
        )?
    };
    let mut all = BTreeMap::new();
    for table in tables
        .into_iter()
        .filter(|table| !BESIDE.contains(&table.as_str()))
    {
        let row = if on_sqlite {
            let columns = format!(
                "SELECT 'quote(\"' || name || '\")' AS text FROM pragma_table_info('{table}')"
            );
            texts(conn, &columns)?.join(" || ',' || ")
        } else {
            "t::text".to_owned()
        };
        let rows = texts(
            conn,
            &format!("SELECT {row} AS text FROM {table} t ORDER BY 1"),
        )?;
        all.insert(table, rows);
    }
    Ok(all)
}

story! {
    async fn whatever_is_sent_as_a_call_is_taken_or_refused_and_what_is_refused_leaves_no_trace(line: &Line) {
        let ana = line.peer("Ana").await;
        let mut chance = ChaCha12Rng::seed_from_u64(20_261_122);
        let json_type = [("content-type", "application/json")];
        let mut before = line.db.read(all_rows).await.unwrap();
        let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
        let mut path = new_call(line);
        for case in 0..CASES {
            // Now and then an id that is there already.
            if !case.is_multiple_of(7) {
                path = new_call(line);
            }
            let body = body(line, case, &mut chance);
            let answer = ana.ask(reqwest::Method::PUT, &path, Some(body.clone()), &json_type).await;
            *statuses.entry(answer.status).or_default() += 1;
            let told = || format!("case {case}: {} {}", answer.status, body.chars().take(2_000).collect::<String>());
            let after = line.db.read(all_rows).await.unwrap();
            if answer.status == 201 {
                let mut changed = before.iter().filter(|(table, rows)| after[*table] != **rows);
                // A record may ask for a debrief.
                assert!(changed.all(|(table, _)| table.starts_with("call") || table == "debriefs"), "{}", told());
                before = after;
                continue;
            }
            assert_eq!(after, before, "{}", told());
            if answer.status == 200 {
                continue;
            }
            assert!((400..500).contains(&answer.status), "{}", told());
            assert_eq!(answer.header("content-type"), "application/problem+json", "{}", told());
            assert!(answer.text.len() < 10_000, "a refusal repeats nothing: {}", told());
            for sent in ["Jo Doe", "DROP TABLE", "xxxxxxxx"] {
                assert!(!answer.text.contains(sent), "{}", told());
            }
        }
        let count = |status| statuses.get(&status).copied().unwrap_or_default();
        assert!(count(201) > 20 && count(422) > 100 && count(400) > 20, "{statuses:?}");
    }
}

//! An attacker who holds an evaluator's token, against the real server before a synthetic line: nothing small is found.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

#[path = "attack/facts.rs"]
mod facts;
#[path = "attack/line.rs"]
mod line;
#[path = "attack/make.rs"]
mod make;
#[path = "attack/odds.rs"]
mod odds;

use std::process::{Command, Stdio};

use diesel::RunQueryDsl;
use reqwest::Method;
use serde_json::{Value, json};
use warmline::chance;
use warmline::clock::Moment;
use warmline::id::CallId;
use warmline::reports::cube::rule::Choose;
use warmline::reports::withholding::{Audit, primary_only};
use warmline::role::Role;

use crate::facts::Synthetic;
use crate::line::Attacked;

/// What the attacker found out. What was answered is kept under this name, or held against what is kept.
async fn attack(line: &Attacked, token: &str, options: &[&str]) -> Value {
    let python = std::env::var("WARMLINE_PYTHON").unwrap_or_else(|_| "/usr/bin/python3".to_owned());
    let mut attacker = Command::new(&python);
    attacker
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/attacker/attacker.py"
        ))
        .args(["--url", &line.url])
        .args(options)
        .arg("--truth")
        .arg(line.folder.join("truth"))
        .env("WARMLINE_TOKEN", token)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .current_dir(&line.folder)
        .stdout(Stdio::piped());
    if std::env::var_os("WARMLINE_ATTACK_KEEP").is_some() {
        attacker.args(["--keep-answers", "answers"]);
    }
    let ran = tokio::task::spawn_blocking(move || attacker.output())
        .await
        .unwrap();
    let output = ran.unwrap_or_else(|error| {
        panic!("{python}: {error}. Run scripts/test, which installs what is missing.")
    });
    assert!(
        output.status.success(),
        "The attacker needs scipy: run scripts/test, or `apt-get install python3-scipy`."
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The month of 2025 with which the figures begin: the whole year, or its last quarter.
const YEAR: u32 = 1;
const QUARTER: u32 = 10;

/// A line whose months are closed from one on, and an evaluator's token.
async fn closed(calls: Synthetic, first: u32, choose: Option<Choose>) -> (Attacked, String) {
    let name = calls.name();
    let mut line = Attacked::open(calls, choose).await;
    let begun = std::time::Instant::now();
    for month in first..=12 {
        line.close(&format!("2025-{month:02}")).await;
    }
    eprintln!(
        "{name} (calls a month, seed): released in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    line.serve().await;
    let token = line.person("eve", Role::Evaluator).await;
    (line, token)
}

/// What must hold of every attack.
fn hold(verdict: &Value) {
    eprintln!("{}", serde_json::to_string(&verdict).unwrap());
    for nothing in [
        "wrong",
        "answered_though_forbidden",
        "forms_differ",
        "found",
    ] {
        assert_eq!(verdict[nothing], json!([]), "{nothing}: {verdict}");
    }
    assert_eq!(
        (&verdict["exact"], &verdict["narrow"]),
        (&json!(0), &json!(0)),
        "{verdict}"
    );
    assert!(
        verdict["small"].as_u64().unwrap() > 100,
        "nothing was there to be found"
    );
}

async fn nothing_is_found(calls: Synthetic, first: u32) -> Value {
    let (mut line, token) = closed(calls, first, None).await;
    let verdict = attack(&line, &token, &["--keep", "before.json"]).await;
    hold(&verdict);
    change_calls(&line).await;
    let again = attack(&line, &token, &["--same-as", "before.json", "--only-ask"]).await;
    assert_eq!(again["changed"], json!([]));
    assert!(again["same"].as_u64().unwrap() > 300);
    line.close("2026-01").await;
    let token = line.person("zoe", Role::Evaluator).await;
    hold(&attack(&line, &token, &["--same-as", "before.json"]).await);
    verdict
}

/// Late calls of a closed month, and rows of closed months that are added, changed and deleted behind the API's back.
async fn change_calls(line: &Attacked) {
    let peer = line.person("ana", Role::Peer).await;
    let now = Moment::parse("2026-01-05T20:00:00Z").unwrap();
    for day in 24..31 {
        let id: CallId = chance::id(now);
        let call = json!({"started_at": format!("2025-12-{day}T18:10:00Z"), "ended_at": format!("2025-12-{day}T18:40:00Z"),
            "contact_type": "support", "caller_relation": "self", "channel": "video", "reasons": ["sleep"]});
        let (status, answer) = line
            .ask(Method::PUT, &format!("/api/v1/calls/{id}"), &peer, &call)
            .await;
        assert_eq!(
            (status, &answer["posting_month"]),
            (201, &json!("2026-01")),
            "{answer}"
        );
    }
    for change in [
        "UPDATE calls SET posting_month = '2025-12' WHERE local_date <= '2025-12-28'",
        "UPDATE calls SET channel = 'chat' WHERE posting_month = '2025-12' AND local_date = '2025-12-27'",
        "DELETE FROM call_reasons WHERE call_id IN (SELECT id FROM calls WHERE local_date = '2025-12-26')",
        "DELETE FROM calls WHERE local_date = '2025-12-26'",
    ] {
        let changed = line
            .db
            .write(move |conn| Ok(diesel::sql_query(change).execute(conn)?))
            .await
            .unwrap();
        assert!(changed > 0, "{change}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_found_of_a_quarter_of_150_calls_a_month() {
    nothing_is_found(Synthetic::usual(1, 150), QUARTER).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_found_of_a_quarter_of_400_calls_a_month() {
    let verdict = nothing_is_found(Synthetic::usual(2, 400), QUARTER).await;
    assert_eq!(
        verdict["not_shown"],
        json!([]),
        "a period's totals are shown"
    );
    // What is of use to readers stays so: at most a little less than was measured.
    for (cells, least) in [("month two-way", 0.45), ("quarter one-way", 0.7)] {
        let of = |at: usize| verdict["shown"][cells][at].as_f64().unwrap();
        assert!(of(0) / of(1) >= least, "{cells}: {verdict}");
    }
}

/// Nine of a month who were not the first of their caller felt better: one at least, said what is shown of all and of first calls.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_found_of_a_quarter_of_a_line_of_another_make() {
    nothing_is_found(Synthetic::any(1, 400), QUARTER).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_second_step_much_is_found() {
    let weak: Choose = |table| Ok((primary_only(table), Audit::default()));
    let (line, token) = closed(Synthetic::usual(2, 400), QUARTER, Some(weak)).await;
    let verdict = attack(&line, &token, &["--at-most", "500"]).await;
    let count = |of: &str| verdict[of].as_f64().unwrap();
    assert!(
        count("exact") + count("narrow") >= 0.4 * count("small"),
        "{verdict}"
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: scripts/attack runs it"]
async fn nothing_is_found_with_many_seeds() {
    let number = |name: &str, default: u32| {
        std::env::var(name).map_or(default, |text| text.parse().unwrap())
    };
    let calls = number("WARMLINE_ATTACK_CALLS", 400);
    let from = number("WARMLINE_ATTACK_FROM", YEAR);
    let first = number("WARMLINE_ATTACK_FIRST", 1);
    let make = match std::env::var("WARMLINE_ATTACK_MAKE").as_deref() {
        Ok("any") => Synthetic::any,
        _ => Synthetic::usual,
    };
    for seed in first..first + number("WARMLINE_ATTACK_SEEDS", 20) {
        let verdict = nothing_is_found(make(seed.into(), calls), from).await;
        eprintln!("TABLE {calls} {seed} {verdict}");
    }
}

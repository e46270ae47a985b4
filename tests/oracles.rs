//! Statistics held against scipy and statsmodels, which this project did not write, and coverage against a count of
//! every minute.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "oracles/sums.rs"]
mod sums;

use std::io::Write;
use std::process::{Command, Stdio};

use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use warmline::clock::Moment;
use warmline::reports::measures;
use warmline::reports::staffing::{Crewed, GivenBack, Sums, Taken};
use warmline::schedule::Span;
use warmline::schedule::demand::abandonment;
use warmline::schedule::presence::Step;

/// What an oracle says of these cases.
fn ask(script: &str, cases: &Value) -> Value {
    let python = std::env::var("WARMLINE_PYTHON").unwrap_or_else(|_| "/usr/bin/python3".to_owned());
    let mut oracle = Command::new(&python)
        .arg(format!(
            "{}/tests/oracles/{script}.py",
            env!("CARGO_MANIFEST_DIR")
        ))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("{python}: {error}. Run scripts/test, which installs what is missing.")
        });
    oracle
        .stdin
        .take()
        .unwrap()
        .write_all(cases.to_string().as_bytes())
        .unwrap();
    let output = oracle.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "The oracle needs scipy and statsmodels: run scripts/test, or `apt-get install python3-scipy python3-statsmodels`."
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn close(ours: f64, theirs: &Value, what: &str) {
    let theirs = theirs.as_f64().unwrap();
    assert!(
        (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0),
        "{what}: {ours} and {theirs}"
    );
}

#[test]
fn shares_and_erlang_a_agree_with_scipy_and_statsmodels() {
    let mut chance = ChaCha12Rng::seed_from_u64(480);
    let shares: Vec<(u32, u32)> = (0..200)
        .map(|_| {
            let n = chance.random_range(1..2000);
            (chance.random_range(0..=n), n)
        })
        .chain([(0, 1), (1, 1), (0, 11), (11, 11)])
        .collect();
    let mut queues: Vec<(f64, f64, f64, u32)> = vec![(3.0, 0.4, 0.05, 1), (90.0, 0.45, 0.05, 38)];
    queues.extend((0..60).map(|_| {
        let (calls, handling) = (
            chance.random_range(0.2..60.0),
            chance.random_range(0.1..1.0),
        );
        (
            calls,
            handling,
            chance.random_range(0.02..0.5),
            chance.random_range(1..30),
        )
    }));
    let truth = ask(
        "statistics",
        &json!({"shares": shares, "abandonment": queues}),
    );
    for ((k, n), theirs) in shares.iter().zip(truth["shares"].as_array().unwrap()) {
        let number = |count: u32| usize::try_from(count).unwrap();
        let interval = measures::share_interval(number(*k), number(*n)).unwrap();
        close(interval.low, &theirs[0], "Wilson, low");
        close(interval.high, &theirs[1], "Wilson, high");
    }
    for ((calls, handling, patience, servers), theirs) in
        queues.iter().zip(truth["abandonment"].as_array().unwrap())
    {
        close(
            abandonment(*calls, *handling, *patience, *servers),
            theirs,
            "Erlang A",
        );
    }
}

/// A span in minutes from some midnight.
fn minutes(from: i64, to: i64) -> Span {
    let midnight = Moment::parse("2026-05-01T00:00:00Z").unwrap();
    let at = |minute| midnight.plus(chrono::Duration::minutes(minute));
    Span {
        starts: at(from),
        ends: at(to),
    }
}

/// A place on a shift, and the same for the oracle.
fn place(chance: &mut ChaCha12Rng, (from, to): (i64, i64)) -> (Taken, Value) {
    let starts = chance.random_range(from..to);
    let ends = chance.random_range(starts + 1..=to);
    let (starts, ends) = if chance.random_bool(0.5) {
        (from, to)
    } else {
        (starts, ends)
    };
    let held = chance.random_bool(0.9);
    let qualified = chance.random_bool(0.8);
    let mut take = |step, often| chance.random_bool(often).then_some(step);
    let confirmed = take(Step::Confirmed, 0.6);
    let came = take(Step::CheckedIn, 0.6);
    let absent = take(Step::NoShow, 0.1);
    let for_oracle = json!({"from": starts, "to": ends, "held": held, "qualified": qualified,
        "confirmed": confirmed.is_some(), "checked_in": came.is_some(), "no_show": absent.is_some()});
    let taken = Taken {
        span: minutes(starts, ends),
        qualified,
        steps: [confirmed, came, absent].into_iter().flatten().collect(),
        given_back: (!held).then_some(GivenBack::DroppedLate),
    };
    (taken, for_oracle)
}

#[test]
fn coverage_agrees_with_a_count_of_every_minute() {
    let mut chance = ChaCha12Rng::seed_from_u64(11);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _month in 0..40 {
        let (mut shifts, mut told) = (Vec::new(), Vec::new());
        for _shift in 0..chance.random_range(1..20) {
            let from = chance.random_range(0..1440);
            let to = from + chance.random_range(15..600);
            let required: u8 = chance.random_range(1..4);
            let places = (0..chance.random_range(0..5)).map(|_| place(&mut chance, (from, to)));
            let (places, for_oracle): (Vec<Taken>, Vec<Value>) = places.unzip();
            told.push(json!([from, to, required, for_oracle]));
            shifts.push(Crewed {
                span: minutes(from, to),
                required,
                places,
            });
        }
        ours.push(Sums::of(&shifts));
        theirs.push(told);
    }
    let truth = ask("coverage", &json!(theirs));
    for (sums, expected) in ours.iter().zip(truth.as_array().unwrap()) {
        let times = [
            sums.required,
            sums.staffed,
            sums.unstaffed,
            sums.understaffed,
        ];
        let times = times.map(|time| json!(time.num_minutes()));
        let counts = [sums.needed, sums.filled].map(|count| json!(count));
        let found: Vec<Value> = times.into_iter().chain(counts).collect();
        assert_eq!(json!(found), *expected);
    }
    assert!(
        ours.iter()
            .any(|sums| sums.understaffed > chrono::Duration::zero())
    );
}

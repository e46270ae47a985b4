//! Statistics held against scipy and statsmodels, which this project did not write.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Write;
use std::process::{Command, Stdio};

use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use warmline::reports::measures;
use warmline::schedule::demand::abandonment;

/// What the oracle says of these cases.
fn ask(cases: &Value) -> Value {
    let python = std::env::var("WARMLINE_PYTHON").unwrap_or_else(|_| "/usr/bin/python3".to_owned());
    let mut oracle = Command::new(&python)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/oracles/statistics.py"
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
fn intervals_quantiles_and_erlang_a_agree_with_scipy_and_statsmodels() {
    let mut chance = ChaCha12Rng::seed_from_u64(480);
    let means: Vec<Vec<f64>> = (0..60)
        .map(|_| {
            (0..chance.random_range(2..400))
                .map(|_| f64::from(chance.random_range(-10_i32..=10)))
                .collect()
        })
        .filter(|values: &Vec<f64>| values.iter().any(|value| (value - values[0]).abs() > 0.5))
        .collect();
    let shares: Vec<(u32, u32)> = (0..200)
        .map(|_| {
            let n = chance.random_range(1..2000);
            (chance.random_range(0..=n), n)
        })
        .chain([(0, 1), (1, 1), (0, 11), (11, 11)])
        .collect();
    let quantiles: Vec<Vec<u8>> = (0..60)
        .map(|_| {
            (0..chance.random_range(1..300))
                .map(|_| chance.random_range(0..=240))
                .collect()
        })
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
        &json!({"means": means, "shares": shares, "quantiles": quantiles, "abandonment": queues}),
    );
    for (values, theirs) in means.iter().zip(truth["means"].as_array().unwrap()) {
        let interval = measures::mean_interval(values).unwrap();
        close(measures::mean(values).unwrap(), &theirs[0], "mean");
        close(
            measures::standard_deviation(values).unwrap(),
            &theirs[1],
            "standard deviation",
        );
        close(interval.low, &theirs[2], "t interval, low");
        close(interval.high, &theirs[3], "t interval, high");
        close(measures::effect_size(values).unwrap(), &theirs[4], "dz");
    }
    for ((k, n), theirs) in shares.iter().zip(truth["shares"].as_array().unwrap()) {
        let number = |count: u32| usize::try_from(count).unwrap();
        let interval = measures::share_interval(number(*k), number(*n)).unwrap();
        close(interval.low, &theirs[0], "Wilson, low");
        close(interval.high, &theirs[1], "Wilson, high");
    }
    for (values, theirs) in quantiles.iter().zip(truth["quantiles"].as_array().unwrap()) {
        close(
            measures::quantile(values, 0.5).unwrap(),
            &theirs[0],
            "median",
        );
        close(
            measures::quantile(values, 0.9).unwrap(),
            &theirs[1],
            "90th percentile",
        );
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

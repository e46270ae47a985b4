//! Statistics from sums, shares, rates and histograms, with the edges where formulas break.

use std::collections::BTreeMap;

use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use warmline::reports::measures::{self, Interval, Moments};

use super::{ask, close};

/// How often each value was.
type Times = Vec<(i32, u64)>;

fn values(chance: &mut ChaCha12Rng) -> Vec<Times> {
    let mut cases: Vec<Times> = vec![
        vec![(-3, 1)],
        vec![(4, 2)],
        vec![(-10, 1), (10, 1)],
        vec![(7, 1000)],
        vec![(0, 11)],
        vec![(-1, 30), (1, 30)],
        vec![(0, 1_000_000_000), (1, 1)],
        vec![(-10, 1_000_000_000), (0, 3_000_000_000), (3, 2_000_000_001)],
        vec![(2_000_000, 3), (2_000_001, 2)],
    ];
    for (least, most, times, different) in [
        (-10, 10, 3, 12),
        (0, 240, 40, 200),
        (-10, 10, 100_000_000, 21),
    ] {
        for _case in 0..40 {
            let different = chance.random_range(2..=different);
            let mut one = || {
                (
                    chance.random_range(least..=most),
                    chance.random_range(1..=times),
                )
            };
            let all: BTreeMap<i32, u64> = (0..different).map(|_| one()).collect();
            cases.push(all.into_iter().collect());
        }
    }
    cases
}

fn moments(times: &Times) -> Moments {
    let of_one = |(value, n): &(i32, u64)| {
        let one = Moments::of([*value]);
        Moments {
            n: *n,
            sum: one.sum * i64::try_from(*n).unwrap(),
            squares: one.squares * n,
        }
    };
    times.iter().map(of_one).sum()
}

/// The same figure, or none on both sides.
fn same(ours: Option<f64>, theirs: &Value, what: &str) {
    match ours {
        Some(ours) => close(ours, theirs, what),
        None => assert!(theirs.is_null(), "{what}: none and {theirs}"),
    }
}

fn same_interval(ours: Option<Interval>, theirs: &[Value], what: &str) {
    let [low, high] = theirs else {
        panic!("{what}: {theirs:?}")
    };
    same(ours.map(|bounds| bounds.low), low, &format!("{what}, low"));
    same(
        ours.map(|bounds| bounds.high),
        high,
        &format!("{what}, high"),
    );
}

fn answers(truth: &Value) -> impl Iterator<Item = &Vec<Value>> {
    truth
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| answer.as_array().unwrap())
}

#[test]
fn means_from_sums_agree_with_scipy_and_statsmodels() {
    let cases = values(&mut ChaCha12Rng::seed_from_u64(1908));
    let truth = ask("statistics", &json!({"moments": cases}));
    for (times, theirs) in cases.iter().zip(answers(&truth["moments"])) {
        let ours = moments(times);
        let what = |figure| format!("{figure} of {times:?}");
        same(ours.mean(), &theirs[0], &what("mean"));
        same(
            ours.standard_deviation(),
            &theirs[1],
            &what("standard deviation"),
        );
        same_interval(ours.mean_interval(), &theirs[2..4], &what("t interval"));
        same(ours.effect_size(), &theirs[4], &what("dz"));
    }
}

/// Counts of counts: at random, and where formulas break.
fn counts(chance: &mut ChaCha12Rng) -> Vec<(u32, u32)> {
    let mut cases = Vec::new();
    for n in [1, 2, 3, 10, 11, 30, 1000, 1_000_000, u32::MAX] {
        cases.extend([0, 1, n / 2, n - 1, n].map(|k| (k, n)));
    }
    for most in [20, 400, 20_000, 1_000_000_000] {
        cases.extend((0..100).map(|_| {
            let n = chance.random_range(1..=most);
            (chance.random_range(0..=n), n)
        }));
    }
    cases
}

#[test]
fn shares_and_rates_agree_with_scipy_and_statsmodels() {
    let cases = counts(&mut ChaCha12Rng::seed_from_u64(1936));
    let truth = ask("statistics", &json!({"shares": cases, "rates": cases}));
    let theirs = answers(&truth["shares"]).zip(answers(&truth["rates"]));
    for ((k, n), (share, rate)) in cases.iter().zip(theirs) {
        let number = |count: u32| usize::try_from(count).unwrap();
        let ours = measures::share_interval(number(*k), number(*n));
        same_interval(ours, share, &format!("Wilson of {k} of {n}"));
        let ours = measures::rate_interval(number(*k), number(*n));
        same_interval(ours, rate, &format!("Garwood of {k} in {n}"));
    }
}

#[test]
fn quantiles_of_histograms_agree_with_numpy() {
    let mut chance = ChaCha12Rng::seed_from_u64(1996);
    let mut cases: Vec<BTreeMap<u8, u32>> = [vec![(7, 1)], vec![(0, 1), (255, 1)], vec![(3, 500)]]
        .into_iter()
        .map(BTreeMap::from_iter)
        .collect();
    for different in [1, 2, 5, 60, 240] {
        cases.extend((0..30).map(|_| {
            let mut one = || (chance.random_range(0..=240), chance.random_range(1..=9));
            (0..different).map(|_| one()).collect::<BTreeMap<u8, u32>>()
        }));
    }
    let told: Vec<Vec<(&u8, &u32)>> = cases.iter().map(|case| case.iter().collect()).collect();
    let shares = [0.0, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0];
    let asked: Vec<Value> = told.iter().map(|case| json!([case, shares])).collect();
    let truth = ask("statistics", &json!({"histograms": asked}));
    for (case, theirs) in cases.iter().zip(answers(&truth["histograms"])) {
        for (share, quantile) in shares.iter().zip(theirs) {
            let ours = measures::quantile_of(case, *share);
            same(ours, quantile, &format!("quantile {share} of {case:?}"));
        }
    }
}

//! R4 by hand, and what it withholds.

use super::*;
use crate::calls::words::{CallerRelation, ContactType};

const RULE: Rule = Rule { under: 11 };

fn rated(start: u8, end: u8) -> Counted {
    Counted {
        contact_type: ContactType::Support,
        caller_relation: CallerRelation::Oneself,
        minutes: 20,
        mode: Some(IsolationMode::Prospective),
        start: Some(start),
        end: Some(end),
        caller_code: None,
    }
}

/// So many calls of each pair of ratings.
fn month(of: &[(usize, u8, u8)]) -> Vec<Counted> {
    of.iter()
        .flat_map(|(n, start, end)| std::iter::repeat_n(rated(*start, *end), *n))
        .collect()
}

fn shown(figure: Figure) -> Option<f64> {
    figure.value
}

#[test]
fn the_worked_example_of_the_documentation() {
    // 20 calls from 8 to 5, 15 from 6 to 6, 15 from 4 to 5, and 30 eligible ones without ratings.
    let mut calls = month(&[(20, 8, 5), (15, 6, 6), (15, 4, 5)]);
    calls.extend(std::iter::repeat_n(
        Counted {
            start: None,
            end: None,
            mode: None,
            ..rated(0, 0)
        },
        30,
    ));
    let report = isolation_change(&calls, RULE);
    assert_eq!(
        (
            shown(report.eligible),
            shown(report.pairs),
            shown(report.missing)
        ),
        (Some(80.0), Some(50.0), Some(30.0))
    );
    assert_eq!(shown(report.capture_percent), Some(62.5));
    let all = &report.per_call.all;
    // Means 310/50 and 265/50; changes sum to -45, squares to 195, SD = sqrt((195 - 40.5) / 49).
    assert_eq!(
        (shown(all.mean_start), shown(all.mean_end)),
        (Some(6.2), Some(5.3))
    );
    assert_eq!(
        (shown(all.mean_change), shown(all.sd_change), shown(all.dz)),
        (Some(-0.9), Some(1.8), Some(-0.5))
    );
    assert_eq!(
        (shown(all.mean_change_low), shown(all.mean_change_high)),
        (Some(-1.4), Some(-0.4))
    );
    assert_eq!(
        (
            shown(all.by_1.improved.count),
            shown(all.by_1.improved.percent)
        ),
        (Some(20.0), Some(40.0))
    );
    assert_eq!(
        (
            shown(all.by_1.improved.percent_low),
            shown(all.by_1.improved.percent_high)
        ),
        (Some(27.6), Some(53.8))
    );
    assert_eq!(
        (
            shown(all.by_1.unchanged.count),
            shown(all.by_1.worsened.count)
        ),
        (Some(15.0), Some(15.0))
    );
    assert_eq!(
        (
            shown(all.by_2.improved.count),
            shown(all.by_2.unchanged.count)
        ),
        (Some(20.0), Some(30.0))
    );
    assert_eq!(all.few, Some(false));
}

#[test]
fn only_support_contacts_for_oneself_of_five_minutes_are_eligible() {
    let calls = [
        Counted {
            minutes: 4,
            ..rated(8, 5)
        },
        Counted {
            caller_relation: CallerRelation::Friend,
            ..rated(8, 5)
        },
        Counted {
            caller_relation: CallerRelation::NotAsked,
            ..rated(8, 5)
        },
        Counted {
            contact_type: ContactType::Abusive,
            ..rated(8, 5)
        },
    ];
    assert!(!calls.iter().any(is_eligible));
    assert!(is_eligible(&Counted {
        minutes: 5,
        ..rated(8, 5)
    }));
}

#[test]
fn retrospective_pairs_stand_apart_under_their_label() {
    let mut calls = month(&[(40, 8, 5)]);
    calls.extend(std::iter::repeat_n(
        Counted {
            mode: Some(IsolationMode::Retrospective),
            ..rated(9, 2)
        },
        20,
    ));
    let report = isolation_change(&calls, RULE);
    assert_eq!(shown(report.pairs), Some(40.0));
    assert_eq!(shown(report.retrospective.all.n), Some(20.0));
    assert_eq!(shown(report.retrospective.all.mean_change), Some(-7.0));
    assert_eq!(
        report.retrospective.label,
        "change during the call, not proof of effect"
    );
}

#[test]
fn a_few_who_worsened_are_not_found_by_subtracting_the_others() {
    let report = isolation_change(&month(&[(30, 8, 5), (20, 6, 6), (5, 4, 6)]), RULE);
    let by_1 = &report.per_call.all.by_1;
    assert_eq!(shown(report.per_call.all.n), Some(55.0));
    assert_eq!(
        [&by_1.improved, &by_1.unchanged, &by_1.worsened].map(|share| shown(share.count)),
        [None, None, None]
    );
    assert_eq!(by_1.improved.percent, Figure::WITHHELD);
}

#[test]
fn two_thresholds_are_not_shown_together_if_their_difference_is_small() {
    // Improved by 1 or more: 24; by 2 or more: 20; so 4 improved by exactly 1.
    let report = isolation_change(
        &month(&[(20, 8, 5), (4, 8, 7), (20, 6, 6), (15, 4, 6)]),
        RULE,
    );
    assert_eq!(shown(report.per_call.all.by_1.improved.count), Some(24.0));
    assert_eq!(report.per_call.all.by_2.improved.count, Figure::WITHHELD);
}

#[test]
fn a_few_low_starts_are_not_found_by_subtracting_the_high_ones_from_all() {
    let few_low = isolation_change(&month(&[(40, 8, 5), (5, 1, 0)]), RULE);
    assert_eq!(shown(few_low.per_call.all.n), Some(45.0));
    assert_eq!(few_low.per_call.start_2_or_more.n, Figure::WITHHELD);
    assert_eq!(
        few_low.per_call.start_2_or_more.mean_change,
        Figure::WITHHELD
    );
    let many_low = isolation_change(&month(&[(40, 8, 5), (15, 1, 0)]), RULE);
    assert_eq!(shown(many_low.per_call.start_2_or_more.n), Some(40.0));
}

#[test]
fn a_few_calls_that_are_not_eligible_are_not_found_either() {
    let mut calls = month(&[(40, 8, 5)]);
    calls.extend(std::iter::repeat_n(
        Counted {
            minutes: 2,
            ..rated(8, 5)
        },
        6,
    ));
    let totals = Totals::of(&calls, RULE);
    assert!(
        totals.contacts && !totals.pairs && !totals.eligible,
        "46 contacts: 40 would give 6 away"
    );
    panic_unless_consistent(&calls, totals);
}

/// No two shown totals differ by one to ten.
fn panic_unless_consistent(calls: &[Counted], totals: Totals) {
    let support = calls
        .iter()
        .filter(|call| call.contact_type.is_support())
        .count();
    let eligible = calls.iter().filter(|call| is_eligible(call)).count();
    let pairs = pairs_of(calls, IsolationMode::Prospective).len();
    let known = [
        (totals.contacts, calls.len()),
        (totals.support, support),
        (totals.eligible, eligible),
        (totals.pairs, pairs),
    ];
    let counts: Vec<usize> = known
        .iter()
        .filter(|(shown, _)| *shown)
        .map(|(_, count)| *count)
        .collect();
    for (a, b) in counts
        .iter()
        .flat_map(|a| counts.iter().map(move |b| (a, b)))
    {
        assert!(a == b || a.abs_diff(*b) >= 11, "{counts:?}");
    }
}

#[test]
fn caller_weighted_figures_take_the_first_pair_of_each_code_and_round_callers_down() {
    let mut calls = Vec::new();
    for caller in 0..23 {
        calls.push(Counted {
            caller_code: Some(format!("{caller}")),
            ..rated(8, 4)
        });
        calls.push(Counted {
            caller_code: Some(format!("{caller}")),
            ..rated(6, 6)
        });
    }
    let report = isolation_change(&calls, RULE);
    let callers = &report.first_call_per_caller.all;
    assert_eq!(
        (shown(callers.n), callers.unit),
        (Some(20.0), Unit::Callers),
        "23 rounded down"
    );
    assert_eq!(
        (shown(callers.mean_change), shown(callers.sd_change)),
        (Some(-4.0), Some(0.0))
    );
    assert_eq!(callers.dz, Figure::UNDEFINED);
    assert_eq!(shown(report.per_call.all.mean_change), Some(-2.0));
}

#[test]
fn without_caller_codes_caller_weighted_figures_were_not_measured() {
    let report = isolation_change(&month(&[(40, 8, 5)]), RULE);
    assert_eq!(report.first_call_per_caller.all.n, Figure::NOT_MEASURED);
}

#[test]
fn an_empty_month_has_no_means_and_no_shares() {
    let report = isolation_change(&[], RULE);
    assert_eq!(shown(report.eligible), Some(0.0));
    assert_eq!(report.capture_percent, Figure::UNDEFINED);
    assert_eq!(report.per_call.all.mean_change, Figure::UNDEFINED);
    assert_eq!(report.per_call.all.by_1.improved.percent, Figure::UNDEFINED);
}

/// Every count of a month that follows from shown counts by one subtraction.
fn differences(calls: &[Counted]) -> Vec<f64> {
    let volume = crate::reports::volume::volume(calls, RULE);
    let report = isolation_change(calls, RULE);
    let (all, high) = (&report.per_call.all, &report.per_call.start_2_or_more);
    let totals = [
        volume.contacts,
        volume.support_contacts,
        report.eligible,
        report.pairs,
    ]
    .map(shown);
    let mut found = Vec::new();
    for (index, larger) in totals.iter().enumerate() {
        found.extend(
            totals
                .iter()
                .skip(index + 1)
                .map(|smaller| (*larger, *smaller)),
        );
    }
    found.push((shown(report.missing), shown(report.retrospective.all.n)));
    found.push((shown(all.n), shown(high.n)));
    let bands = |outcomes: &Outcomes| {
        [&outcomes.improved, &outcomes.unchanged, &outcomes.worsened]
            .map(|share| shown(share.count))
    };
    for (one, other) in [(&all.by_1, &high.by_1), (&all.by_2, &high.by_2)] {
        found.extend(bands(one).into_iter().zip(bands(other)));
    }
    for change in [all, high] {
        let (one, two) = (bands(&change.by_1), bands(&change.by_2));
        found.extend([(one[0], two[0]), (two[1], one[1]), (one[2], two[2])]);
        found.extend(one.into_iter().chain(two).map(|count| (count, Some(0.0))));
    }
    found
        .into_iter()
        .filter_map(|(larger, smaller)| Some(larger? - smaller?))
        .collect()
}

#[test]
fn no_subtraction_in_any_of_a_thousand_months_finds_one_to_ten_calls() {
    use rand::rngs::ChaCha12Rng;
    use rand::{RngExt, SeedableRng};
    let mut chance = ChaCha12Rng::seed_from_u64(11);
    let mut known = 0;
    for _ in 0..1000 {
        let mut calls = Vec::new();
        for _ in 0..chance.random_range(1..8) {
            let (start, end) = (chance.random_range(0..=10), chance.random_range(0..=10));
            let mut call = rated(start, end);
            match chance.random_range(0..6) {
                0 => call.minutes = 3,
                1 => call.contact_type = ContactType::HangUp,
                2 => call.end = None,
                3 => call.mode = Some(IsolationMode::Retrospective),
                _ => {}
            }
            calls.extend(std::iter::repeat_n(call, chance.random_range(1..40)));
        }
        let found = differences(&calls);
        assert!(
            found.iter().all(|count| *count == 0.0 || *count >= 11.0),
            "{found:?}"
        );
        known += found.len();
    }
    assert!(
        known > 5000,
        "{known}: withholding everything would pass too"
    );
}

//! What the gate stops, and what it does not believe.

use super::*;

#[test]
fn what_cannot_be_guarded_is_named_after_all_was_tried() {
    use Standing::{Published, Total};
    let cells = [open(4), cell(30, Published), cell(34, Total), open(50)];
    let stuck = table(&cells, &[sum(2, &[0, 1])]);
    assert_eq!(withhold(&stuck).unwrap_err(), Unsafe::Cells(vec![0]));
}

#[test]
fn a_sum_that_does_not_add_up_is_named() {
    let cells = [open(14), open(20), open(34)];
    let wrong = |parts: &[usize]| table(&cells, &[sum(2, &[0, 1]), sum(2, parts)]);
    assert_eq!(withhold(&wrong(&[0, 0])).unwrap_err(), Unsafe::Sum(1));
    assert_eq!(withhold(&wrong(&[0, 7])).unwrap_err(), Unsafe::Sum(1));
    let pattern = primary_only(&wrong(&[1, 0]));
    assert_eq!(audit(&wrong(&[0]), &pattern), Err(Unsafe::Sum(1)));
}

#[test]
fn a_pattern_that_shows_a_small_cell_does_not_pass() {
    let table = table(&[open(4), open(40), open(44)], &[sum(2, &[0, 1])]);
    let shown = |shown: [bool; 3]| Pattern {
        shown: shown.to_vec(),
        ..Pattern::default()
    };
    let found = Err(Unsafe::Cells(vec![0]));
    assert_eq!(audit(&table, &shown([true, false, true])), found);
    assert_eq!(audit(&table, &shown([false, true, true])), found);
    assert!(audit(&table, &shown([false, false, true])).is_ok());
}

/// Four cells of which any two of three are told, the last with a guarded one: `b` and `c` are `6 - a`, so that the
/// guarded one is `2 a` and `odd`.
fn doubled(a: u32, odd: u32) -> Table {
    let (slack, told) = (
        |n| cell(n, Standing::Slack),
        |n| cell(n, Standing::Published),
    );
    let guarded = open(2 * a - odd);
    let others = [
        slack(a),
        slack(6 - a),
        slack(6 - a),
        told(6),
        told(6),
        told(12 - odd),
    ];
    let cells = [&[guarded][..], &others].concat();
    table(
        &cells,
        &[sum(4, &[1, 2]), sum(5, &[1, 3]), sum(6, &[0, 2, 3])],
    )
}

#[test]
fn a_reader_of_whole_numbers_is_given_no_more_than_one_of_fractions() {
    let odd = doubled(3, 1);
    let found = Err(Unsafe::Cells(vec![0]));
    assert_eq!(
        withhold(&odd),
        found,
        "in fractions it may be 0; in whole numbers it is odd"
    );
    let (_, audit) = withhold(&doubled(2, 0)).unwrap();
    assert_eq!(least_and_most(&audit, 0), (0.0, 12.0), "11 is passed by 12");
    assert_eq!(audit.whole, 1);
}

#[test]
fn all_goes_if_the_choice_overlooked_that_counts_are_whole() {
    let mut odd = doubled(3, 1);
    for told in odd.cells.iter_mut().skip(4) {
        (told.standing, told.under) = (Standing::Open, 5);
    }
    let (pattern, _) = withhold(&odd).unwrap();
    assert!(pattern.last_resort && pattern.shown.iter().all(|shown| !shown));
}

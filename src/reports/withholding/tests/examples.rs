//! Small tables whose answer is known by hand.

use super::*;

#[test]
fn one_small_cell_of_a_cross_table_takes_three_others_with_it() {
    let table = cross(&[&[4, 30, 90], &[25, 40, 80]], open);
    assert_eq!(
        audit(&table, &primary_only(&table)),
        Err(Unsafe::Cells(vec![0]))
    );
    let (pattern, audit) = withhold(&table).unwrap();
    assert_eq!(hidden(&pattern), [0, 1, 4, 5], "the cheapest rectangle");
    assert_eq!((pattern.primaries, pattern.secondaries), (1, 3));
    let (least, most) = least_and_most(&audit, 0);
    assert!(least <= 0.0 && most >= 11.0, "{least} to {most}");
}

#[test]
fn a_table_without_small_cells_is_shown_whole() {
    let table = cross(&[&[14, 30, 0], &[25, 40, 80]], open);
    let (pattern, audit) = withhold(&table).unwrap();
    assert!(hidden(&pattern).is_empty());
    assert_eq!((audit.guarded.len(), audit.programs), (0, 0));
}

#[test]
fn a_small_month_hides_another_month_and_not_the_year() {
    let months = [3, 40, 50].map(open);
    let quarters = [93, 120, 130, 140].map(open);
    let year = [cell(483, Standing::Firm)];
    let cells = [&months[..], &quarters, &year].concat();
    let table = table(&cells, &[sum(3, &[0, 1, 2]), sum(7, &[3, 4, 5, 6])]);
    let (pattern, audit) = withhold(&table).unwrap();
    assert_eq!(hidden(&pattern), [0, 1]);
    assert_eq!(least_and_most(&audit, 0), (0.0, 43.0));
    assert_eq!(audit.programs, 0, "two cells need no program");
}

#[test]
fn a_firm_cell_goes_only_if_nothing_else_can() {
    let firm = cell(93, Standing::Firm);
    let others = [cell(40, Standing::Published), cell(50, Standing::Published)];
    let known = table(
        &[open(3), others[0], others[1], firm],
        &[sum(3, &[0, 1, 2])],
    );
    let (pattern, _) = withhold(&known).unwrap();
    assert_eq!(hidden(&pattern), [0, 3]);
    assert_eq!(
        (pattern.secondaries, pattern.firm, pattern.last_resort),
        (1, 1, false)
    );
}

#[test]
fn a_cell_withheld_in_january_stays_guarded_when_the_quarter_closes() {
    use Standing::{Published, Withheld};
    // January, February, March and the quarter of two levels and their total.
    let january = [cell(5, Withheld), cell(60, Withheld), cell(65, Published)];
    let february = [
        cell(30, Published),
        cell(50, Published),
        cell(80, Published),
    ];
    let march = [open(20), open(70), cell(90, Standing::Total)];
    let quarter = [open(55), open(180), cell(235, Standing::Total)];
    let across = (0..4).map(|at| sum(3 * at + 2, &[3 * at, 3 * at + 1]));
    let down = (0..3).map(|at| sum(9 + at, &[at, 3 + at, 6 + at]));
    let sums: Vec<Sum> = across.chain(down).collect();
    let closed = table(&[january, february, march, quarter].concat(), &sums);
    let weak = audit(&closed, &primary_only(&closed));
    assert_eq!(
        weak,
        Err(Unsafe::Cells(vec![0])),
        "the quarter gives it away"
    );
    let (pattern, _) = withhold(&closed).unwrap();
    let hidden = hidden(&pattern);
    assert_eq!(
        hidden,
        [0, 1, 6, 7],
        "two of March are cheaper than two of the quarter"
    );
    assert_eq!((pattern.primaries, pattern.secondaries), (0, 2));
}

#[test]
fn none_and_all_are_withheld_where_they_tell_something() {
    let counts: [&[u32]; 2] = [&[30, 0], &[25, 40]];
    let plain = cross(&counts, open);
    assert!(hidden(&withhold(&plain).unwrap().0).is_empty());
    let table = cross(&counts, sensitive);
    assert_eq!(
        hidden(&primary_only(&table)),
        [0, 1, 4],
        "4 is all of its column"
    );
    let (pattern, audit) = withhold(&table).unwrap();
    assert_eq!(hidden(&pattern), [0, 1, 3, 4]);
    assert!(least_and_most(&audit, 0).0 <= 25.0, "not surely all");
    assert!(least_and_most(&audit, 1).1 >= 11.0, "not surely none");
}

#[test]
fn none_of_nobody_is_no_secret() {
    let table = table(
        &[sensitive(0), sensitive(0), cell(0, Standing::Total)],
        &[sum(2, &[0, 1])],
    );
    assert!(hidden(&withhold(&table).unwrap().0).is_empty());
}

#[test]
fn many_calls_of_few_callers_stay_uncertain_by_the_width_of_the_threshold() {
    let counts: [&[u32]; 2] = [&[40, 60], &[70, 80]];
    for who in [(10, 10), (30, 21)] {
        let few = |n| Cell {
            contributors: if n == 40 { who.0 } else { n },
            largest: if n == 40 { who.1 } else { 1 },
            ..open(n)
        };
        let (pattern, audit) = withhold(&cross(&counts, few)).unwrap();
        assert_eq!(hidden(&pattern), [0, 1, 3, 4]);
        let (least, most) = least_and_most(&audit, 0);
        assert!(least <= 35.0 && most >= 46.0, "{least} to {most}");
    }
    let half = |n| Cell {
        largest: n / 2,
        ..open(n)
    };
    assert!(hidden(&withhold(&cross(&counts, half)).unwrap().0).is_empty());
}

#[test]
fn the_rest_of_a_subset_is_guarded_though_nobody_is_shown_it() {
    // Of 60 calls 56 were asked, so 4 were not; and the same of a month with many more.
    let rest = |n| cell(n, Standing::Latent);
    let all = [
        cell(60, Standing::Published),
        cell(300, Standing::Published),
    ];
    let month = [all[0], open(56), rest(4), all[1], open(200), rest(100)];
    let year = [cell(360, Standing::Total), open(256), rest(104)];
    let three = [sum(0, &[1, 2]), sum(3, &[4, 5]), sum(6, &[7, 8])];
    let down = [sum(6, &[0, 3]), sum(7, &[1, 4]), sum(8, &[2, 5])];
    let table = table(&[&month[..], &year].concat(), &[three, down].concat());
    let shown = primary_only(&table).shown;
    assert!(shown[1] && !shown[2]);
    assert_eq!(
        audit(&table, &primary_only(&table)),
        Err(Unsafe::Cells(vec![2]))
    );
    let (pattern, audit) = withhold(&table).unwrap();
    assert!(!pattern.shown[1], "the subset would give its rest away");
    assert!(least_and_most(&audit, 2).1 >= 11.0);
}

#[test]
fn an_overlap_may_be_reckoned_and_loosens_what_it_is_in() {
    // Answers of 50 callers, several each: the mentions are the callers and the overlap.
    let overlap = cell(9, Standing::Slack);
    let mentions = cell(59, Standing::Slack);
    let cells = [
        cell(50, Standing::Total),
        overlap,
        mentions,
        open(4),
        open(30),
        open(25),
    ];
    let sums = [sum(2, &[0, 1]), sum(2, &[3, 4, 5])];
    let (pattern, audit) = withhold(&table(&cells, &sums)).unwrap();
    assert_eq!(hidden(&pattern), [1, 2, 3], "the unknown overlap is enough");
    assert_eq!(least_and_most(&audit, 3), (0.0, 11.0));
    assert_eq!(audit.guarded.len(), 1);
}

#[test]
fn a_small_total_is_withheld_for_itself() {
    let total = cell(8, Standing::Total);
    let year = cell(100, Standing::Firm);
    let table = table(&[total, open(92), year], &[sum(2, &[0, 1])]);
    assert_eq!(hidden(&withhold(&table).unwrap().0), [0, 1]);
}

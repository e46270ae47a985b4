//! Random three-way tables, closed month by month, judged by programs that share nothing with the audit.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::*;

const LEVELS: usize = 4;
const OUTCOMES: usize = 2;
/// Three months and their quarter, twice, and the half-year.
const PERIODS: usize = 9;

/// A linear congruential generator (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// Where a cell is; the last level and the last outcome are all of them.
fn at(period: usize, level: usize, outcome: usize) -> usize {
    (period * (LEVELS + 1) + level) * (OUTCOMES + 1) + outcome
}

/// Months 0 to 2 make quarter 6, months 3 to 5 quarter 7, both the half-year 8.
fn is_closed(period: usize, months: usize) -> bool {
    match period {
        6 => months >= 3,
        7 | 8 => months >= 6,
        _ => period < months,
    }
}

/// A half-year of calls, most of them of the first levels.
fn counts(dice: &mut Dice, calls: u64) -> Vec<u32> {
    let mut counts = vec![0; at(PERIODS, 0, 0)];
    for month in 0..6 {
        for _ in 0..calls {
            let level = (0..LEVELS - 1)
                .find(|_| dice.below(2) == 0)
                .unwrap_or(LEVELS - 1);
            let outcome = usize::from(dice.below(4) == 0);
            for period in [month, 6 + month / 3, 8] {
                for level in [level, LEVELS] {
                    for outcome in [outcome, OUTCOMES] {
                        counts[at(period, level, outcome)] += 1;
                    }
                }
            }
        }
    }
    counts
}

/// The table after so many months. What is not closed yet is an empty cell that no sum names.
fn closed(counts: &[u32], months: usize, before: Option<&Pattern>) -> Table {
    let mut cells = vec![cell(0, Standing::Published); counts.len()];
    let mut sums = Vec::new();
    for period in (0..PERIODS).filter(|period| is_closed(*period, months)) {
        for level in 0..=LEVELS {
            for outcome in 0..=OUTCOMES {
                let here = at(period, level, outcome);
                let standing = match before.filter(|_| is_closed(period, months - 1)) {
                    Some(before) if before.shown[here] => Standing::Published,
                    Some(_) => Standing::Withheld,
                    None if level == LEVELS && outcome == OUTCOMES => Standing::Total,
                    None if period == 8 && level == LEVELS => Standing::Firm,
                    None => Standing::Open,
                };
                cells[here] = cell(counts[here], standing);
                let parts: Vec<usize> = match period {
                    6 => (0..3).collect(),
                    7 => (3..6).collect(),
                    8 => vec![6, 7],
                    _ => continue,
                };
                let parts: Vec<usize> = parts
                    .into_iter()
                    .map(|part| at(part, level, outcome))
                    .collect();
                sums.push(sum(here, &parts));
            }
        }
        sums.extend((0..=OUTCOMES).map(|outcome| {
            let parts: Vec<usize> = (0..LEVELS)
                .map(|level| at(period, level, outcome))
                .collect();
            sum(at(period, LEVELS, outcome), &parts)
        }));
        sums.extend((0..=LEVELS).map(|level| {
            let parts: Vec<usize> = (0..OUTCOMES)
                .map(|outcome| at(period, level, outcome))
                .collect();
            sum(at(period, level, OUTCOMES), &parts)
        }));
    }
    table(&cells, &sums)
}

/// The least or the most of a cell by one program over the whole table.
fn brute(table: &Table, pattern: &Pattern, cell: usize, way: OptimizationDirection) -> f64 {
    let mut problem = Problem::new(way);
    let cells = table.cells.iter().zip(&pattern.shown).enumerate();
    let variables: Vec<Variable> = cells
        .map(|(other, (count, shown))| {
            let n = f64::from(count.n);
            let bounds = if *shown { (n, n) } else { (0.0, 1e6) };
            problem.add_var(f64::from(u8::from(other == cell)), bounds)
        })
        .collect();
    for sum in &table.sums {
        let parts = sum.parts.iter().map(|part| (variables[*part], -1.0));
        let terms: Vec<_> = parts.chain([(variables[sum.total], 1.0)]).collect();
        problem.add_constraint(terms, ComparisonOp::Eq, 0.0);
    }
    let solution = problem.solve().unwrap().into_solution().unwrap();
    solution.objective()
}

#[test]
fn what_passes_the_gate_month_by_month_passes_programs_over_the_whole_table() {
    use OptimizationDirection::{Maximize, Minimize};
    let (mut closings, mut found) = (0, 0);
    for seed in 1..=4 {
        let counts = counts(&mut Dice(seed), 40 + 30 * seed);
        let mut before: Option<Pattern> = None;
        for months in 1..=6 {
            let table = closed(&counts, months, before.as_ref());
            let (pattern, audit) = withhold(&table).unwrap();
            assert_eq!(withhold(&table).unwrap().0, pattern, "the same again");
            for (cell, shown) in table.cells.iter().zip(&pattern.shown) {
                assert!(*shown || !matches!(cell.standing, Standing::Total | Standing::Published));
            }
            for proof in &audit.guarded {
                let n = table.cells[proof.cell].n;
                assert!(0 < n && n < 11 && proof.least <= 0.0 && proof.most >= 11.0);
                let least = brute(&table, &pattern, proof.cell, Minimize);
                let most = brute(&table, &pattern, proof.cell, Maximize);
                assert!(least <= 1e-6 && most >= 11.0 - 1e-6, "{least} to {most}");
            }
            closings += 1;
            let weak = super::audit(&table, &primary_only(&table));
            found += usize::from(matches!(weak, Err(Unsafe::Cells(_))));
            before = Some(pattern);
        }
    }
    assert!(
        2 * found > closings,
        "the weaker rule was found out in {found} of {closings}"
    );
}

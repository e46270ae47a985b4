//! What was measured of reports, and how it is printed. Measures nothing.

/// What is asked, and whether the client has it already.
pub(crate) const ANSWERS: [(&str, &str, bool); 4] = [
    (
        "month",
        "/api/v1/reports/isolation-change?period=2025-11",
        false,
    ),
    (
        "quarter",
        "/api/v1/reports/isolation-change?period=2025-Q4",
        false,
    ),
    (
        "year",
        "/api/v1/reports/isolation-change?period=2025",
        false,
    ),
    ("304", "/api/v1/reports/isolation-change?period=2025", true),
];
/// Of which rows: of a month by its index, of a month without one, of all time. `||` keeps the index out.
pub(crate) const ROWS: [(&str, &str); 3] = [
    ("month by index", "WHERE posting_month = '2025-11'"),
    ("month, all rows", "WHERE posting_month || '' = '2025-11'"),
    ("all time", ""),
];

/// All in milliseconds.
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) calls: u64,
    pub(crate) a_month: u64,
    pub(crate) freeze: f64,
    /// Of a month, of one that completes a quarter, of one that completes a year.
    pub(crate) releases: [f64; 3],
    /// Median and 99th hundredth.
    pub(crate) answers: [(f64, f64); 4],
    pub(crate) straight: [f64; 3],
}

/// The time at this hundredth of all, in order.
pub(crate) fn at(times: &mut [f64], hundredth: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    times[(times.len() - 1) * hundredth / 100]
}

/// What was measured.
pub(crate) fn say(name: &str, figures: &Figures) {
    let Figures {
        calls,
        a_month,
        freeze,
        releases: [month, quarter, year],
        ..
    } = figures;
    println!("{name}, {calls} calls, {a_month} a month");
    println!(
        "  closing, ms    freeze {freeze:.0}   release of a month {month:.0}, with a quarter {quarter:.0}, with a year {year:.0}"
    );
    let answers = ANSWERS.iter().zip(figures.answers);
    let answers =
        answers.map(|((name, ..), (median, p99))| format!("{name} {median:.1} / {p99:.1}"));
    println!(
        "  answer, ms     median / p99: {}",
        answers.collect::<Vec<_>>().join("   ")
    );
    let straight = ROWS.iter().zip(figures.straight);
    let straight = straight.map(|((name, _), time)| format!("{name} {time:.1}"));
    println!(
        "  straight, ms   {}",
        straight.collect::<Vec<_>>().join("   ")
    );
}

/// Each size beside the first.
pub(crate) fn compare(name: &str, all: &[Figures]) {
    let Some(first) = all.first() else { return };
    println!(
        "{name}, beside the first size: answers (month, quarter, year, 304), freeze a call, release (month, quarter, year);\n\
         straight SQL beside a month's answer: of the month over all rows, of all time"
    );
    for one in all {
        let answers: Vec<String> = (0..4)
            .map(|of| format!("{:.2}", one.answers[of].0 / first.answers[of].0))
            .collect();
        let of_month = |figures: &Figures| f64::from(u32::try_from(figures.a_month).unwrap());
        let freeze = one.freeze / of_month(one) / (first.freeze / of_month(first));
        let releases: Vec<String> = (0..3)
            .map(|of| format!("{:.1}", one.releases[of] / first.releases[of]))
            .collect();
        let beside = |of: usize| one.straight[of] / one.answers[0].0;
        println!(
            "  {:<10} {:<38}{freeze:<16.2}{:<32}{:<20.1}{:.1}",
            one.calls,
            answers.join("  "),
            releases.join("  "),
            beside(1),
            beside(2)
        );
    }
    println!();
}

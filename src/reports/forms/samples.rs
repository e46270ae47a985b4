//! Documents for the tests of the forms.

use crate::clock::Moment;
use crate::reports::ReportName;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Compared, Comparison, Document, Observation, Unit};
use crate::reports::figure::Figure;

/// A figure of the whole.
pub(super) fn figure(group: &str, statistic: &str, unit: Unit, figure: Figure) -> Observation {
    Observation {
        group: group.to_owned(),
        by: None,
        level: None,
        statistic: statistic.to_owned(),
        unit,
        figure,
        low: None,
        high: None,
        n: None,
        missing: None,
        few: false,
    }
}

/// The same figure of one level.
pub(super) fn level(by: Dimension, level: &str, one: Observation) -> Observation {
    Observation {
        by: Some(by),
        level: Some(level.to_owned()),
        ..one
    }
}

/// A document of one month.
pub(super) fn document(report: ReportName, month: &str, figures: Vec<Observation>) -> Document {
    let by = figures.iter().find_map(|one| one.by);
    Document {
        report,
        title: report.title().to_owned(),
        definition_version: report.definition_version(),
        definition: "What it means <exactly> & no more.".to_owned(),
        period: month.to_owned(),
        first_month: month.to_owned(),
        last_month: month.to_owned(),
        by,
        time_zone: "America/Los_Angeles".to_owned(),
        as_of: Moment::parse("2026-11-10T08:00:00Z").unwrap(),
        release_id: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
        address: format!("/api/v1/reports/{report}?period={month}"),
        figures_sha256: "ab".repeat(32),
        notes: vec!["Counts of 1 to 10 are withheld, and others with them.".to_owned()],
        figures,
        compared: Vec::new(),
    }
}

/// Ratings at the start and the end, and how many changed by how much.
fn changes(group: &str, n: usize, start: f64, change: f64) -> Vec<Observation> {
    let of = |one: Observation| Observation {
        n: Some(Figure::number(n)),
        missing: Some(Figure::number(90)),
        ..one
    };
    let points = |statistic, value| {
        let value = Figure::tenths(Some(value));
        of(figure(group, statistic, Unit::Points, value))
    };
    let count = |statistic, value| figure(group, statistic, Unit::Contacts, value);
    let change_of = Observation {
        low: Figure::tenths(Some(change - 0.3)).value,
        high: Figure::tenths(Some(change + 0.3)).value,
        ..points("mean_change", change)
    };
    let improved = figure(
        group,
        "improved_share",
        Unit::Percent,
        Figure::exactly(71.3),
    );
    vec![
        count("pairs", Figure::number(n)),
        points("mean_start", start),
        points("mean_end", start + change),
        change_of,
        of(improved),
        count("improved_2_count", Figure::number(n / 2)),
        count("improved_1_count", Figure::number(n / 5)),
        count("unchanged_count", Figure::number(n / 6)),
        count("worsened_1_count", Figure::WITHHELD),
        count("worsened_2_count", Figure::WITHHELD),
    ]
}

/// R4 of a month, broken down by whether the caller called before.
pub(super) fn isolation(month: &str) -> Document {
    let mut figures = changes("per_call.all", 150, 6.8, -1.9);
    figures.extend(changes("retrospective.all", 40, 7.2, -2.4));
    let parts = [("first_time", 45, 7.4, -2.6), ("returning", 105, 6.5, -1.6)];
    for (name, n, start, change) in parts {
        let of_part = changes("per_call.all", n, start, change).into_iter();
        figures.extend(of_part.map(|one| level(Dimension::Returning, name, one)));
    }
    for name in ["mean_start", "mean_end"] {
        let hidden = figure("per_call.all", name, Unit::Points, Figure::WITHHELD);
        figures.push(level(Dimension::Returning, "unknown", hidden));
    }
    document(ReportName::IsolationChange, month, figures)
}

/// R1 of a month with the month before it.
pub(super) fn compared() -> Document {
    let contacts = |n| figure("", "contacts", Unit::Contacts, Figure::number(n));
    Document {
        compared: vec![
            Compared {
                with: Comparison::Previous,
                period: "2026-09".to_owned(),
                released: true,
                figures: vec![contacts(380)],
            },
            Compared {
                with: Comparison::YearEarlier,
                period: "2025-10".to_owned(),
                released: false,
                figures: Vec::new(),
            },
        ],
        ..document(ReportName::Volume, "2026-10", vec![contacts(412)])
    }
}

/// R1 by hour of week: nights are small, one of them withheld, one empty.
pub(super) fn hours() -> Document {
    let contacts = |figure_of| figure("", "contacts", Unit::Contacts, figure_of);
    let mut figures = vec![contacts(Figure::number(2412))];
    for (day, base) in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .zip(20..)
    {
        for (block, busy) in [0, 3, 6, 9, 12, 15, 18, 21]
            .iter()
            .zip([1, 0, 1, 2, 3, 3, 5, 4])
        {
            let n = match base * busy {
                0 if base == 21 => Figure::number(0),
                0 => Figure::WITHHELD,
                n => Figure::number(n),
            };
            let name = format!("{day}_{block:02}");
            figures.push(level(Dimension::HourOfWeek, &name, contacts(n)));
        }
    }
    document(ReportName::Volume, "2026-10", figures)
}

/// R9 by place in the continuum of care.
pub(super) fn referrals() -> Document {
    let places = [
        ("community_support", Figure::number(120), Figure::number(84)),
        (
            "crisis_line_and_hub",
            Figure::number(44),
            Figure::number(31),
        ),
        ("mobile_and_transport", Figure::number(12), Figure::WITHHELD),
        (
            "residential_and_respite",
            Figure::number(38),
            Figure::number(29),
        ),
        ("hospital", Figure::WITHHELD, Figure::WITHHELD),
        ("other", Figure::number(0), Figure::number(0)),
    ];
    let mut figures = vec![figure("", "offered", Unit::Referrals, Figure::number(223))];
    for (place, offered, accepted) in places {
        for (name, value) in [("offered", offered), ("accepted", accepted)] {
            let one = figure("", name, Unit::Referrals, value);
            figures.push(level(Dimension::ContinuumPlace, place, one));
        }
    }
    document(ReportName::Referrals, "2026-10", figures)
}

/// R4 of a year of months; of one of them nothing may be shown.
pub(super) fn year() -> Vec<Document> {
    let months = (1..=12).map(|month| {
        let mut one = isolation(&format!("2026-{month:02}"));
        for of_it in &mut one.figures {
            if of_it.statistic == "mean_change" {
                let shift = f64::from(month % 5) / 10.0;
                of_it.figure = Figure::tenths(of_it.figure.value.map(|value| value + shift));
                of_it.low = Figure::tenths(of_it.low.map(|low| low + shift)).value;
                of_it.high = Figure::tenths(of_it.high.map(|high| high + shift)).value;
                if month == 7 {
                    (of_it.figure, of_it.low, of_it.high) = (Figure::WITHHELD, None, None);
                }
            }
        }
        one
    });
    months.collect()
}

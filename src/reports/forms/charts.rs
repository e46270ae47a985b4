//! Reports as pictures: SVG that says its figures as text too. What is not shown is marked, never drawn.
//!
//! A picture is 360 units wide with letters of 12 units or more, so that it can be read on a phone as it can in print.

mod before_and_after;
mod change_distribution;
mod continuum;
mod hour_of_week;
mod lettering;
mod scale;
mod svg;
mod trend;

use super::reading::months_of;
use crate::error::Error;
use crate::reports::document::Document;
use crate::words::words;
use svg::Picture;

pub(super) use change_distribution::CLASSES;
pub(super) use hour_of_week::{BLOCKS, DAYS, hours};

words! {
    /// A picture of a report.
    ChartName {
        /// Of R4: how many changed by how much.
        ChangeDistribution = "change-distribution",
        /// Of R4: from the mean at the start to the mean at the end.
        BeforeAndAfter = "before-and-after",
        /// Of R1: contacts by day and three hours of the week.
        HourOfWeek = "hour-of-week",
        /// Of R9: referrals along the crisis continuum of care.
        Continuum = "continuum",
        /// Of any report: its main figure over the months.
        Trend = "trend",
    }
}

/// The pictures that can be made of a report, what it alone shows first. Of `months` those count that are of the same report and one month long.
pub fn charts(document: &Document, months: &[Document]) -> Vec<ChartName> {
    let names = ChartName::ALL.iter().copied();
    names
        .filter(|name| picture(*name, document, months).is_some())
        .collect()
}

/// A picture as SVG; refused if the report has no figures for it.
pub fn chart(name: ChartName, document: &Document, months: &[Document]) -> Result<String, Error> {
    let picture = picture(name, document, months).ok_or_else(|| {
        let detail = "This report has no figures for such a chart. Ask for another, or for another breakdown.";
        Error::refused(422, "no_such_chart", detail)
    })?;
    picture.finish(name, document)
}

fn picture(name: ChartName, document: &Document, months: &[Document]) -> Option<Picture> {
    match name {
        ChartName::ChangeDistribution => change_distribution::draw(document),
        ChartName::BeforeAndAfter => before_and_after::draw(document),
        ChartName::Trend => trend::draw(document, &months_of(months, document.report)),
        ChartName::HourOfWeek => hour_of_week::draw(document),
        ChartName::Continuum => continuum::draw(document),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::forms::samples;

    /// Each picture once, of a report that has it.
    fn all() -> Vec<(ChartName, String)> {
        let year = samples::year();
        let documents = [
            samples::isolation("2026-10"),
            samples::hours(),
            samples::referrals(),
        ];
        let drawn = documents.iter().flat_map(|document| {
            let names = charts(document, &year).into_iter();
            names.map(|name| (name, chart(name, document, &year).unwrap()))
        });
        drawn.collect()
    }

    #[test]
    fn every_picture_can_be_made_of_some_report() {
        let mut names: Vec<ChartName> = all().iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        assert_eq!(names, ChartName::ALL);
    }

    #[test]
    fn a_picture_says_what_it_is_and_holds_its_figures_as_text() {
        for (name, text) in all() {
            let id = format!("{name}-2026-10");
            assert!(
                text.contains(&format!("aria-labelledby=\"{id}-title {id}-desc\"")),
                "{name}"
            );
            assert!(
                text.contains(&format!("<title id=\"{id}-title\">")),
                "{name}"
            );
            assert!(text.contains(&format!("<desc id=\"{id}-desc\">")), "{name}");
            assert!(
                text.contains("period,group,by,level,statistic,unit,value,"),
                "{name}"
            );
            assert!(
                text.contains("role=\"img\"") && text.contains("viewBox=\"0 0 360 "),
                "{name}"
            );
            assert!(
                !text.contains("<script") && !text.contains("href"),
                "{name}"
            );
        }
    }

    #[test]
    fn what_is_withheld_is_marked_and_every_letter_is_large_enough() {
        for (name, text) in all() {
            assert!(text.contains("[c]"), "{name}");
            let sizes = text.split("font-size=\"").skip(1);
            let small = sizes.filter(|rest| {
                rest.starts_with(|digit| digit < '1')
                    || rest.starts_with("10")
                    || rest.starts_with("11")
            });
            assert_eq!(small.count(), 0, "{name}");
        }
    }

    #[test]
    fn a_report_without_figures_for_a_picture_is_refused_it() {
        let refused = chart(ChartName::Continuum, &samples::hours(), &[]).unwrap_err();
        assert!(matches!(refused, Error::Refused(problem) if problem.code == "no_such_chart"));
        assert_eq!(charts(&samples::compared(), &[]), []);
    }

    #[test]
    fn a_name_from_outside_cannot_break_out_of_the_picture() {
        let mut document = samples::isolation("2026-10");
        for one in &mut document.figures {
            one.level = one
                .level
                .take()
                .map(|_| "<script>alert(\"&\")</script>".to_owned());
        }
        let text = chart(ChartName::BeforeAndAfter, &document, &[]).unwrap();
        assert!(!text.contains("<script") && text.contains("&lt;script&gt;"));
    }
}

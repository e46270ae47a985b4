//! Puts a report together: its figures, and what a reader must know of where they come from.

use super::ReportName;
use super::asking::Question;
use super::closings::Release;
use super::document::{Compared, Document};
use super::figures::diversion::UnitCost;
use super::source::Source;
use crate::digest::sha256;
use crate::error::Error;
use crate::line::Line;

/// A report as it is given.
pub fn document(
    question: &Question,
    source: &Source,
    release: Release,
    line: &Line,
    compared: Vec<Compared>,
) -> Result<Document, Error> {
    let cost: Option<&UnitCost> = question.cost.as_ref().map(|(cost, _)| cost);
    let figures = question.report.figures(source, question.by, cost);
    let text = serde_json::to_string(&figures).map_err(Error::broken)?;
    Ok(Document {
        report: question.report,
        title: question.report.title().to_owned(),
        definition_version: question.report.definition_version(),
        definition: question.report.definition().to_owned(),
        period: question.period.to_string(),
        first_month: question.period.first().to_string(),
        last_month: question.period.last().to_string(),
        by: question.by,
        time_zone: line.wall.0.name().to_owned(),
        as_of: release.at,
        release_id: release.id,
        address: question.address(),
        figures_sha256: sha256(text.as_bytes()),
        notes: notes(question, source),
        figures,
        compared,
    })
}

/// What is withheld, and what remains possible.
fn notes(question: &Question, source: &Source) -> Vec<String> {
    let mut notes: Vec<String> = match question.report {
        ReportName::Coverage => vec![
            "It holds nothing of any caller and names nobody, so nothing is withheld.".to_owned(),
            "What remains possible: who knows the crews from elsewhere may know whose no-show or late cancel is among \
             these."
                .to_owned(),
        ],
        ReportName::Privacy => vec!["It holds nothing of any caller and names nobody, so nothing is withheld.".to_owned()],
        _ => vec![
            format!(
                "Withheld: a count of 1 to {} contacts or callers, a count of which one caller code has more than half, \
                 and as many more as it takes that no arithmetic over all reports narrows such a count down. The \
                 choice is proved by linear programs before anything is released. Months that were closed under another \
                 threshold keep theirs.",
                source.rest.under.saturating_sub(1)
            ),
            "Levels of which a figure is withheld are told as one, `withheld_together`, where they are part of a total that is \
             shown: every reader can reckon that, so it tells nothing of any of them."
                .to_owned(),
            "What is shown is exactly true: percentages, means and rates to one decimal, counts of callers rounded down to a \
             multiple of 5. Medians from 30 contacts on; means of fewer than 30 are flagged `few`."
                .to_owned(),
            "What remains possible: who knows of a call from elsewhere knows that it is among these, and staff who log \
             calls see their rows."
                .to_owned(),
        ],
    };
    notes.push("Late calls and amendments after the closing of a month count in a later one or not at all: see R13.".to_owned());
    if source.is_range {
        notes.push(
            "Put together of several releases: what one of them withholds is withheld here, and callers are not counted, \
             for some are the same."
                .to_owned(),
        );
    }
    if let Some((cost, from)) = &question.cost {
        notes.push(format!(
            "The cost is reckoned with {} for one use of `{}`, as the reader gave it: {from}.",
            cost.cost, cost.service
        ));
    }
    notes
}

//! Looks up what was released, and makes a report of it.

use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::line::Line;
use crate::reports::answering::document;
use crate::reports::asking::Question;
use crate::reports::document::{Compared, Comparison, Document};
use crate::reports::periods::Period;
use crate::reports::store;

/// A report, if its period was released and it is broken down so.
pub(super) fn answer(conn: &mut Conn, question: &Question, line: &Line) -> Result<Document, Error> {
    find(conn, question, line)?.ok_or_else(|| {
        let detail = "This breakdown is given for quarters and years, not for months: its figures would be small.";
        Error::invalid(vec![Fault::at("/by", "not_broken_down", detail)])
    })
}

/// A report, if its period was released; none if it is not broken down so.
pub(super) fn find(
    conn: &mut Conn,
    question: &Question,
    line: &Line,
) -> Result<Option<Document>, Error> {
    let tables = question.report.tables(question.by);
    let found = store::sources::find(conn, question.period, line.fiscal_year, &tables)?;
    let (source, release) = found.ok_or_else(|| {
        let detail =
            "It was not released for this period. GET /api/v1/reports lists the released periods.";
        Error::invalid(vec![Fault::at("/period", "not_released", detail)])
    })?;
    if question
        .by
        .is_some_and(|by| !question.report.is_told(&source, by))
    {
        return Ok(None);
    }
    document(question, &source, release, line, Vec::new()).map(Some)
}

/// The same report of another period.
pub(super) fn other(
    conn: &mut Conn,
    question: &Question,
    with: Comparison,
    line: &Line,
) -> Result<Compared, Error> {
    let period = match with {
        Comparison::Previous => question.period.previous(),
        Comparison::YearEarlier => question.period.year_earlier(),
    };
    let question = Question {
        period,
        ..question.clone()
    };
    let answered = match answer(conn, &question, line) {
        Ok(document) => Some(document.figures),
        Err(Error::Refused(_)) => None,
        Err(other) => return Err(other),
    };
    Ok(Compared {
        with,
        period: period.to_string(),
        released: answered.is_some(),
        figures: answered.unwrap_or_default(),
    })
}

/// The report of each released month of the period, or of the months up to it.
pub(super) fn by_month(
    conn: &mut Conn,
    question: &Question,
    line: &Line,
) -> Result<Vec<Document>, Error> {
    let first = question.period.last().back(11).min(question.period.first());
    let mut documents = Vec::new();
    let mut month = first;
    while month <= question.period.last() {
        let question = Question {
            period: Period::from(month),
            by: None,
            cost: None,
            ..question.clone()
        };
        match answer(conn, &question, line) {
            Ok(document) => documents.push(document),
            Err(Error::Refused(_)) => {}
            Err(other) => return Err(other),
        }
        month = month.next();
    }
    Ok(documents)
}

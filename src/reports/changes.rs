//! Closing a month: its figures are reckoned, withheld where need be, and kept for good.

use super::coverage::{self, Crews};
use super::disclosure::Rule;
use super::periods::{ClosingFacts, Month, may_close};
use super::{Counted, Figures, Release, ReportName, isolation, store, volume};
use crate::audit::{self, Action};
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::Actor;
use crate::error::Error;
use crate::line::{self, Line};

/// A closed month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The month.
    pub month: Month,
    /// When it was closed.
    pub at: Moment,
    /// Whether it was closed just now.
    pub new: bool,
}

/// Closes a month and releases its reports. A closed month stays as it is.
pub fn close(conn: &mut Conn, month: Month, actor: &Actor, now: Moment) -> Result<Closed, Error> {
    if let Some(at) = store::closure(conn, month)? {
        return Ok(Closed {
            month,
            at,
            new: false,
        });
    }
    let line = line::store::find(conn)?;
    let facts = ClosingFacts {
        today: line.wall.date(now),
        last_closed: store::last_closed(conn)?,
        earliest_posted: store::earliest_posted(conn)?,
    };
    may_close(month, facts)?;
    let known = Known {
        calls: store::counted(conn, month)?,
        crews: store::crews::of(conn, month, line.wall)?,
    };
    store::insert_closure(conn, month, actor.person, now)?;
    for report in ReportName::ALL {
        let id = chance::id(now);
        let document = document(*report, &known, (month, id), &line, now)?;
        store::insert_release(conn, id, (month, *report), &document, now)?;
    }
    audit::store::record(conn, now, actor, Action::MonthClosed, month)?;
    Ok(Closed {
        month,
        at: now,
        new: true,
    })
}

/// What reports count of a month.
struct Known {
    calls: Vec<Counted>,
    crews: Crews,
}

/// A report as it will be read, to the letter.
fn document(
    report: ReportName,
    known: &Known,
    (period, release_id): (Month, crate::id::ReleaseId),
    line: &Line,
    now: Moment,
) -> Result<String, Error> {
    let rule = Rule {
        under: line.withhold_under,
    };
    let calls = &known.calls;
    let figures = match report {
        ReportName::Volume => Figures::Volume(Box::new(volume::volume(calls, rule))),
        ReportName::Coverage => Figures::Coverage(Box::new(coverage::coverage(&known.crews))),
        ReportName::IsolationChange => {
            Figures::IsolationChange(Box::new(isolation::isolation_change(calls, rule)))
        }
        _ => return Ok(String::new()),
    };
    let release = Release {
        report,
        title: report.title().to_owned(),
        definition_version: report.definition_version(),
        definition: report.definition().to_owned(),
        period,
        time_zone: line.wall.0.name().to_owned(),
        as_of: now,
        release_id,
        notes: notes(report, rule),
        figures,
    };
    serde_json::to_string(&release).map_err(Error::broken)
}

fn notes(report: ReportName, rule: Rule) -> Vec<String> {
    if report == ReportName::Coverage {
        return vec![
            "It holds nothing of any caller and names nobody, so nothing is withheld.".to_owned(),
            "What is shown is exactly true, hours and percentages to one decimal.".to_owned(),
            "What remains possible: who knows the crews from elsewhere may know whose no-show or late cancel is among \
             these."
                .to_owned(),
        ];
    }
    vec![
        format!(
            "A count is withheld if 1 to {} calls or callers are behind it, if one caller code has more than half of \
             it, or if it would give such a count away by subtraction.",
            rule.under.saturating_sub(1)
        ),
        "What is shown is exactly true, percentages and means to one decimal, counts of callers rounded down to a \
         multiple of 5."
            .to_owned(),
        "What remains possible: who knows of a call from elsewhere knows that it is among these, and staff who log \
         calls see their rows."
            .to_owned(),
    ]
}

//! Closing months over HTTP, and how far their releases have come.

use std::sync::Arc;

use actix_web::web::Data;
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use utoipa::{IntoParams, ToSchema};

use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, Supervisor};
use crate::error::Error;
use crate::http::{Created, Found, Part, Path, Sketch};
use crate::id::ReleaseId;
use crate::line;
use crate::reports::closings::{Standing, parts};
use crate::reports::cube::rule::Caution;
use crate::reports::periods::{Month, Period};
use crate::reports::{changes, store};
use crate::words::words;

/// Wakes the closer of this process.
pub struct Bell(pub Arc<Notify>);

impl Part for Data<Bell> {
    fn sketch(_sketch: &mut Sketch) {}
}

/// Which month.
#[derive(Deserialize, IntoParams)]
pub struct MonthPath {
    /// A month such as 2026-10.
    #[param(value_type = String, example = "2026-10")]
    month: Month,
}

words! {
    /// How a reporting month stands.
    MonthState {
        /// Calls count in it.
        Open = "open",
        /// No call counts in it any more, and its release is being made.
        Closing = "closing",
        /// Its release is made.
        Closed = "closed",
    }
}

/// A reporting month.
#[derive(Serialize, ToSchema)]
pub struct ReportingMonth {
    /// The month.
    month: Month,
    /// How it stands.
    state: MonthState,
    /// Contacts that count in it; null while it is not known.
    contacts: Option<usize>,
    /// Of these, contacts that began in a month that was closed before they came.
    late_contacts: Option<usize>,
    /// When it was closed. No call counts in it since.
    closed_at: Option<Moment>,
    /// How many parts of its release are made.
    parts_done: usize,
    /// How many parts its release has; 0 while it is open.
    parts: usize,
    /// Why a part of its release is not made, if one failed. It is tried again.
    failure: Option<String>,
    /// How much its release holds back. Of a very small line more than usual has to be.
    caution: Caution,
    /// Its release.
    release: Option<ReleaseView>,
}

/// A release.
#[derive(Serialize, ToSchema)]
pub struct ReleaseView {
    /// Its id.
    id: ReleaseId,
    /// When it was made.
    released_at: Moment,
}

/// The reporting months.
#[derive(Serialize, ToSchema)]
pub struct ReportingMonthList {
    /// The newest first.
    items: Vec<ReportingMonth>,
    /// Always null: there are few months.
    next: Option<String>,
}

impl ReportingMonth {
    fn closed(standing: Standing, periods: &[Period]) -> Self {
        let all = parts(periods).len();
        Self {
            month: standing.month,
            state: if standing.release.is_some() {
                MonthState::Closed
            } else {
                MonthState::Closing
            },
            contacts: standing.contacts,
            late_contacts: standing.late,
            closed_at: Some(standing.closed_at),
            parts_done: if standing.release.is_some() {
                all
            } else {
                standing.parts
            },
            parts: all,
            failure: standing.failure.filter(|_| standing.release.is_none()),
            caution: standing.caution,
            release: standing.release.map(|release| ReleaseView {
                id: release.id,
                released_at: release.at,
            }),
        }
    }

    fn open((month, contacts, late): (Month, usize, usize)) -> Self {
        Self {
            month,
            state: MonthState::Open,
            contacts: Some(contacts),
            late_contacts: Some(late),
            closed_at: None,
            parts_done: 0,
            parts: 0,
            failure: None,
            caution: Caution::Usual,
            release: None,
        }
    }
}

/// Closes a month. What counts in it is kept for good; its release is made at once after that.
pub async fn close(
    who: As<Supervisor>,
    bell: Data<Bell>,
    Path(asked): Path<MonthPath>,
) -> Result<Created<ReportingMonth>, Error> {
    let (now, actor) = (who.now(), who.actor());
    let closed = move |conn: &mut Conn| {
        let closed = changes::close(conn, asked.month, &actor, now)?;
        let standing = standings(conn)?
            .into_iter()
            .find(|row| row.month == closed.month);
        let row = standing.ok_or_else(|| Error::broken("a month that was closed is not there"))?;
        Ok(Created {
            new: closed.new,
            row,
        })
    };
    let created = who.write(closed).await?;
    bell.0.notify_one();
    Ok(created)
}

/// The reporting months: which are open, which are being released, which are closed.
pub async fn list(who: As<Supervisor>) -> Result<Found<ReportingMonthList>, Error> {
    let months = move |conn: &mut Conn| {
        let last = store::closings::last_closed(conn)?;
        let mut items: Vec<ReportingMonth> = store::closings::open(conn, last)?
            .into_iter()
            .map(ReportingMonth::open)
            .collect();
        items.extend(standings(conn)?);
        Ok(ReportingMonthList { items, next: None })
    };
    Ok(Found(who.read(months).await?))
}

/// The closed months.
fn standings(conn: &mut Conn) -> Result<Vec<ReportingMonth>, Error> {
    let fiscal = line::store::find(conn)?.fiscal_year;
    let all = store::closings::all(conn)?;
    let first = all.last().map(|standing| standing.month);
    let mut months = Vec::new();
    for mut standing in all {
        if standing.release.is_none() {
            standing.parts = store::closings::parts_made(conn, standing.month)?;
        }
        let first = first.unwrap_or(standing.month);
        let periods = Period::completed_by(standing.month, fiscal, first);
        months.push(ReportingMonth::closed(standing, &periods));
    }
    Ok(months)
}

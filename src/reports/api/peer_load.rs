//! The load of the peers over HTTP: for supervisors alone, of any month, never released.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Format;
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, Supervisor};
use crate::error::{Error, Fault};
use crate::http::{Query, Released};
use crate::line;
use crate::reports::peer_load::{self, Frame, Load, Spread};
use crate::reports::periods::Month;
use crate::reports::store;
use crate::schedule::Span;
use crate::sheet;

/// Of which month, in which form.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PeerLoadAsked {
    /// A month such as 2026-10, also the present one.
    #[param(example = "2026-10")]
    period: String,
    /// The form; `Accept: text/csv` does the same.
    #[param(inline)]
    format: Option<Format>,
}

/// How a month's work was spread over the peers.
#[derive(Serialize, ToSchema)]
pub struct PeerLoadView {
    /// Which report.
    report: &'static str,
    /// What it is called in print.
    title: &'static str,
    /// What may be done with it.
    mark: &'static str,
    /// Counts up when a definition changes.
    definition_version: i32,
    /// What its figures are.
    definition: &'static str,
    /// The month.
    period: Month,
    /// The line's time zone, by which the month is cut.
    time_zone: &'static str,
    /// When it was reckoned.
    as_of: Moment,
    /// The peers, by name.
    items: Vec<Load>,
    /// Always null: all peers are there.
    next: Option<String>,
    /// How far the hours held are from those wished.
    spread: Spread,
}

/// How a month's work was spread over the peers.
pub async fn show(
    who: As<Supervisor>,
    Query(asked): Query<PeerLoadAsked>,
    accept: crate::http::Accept,
) -> Result<Released<PeerLoadView>, Error> {
    let period: Month = asked.period.parse().map_err(|_other| {
        let detail = "Ask for a month, such as period=2026-10.";
        Error::invalid(vec![Fault::at("/period", "not_a_month", detail)])
    })?;
    let wanted = asked.format.unwrap_or(if accept.is("text/csv") {
        Format::Csv
    } else {
        Format::Json
    });
    let (now, actor) = (who.now(), who.actor());
    let reckoned = move |conn: &mut Conn| {
        let subject = format!("peer-load {period} {wanted}");
        audit::store::record(conn, now, &actor, Action::ReportPulled, subject)?;
        reckon(conn, period, now)
    };
    let view = who.append(reckoned).await?;
    match wanted {
        Format::Json => {
            let text = serde_json::to_string(&view).map_err(Error::broken)?;
            Ok(Released::json(text))
        }
        Format::Csv => {
            let rows = view.items.iter();
            let rows = rows.map(|load| peer_load::row(period.as_str(), load));
            let text = sheet::write(peer_load::COLUMNS, rows)?;
            Ok(Released::csv(text, &format!("peer-load-{period}.csv")))
        }
    }
}

fn reckon(conn: &mut Conn, period: Month, now: Moment) -> Result<PeerLoadView, Error> {
    let wall = line::store::find(conn)?.wall;
    let (first, after) = (period.first(), period.next().first());
    let frame = Frame {
        span: Span {
            starts: wall.midnight(first),
            ends: wall.midnight(after),
        },
        wall,
    };
    let peers = store::loads::of(conn, period, frame.span)?;
    Ok(PeerLoadView {
        report: "peer-load",
        title: peer_load::TITLE,
        mark: peer_load::MARK,
        definition_version: peer_load::DEFINITION_VERSION,
        definition: peer_load::DEFINITION,
        period,
        time_zone: wall.0.name(),
        as_of: now,
        items: peers
            .iter()
            .map(|peer| peer_load::load(peer, frame))
            .collect(),
        next: None,
        spread: peer_load::spread(&peers, frame),
    })
}

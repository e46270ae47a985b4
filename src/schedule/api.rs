//! The schedule over HTTP: seeing shifts, what is lacking.

pub mod wire;

use serde::Deserialize;
use utoipa::IntoParams;

use self::wire::{GapList, MayClaim, ShiftList, ShiftView};
use super::changes::asker::Asker;
use super::demand::Forecast;
use super::eligibility::Reason;
use super::gaps::Gap;
use super::overview::api::bounded;
use super::planning::store::holidays;
use super::{Seat, Span, Staffed, changes, demand, gaps, store};
use crate::calls;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, PeerOrSupervisor, Supervisor};
use crate::error::Error;
use crate::http::cursor::{self, Cursor};
use crate::http::{Flag, Found, Listed, Query};
use crate::id::ShiftId;
use crate::line::{self, Line, Wall, When};
use crate::role::Role;

/// Which shifts.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ShiftsAsked {
    /// From this date or instant on.
    #[param(value_type = String, example = "2026-11-23")]
    from: When,
    /// Up to this date or instant, itself not included; at most 62 days later.
    #[param(value_type = String, example = "2026-11-30")]
    to: When,
    /// `true`: only those on which you may take a place now; none for who is not a peer.
    #[param(inline)]
    open_to_me: Option<Flag>,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor<ShiftId>>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// Which gaps.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct GapsAsked {
    /// From this date or instant on; now if not said.
    #[param(value_type = Option<String>)]
    from: Option<When>,
    /// Up to this date or instant, itself not included; a week later if not said, 62 days at most.
    #[param(value_type = Option<String>)]
    to: Option<When>,
}

/// Shifts with their free places, and whether the asker may take one.
pub async fn shifts(
    who: As<PeerOrSupervisor>,
    Query(asked): Query<ShiftsAsked>,
) -> Result<Listed<ShiftList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let (me, now) = (who.id(), who.now());
    let (is_peer, sees_drafts) = (who.is(Role::Peer), who.is(Role::Supervisor));
    who.read(move |conn| {
        let line = line::store::find(conn)?;
        let span = span_asked(asked.from, asked.to, line.wall)?;
        let only_open = asked.open_to_me == Some(Flag::Yes);
        // Those that are not open go before the page is cut, so that it is full.
        let most = if only_open { i64::MAX } else { limit + 1 };
        let rows = store::shifts_in(conn, span, sees_drafts, asked.cursor, most)?;
        let rows = changes::staffed(conn, rows, line.wall)?;
        let mine = Asker::of(conn, me, rows.iter().map(|row| row.shift.span), &line)?;
        let judged = rows.into_iter().map(|row| {
            let place = (Seat::Crew, row.shift.span);
            let reasons = is_peer.then(|| mine.refusals(&row, place, &line, now));
            (row, reasons)
        });
        let open = |reasons: &Option<Vec<Reason>>| reasons.as_ref().is_some_and(Vec::is_empty);
        let rows = judged
            .filter(|(_, reasons)| !only_open || open(reasons))
            .collect();
        let (rows, next) = cursor::page(rows, limit, |(row, _): &(Staffed, _)| Cursor {
            at: row.shift.span.starts,
            id: row.shift.id,
        });
        let items = rows
            .into_iter()
            .map(|(row, reasons)| ShiftView::new(&row, reasons.map(MayClaim::from)));
        Ok(Listed(ShiftList {
            items: items.collect(),
            next,
            time_zone: line.wall.0.name(),
        }))
    })
    .await
}

/// Published shifts that lack people, the one that costs most calls first.
pub async fn gaps(
    who: As<Supervisor>,
    Query(asked): Query<GapsAsked>,
) -> Result<Found<GapList>, Error> {
    let now = who.now();
    who.read(move |conn| {
        let line = line::store::find(conn)?;
        let from = asked.from.unwrap_or(When::Instant(now));
        let week_later = When::Instant(from.on(line.wall).plus(chrono::Duration::days(7)));
        let span = span_asked(from, asked.to.unwrap_or(week_later), line.wall)?;
        let (gaps, forecast) = lacking(conn, &line, span, now)?;
        Ok(Found(GapList::new(&gaps, forecast.as_ref(), line.wall)))
    })
    .await
}

/// The gaps of a span, the worst first, and the forecast behind their order.
pub(crate) fn lacking(
    conn: &mut Conn,
    line: &Line,
    span: Span,
    now: Moment,
) -> Result<(Vec<Gap>, Option<Forecast>), Error> {
    let shifts = store::shifts_in(conn, span, false, None, i64::MAX)?;
    let shifts = changes::staffed(conn, shifts, line.wall)?;
    let staffed = shifts.into_iter().map(|row| {
        let crew = row.crew_throughout();
        (row.shift, crew)
    });
    let forecast = forecast(conn, line, now)?;
    let gaps = gaps::ranked(staffed, forecast.as_ref(), line.patience, line.wall, now);
    Ok((gaps, forecast))
}

/// What the last whole weeks of calls let us expect.
fn forecast(conn: &mut Conn, line: &Line, now: Moment) -> Result<Option<Forecast>, Error> {
    let this_week = line::monday(line.wall.date(now));
    let first = this_week - chrono::Duration::weeks((*demand::WEEKS.end()).into());
    let yesterday = this_week - chrono::Duration::days(1);
    let mut holidays = holidays::between(conn, first, yesterday)?;
    let left_out = holidays.iter().copied().collect();
    let past = calls::store::by_hour_of_week(conn, (first, this_week), left_out)?;
    // A line younger than thirteen weeks is judged by the weeks it has.
    let begun = past
        .earliest
        .map_or(this_week, |date| line::monday(date).max(first));
    let weeks = (this_week - begun).num_weeks();
    holidays.retain(|date| *date >= begun);
    let handling = past.mean_length.map(|length| length + line.wrap_up);
    Ok(Forecast::without(
        &holidays,
        &past.counts,
        u32::try_from(weeks).unwrap_or_default(),
        handling,
    ))
}

pub(in crate::schedule) fn span_asked(from: When, to: When, wall: Wall) -> Result<Span, Error> {
    bounded(from, to, 62, wall)
}

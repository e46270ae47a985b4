//! The schedule over HTTP: seeing shifts, taking and giving back places, what is lacking.

pub mod wire;

use serde::Deserialize;
use utoipa::IntoParams;

use self::wire::{ClaimView, GapList, MayClaim, ShiftList, ShiftView};
use super::changes::asker::Asker;
use super::changes::{self, places};
use super::eligibility::Reason;
use super::overview::api::bounded;
use super::planning::store::holidays;
use super::shift::{How, Release};
use super::store::claims::Given;
use super::{Seat, Span, Staffed, demand, gaps, store};
use crate::audit::{self, Action};
use crate::calls;
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, Peer, PeerOrSupervisor, Supervisor};
use crate::error::Error;
use crate::http::cursor::{self, Cursor};
use crate::http::{Created, Done, Flag, Found, Listed, Path, Query};
use crate::id::ShiftId;
use crate::line::{self, Line, Wall, When};
use crate::people::named::PersonOrMe;
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

/// Whose place on which shift.
#[derive(Deserialize, IntoParams)]
pub struct ClaimPath {
    /// The shift.
    id: ShiftId,
    /// The person's id, or `me`.
    #[param(value_type = String)]
    person_id: PersonOrMe,
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

/// Takes a place on a shift.
pub async fn claim(
    who: As<Peer>,
    Path(asked): Path<ClaimPath>,
) -> Result<Created<ClaimView>, Error> {
    let me = asked.person_id.only(who.id())?;
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let line = line::store::find(conn)?;
        let staffed = visible(conn, asked.id, line.wall)?;
        if let Some(held) = staffed.held_by(me).next() {
            return Ok(Created {
                new: false,
                row: ClaimView::new(held),
            });
        }
        let span = staffed.shift.span;
        let mine = Asker::of(conn, me, [span], &line)?;
        let reasons = mine.refusals(&staffed, (Seat::Crew, span), &line, now);
        let place = staffed.free_place(Seat::Crew, span);
        let Some(place) = place.filter(|_| reasons.is_empty()) else {
            let reasons = reasons.into_iter().map(Reason::fault);
            return Err(Error::conflict(reasons.collect()));
        };
        let given = Given {
            id: chance::id(now),
            shift: asked.id,
            seat: Seat::Crew,
            place,
            person: me,
            span,
            by: me,
            how: How::Claimed,
            override_reason: None,
        };
        places::give(conn, &given, now)?;
        audit::store::record(conn, now, &actor, Action::ShiftClaimed, asked.id)?;
        Ok(Created {
            new: true,
            row: ClaimView {
                shift_id: asked.id,
                person_id: me,
                claimed_at: now,
            },
        })
    })
    .await
}

/// Gives a place back. Doing it again changes nothing.
pub async fn drop_claim(who: As<Peer>, Path(asked): Path<ClaimPath>) -> Result<Done, Error> {
    let me = asked.person_id.only(who.id())?;
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let wall = line::store::find(conn)?.wall;
        let staffed = visible(conn, asked.id, wall)?;
        let Some(held) = staffed.held_by(me).next() else {
            return Ok(Done);
        };
        if held.span.starts <= now {
            return Err(Error::conflict(vec![Reason::AlreadyStarted.fault()]));
        }
        places::take_back(conn, held, Release::Dropped, me, now)?;
        audit::store::record(conn, now, &actor, Action::ShiftDropped, asked.id)?;
        Ok(Done)
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
        let shifts = store::shifts_in(conn, span, false, None, i64::MAX)?;
        let shifts = changes::staffed(conn, shifts, line.wall)?;
        let staffed = shifts.into_iter().map(|row| {
            let crew = row.crew_throughout();
            (row.shift, crew)
        });
        let forecast = forecast(conn, &line, now)?;
        let gaps = gaps::ranked(staffed, forecast.as_ref(), line.patience, line.wall, now);
        Ok(Found(GapList::new(&gaps, forecast.as_ref(), line.wall)))
    })
    .await
}

/// What the last whole weeks of calls let us expect.
fn forecast(conn: &mut Conn, line: &Line, now: Moment) -> Result<Option<demand::Forecast>, Error> {
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
    Ok(demand::Forecast::without(
        &holidays,
        &past.counts,
        u32::try_from(weeks).unwrap_or_default(),
        handling,
    ))
}

pub(in crate::schedule) fn span_asked(from: When, to: When, wall: Wall) -> Result<Span, Error> {
    bounded(from, to, 62, wall)
}

/// A shift that peers may see. A draft and one that was cancelled are as good as absent.
fn visible(conn: &mut Conn, id: ShiftId, wall: Wall) -> Result<Staffed, Error> {
    changes::staffed_one(conn, id, wall)?
        .filter(|staffed| staffed.shift.published && !staffed.shift.cancelled)
        .ok_or_else(Error::not_found)
}

//! The schedule over HTTP: seeing shifts, taking and giving back places, who is on duty, what is lacking.

mod asking;
mod plan;
pub mod wire;

use serde::Deserialize;
use utoipa::IntoParams;

pub use plan::{make_schedule, make_template, publish, show_schedule, templates};

use self::asking::{asker, verdict};
use self::wire::{ClaimView, Duty, DutyShift, GapList, MayClaim, ShiftList, ShiftView};
use super::eligibility;
use super::{Claim, Shift, Span, demand, free_place, gaps, store};
use crate::audit::{self, Action};
use crate::calls;
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, Peer, PeerOrSupervisor, Supervisor};
use crate::error::{Error, Fault};
use crate::http::cursor::{self, Cursor};
use crate::http::{Created, Done, Found, Listed, Path, Query};
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
        let rows = store::shifts_in(conn, span, sees_drafts, asked.cursor, limit + 1)?;
        let (rows, next) = cursor::page(rows, limit, |shift| Cursor {
            at: shift.span.starts,
            id: shift.id,
        });
        let claims =
            store::claims_on(conn, &rows.iter().map(|shift| shift.id).collect::<Vec<_>>())?;
        let mine = asker(conn, me, rows.iter().map(|shift| shift.span), &line)?;
        let items = rows.iter().map(|shift| {
            let crew = of_shift(&claims, shift.id);
            let may_claim =
                is_peer.then(|| MayClaim::from(verdict(shift, &crew, me, &mine, &line, now)));
            ShiftView::new(shift, &crew, may_claim)
        });
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
        let shift = visible(conn, asked.id)?;
        let claims = store::claims_on(conn, &[shift.id])?;
        if let Some(held) = claims.iter().find(|claim| claim.person == me) {
            return Ok(Created {
                new: false,
                row: ClaimView::new(held),
            });
        }
        let line = line::store::find(conn)?;
        let mine = asker(conn, me, [shift.span], &line)?;
        let reasons = verdict(
            &shift,
            &claims.iter().collect::<Vec<_>>(),
            me,
            &mine,
            &line,
            now,
        );
        let place = free_place(shift.crew, &claims).filter(|_| reasons.is_empty());
        let Some(place) = place else {
            return Err(Error::conflict(
                reasons
                    .into_iter()
                    .map(eligibility::Reason::fault)
                    .collect(),
            ));
        };
        store::insert_claim(conn, shift.id, place, me, now)?;
        audit::store::record(conn, now, &actor, Action::ShiftClaimed, shift.id)?;
        Ok(Created {
            new: true,
            row: ClaimView {
                shift_id: shift.id,
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
        let shift = visible(conn, asked.id)?;
        let claims = store::claims_on(conn, &[shift.id])?;
        let Some(held) = claims.iter().find(|claim| claim.person == me) else {
            return Ok(Done);
        };
        if shift.span.starts <= now {
            return Err(Error::conflict(vec![
                eligibility::Reason::AlreadyStarted.fault(),
            ]));
        }
        store::drop_claim(conn, chance::id(now), held, now)?;
        audit::store::record(conn, now, &actor, Action::ShiftDropped, shift.id)?;
        Ok(Done)
    })
    .await
}

/// Who answers now.
pub async fn on_duty(who: As<PeerOrSupervisor>) -> Result<Found<Duty>, Error> {
    let now = who.now();
    who.read(move |conn| {
        let line = line::store::find(conn)?;
        let this_moment = Span {
            starts: now,
            ends: now.plus(chrono::Duration::seconds(1)),
        };
        let shifts = store::shifts_in(conn, this_moment, false, None, i64::MAX)?;
        let claims = store::claims_on(
            conn,
            &shifts.iter().map(|shift| shift.id).collect::<Vec<_>>(),
        )?;
        let shifts = shifts
            .iter()
            .map(|shift| DutyShift::new(shift, &of_shift(&claims, shift.id)))
            .collect();
        Ok(Found(Duty {
            now,
            time_zone: line.wall.0.name(),
            shifts,
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
        let shifts = store::shifts_in(conn, span, false, None, i64::MAX)?;
        let claims = store::claims_on(
            conn,
            &shifts.iter().map(|shift| shift.id).collect::<Vec<_>>(),
        )?;
        let staffed = shifts.into_iter().map(|shift| {
            let crew = u8::try_from(of_shift(&claims, shift.id).len()).unwrap_or(u8::MAX);
            (shift, crew)
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
    let past = calls::store::by_hour_of_week(conn, first, this_week)?;
    // A line younger than thirteen weeks is judged by the weeks it has.
    let begun = past
        .earliest
        .map_or(this_week, |date| line::monday(date).max(first));
    let weeks = (this_week - begun).num_weeks();
    let handling = past.mean_length.map(|length| length + line.wrap_up);
    Ok(demand::Forecast::new(
        &past.counts,
        u32::try_from(weeks).unwrap_or_default(),
        handling,
    ))
}

fn span_asked(from: When, to: When, wall: Wall) -> Result<Span, Error> {
    let span = Span {
        starts: from.on(wall),
        ends: to.on(wall),
    };
    if span.starts < span.ends && span.length() <= chrono::Duration::days(63) {
        return Ok(span);
    }
    Err(Error::invalid(vec![Fault::at(
        "/to",
        "out_of_range",
        "to is after from, and at most 62 days after it.",
    )]))
}

/// A shift that peers may see. A draft is as good as absent.
fn visible(conn: &mut Conn, id: ShiftId) -> Result<Shift, Error> {
    store::shift(conn, id)?
        .filter(|shift| shift.published)
        .ok_or_else(Error::not_found)
}

fn of_shift(claims: &[Claim], shift: ShiftId) -> Vec<&Claim> {
    claims.iter().filter(|claim| claim.shift == shift).collect()
}

//! Live figures over HTTP: how the line does now, for supervisors alone. They are kept nowhere.

use chrono::{Duration, NaiveDate, Timelike};
use serde::Serialize;
use utoipa::ToSchema;

use crate::calls::debriefs::State;
use crate::calls::store::debriefs::{self, Wanted};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, Supervisor};
use crate::error::Error;
use crate::http::Fleeting;
use crate::line::{self, Line, monday};
use crate::reports::live::{self, LiveCounts, LiveDuty, LiveGaps, LiveHour, LiveWeek};
use crate::reports::periods::Month;
use crate::reports::store;
use crate::schedule;
use crate::schedule::Span;

/// How the line does now.
#[derive(Serialize, ToSchema)]
pub struct LiveFigures {
    /// What may be done with it.
    #[schema(example = "Not for publication")]
    mark: &'static str,
    /// When it was counted.
    as_of: Moment,
    /// The line's time zone, by which days and weeks are cut.
    time_zone: &'static str,
    /// What the figures are.
    definition: &'static str,
    /// The local date.
    today_is: NaiveDate,
    /// What there was today.
    today: LiveCounts,
    /// The hours of today up to the present one.
    today_by_hour: Vec<LiveHour>,
    /// What there was since Monday.
    this_week: LiveCounts,
    /// The last 8 weeks, the present one last.
    weeks: Vec<LiveWeek>,
    /// Who is on duty.
    on_duty: LiveDuty,
    /// What the next 7 days lack.
    gaps: LiveGaps,
    /// Debriefs that no supervisor has taken on.
    debriefs: LiveDebriefs,
    /// Calls logged this week, more than 24 hours after they ended.
    late_calls: usize,
    /// What is to be done about months.
    months: LiveMonths,
}

/// Debriefs that no supervisor has taken on.
#[derive(Serialize, ToSchema)]
pub struct LiveDebriefs {
    /// How many.
    waiting: usize,
    /// Whole minutes for which the oldest waits; null if none waits.
    longest_wait_minutes: Option<i64>,
}

/// What is to be done about months.
#[derive(Serialize, ToSchema)]
pub struct LiveMonths {
    /// Those that are over and not closed, the oldest first.
    to_close: Vec<Month>,
    /// The oldest that is closed and whose release is not made yet.
    being_released: Option<Month>,
}

/// How the line does now.
pub async fn show(who: As<Supervisor>) -> Result<Fleeting<LiveFigures>, Error> {
    let now = who.now();
    let figures = move |conn: &mut Conn| {
        let line = line::store::find(conn)?;
        let today = line.wall.date(now);
        let week = monday(today);
        let days = store::live::days(conn, (live::since(today), today))?;
        let present = u8::try_from(line.wall.shows(now).hour()).unwrap_or_default();
        Ok(LiveFigures {
            mark: live::MARK,
            as_of: now,
            time_zone: line.wall.0.name(),
            definition: live::DEFINITION,
            today_is: today,
            today: LiveCounts::of(&days, today, today),
            today_by_hour: live::hours(&store::live::hours(conn, today)?, present),
            this_week: LiveCounts::of(&days, week, today),
            weeks: live::weeks(&days, today),
            on_duty: on_duty(conn, &line, now)?,
            gaps: gaps(conn, &line, now)?,
            debriefs: waiting(conn, now)?,
            late_calls: store::live::late(conn, line.wall.midnight(week), week)?,
            months: LiveMonths {
                to_close: live::to_close(
                    store::closings::last_closed(conn)?,
                    store::closings::earliest_posted(conn)?,
                    today,
                ),
                being_released: store::closings::unreleased(conn)?,
            },
        })
    };
    Ok(Fleeting(who.read(figures).await?))
}

fn on_duty(conn: &mut Conn, line: &Line, now: Moment) -> Result<LiveDuty, Error> {
    let day = Span {
        starts: now,
        ends: now.plus(Duration::hours(24)),
    };
    let shifts = schedule::store::shifts_in(conn, day, false, None, i64::MAX)?;
    let shifts = schedule::changes::staffed(conn, shifts, line.wall)?;
    let attendance = schedule::overview::api::attendance(conn, day)?;
    Ok(live::on_duty(&shifts, &attendance, now))
}

fn gaps(conn: &mut Conn, line: &Line, now: Moment) -> Result<LiveGaps, Error> {
    let week = Span {
        starts: now,
        ends: now.plus(Duration::days(7)),
    };
    let (ranked, _forecast) = schedule::api::lacking(conn, line, week, now)?;
    Ok(live::gaps(&ranked))
}

fn waiting(conn: &mut Conn, now: Moment) -> Result<LiveDebriefs, Error> {
    let wanted = Wanted {
        state: Some(State::Waiting),
        ..Wanted::default()
    };
    let waiting = debriefs::list(conn, &wanted, i64::MAX)?;
    let longest = waiting.iter().map(|debrief| debrief.wait(now)).max();
    Ok(LiveDebriefs {
        waiting: waiting.len(),
        longest_wait_minutes: longest.map(|wait| wait.num_minutes()),
    })
}

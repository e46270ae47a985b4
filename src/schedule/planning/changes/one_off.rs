//! A shift for one date, made from a template of its own that is not listed.

use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::error::{Error, Fault};
use crate::id::{ScheduleId, ShiftId};
use crate::line;
use crate::schedule::calendar::Planned;
use crate::schedule::planning::content::{Content, OneOffBody};
use crate::schedule::planning::store;
use crate::schedule::template::OnHolidays;
use crate::schedule::{Day, Shift, Template};

/// A shift as it was asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its id.
    pub id: ShiftId,
    /// The schedule it belongs to.
    pub schedule: ScheduleId,
    /// What it is.
    pub content: Content,
    /// When it is.
    pub planned: Planned,
}

/// The fault of wall times between which no time passes.
pub fn never() -> Fault {
    let detail = "On that date the clocks skip this time, or it is too far ahead.";
    Fault::at("/starts", "no_such_time", detail)
}

/// When it is, with all that speaks against its schedule, date and times.
pub fn planned(
    conn: &mut Conn,
    body: &OneOffBody,
    content: Option<&Content>,
    faults: &mut Vec<Fault>,
) -> Result<Option<Planned>, Error> {
    let wall = line::store::find(conn)?.wall;
    let date = body.local_date.day();
    match store::schedule(conn, body.schedule_id)? {
        None => {
            let detail = "There is no such schedule.";
            faults.push(Fault::at("/schedule_id", "unknown_schedule", detail));
        }
        Some(schedule) if date < schedule.starts_on || date > schedule.ends_on => {
            let detail = "local_date is one of the schedule's dates.";
            faults.push(Fault::at("/local_date", "out_of_range", detail));
        }
        Some(_) => {}
    }
    let planned = content.and_then(|content| Planned::on(date, content.times, wall));
    if content.is_some() && planned.is_none() {
        faults.push(never());
    }
    Ok(planned.filter(|_| faults.is_empty()))
}

/// Whether a shift that is there is what was asked for.
pub fn is_still(conn: &mut Conn, asked: &Asked, known: &Shift) -> Result<bool, Error> {
    let template = store::template(conn, known.template)?;
    let was_asked = template.is_some_and(|template| template.one_off);
    Ok(was_asked
        && known.schedule == asked.schedule
        && (known.local_date, known.span) == (asked.planned.local_date, asked.planned.span)
        && (&known.name, &known.needs) == (&asked.content.name, &asked.content.needs))
}

/// Makes it.
pub fn insert(conn: &mut Conn, asked: &Asked, now: Moment) -> Result<(), Error> {
    let date = asked.planned.local_date;
    let content = asked.content.clone();
    let template = Template {
        id: chance::id(now),
        name: content.name,
        days: [Day::from(chrono::Datelike::weekday(&date))].into(),
        starts: content.times.0,
        ends: content.times.1,
        needs: content.needs,
        every_weeks: 1,
        on_holidays: OnHolidays::AsUsual,
        valid_from: date,
        valid_until: Some(date),
        one_off: true,
        retired_at: None,
        version: 1,
    };
    store::insert_template(conn, &template, now)?;
    let shift = asked.planned.shift(asked.id, asked.schedule, &template);
    crate::schedule::store::insert_shift(conn, &shift)
}

//! Making the shifts that templates ask for.

use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::error::Error;
use crate::line;
use crate::schedule::planning::store::holidays;
use crate::schedule::{Schedule, Template, calendar, store};

/// Makes the shifts that templates ask for on the schedule's dates and that were not made before, only those that
/// start after a moment if one is given. Answers how many.
pub fn fill(
    conn: &mut Conn,
    schedule: &Schedule,
    templates: &[Template],
    after: Option<Moment>,
    now: Moment,
) -> Result<usize, Error> {
    let wall = line::store::find(conn)?.wall;
    let (first, last) = (schedule.starts_on, schedule.ends_on);
    let made = store::made(conn, first, last)?;
    let holidays = holidays::between(conn, first, last)?;
    let mut count = 0;
    for template in templates.iter().filter(|one| one.retired_at.is_none()) {
        for planned in calendar::planned(template, wall, first, last, &holidays) {
            let is_due = after.is_none_or(|after| planned.span.starts > after);
            if is_due && !made.contains(&(template.id, planned.local_date)) {
                let shift = planned.shift(chance::id(now), schedule.id, template);
                store::insert_shift(conn, &shift)?;
                count += 1;
            }
        }
    }
    Ok(count)
}

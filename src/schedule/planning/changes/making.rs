//! Making the shifts that templates ask for.

use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::error::Error;
use crate::line;
use crate::schedule::planning::store::templates;
use crate::schedule::{Schedule, calendar, store};

/// Makes the shifts that the templates ask for on the schedule's dates and that were not made before.
pub fn fill(conn: &mut Conn, schedule: &Schedule, now: Moment) -> Result<(), Error> {
    let wall = line::store::find(conn)?.wall;
    let made = store::made(conn, schedule.starts_on, schedule.ends_on)?;
    for template in templates(conn)? {
        for planned in calendar::planned(&template, wall, schedule.starts_on, schedule.ends_on) {
            if !made.contains(&(template.id, planned.local_date)) {
                let shift = planned.shift(chance::id(now), schedule.id, &template);
                store::insert_shift(conn, &shift)?;
            }
        }
    }
    Ok(())
}

//! Who is at work on the release of a closed month, by how careful a rule, and why it failed.

use chrono::Duration;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::closures;
use crate::error::Error;
use crate::reports::cube::rule::Caution;
use crate::reports::periods::Month;

/// Takes the work on a month for a while, unless another process has it.
pub fn hold(conn: &mut Conn, month: Month, who: &str, now: Moment) -> Result<bool, Error> {
    let (by, until): (Option<String>, Option<Moment>) = closures::table
        .find(month)
        .select((closures::held_by, closures::held_until))
        .first(conn)?;
    if by.is_some_and(|by| by != who) && until.is_some_and(|until| until > now) {
        return Ok(false);
    }
    diesel::update(closures::table.find(month))
        .set((
            closures::held_by.eq(who),
            closures::held_until.eq(now.plus(held_for())),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Writes down why a step failed, and leaves the work to whoever tries next.
pub fn fail(conn: &mut Conn, month: Month, why: &str, now: Moment) -> Result<(), Error> {
    diesel::update(closures::table.find(month))
        .set((
            closures::failure.eq(why),
            closures::failed_at.eq(now),
            closures::held_until.eq(None::<Moment>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether a process has the work on a month still, and nobody else took it meanwhile. It has it for a while more then.
pub fn still_holds(conn: &mut Conn, month: Month, who: &str, now: Moment) -> Result<bool, Error> {
    let held = closures::table
        .find(month)
        .filter(closures::held_by.eq(who));
    let held = diesel::update(held).set(closures::held_until.eq(now.plus(held_for())));
    Ok(held.execute(conn)? > 0)
}

/// For how long one has the work on a month.
fn held_for() -> Duration {
    Duration::minutes(10)
}

/// By how careful a rule the release of a month is made.
pub fn caution(conn: &mut Conn, month: Month) -> Result<Caution, Error> {
    Ok(closures::table
        .find(month)
        .select(closures::caution)
        .first(conn)?)
}

/// Has the release of a month made by such a rule.
pub fn set_caution(conn: &mut Conn, month: Month, caution: Caution) -> Result<(), Error> {
    diesel::update(closures::table.find(month))
        .set(closures::caution.eq(caution))
        .execute(conn)?;
    Ok(())
}

/// When the work on a month last failed.
pub fn failed_at(conn: &mut Conn, month: Month) -> Result<Option<Moment>, Error> {
    Ok(closures::table
        .find(month)
        .select(closures::failed_at)
        .first(conn)?)
}

//! Rows of who waits for a place, in order.

use diesel::prelude::*;

use super::{Ending, Wait};
use crate::chance;
use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{people, waits};
use crate::error::Error;
use crate::id::{PersonId, ShiftId, WaitId};

/// Who waits for a place on a shift, who came first before the others.
pub fn open(conn: &mut Conn, shift: ShiftId) -> Result<Vec<Wait>, Error> {
    let rows = waits::table
        .inner_join(people::table.on(people::id.eq(waits::person_id)))
        .filter(waits::shift_id.eq(shift))
        .filter(waits::ended_at.is_null())
        .order((waits::asked_at, waits::id))
        .select((waits::person_id, people::name, waits::asked_at))
        .load::<(PersonId, String, Moment)>(conn)?;
    let wait = |(person, name, asked_at)| Wait {
        shift,
        person,
        name,
        asked_at,
    };
    Ok(rows.into_iter().map(wait).collect())
}

/// Puts somebody at the end of the queue.
pub fn insert(
    conn: &mut Conn,
    (shift, person): (ShiftId, PersonId),
    now: Moment,
) -> Result<(), Error> {
    diesel::insert_into(waits::table)
        .values((
            // Within a second those who come later stand behind.
            waits::id.eq(chance::id_in_order::<WaitId>(now)),
            waits::shift_id.eq(shift),
            waits::person_id.eq(person),
            waits::asked_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends somebody's wait. Answers whether they waited.
pub fn end(
    conn: &mut Conn,
    (shift, person): (ShiftId, PersonId),
    outcome: Ending,
    by: PersonId,
    now: Moment,
) -> Result<bool, Error> {
    let open = waits::table
        .filter(waits::shift_id.eq(shift))
        .filter(waits::person_id.eq(person))
        .filter(waits::ended_at.is_null());
    let ended = diesel::update(open)
        .set((
            waits::ended_at.eq(now),
            waits::ended_by.eq(by),
            waits::outcome.eq(outcome),
        ))
        .execute(conn)?;
    Ok(ended > 0)
}

//! Rows of shifts as plans change them: moved with the people on them, cancelled, restored, deleted.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{
    attendance, claims, people, places, shift_cancellations, shift_qualifications, shifts,
    swap_returns, waits,
};
use crate::error::Error;
use crate::id::{PersonId, ShiftId};
use crate::schedule::presence::Step;
use crate::schedule::shift::Release;
use crate::schedule::{Claim, Seat, Shift, Span};

/// Those of these shifts that somebody ever held, waited for or would have taken: they are kept.
pub fn with_history(conn: &mut Conn, ids: &[ShiftId]) -> Result<BTreeSet<ShiftId>, Error> {
    let held: Vec<ShiftId> = claims::table
        .filter(claims::shift_id.eq_any(ids.to_vec()))
        .select(claims::shift_id)
        .distinct()
        .load(conn)?;
    let waited: Vec<ShiftId> = waits::table
        .filter(waits::shift_id.eq_any(ids.to_vec()))
        .select(waits::shift_id)
        .distinct()
        .load(conn)?;
    let in_return: Vec<ShiftId> = swap_returns::table
        .filter(swap_returns::shift_id.eq_any(ids.to_vec()))
        .select(swap_returns::shift_id)
        .distinct()
        .load(conn)?;
    Ok([held, waited, in_return].into_iter().flatten().collect())
}

/// Whether one of these people holds a place on another shift at that time.
pub fn are_elsewhere(
    conn: &mut Conn,
    claims_here: &[Claim],
    (shift, span): (ShiftId, Span),
) -> Result<bool, Error> {
    let people: Vec<PersonId> = claims_here.iter().map(|claim| claim.person).collect();
    let elsewhere: i64 = claims::table
        .filter(claims::person_id.eq_any(people))
        .filter(claims::released_at.is_null())
        .filter(claims::shift_id.ne(shift))
        .filter(claims::starts_at.lt(span.ends))
        .filter(claims::ends_at.gt(span.starts))
        .count()
        .get_result(conn)?;
    Ok(elsewhere > 0)
}

/// Keeps a changed shift, and the places on it as they are then.
pub fn update(conn: &mut Conn, next: &Shift, seated: &[Claim], now: Moment) -> Result<(), Error> {
    diesel::update(shifts::table.find(next.id))
        .set((
            shifts::name.eq(&next.name),
            shifts::starts_at.eq(next.span.starts),
            shifts::ends_at.eq(next.span.ends),
            shifts::min_crew.eq(i32::from(next.needs.crew.min())),
            shifts::max_crew.eq(i32::from(next.needs.crew.max())),
            shifts::shadow_places.eq(i32::from(next.needs.shadows)),
            shifts::lead_needed.eq(i32::from(next.needs.lead)),
            shifts::version.eq(next.version),
        ))
        .execute(conn)?;
    let former = shift_qualifications::table.filter(shift_qualifications::shift_id.eq(next.id));
    diesel::delete(former).execute(conn)?;
    for code in &next.needs.qualifications {
        diesel::insert_into(shift_qualifications::table)
            .values((
                shift_qualifications::shift_id.eq(next.id),
                shift_qualifications::qualification.eq(*code),
            ))
            .execute(conn)?;
    }
    reseat(conn, next, seated, now)
}

/// Who confirmed that they come at another time has not confirmed this one.
fn ask_again(conn: &mut Conn, seated: &[Claim]) -> Result<(), Error> {
    for claim in seated {
        let as_confirmed = claims::table
            .filter(claims::id.eq(claim.id))
            .filter(claims::starts_at.eq(claim.span.starts))
            .filter(claims::ends_at.eq(claim.span.ends));
        if as_confirmed.count().get_result::<i64>(conn)? == 0 {
            let confirmed = attendance::table.find((claim.id, Step::Confirmed));
            diesel::delete(confirmed).execute(conn)?;
        }
    }
    Ok(())
}

/// New places come before people move, old ones go after it.
fn reseat(conn: &mut Conn, next: &Shift, seated: &[Claim], now: Moment) -> Result<(), Error> {
    let seats = Seat::ALL.iter();
    let numbers = seats.flat_map(|seat| seat.numbers(&next.needs));
    let numbers: BTreeSet<i32> = numbers.map(i32::from).collect();
    let there: Vec<i32> = places::table
        .filter(places::shift_id.eq(next.id))
        .select(places::number)
        .load(conn)?;
    for number in numbers.iter().filter(|number| !there.contains(number)) {
        diesel::insert_into(places::table)
            .values((places::shift_id.eq(next.id), places::number.eq(*number)))
            .execute(conn)?;
    }
    ask_again(conn, seated)?;
    for claim in seated {
        diesel::update(claims::table.find(claim.id))
            .set((
                claims::place.eq(i32::from(claim.place)),
                claims::starts_at.eq(claim.span.starts),
                claims::ends_at.eq(claim.span.ends),
                claims::version.eq(claim.version + 1),
                claims::changed_at.eq(now),
            ))
            .execute(conn)?;
    }
    let gone = places::table
        .filter(places::shift_id.eq(next.id))
        .filter(places::number.ne_all(numbers.into_iter().collect::<Vec<i32>>()));
    diesel::delete(gone).execute(conn)?;
    Ok(())
}

/// Deletes a shift that nobody ever saw or held.
pub fn delete(conn: &mut Conn, id: ShiftId) -> Result<(), Error> {
    let needed = shift_qualifications::table.filter(shift_qualifications::shift_id.eq(id));
    diesel::delete(needed).execute(conn)?;
    diesel::delete(places::table.filter(places::shift_id.eq(id))).execute(conn)?;
    diesel::delete(shifts::table.find(id)).execute(conn)?;
    Ok(())
}

/// When a shift was cancelled and by whom, if it was.
pub fn cancellation(conn: &mut Conn, id: ShiftId) -> Result<Option<(Moment, PersonId)>, Error> {
    Ok(shift_cancellations::table
        .find(id)
        .select((
            shift_cancellations::cancelled_at,
            shift_cancellations::cancelled_by,
        ))
        .first(conn)
        .optional()?)
}

/// Cancels a shift.
pub fn cancel(conn: &mut Conn, id: ShiftId, by: PersonId, now: Moment) -> Result<(), Error> {
    diesel::insert_into(shift_cancellations::table)
        .values((
            shift_cancellations::shift_id.eq(id),
            shift_cancellations::cancelled_at.eq(now),
            shift_cancellations::cancelled_by.eq(by),
        ))
        .execute(conn)?;
    raise(conn, id)
}

/// Lets a cancelled shift be again.
pub fn restore(conn: &mut Conn, id: ShiftId) -> Result<(), Error> {
    diesel::delete(shift_cancellations::table.find(id)).execute(conn)?;
    raise(conn, id)
}

fn raise(conn: &mut Conn, id: ShiftId) -> Result<(), Error> {
    diesel::update(shifts::table.find(id))
        .set(shifts::version.eq(shifts::version + 1))
        .execute(conn)?;
    Ok(())
}

/// A place that was taken back: as what, whose, what colleagues call them, from when to when.
pub type TakenBack = (Seat, PersonId, String, Moment, Moment);

/// The places that were taken back when a shift was cancelled at a moment.
pub fn taken_back(conn: &mut Conn, id: ShiftId, at: Moment) -> Result<Vec<TakenBack>, Error> {
    Ok(claims::table
        .inner_join(people::table.on(people::id.eq(claims::person_id)))
        .filter(claims::shift_id.eq(id))
        .filter(claims::release.eq(Release::ShiftCancelled))
        .filter(claims::released_at.eq(at))
        .order((claims::starts_at, people::name, claims::id))
        .select((
            claims::seat,
            claims::person_id,
            people::name,
            claims::starts_at,
            claims::ends_at,
        ))
        .load(conn)?)
}

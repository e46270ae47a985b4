//! Rows of who was on the crews of a month's published shifts.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{
    attendance, claims, shift_cancellations, shift_qualifications, shifts, showings,
    swap_acceptances, swap_offers,
};
use crate::error::Error;
use crate::id::{ClaimId, PersonId, ShiftId};
use crate::line::Wall;
use crate::people::qualifications::{Held, QualificationCode};
use crate::people::store::qualifications;
use crate::reports::periods::Month;
use crate::reports::staffing::{Crewed, Crews, GivenBack, Taken};
use crate::schedule::presence::Step;
use crate::schedule::shift::Release;
use crate::schedule::{Seat, Span, eligibility};

/// The shifts of a month that were published and not cancelled, and who was on their crews.
pub fn of(conn: &mut Conn, month: Month, wall: Wall) -> Result<Crews, Error> {
    let mut crewed = shifts_of(conn, month)?;
    let needed = needed(conn, month)?;
    let codes: BTreeSet<QualificationCode> = needed.values().flatten().copied().collect();
    let mut held: BTreeMap<PersonId, Vec<Held>> = BTreeMap::new();
    for one in qualifications::holders_of_any(conn, codes.into_iter().collect())? {
        held.entry(one.person).or_default().push(one);
    }
    let mut steps = steps(conn, month)?;
    for row in claims_of(conn, month)? {
        let Some(shift) = crewed.get_mut(&row.shift_id) else {
            continue;
        };
        let on = wall.date(shift.span.starts);
        let has = held
            .get(&row.person_id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut needs = needed.get(&row.shift_id).into_iter().flatten();
        shift.places.push(Taken {
            span: Span {
                starts: row.starts_at,
                ends: row.ends_at,
            },
            qualified: needs.all(|code| eligibility::holds(has, *code, on)),
            steps: steps.remove(&row.id).unwrap_or_default(),
            given_back: given_back(row.release, row.late),
        });
    }
    let swaps = swaps(conn, month)?
        .into_iter()
        .filter(|(shift, ..)| crewed.contains_key(shift))
        .map(|(_, offered, settled)| settled.since(offered));
    Ok(Crews {
        swaps: swaps.collect(),
        shifts: crewed.into_values().collect(),
    })
}

/// How a place was given back, by what its row says.
pub(super) fn given_back(release: Option<Release>, late: i32) -> Option<GivenBack> {
    release.map(|release| match release {
        Release::Dropped if late != 0 => GivenBack::DroppedLate,
        _ => GivenBack::Otherwise,
    })
}

fn shifts_of(conn: &mut Conn, month: Month) -> Result<BTreeMap<ShiftId, Crewed>, Error> {
    let rows = shifts::table
        .inner_join(showings::table.on(showings::shift_id.eq(shifts::id)))
        .left_join(shift_cancellations::table.on(shift_cancellations::shift_id.eq(shifts::id)))
        .filter(shift_cancellations::cancelled_at.is_null())
        .filter(shifts::local_date.ge(month.first()))
        .filter(shifts::local_date.lt(month.next().first()))
        .select((
            shifts::id,
            shifts::starts_at,
            shifts::ends_at,
            shifts::min_crew,
        ))
        .load::<(ShiftId, Moment, Moment, i32)>(conn)?;
    let crewed = |(id, starts, ends, required)| {
        let shift = Crewed {
            span: Span { starts, ends },
            required: u8::try_from(required).unwrap_or_default(),
            places: Vec::new(),
        };
        (id, shift)
    };
    Ok(rows.into_iter().map(crewed).collect())
}

fn needed(
    conn: &mut Conn,
    month: Month,
) -> Result<BTreeMap<ShiftId, BTreeSet<QualificationCode>>, Error> {
    let rows = shift_qualifications::table
        .inner_join(shifts::table.on(shifts::id.eq(shift_qualifications::shift_id)))
        .filter(shifts::local_date.ge(month.first()))
        .filter(shifts::local_date.lt(month.next().first()))
        .select((
            shift_qualifications::shift_id,
            shift_qualifications::qualification,
        ))
        .load(conn)?;
    Ok(gathered(rows))
}

fn steps(conn: &mut Conn, month: Month) -> Result<BTreeMap<ClaimId, BTreeSet<Step>>, Error> {
    let rows = attendance::table
        .inner_join(claims::table.on(claims::id.eq(attendance::claim_id)))
        .inner_join(shifts::table.on(shifts::id.eq(claims::shift_id)))
        .filter(shifts::local_date.ge(month.first()))
        .filter(shifts::local_date.lt(month.next().first()))
        .select((attendance::claim_id, attendance::step))
        .load(conn)?;
    Ok(gathered(rows))
}

/// All of one key together.
pub(super) fn gathered<K: Ord, V: Ord>(rows: Vec<(K, V)>) -> BTreeMap<K, BTreeSet<V>> {
    let mut gathered: BTreeMap<K, BTreeSet<V>> = BTreeMap::new();
    for (key, value) in rows {
        gathered.entry(key).or_default().insert(value);
    }
    gathered
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = claims)]
struct Row {
    id: ClaimId,
    shift_id: ShiftId,
    person_id: PersonId,
    starts_at: Moment,
    ends_at: Moment,
    release: Option<Release>,
    late: i32,
}

fn claims_of(conn: &mut Conn, month: Month) -> Result<Vec<Row>, Error> {
    Ok(claims::table
        .inner_join(shifts::table.on(shifts::id.eq(claims::shift_id)))
        .filter(claims::seat.eq(Seat::Crew))
        .filter(shifts::local_date.ge(month.first()))
        .filter(shifts::local_date.lt(month.next().first()))
        .select(Row::as_select())
        .load(conn)?)
}

/// The settled swaps of places on a month's shifts: the shift, when it was offered and when it was settled.
fn swaps(conn: &mut Conn, month: Month) -> Result<Vec<(ShiftId, Moment, Moment)>, Error> {
    Ok(swap_acceptances::table
        .inner_join(swap_offers::table.on(swap_offers::id.eq(swap_acceptances::offer_id)))
        .inner_join(claims::table.on(claims::id.eq(swap_offers::claim_id)))
        .inner_join(shifts::table.on(shifts::id.eq(claims::shift_id)))
        .filter(shifts::local_date.ge(month.first()))
        .filter(shifts::local_date.lt(month.next().first()))
        .filter(swap_acceptances::settled_at.is_not_null())
        .select((
            claims::shift_id,
            swap_offers::offered_at,
            swap_acceptances::settled_at.assume_not_null(),
        ))
        .load(conn)?)
}

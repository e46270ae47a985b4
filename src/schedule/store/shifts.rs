//! Rows of shifts, with what they need and their places.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{places, shift_cancellations, shift_qualifications, shifts, showings};
use crate::error::Error;
use crate::http::cursor::Cursor;
use crate::id::{ScheduleId, ShiftId, TemplateId};
use crate::people::qualifications::QualificationCode;
use crate::schedule::{Crew, Needs, Seat, Shift, Span};

/// What is kept of a shift's or template's needs in its own row, with the qualifications from theirs.
pub fn needs(
    (min, max): (i32, i32),
    shadows: i32,
    lead: i32,
    qualifications: BTreeSet<QualificationCode>,
) -> Result<Needs, Error> {
    let small = |number| u8::try_from(number).unwrap_or_default();
    let crew = Crew::new(small(min), small(max)).map_err(|fault| Error::Broken(fault.detail))?;
    Ok(Needs {
        crew,
        shadows: small(shadows),
        lead: lead != 0,
        qualifications,
    })
}

/// The template and local date of every shift on these dates.
pub fn made(
    conn: &mut Conn,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeSet<(TemplateId, NaiveDate)>, Error> {
    let rows = shifts::table.filter(shifts::local_date.between(first, last));
    Ok(rows
        .select((shifts::template_id, shifts::local_date))
        .load(conn)?
        .into_iter()
        .collect())
}

/// Adds a shift, what it needs and its places.
pub fn insert_shift(conn: &mut Conn, shift: &Shift) -> Result<(), Error> {
    diesel::insert_into(shifts::table)
        .values(ShiftRow {
            id: shift.id,
            schedule_id: shift.schedule,
            template_id: shift.template,
            name: shift.name.clone(),
            local_date: shift.local_date,
            starts_at: shift.span.starts,
            ends_at: shift.span.ends,
            min_crew: shift.needs.crew.min().into(),
            max_crew: shift.needs.crew.max().into(),
            shadow_places: shift.needs.shadows.into(),
            lead_needed: shift.needs.lead.into(),
            version: shift.version,
        })
        .execute(conn)?;
    for code in &shift.needs.qualifications {
        diesel::insert_into(shift_qualifications::table)
            .values((
                shift_qualifications::shift_id.eq(shift.id),
                shift_qualifications::qualification.eq(*code),
            ))
            .execute(conn)?;
    }
    let seats = Seat::ALL.iter();
    for number in seats.flat_map(|seat| seat.numbers(&shift.needs)) {
        diesel::insert_into(places::table)
            .values((
                places::shift_id.eq(shift.id),
                places::number.eq(i32::from(number)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = shifts)]
struct ShiftRow {
    id: ShiftId,
    schedule_id: ScheduleId,
    template_id: TemplateId,
    name: String,
    local_date: NaiveDate,
    starts_at: Moment,
    ends_at: Moment,
    min_crew: i32,
    max_crew: i32,
    shadow_places: i32,
    lead_needed: i32,
    version: i32,
}

/// A row with when it was shown to peers and when it was cancelled.
type Row = (ShiftRow, Option<Moment>, Option<Moment>);

fn whole(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Shift>, Error> {
    let ids: Vec<ShiftId> = rows.iter().map(|(row, ..)| row.id).collect();
    let needed: Vec<(ShiftId, QualificationCode)> = shift_qualifications::table
        .filter(shift_qualifications::shift_id.eq_any(ids))
        .select((
            shift_qualifications::shift_id,
            shift_qualifications::qualification,
        ))
        .load(conn)?;
    let mut qualifications: BTreeMap<ShiftId, BTreeSet<QualificationCode>> = BTreeMap::new();
    for (shift, code) in needed {
        qualifications.entry(shift).or_default().insert(code);
    }
    rows.into_iter()
        .map(|(row, shown_at, cancelled_at)| {
            Ok(Shift {
                id: row.id,
                schedule: row.schedule_id,
                template: row.template_id,
                name: row.name,
                local_date: row.local_date,
                span: Span {
                    starts: row.starts_at,
                    ends: row.ends_at,
                },
                needs: needs(
                    (row.min_crew, row.max_crew),
                    row.shadow_places,
                    row.lead_needed,
                    qualifications.remove(&row.id).unwrap_or_default(),
                )?,
                published: shown_at.is_some(),
                cancelled: cancelled_at.is_some(),
                version: row.version,
            })
        })
        .collect()
}

/// A shift by id, cancelled or not.
pub fn shift(conn: &mut Conn, id: ShiftId) -> Result<Option<Shift>, Error> {
    let row = shifts::table
        .left_join(showings::table.on(showings::shift_id.eq(shifts::id)))
        .left_join(shift_cancellations::table.on(shift_cancellations::shift_id.eq(shifts::id)))
        .filter(shifts::id.eq(id))
        .select((
            ShiftRow::as_select(),
            showings::shown_at.nullable(),
            shift_cancellations::cancelled_at.nullable(),
        ))
        .first::<Row>(conn)
        .optional()?;
    Ok(whole(conn, row.into_iter().collect())?.pop())
}

/// The shifts of a template that start after a moment, by start, cancelled or not.
pub fn shifts_of(
    conn: &mut Conn,
    template: TemplateId,
    after: Moment,
) -> Result<Vec<Shift>, Error> {
    let rows = shifts::table
        .left_join(showings::table.on(showings::shift_id.eq(shifts::id)))
        .left_join(shift_cancellations::table.on(shift_cancellations::shift_id.eq(shifts::id)))
        .filter(shifts::template_id.eq(template))
        .filter(shifts::starts_at.gt(after))
        .order((shifts::starts_at, shifts::id))
        .select((
            ShiftRow::as_select(),
            showings::shown_at.nullable(),
            shift_cancellations::cancelled_at.nullable(),
        ))
        .load(conn)?;
    whole(conn, rows)
}

/// The shifts that overlap a span and were not cancelled, by start: after a cursor, so many at most, drafts only if
/// asked for.
pub fn shifts_in(
    conn: &mut Conn,
    span: Span,
    drafts: bool,
    after: Option<Cursor<ShiftId>>,
    limit: i64,
) -> Result<Vec<Shift>, Error> {
    let mut query = shifts::table
        .left_join(showings::table.on(showings::shift_id.eq(shifts::id)))
        .left_join(shift_cancellations::table.on(shift_cancellations::shift_id.eq(shifts::id)))
        .filter(shifts::starts_at.lt(span.ends))
        .filter(shifts::ends_at.gt(span.starts))
        .filter(shift_cancellations::cancelled_at.is_null())
        .order((shifts::starts_at, shifts::id))
        .limit(limit)
        .select((
            ShiftRow::as_select(),
            showings::shown_at.nullable(),
            shift_cancellations::cancelled_at.nullable(),
        ))
        .into_boxed();
    if !drafts {
        query = query.filter(showings::shown_at.is_not_null());
    }
    if let Some(Cursor { at, id }) = after {
        query = query.filter(
            shifts::starts_at
                .gt(at)
                .or(shifts::starts_at.eq(at).and(shifts::id.gt(id))),
        );
    }
    let rows = query.load(conn)?;
    whole(conn, rows)
}

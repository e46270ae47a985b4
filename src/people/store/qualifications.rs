//! Rows of qualifications: the catalogue, and who holds which.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::db::Conn;
use crate::db::schema::{held_qualifications, people, qualifications};
use crate::error::Error;
use crate::id::{HeldQualificationId, PersonId};
use crate::people::qualifications::{Held, Named, Qualification, QualificationCode, Withdrawal};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = held_qualifications)]
struct HeldRow {
    id: HeldQualificationId,
    person_id: PersonId,
    qualification: QualificationCode,
    earned_on: NaiveDate,
    expires_on: Option<NaiveDate>,
    recorded_by: PersonId,
    recorded_at: Moment,
    withdrawn_by: Option<PersonId>,
    withdrawn_at: Option<Moment>,
}

impl From<HeldRow> for Held {
    fn from(row: HeldRow) -> Self {
        let withdrawn = row.withdrawn_by.zip(row.withdrawn_at);
        Self {
            id: row.id,
            person: row.person_id,
            qualification: row.qualification,
            earned_on: row.earned_on,
            expires_on: row.expires_on,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            withdrawn: withdrawn.map(|(by, at)| Withdrawal { by, at }),
        }
    }
}

/// Every qualification that the line knows of, by code.
pub fn catalogue(conn: &mut Conn) -> Result<Vec<Qualification>, Error> {
    let rows = qualifications::table
        .order(qualifications::code)
        .select((qualifications::code, qualifications::name))
        .load::<(QualificationCode, String)>(conn)?;
    Ok(rows
        .into_iter()
        .map(|(code, name)| Qualification { code, name })
        .collect())
}

/// A qualification by code.
pub fn find(conn: &mut Conn, code: QualificationCode) -> Result<Option<Qualification>, Error> {
    let name = qualifications::table
        .find(code)
        .select(qualifications::name)
        .first::<String>(conn)
        .optional()?;
    Ok(name.map(|name| Qualification { code, name }))
}

/// Adds a qualification to the catalogue.
pub fn insert(conn: &mut Conn, new: &Qualification, now: Moment) -> Result<(), Error> {
    diesel::insert_into(qualifications::table)
        .values((
            qualifications::code.eq(new.code),
            qualifications::name.eq(&new.name),
            qualifications::added_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// A held qualification by id, withdrawn or not.
pub fn held(conn: &mut Conn, id: HeldQualificationId) -> Result<Option<Held>, Error> {
    let row = held_qualifications::table
        .find(id)
        .select(HeldRow::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Held::from))
}

/// All that a person holds, held or had withdrawn: by code, the one earned last first.
pub fn held_by(conn: &mut Conn, person: PersonId) -> Result<Vec<Held>, Error> {
    let rows = held_qualifications::table
        .filter(held_qualifications::person_id.eq(person))
        .order((
            held_qualifications::qualification,
            held_qualifications::earned_on.desc(),
            held_qualifications::id.desc(),
        ))
        .select(HeldRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Held::from).collect())
}

/// Everything of one kind that anybody holds or held, without what was withdrawn.
pub fn holders(conn: &mut Conn, code: QualificationCode) -> Result<Vec<Held>, Error> {
    let rows = held_qualifications::table
        .filter(held_qualifications::qualification.eq(code))
        .filter(held_qualifications::withdrawn_at.is_null())
        .select(HeldRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Held::from).collect())
}

/// Everything of some kinds that anybody holds or held, without what was withdrawn.
pub fn holders_of_any(conn: &mut Conn, codes: Vec<QualificationCode>) -> Result<Vec<Held>, Error> {
    let rows = held_qualifications::table
        .filter(held_qualifications::qualification.eq_any(codes))
        .filter(held_qualifications::withdrawn_at.is_null())
        .select(HeldRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Held::from).collect())
}

/// What people who are not suspended hold, without what was withdrawn, with the names. The lasting is in it too, for
/// it may have renewed what runs out.
pub fn held_by_all(conn: &mut Conn) -> Result<Vec<Named>, Error> {
    let rows = held_qualifications::table
        .inner_join(people::table.on(people::id.eq(held_qualifications::person_id)))
        .inner_join(
            qualifications::table.on(qualifications::code.eq(held_qualifications::qualification)),
        )
        .filter(people::suspended_at.is_null())
        .filter(held_qualifications::withdrawn_at.is_null())
        .select((HeldRow::as_select(), people::name, qualifications::name))
        .load::<(HeldRow, String, String)>(conn)?;
    Ok(rows
        .into_iter()
        .map(|(row, person, qualification)| Named {
            held: row.into(),
            person,
            qualification,
        })
        .collect())
}

/// Adds a held qualification.
pub fn insert_held(conn: &mut Conn, held: &Held) -> Result<(), Error> {
    let row = HeldRow {
        id: held.id,
        person_id: held.person,
        qualification: held.qualification,
        earned_on: held.earned_on,
        expires_on: held.expires_on,
        recorded_by: held.recorded_by,
        recorded_at: held.recorded_at,
        withdrawn_by: held.withdrawn.map(|withdrawal| withdrawal.by),
        withdrawn_at: held.withdrawn.map(|withdrawal| withdrawal.at),
    };
    diesel::insert_into(held_qualifications::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Takes a held qualification back; the row stays.
pub fn withdraw(
    conn: &mut Conn,
    id: HeldQualificationId,
    withdrawal: Withdrawal,
) -> Result<(), Error> {
    diesel::update(held_qualifications::table.find(id))
        .set((
            held_qualifications::withdrawn_by.eq(withdrawal.by),
            held_qualifications::withdrawn_at.eq(withdrawal.at),
        ))
        .execute(conn)?;
    Ok(())
}

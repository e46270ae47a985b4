//! Qualifications over HTTP: the catalogue, what somebody holds, and what runs out soon.

mod wire;

use chrono::Duration;
use serde::Deserialize;
use utoipa::IntoParams;

use self::wire::{
    Catalogue, EarnedBody, HeldList, HeldView, NameBody, QualificationView, RunningOut,
};
use crate::audit::{self, Action};
use crate::clock::Date;
use crate::db::Conn;
use crate::door::{As, PeerOrSupervisor, Supervisor};
use crate::error::{Error, Fault};
use crate::http::{Body, Created, Done, Found, Path, Query};
use crate::id::{HeldQualificationId, PersonId};
use crate::line;
use crate::people::named::PersonOrMe;
use crate::people::qualifications::{
    Held, Qualification, QualificationCode, Withdrawal, running_out,
};
use crate::people::store;
use crate::people::store::qualifications as rows;
use crate::role::Role;

/// A qualification's code.
#[derive(Deserialize, IntoParams)]
pub struct CodePath {
    /// A code that you choose: 1 to 40 small letters, digits and _, beginning with a letter.
    code: QualificationCode,
}

/// Whose qualifications.
#[derive(Deserialize, IntoParams)]
pub struct HolderPath {
    /// The person's id, or `me`.
    #[param(value_type = String)]
    person_id: PersonOrMe,
}

/// Which of whose qualifications.
#[derive(Deserialize, IntoParams)]
pub struct HeldPath {
    /// The person's id, or `me`.
    #[param(value_type = String)]
    person_id: PersonOrMe,
    /// A version 7 UUID that you make. A renewal has an id of its own.
    id: HeldQualificationId,
}

/// How soon they run out.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ExpiringAsked {
    /// Within so many days from today, 1 to 366; 60 if not said.
    within_days: Option<String>,
}

/// Every qualification that the line knows of.
pub async fn list(who: As<PeerOrSupervisor>) -> Result<Found<Catalogue>, Error> {
    let known = who.read(rows::catalogue).await?;
    Ok(Found(Catalogue {
        items: known.into_iter().map(QualificationView::from).collect(),
    }))
}

/// Adds a qualification to the catalogue.
pub async fn add(
    who: As<Supervisor>,
    Path(asked): Path<CodePath>,
    Body(body): Body<NameBody>,
) -> Result<Created<QualificationView>, Error> {
    let qualification =
        Qualification::new(asked.code, &body.name).map_err(|fault| Error::invalid(vec![fault]))?;
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let known = rows::find(conn, qualification.code)?;
        match &known {
            Some(known) if *known != qualification => return Err(code_taken()),
            Some(_) => {}
            None => {
                rows::insert(conn, &qualification, now)?;
                let code = qualification.code;
                audit::store::record(conn, now, &actor, Action::QualificationAdded, code)?;
            }
        }
        Ok(Created {
            new: known.is_none(),
            row: qualification.clone().into(),
        })
    })
    .await
}

/// What somebody holds and held: one's own, or anybody's for a supervisor.
pub async fn list_held(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<HolderPath>,
) -> Result<Found<HeldList>, Error> {
    let holder = if who.is(Role::Supervisor) {
        asked.person_id.id(who.id())
    } else {
        asked.person_id.only(who.id())?
    };
    let now = who.now();
    who.read(move |conn| {
        known_person(conn, holder)?;
        let today = line::store::find(conn)?.wall.date(now);
        let held = rows::held_by(conn, holder)?;
        Ok(Found(HeldList {
            items: held.iter().map(|held| HeldView::new(held, today)).collect(),
        }))
    })
    .await
}

/// Records that somebody has earned a qualification.
pub async fn record(
    who: As<Supervisor>,
    Path(asked): Path<HeldPath>,
    Body(body): Body<EarnedBody>,
) -> Result<Created<HeldView>, Error> {
    let (now, actor) = (who.now(), who.actor());
    let new = Held {
        id: asked.id,
        person: asked.person_id.id(who.id()),
        qualification: body.qualification,
        earned_on: body.earned_on.day(),
        expires_on: body.expires_on.map(Date::day),
        recorded_by: who.id(),
        recorded_at: now,
        withdrawn: None,
    };
    who.write(move |conn| {
        known_person(conn, new.person)?;
        let today = line::store::find(conn)?.wall.date(now);
        // Sent again? Then it was valid when it came first.
        if let Some(known) = rows::held(conn, new.id)? {
            return if known.says_the_same(&new) {
                Ok(Created {
                    new: false,
                    row: HeldView::new(&known, today),
                })
            } else {
                Err(Error::id_taken())
            };
        }
        let mut faults = new.faults(today);
        if rows::find(conn, new.qualification)?.is_none() {
            faults.insert(0, unknown_qualification());
        }
        if !faults.is_empty() {
            return Err(Error::invalid(faults));
        }
        rows::insert_held(conn, &new)?;
        audit::store::record(conn, now, &actor, Action::QualificationRecorded, new.id)?;
        Ok(Created {
            new: true,
            row: HeldView::new(&new, today),
        })
    })
    .await
}

/// Takes back what was recorded in error or was revoked. Doing it again changes nothing.
pub async fn withdraw(who: As<Supervisor>, Path(asked): Path<HeldPath>) -> Result<Done, Error> {
    let holder = asked.person_id.id(who.id());
    let (now, actor, by) = (who.now(), who.actor(), who.id());
    who.write(move |conn| {
        let held = rows::held(conn, asked.id)?
            .filter(|held| held.person == holder)
            .ok_or_else(Error::not_found)?;
        if held.withdrawn.is_none() {
            rows::withdraw(conn, held.id, Withdrawal { by, at: now })?;
            audit::store::record(conn, now, &actor, Action::QualificationWithdrawn, held.id)?;
        }
        Ok(Done)
    })
    .await
}

/// What runs out soon or did lately, the soonest first.
pub async fn expiring(
    who: As<Supervisor>,
    Query(asked): Query<ExpiringAsked>,
) -> Result<Found<RunningOut>, Error> {
    let within = within_days(asked.within_days.as_deref())?;
    let now = who.now();
    who.read(move |conn| {
        let wall = line::store::find(conn)?.wall;
        let today = wall.date(now);
        let rows = running_out(rows::held_by_all(conn)?, today, within);
        Ok(Found(RunningOut::new(rows, today, wall)))
    })
    .await
}

/// Refuses a person who has no account.
fn known_person(conn: &mut Conn, person: PersonId) -> Result<(), Error> {
    let known = store::find(conn, person)?;
    known.map(drop).ok_or_else(Error::not_found)
}

fn within_days(asked: Option<&str>) -> Result<Duration, Error> {
    let days = asked.map_or(Some(60), |text| text.parse::<i64>().ok());
    days.filter(|days| (1..=366).contains(days))
        .map(Duration::days)
        .ok_or_else(|| {
            let detail = "within_days is a number from 1 to 366.";
            Error::invalid(vec![Fault::at("/within_days", "out_of_range", detail)])
        })
}

fn code_taken() -> Error {
    let detail = "This code belongs to a qualification with another name. Choose another code.";
    Error::refused(409, "code_taken", detail)
}

fn unknown_qualification() -> Fault {
    let detail = "The line knows no qualification of this code. Add it first.";
    Fault::at("/qualification", "unknown_qualification", detail)
}

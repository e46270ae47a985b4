//! Rosters as sheets over HTTP: export, and import with a dry run.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::changes::{self, Plan};
use super::{Wishes, csv, read};
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, Supervisor};
use crate::error::{Error, Fault};
use crate::http::{Csv, Exported, Flag, Found, Query};
use crate::id::{PersonId, ScheduleId};
use crate::line::{self, When};
use crate::schedule::api::span_asked;
use crate::schedule::changes::{places, staffed};
use crate::schedule::{planning, store};
use crate::sheet;

/// Which shifts.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ExportAsked {
    /// From this date or instant on.
    #[param(value_type = String, example = "2026-11-23")]
    from: When,
    /// Up to this date or instant, itself not included; at most 62 days later.
    #[param(value_type = String, example = "2026-11-30")]
    to: When,
}

/// How a roster is taken.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ImportAsked {
    /// The schedule that is filled.
    schedule_id: ScheduleId,
    /// `true`: only say what would happen, and what is wrong. Nothing is kept.
    #[param(inline)]
    dry_run: Option<Flag>,
}

/// What an import of a roster did, or in a dry run would do.
#[derive(Serialize, ToSchema)]
pub struct RosterImport {
    /// Whether this was a dry run.
    dry_run: bool,
    /// Rows that give somebody a place.
    placed: usize,
    /// Rows whose person holds the place already.
    unchanged: usize,
    /// Rows that name nobody.
    empty: usize,
    /// Rows that cannot be done.
    refused: usize,
    /// What is wrong, row by row. With any fault nothing at all is taken.
    faults: Vec<Fault>,
}

impl RosterImport {
    fn new(dry_run: bool, wishes: &Wishes, plan: Plan) -> Self {
        Self {
            dry_run,
            placed: plan.given.len(),
            unchanged: plan.unchanged,
            empty: wishes.empty,
            refused: wishes.refused + plan.refused,
            faults: faults(wishes, plan.faults),
        }
    }
}

/// Who is on which shift, drafts too, as CSV that an import reads.
pub async fn export(
    who: As<Supervisor>,
    Query(asked): Query<ExportAsked>,
) -> Result<Exported, Error> {
    let text = who
        .read(move |conn| {
            let wall = line::store::find(conn)?.wall;
            let span = span_asked(asked.from, asked.to, wall)?;
            let shifts = store::shifts_in(conn, span, true, None, i64::MAX)?;
            let shifts = staffed(conn, shifts, wall)?;
            let crew = changes::crew(conn, &shifts)?;
            csv(&shifts, &crew, wall)
        })
        .await?;
    Ok(Exported {
        text,
        file: "roster.csv",
    })
}

/// Puts the people of a sheet on the shifts of a schedule, all or none.
pub async fn import(
    who: As<Supervisor>,
    Query(asked): Query<ImportAsked>,
    Csv(text): Csv,
) -> Result<Found<RosterImport>, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    let schedule = asked.schedule_id;
    let wishes = read(&text);
    if asked.dry_run == Some(Flag::Yes) {
        return who
            .read(move |conn| {
                let tried = wishes.unwrap_or_else(|faults| Wishes {
                    faults,
                    ..Wishes::default()
                });
                let plan = plan(conn, schedule, &tried, (me, now))?;
                Ok(Found(RosterImport::new(true, &tried, plan)))
            })
            .await;
    }
    who.write(move |conn| {
        let wishes = wishes
            .as_ref()
            .map_err(|faults| Error::invalid(faults.clone()))?;
        let mut plan = plan(conn, schedule, wishes, (me, now))?;
        let faults = faults(wishes, std::mem::take(&mut plan.faults));
        if !faults.is_empty() {
            return Err(Error::invalid(faults));
        }
        for given in &plan.given {
            places::give(conn, given, now)?;
            audit::store::record(conn, now, &actor, Action::PlaceImported, given.id)?;
        }
        Ok(Found(RosterImport::new(false, wishes, plan)))
    })
    .await
}

fn plan(
    conn: &mut Conn,
    schedule: ScheduleId,
    wishes: &Wishes,
    by_now: (PersonId, Moment),
) -> Result<Plan, Error> {
    let line = line::store::find(conn)?;
    let schedule = planning::store::schedule(conn, schedule)?.ok_or_else(no_such_schedule)?;
    changes::plan(conn, &schedule, &wishes.items, &line, by_now)
}

fn no_such_schedule() -> Error {
    let detail = "There is no schedule with this id.";
    Error::invalid(vec![Fault::at("/schedule_id", "no_such_schedule", detail)])
}

/// What is wrong with the rows as they stand, and what speaks against the others.
fn faults(wishes: &Wishes, against: Vec<Fault>) -> Vec<Fault> {
    let own = wishes.faults.iter().cloned();
    sheet::shortened(own.chain(against).collect())
}

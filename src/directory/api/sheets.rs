//! The directory as a sheet over HTTP: export, and import with a dry run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Flag;
use crate::audit::{self, Action};
use crate::db::Conn;
use crate::directory::sheet::{self, Plan, Wish};
use crate::directory::store;
use crate::door::{As, PeerOrSupervisor, Supervisor};
use crate::error::{Error, Fault};
use crate::http::{Csv, Exported, Found, Query};
use crate::line;

/// How a sheet is taken.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ImportAsked {
    /// `true`: only say what would happen, and what is wrong. Nothing is kept.
    #[param(inline)]
    dry_run: Option<Flag>,
}

/// What an import of the directory did, or in a dry run would do.
#[derive(Serialize, ToSchema)]
pub struct ImportView {
    /// Whether this was a dry run.
    dry_run: bool,
    /// Services that are new.
    added: usize,
    /// Services that are changed.
    changed: usize,
    /// Services that are there already as they were sent.
    unchanged: usize,
    /// What is wrong, row by row. With any fault nothing at all is taken.
    faults: Vec<Fault>,
}

/// The directory as CSV, which an import reads.
pub async fn export(who: As<PeerOrSupervisor>) -> Result<Exported, Error> {
    let text = who.read(|conn| sheet::csv(&store::all(conn)?)).await?;
    Ok(Exported {
        text,
        file: "resources.csv",
    })
}

/// Takes a sheet of services, whole or not at all.
pub async fn import(
    who: As<Supervisor>,
    Query(asked): Query<ImportAsked>,
    Csv(text): Csv,
) -> Result<Found<ImportView>, Error> {
    let (now, actor) = (who.now(), who.actor());
    let today = who.read(line::store::find).await?.wall.date(now);
    let wishes = sheet::read(&text, today);
    if asked.dry_run == Some(Flag::Yes) {
        let planned = match wishes {
            Ok(wishes) => who.read(move |conn| plan(conn, wishes)).await?,
            Err(faults) => Err(faults),
        };
        let (plan, faults) = match planned {
            Ok(plan) => (plan, Vec::new()),
            Err(faults) => (Plan::default(), faults),
        };
        return Ok(Found(view(true, &plan, faults)));
    }
    let wishes = wishes.map_err(Error::invalid)?;
    who.write(move |conn| {
        let plan = plan(conn, wishes.clone())?.map_err(Error::invalid)?;
        for new in &plan.added {
            store::insert(conn, new, now)?;
            audit::store::record(conn, now, &actor, Action::ResourceAdded, new.id)?;
        }
        for changed in &plan.changed {
            store::update(conn, changed)?;
            audit::store::record(conn, now, &actor, Action::ResourceChanged, changed.id)?;
        }
        Ok(Found(view(false, &plan, Vec::new())))
    })
    .await
}

fn plan(conn: &mut Conn, wishes: Vec<Wish>) -> Result<Result<Plan, Vec<Fault>>, Error> {
    let all = store::all(conn)?;
    let known: BTreeMap<_, _> = all.into_iter().map(|one| (one.id, one)).collect();
    let regions = line::store::regions(conn)?;
    let regions: Vec<_> = regions.into_iter().map(|region| region.code).collect();
    Ok(sheet::plan(wishes, &known, &regions))
}

fn view(dry_run: bool, plan: &Plan, faults: Vec<Fault>) -> ImportView {
    ImportView {
        dry_run,
        added: plan.added.len(),
        changed: plan.changed.len(),
        unchanged: plan.unchanged,
        faults,
    }
}

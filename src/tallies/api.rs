//! Hourly tallies over HTTP: supervisors bring and read them.

use std::collections::BTreeMap;

use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::hour::{Hour, Placed};
use super::sheet::{self, Plan, Wish};
use super::{Figures, Tally, not_over, store};
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, As, Supervisor};
use crate::error::{Error, Fault};
use crate::http::cursor;
use crate::http::{Body, Created, Csv, Flag, Found, IfMatch, Listed, Page, Path, Query, Versioned};
use crate::line::{self, When};

/// An hour.
#[derive(Deserialize, IntoParams)]
pub struct HourPath {
    /// A local hour of the line; the hour that the clock shows twice in autumn with its offset, as
    /// 2026-11-01T01-07:00.
    #[param(value_type = String, example = "2026-11-20T14")]
    hour: Hour,
}

/// Which hours.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct HoursAsked {
    /// From this date or instant on.
    #[param(value_type = Option<String>, example = "2026-11-01")]
    from: Option<When>,
    /// Before this date or instant.
    #[param(value_type = Option<String>, example = "2026-12-01")]
    to: Option<When>,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Hour>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// How a sheet is taken.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ImportAsked {
    /// `true`: only say what would happen, and what is wrong. Nothing is kept.
    #[param(inline)]
    dry_run: Option<Flag>,
}

/// The tally of an hour.
#[derive(Serialize, ToSchema)]
pub struct TallyView {
    /// The hour, by the line's clock.
    #[schema(example = "2026-11-20T14")]
    hour: String,
    /// When it begins.
    starts_at: Moment,
    /// Raised with every correction; also its `ETag`.
    version: i32,
    /// Calls that came in.
    offered: u32,
    /// Of these, calls that were answered.
    answered: u32,
    /// Of these, calls whose caller gave up first.
    abandoned: u32,
    /// How many seconds the answered callers waited, all together.
    wait_seconds: u32,
}

impl TallyView {
    fn new(tally: &Tally) -> Self {
        Self {
            hour: tally.hour.name.clone(),
            starts_at: tally.hour.starts_at,
            version: tally.version,
            offered: tally.figures.offered,
            answered: tally.figures.answered,
            abandoned: tally.figures.abandoned,
            wait_seconds: tally.figures.wait_seconds,
        }
    }
}

/// A page of tallies.
#[derive(Serialize, ToSchema)]
pub struct TallyList {
    /// The tallies, the earliest first.
    items: Vec<TallyView>,
    /// The cursor of the next page.
    next: Option<String>,
    /// The line's zone.
    time_zone: &'static str,
}

impl Page for TallyList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// What an import of tallies did, or in a dry run would do.
#[derive(Serialize, ToSchema)]
pub struct TallyImportView {
    /// Whether this was a dry run.
    dry_run: bool,
    /// Hours that are new.
    added: usize,
    /// Hours that are corrected.
    changed: usize,
    /// Hours that are there already with the same figures.
    unchanged: usize,
    /// What is wrong, row by row. With any fault nothing at all is taken.
    faults: Vec<Fault>,
}

/// Records what telephony counted in an hour. Other figures for a known hour need `If-Match`.
pub async fn record(
    who: As<Supervisor>,
    Path(asked): Path<HourPath>,
    if_match: Option<IfMatch>,
    Body(figures): Body<Figures>,
) -> Result<Created<TallyView>, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let hour = place(conn, asked.hour)?;
        let mut faults = figures.faults();
        faults.extend(not_over(&hour, now));
        if !faults.is_empty() {
            return Err(Error::invalid(faults));
        }
        let known = store::find(conn, hour.starts_at)?;
        let new = known.is_none();
        let tally = match known {
            Some(known) if known.figures == figures => known,
            Some(known) => {
                let if_match = if_match.as_ref().ok_or_else(IfMatch::needed)?;
                if_match.holds(known.version)?;
                correct(conn, Tally { figures, ..known }, now, &actor)?
            }
            None => {
                let version = 1;
                add(
                    conn,
                    Tally {
                        hour,
                        figures,
                        version,
                    },
                    now,
                    &actor,
                )?
            }
        };
        let row = TallyView::new(&tally);
        Ok(Created { new, row })
    })
    .await
}

fn place(conn: &mut Conn, hour: Hour) -> Result<Placed, Error> {
    let wall = line::store::find(conn)?.wall;
    hour.on(wall).map_err(|fault| Error::invalid(vec![fault]))
}

fn add(conn: &mut Conn, tally: Tally, now: Moment, actor: &Actor) -> Result<Tally, Error> {
    store::insert(conn, &tally, now)?;
    audit::store::record(conn, now, actor, Action::TallyRecorded, &tally.hour.name)?;
    Ok(tally)
}

fn correct(conn: &mut Conn, tally: Tally, now: Moment, actor: &Actor) -> Result<Tally, Error> {
    store::update(conn, &tally, now)?;
    audit::store::record(conn, now, actor, Action::TallyCorrected, &tally.hour.name)?;
    let version = tally.version + 1;
    Ok(Tally { version, ..tally })
}

/// The tally of an hour.
pub async fn show(
    who: As<Supervisor>,
    Path(asked): Path<HourPath>,
) -> Result<Versioned<TallyView>, Error> {
    who.read(move |conn| {
        let hour = place(conn, asked.hour)?;
        let tally = store::find(conn, hour.starts_at)?.ok_or_else(Error::not_found)?;
        Ok(Versioned {
            version: tally.version,
            row: TallyView::new(&tally),
        })
    })
    .await
}

/// Tallies, the earliest first.
pub async fn list(
    who: As<Supervisor>,
    Query(asked): Query<HoursAsked>,
) -> Result<Listed<TallyList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    who.read(move |conn| {
        let wall = line::store::find(conn)?.wall;
        let from = asked.from.map(|when| when.on(wall));
        let to = asked.to.map(|when| when.on(wall));
        let after = asked.cursor.map(|hour| place(conn, hour)).transpose()?;
        let after = after.map(|hour| hour.starts_at.plus(Duration::seconds(1)));
        let mut rows = store::list(conn, after.max(from), to, limit + 1)?;
        let most = usize::try_from(limit).unwrap_or_default();
        let more = rows.len() > most;
        rows.truncate(most);
        let last = rows.last().filter(|_| more);
        Ok(Listed(TallyList {
            // In the address of the next page a plus would be a space.
            next: last.map(|last| last.hour.name.replace('+', "%2B")),
            items: rows.iter().map(TallyView::new).collect(),
            time_zone: wall.0.name(),
        }))
    })
    .await
}

/// Takes a sheet of tallies, whole or not at all.
pub async fn import(
    who: As<Supervisor>,
    Query(asked): Query<ImportAsked>,
    Csv(text): Csv,
) -> Result<Found<TallyImportView>, Error> {
    let (now, actor) = (who.now(), who.actor());
    let wall = who.read(line::store::find).await?.wall;
    let wishes = sheet::read(&text, wall, now);
    if asked.dry_run == Some(Flag::Yes) {
        let planned = match wishes {
            Ok(wishes) => who.read(move |conn| plan(conn, wishes)).await?,
            Err(faults) => Err(faults),
        };
        return Ok(Found(match planned {
            Ok(plan) => view(true, &plan, Vec::new()),
            Err(faults) => view(true, &Plan::default(), faults),
        }));
    }
    let wishes = wishes.map_err(Error::invalid)?;
    who.write(move |conn| {
        let plan = plan(conn, wishes.clone())?.map_err(Error::invalid)?;
        for tally in &plan.added {
            add(conn, tally.clone(), now, &actor)?;
        }
        for tally in &plan.changed {
            correct(conn, tally.clone(), now, &actor)?;
        }
        Ok(Found(view(false, &plan, Vec::new())))
    })
    .await
}

fn plan(conn: &mut Conn, wishes: Vec<Wish>) -> Result<Result<Plan, Vec<Fault>>, Error> {
    let starts = || wishes.iter().map(|wish| wish.tally.hour.starts_at);
    let (first, last) = (starts().min(), starts().max());
    let until = last.map(|last| last.plus(Duration::seconds(1)));
    let known = store::list(conn, first, until, i64::MAX)?;
    let known: BTreeMap<_, _> = known
        .into_iter()
        .map(|tally| (tally.hour.starts_at, tally))
        .collect();
    Ok(sheet::plan(wishes, &known))
}

fn view(dry_run: bool, plan: &Plan, faults: Vec<Fault>) -> TallyImportView {
    TallyImportView {
        dry_run,
        added: plan.added.len(),
        changed: plan.changed.len(),
        unchanged: plan.unchanged,
        faults,
    }
}

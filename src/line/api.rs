//! The line's settings and regions: read by who keeps it, changed by an admin.

use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::regions::{Region, RegionCode};
use super::{Limits, Line, Tier, store};
use crate::audit::{self, Action};
use crate::door::{Admin, As, PeerOrSupervisor, SupervisorOrAdmin};
use crate::error::{Error, Fault};
use crate::http::{Body, Created, Found, IfMatch, Path, Versioned};
use crate::reports::periods::FiscalStart;

/// What the line has decided. Changes act on what happens from then on.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What callers know the line as: 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// Least rest between two shifts, in hours.
    #[schema(minimum = 0, maximum = 48)]
    rest_hours: u8,
    /// Most hours of work in a local week.
    #[schema(minimum = 1, maximum = 168)]
    week_hours: u8,
    /// Most nights a local week with work between 00:00 and 06:00.
    #[schema(minimum = 0, maximum = 7)]
    week_nights: u8,
    /// Most local days with work in a row.
    #[schema(minimum = 1, maximum = 31)]
    days_in_a_row: u8,
    /// How long a peer is off after a call with the hardest impact on them, in hours; 0 for not at all.
    #[schema(minimum = 0, maximum = 72)]
    cool_off_hours: u8,
    /// How long a caller waits before giving up, on average, in seconds.
    #[schema(minimum = 1, maximum = 86400)]
    patience_seconds: u32,
    /// Work after a call, on average, in seconds.
    #[schema(minimum = 0, maximum = 14400)]
    wrap_up_seconds: u32,
    /// A count of fewer contributors than this, other than none, is withheld from evaluators.
    #[schema(minimum = 5, maximum = 1000)]
    withhold_under: u32,
    /// How far the line tells callers who call again from others.
    caller_codes: Tier,
    /// How many contacts a day one caller has before the peer is told that the limit is reached.
    #[schema(minimum = 1, maximum = 100)]
    contacts_a_day: u32,
    /// Whether a call may carry a note.
    notes_on: bool,
    /// Whether a supervisor must approve a swap before it counts.
    swaps_need_approval: bool,
    /// In the night after this day of the next month a month is closed by itself, once a supervisor has closed the first;
    /// 0 for never.
    #[schema(minimum = 0, maximum = 28)]
    closing_day: u8,
    /// The month with which the fiscal year begins: 1 for January.
    #[schema(minimum = 1, maximum = 12)]
    fiscal_year_starts: u8,
}

impl Settings {
    fn of(line: &Line) -> Self {
        let seconds = |length: Duration| u32::try_from(length.num_seconds()).unwrap_or_default();
        let hours = |length: Duration| u8::try_from(length.num_hours()).unwrap_or(u8::MAX);
        let count = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
        Self {
            name: line.name.clone(),
            rest_hours: hours(line.limits.rest),
            week_hours: hours(line.limits.week),
            week_nights: count(line.limits.week_nights),
            days_in_a_row: count(line.limits.days_in_a_row),
            cool_off_hours: hours(line.limits.cool_off),
            patience_seconds: seconds(line.patience),
            wrap_up_seconds: seconds(line.wrap_up),
            withhold_under: line.withhold_under,
            caller_codes: line.caller_codes,
            contacts_a_day: line.contacts_a_day,
            notes_on: line.notes_on,
            swaps_need_approval: line.swaps_need_approval,
            closing_day: line.closing_day.unwrap_or_default(),
            fiscal_year_starts: line.fiscal_year.number(),
        }
    }

    fn faults(&self) -> Vec<Fault> {
        let name = self.name.trim().chars().count();
        let ranges = [
            (
                "/rest_hours",
                (0..=48).contains(&self.rest_hours),
                "0 to 48",
            ),
            (
                "/week_hours",
                (1..=168).contains(&self.week_hours),
                "1 to 168",
            ),
            ("/week_nights", self.week_nights <= 7, "0 to 7"),
            (
                "/days_in_a_row",
                (1..=31).contains(&self.days_in_a_row),
                "1 to 31",
            ),
            ("/cool_off_hours", self.cool_off_hours <= 72, "0 to 72"),
            (
                "/patience_seconds",
                (1..=86_400).contains(&self.patience_seconds),
                "1 to 86,400",
            ),
            (
                "/wrap_up_seconds",
                self.wrap_up_seconds <= 14_400,
                "0 to 14,400",
            ),
            (
                "/withhold_under",
                (5..=1000).contains(&self.withhold_under),
                "5 to 1,000",
            ),
            ("/closing_day", self.closing_day <= 28, "0 to 28"),
            (
                "/fiscal_year_starts",
                (1..=12).contains(&self.fiscal_year_starts),
                "1 to 12",
            ),
            (
                "/contacts_a_day",
                (1..=100).contains(&self.contacts_a_day),
                "1 to 100",
            ),
        ];
        let out = ranges.into_iter().filter(|(_, within, _)| !within);
        let mut faults: Vec<Fault> = out
            .map(|(at, _, range)| {
                Fault::at(at, "out_of_range", format!("Give a number from {range}."))
            })
            .collect();
        if !(1..=80).contains(&name) || self.name.chars().any(char::is_control) {
            let detail = "Give a name of 1 to 80 characters on one line.";
            faults.push(Fault::at("/name", "name", detail));
        }
        faults
    }

    /// The line with these settings.
    fn on(&self, line: &Line) -> Line {
        Line {
            name: self.name.trim().to_owned(),
            limits: Limits {
                rest: Duration::hours(self.rest_hours.into()),
                week: Duration::hours(self.week_hours.into()),
                week_nights: self.week_nights.into(),
                days_in_a_row: self.days_in_a_row.into(),
                cool_off: Duration::hours(self.cool_off_hours.into()),
            },
            patience: Duration::seconds(self.patience_seconds.into()),
            wrap_up: Duration::seconds(self.wrap_up_seconds.into()),
            withhold_under: self.withhold_under,
            caller_codes: self.caller_codes,
            contacts_a_day: self.contacts_a_day,
            notes_on: self.notes_on,
            swaps_need_approval: self.swaps_need_approval,
            closing_day: Some(self.closing_day).filter(|day| *day > 0),
            fiscal_year: FiscalStart::try_from(self.fiscal_year_starts).unwrap_or_default(),
            wall: line.wall,
            version: line.version,
        }
    }
}

/// The settings.
pub async fn settings(who: As<SupervisorOrAdmin>) -> Result<Versioned<Settings>, Error> {
    let line = who.read(store::find).await?;
    Ok(Versioned {
        version: line.version,
        row: Settings::of(&line),
    })
}

/// Changes the settings.
pub async fn change_settings(
    who: As<Admin>,
    if_match: IfMatch,
    Body(wanted): Body<Settings>,
) -> Result<Versioned<Settings>, Error> {
    let faults = wanted.faults();
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let line = store::find(conn)?;
        if_match.holds(line.version)?;
        let changed = wanted.on(&line);
        store::update(conn, &changed)?;
        audit::store::record(conn, now, &actor, Action::SettingsChanged, "line")?;
        Ok(Versioned {
            version: changed.version + 1,
            row: Settings::of(&changed),
        })
    })
    .await
}

/// A region's short name.
#[derive(Deserialize, IntoParams)]
pub struct RegionPath {
    /// 2 to 40 of a to z, 0 to 9 and underscores.
    #[param(value_type = String, example = "alameda_county")]
    code: RegionCode,
}

/// A region to be added.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRegion {
    /// What people call it: 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// How many live there: 20,000 or more.
    #[schema(minimum = 20000)]
    population: i32,
}

/// A region.
#[derive(Serialize, ToSchema)]
pub struct RegionView {
    /// Its short name.
    code: String,
    /// What people call it.
    name: String,
    /// How many live there.
    population: i32,
}

impl RegionView {
    fn new(region: &Region) -> Self {
        Self {
            code: region.code.as_str().to_owned(),
            name: region.name.clone(),
            population: region.population,
        }
    }
}

/// The line's regions.
#[derive(Serialize, ToSchema)]
pub struct RegionList {
    /// By name.
    items: Vec<RegionView>,
}

/// The line's regions.
pub async fn regions(who: As<PeerOrSupervisor>) -> Result<Found<RegionList>, Error> {
    let regions = who.read(store::regions).await?;
    Ok(Found(RegionList {
        items: regions.iter().map(RegionView::new).collect(),
    }))
}

/// Adds a region. Its code means the same for ever, so another content for it is refused.
pub async fn add_region(
    who: As<SupervisorOrAdmin>,
    Path(asked): Path<RegionPath>,
    Body(new): Body<NewRegion>,
) -> Result<Created<RegionView>, Error> {
    let region = Region {
        code: asked.code,
        name: new.name.trim().to_owned(),
        population: new.population,
    };
    let faults = region.faults();
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let row = RegionView::new(&region);
        match store::region(conn, &region.code)? {
            Some(known) if known == region => Ok(Created { new: false, row }),
            Some(_) => Err(Error::id_taken()),
            None => {
                store::insert_region(conn, &region, now)?;
                let code = region.code.as_str();
                audit::store::record(conn, now, &actor, Action::RegionAdded, code)?;
                Ok(Created { new: true, row })
            }
        }
    })
    .await
}

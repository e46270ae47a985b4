//! The supervisor's half: templates, schedules made from them, publishing.

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::super::{changes, store};
use crate::audit::{self, Action};
use crate::clock::{Date, Moment};
use crate::db::Conn;
use crate::door::{As, PeerOrSupervisor, Supervisor};
use crate::error::{Error, Fault};
use crate::http::{Body, Created, Found, Path, joined};
use crate::id::{ScheduleId, TemplateId};
use crate::schedule::api::wire::parsed;
use crate::schedule::store::count_of_shifts;
use crate::schedule::template::OnHolidays;
use crate::schedule::{Crew, Day, Needs, Schedule, Template, shift_name};

/// A template's id.
#[derive(Deserialize, IntoParams)]
pub struct TemplatePath {
    /// A version 7 UUID that you make.
    id: TemplateId,
}

/// A schedule's id.
#[derive(Deserialize, IntoParams)]
pub struct SchedulePath {
    /// A version 7 UUID that you make.
    id: ScheduleId,
}

/// A rule from which shifts are made, in the line's wall time.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateBody {
    /// What people call these shifts.
    #[schema(min_length = 1, max_length = 80, example = "Evening")]
    name: String,
    /// The days on which a shift starts.
    #[schema(min_items = 1, max_items = 7)]
    weekdays: Vec<Day>,
    /// When it starts, as HH:MM.
    #[schema(example = "20:00")]
    starts: String,
    /// When it ends, as HH:MM; on the next day if not after the start.
    #[schema(example = "00:00")]
    ends: String,
    /// With fewer people it has a gap.
    #[schema(minimum = 1, maximum = 50)]
    min_crew: u8,
    /// How many places it has.
    #[schema(minimum = 1, maximum = 50)]
    max_crew: u8,
    /// The first date on which a shift starts.
    valid_from: Date,
    /// The last such date; none if not given.
    #[serde(default)]
    valid_until: Option<Date>,
}

impl TemplateBody {
    fn parse(self, id: TemplateId) -> Result<Template, Error> {
        let mut faults = Vec::new();
        let name = shift_name(&self.name)
            .map_err(|fault| faults.push(fault))
            .ok();
        if self.weekdays.is_empty() {
            faults.push(Fault::at(
                "/weekdays",
                "length",
                "Name at least one weekday.",
            ));
        }
        if self
            .valid_until
            .is_some_and(|until| until < self.valid_from)
        {
            faults.push(Fault::at(
                "/valid_until",
                "out_of_range",
                "valid_until is not before valid_from.",
            ));
        }
        let starts = parsed(&self.starts, "/starts", &mut faults);
        let ends = parsed(&self.ends, "/ends", &mut faults);
        let crew = Crew::new(self.min_crew, self.max_crew)
            .map_err(|fault| faults.push(fault))
            .ok();
        match (name, starts, ends, crew) {
            (Some(name), Some(starts), Some(ends), Some(crew)) if faults.is_empty() => {
                Ok(Template {
                    id,
                    name,
                    days: self.weekdays.into_iter().collect(),
                    starts,
                    ends,
                    needs: Needs::only(crew),
                    every_weeks: 1,
                    on_holidays: OnHolidays::AsUsual,
                    valid_from: self.valid_from.day(),
                    valid_until: self.valid_until.map(Date::day),
                    one_off: false,
                    retired_at: None,
                    version: 1,
                })
            }
            _ => Err(Error::invalid(faults)),
        }
    }
}

/// A template's id, beside its fields.
#[derive(Serialize, ToSchema)]
struct TemplateHead {
    /// Its id.
    id: TemplateId,
}

/// A template and its id.
#[derive(Serialize)]
pub struct TemplateView {
    #[serde(flatten)]
    head: TemplateHead,
    #[serde(flatten)]
    body: TemplateBody,
}

impl PartialSchema for TemplateView {
    fn schema() -> RefOr<Schema> {
        joined(TemplateHead::schema(), TemplateBody::schema())
    }
}

impl ToSchema for TemplateView {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        TemplateHead::schemas(schemas);
        TemplateBody::schemas(schemas);
    }
}

impl TemplateView {
    fn new(template: &Template) -> Self {
        let body = TemplateBody {
            name: template.name.clone(),
            weekdays: template.days.iter().copied().collect(),
            starts: template.starts.as_str().to_owned(),
            ends: template.ends.as_str().to_owned(),
            min_crew: template.needs.crew.min(),
            max_crew: template.needs.crew.max(),
            valid_from: Date::of(template.valid_from),
            valid_until: template.valid_until.map(Date::of),
        };
        Self {
            head: TemplateHead { id: template.id },
            body,
        }
    }
}

/// All templates.
#[derive(Serialize, ToSchema)]
pub struct TemplateList {
    /// The templates, oldest first.
    items: Vec<TemplateView>,
    /// Always null: a line has few templates.
    next: Option<String>,
}

/// Which dates a schedule covers.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleBody {
    /// The first date.
    starts_on: Date,
    /// The last date, at most 92 days after the first.
    ends_on: Date,
}

/// A schedule.
#[derive(Serialize, ToSchema)]
pub struct ScheduleView {
    /// Its id.
    id: ScheduleId,
    /// The first date.
    starts_on: NaiveDate,
    /// The last date.
    ends_on: NaiveDate,
    /// How many shifts were made for it.
    #[schema(minimum = 0)]
    shifts: i64,
    /// When it was published; null while it is a draft.
    published_at: Option<Moment>,
}

/// All templates.
pub async fn templates(who: As<PeerOrSupervisor>) -> Result<Found<TemplateList>, Error> {
    let templates = who.read(store::templates).await?;
    Ok(Found(TemplateList {
        items: templates.iter().map(TemplateView::new).collect(),
        next: None,
    }))
}

/// Makes a template.
pub async fn make_template(
    who: As<Supervisor>,
    Path(asked): Path<TemplatePath>,
    Body(body): Body<TemplateBody>,
) -> Result<Created<TemplateView>, Error> {
    let template = body.parse(asked.id)?;
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        if let Some(known) = store::template(conn, template.id)? {
            let same = known == template;
            return if same {
                Ok(Created {
                    new: false,
                    row: TemplateView::new(&known),
                })
            } else {
                Err(Error::id_taken())
            };
        }
        store::insert_template(conn, &template, now)?;
        audit::store::record(conn, now, &actor, Action::TemplateMade, template.id)?;
        Ok(Created {
            new: true,
            row: TemplateView::new(&template),
        })
    })
    .await
}

/// Makes a draft schedule with a shift for each template and date that has none yet.
pub async fn make_schedule(
    who: As<Supervisor>,
    Path(asked): Path<SchedulePath>,
    Body(body): Body<ScheduleBody>,
) -> Result<Created<ScheduleView>, Error> {
    let (starts_on, ends_on) = (body.starts_on.day(), body.ends_on.day());
    if ends_on < starts_on || ends_on - starts_on > Duration::days(92) {
        let detail = "ends_on is not before starts_on, and at most 92 days after it.";
        return Err(Error::invalid(vec![Fault::at(
            "/ends_on",
            "out_of_range",
            detail,
        )]));
    }
    let new = Schedule {
        id: asked.id,
        starts_on,
        ends_on,
        published_at: None,
        version: 0,
    };
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        if let Some(known) = store::schedule(conn, new.id)? {
            let same = (known.starts_on, known.ends_on) == (new.starts_on, new.ends_on);
            return if same {
                Ok(Created {
                    new: false,
                    row: view(conn, &known)?,
                })
            } else {
                Err(Error::id_taken())
            };
        }
        store::insert_schedule(conn, &new, now)?;
        changes::fill(conn, &new, now)?;
        audit::store::record(conn, now, &actor, Action::ScheduleMade, new.id)?;
        Ok(Created {
            new: true,
            row: view(conn, &new)?,
        })
    })
    .await
}

/// A schedule.
pub async fn show_schedule(
    who: As<Supervisor>,
    Path(asked): Path<SchedulePath>,
) -> Result<Found<ScheduleView>, Error> {
    who.read(move |conn| {
        let schedule = store::schedule(conn, asked.id)?.ok_or_else(Error::not_found)?;
        view(conn, &schedule).map(Found)
    })
    .await
}

/// Publishes a schedule: from now on peers see its shifts.
pub async fn publish(
    who: As<Supervisor>,
    Path(asked): Path<SchedulePath>,
) -> Result<Created<ScheduleView>, Error> {
    let (now, actor, me) = (who.now(), who.actor(), who.id());
    who.write(move |conn| {
        let schedule = store::schedule(conn, asked.id)?.ok_or_else(Error::not_found)?;
        if schedule.published_at.is_some() {
            return Ok(Created {
                new: false,
                row: view(conn, &schedule)?,
            });
        }
        store::publish(conn, &schedule, me, now)?;
        audit::store::record(conn, now, &actor, Action::SchedulePublished, schedule.id)?;
        let schedule = Schedule {
            published_at: Some(now),
            version: schedule.version + 1,
            ..schedule
        };
        Ok(Created {
            new: true,
            row: view(conn, &schedule)?,
        })
    })
    .await
}

fn view(conn: &mut Conn, schedule: &Schedule) -> Result<ScheduleView, Error> {
    Ok(ScheduleView {
        id: schedule.id,
        starts_on: schedule.starts_on,
        ends_on: schedule.ends_on,
        shifts: count_of_shifts(conn, schedule.id)?,
        published_at: schedule.published_at,
    })
}

//! Templates over HTTP: made, read, changed with the shifts that they made, retired.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::known_codes;
use crate::audit::{self, Action};
use crate::clock::{Date, Moment};
use crate::db::Conn;
use crate::door::{As, PeerOrSupervisor, Supervisor};
use crate::error::{Error, Fault};
use crate::http::{Body, Created, Found, IfMatch, Path, Versioned, joined};
use crate::id::{ShiftId, TemplateId};
use crate::schedule::planning::changes::{self, Followed, Scope};
use crate::schedule::planning::content::{TemplateBody, TemplateChange};
use crate::schedule::planning::{Stays, store};
use crate::schedule::{Shift, Template, waits};

/// A template's id.
#[derive(Deserialize, IntoParams)]
pub struct TemplatePath {
    /// A version 7 UUID that you make.
    id: TemplateId,
}

/// What the server adds to a template.
#[derive(Serialize, ToSchema)]
struct TemplateHead {
    /// Its id.
    id: TemplateId,
    /// Raised with every change; also its `ETag`.
    version: i32,
    /// Since when no shifts are made from it; null if some are.
    retired_at: Option<Moment>,
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
        let needs = &template.needs;
        let body = TemplateBody {
            name: template.name.clone(),
            starts: template.starts.as_str().to_owned(),
            ends: template.ends.as_str().to_owned(),
            min_crew: needs.crew.min(),
            max_crew: needs.crew.max(),
            shadow_places: needs.shadows,
            lead_needed: needs.lead,
            qualifications: needs.qualifications.iter().copied().collect(),
            weekdays: template.days.iter().copied().collect(),
            every_weeks: template.every_weeks,
            on_holidays: template.on_holidays,
            valid_from: Date::of(template.valid_from),
            valid_until: template.valid_until.map(Date::of),
        };
        let head = TemplateHead {
            id: template.id,
            version: template.version,
            retired_at: template.retired_at,
        };
        Self { head, body }
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

/// A shift that did not follow its template.
#[derive(Serialize, ToSchema)]
pub struct LeftView {
    /// The shift.
    shift_id: ShiftId,
    /// The local date on which it starts.
    local_date: NaiveDate,
    /// When it starts.
    starts_at: Moment,
    /// Why, for programs.
    code: Stays,
    /// Why, for people.
    detail: &'static str,
}

/// A changed template, and what became of its coming shifts.
#[derive(Serialize, ToSchema)]
pub struct TemplateChanged {
    /// The template as it is now.
    template: TemplateView,
    /// How many shifts are otherwise than before.
    #[schema(minimum = 0)]
    changed: usize,
    /// How many are new.
    #[schema(minimum = 0)]
    made: usize,
    /// How many are no more.
    #[schema(minimum = 0)]
    removed: usize,
    /// Those that stay as they are, by start, and why.
    left: Vec<LeftView>,
}

impl TemplateChanged {
    fn new(template: &Template, followed: &Followed) -> Self {
        let left = |(shift, why): &(Shift, Stays)| LeftView {
            shift_id: shift.id,
            local_date: shift.local_date,
            starts_at: shift.span.starts,
            code: *why,
            detail: why.sentence(),
        };
        Self {
            template: TemplateView::new(template),
            changed: followed.changed.len(),
            made: followed.made,
            removed: followed.removed,
            left: followed.left.iter().map(left).collect(),
        }
    }
}

/// A template that shifts are made from again and again. That of a single shift is nobody's to see.
fn listed(conn: &mut Conn, id: TemplateId) -> Result<Template, Error> {
    store::template(conn, id)?
        .filter(|template| !template.one_off)
        .ok_or_else(Error::not_found)
}

/// All templates.
pub async fn list(who: As<PeerOrSupervisor>) -> Result<Found<TemplateList>, Error> {
    let templates = who.read(store::templates).await?;
    Ok(Found(TemplateList {
        items: templates.iter().map(TemplateView::new).collect(),
        next: None,
    }))
}

/// A template.
pub async fn show(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<TemplatePath>,
) -> Result<Versioned<TemplateView>, Error> {
    let template = who.read(move |conn| listed(conn, asked.id)).await?;
    Ok(Versioned {
        version: template.version,
        row: TemplateView::new(&template),
    })
}

/// Makes a template.
pub async fn make(
    who: As<Supervisor>,
    Path(asked): Path<TemplatePath>,
    Body(body): Body<TemplateBody>,
) -> Result<Created<TemplateView>, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let codes = known_codes(conn)?;
        let template = body.template(asked.id, &codes).map_err(Error::invalid)?;
        if let Some(known) = store::template(conn, template.id)? {
            let asked_again = Template {
                retired_at: known.retired_at,
                version: known.version,
                ..template
            };
            return if known == asked_again {
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

/// Changes a template, and the coming shifts that it has made.
pub async fn change(
    who: As<Supervisor>,
    Path(asked): Path<TemplatePath>,
    if_match: IfMatch,
    Body(body): Body<TemplateChange>,
) -> Result<Versioned<TemplateChanged>, Error> {
    let (now, actor, me) = (who.now(), who.actor(), who.id());
    who.write(move |conn| {
        let known = listed(conn, asked.id)?;
        if_match.holds(known.version)?;
        if known.retired_at.is_some() {
            let detail = "No shifts are made from this template any more.";
            return Err(Error::conflict(vec![Fault::reason("retired", detail)]));
        }
        let codes = known_codes(conn)?;
        let template = body.template(asked.id, &codes).map_err(Error::invalid)?;
        let template = Template {
            version: known.version + 1,
            ..template
        };
        store::update_template(conn, &template)?;
        let scope = Scope {
            apply_to: body.apply_to,
            by: me,
            now,
        };
        let followed = changes::follow(conn, &template, scope)?;
        for shift in &followed.changed {
            // There may be more room.
            waits::changes::fill(conn, *shift, &actor, now)?;
        }
        audit::store::record(conn, now, &actor, Action::TemplateChanged, template.id)?;
        Ok(Versioned {
            version: template.version,
            row: TemplateChanged::new(&template, &followed),
        })
    })
    .await
}

/// Retires a template: no shifts are made from it any more. Those that were made stay.
pub async fn retire(
    who: As<Supervisor>,
    Path(asked): Path<TemplatePath>,
) -> Result<Created<TemplateView>, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let known = listed(conn, asked.id)?;
        let new = known.retired_at.is_none();
        let template = if new {
            let retired = Template {
                retired_at: Some(now),
                version: known.version + 1,
                ..known
            };
            store::update_template(conn, &retired)?;
            audit::store::record(conn, now, &actor, Action::TemplateRetired, retired.id)?;
            retired
        } else {
            known
        };
        let row = TemplateView::new(&template);
        Ok(Created { new, row })
    })
    .await
}

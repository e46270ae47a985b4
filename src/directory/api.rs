//! The directory over HTTP: peers search it, supervisors keep it.

pub mod sheets;

use serde::{Deserialize, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::store::{self, Wanted};
use super::{Content, Resource, oldest_fresh, unknown_region};
use crate::audit::{self, Action};
use crate::calls::demographics::Language;
use crate::calls::words::Destination;
use crate::clock::Date;
use crate::db::Conn;
use crate::door::{As, PeerOrSupervisor, Supervisor};
use crate::error::Error;
use crate::http::cursor;
use crate::http::{Body, Created, Flag, IfMatch, Listed, Page, Path, Query, Versioned, joined};
use crate::id::ResourceId;
use crate::line;
use crate::line::regions::RegionCode;
use chrono::NaiveDate;

/// The most words of one search.
const MOST_WORDS: usize = 10;

/// A service's id.
#[derive(Deserialize, IntoParams)]
pub struct ResourcePath {
    /// A version 7 UUID that you make. Sent again with the same body, the service is there once.
    id: ResourceId,
}

/// Which services.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ResourcesAsked {
    /// Only of this kind.
    #[param(inline)]
    kind: Option<Destination>,
    /// Only those that serve this region; those that serve everywhere are among them.
    #[param(value_type = Option<String>)]
    region: Option<RegionCode>,
    /// Only those where this language is spoken, by its BCP 47 tag; `es` finds `es-MX` too.
    #[param(value_type = Option<String>)]
    language: Option<Language>,
    /// Only those whose name, kind, hours or contact hold each of these words, or pieces of words.
    words: Option<String>,
    /// `true`: only those not checked for 180 days; `false`: only the others.
    #[param(inline)]
    stale: Option<Flag>,
    /// `true`: only those to which callers may be pointed; `false`: only the others. Both if not said.
    #[param(inline)]
    active: Option<Flag>,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<ResourceId>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// What the server adds to a service.
#[derive(Serialize, ToSchema)]
struct ResourceHead {
    /// Its id.
    id: ResourceId,
    /// Raised with every change; also its `ETag`.
    version: i32,
    /// Whether nobody has checked it for 180 days.
    stale: bool,
}

/// A service.
#[derive(Serialize)]
pub struct ResourceView {
    #[serde(flatten)]
    head: ResourceHead,
    #[serde(flatten)]
    content: Content,
}

impl PartialSchema for ResourceView {
    fn schema() -> RefOr<Schema> {
        joined(ResourceHead::schema(), Content::schema())
    }
}

impl ToSchema for ResourceView {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        ResourceHead::schemas(schemas);
        Content::schemas(schemas);
    }
}

impl ResourceView {
    fn new(resource: &Resource, today: NaiveDate) -> Self {
        let head = ResourceHead {
            id: resource.id,
            version: resource.version,
            stale: resource.content.is_stale(today),
        };
        Self {
            head,
            content: resource.content.clone(),
        }
    }

    fn versioned(resource: &Resource, today: NaiveDate) -> Versioned<Self> {
        Versioned {
            version: resource.version,
            row: Self::new(resource, today),
        }
    }
}

/// A page of services.
#[derive(Serialize, ToSchema)]
pub struct ResourceList {
    /// The services, by name.
    items: Vec<ResourceView>,
    /// The cursor of the next page.
    next: Option<String>,
}

impl Page for ResourceList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// Adds a service.
pub async fn add(
    who: As<Supervisor>,
    Path(asked): Path<ResourcePath>,
    Body(content): Body<Content>,
) -> Result<Created<ResourceView>, Error> {
    let (now, actor, content) = (who.now(), who.actor(), content.tidied());
    who.write(move |conn| {
        let today = line::store::find(conn)?.wall.date(now);
        if let Some(known) = store::find(conn, asked.id)? {
            let row = ResourceView::new(&known, today);
            let same = known.content.is_still(&content);
            return if same {
                Ok(Created { new: false, row })
            } else {
                Err(Error::id_taken())
            };
        }
        check(conn, &content, today)?;
        let resource = Resource {
            id: asked.id,
            content: content.clone(),
            version: 1,
        };
        store::insert(conn, &resource, now)?;
        audit::store::record(conn, now, &actor, Action::ResourceAdded, resource.id)?;
        let row = ResourceView::new(&resource, today);
        Ok(Created { new: true, row })
    })
    .await
}

fn check(conn: &mut Conn, content: &Content, today: NaiveDate) -> Result<(), Error> {
    let mut faults = content.faults(today);
    if let Some(region) = &content.region
        && line::store::region(conn, region)?.is_none()
    {
        faults.push(unknown_region());
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(faults))
    }
}

/// Changes what is known of a service.
pub async fn change(
    who: As<Supervisor>,
    Path(asked): Path<ResourcePath>,
    if_match: IfMatch,
    Body(content): Body<Content>,
) -> Result<Versioned<ResourceView>, Error> {
    let (now, actor, content) = (who.now(), who.actor(), content.tidied());
    who.write(move |conn| {
        let known = store::find(conn, asked.id)?.ok_or_else(Error::not_found)?;
        if_match.holds(known.version)?;
        let today = line::store::find(conn)?.wall.date(now);
        check(conn, &content, today)?;
        let changed = keep(
            conn,
            Resource {
                content: content.clone(),
                ..known
            },
        )?;
        audit::store::record(conn, now, &actor, Action::ResourceChanged, changed.id)?;
        Ok(ResourceView::versioned(&changed, today))
    })
    .await
}

/// Keeps a changed service, and answers it as it is then.
fn keep(conn: &mut Conn, changed: Resource) -> Result<Resource, Error> {
    store::update(conn, &changed)?;
    Ok(Resource {
        version: changed.version + 1,
        ..changed
    })
}

/// Records that a service was checked today and is right as it stands.
pub async fn record_check(
    who: As<Supervisor>,
    Path(asked): Path<ResourcePath>,
) -> Result<Versioned<ResourceView>, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let mut known = store::find(conn, asked.id)?.ok_or_else(Error::not_found)?;
        let today = line::store::find(conn)?.wall.date(now);
        let checked = Some(Date::of(today));
        if known.content.last_checked != checked {
            known.content.last_checked = checked;
            known = keep(conn, known)?;
            audit::store::record(conn, now, &actor, Action::ResourceChecked, known.id)?;
        }
        Ok(ResourceView::versioned(&known, today))
    })
    .await
}

/// A service.
pub async fn show(
    who: As<PeerOrSupervisor>,
    Path(asked): Path<ResourcePath>,
) -> Result<Versioned<ResourceView>, Error> {
    let now = who.now();
    who.read(move |conn| {
        let today = line::store::find(conn)?.wall.date(now);
        let known = store::find(conn, asked.id)?.ok_or_else(Error::not_found)?;
        Ok(ResourceView::versioned(&known, today))
    })
    .await
}

/// Services, by name.
pub async fn list(
    who: As<PeerOrSupervisor>,
    Query(asked): Query<ResourcesAsked>,
) -> Result<Listed<ResourceList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let now = who.now();
    who.read(move |conn| {
        let today = line::store::find(conn)?.wall.date(now);
        let words = asked.words.unwrap_or_default();
        let wanted = Wanted {
            kind: asked.kind,
            region: asked.region,
            language: asked.language,
            words: words
                .split_whitespace()
                .take(MOST_WORDS)
                .map(str::to_owned)
                .collect(),
            stale: asked
                .stale
                .map(|flag| (flag == Flag::Yes, oldest_fresh(today))),
            active: asked.active.map(|flag| flag == Flag::Yes),
            after: asked.cursor,
        };
        let rows = store::list(conn, &wanted, limit + 1)?;
        let (rows, next) = cursor::page(rows, limit, |row| row.id);
        let items = rows
            .iter()
            .map(|row| ResourceView::new(row, today))
            .collect();
        Ok(Listed(ResourceList { items, next }))
    })
    .await
}

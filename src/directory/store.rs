//! Rows of the directory.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Content, Resource};
use crate::calls::demographics::Language;
use crate::calls::words::Destination;
use crate::clock::{Date, Moment};
use crate::db::Conn;
use crate::db::schema::{resource_languages, resources};
use crate::error::Error;
use crate::id::ResourceId;
use crate::line::regions::RegionCode;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = resources)]
#[diesel(treat_none_as_null = true)]
struct Row {
    id: ResourceId,
    name: String,
    kind: Destination,
    region: Option<RegionCode>,
    hours: String,
    contact: String,
    last_checked: Option<NaiveDate>,
    active: i32,
    sort_name: String,
    words: String,
    version: i32,
}

fn row(resource: &Resource) -> Row {
    let content = &resource.content;
    Row {
        id: resource.id,
        name: content.name.clone(),
        kind: content.kind,
        region: content.region.clone(),
        hours: content.hours.clone(),
        contact: content.contact.clone(),
        last_checked: content.last_checked.map(Date::day),
        active: content.active.into(),
        sort_name: content.name.to_lowercase(),
        words: content.words(),
        version: resource.version,
    }
}

/// Which services.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only of this kind.
    pub kind: Option<Destination>,
    /// Only those that serve this region, or everywhere.
    pub region: Option<RegionCode>,
    /// Only those where this language is spoken, in any of its forms.
    pub language: Option<Language>,
    /// Only those that hold each of these words.
    pub words: Vec<String>,
    /// Only those last checked before this date or never, or else only the others.
    pub stale: Option<(bool, NaiveDate)>,
    /// Only those to which callers may be pointed, or else only the others.
    pub active: Option<bool>,
    /// Only those after this one in the list.
    pub after: Option<ResourceId>,
}

/// Services by name, so many at most.
pub fn list(conn: &mut Conn, wanted: &Wanted, limit: i64) -> Result<Vec<Resource>, Error> {
    let mut query = resources::table
        .order((resources::sort_name, resources::id))
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(kind) = wanted.kind {
        query = query.filter(resources::kind.eq(kind));
    }
    if let Some(region) = &wanted.region {
        query = query.filter(
            resources::region
                .is_null()
                .or(resources::region.eq(region.clone())),
        );
    }
    if let Some(language) = &wanted.language {
        let forms = format!("{language}-%");
        let speaking = resource_languages::table
            .filter(
                resource_languages::language
                    .eq(language.clone())
                    .or(resource_languages::language.like(forms)),
            )
            .select(resource_languages::resource_id);
        query = query.filter(resources::id.eq_any(speaking));
    }
    for word in &wanted.words {
        let plain = word.to_lowercase();
        let plain = plain
            .replace('!', "!!")
            .replace('%', "!%")
            .replace('_', "!_");
        query = query.filter(resources::words.like(format!("%{plain}%")).escape('!'));
    }
    match wanted.stale {
        Some((true, fresh)) => {
            query = query.filter(
                resources::last_checked
                    .is_null()
                    .or(resources::last_checked.lt(fresh)),
            );
        }
        Some((false, fresh)) => query = query.filter(resources::last_checked.ge(fresh)),
        None => {}
    }
    if let Some(active) = wanted.active {
        query = query.filter(resources::active.eq(i32::from(active)));
    }
    if let Some(after) = wanted.after {
        let name: Option<String> = resources::table
            .find(after)
            .select(resources::sort_name)
            .first(conn)
            .optional()?;
        let name = name.unwrap_or_default();
        query = query.filter(
            resources::sort_name
                .gt(name.clone())
                .or(resources::sort_name.eq(name).and(resources::id.gt(after))),
        );
    }
    let rows = query.load(conn)?;
    whole(conn, rows)
}

/// The whole directory.
pub fn all(conn: &mut Conn) -> Result<Vec<Resource>, Error> {
    list(conn, &Wanted::default(), i64::MAX)
}

/// A service.
pub fn find(conn: &mut Conn, id: ResourceId) -> Result<Option<Resource>, Error> {
    let rows = resources::table
        .find(id)
        .select(Row::as_select())
        .load(conn)?;
    Ok(whole(conn, rows)?.pop())
}

/// Which of these services there are and callers may be pointed to.
pub fn active_among(conn: &mut Conn, ids: &[ResourceId]) -> Result<Vec<ResourceId>, Error> {
    Ok(resources::table
        .filter(resources::id.eq_any(ids).and(resources::active.eq(1)))
        .select(resources::id)
        .load(conn)?)
}

/// Rows with their languages, in the same order.
fn whole(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Resource>, Error> {
    let mut spoken: HashMap<ResourceId, Vec<Language>> = HashMap::new();
    // SQLite takes 32,766 ids at once, PostgreSQL twice as many.
    for some in rows.chunks(1000) {
        let languages: Vec<(ResourceId, Language)> = resource_languages::table
            .filter(resource_languages::resource_id.eq_any(some.iter().map(|row| row.id)))
            .select((
                resource_languages::resource_id,
                resource_languages::language,
            ))
            .load(conn)?;
        for (id, language) in languages {
            spoken.entry(id).or_default().push(language);
        }
    }
    let one = |row: Row| Resource {
        content: Content {
            name: row.name,
            kind: row.kind,
            region: row.region,
            hours: row.hours,
            languages: spoken.remove(&row.id).unwrap_or_default(),
            contact: row.contact,
            last_checked: row.last_checked.map(Date::of),
            active: row.active != 0,
        }
        .tidied(),
        id: row.id,
        version: row.version,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Adds a service, or refuses if its id is taken.
pub fn insert(conn: &mut Conn, new: &Resource, now: Moment) -> Result<(), Error> {
    diesel::insert_into(resources::table)
        .values((row(new), resources::added_at.eq(now)))
        .execute(conn)
        .map_err(|error| Error::from(error).or_id_taken())?;
    insert_languages(conn, new)
}

/// Keeps a changed service, as the next version.
pub fn update(conn: &mut Conn, changed: &Resource) -> Result<(), Error> {
    let next = Row {
        version: changed.version + 1,
        ..row(changed)
    };
    diesel::update(resources::table.find(changed.id))
        .set(next)
        .execute(conn)?;
    let former = resource_languages::table.filter(resource_languages::resource_id.eq(changed.id));
    diesel::delete(former).execute(conn)?;
    insert_languages(conn, changed)
}

fn insert_languages(conn: &mut Conn, resource: &Resource) -> Result<(), Error> {
    for language in &resource.content.languages {
        diesel::insert_into(resource_languages::table)
            .values((
                resource_languages::resource_id.eq(resource.id),
                resource_languages::language.eq(language.clone()),
            ))
            .execute(conn)?;
    }
    Ok(())
}

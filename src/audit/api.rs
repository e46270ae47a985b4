//! Reading the audit log: for admins, and told in the log itself.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::chain::Kept;
use super::store::{self, Wanted};
use super::{Action, Outcome};
use crate::clock::Moment;
use crate::door::{Admin, As};
use crate::error::Error;
use crate::http::cursor::{self, Cursor};
use crate::http::{Listed, Page, Query};
use crate::id::{AuditId, PersonId, RequestId};
use crate::line::{self, When};
use crate::role::Role;

/// Which entries.
#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct EntriesAsked {
    /// Written on or after this date or instant.
    #[param(value_type = Option<String>, example = "2026-11-01")]
    from: Option<When>,
    /// Written before this date or instant.
    #[param(value_type = Option<String>, example = "2026-12-01")]
    to: Option<When>,
    /// Only what this person did.
    person_id: Option<PersonId>,
    /// Only this action.
    #[param(inline)]
    action: Option<Action>,
    /// Only what was done to this: an id, a month, a report with its month and form.
    subject: Option<String>,
    /// Only with this result.
    #[param(inline)]
    result: Option<Outcome>,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor<String>>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// An entry of the audit log. In texts, so that one that somebody spoiled is shown too.
#[derive(Serialize, ToSchema)]
pub struct EntryView {
    /// Its id.
    #[schema(value_type = AuditId)]
    id: String,
    /// When it was written.
    at: Moment,
    /// Who did it; null for the command line, for jobs, and for who is not signed in.
    #[schema(value_type = Option<PersonId>)]
    person_id: Option<String>,
    /// The roles they held then.
    #[schema(value_type = Vec<Role>)]
    roles: Vec<String>,
    /// What was done.
    #[schema(value_type = Action)]
    action: String,
    /// To which row: an id, a month, a report with its month and form. Empty if there is none.
    subject: String,
    /// What came of it.
    #[schema(value_type = Outcome)]
    result: String,
    /// In which request; null for the command line and for jobs.
    #[schema(value_type = Option<RequestId>)]
    request_id: Option<String>,
    /// Its place in the sealed chain; null until it is sealed, about a second later.
    position: Option<i64>,
}

impl From<Kept> for EntryView {
    fn from(entry: Kept) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            person_id: entry.person,
            roles: entry.roles.split_whitespace().map(str::to_owned).collect(),
            action: entry.action,
            subject: entry.subject,
            result: entry.outcome,
            request_id: Some(entry.request).filter(|request| !request.is_empty()),
            position: entry.position,
        }
    }
}

/// A page of entries.
#[derive(Serialize, ToSchema)]
pub struct EntryList {
    /// The entries, the newest first.
    items: Vec<EntryView>,
    /// The cursor of the next page.
    next: Option<String>,
}

impl Page for EntryList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// Entries of the audit log, the newest first. That somebody read them is an entry too.
pub async fn list(
    who: As<Admin>,
    Query(asked): Query<EntriesAsked>,
) -> Result<Listed<EntryList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let (now, actor) = (who.now(), who.actor());
    who.append(move |conn| {
        let wall = line::store::find(conn)?.wall;
        let asked = asked.clone();
        let wanted = Wanted {
            from: asked.from.map(|when| when.on(wall)),
            to: asked.to.map(|when| when.on(wall)),
            person: asked.person_id,
            action: asked.action,
            subject: asked.subject,
            outcome: asked.result,
            after: asked.cursor,
        };
        let rows = store::list(conn, &wanted, limit + 1)?;
        let (rows, next) = cursor::page(rows, limit, |entry| Cursor {
            at: entry.at,
            id: entry.id.clone(),
        });
        let asked_for = about(&wanted, rows.is_empty());
        super::store::record(conn, now, &actor, Action::AuditRead, asked_for)?;
        let items = rows.into_iter().map(EntryView::from).collect();
        Ok(Listed(EntryList { items, next }))
    })
    .await
}

/// What was looked for, as the log tells it. A subject that no entry has could be any text, and stays out.
fn about(wanted: &Wanted, found_none: bool) -> String {
    let subject = wanted.subject.as_deref().filter(|_| !found_none);
    let parts = [
        ("from", wanted.from.map(|from| from.to_string())),
        ("to", wanted.to.map(|to| to.to_string())),
        ("person", wanted.person.map(|person| person.to_string())),
        ("action", wanted.action.map(|action| action.to_string())),
        ("subject", subject.map(str::to_owned)),
        ("result", wanted.outcome.map(|outcome| outcome.to_string())),
    ];
    let told: Vec<String> = parts
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name} {}", value?)))
        .collect();
    told.join(" ")
}

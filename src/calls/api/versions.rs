//! What calls were before they were amended, for supervisors.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{CallPath, record_read};
use crate::calls::amendments::changes;
use crate::calls::record::Record;
use crate::calls::store::amendments::Amendment;
use crate::calls::{Call, Filing, store};
use crate::clock::Moment;
use crate::door::{As, Supervisor};
use crate::error::Error;
use crate::http::{Found, Path};
use crate::id::{AmendmentId, CallId, PersonId};

/// What a call was, from one amendment to the next.
#[derive(Serialize, ToSchema)]
pub struct CallVersion {
    /// 1 is what was logged.
    #[schema(minimum = 1)]
    version: i32,
    /// The amendment that made it; null if it was logged.
    amendment_id: Option<AmendmentId>,
    /// Since when.
    at: Moment,
    /// Who made it.
    by: PersonId,
    /// Why, if said.
    reason: Option<String>,
    /// Whether the month in which the call counts was closed by then: its released figures do not show the change.
    after_closing: bool,
    /// The content.
    record: Record,
}

/// Every version of a call.
#[derive(Serialize, ToSchema)]
pub struct CallVersions {
    /// The first first.
    items: Vec<CallVersion>,
}

/// A field that an amendment changed.
#[derive(Serialize, ToSchema)]
pub struct FieldChange {
    /// Where in the record it is: a JSON pointer.
    pointer: String,
    /// What it was.
    from: Value,
    /// What it became.
    to: Value,
    /// When.
    at: Moment,
    /// Who changed it.
    by: PersonId,
    /// In which version of the call it is so first.
    #[schema(minimum = 2)]
    version: i32,
}

/// What was changed of a call.
#[derive(Serialize, ToSchema)]
pub struct CallHistory {
    /// The first first.
    items: Vec<FieldChange>,
}

/// Every version of a call, the first first.
pub async fn versions(
    who: As<Supervisor>,
    Path(asked): Path<CallPath>,
) -> Result<Found<CallVersions>, Error> {
    let items = read(&who, asked.id).await?;
    Ok(Found(CallVersions { items }))
}

/// What was changed of a call, field by field.
pub async fn history(
    who: As<Supervisor>,
    Path(asked): Path<CallPath>,
) -> Result<Found<CallHistory>, Error> {
    let versions = read(&who, asked.id).await?;
    let mut items = Vec::new();
    for pair in versions.windows(2) {
        if let [before, after] = pair {
            let json = |one: &CallVersion| serde_json::to_value(&one.record);
            let from = json(before).map_err(Error::broken)?;
            let to = json(after).map_err(Error::broken)?;
            let changed = changes(&from, &to).into_iter();
            items.extend(changed.map(|change| FieldChange {
                pointer: change.pointer,
                from: change.from,
                to: change.to,
                at: after.at,
                by: after.by,
                version: after.version,
            }));
        }
    }
    Ok(Found(CallHistory { items }))
}

/// Every version of a call, and an entry in the audit log that they were read.
async fn read(who: &As<Supervisor>, id: CallId) -> Result<Vec<CallVersion>, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.append(move |conn| {
        let (call, filing) = store::find(conn, id)?.ok_or_else(Error::not_found)?;
        let amendments = store::amendments::of(conn, id)?;
        let read = [(call, filing)];
        record_read(conn, &read, now, &actor)?;
        let [(call, filing)] = read;
        Ok(in_order(&call, &filing, &amendments))
    })
    .await
}

fn in_order(call: &Call, filing: &Filing, amendments: &[Amendment]) -> Vec<CallVersion> {
    let replaced = amendments.iter().map(|amendment| &amendment.replaced);
    let mut records = replaced.chain([call.record()]).cloned();
    let first = records.next().map(|record| CallVersion {
        version: 1,
        amendment_id: None,
        at: filing.logged_at,
        by: filing.peer,
        reason: None,
        after_closing: false,
        record,
    });
    let later = amendments.iter().zip(records);
    let later = later.map(|(amendment, record)| CallVersion {
        version: amendment.version,
        amendment_id: Some(amendment.id),
        at: amendment.at,
        by: amendment.by,
        reason: amendment.reason.clone(),
        after_closing: amendment.after_closing,
        record,
    });
    first.into_iter().chain(later).collect()
}

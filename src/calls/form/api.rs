//! The form, in the asker's language and as the line has it now.

use serde::Deserialize;
use utoipa::IntoParams;

use super::{Facts, Form, Tongue, form};
use crate::door::{As, PeerOrSupervisor};
use crate::error::Error;
use crate::http::{Languages, Lasting, Query};
use crate::line;

/// How the form is wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FormAsked {
    /// In which language; if not said, the first of `Accept-Language` that the form speaks, or else English.
    #[param(inline)]
    language: Option<Tongue>,
}

/// The form of a call.
pub async fn show(
    who: As<PeerOrSupervisor>,
    Query(asked): Query<FormAsked>,
    read: Languages,
) -> Result<Lasting<Form>, Error> {
    let facts = who
        .read(|conn| {
            let line = line::store::find(conn)?;
            Ok(Facts {
                caller_codes: line.caller_codes,
                notes_on: line.notes_on,
                regions: line::store::regions(conn)?,
            })
        })
        .await?;
    let language = asked
        .language
        .unwrap_or_else(|| Tongue::first_of(read.tags()));
    Ok(Lasting {
        language: language.as_str(),
        row: form(&facts, language),
    })
}

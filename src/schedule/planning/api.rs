//! Planning over HTTP.

pub mod holidays;
pub mod publications;
pub mod schedules;
pub mod shifts;
pub mod templates;

use std::collections::BTreeSet;

use crate::db::Conn;
use crate::error::Error;
use crate::people::qualifications::QualificationCode;
use crate::people::store::qualifications;

/// The codes of all qualifications that the line knows of.
fn known_codes(conn: &mut Conn) -> Result<BTreeSet<QualificationCode>, Error> {
    let catalogue = qualifications::catalogue(conn)?;
    Ok(catalogue.into_iter().map(|known| known.code).collect())
}

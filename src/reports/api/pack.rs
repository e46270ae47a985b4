//! Everything at once: what a funder is given of a period.

use actix_web::web::block;
use serde::Deserialize;
use utoipa::IntoParams;

use super::answers::find;
use super::show::{XLSX, record_pulled};
use crate::db::Conn;
use crate::door::{As, ReportReader};
use crate::error::Error;
use crate::http::{Packed, Query};
use crate::line;
use crate::reports::asking::{Question, Sent};
use crate::reports::dimension::Dimension;
use crate::reports::{ReportName, forms};
use crate::words::words;

words! {
    /// The form of everything at once.
    PackForm {
        /// One workbook.
        Xlsx = "xlsx",
        /// The workbook, the figures as CSV, what they mean, and the charts.
        Zip = "zip",
    }
}

/// Of which period, in which form.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PackAsked {
    /// A released period, as for a report.
    #[param(example = "2026-Q4")]
    period: String,
    /// The form: a workbook if left out.
    #[param(inline)]
    format: Option<PackForm>,
}

/// What a funder is given of a period.
const CONTENTS: &[(ReportName, Option<Dimension>)] = &[
    (ReportName::Volume, None),
    (ReportName::Volume, Some(Dimension::Channel)),
    (ReportName::Volume, Some(Dimension::HourOfWeek)),
    (ReportName::Access, None),
    (ReportName::Callers, None),
    (ReportName::IsolationChange, None),
    (ReportName::IsolationChange, Some(Dimension::Reason)),
    (ReportName::IsolationOverTime, None),
    (ReportName::Reasons, None),
    (ReportName::Diversion, None),
    (ReportName::Escalation, None),
    (ReportName::Referrals, Some(Dimension::ContinuumPlace)),
    (ReportName::Reach, None),
    (ReportName::Coverage, None),
    (ReportName::DataQuality, None),
    (ReportName::Privacy, None),
];

const ZIP: &str = "application/zip";

/// Everything at once: every report of a released period, broken down where that helps a reader.
pub async fn pack(who: As<ReportReader>, Query(asked): Query<PackAsked>) -> Result<Packed, Error> {
    let form = asked.format.unwrap_or(PackForm::Xlsx);
    let period = asked.period.clone();
    let look = move |conn: &mut Conn| {
        let line = line::store::find(conn)?;
        let mut documents = Vec::new();
        for (report, by) in CONTENTS {
            let sent = Sent {
                period: asked.period.clone(),
                by: by.map(|by| by.to_string()),
                ..Sent::default()
            };
            let question = Question::read(*report, &sent, line.fiscal_year)?;
            // A breakdown that is not given for a month is left out.
            documents.extend(find(conn, &question, &line)?);
        }
        Ok(documents)
    };
    let documents = who.read(look).await?;
    record_pulled(&who, format!("funder-pack {period} {form}")).await?;
    let file = format!("funder-pack-{period}");
    block(move || match form {
        PackForm::Xlsx => Ok(Packed::new(
            XLSX,
            forms::workbook::workbook(&documents)?,
            &format!("{file}.xlsx"),
        )),
        PackForm::Zip => Ok(Packed::new(
            ZIP,
            forms::package::funder_pack(&documents)?,
            &format!("{file}.zip"),
        )),
    })
    .await
    .map_err(Error::broken)?
}

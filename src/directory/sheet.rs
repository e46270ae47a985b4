//! The directory as a sheet: what an export writes an import reads, and what an import would do.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Content, Resource, unknown_region};
use crate::calls::demographics::Language;
use crate::clock::{Date, Moment};
use crate::error::{Error, Fault};
use crate::id::{self, ResourceId};
use crate::line::regions::RegionCode;
use crate::sheet::{self, Bounds, Row, Sheet};
use crate::{calls, digest};

/// The columns. `id` and `version` may be absent or empty for services that are new.
pub const COLUMNS: [&str; 10] = [
    "name",
    "kind",
    "contact",
    "region",
    "hours",
    "languages",
    "last_checked",
    "active",
    "id",
    "version",
];
/// The columns that a sheet must have come first: name, kind, contact.
const NEEDED: usize = 3;
/// What a sheet keeps to.
const BOUNDS: Bounds = Bounds {
    most_rows: 2000,
    too_many: "A sheet has at most 2,000 rows. Please send it in parts.",
    key: "id",
    repeated: "This service stands here twice.",
};

/// What one row of a sheet asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The service, with the version on which the row was made.
    pub resource: Resource,
    row: usize,
}

/// What an import does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Services to be added.
    pub added: Vec<Resource>,
    /// Services to be changed.
    pub changed: Vec<Resource>,
    /// How many are there already as they are sent.
    pub unchanged: usize,
}

/// The directory as CSV.
pub fn csv(resources: &[Resource]) -> Result<String, Error> {
    let rows = resources.iter().map(|resource| {
        let content = &resource.content;
        let languages: Vec<&str> = content.languages.iter().map(Language::as_str).collect();
        let or_empty = |text: Option<String>| text.unwrap_or_default();
        [
            content.name.clone(),
            content.kind.as_str().to_owned(),
            content.contact.clone(),
            or_empty(content.region.as_ref().map(ToString::to_string)),
            content.hours.clone(),
            languages.join(" "),
            or_empty(content.last_checked.map(|date| date.day().to_string())),
            if content.active { "yes" } else { "no" }.to_owned(),
            resource.id.to_string(),
            resource.version.to_string(),
        ]
    });
    sheet::write(COLUMNS, rows)
}

/// Reads a sheet, or says everything that is wrong with its rows.
pub fn read(text: &str, today: NaiveDate) -> Result<Vec<Wish>, Vec<Fault>> {
    let sheet = Sheet::with_columns(text, &COLUMNS, NEEDED)?;
    let keyed = |row: &Row| one(row, today).map(|wish| (wish.resource.id, wish));
    sheet.wishes(BOUNDS, keyed)?.whole()
}

fn one(row: &Row, today: NaiveDate) -> Result<Wish, Vec<Fault>> {
    let mut faults = Vec::new();
    let given = |column: usize| Some(row.cell(column)).filter(|cell| !cell.is_empty());
    let mut wrong =
        |field: &str, detail: &str| faults.push(row.fault(field, "wrong_value", detail));
    let kind = row.cell(1).parse().ok();
    if kind.is_none() {
        wrong(
            "kind",
            "kind is one of the words of a referral's destination.",
        );
    }
    let region = given(3).map(str::parse::<RegionCode>);
    if region.as_ref().is_some_and(Result::is_err) {
        wrong(
            "region",
            "region is a code of /api/v1/regions, or empty for everywhere.",
        );
    }
    let languages: Result<Vec<Language>, _> = row
        .cell(5)
        .split([' ', ',', ';'])
        .filter(|tag| !tag.is_empty())
        .map(str::parse)
        .collect();
    if languages.is_err() {
        wrong(
            "languages",
            "languages are BCP 47 tags with spaces between them, such as: en es.",
        );
    }
    let last_checked = given(6).map(str::parse::<Date>);
    if last_checked.as_ref().is_some_and(Result::is_err) {
        wrong(
            "last_checked",
            "last_checked is a date such as 2026-11-20, or empty.",
        );
    }
    let active = match row.cell(7).to_lowercase().as_str() {
        "" | "yes" | "true" | "1" => true,
        "no" | "false" | "0" => false,
        _ => {
            wrong("active", "active is yes or no.");
            false
        }
    };
    let id = given(8).map(str::parse::<ResourceId>);
    if id.as_ref().is_some_and(Result::is_err) {
        wrong(
            "id",
            "id is as the export gave it, or empty for a new service.",
        );
    }
    let version = given(9).map(str::parse::<i32>);
    if version.as_ref().is_some_and(Result::is_err) {
        wrong(
            "version",
            "version is as the export gave it, or empty for a new service.",
        );
    }
    let content = Content {
        name: row.cell(0).to_owned(),
        kind: kind.unwrap_or(calls::words::Destination::Other),
        region: region.and_then(Result::ok),
        hours: row.cell(4).to_owned(),
        languages: languages.unwrap_or_default(),
        contact: row.cell(2).to_owned(),
        last_checked: last_checked.and_then(Result::ok),
        active,
    };
    let content = content.tidied();
    faults.extend(row.faults(content.faults(today)));
    if !faults.is_empty() {
        return Err(faults);
    }
    let id = id
        .and_then(Result::ok)
        .unwrap_or_else(|| of_content(&content));
    let version = version.and_then(Result::ok).unwrap_or_default();
    Ok(Wish {
        resource: Resource {
            id,
            content,
            version,
        },
        row: row.number,
    })
}

/// A row without an id has that of its name, kind and contact, so that a sheet sent again adds nothing twice.
fn of_content(content: &Content) -> ResourceId {
    let said = [
        content.name.as_str(),
        content.kind.as_str(),
        content.contact.as_str(),
    ];
    let beginning = Moment::new(chrono::DateTime::UNIX_EPOCH);
    id::derived(beginning, &digest::sha256(said.join("\n").as_bytes()))
}

/// What has to be done for these wishes, given what is there and which regions the line has; or what forbids it.
pub fn plan(
    wishes: Vec<Wish>,
    known: &BTreeMap<ResourceId, Resource>,
    regions: &[RegionCode],
) -> Result<Plan, Vec<Fault>> {
    let (mut plan, mut faults) = (Plan::default(), Vec::new());
    for Wish { resource, row } in wishes {
        let region = resource.content.region.as_ref();
        if region.is_some_and(|region| !regions.contains(region)) {
            let fault = unknown_region();
            faults.push(Fault::at(
                format!("/rows/{row}/region"),
                fault.code,
                fault.detail,
            ));
        }
        match known.get(&resource.id) {
            None => plan.added.push(Resource {
                version: 1,
                ..resource
            }),
            Some(there) if there.content.is_still(&resource.content) => plan.unchanged += 1,
            Some(there) if there.version == resource.version => plan.changed.push(resource),
            Some(_) => {
                let detail = "This service was changed since, or the row does not say on which version it was made. Export anew.";
                faults.push(Fault::at(
                    format!("/rows/{row}/version"),
                    "changed_meanwhile",
                    detail,
                ));
            }
        }
    }
    if faults.is_empty() {
        Ok(plan)
    } else {
        Err(sheet::shortened(faults))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::tests::respite;

    fn today() -> NaiveDate {
        "2026-06-30".parse().unwrap()
    }

    #[test]
    fn an_import_reads_what_an_export_writes() {
        let resource = Resource {
            id: of_content(&respite()),
            content: respite().tidied(),
            version: 4,
        };
        let text = csv(std::slice::from_ref(&resource)).unwrap();
        assert!(text.contains(",'+1 831 555 0100,"), "no formula: {text}");
        let wishes = read(&text, today()).unwrap();
        assert_eq!(wishes[0].resource, resource);
        let known = BTreeMap::from([(resource.id, resource)]);
        assert_eq!(plan(wishes, &known, &[]).unwrap().unchanged, 1);
    }

    #[test]
    fn faults_name_row_and_field_and_never_the_cell() {
        let text =
            "name,kind,contact,active\nA,food,1,maybe\n,elsewhere,2,yes\nB,food,3,\nB,food,3,\n";
        let faults = read(text, today()).unwrap_err();
        let pointers: Vec<&str> = faults
            .iter()
            .filter_map(|fault| fault.pointer.as_deref())
            .collect();
        assert_eq!(
            pointers,
            [
                "/rows/2/active",
                "/rows/3/kind",
                "/rows/3/name",
                "/rows/5/id"
            ]
        );
        assert!(!format!("{faults:?}").contains("elsewhere"));
    }

    #[test]
    fn a_row_made_on_an_older_version_is_refused() {
        let there = Resource {
            id: of_content(&respite()),
            content: respite().tidied(),
            version: 2,
        };
        let known = BTreeMap::from([(there.id, there.clone())]);
        let mut changed = there;
        changed.content.hours = "never".to_owned();
        let wish = |version| {
            vec![Wish {
                resource: Resource {
                    version,
                    ..changed.clone()
                },
                row: 2,
            }]
        };
        assert_eq!(plan(wish(2), &known, &[]).unwrap().changed.len(), 1);
        assert_eq!(
            plan(wish(1), &known, &[]).unwrap_err()[0].code,
            "changed_meanwhile"
        );
    }
}

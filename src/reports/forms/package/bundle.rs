//! The funder pack: one ZIP with every form of some reports. The same documents give the same bytes.

use std::io::{Cursor, Write};

use chrono::{DateTime, Datelike, Timelike, Utc};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{FIGURES, described};
use crate::error::Error;
use crate::reports::document::Document;
use crate::reports::forms::charts::{ChartName, chart, charts};
use crate::reports::forms::csv::csv;
use crate::reports::forms::dictionary::dictionary;
use crate::reports::forms::reading::short;
use crate::reports::forms::workbook::workbook;

/// A file's name and what is in it.
type File = (String, Vec<u8>);

/// The pack: workbook, figures, what describes them, and every picture that can be made.
pub fn funder_pack(documents: &[Document]) -> Result<Vec<u8>, Error> {
    let figures = csv(documents, false)?;
    let package = described(documents, &figures);
    let package = serde_json::to_string_pretty(&package).map_err(Error::broken)?;
    let mut files: Vec<File> = vec![
        ("workbook.xlsx".to_owned(), workbook(documents)?),
        (FIGURES.to_owned(), figures.into_bytes()),
        ("datapackage.json".to_owned(), package.into_bytes()),
        ("dictionary.md".to_owned(), dictionary().into_bytes()),
    ];
    files.extend(pictures(documents)?);
    zipped(&files, documents.iter().map(|one| one.as_of.utc()).max())
}

/// The pictures, each once.
fn pictures(documents: &[Document]) -> Result<Vec<File>, Error> {
    let mut files: Vec<File> = Vec::new();
    for document in documents {
        for name in charts(document, documents) {
            let path = format!("charts/{}.svg", named(document, name));
            if !files.iter().any(|(there, _)| *there == path) {
                files.push((path, chart(name, document, documents)?.into_bytes()));
            }
        }
    }
    Ok(files)
}

/// A name that two pictures share if they are the same: a trend is of all months, and only one picture shows levels of
/// whatever the report is broken down by.
fn named(document: &Document, name: ChartName) -> String {
    let (report, period) = (short(document.report), &document.period);
    match (name, document.by) {
        (ChartName::Trend, _) => format!("{report}-{name}"),
        (ChartName::BeforeAndAfter, Some(by)) => format!("{report}-{period}-{name}-by-{by}"),
        _ => format!("{report}-{period}-{name}"),
    }
}

fn zipped(files: &[File], at: Option<DateTime<Utc>>) -> Result<Vec<u8>, Error> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .unix_permissions(0o644)
        .last_modified_time(at.and_then(|at| zip_time(&at)).unwrap_or_default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path.as_str(), options)
            .map_err(Error::broken)?;
        zip.write_all(bytes).map_err(Error::broken)?;
    }
    Ok(zip.finish().map_err(Error::broken)?.into_inner())
}

/// A moment as ZIP writes it; none before 1980.
fn zip_time(at: &DateTime<Utc>) -> Option<zip::DateTime> {
    let year = u16::try_from(at.year()).ok()?;
    let [month, day, hour, minute, second] =
        [at.month(), at.day(), at.hour(), at.minute(), at.second()].map(u8::try_from);
    zip::DateTime::from_date_and_time(
        year,
        month.ok()?,
        day.ok()?,
        hour.ok()?,
        minute.ok()?,
        second.ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::reports::forms::samples;

    fn names(pack: &[u8]) -> Vec<String> {
        let zip = zip::ZipArchive::new(Cursor::new(pack)).unwrap();
        zip.file_names()
            .map(|name| name.unwrap().into_owned())
            .collect()
    }

    #[test]
    fn the_pack_holds_every_form() {
        let documents = [
            samples::isolation("2026-10"),
            samples::hours(),
            samples::referrals(),
        ];
        let there = names(&funder_pack(&documents).unwrap());
        let forms = [
            "workbook.xlsx",
            "figures.csv",
            "datapackage.json",
            "dictionary.md",
        ];
        for path in forms {
            assert!(there.iter().any(|name| name == path), "{path}");
        }
        let pictures = there.iter().filter(|name| name.starts_with("charts/"));
        assert_eq!(pictures.count(), 4);
    }

    #[test]
    fn the_same_documents_give_the_same_bytes_and_the_time_is_the_releases() {
        let documents = samples::year();
        let pack = funder_pack(&documents).unwrap();
        assert_eq!(pack, funder_pack(&documents).unwrap());
        let mut zip = zip::ZipArchive::new(Cursor::new(pack)).unwrap();
        let mut file = zip.by_name("figures.csv").unwrap();
        assert_eq!(
            file.last_modified().unwrap().to_string(),
            "2026-11-10 08:00:00"
        );
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert_eq!(text, csv(&documents, false).unwrap());
    }
}

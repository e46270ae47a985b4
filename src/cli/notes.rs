//! The keys of notes: one private file a month, in the folder of keys.
//!
//! `note-2026-11.key`, of 32 random bytes, is made with the month's first note. Without it no copy of the
//! database tells what the notes said, so it must stay out of backups of the database.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::key_files::{about, make_once, make_private_folder, private};
use crate::calls::changes;
use crate::calls::note::{self, MonthKeys};
use crate::chance;
use crate::clock::Moment;
use crate::db::Db;
use crate::door::Actor;
use crate::error::Error;
use crate::keyed::{LineKey, Safe};
use crate::line::{self, Wall};
use crate::reports::periods::Month;

/// Destroys the keys that no note needs any more, and says how many. Notes that are due go before.
pub async fn destroy_keys(
    db: &Db,
    folder: &Path,
    actor: &Actor,
    now: Moment,
) -> Result<usize, Error> {
    let wall = db.read(line::store::find).await?.wall;
    let due = due(folder, wall, now)?;
    for month in &due {
        let (month, who) = (*month, actor.clone());
        remove(folder, month)?;
        db.write(move |conn| changes::record_key_destroyed(conn, month, &who, now))
            .await?;
    }
    Ok(due.len())
}

/// The keys of notes in a folder.
pub struct Folder(pub PathBuf);

impl MonthKeys for Folder {
    fn of_this_month(&self, month: Month) -> Result<Safe, Error> {
        if let Some(safe) = self.kept(month)? {
            return Ok(safe);
        }
        make_private_folder(&self.0)?;
        make_once(&self.0, &name(month), &chance::key())?;
        self.kept(month)?
            .ok_or_else(|| Error::broken("a key of notes is gone again"))
    }

    fn kept(&self, month: Month) -> Result<Option<Safe>, Error> {
        let file = self.0.join(name(month));
        if !file.exists() {
            return Ok(None);
        }
        let bytes = <[u8; 32]>::try_from(private(&file)?);
        let bytes = bytes.map_err(|_length| {
            Error::Broken(format!("{} is no key of 32 bytes", file.display()))
        })?;
        LineKey::new(&bytes).safe("notes").map(Some)
    }
}

fn name(month: Month) -> String {
    format!("note-{month}.key")
}

/// The months whose keys are there and due.
fn due(folder: &Path, wall: Wall, now: Moment) -> Result<Vec<Month>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(about(folder, &error)),
    };
    let mut months = Vec::new();
    for entry in entries {
        let file = entry.map_err(|error| about(folder, &error))?.file_name();
        let month = file
            .to_str()
            .and_then(|file| file.strip_prefix("note-")?.strip_suffix(".key"))
            .and_then(|month| month.parse().ok());
        months.extend(month.filter(|month| note::key_is_due(*month, wall, now)));
    }
    months.sort_unstable();
    Ok(months)
}

/// Removes a key, and waits until that is on disk.
fn remove(folder: &Path, month: Month) -> Result<(), Error> {
    let file = folder.join(name(month));
    match fs::remove_file(&file) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(about(&file, &error)),
        _ => {}
    }
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| about(folder, &error))
}

//! The keys of the reporting years: `callers-2026.key` in the folder of keys, made when the first caller of
//! the year is coded, and destroyed for good by `warmline keys shred` or when retention finds them due.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::key_files::{about, make_once, make_private_folder, private};
use crate::audit::{self, Action};
use crate::calls::callers::{YearKey, YearKeys, may_shred_from};
use crate::calls::store::callers as store;
use crate::chance;
use crate::clock::Moment;
use crate::db::{Conn, Db};
use crate::door::Actor;
use crate::error::Error;
use crate::line;

/// The years' keys in a folder. Nothing is remembered: a key whose file is gone is gone.
pub struct YearKeyFiles(pub PathBuf);

impl YearKeys for YearKeyFiles {
    fn key(&self, year: i32) -> Result<YearKey, Error> {
        let file = file(&self.0, year);
        if !file.exists() {
            make_private_folder(&self.0)?;
            // Another process may make it at the same moment: then theirs is the one.
            make_once(&self.0, &name(year), &chance::key())?;
        }
        let bytes = <[u8; 32]>::try_from(private(&file)?);
        let wrong = |_length| Error::Broken(format!("{} is no key of 32 bytes", file.display()));
        bytes.map_err(wrong).map(YearKey::new)
    }
}

fn name(year: i32) -> String {
    format!("callers-{year}.key")
}

fn year_of(name: &str) -> Option<i32> {
    let year = name.strip_prefix("callers-")?.strip_suffix(".key")?;
    year.parse().ok()
}

fn file(folder: &Path, year: i32) -> PathBuf {
    folder.join(name(year))
}

/// Destroys the key of a year, and says what was done.
///
/// That it is destroyed is kept first: from then on no process makes a new one, and whoever is cut off
/// in between says it again.
pub async fn shred(
    db: &Db,
    folder: &Path,
    year: i32,
    now: Moment,
    actor: Actor,
) -> Result<String, Error> {
    let is_here = file(folder, year).exists();
    let keep = move |conn: &mut Conn| {
        let today = line::store::find(conn)?.wall.date(now);
        let Some(from) = may_shred_from(year) else {
            return Err(Error::refused(
                422,
                "no_such_year",
                "There is no such year.",
            ));
        };
        if today < from {
            let detail = format!(
                "The key of {year} may be destroyed from {from} on: until then its calls still come in and its \
                 reports are made."
            );
            return Err(Error::refused(409, "too_early", detail));
        }
        if let Some(at) = store::shredded(conn, year)? {
            return Ok(Some(at));
        }
        if !is_here {
            let detail =
                format!("There is no key of {year} in the folder of keys, and none was destroyed.");
            return Err(Error::refused(404, "no_key", detail));
        }
        store::insert_shredded(conn, year, now)?;
        audit::store::record(conn, now, &actor, Action::CallerKeyShredded, year)?;
        Ok(None)
    };
    let before = db.write(keep).await?;
    if is_here {
        destroy(&file(folder, year))?;
    }
    Ok(match before {
        Some(at) if !is_here => format!("The key of {year} was destroyed at {at}."),
        _ => format!(
            "Destroyed the key of {year}: its callers cannot be told apart from those of other years, and no code \
             of it can be made again. Destroy every copy of the file {} too, in backups and on other machines.",
            name(year)
        ),
    })
}

/// The years whose keys are in a folder and are due to be destroyed on this local date.
pub(super) fn due(folder: &Path, today: NaiveDate) -> Result<Vec<i32>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(about(folder, &error)),
    };
    let mut due = Vec::new();
    for entry in entries {
        let name = entry.map_err(|error| about(folder, &error))?.file_name();
        let year = name.to_str().and_then(year_of);
        let is_due = |year: &i32| may_shred_from(*year).is_some_and(|from| from <= today);
        due.extend(year.filter(is_due));
    }
    due.sort_unstable();
    Ok(due)
}

/// Destroys every key that is due, and says how many.
pub(super) async fn shred_due(
    db: &Db,
    folder: &Path,
    now: Moment,
    actor: &Actor,
) -> Result<usize, Error> {
    let wall = db.read(line::store::find).await?.wall;
    let due = due(folder, wall.date(now))?;
    for year in &due {
        shred(db, folder, *year, now, actor.clone()).await?;
    }
    Ok(due.len())
}

/// Overwrites a file before it is removed, so that its place on the disk does not hold it.
fn destroy(file: &Path) -> Result<(), Error> {
    let length = fs::metadata(file)
        .map_err(|error| about(file, &error))?
        .len();
    let noise = vec![0_u8; usize::try_from(length).unwrap_or_default()];
    let overwritten = OpenOptions::new()
        .write(true)
        .open(file)
        .and_then(|mut open| open.write_all(&noise).and_then(|()| open.sync_all()));
    overwritten
        .and_then(|()| fs::remove_file(file))
        .and_then(|()| match file.parent() {
            Some(folder) => fs::File::open(folder).and_then(|folder| folder.sync_all()),
            None => Ok(()),
        })
        .map_err(|error| about(file, &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::callers::CallerName;

    #[test]
    fn a_years_key_is_made_once_and_read_by_all() {
        let folder = std::env::temp_dir().join(format!("warmline-{}", chance::secret()));
        let code = |year| {
            let key = YearKeyFiles(folder.clone()).key(year).unwrap();
            CallerName::Phone("+15105550123".into()).code(&key).unwrap()
        };
        let made: Vec<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| code(2026))).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        assert!(made.iter().all(|one| *one == code(2026)), "{made:?}");
        assert_ne!(code(2026), code(2027));
        destroy(&file(&folder, 2026)).unwrap();
        assert!(!file(&folder, 2026).exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}

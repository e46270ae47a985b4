//! What every command stands on: the database, brought up to date, and the secret that belongs to its line.

use super::{key_files, keys};
use crate::clock::Moment;
use crate::config::Config;
use crate::db::{Address, Conn, Db};
use crate::door::Actor;
use crate::error::Error;
use crate::keyed::{LineKey, Pen};
use crate::line::{self, Line};

/// An opened line.
pub(super) struct Premises {
    /// Its database.
    pub(super) db: Db,
    /// Its secret.
    pub(super) key: LineKey,
    /// The migrations that ran on the way in.
    pub(super) migrated: Vec<String>,
}

impl Premises {
    /// The command line, as the audit log knows it.
    pub(super) fn actor(&self) -> Actor {
        Actor::nobody(audit_pen(&self.key))
    }
}

/// The pen of the audit log.
pub(super) fn audit_pen(key: &LineKey) -> Pen {
    key.pen("audit")
}

/// Opens the database, brings it up to date, and sees that it holds the line of the settings and of the keys.
pub(super) async fn open(config: &Config, now: Moment) -> Result<Premises, Error> {
    if let Address::Sqlite(path) = &config.database {
        make_folder_of(path)?;
    }
    let db = Db::open(&config.database, config.limits)?;
    let migrated = db.migrate().await?;
    let new = Line::new(&config.line_name, config.zone_of_new_line());
    let wanted = config.time_zone;
    let line = db.write(move |conn| line_or_new(conn, &new)).await?;
    if wanted.is_some_and(|zone| zone != line.wall.0) {
        let zone = line.wall.0.name();
        return Err(Error::Broken(format!(
            "The line in this database lives in {zone}, and time_zone says otherwise. A line does not change its zone."
        )));
    }
    let key = key_of_line(config, &db).await?;
    tracing::debug!(%now, "database open");
    Ok(Premises { db, key, migrated })
}

/// Opens a line that is there and of this version, without changing anything.
pub(super) async fn look(config: &Config) -> Result<Premises, Error> {
    let db = reach(config).map_err(Error::Broken)?;
    if !db.pending().await?.is_empty() {
        return Err(Error::broken(
            "The database is not up to date. Do: warmline migrate",
        ));
    }
    let known = db.read(line::store::key_check).await?;
    let key = keys::line_key(&config.data_dir)?;
    let key = key.filter(|key| known.is_some_and(|known| known == check(key)));
    Ok(Premises {
        db,
        key: key.ok_or_else(|| wrong_key(config))?,
        migrated: Vec::new(),
    })
}

/// Looks without making anything: a SQLite file that is not there stays away.
pub(super) fn reach(config: &Config) -> Result<Db, String> {
    if let Address::Sqlite(path) = &config.database
        && !std::path::Path::new(path).exists()
    {
        return Err(format!(
            "there is no file {path}. `warmline serve` makes it."
        ));
    }
    Db::open(&config.database, config.limits).map_err(|why| why.to_string())
}

/// The line's secret. Made with the line; afterwards another one, or none, is refused.
async fn key_of_line(config: &Config, db: &Db) -> Result<LineKey, Error> {
    let known = db.read(line::store::key_check).await?;
    let key = match keys::line_key(&config.data_dir)? {
        Some(key) => key,
        None if known.is_some() => return Err(wrong_key(config)),
        None => keys::new_line_key(&config.data_dir)?,
    };
    let ours = check(&key);
    let keep = ours.clone();
    let known = db
        .write(move |conn| match line::store::key_check(conn)? {
            Some(known) => Ok(known),
            None => line::store::keep_key_check(conn, &keep).map(|()| keep.clone()),
        })
        .await?;
    if known != ours {
        return Err(wrong_key(config));
    }
    Ok(key)
}

/// By this mark a line knows its secret.
pub(super) fn check(key: &LineKey) -> String {
    key.pen("check").mark(&[])
}

fn wrong_key(config: &Config) -> Error {
    Error::Broken(format!(
        "The keys in {} are not those of the line in this database. Copy the folder from where this line is \
         served, or give its --data-dir.",
        keys::folder(&config.data_dir).display()
    ))
}

fn line_or_new(conn: &mut Conn, new: &Line) -> Result<Line, Error> {
    if let Some(line) = line::store::look(conn)? {
        return Ok(line);
    }
    line::store::insert(conn, new)?;
    Ok(new.clone())
}

fn make_folder_of(file: &str) -> Result<(), Error> {
    let folder = std::path::Path::new(file)
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), key_files::make_private_folder)
}

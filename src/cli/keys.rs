//! `warmline keys`, and the folder of keys: one private file a key, the first ones made at first start.
//!
//! `token-N.pk8` are the keys of access tokens, N the second of 1970 in which each was made.
//! `line-0000000001.key` is the line's own secret. `callers-Y.key` is the key of the reporting year Y.
//! `note-2026-11.key` and the like are the keys of notes.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use clap::Subcommand;

use super::key_files::{about, make_once, make_private_folder, private};
use super::{open, say, year_keys};
use crate::chance;
use crate::clock::{Clock, Moment};
use crate::config::Config;
use crate::error::Error;
use crate::keyed::LineKey;
use crate::people::ring::{Key, Ring};

/// The first signing key has no age, so that it signs at once.
const FIRST_TOKEN_KEY: &str = "token-0000000001.pk8";
const LINE_KEY: &str = "line-0000000001.key";

#[derive(Subcommand)]
pub(super) enum KeysCommand {
    /// Make a new signing key for access tokens; running servers follow within ten seconds
    ///
    /// The new key signs after a minute, so that every process has read it by then. The old one goes
    /// on to be accepted until its last token has run out, and its file is removed by the next rotation.
    Rotate {
        /// The old key may be in wrong hands: remove it now. Everybody's access token ends at once,
        /// and their programs fetch new ones.
        #[arg(long)]
        at_once: bool,
    },
    /// Destroy the key of a past year's caller codes; this cannot be undone
    ///
    /// From the 91st day after the year on. Afterwards nobody can make a code of that year again, or tell
    /// which callers of other years were the same.
    Shred {
        /// The year
        #[arg(long, value_parser = clap::value_parser!(i32).range(2000..=9998))]
        year: i32,
    },
}

pub(super) async fn run(config: &Config, command: &KeysCommand) -> Result<(), Error> {
    let now = Clock::System.now();
    match *command {
        KeysCommand::Rotate { at_once } => rotate(config, at_once, now),
        KeysCommand::Shred { year } => {
            let premises = open(config, now).await?;
            let (actor, folder) = (premises.actor(), folder(&config.data_dir));
            say(&year_keys::shred(&premises.db, &folder, year, now, actor).await?)
        }
    }
}

fn rotate(config: &Config, at_once: bool, now: Moment) -> Result<(), Error> {
    let folder = folder(&config.data_dir);
    make_private_folder(&folder)?;
    let ring = read(&folder)?;
    let name = format!("token-{:010}.pk8", now.epoch());
    if !make_once(&folder, &name, &Key::generate()?)? {
        let detail = "A key was made in this very second. One is enough.";
        return Err(Error::refused(409, "key_exists", detail));
    }
    let old: Vec<&Key> = if at_once {
        ring.verifying(now).chain(ring.retired(now)).collect()
    } else {
        ring.retired(now).collect()
    };
    for key in &old {
        let file = folder.join(format!("{}.pk8", key.name));
        fs::remove_file(&file).map_err(|error| about(&file, &error))?;
    }
    say(&format!(
        "Made {name} and removed {} old. Servers on this folder follow within ten seconds; copy it to where \
         others serve the same line.",
        old.len()
    ))
}

/// Where the keys of a data folder are.
pub fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("keys")
}

/// The ring of a data folder. Makes the first key if there is none.
pub fn ring(data_dir: &Path) -> Result<Ring, Error> {
    let folder = folder(data_dir);
    make_private_folder(&folder)?;
    if files(&folder)?.is_empty() && make_once(&folder, FIRST_TOKEN_KEY, &Key::generate()?)? {
        tracing::info!(folder = %folder.display(), "made the first signing key");
    }
    read(&folder)
}

/// The ring of a folder of keys.
pub fn read(folder: &Path) -> Result<Ring, Error> {
    let keys = files(folder)?.into_iter().map(|file| {
        let name = file.file_stem().and_then(|stem| stem.to_str());
        let name = name.unwrap_or_default().to_owned();
        Key::read(name.clone(), made_at(&name), &private(&file)?)
    });
    Ok(Ring::new(keys.collect::<Result<Vec<_>, Error>>()?))
}

/// The moment in a key's name.
fn made_at(name: &str) -> Moment {
    let seconds = name
        .strip_prefix("token-")
        .and_then(|seconds| seconds.parse().ok());
    Moment::new(
        seconds
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .unwrap_or_default(),
    )
}

/// The line's secret, if the folder holds it.
pub fn line_key(data_dir: &Path) -> Result<Option<LineKey>, Error> {
    let file = folder(data_dir).join(LINE_KEY);
    if !file.exists() {
        return Ok(None);
    }
    let bytes = <[u8; 32]>::try_from(private(&file)?);
    let bytes = bytes
        .map_err(|_length| Error::Broken(format!("{} is no key of 32 bytes", file.display())))?;
    Ok(Some(LineKey::new(&bytes)))
}

/// Makes the line's secret, or reads the one that another process has just made.
pub fn new_line_key(data_dir: &Path) -> Result<LineKey, Error> {
    let folder = folder(data_dir);
    make_private_folder(&folder)?;
    make_once(&folder, LINE_KEY, &chance::key())?;
    line_key(data_dir)?.ok_or_else(|| Error::broken("the line's key is gone again"))
}

/// The signing keys of a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder).map_err(|error| about(folder, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| about(folder, &error))?.path();
        if path.extension().is_some_and(|extension| extension == "pk8") {
            files.push(path);
        }
    }
    Ok(files)
}

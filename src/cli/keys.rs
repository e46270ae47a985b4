//! The folder of signing keys: one private file a key, the first made at first start.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::clock::Moment;
use crate::error::Error;
use crate::people::tokens::Ring;

/// Where the keys of a data folder are.
pub fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("keys")
}

/// The ring of a data folder. Makes the first key if there is none.
pub fn ring(data_dir: &Path, now: Moment) -> Result<Ring, Error> {
    let folder = folder(data_dir);
    make_private_folder(&folder)?;
    if files(&folder)?.is_empty() {
        make_first(&folder, now)?;
    }
    read(&folder)
}

/// The ring of a folder of keys, oldest first.
pub fn read(folder: &Path) -> Result<Ring, Error> {
    let keys = files(folder)?.into_iter().map(|file| {
        is_private(&file)?;
        let name = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default()
            .to_owned();
        Ok((name, fs::read(&file).map_err(|error| about(&file, &error))?))
    });
    Ring::new(keys.collect::<Result<Vec<_>, Error>>()?)
}

/// The key files of a folder, oldest first: their names begin with the time they were made.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder).map_err(|error| about(folder, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| about(folder, &error))?.path();
        if path.extension().is_some_and(|extension| extension == "pk8") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Several processes may start at once on one folder: whoever links its file first has made the key.
fn make_first(folder: &Path, now: Moment) -> Result<(), Error> {
    let unfinished = folder.join(format!("unfinished-{}", crate::chance::secret()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)
        .map_err(|error| about(&unfinished, &error))?;
    let written = file
        .write_all(&Ring::new_key()?)
        .and_then(|()| file.sync_all());
    written.map_err(|error| about(&unfinished, &error))?;
    let first = folder.join("token-0000000001.pk8");
    let linked = fs::hard_link(&unfinished, &first);
    fs::remove_file(&unfinished).map_err(|error| about(&unfinished, &error))?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(about(&first, &error))
        }
        _ => {
            tracing::info!(file = %first.display(), %now, "made the first signing key");
            Ok(())
        }
    }
}

/// Refuses a key that others on the machine can read: the six bits of group and others are zero.
fn is_private(file: &Path) -> Result<(), Error> {
    let mode = fs::metadata(file)
        .map_err(|error| about(file, &error))?
        .permissions()
        .mode();
    if mode.trailing_zeros() >= 6 {
        return Ok(());
    }
    let file = file.display();
    Err(Error::Broken(format!(
        "The key {file} can be read by others. Do: chmod 600 {file}"
    )))
}

/// Makes a folder that only its owner can enter, unless it is there.
pub fn make_private_folder(folder: &Path) -> Result<(), Error> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| about(folder, &error))
}

fn about(path: &Path, error: &std::io::Error) -> Error {
    Error::Broken(format!("{}: {error}", path.display()))
}

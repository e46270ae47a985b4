//! The files of keys: private, each made once and whole.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::chance;
use crate::error::Error;

/// Writes a file that is there whole or not at all; false if one of this name was there first.
pub(super) fn make_once(folder: &Path, name: &str, bytes: &[u8]) -> Result<bool, Error> {
    let unfinished = folder.join(format!("unfinished-{}", chance::secret()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)
        .map_err(|error| about(&unfinished, &error))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|error| about(&unfinished, &error))?;
    let finished = folder.join(name);
    let linked = fs::hard_link(&unfinished, &finished);
    fs::remove_file(&unfinished).map_err(|error| about(&unfinished, &error))?;
    match linked {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(about(&finished, &error)),
    }
}

/// The content of a key file. Refuses one that others on the machine can read.
pub(super) fn private(file: &Path) -> Result<Vec<u8>, Error> {
    let mode = fs::metadata(file)
        .map_err(|error| about(file, &error))?
        .permissions()
        .mode();
    // The six bits of group and others are zero.
    if mode.trailing_zeros() < 6 {
        let file = file.display();
        return Err(Error::Broken(format!(
            "The key {file} can be read by others. Do: chmod 600 {file}"
        )));
    }
    fs::read(file).map_err(|error| about(file, &error))
}

/// Makes a folder that only its owner can enter, unless it is there.
pub(super) fn make_private_folder(folder: &Path) -> Result<(), Error> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| about(folder, &error))
}

pub(super) fn about(path: &Path, error: &std::io::Error) -> Error {
    Error::Broken(format!("{}: {error}", path.display()))
}

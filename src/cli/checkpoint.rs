//! The file of the audit log's checkpoint: there whole or not at all, private, and never moved backwards.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::audit::chain::Checkpoint;
use crate::chance;
use crate::error::Error;
use crate::keyed::Pen;

/// The checkpoint of a file, if there is the file. Refuses one that the line did not write.
pub(super) fn read(file: &Path, pen: &Pen) -> Result<Option<Checkpoint>, Error> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(about(file, &error)),
    };
    let checkpoint = Checkpoint::parse(&text, pen);
    checkpoint.map(Some).map_err(|why| about(file, &why))
}

/// Writes a checkpoint, unless the file is as far already.
pub(super) fn advance(file: &Path, checkpoint: &Checkpoint, pen: &Pen) -> Result<(), Error> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    // Held until the end: another process of this line may have the same file.
    let lock = File::open(folder).map_err(|error| about(folder, &error))?;
    lock.lock().map_err(|error| about(folder, &error))?;
    let known = read(file, pen)?;
    if known.is_some_and(|known| known.end.position >= checkpoint.end.position) {
        return Ok(());
    }
    let text = checkpoint.text(pen).map_err(Error::broken)?;
    let unfinished = folder.join(format!("unfinished-{}", chance::secret()));
    let written = write(&unfinished, &text).and_then(|()| fs::rename(&unfinished, file));
    if let Err(error) = written {
        let _was_not_made = fs::remove_file(&unfinished);
        return Err(about(file, &error));
    }
    lock.sync_all().map_err(|error| about(folder, &error))
}

fn write(file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn about(path: &Path, why: &impl std::fmt::Display) -> Error {
    Error::Broken(format!("{}: {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::audit::chain::Link;
    use crate::clock::Moment;
    use crate::keyed::LineKey;

    fn at(position: i64) -> Checkpoint {
        let seal = format!("seal {position}");
        Checkpoint {
            end: Link { position, seal },
            at: Moment::parse("2026-06-10T19:00:00Z").unwrap(),
        }
    }

    #[test]
    fn a_checkpoint_moves_forward_alone_and_never_over_a_strangers() {
        let folder = std::env::temp_dir().join(format!("warmline-{}", chance::secret()));
        fs::create_dir(&folder).unwrap();
        let file = folder.join("checkpoint");
        let pen = LineKey::new(&[1; 32]).pen("audit");
        assert_eq!(read(&file, &pen).unwrap(), None);
        for (new, kept) in [(3, 3), (2, 3), (4, 4)] {
            advance(&file, &at(new), &pen).unwrap();
            assert_eq!(read(&file, &pen).unwrap(), Some(at(kept)));
        }
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);

        let stranger = LineKey::new(&[2; 32]).pen("audit");
        assert!(read(&file, &stranger).is_err());
        assert!(advance(&file, &at(9), &stranger).is_err());
        assert_eq!(read(&file, &pen).unwrap(), Some(at(4)));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left");
        fs::remove_dir_all(folder).unwrap();
    }
}

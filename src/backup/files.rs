//! Files of a copy: written so that they outlast a power cut and are readable by their owner alone,
//! and hashed as they are read.

use super::CopyError;
use crate::error::Result;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRecord {
    /// Its name in the folder.
    pub name: String,
    /// The length in bytes.
    pub bytes: u64,
    /// 64 hexadecimal digits.
    pub sha256: String,
}

/// The SHA-256 of bytes: 64 hexadecimal digits.
pub(super) fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Whether a name leads nowhere but into its own folder.
pub(super) fn is_bare(name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|bare| bare == name) && name != ".."
}

/// Makes an empty file that was not there, for its owner alone.
pub(super) fn make(path: &Path) -> Result<File, CopyError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| CopyError::place(path, error))
}

/// The record of a file that is there for good: its length and its hash.
pub(super) fn record(path: &Path, name: &str) -> Result<FileRecord, CopyError> {
    let failed = |error| CopyError::place(path, error);
    let mut file = File::open(path).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    let (bytes, sha256) = pass(&mut file, |_| Ok(())).map_err(failed)?;
    Ok(FileRecord { name: name.to_owned(), bytes, sha256 })
}

/// Copies a file to where none is, if it is the one that was recorded.
pub(super) fn copy_recorded(from: &Path, to: &Path, recorded: &FileRecord) -> Result<(), CopyError> {
    let mut source = File::open(from).map_err(|error| CopyError::place(from, error))?;
    let mut copy = make(to)?;
    // What is hashed is what is written, whatever becomes of the source meanwhile.
    let (bytes, sha256) =
        pass(&mut source, |part| copy.write_all(part)).map_err(|error| CopyError::place(to, error))?;
    same(from, recorded, bytes, &sha256)?;
    copy.sync_all().map_err(|error| CopyError::place(to, error))
}

/// Opens a file, if it is the one that was recorded.
pub(super) fn open_recorded(path: &Path, recorded: &FileRecord) -> Result<File, CopyError> {
    let failed = |error| CopyError::place(path, error);
    let mut file = File::open(path).map_err(failed)?;
    let (bytes, sha256) = pass(&mut file, |_| Ok(())).map_err(failed)?;
    same(path, recorded, bytes, &sha256)?;
    file.rewind().map_err(failed)?;
    Ok(file)
}

fn same(path: &Path, recorded: &FileRecord, bytes: u64, sha256: &str) -> Result<(), CopyError> {
    if bytes != recorded.bytes {
        let reason = format!(
            "it has {bytes} bytes where the manifest says {}: it is not the file of this backup, or not all of it",
            recorded.bytes
        );
        return Err(CopyError::place(path, reason));
    }
    if sha256 != recorded.sha256 {
        return Err(CopyError::place(
            path,
            "it is not what the manifest says: it was changed, or belongs to another backup",
        ));
    }
    Ok(())
}

fn pass(
    file: &mut File,
    mut each: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> std::io::Result<(u64, String)> {
    let (mut digest, mut bytes, mut buffer) = (Sha256::new(), 0_u64, vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut buffer)?;
        let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
        digest.update(part);
        each(part)?;
        bytes = bytes.saturating_add(u64::try_from(read).unwrap_or_default());
    }
    Ok((bytes, hex::encode(digest.finalize())))
}

/// Writes a file that was not there: whole, or not at all.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), CopyError> {
    let draft = beside(path, "part");
    let mut file = make(&draft)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|error| CopyError::place(&draft, error)).and_then(|()| put(&draft, path))
}

/// Gives a finished file its name: refused where there is a file of that name. The draft is gone in
/// either case.
pub(super) fn put(draft: &Path, path: &Path) -> Result<(), CopyError> {
    // A link, unlike a renaming, refuses where there is a file of that name.
    let put = std::fs::hard_link(draft, path);
    let removed = std::fs::remove_file(draft);
    drop(removed);
    put.map_err(|error| CopyError::place(path, error))?;
    sync_folder(path)
}

/// Makes the names in the folder of a file outlast a power cut.
fn sync_folder(path: &Path) -> Result<(), CopyError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| CopyError::place(folder, error))
}

/// The name of a file with one more ending.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    PathBuf::from(name)
}

/// A folder, and files in it, that are removed if the work is not finished.
pub(super) struct Unfinished {
    folder: PathBuf,
    made_folder: bool,
    files: Vec<PathBuf>,
    is_finished: bool,
}

impl Unfinished {
    /// Makes the folder if it is not there, for its owner alone; if it is there it must be empty,
    /// should that be asked.
    pub(super) fn folder(path: &Path, empty: bool) -> Result<Self, CopyError> {
        let made_folder = !path.exists();
        if made_folder {
            let mut builder = std::fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(path).map_err(|error| CopyError::place(path, error))?;
        }
        let mut held = std::fs::read_dir(path).map_err(|error| CopyError::place(path, error))?;
        if empty && held.next().is_some() {
            return Err(CopyError::place(
                path,
                "the folder is not empty, and a backup overwrites nothing: name another",
            ));
        }
        Ok(Self { folder: path.to_owned(), made_folder, files: Vec::new(), is_finished: false })
    }

    /// A file of this name that will be made in it.
    pub(super) fn file(&mut self, name: &str) -> PathBuf {
        let path = self.folder.join(name);
        self.files.push(path.clone());
        path
    }

    /// Finishes the file, which stays from now on.
    pub(super) fn finish(mut self) -> Result<(), CopyError> {
        self.is_finished = true;
        sync_folder(&self.folder)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if self.is_finished {
            return;
        }
        for file in &self.files {
            // Of files that were never made there is nothing to remove.
            drop(std::fs::remove_file(file));
        }
        if self.made_folder {
            drop(std::fs::remove_dir(&self.folder));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_leads_nowhere_else() {
        assert!(is_bare("greffe.db"));
        for elsewhere in ["", ".", "..", "/etc/passwd", "../greffe.db", "a/b", "a/", "./a"] {
            assert!(!is_bare(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn what_is_not_finished_is_gone_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("new");
        let mut unfinished = Unfinished::folder(&folder, true).unwrap();
        drop(make(&unfinished.file("made")).unwrap());
        unfinished.file("never-made");
        drop(unfinished);
        assert!(!folder.exists());
        std::fs::write(place.path().join("other"), "x").unwrap();
        assert!(Unfinished::folder(place.path(), true).is_err());
        let mut beside = Unfinished::folder(place.path(), false).unwrap();
        drop(make(&beside.file("made")).unwrap());
        drop(beside);
        let left: Vec<_> =
            std::fs::read_dir(place.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
        assert_eq!(left, ["other"]);
    }

    #[test]
    fn a_file_is_written_once() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("manifest.json");
        write_whole(&path, b"first").unwrap();
        assert!(write_whole(&path, b"second").is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"first");
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
    }
}

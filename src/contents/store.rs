//! The folder in which contents are kept.

use crate::error::{Code, Error, Hint, Result};
use crate::private;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{BufWriter, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tempfile::NamedTempFile;

/// The folder of what is still arriving.
const INCOMING: &str = "incoming";
/// The beginning of a file by which its type is told.
const HEAD: u64 = 8192;
/// The seconds after which a client may try again where the folder is away.
const AWAY: u64 = 30;

/// The folder in which contents are kept, and how large one may be.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    root: Option<PathBuf>,
    largest: u64,
}

impl Contents {
    /// The contents in a folder, of at most this many bytes each.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>, largest: u64) -> Self {
        Self { root: Some(root.into()), largest }
    }

    /// The largest content that is taken, in bytes.
    #[must_use]
    pub const fn largest(&self) -> u64 {
        self.largest
    }

    fn root(&self) -> Result<&Path> {
        self.root.as_deref().ok_or_else(|| away("no folder of documents is set"))
    }

    /// Makes the folder if there is none.
    ///
    /// # Errors
    /// The operating system's own.
    pub fn prepare(&self) -> std::io::Result<()> {
        match &self.root {
            Some(root) => private::folder(&root.join(INCOMING)),
            None => Ok(()),
        }
    }

    /// A file for a content that begins to arrive.
    ///
    /// # Errors
    /// 503 where the folder is away; 507 where it is full.
    pub fn begin(&self) -> Result<IncomingContent> {
        let folder = self.root()?.join(INCOMING);
        let file = NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
        Ok(IncomingContent { file: BufWriter::with_capacity(1 << 18, file), hash: Sha256::new(), size: 0 })
    }

    /// The place of a content: two levels of folders, so that none holds too many.
    fn place(&self, sha256: &str) -> Result<PathBuf> {
        let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        let parts = sha256.get(..2).zip(sha256.get(2..4)).filter(|_| is_hash);
        let (one, two) = parts.ok_or_else(|| Error::internal("a content is named by no SHA-256"))?;
        Ok(self.root()?.join(one).join(two).join(sha256))
    }

    /// Puts a content that has arrived in its place, where it outlives a loss of power from now on.
    ///
    /// # Errors
    /// 503 where the folder is away; 507 where it is full.
    pub fn keep(&self, sealed: &SealedContent) -> Result<()> {
        let place = self.place(&sealed.sha256)?;
        if place.is_file() {
            return Ok(());
        }
        let (Some(folder), root) = (place.parent(), self.root()?) else {
            return Err(Error::internal("a content without a folder"));
        };
        private::folder(folder).map_err(|error| failed(&error))?;
        std::fs::rename(sealed.file.path(), &place).map_err(|error| failed(&error))?;
        let above = folder.parent().unwrap_or(root);
        for folder in [folder, above, root] {
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| failed(&error))?;
        }
        Ok(())
    }

    /// A content, to be read.
    ///
    /// # Errors
    /// 503 where it is not there, or the folder is away.
    pub fn open(&self, sha256: &str) -> Result<File> {
        File::open(self.place(sha256)?).map_err(|error| failed(&error))
    }

    /// Erases a content, and says whether it was there.
    ///
    /// # Errors
    /// 503 where the folder is away.
    pub fn erase(&self, sha256: &str) -> Result<bool> {
        let place = self.place(sha256)?;
        // A folder that is away has lost nothing: what is not found in it is still to be erased.
        if !self.root()?.join(INCOMING).is_dir() {
            return Err(away("the folder of documents is away"));
        }
        match std::fs::remove_file(&place) {
            Ok(()) => {
                if let Some(folder) = place.parent() {
                    File::open(folder)
                        .and_then(|folder| folder.sync_all())
                        .map_err(|error| failed(&error))?;
                }
                Ok(true)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(failed(&error)),
        }
    }

    /// The SHA-256 of what is really in a content, and its size; nothing where it is not there.
    ///
    /// # Errors
    /// 503 where it cannot be read.
    pub fn measured(&self, sha256: &str) -> Result<Option<(String, u64)>> {
        let mut file = match File::open(self.place(sha256)?) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(&error)),
        };
        let mut hash = Sha256::new();
        let size = std::io::copy(&mut file, &mut hash).map_err(|error| failed(&error))?;
        Ok(Some((hex::encode(hash.finalize()), size)))
    }

    /// Shows the name of every content that is kept.
    ///
    /// # Errors
    /// What `show` returns; 503 where the folder cannot be read.
    pub fn each(&self, mut show: impl FnMut(&str) -> Result<()>) -> Result<()> {
        let folders = |above: &Path| -> Result<Vec<PathBuf>> {
            let mut found = Vec::new();
            for entry in std::fs::read_dir(above).map_err(|error| failed(&error))? {
                let path = entry.map_err(|error| failed(&error))?.path();
                let is_level = path.file_name().is_some_and(|name| name.len() == 2);
                if is_level && path.is_dir() {
                    found.push(path);
                }
            }
            Ok(found)
        };
        for one in folders(self.root()?)? {
            for two in folders(&one)? {
                for entry in std::fs::read_dir(&two).map_err(|error| failed(&error))? {
                    let name = entry.map_err(|error| failed(&error))?.file_name();
                    if let Some(name) = name.to_str().filter(|name| self.place(name).is_ok()) {
                        show(name)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Removes what began to arrive before this and is still not there, and says how much.
    ///
    /// # Errors
    /// 503 where the folder cannot be read.
    pub fn clear_incoming(&self, before: SystemTime) -> Result<usize> {
        let mut cleared = 0_usize;
        let folder = self.root()?.join(INCOMING);
        for entry in std::fs::read_dir(folder).map_err(|error| failed(&error))? {
            let entry = entry.map_err(|error| failed(&error))?;
            let written = entry.metadata().and_then(|known| known.modified());
            if written.is_ok_and(|at| at < before) && std::fs::remove_file(entry.path()).is_ok() {
                cleared = cleared.saturating_add(1);
            }
        }
        Ok(cleared)
    }
}

/// A content that is arriving. It is gone when it is dropped.
pub struct IncomingContent {
    file: BufWriter<NamedTempFile>,
    hash: Sha256,
    size: u64,
}

impl IncomingContent {
    /// Writes what has arrived.
    ///
    /// # Errors
    /// 503 where the folder is away; 507 where it is full.
    pub fn write(&mut self, piece: &[u8]) -> Result<()> {
        self.file.write_all(piece).map_err(|error| failed(&error))?;
        self.hash.update(piece);
        self.size = self.size.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    /// The content, whole and synced to the disk.
    ///
    /// # Errors
    /// 503 where the folder is away; 507 where it is full.
    pub fn seal(self) -> Result<SealedContent> {
        let mut file = self.file.into_inner().map_err(|error| failed(error.error()))?;
        file.as_file().sync_all().map_err(|error| failed(&error))?;
        let mut head = Vec::new();
        file.seek(SeekFrom::Start(0)).map_err(|error| failed(&error))?;
        file.as_file().take(HEAD).read_to_end(&mut head).map_err(|error| failed(&error))?;
        Ok(SealedContent { file, sha256: hex::encode(self.hash.finalize()), size: self.size, head })
    }
}

/// A content that has arrived whole. It is gone when it is dropped before it was kept.
pub struct SealedContent {
    file: NamedTempFile,
    /// The SHA-256 of it, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
    /// The beginning of it, by which its type is told.
    pub head: Vec<u8>,
}

impl SealedContent {
    /// What is in it.
    #[must_use]
    pub fn file(&self) -> &File {
        self.file.as_file()
    }
}

fn away(cause: impl Into<String>) -> Error {
    Error::new(Code::Unavailable)
        .with_detail(
            "The files of documents cannot be reached now; what is said of them can be read. Try again later.",
            "Les fichiers des documents sont inaccessibles en ce moment; ce qui en est dit peut être lu. Réessayez plus tard.",
        )
        .with_hint(Hint::RetryAfter(AWAY))
        .with_cause(cause)
}

/// The refusal where the disk does: 507 where it is full, 503 otherwise.
fn failed(error: &std::io::Error) -> Error {
    if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
        return Error::new(Code::StorageFull)
            .with_detail(
                "There is no room for the file. Nothing of it was kept: tell whoever runs the service, and send it again.",
                "Il n'y a plus de place pour le fichier. Rien n'en a été conservé : avisez l'exploitant du service et renvoyez-le.",
            )
            .with_cause(error.to_string());
    }
    away(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(contents: &Contents, bytes: &[u8]) -> String {
        let mut incoming = contents.begin().unwrap();
        incoming.write(bytes).unwrap();
        let sealed = incoming.seal().unwrap();
        contents.keep(&sealed).unwrap();
        sealed.sha256
    }

    #[test]
    fn what_is_kept_is_there_once_and_what_is_dropped_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let contents = Contents::at(folder.path(), 1000);
        contents.prepare().unwrap();
        let name = kept(&contents, b"Jane Doe");
        assert_eq!(name, hex::encode(Sha256::digest(b"Jane Doe")));
        assert_eq!(kept(&contents, b"Jane Doe"), name);
        contents.begin().unwrap().write(b"cut off").unwrap();
        let mut names = Vec::new();
        contents
            .each(|name| {
                names.push(name.to_owned());
                Ok(())
            })
            .unwrap();
        assert_eq!(names, std::slice::from_ref(&name));
        assert_eq!(std::fs::read_dir(folder.path().join(INCOMING)).unwrap().count(), 0);
        assert_eq!(contents.measured(&name).unwrap(), Some((name.clone(), 8)));
        assert!(contents.erase(&name).unwrap() && !contents.erase(&name).unwrap());
        assert_eq!(contents.open(&name).unwrap_err().code(), Code::Unavailable);
    }

    #[test]
    fn a_full_disk_is_told_from_one_that_is_away() {
        let code = |kind: ErrorKind| failed(&std::io::Error::from(kind)).code();
        assert_eq!(code(ErrorKind::StorageFull), Code::StorageFull);
        assert_eq!(code(ErrorKind::QuotaExceeded), Code::StorageFull);
        assert_eq!(code(ErrorKind::NotFound), Code::Unavailable);
        let nowhere = Contents::at("/nonexistent/greffe", 1000);
        assert_eq!(nowhere.begin().err().unwrap().code(), Code::Unavailable);
        assert!(nowhere.erase(&"0".repeat(64)).is_err(), "nothing was erased where nothing can be seen");
    }
}

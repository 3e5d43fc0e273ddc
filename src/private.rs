//! Files and folders that hold confidential data: made for the service's own account alone,
//! whatever the umask.
//!
//! What is there already is left as it is, for an operator may have had a reason; if it is open to
//! others, that is said in the log at the start and by `check-config` ([`warnings`]).

use crate::text::Text;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Result};
use std::path::Path;

/// Makes a folder, and those above it, if there is none: mode 0700.
///
/// # Errors
/// The operating system's own.
pub fn folder(path: &Path) -> Result<()> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes an empty file, and the folders above it, if there is none: mode 0600.
///
/// # Errors
/// The operating system's own.
pub fn file(path: &Path) -> Result<()> {
    if path.exists() {
        return Ok(());
    }
    if let Some(above) = path.parent() {
        folder(above)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// The warnings about these places, in words: those that others than their owner may enter, read or
/// write.
#[must_use]
pub fn warnings<'a>(places: impl IntoIterator<Item = &'a Path>) -> Vec<Text> {
    let open = places.into_iter().filter_map(|place| Some((place, mode(place)?)));
    open.filter(|(_, mode)| mode & 0o077 != 0)
        .map(|(place, mode)| {
            let narrow = if place.is_dir() { "700" } else { "600" };
            let (place, mode) = (place.display(), mode & 0o7777);
            Text::new(
                format!(
                    "{place} can be reached by other accounts of this machine (mode {mode:04o}): chmod {narrow} {place}"
                ),
                format!(
                    "{place} est accessible à d'autres comptes de cette machine (mode {mode:04o}) : chmod {narrow} {place}"
                ),
            )
        })
        .collect()
}

#[cfg(unix)]
fn mode(place: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(place).ok().map(|found| found.permissions().mode())
}

#[cfg(not(unix))]
fn mode(_: &Path) -> Option<u32> {
    None
}

//! The operator's own files of law: read at the start of the process, before anything is computed.

use super::args::Done;
use super::rules;
use crate::law::calendars::Calendars;
use crate::law::calendars::offices::Offices;
use crate::law::proceedings::Catalog;
use crate::text::Complaint;
use std::path::Path;

/// Reads the files of a directory and makes them, with what is built in, the law of this process.
pub(super) fn install(directory: &Path) -> Done {
    let calendars = files(&directory.join("calendars"), true)?;
    let offices = files(&directory.join("offices"), true)?;
    let rules = files(directory, false)?;
    // The calendars take the zones of their offices from the list.
    let twice = || Complaint::new("the law was read before", "le droit a déjà été lu");
    let offices = Offices::load_beside_builtin(&borrowed(&offices))
        .map_err(|fault| Complaint::verbatim(fault).about(directory.display()))?;
    offices.install().map_err(|_| twice())?;
    let calendars = Calendars::load_beside_builtin(&borrowed(&calendars))
        .map_err(|fault| Complaint::verbatim(fault).about(directory.display()))?;
    calendars.install().map_err(|_| twice())?;
    let catalog = Catalog::load_beside_builtin(&borrowed(&rules)).map_err(|faults| {
        let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
        rules::faulty(&lines).about(directory.display())
    })?;
    catalog.install().map_err(|_| twice())
}

/// The TOML files of a directory, by name, so that the same files make the same law.
fn files(directory: &Path, may_be_missing: bool) -> Result<Vec<(String, String)>, Complaint> {
    let failed = |error: std::io::Error| Complaint::verbatim(error).about(directory.display());
    let entries = match std::fs::read_dir(directory) {
        Err(error) if may_be_missing && error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed)?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Complaint::verbatim(error).about(path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, text))
    };
    paths.iter().map(read).collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

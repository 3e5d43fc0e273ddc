//! Bringing a backup back: into an empty place, verified before it is there.
//!
//! `SQLite` is restored into a file beside the place, which gets its name when all is verified.
//! `PostgreSQL` is filled by `pg_restore` in one transaction, but for the record of its migrations,
//! without which no `serve` takes it for its own; that is written when all is verified, in the
//! transaction that begins the new epoch. Where anything is off, what was made is gone.

use super::CopyError;
use super::epoch::{self, Ended};
use super::files::{self, FileRecord, Unfinished};
use super::manifest::{self, Manifest, backend_name};
use super::take::{POSTGRES_COPY, SQLITE_COPY};
use super::tools::Tools;
use crate::clock::{Clock, TOLERANCE};
use crate::db::{Connection, DatabaseUrl, Db, dialect};
use crate::error::{Error, Result};
use crate::journal::checkpoints::statement::StatementKeys;
use crate::journal::times::said_at;
use crate::journal::verify::{JournalReport, VerifyOptions, examine};
use secrecy::SecretString;
use std::path::Path;
use std::time::Duration;

/// The place to which a backup is brought back, and how.
pub struct RestoreTarget<'a> {
    /// The place of the database to come.
    pub url: &'a DatabaseUrl,
    /// The programs of `PostgreSQL`.
    pub tools: &'a Tools,
    /// The keys that signatures are checked with; signatures are not looked at if there are none.
    pub keys: Option<&'a StatementKeys<'a>>,
    /// Whether the keys of service accounts and the addresses of calendars stay good.
    pub keep_keys: bool,
    /// Whether the machine's clock is believed although it is far behind the last entry of the
    /// backup.
    pub accept_clock: bool,
}

/// The outcome of a restore.
#[derive(Debug)]
pub struct Restored {
    /// The statement of the backup about itself.
    pub manifest: Manifest,
    /// The outcome of the walk past its journal.
    pub report: JournalReport,
    /// The credentials that ended with the epoch before.
    pub ended: Ended,
}

/// Restores a backup. Nothing is left behind if that fails.
///
/// # Errors
/// Fails if the place is not empty, the backup is not whole, not what its manifest says, or not for
/// this program, this database or this time.
pub fn restore(target: &RestoreTarget<'_>, folder: &Path, clock: &Clock) -> Result<Restored, CopyError> {
    let manifest = Manifest::read(&folder.join(manifest::NAME), target.keys)?;
    let copy = for_this(&manifest, target.url)?;
    if !target.accept_clock {
        hold_clock(&manifest, clock)?;
    }
    let (report, ended) = match target.url {
        DatabaseUrl::Sqlite(path) => {
            into_file(target, &manifest, &folder.join(&copy.name), copy, path, clock)?
        }
        DatabaseUrl::Postgres(url) => {
            into_server(target, &manifest, &folder.join(&copy.name), copy, url, clock)?
        }
    };
    Ok(Restored { manifest, report, ended })
}

/// The file of a backup that this program can bring back here and now.
fn for_this<'a>(manifest: &'a Manifest, url: &DatabaseUrl) -> Result<&'a FileRecord, CopyError> {
    let backend = backend_name(url.backend());
    if manifest.backend != backend {
        return Err(CopyError::Refused(format!(
            "this is a backup of {}, which is not restored into {backend}",
            manifest.backend
        )));
    }
    let known = dialect::migrations::known()?;
    if !manifest.schema.iter().all(|version| known.contains(version)) {
        return Err(CopyError::Refused(format!(
            "the schema of this backup is not one that this program knows: greffe {} made it. Restore it with that version, or a later one",
            manifest.greffe
        )));
    }
    let name = match url {
        DatabaseUrl::Sqlite(_) => SQLITE_COPY,
        DatabaseUrl::Postgres(_) => POSTGRES_COPY,
    };
    let copy = manifest.files.iter().find(|file| file.name == name);
    copy.ok_or_else(|| CopyError::Refused(format!("the manifest names no {name}: it is not whole")))
}

/// Lets the clock show nothing earlier than the last entry of the backup; if it is far behind that,
/// one of the two is wrong.
fn hold_clock(manifest: &Manifest, clock: &Clock) -> Result<(), CopyError> {
    let Some(last) = manifest.last_entry_at else { return Ok(()) };
    let now = clock.now();
    if last.since(now) > TOLERANCE {
        let (now, last) = (said_at(now).en, said_at(last).en);
        return Err(CopyError::Refused(format!(
            "the machine's clock shows {now}, which is before the last entry of this backup ({last}). Set the clock right; where it is \
             right, and the clock that wrote that entry was ahead, say so with --accept-clock"
        )));
    }
    clock.not_before(last);
    Ok(())
}

fn into_file(
    target: &RestoreTarget<'_>,
    manifest: &Manifest,
    from: &Path,
    copy: &FileRecord,
    path: &Path,
    clock: &Clock,
) -> Result<(JournalReport, Ended), CopyError> {
    for taken in [path.to_owned(), sidecar(path, "-wal"), sidecar(path, "-shm")] {
        if taken.exists() {
            return Err(CopyError::place(
                &taken,
                "there is something already, and a restore overwrites nothing: move it away, or name another place",
            ));
        }
    }
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .ok_or_else(|| CopyError::place(path, "this is no name of a file"))?;
    let parent = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut unfinished = Unfinished::folder(parent, false)?;
    let draft_name = format!("{name}.restoring-{}", std::process::id());
    let draft = unfinished.file(&draft_name);
    for ending in ["-wal", "-shm", "-journal"] {
        unfinished.file(&format!("{draft_name}{ending}"));
    }
    files::copy_recorded(from, &draft, copy)?;
    let done = dialect::copies::finish_file(&draft, |connection| {
        let faults = dialect::copies::faults(connection)?;
        if let Some(fault) = faults.first() {
            return Err(Error::internal(format!("the copy is damaged: {fault}")));
        }
        bring_to_life(connection, target, manifest, clock)
    })?;
    files::put(&draft, path)?;
    unfinished.finish()?;
    Ok(done)
}

fn into_server(
    target: &RestoreTarget<'_>,
    manifest: &Manifest,
    from: &Path,
    copy: &FileRecord,
    url: &SecretString,
    clock: &Clock,
) -> Result<(JournalReport, Ended), CopyError> {
    let dump = files::open_recorded(from, copy)?;
    let db = Db::open(target.url, 1, Duration::from_secs(10))
        .map_err(|error| CopyError::Refused(error.to_string()))?;
    db.read_now(|connection| {
        dialect::migrations::alone(connection, |connection| {
            if !dialect::copies::is_empty(connection)? {
                return Ok(Err(CopyError::Refused(format!(
                    "{}: the database is not empty, and a restore overwrites nothing: make a new one with createdb, and name that",
                    target.url
                ))));
            }
            let server = dialect::copies::server_version(connection)?;
            if let Err(error) = target.tools.restore(url, server, dump) {
                dialect::copies::clear(connection)?;
                return Ok(Err(error));
            }
            let done = dialect::copies::finish_restored(connection, &manifest.schema, |connection| {
                bring_to_life(connection, target, manifest, clock)
            });
            if done.is_err() {
                dialect::copies::clear(connection)?;
            }
            Ok(done.map_err(CopyError::from))
        })
    })?
}

/// Verifies what was brought back, and begins the new epoch, in the transaction without which it is
/// not there.
fn bring_to_life(
    connection: &mut Connection,
    target: &RestoreTarget<'_>,
    manifest: &Manifest,
    clock: &Clock,
) -> Result<(JournalReport, Ended)> {
    let now = clock.now();
    let asked =
        VerifyOptions { keys: target.keys, witness: manifest.witness(), now: Some(now), to_the_end: false };
    let report = examine(connection, asked)?;
    let broken = report.breaks.first().map(ToString::to_string);
    let other = (report.entries, report.chains) != (manifest.entries, manifest.chains);
    let other = other.then(|| {
        format!(
            "it holds {} entries in {} chains where the manifest says {} in {}",
            report.entries, report.chains, manifest.entries, manifest.chains
        )
    });
    if let Some(reason) = broken.or(other) {
        return Err(Error::internal(format!(
            "the journal of this backup does not fit its manifest: {reason}"
        )));
    }
    let ended = epoch::begin(connection, manifest, target.keep_keys, now)?;
    Ok((report, ended))
}

fn sidecar(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

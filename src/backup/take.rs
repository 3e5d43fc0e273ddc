//! Taking a backup while the service runs.
//!
//! `SQLite` writes the copy itself (`vacuum into`): one read transaction, of whatever was committed
//! when it began, while others go on writing; without the free pages, in which what was deleted
//! still stands. The online backup API would do the same, a page at a time and starting again
//! whenever somebody writes, and needs code that the compiler cannot check. The manifest is read
//! from the copy, so both are of one moment.
//!
//! `PostgreSQL` is copied by its own `pg_dump`, in a snapshot that a transaction of ours holds and
//! in which the manifest is read.

use super::CopyError;
use super::files::{self, Unfinished};
use super::manifest::{self, CopyFacts, Manifest};
use super::tools::Tools;
use crate::clock::Clock;
use crate::db::{Connection, DatabaseUrl, Db, dialect};
use crate::error::Result;
use crate::insight::audit::checkpoints::service::{make_due, newest};
use crate::journal::checkpoints::statement::StatementKeys;
use crate::journal::verify::{JournalReport, VerifyOptions, examine};
use crate::signing::tokens::Tokens;
use chrono::TimeDelta;
use secrecy::SecretString;
use std::path::Path;

/// The copy of an `SQLite` database, in the folder of a backup.
pub(super) const SQLITE_COPY: &str = "greffe.db";
/// The copy of a `PostgreSQL` database: what `pg_dump` writes in its own format.
pub(super) const POSTGRES_COPY: &str = "greffe.dump";

/// The source of a copy, and the means.
pub struct BackupSource<'a> {
    /// The place of the database.
    pub url: &'a DatabaseUrl,
    /// The way in.
    pub db: &'a Db,
    /// The programs of `PostgreSQL`.
    pub tools: &'a Tools,
    /// The keys that sign the manifest and a checkpoint of this moment, if there are any.
    pub tokens: Option<&'a Tokens>,
}

/// Takes a backup into a folder that is not there, or is empty. Nothing is left of it if that
/// fails.
///
/// # Errors
/// Fails if the folder holds anything, the schema is not this program's, the journal is broken, or
/// something cannot be read or written.
pub fn take(source: &BackupSource<'_>, folder: &Path, clock: &Clock) -> Result<Manifest, CopyError> {
    is_of_this_program(source.db)?;
    is_signed_by(source)?;
    let mut unfinished = Unfinished::folder(folder, true)?;
    if let Some(tokens) = source.tokens {
        let now = clock.now();
        source.db.write_now(|connection| make_due(connection, tokens, now, TimeDelta::MIN))?;
    }
    let taken_at = clock.now();
    let (name, (facts, report)) = match source.url {
        DatabaseUrl::Sqlite(_) => (SQLITE_COPY, copy_file(source.db, &unfinished.file(SQLITE_COPY))?),
        DatabaseUrl::Postgres(url) => (POSTGRES_COPY, dump(source, url, &unfinished.file(POSTGRES_COPY))?),
    };
    if let Some(found) = report.breaks.first() {
        return Err(CopyError::Refused(format!(
            "the journal is broken: {found}\nNo backup was made of it, since none that is broken is restored. Keep the backups there are; for a copy as it is take the database's own means"
        )));
    }
    let copied = files::record(&folder.join(name), name)?;
    let made =
        Manifest::of(source.db.backend(), taken_at, facts, report.entries, source.tokens, vec![copied]);
    for name in [manifest::SIGNATURE, manifest::NAME] {
        unfinished.file(name);
    }
    made.write(folder, source.tokens)?;
    unfinished.finish()?;
    Ok(made)
}

fn is_of_this_program(db: &Db) -> Result<(), CopyError> {
    let applied = db.read_now(dialect::migrations::applied)?;
    if applied == dialect::migrations::known()? {
        return Ok(());
    }
    Err(CopyError::Refused(
        "the schema of the database is not that of this program: take the backup with the version that serves it, or run greffe migrate first".to_owned(),
    ))
}

/// Refuses keys that are not those of the database, which signed its newest checkpoint. Others
/// would leave one in it that nobody believes.
fn is_signed_by(source: &BackupSource<'_>) -> Result<(), CopyError> {
    let Some(tokens) = source.tokens else { return Ok(()) };
    match source.db.read_now(newest)? {
        Some(last) if StatementKeys::Own(tokens).open(&last.statement).is_err() => {
            Err(CopyError::Refused(format!(
                "the signing key is not that of this database: it did not sign checkpoint {}. Name the keys that serve it, or none",
                last.number
            )))
        }
        _ => Ok(()),
    }
}

/// The facts of a copy, and what the walk past its journal found.
type CopyFindings = (CopyFacts, JournalReport);

fn read(connection: &mut Connection) -> Result<CopyFindings> {
    Ok((CopyFacts::read(connection)?, examine(connection, VerifyOptions::default())?))
}

fn copy_file(db: &Db, path: &Path) -> Result<CopyFindings, CopyError> {
    // The database writes into the file that is there, which nobody else may read.
    drop(files::make(path)?);
    db.read_now(|connection| dialect::copies::write_copy(connection, path))?;
    let faults = dialect::copies::read_file(path, dialect::copies::faults)?;
    if let Some(fault) = faults.first() {
        return Err(CopyError::Refused(format!("the database is damaged: {fault}")));
    }
    Ok(dialect::copies::read_file(path, read)?)
}

fn dump(source: &BackupSource<'_>, url: &SecretString, path: &Path) -> Result<CopyFindings, CopyError> {
    drop(files::make(path)?);
    source.db.snapshot_now(|connection| {
        let (server, snapshot) = dialect::copies::export_snapshot(connection)?;
        let dumping = match source.tools.dump(url, server, &snapshot, path) {
            Ok(dumping) => dumping,
            Err(error) => return Ok(Err(error)),
        };
        let read = read(connection)?;
        // The snapshot stays open until the program has read all of it.
        Ok(dumping.wait().map(|()| read))
    })?
}

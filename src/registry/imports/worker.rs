//! Working the lines of imports off, beside requests.
//!
//! Any number of processes may do so: who takes an import holds its row for as long as some of its
//! lines take, and writes with them what became of each. Whoever is stopped in the middle has done
//! nothing, and another goes on.

use super::api::ImportFault;
use super::entering::{self, Entered, SharedReads};
use super::model::{ImportMode, ImportStatus, LineStatus};
use super::service::journalled;
use super::store::{self, ImportRow, LineRow};
use crate::access::context::{Context, Principal};
use crate::access::permissions::Permission;
use crate::clock::Clock;
use crate::db::dialect::{Kept, attempt};
use crate::db::types::{Instant, Json};
use crate::db::{Connection, Db};
use crate::error::{Class, Code, Error, Result};
use crate::ids::ImportId;
use crate::journal::service::{PendingEntry, append_many};
use crate::people::identity::principals;
use crate::periodic::Periodic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant as Stopwatch};

/// The time between two looks for an import that waits.
const PAUSE: Duration = Duration::from_millis(500);
/// The most lines of one transaction.
const BATCH: i64 = 50;
/// The time after which a transaction takes no further line: others wait for their turn.
const TURN: Duration = Duration::from_millis(200);

/// The thread. It ends when it is told to.
pub struct ImportWorker {
    stop: Arc<AtomicBool>,
    thread: Periodic,
}

impl ImportWorker {
    /// Starts the thread.
    ///
    /// # Errors
    /// Fails if there can be no more threads.
    pub fn start(db: Db, clock: Clock) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let asked = stop.clone();
        let run = move || run(&db, &clock, &asked);
        let thread = Periodic::start("imports", "greffe_import_runs_total", PAUSE, run)?;
        Ok(Self { stop, thread })
    }

    /// Ends the thread, and waits at most this long for the lines that are under way.
    pub fn stop(self, patience: Duration) {
        self.stop.store(true, Ordering::SeqCst);
        self.thread.stop(patience);
    }
}

/// Works off all that waits.
///
/// # Errors
/// Where the database is away: what was done until then stays done.
pub fn run(db: &Db, clock: &Clock, stop: &AtomicBool) -> Result<()> {
    while !stop.load(Ordering::SeqCst) {
        let Some(id) = db.read_now(store::next_to_run)? else { return Ok(()) };
        db.write_now(|connection| batch(connection, id, clock.now()))?;
    }
    Ok(())
}

/// Some lines of an import, in one transaction.
fn batch(connection: &mut Connection, id: ImportId, now: Instant) -> Result<()> {
    let mut row = store::lock(connection, id, now)?;
    if row.status.is_over() {
        return Ok(());
    }
    let before = row.clone();
    let Some(caller) = importer(connection, &row, now)? else {
        row.fault = Some(Json::of(&ImportFault::from(&gone()))?);
        return end(connection, None, (before, row), ImportStatus::Failed, now);
    };
    row.started_at = row.started_at.or(Some(now));
    row.status = ImportStatus::Running;
    if row.mode == ImportMode::AllOrNothing {
        let status = all_at_once(connection, &caller, &mut row)?;
        return end(connection, Some(&caller), (before, row), status, now);
    }
    let lines = store::waiting(connection, id, BATCH)?;
    if lines.is_empty() {
        return end(connection, Some(&caller), (before, row), ImportStatus::Done, now);
    }
    let (begun, kept) = (Stopwatch::now(), if row.dry_run { Kept::Nothing } else { Kept::All });
    let (mut shared, mut record, mut settled) = (SharedReads::default(), Vec::new(), Vec::new());
    for mut line in lines {
        let done =
            attempt(connection, |connection| Ok((enter(connection, &caller, &line, &mut shared)?, kept)));
        record.extend(became(&mut line, done, row.dry_run)?);
        count(&mut row, line.status);
        settled.push(line);
        if begun.elapsed() >= TURN {
            break;
        }
    }
    append_many(connection, &caller, &record)?;
    store::settle(connection, &settled)?;
    store::update(connection, &row)
}

/// All lines of an import, of which nothing is kept unless every one is right.
fn all_at_once(connection: &mut Connection, caller: &Context, row: &mut ImportRow) -> Result<ImportStatus> {
    let lines = store::waiting(connection, row.id, i64::MAX)?;
    let is_read = row.failed == 0;
    let (mut settled, is_right) = attempt(connection, |connection| {
        let (mut settled, mut is_right) = (Vec::new(), is_read);
        let (mut shared, mut record) = (SharedReads::default(), Vec::new());
        for mut line in lines {
            let done = attempt(connection, |connection| {
                Ok((enter(connection, caller, &line, &mut shared)?, Kept::All))
            });
            record.extend(became(&mut line, done, row.dry_run)?);
            is_right &= line.status != LineStatus::Failed;
            settled.push(line);
        }
        let kept = if is_right && !row.dry_run { Kept::All } else { Kept::Nothing };
        if kept == Kept::All {
            append_many(connection, caller, &record)?;
        }
        Ok(((settled, is_right), kept))
    })?;
    for line in &mut settled {
        if !is_right && line.status != LineStatus::Failed {
            (line.status, line.case_id) = (LineStatus::Skipped, None);
        }
        count(row, line.status);
    }
    store::settle(connection, &settled)?;
    Ok(if is_right { ImportStatus::Done } else { ImportStatus::Failed })
}

fn enter(
    connection: &mut Connection,
    caller: &Context,
    line: &LineRow,
    shared: &mut SharedReads,
) -> Result<Entered> {
    let content = line.content.as_deref().unwrap_or("null");
    entering::enter(connection, caller, &serde_json::from_str(content)?, shared)
}

/// Writes on a line what became of it, and returns what the journal has to say of it, as far as it
/// is kept.
///
/// # Errors
/// What is no fault of the line: it is tried again.
fn became(line: &mut LineRow, done: Result<Entered>, is_dry: bool) -> Result<Vec<PendingEntry>> {
    match done {
        Ok(entered) => {
            line.status = entered.status;
            let is_there = !(is_dry && entered.status == LineStatus::Created);
            line.case_id = is_there.then_some(entered.case_id);
            return Ok(if is_dry { Vec::new() } else { entered.record });
        }
        Err(error) if error.trouble().is_some() || error.code().class() == Class::Unavailable => {
            return Err(error);
        }
        Err(error) => {
            if error.code() == Code::Internal {
                tracing::error!(import.id = %line.import_id, line = line.line, error = %error, "a line could not be entered");
            }
            line.status = LineStatus::Failed;
            line.result = Some(Json::of(&ImportFault::from(&error))?);
        }
    }
    Ok(Vec::new())
}

fn count(row: &mut ImportRow, status: LineStatus) {
    row.done = row.done.saturating_add(1);
    let counter = match status {
        LineStatus::Created => &mut row.created,
        LineStatus::Updated => &mut row.updated,
        LineStatus::Unchanged => &mut row.unchanged,
        LineStatus::Failed => &mut row.failed,
        LineStatus::Skipped | LineStatus::Queued => &mut row.skipped,
    };
    *counter = counter.saturating_add(1);
}

/// Writes that an import is over.
fn end(
    connection: &mut Connection,
    caller: Option<&Context>,
    (before, mut row): (ImportRow, ImportRow),
    status: ImportStatus,
    now: Instant,
) -> Result<()> {
    if caller.is_none() {
        let skipped = store::skip_waiting(connection, row.id)?;
        row.skipped = row.skipped.saturating_add(i32::try_from(skipped).unwrap_or(i32::MAX));
    }
    row.status = status;
    row.finished_at = Some(now);
    store::update(connection, &row)?;
    let Some(caller) = caller else { return Ok(()) };
    let action = if status == ImportStatus::Done { "import.done" } else { "import.failed" };
    journalled(connection, caller, action, before, row).map(drop)
}

/// Whoever announced an import, as they are now, within what their key was good for; nobody, if
/// they may not import any more.
fn importer(connection: &mut Connection, row: &ImportRow, now: Instant) -> Result<Option<Context>> {
    let kept = (row.scopes.as_ref(), row.known_to);
    let user = principals::acting(connection, row.created_by, kept, now)?;
    let caller = user.map(|user| importing(user, &row.id.to_string(), now));
    Ok(caller.filter(|caller| caller.user.may(Permission::ImportCases)))
}

/// Somebody as whoever imports, in a run of this name.
#[must_use]
pub fn importing(user: Principal, run: &str, now: Instant) -> Context {
    Context::in_background(user, Permission::ImportCases, format!("import-{run}"), now)
}

fn gone() -> Error {
    Error::new(Code::Forbidden).with_detail(
        "Whoever announced the import has no active account any more, or may not import cases. Announce it in another name.",
        "La personne qui a annoncé l'importation n'a plus de compte actif, ou ne peut plus importer de dossiers. Annoncez-la sous un autre nom.",
    )
}

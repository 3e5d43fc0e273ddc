//! Announcing imports, taking their files, and what became of their lines.

use super::announced;
use super::api::{Import, ImportEnd, ImportFault, ImportInput, ImportResult};
use super::model::{ImportFormat, ImportMode, ImportStatus, LineStatus};
use super::reading::mapping::ImportMapping;
use super::reading::{MOST_LINES, ReadLine, encoding, ndjson, table, workbook};
use super::store::{self, ImportRow, LineRow};
use crate::access::context::Context;
use crate::db::types::Json;
use crate::db::{Connection, Db, Mode};
use crate::error::{Code, Error, Fault, Result};
use crate::external_ids::model::{ExternalId, ExternalIds};
use crate::ids::ImportId;
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::people::identity::principals;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use serde_json::Value;
use std::collections::HashMap;
use std::fs::File;

/// The number of lines that are written at a time.
const BATCH: usize = 500;
/// The most lines of an import of which all is kept or nothing: they are one transaction.
const MOST_AT_ONCE: i32 = 2_000;

/// An import of the caller's organisation.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: ImportId) -> Result<ImportRow> {
    let row = store::find(connection, caller.user.organization_id, id)?;
    caller.require_permission()?;
    Ok(row)
}

/// Refuses whoever did not announce an import: its lines are entered in the name of who did, and
/// tell of what that person may see.
///
/// # Errors
/// 403 where somebody else did.
pub fn ones_own(caller: &Context, row: &ImportRow) -> Result<()> {
    if row.created_by == caller.user.id {
        return Ok(());
    }
    Err(Error::new(Code::Forbidden).with_detail(
        "The lines of an import are entered in the name of whoever announced it: they alone send its file and read what became of each line. Announce one of your own: POST /v1/imports.",
        "Les lignes d'une importation sont inscrites au nom de qui l'a annoncée : cette personne seule en envoie le fichier et lit ce que chaque ligne est devenue. Annoncez la vôtre : POST /v1/imports.",
    ))
}

/// Announces an import: its file is awaited.
///
/// # Errors
/// 403; 422 where the body is wrong.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<ImportInput>,
    mode: Mode,
) -> Result<Import> {
    caller.require_permission()?;
    let new = body.parse()?;
    announced::check_mapping(&new)?;
    let row = ImportRow {
        id: ImportId::generate(),
        organization_id: caller.user.organization_id,
        created_by: caller.user.id,
        name: new.name.map(|name| name.trim().to_owned()),
        format: new.format,
        mode: new.mode,
        dry_run: mode.is_preview(),
        mapping: new.mapping.as_ref().map(Json::of).transpose()?,
        scopes: principals::kept_scopes(&caller.user)?,
        known_to: caller.user.known_to,
        status: ImportStatus::AwaitingFile,
        fault: None,
        lines: 0,
        done: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        failed: 0,
        skipped: 0,
        version: 1,
        created_at: caller.now,
        updated_at: caller.now,
        started_at: None,
        finished_at: None,
    };
    store::insert(connection, &row)?;
    let import = Import::from(row);
    let subject = Subject::Organization(caller.user.organization_id);
    journal::append(connection, caller, subject, "import.created", ABSENT, Some(&import))?;
    Ok(import)
}

/// Takes an import whose file has come, for the version that the caller has seen: whoever sends
/// another meanwhile takes it from them.
///
/// # Errors
/// 404, 403, 428, 412; 409 where its file has come already.
pub fn begin(
    connection: &mut Connection,
    caller: &Context,
    id: ImportId,
    precondition: &Precondition,
) -> Result<ImportRow> {
    awaiting(connection, caller, id, precondition)?;
    let row = store::lock(connection, id, caller.now)?;
    store::forget_lines(connection, id)?;
    Ok(row)
}

/// An import whose file is awaited, in the version that the caller has seen.
fn awaiting(
    connection: &mut Connection,
    caller: &Context,
    id: ImportId,
    precondition: &Precondition,
) -> Result<ImportRow> {
    let row = find(connection, caller, id)?;
    ones_own(caller, &row)?;
    precondition.require(Version(row.version))?;
    if row.status != ImportStatus::AwaitingFile {
        return Err(Error::new(Code::Conflict).with_detail(
            "Its file has come already. Announce another import: POST /v1/imports.",
            "Son fichier est déjà arrivé. Annoncez une autre importation : POST /v1/imports.",
        ));
    }
    Ok(row)
}

/// What the file of an import came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Staged {
    lines: i32,
    failed: i32,
}

/// Takes a file apart, and writes its lines beside the import, some at a time. Nothing waits for
/// them before [`queue`].
///
/// # Errors
/// 422 where the file cannot be read.
pub fn stage(db: &Db, row: &ImportRow, file: File) -> Result<Staged> {
    let mapping = row.mapping.as_ref().map(Json::parse::<ImportMapping>).transpose()?;
    let mut stage = LineStage { db, row, batch: Vec::new(), seen: HashMap::new(), staged: Staged::default() };
    let mut take = |line| stage.take(line);
    match (row.format, &mapping) {
        (ImportFormat::Csv, Some(mapping)) => {
            table::read(encoding::open(file, mapping.encoding)?, mapping, &mut take)?;
        }
        (ImportFormat::Xlsx, Some(mapping)) => workbook::read(file, mapping, &mut take)?,
        _ => ndjson::read(encoding::open_json(file)?, &mut take)?,
    }
    stage.write()?;
    Ok(stage.staged)
}

/// The lines of a file on their way to the database.
struct LineStage<'a> {
    db: &'a Db,
    row: &'a ImportRow,
    batch: Vec<LineRow>,
    /// The line that had an external id first.
    seen: HashMap<ExternalId, i32>,
    staged: Staged,
}

impl LineStage<'_> {
    fn take(&mut self, ReadLine { number, case }: ReadLine) -> Result<()> {
        self.staged.lines = self.staged.lines.saturating_add(1);
        let most = if self.row.mode == ImportMode::AllOrNothing { MOST_AT_ONCE } else { MOST_LINES };
        if self.staged.lines > most {
            return Err(too_many_lines(most));
        }
        let ids = case.as_ref().map_or_else(|_| ExternalIds::default(), external_ids);
        let case = case.and_then(|case| self.unless_repeated(number, &ids).map(|()| case));
        let (content, status, result) = match case {
            Ok(case) => (Some(case.to_string()), LineStatus::Queued, None),
            Err(error) => (None, LineStatus::Failed, Some(Json::of(&ImportFault::from(&error))?)),
        };
        if status == LineStatus::Failed {
            self.staged.failed = self.staged.failed.saturating_add(1);
        }
        let import_id = self.row.id;
        self.batch.push(LineRow {
            import_id,
            line: number,
            content,
            external_ids: ids,
            status,
            case_id: None,
            result,
        });
        if self.batch.len() >= BATCH { self.write() } else { Ok(()) }
    }

    /// Refuses a line about a case that another line is about.
    fn unless_repeated(&mut self, number: i32, ids: &ExternalIds) -> Result<()> {
        for id in ids.as_slice() {
            if let Some(first) = self.seen.get(id) {
                let ExternalId { system, id } = id;
                return Err(Error::invalid(vec![Fault::body(
                    "/external_ids",
                    "repeated",
                    format!("Line {first} is about {system}:{id} already. Put what both say into one line."),
                    format!(
                        "La ligne {first} vise déjà {system}:{id}. Réunissez dans une seule ligne ce que les deux disent."
                    ),
                )]));
            }
        }
        self.seen.extend(ids.as_slice().iter().map(|id| (id.clone(), number)));
        Ok(())
    }

    fn write(&mut self) -> Result<()> {
        let batch = std::mem::take(&mut self.batch);
        self.db.write_now(|connection| {
            let version = store::version(connection, self.row.id)?;
            if version != self.row.version {
                return Err(Error::new(Code::StaleVersion).with_detail(
                    "Another file was sent for this import meanwhile.",
                    "Un autre fichier a été envoyé entre-temps pour cette importation.",
                ));
            }
            store::add_lines(connection, &batch)
        })
    }
}

/// The external ids of a case that a line says, as far as they can be read.
fn external_ids(case: &Value) -> ExternalIds {
    let ids = case.get("external_ids").and_then(Value::as_array).into_iter().flatten();
    let ids = ids.filter_map(|id| serde_json::from_value(id.clone()).ok());
    ExternalIds::written(ids.take(20).collect())
}

fn too_many_lines(most: i32) -> Error {
    Error::new(Code::InvalidBody).with_detail(
        format!("The file has more than {most} lines, which is the most of an import of this mode. Send it in parts, or with mode best_effort."),
        format!("Le fichier compte plus de {most} lignes, le maximum d'une importation de ce mode. Envoyez-le en plusieurs parties, ou avec le mode best_effort."),
    )
}

/// Has the lines of an import worked off, once its file was taken apart.
///
/// # Errors
/// As [`begin`]: somebody may have sent another file meanwhile.
pub fn queue(
    connection: &mut Connection,
    caller: &Context,
    taken: &ImportRow,
    staged: Staged,
) -> Result<Import> {
    let id = taken.id;
    let before = awaiting(connection, caller, id, &Precondition::OneOf(vec![Version(taken.version)]))?;
    let mut row = store::lock(connection, id, caller.now)?;
    row.status = ImportStatus::Queued;
    row.lines = staged.lines;
    row.failed = staged.failed;
    row.done = staged.failed;
    store::update(connection, &row)?;
    journalled(connection, caller, "import.file_received", before, row)
}

/// An import as it is by now, and the first of its lines that are wrong.
///
/// # Errors
/// 404 where it is not there any more.
pub fn outcome(
    connection: &mut Connection,
    taken: &ImportRow,
    most: i64,
) -> Result<(ImportRow, Vec<ImportResult>)> {
    let row = store::find(connection, taken.organization_id, taken.id)?;
    let failed = store::lines(connection, (taken.id, Some(LineStatus::Failed)), None, most)?;
    Ok((row, failed.into_iter().map(Into::into).collect()))
}

/// Ends an import: the lines that wait are left out, what was entered stays.
///
/// # Errors
/// 404, 403, 412; 409 where it is over.
pub fn cancel(
    connection: &mut Connection,
    caller: &Context,
    id: ImportId,
    precondition: &Precondition,
    body: &Unparsed<ImportEnd>,
) -> Result<Import> {
    let before = find(connection, caller, id)?;
    precondition.check(Version(before.version))?;
    body.parse()?;
    let mut row = store::lock(connection, id, caller.now)?;
    if row.status.is_over() {
        return Err(Error::new(Code::Conflict).with_detail(
            "It is over: what it entered stays.",
            "Elle est terminée : ce qu'elle a importé demeure.",
        ));
    }
    let skipped = store::skip_waiting(connection, id)?;
    row.skipped = row.skipped.saturating_add(i32::try_from(skipped).unwrap_or(i32::MAX));
    row.status = ImportStatus::Cancelled;
    row.finished_at = Some(caller.now);
    store::update(connection, &row)?;
    journalled(connection, caller, "import.cancelled", before, row)
}

/// Writes down what became of an import.
pub(super) fn journalled(
    connection: &mut Connection,
    caller: &Context,
    action: journal::Action,
    before: ImportRow,
    after: ImportRow,
) -> Result<Import> {
    let subject = Subject::Organization(after.organization_id);
    let (before, after) = (Import::from(before), Import::from(after));
    journal::append(connection, caller, subject, action, Some(&before), Some(&after))?;
    Ok(after)
}

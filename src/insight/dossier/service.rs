//! Reading a case whole, and writing it into a file.

use super::archive::CaseArchive;
use super::page::{self, PageSource};
use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::contents::Contents;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::duties::responsibilities::catalogue;
use crate::error::Result;
use crate::ids::{CaseId, UserId};
use crate::insight::audit::checkpoints::of_case as proofs;
use crate::insight::audit::redacted;
use crate::insight::report::html;
use crate::journal::model::EntryKind;
use crate::journal::service::ABSENT;
use crate::journal::{self, Author, Subject};
use crate::matters::cases::service::find_visible;
use crate::matters::links::api::CaseLink;
use crate::matters::notes::api::Note;
use crate::matters::{documents, links, notes};
use crate::people::identity;
use crate::registry::cases::api::Case;
use crate::registry::cases::parts::Part;
use crate::registry::exports::withheld::{WithheldCount, WithheldKind, Withholdings};
use crate::registry::{cases, exports};
use crate::signing::tokens::JournalKeys;
use crate::text::Language;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;

/// The number of notes, links and entries that are read at a time.
const BATCH: i64 = 200;

/// The most notes, and the most links, that the page shows: all of them are in the files beside it.
const MOST_SHOWN: usize = 200;

/// Writes down that somebody takes a case out, before it is read.
///
/// # Errors
/// 404, 403.
pub fn begin(connection: &mut Connection, caller: &Context, id: CaseId) -> Result<()> {
    find_visible(connection, caller, id)?;
    caller.require_permission()?;
    journal::append_as(
        connection,
        &Author::caller(caller),
        EntryKind::Read,
        Subject::Case(id),
        "case.exported",
        ABSENT,
        ABSENT,
    )
}

/// What is said of the file itself, with what is not in it.
#[derive(Serialize)]
struct WithheldFile {
    case_id: CaseId,
    /// When the case was read.
    exported_at: Instant,
    /// For whom.
    exported_for: UserId,
    /// How much of each kind that reader may not see.
    withheld: Vec<WithheldCount>,
}

/// A case whole, as its reader is shown it, in a file. It is read in one snapshot.
///
/// # Errors
/// 404, 403; 503 where there is no room for the file.
pub fn write(
    connection: &mut Connection,
    caller: &Context,
    (id, language): (CaseId, Language),
    (keys, contents): (&JournalKeys, &Contents),
) -> Result<File> {
    let row = find_visible(connection, caller, id)?;
    caller.require_permission()?;
    let mut archive = CaseArchive::new(caller.now)?;
    let all = [Part::Parties, Part::Events, Part::Deadlines, Part::Assignments];
    let mut case = cases::service::find(connection, caller, id, &all)?;
    let mut withheld = Withholdings::of_parts(connection, caller, (&row, &case))?;
    let line = exports::service::lines(connection, caller, vec![row])?;
    archive.begin("case.ndjson")?;
    line.iter().try_for_each(|line| archive.line(line))?;
    let left_out: usize = line.iter().map(exports::line::ExportedLine::holders_left_out).sum();
    withheld.add(WithheldKind::Holders, i64::try_from(left_out).unwrap_or(i64::MAX));
    let shown_notes = notes(connection, caller, id, &mut archive)?;
    let shown_links = links(connection, caller, id, &mut archive)?;
    documents(connection, caller, id, &mut archive, contents)?;
    let entries = journal(connection, caller, id, &mut archive, &mut withheld)?;
    archive.json("journal-keys.json", keys)?;
    let withheld = withheld.counts();
    let names = names(connection, caller, &case, &shown_notes)?;
    let roles = catalogue::service::of(connection, case.organization_id)?;
    let source = PageSource {
        case: &case,
        notes: &shown_notes,
        links: &shown_links,
        withheld: &withheld,
        names: &names,
        roles: &roles,
        entries,
        now: caller.now,
    };
    archive.begin("index.html")?;
    archive.write(html::write(&page::report(&source, language)).as_bytes())?;
    archive.json("parties.json", &case.parties.take().unwrap_or_default())?;
    archive.json("docket.json", &case.events.take().unwrap_or_default())?;
    archive.json("deadlines.json", &case.deadlines.take().unwrap_or_default())?;
    archive.json("assignments.json", &case.assignments.take().unwrap_or_default())?;
    archive.json("case.json", &case)?;
    let (exported_at, exported_for) = (caller.now, caller.user.id);
    archive.json("withheld.json", &WithheldFile { case_id: id, exported_at, exported_for, withheld })?;
    archive.finish()
}

/// Writes the notes, the newest first, and returns the first of them.
fn notes(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    archive: &mut CaseArchive,
) -> Result<Vec<Note>> {
    archive.begin("notes.ndjson")?;
    let mut shown = Vec::new();
    let mut before = None;
    loop {
        let (page, _) = notes::service::list(connection, caller, case, before, BATCH, false)?;
        let Some(last) = page.last() else { return Ok(shown) };
        before = Some(last.id);
        page.iter().try_for_each(|note| archive.line(note))?;
        let room = MOST_SHOWN.saturating_sub(shown.len());
        shown.extend(page.into_iter().take(room));
    }
}

/// Writes the links to cases that the reader may see, and returns the first of them.
fn links(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    archive: &mut CaseArchive,
) -> Result<Vec<CaseLink>> {
    archive.begin("links.ndjson")?;
    let mut shown = Vec::new();
    let mut after = None;
    loop {
        let page = links::service::page(connection, caller, case, after, BATCH)?;
        let Some(last) = page.last() else { return Ok(shown) };
        after = Some(last.id);
        page.iter().try_for_each(|link| archive.line(link))?;
        let room = MOST_SHOWN.saturating_sub(shown.len());
        shown.extend(page.into_iter().take(room));
    }
}

/// Writes the documents, the latest first, and the newest file of each under its id.
fn documents(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    archive: &mut CaseArchive,
    contents: &Contents,
) -> Result<()> {
    let mut files = Vec::new();
    archive.begin("documents.ndjson")?;
    let mut before = None;
    loop {
        let (page, _) = documents::service::list(connection, caller, (case, None), (before, BATCH), false)?;
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        for document in page {
            archive.line(&document)?;
            files.extend(document.file.map(|file| (document.id, file)));
        }
    }
    for (id, file) in files {
        archive.copy(&format!("documents/{id}/{}", file.name), contents.open(&file.sha256)?)?;
    }
    Ok(())
}

/// Writes the journal of the case with its proofs, as far as the reader may read it, and returns
/// the number of entries.
fn journal(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    archive: &mut CaseArchive,
    withheld: &mut Withholdings,
) -> Result<usize> {
    archive.begin("journal.ndjson")?;
    // The entries that are shown, and whether each is shown whole.
    let mut shown = BTreeMap::new();
    let mut before = None;
    while caller.user.may(Permission::ReadJournal) {
        let page = redacted::page_of_case(connection, caller, case, before, BATCH)?;
        let Some(last) = page.last() else { break };
        before = Some(last.sequence);
        for entry in page {
            archive.line(&entry)?;
            shown.insert(entry.sequence, entry.withheld.is_none());
        }
    }
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let all = journal::service::length(connection, Subject::Case(case))?;
    withheld.add(WithheldKind::JournalEntries, all.saturating_sub(number(shown.len())));
    let partly = shown.values().filter(|is_whole| !**is_whole).count();
    withheld.add(WithheldKind::JournalContents, number(partly));
    let mut proven = 0_i64;
    if caller.user.may(Permission::ReadCheckpoints) {
        proofs::each(connection, case, &shown, |sequence, proof| {
            proven = proven.saturating_add(1);
            archive.json(&format!("proofs/{sequence}.json"), proof)
        })?;
    }
    withheld.add(WithheldKind::Proofs, number(shown.len()).saturating_sub(proven));
    Ok(shown.len())
}

/// The names of the people whom the page names.
fn names(
    connection: &mut Connection,
    caller: &Context,
    case: &Case,
    notes: &[Note],
) -> Result<HashMap<UserId, String>> {
    let mut ids: BTreeSet<UserId> = notes.iter().map(|note| note.written_by).collect();
    ids.extend(case.assignments.iter().flatten().filter_map(|held| held.user_id));
    ids.insert(caller.user.id);
    if !caller.user.may(Permission::ReadDirectory) {
        return Ok(HashMap::new());
    }
    identity::principals::names(connection, &ids.into_iter().collect::<Vec<_>>())
}

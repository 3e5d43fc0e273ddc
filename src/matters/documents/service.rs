//! Adding documents, saying what they are, and having one out.

use super::api::{CaseDocument, CheckIn, CheckOut, DocumentInput, DocumentPatch, OutRecord, ids_of};
use super::model::DocumentKind;
use super::store::{self, DocumentRow, Readable};
use super::wording;
use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::access::declassification::above_clearance;
use crate::access::fields::View;
use crate::access::privilege::Privilege;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseId, DocumentId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::matters::cases::{self, CaseRow};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use std::collections::{HashMap, HashSet};

/// What the caller is shown of the documents of a case, in this view of it; nothing where they are
/// shown none.
#[must_use]
pub fn readable(caller: &Context, view: &View) -> Option<Readable> {
    let shown = Readable { privileges: view.privileges.clone(), cleared: caller.user.clearance.rank() };
    view.texts.then_some(shown)
}

/// Whether a reader is shown a document of this classification and privilege.
#[must_use]
pub fn is_shown(caller: &Context, view: &View, privilege: Option<Privilege>, rank: i16) -> bool {
    view.shows_note(privilege) && rank <= caller.user.clearance.rank()
}

/// A document that the caller is shown, and what else they are shown of its case.
///
/// # Errors
/// 404, 403.
pub(super) fn seen(
    connection: &mut Connection,
    caller: &Context,
    id: DocumentId,
) -> Result<(DocumentRow, CaseRow, Readable)> {
    let row = store::find(connection, id)?;
    let case = cases::service::find_visible(connection, caller, row.case_id)?;
    let view = cases::views::of(connection, caller, &case)?;
    let shown =
        readable(caller, &view).filter(|_| is_shown(caller, &view, row.privilege, row.classification));
    let shown = shown.ok_or_else(Error::not_found)?;
    caller.require_permission()?;
    Ok((row, case, shown))
}

/// A document that the caller is shown.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: DocumentId) -> Result<CaseDocument> {
    let (row, _, readable) = seen(connection, caller, id)?;
    shown(connection, caller, &readable, vec![row])?.pop().ok_or_else(Error::not_found)
}

/// A page of the documents of a case that the caller is shown, and how many there are if that is
/// wanted.
///
/// # Errors
/// 404, 403.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    (case, kind): (CaseId, Option<DocumentKind>),
    (before, fetch): (Option<DocumentId>, i64),
    wanted: bool,
) -> Result<(Vec<CaseDocument>, Option<i64>)> {
    let case = cases::service::find_visible(connection, caller, case)?;
    caller.require_permission()?;
    let view = cases::views::of(connection, caller, &case)?;
    let Some(readable) = readable(caller, &view) else { return Ok((Vec::new(), wanted.then_some(0))) };
    let count = wanted.then(|| store::count(connection, (case.id, &readable), kind)).transpose()?;
    let rows = store::list(connection, (case.id, &readable), kind, before, fetch)?;
    Ok((shown(connection, caller, &readable, rows)?, count))
}

/// The number of documents of a case that are kept from a reader with this view of it.
pub fn count_withheld(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    view: &View,
) -> Result<i64> {
    let all = store::count(connection, (case, &Readable::everything()), None)?;
    let read = match readable(caller, view) {
        Some(readable) => store::count(connection, (case, &readable), None)?,
        None => 0,
    };
    Ok(all.saturating_sub(read))
}

/// Documents of one case with their newest files, as the caller is shown them: with the others that
/// they name, where those are shown too.
fn shown(
    connection: &mut Connection,
    caller: &Context,
    readable: &Readable,
    rows: Vec<DocumentRow>,
) -> Result<Vec<CaseDocument>> {
    let Some(case) = rows.first().map(|row| row.case_id) else { return Ok(Vec::new()) };
    let ids: Vec<_> = rows.iter().filter(|row| row.file_version > 0).map(|row| row.id).collect();
    let newest = if ids.is_empty() { Vec::new() } else { store::newest(connection, &ids)? };
    let mut files: HashMap<_, _> = newest.into_iter().map(|file| (file.document_id, file)).collect();
    let mut documents = Vec::with_capacity(rows.len());
    for row in rows {
        let file = files.remove(&row.id);
        documents.push(CaseDocument::of(row, file)?);
    }
    let named: Vec<_> = documents.iter().flat_map(CaseDocument::named).collect();
    let known: HashSet<_> = if named.is_empty() {
        HashSet::new()
    } else {
        store::shown_among(connection, (case, readable), &named)?.into_iter().collect()
    };
    for document in &documents {
        if let Some(privilege) = document.privilege {
            caller.trace.document(document.case_id, document.id, privilege);
        }
    }
    Ok(documents.into_iter().map(|document| document.knowing(|other| known.contains(&other))).collect())
}

/// The privilege and the classification of each of these documents now.
pub fn restrictions(
    connection: &mut Connection,
    ids: &[DocumentId],
) -> Result<HashMap<DocumentId, (Option<Privilege>, i16)>> {
    let found = store::restrictions(connection, ids)?;
    Ok(found.into_iter().map(|(id, privilege, rank)| (id, (privilege, rank))).collect())
}

/// Whether a case has this document, and the caller is shown it.
pub fn is_of_case(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    id: DocumentId,
) -> Result<bool> {
    let view = cases::views::of(connection, caller, case)?;
    let Some(readable) = readable(caller, &view) else { return Ok(false) };
    Ok(!store::shown_among(connection, (case.id, &readable), &[id])?.is_empty())
}

/// Adds a document to a case.
///
/// # Errors
/// 404, 403, 422.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    body: &Unparsed<DocumentInput>,
) -> Result<CaseDocument> {
    let case = cases::service::lock(connection, caller, case)?.case;
    let new = body.parse()?;
    let row = DocumentRow {
        id: DocumentId::generate(),
        case_id: case.id,
        kind: new.kind,
        title: new.title.trim().to_owned(),
        language: new.language,
        author: trimmed(new.author),
        dated_on: new.dated_on,
        received_on: new.received_on,
        filed_on: new.filed_on,
        served_on: new.served_on,
        exhibit_mark: trimmed(new.exhibit_mark),
        translation_of: new.translation_of,
        redacted_version_of: new.redacted_version_of,
        classification: new.classification.map_or(case.classification, Classification::rank),
        privilege: new.privilege,
        file_name: new.file_name,
        event_ids: ids_of(new.event_ids)?,
        deadline_ids: ids_of(new.deadline_ids)?,
        file_version: 0,
        checked_out_by: None,
        checked_out_at: None,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
    };
    check(connection, caller, &case, &row)?;
    store::insert(connection, &row)?;
    let document = CaseDocument::of(row, None)?;
    journal::append(connection, caller, Subject::Case(case.id), "document.created", ABSENT, Some(&document))?;
    Ok(document)
}

/// Changes what is said of a document.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    id: DocumentId,
    precondition: &Precondition,
    body: &Unparsed<DocumentPatch>,
) -> Result<CaseDocument> {
    let (before, case) = locked(connection, caller, id)?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    macro_rules! set {
        ($($field:ident),+) => { $(if let Some(value) = patch.$field { row.$field = value; })+ };
    }
    set!(kind, language, dated_on, received_on, filed_on, served_on, translation_of, redacted_version_of);
    set!(privilege, file_name);
    if let Some(title) = patch.title {
        title.trim().clone_into(&mut row.title);
    }
    if let Some(author) = patch.author {
        row.author = trimmed(author);
    }
    if let Some(mark) = patch.exhibit_mark {
        row.exhibit_mark = trimmed(mark);
    }
    if let Some(classification) = patch.classification {
        row.classification = classification.rank();
    }
    if patch.event_ids.is_some() {
        row.event_ids = ids_of(patch.event_ids)?;
    }
    if patch.deadline_ids.is_some() {
        row.deadline_ids = ids_of(patch.deadline_ids)?;
    }
    // What was said before and is kept from the caller is not theirs to say again.
    let mut changed = row.clone();
    if row.translation_of == before.translation_of {
        changed.translation_of = None;
    }
    if row.redacted_version_of == before.redacted_version_of {
        changed.redacted_version_of = None;
    }
    check(connection, caller, &case, &changed)?;
    save(connection, caller, &mut row, patch.privilege, &before)?;
    let (was, is) = (CaseDocument::of(before, None)?, CaseDocument::of(row, None)?);
    journal::append(connection, caller, Subject::Case(case.id), "document.updated", Some(&was), Some(&is))?;
    find(connection, caller, id)
}

/// Has a document out: until it is given back nobody else sends a file.
///
/// # Errors
/// 404, 403, 412, 422; 409 where somebody else has it out.
pub fn check_out(
    connection: &mut Connection,
    caller: &Context,
    id: DocumentId,
    precondition: &Precondition,
    body: &Unparsed<CheckOut>,
) -> Result<CaseDocument> {
    let (before, _) = locked(connection, caller, id)?;
    precondition.check(Version(before.version))?;
    body.parse()?;
    refuse_out(caller, &before)?;
    if before.checked_out_by.is_none() {
        let mut row = before.clone();
        (row.checked_out_by, row.checked_out_at) = (Some(caller.user.id), Some(caller.now));
        save(connection, caller, &mut row, None, &before)?;
        record_out(connection, caller, "document.checked_out", (&before, &row), None)?;
    }
    find(connection, caller, id)
}

/// Gives a document back: one's own, or with a reason what somebody else has out.
///
/// # Errors
/// 404, 403, 412, 422.
pub fn check_in(
    connection: &mut Connection,
    caller: &Context,
    id: DocumentId,
    precondition: &Precondition,
    body: &Unparsed<CheckIn>,
) -> Result<CaseDocument> {
    let (before, _) = locked(connection, caller, id)?;
    precondition.check(Version(before.version))?;
    let reason = trimmed(body.parse()?.reason);
    if before.checked_out_by.is_some_and(|holder| holder != caller.user.id) && reason.is_none() {
        return Err(Error::invalid(vec![wording::reason_needed()]));
    }
    if before.checked_out_by.is_some() {
        let mut row = before.clone();
        (row.checked_out_by, row.checked_out_at) = (None, None);
        save(connection, caller, &mut row, None, &before)?;
        record_out(connection, caller, "document.checked_in", (&before, &row), reason)?;
    }
    find(connection, caller, id)
}

fn record_out(
    connection: &mut Connection,
    caller: &Context,
    action: &'static str,
    (before, after): (&DocumentRow, &DocumentRow),
    reason: Option<String>,
) -> Result<()> {
    let of = |row: &DocumentRow, reason: Option<String>| OutRecord {
        id: row.id,
        classification: Classification::of_rank(row.classification),
        privilege: row.privilege,
        checked_out_by: row.checked_out_by,
        reason,
    };
    let (was, is) = (of(before, None), of(after, reason));
    journal::append(connection, caller, Subject::Case(before.case_id), action, Some(&was), Some(&is))
}

/// Refuses whoever would send a file, or have a document out, that somebody else has out.
pub(super) fn refuse_out(caller: &Context, row: &DocumentRow) -> Result<()> {
    match row.checked_out_by.filter(|holder| *holder != caller.user.id) {
        Some(holder) => Err(wording::out(holder)),
        None => Ok(()),
    }
}

/// A document that the caller is shown, its case taken for a change.
pub(super) fn locked(
    connection: &mut Connection,
    caller: &Context,
    id: DocumentId,
) -> Result<(DocumentRow, CaseRow)> {
    // Before the case is taken: what may not be read is not there, whatever the caller may do.
    let (row, ..) = seen(connection, caller, id)?;
    let case = cases::service::lock(connection, caller, row.case_id)?.case;
    Ok((row, case))
}

/// Writes the next version of a document.
///
/// # Errors
/// 412 where it has changed.
pub fn save(
    connection: &mut Connection,
    caller: &Context,
    row: &mut DocumentRow,
    privilege: Option<Option<Privilege>>,
    before: &DocumentRow,
) -> Result<()> {
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if store::update(connection, row, privilege, before.version)? {
        return Ok(());
    }
    Err(Error::new(Code::StaleVersion))
}

fn trimmed(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
}

/// Refuses what may not be said of a document: what its writer could not read, a name that is a
/// path, and what is not of its case.
fn check(connection: &mut Connection, caller: &Context, case: &CaseRow, row: &DocumentRow) -> Result<()> {
    let mut faults: Vec<Fault> = Vec::new();
    faults.extend(row.file_name.as_deref().and_then(wording::name_fault));
    faults.extend(above_clearance(caller, Classification::of_rank(row.classification)));
    if let Some(privilege) = row.privilege.filter(|privilege| !caller.user.may(privilege.permission())) {
        faults.push(wording::not_privy(privilege));
    }
    for (pointer, other) in
        [("/translation_of", row.translation_of), ("/redacted_version_of", row.redacted_version_of)]
    {
        let Some(other) = other else { continue };
        if other == row.id || !is_of_case(connection, caller, case, other)? {
            faults.push(wording::unknown_document(pointer));
        }
    }
    let events: Vec<_> = row.event_ids.parse()?;
    let known = store::events_among(connection, case.id, &events)?;
    let of_events = events.iter().map(|id| ("event_ids", known.contains(id)));
    let deadlines: Vec<_> = row.deadline_ids.parse()?;
    let known = store::deadlines_among(connection, case.id, &deadlines)?;
    let of_deadlines = deadlines.iter().map(|id| ("deadline_ids", known.contains(id)));
    for list in [of_events.collect::<Vec<_>>(), of_deadlines.collect()] {
        let unknown = list.into_iter().enumerate().filter(|(_, (_, is_known))| !is_known);
        faults.extend(unknown.map(|(place, (name, _))| wording::unknown_part(&format!("/{name}/{place}"))));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}

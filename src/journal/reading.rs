//! Entries of the journal as one person may read them: what they are shown of each case now, and of the cases named in them.

use super::api::JournalEntry;
use super::model::Action;
use super::store::{self, EntryRow};
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::fields::View;
use crate::access::privilege::Privilege;
use crate::access::redaction::{cases_in, redact};
use crate::cases;
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{CaseId, NoteId};
use crate::notes;
use chrono::DateTime;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use uuid::Uuid;

/// What was removed last is found in the journal.
const NOTE_DELETED: Action = "note.deleted";

/// What of a note its entries are kept back by.
#[derive(Deserialize)]
struct Kept {
    id: NoteId,
    privilege: Option<Privilege>,
}

/// Entries of a case that the caller is shown so, as the caller may read them.
///
/// # Errors
/// The database's own.
pub fn as_read(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    own: View,
    rows: Vec<EntryRow>,
) -> Result<Vec<JournalEntry>> {
    shown(connection, caller, BTreeMap::from([(case, own)]), rows)
}

/// Entries of cases that the caller may see, and of what is no case, as the caller may read them.
///
/// # Errors
/// The database's own.
pub fn as_read_across(
    connection: &mut Connection,
    caller: &Context,
    rows: Vec<EntryRow>,
) -> Result<Vec<JournalEntry>> {
    shown(connection, caller, BTreeMap::new(), rows)
}

/// The case in whose chain an entry stands; the case of nothing where it stands in another chain.
fn case_of(row: &EntryRow) -> CaseId {
    let case = row.subject.strip_prefix("case:").and_then(|id| id.parse().ok());
    case.unwrap_or_else(|| CaseId::from(Uuid::nil()))
}

fn shown(
    connection: &mut Connection,
    caller: &Context,
    mut views: BTreeMap<CaseId, View>,
    rows: Vec<EntryRow>,
) -> Result<Vec<JournalEntry>> {
    let mut named = BTreeSet::new();
    let mut read = Vec::with_capacity(rows.len());
    for row in rows {
        let values = [value(row.before.as_ref())?, value(row.after.as_ref())?];
        values.iter().flatten().for_each(|value| cases_in(value, &mut named));
        named.insert(case_of(&row));
        read.push((row, values));
    }
    let others: Vec<CaseId> = named.into_iter().filter(|case| !views.contains_key(case)).collect();
    views.extend(cases::views::of_ids(connection, caller, &others)?);
    // What is no case is under no order.
    views.insert(CaseId::from(Uuid::nil()), View::of(&caller.user, Confidentiality::None, false));
    let mut withheld = HashSet::new();
    let of_notes: BTreeSet<CaseId> =
        read.iter().filter(|(row, _)| is_of_note(row)).map(|(row, _)| case_of(row)).collect();
    for case in of_notes {
        if let Some(view) = views.get(&case) {
            withheld.extend(withheld_notes(connection, case, view, &read)?);
        }
    }
    read.into_iter().map(|(row, values)| entry(case_of(&row), row, values, &views, &withheld)).collect()
}

fn is_of_note(row: &EntryRow) -> bool {
    row.action.starts_with("note.")
}

fn value(json: Option<&Json>) -> Result<Option<Value>> {
    Ok(json.map(Json::parse).transpose()?)
}

fn entry(
    case: CaseId,
    row: EntryRow,
    [before, after]: [Option<Value>; 2],
    views: &BTreeMap<CaseId, View>,
    withheld: &HashSet<i64>,
) -> Result<JournalEntry> {
    let is_withheld = withheld.contains(&row.sequence);
    let mut entry = JournalEntry::from(row);
    if is_withheld {
        (entry.before, entry.after, entry.withheld) = (None, None, Some(true));
        return Ok(entry);
    }
    for (value, shown) in [(before, &mut entry.before), (after, &mut entry.after)] {
        let Some(mut value) = value else { continue };
        if redact(&mut value, case, views) {
            *shown = Some(Json::of(&value)?);
            entry.withheld = Some(true);
        }
    }
    Ok(entry)
}

/// The entries about notes that the reader may not read: those of a note that was under such a privilege then, and all those of
/// one that is under such a privilege now, or was when it was removed.
fn withheld_notes(
    connection: &mut Connection,
    case: CaseId,
    view: &View,
    read: &[(EntryRow, [Option<Value>; 2])],
) -> Result<HashSet<i64>> {
    let entries = read.iter().filter(|(row, _)| is_of_note(row) && case_of(row) == case);
    if view.notes && view.privileges.len() == Privilege::ALL.len() {
        return Ok(HashSet::new());
    }
    if !view.notes {
        return Ok(entries.map(|(row, _)| row.sequence).collect());
    }
    let mut notes: Vec<(i64, Vec<Kept>)> = Vec::new();
    for (row, values) in entries {
        // What does not say which note it is about says nothing of one.
        let kept = values.iter().flatten().filter_map(|value| Kept::deserialize(value).ok());
        notes.push((row.sequence, kept.collect()));
    }
    let ids: HashSet<NoteId> = notes.iter().flat_map(|(_, kept)| kept).map(|kept| kept.id).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let ids: Vec<_> = ids.into_iter().collect();
    let mut last = notes::service::privileges(connection, &ids)?;
    if ids.iter().any(|id| !last.contains_key(id)) {
        let beginning = Instant::at(DateTime::UNIX_EPOCH);
        for row in store::of_case_since(connection, case, NOTE_DELETED, beginning)? {
            let kept: Option<Kept> = row.before.as_ref().and_then(|before| before.parse().ok());
            last.extend(kept.map(|kept| (kept.id, kept.privilege)));
        }
    }
    let is_kept_back = |kept: &Kept| {
        let now = last.get(&kept.id).copied().unwrap_or(Some(Privilege::CabinetConfidence));
        !view.shows_note(kept.privilege) || !view.shows_note(now)
    };
    let kept_back = notes.into_iter().filter(|(_, kept)| kept.iter().any(is_kept_back));
    Ok(kept_back.map(|(sequence, _)| sequence).collect())
}

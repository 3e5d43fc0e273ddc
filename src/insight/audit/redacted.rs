//! Entries of the journal as one person may read them: the one way out of it, for lists, proofs and
//! whatever else hands on what an entry says.
//!
//! Which entries there are for a person at all is a matter of the query
//! ([`crate::journal::actions`], [`super::query_store`]); what each says, of what they are shown
//! now of the case in whose chain it stands and of every other case that it names
//! ([`crate::access::redaction`]).

use super::api::JournalEntry;
use super::withheld_documents;
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::fields::View;
use crate::access::permissions::Permission;
use crate::access::privilege::Privilege;
use crate::access::redaction::{NamedCases, ids_in, redact};
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{CaseId, NoteId};
use crate::journal::model::{Action, case_in};
use crate::journal::store::{self, EntryRow};
use crate::matters::{cases, notes};
use chrono::DateTime;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

/// The act after which what was removed last is found in the journal.
const NOTE_DELETED: Action = "note.deleted";

/// The act that says what somebody asked for, and not what is there: an id in it names nothing, and
/// keeping it back would tell that it does.
const REFUSED: Action = "access.refused";

/// The fields that say where people are to be reached, and from where they come: for whoever
/// manages them.
const WHEREABOUTS: [&str; 3] = ["email", "address", "user_agent"];

/// The traits of a note by which its entries are kept back.
#[derive(Deserialize)]
struct NoteTraits {
    #[serde(alias = "note_id")]
    id: NoteId,
    privilege: Option<Privilege>,
}

/// An entry, and what it says.
type EntryContent = (EntryRow, [Option<Value>; 2]);

/// Entries that the caller may see, as the caller may read them.
pub fn as_read(
    connection: &mut Connection,
    caller: &Context,
    rows: Vec<EntryRow>,
) -> Result<Vec<JournalEntry>> {
    let mut ids = BTreeSet::new();
    let mut read: Vec<EntryContent> = Vec::with_capacity(rows.len());
    for row in rows {
        let values = [value(row.before.as_ref())?, value(row.after.as_ref())?];
        if row.action != REFUSED {
            values.iter().flatten().for_each(|value| ids_in(value, &mut ids));
        }
        ids.insert(case_of(&row).uuid());
        read.push((row, values));
    }
    let ids: Vec<_> = ids.into_iter().map(CaseId::from).collect();
    let mut named = cases::views::named(connection, caller, &ids)?;
    // What is no case is under no order.
    let open = View::of(&caller.user, Confidentiality::None, false);
    named.views.insert(CaseId::from(Uuid::nil()), open);
    let mut withheld = HashSet::new();
    for case in cases_with(&read, is_of_note) {
        if let Some(view) = named.views.get(&case) {
            withheld.extend(withheld_notes(connection, case, view, &read)?);
        }
    }
    for case in cases_with(&read, is_of_document) {
        if let Some(view) = named.views.get(&case) {
            let of_case = read.iter().filter(|(row, _)| is_of_document(row) && case_of(row) == case);
            let of_case = of_case.map(|(row, values)| (row.sequence, values));
            withheld.extend(withheld_documents::among(connection, caller, view, of_case)?);
        }
    }
    read.into_iter().map(|read| entry(caller, read, &named, &withheld)).collect()
}

/// The next entries of a case that the caller may see, as the caller may read them: the latest
/// first, before a sequence number.
pub fn page_of_case(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<JournalEntry>> {
    let entries = store::of_case(connection, &caller.user, case, None, before, limit)?;
    as_read(connection, caller, entries)
}

/// The case in whose chain an entry stands; an id that no case has if it stands in another chain.
fn case_of(row: &EntryRow) -> CaseId {
    case_in(&row.subject).unwrap_or_else(|| CaseId::from(Uuid::nil()))
}

fn is_of_note(row: &EntryRow) -> bool {
    row.action.starts_with("note.")
}

/// The cases of those of these entries that are about something.
fn cases_with(read: &[EntryContent], is_about_it: fn(&EntryRow) -> bool) -> BTreeSet<CaseId> {
    read.iter().filter(|(row, _)| is_about_it(row)).map(|(row, _)| case_of(row)).collect()
}

fn is_of_document(row: &EntryRow) -> bool {
    row.action.starts_with("document.")
}

fn value(json: Option<&Json>) -> Result<Option<Value>> {
    Ok(json.map(Json::parse).transpose()?)
}

fn entry(
    caller: &Context,
    (row, [before, after]): EntryContent,
    named: &NamedCases,
    withheld: &HashSet<i64>,
) -> Result<JournalEntry> {
    let case = case_of(&row);
    let is_withheld = withheld.contains(&row.sequence);
    let is_of_person = row.subject.starts_with("user:");
    let mut entry = JournalEntry::from(row);
    if is_withheld {
        (entry.before, entry.after, entry.withheld) = (None, None, Some(true));
        return Ok(entry);
    }
    let asked_for = NamedCases { views: named.views.clone(), ..NamedCases::default() };
    let named = if entry.action == REFUSED { &asked_for } else { named };
    for (value, shown) in [(before, &mut entry.before), (after, &mut entry.after)] {
        let Some(mut value) = value else { continue };
        let mut changed = redact(&mut value, case, named);
        if is_of_person && !caller.user.may(Permission::ManageUsers) {
            let fields = value.as_object_mut();
            if let Some(fields) = fields {
                for key in WHEREABOUTS {
                    changed |= fields.remove(key).is_some();
                }
            }
        }
        if changed {
            *shown = Some(Json::of(&value)?);
            entry.withheld = Some(true);
        }
    }
    Ok(entry)
}

/// The entries about notes that the reader may not read: those of a note that was under such a
/// privilege then, and all those of one that is under such a privilege now, or was when it was
/// removed.
fn withheld_notes(
    connection: &mut Connection,
    case: CaseId,
    view: &View,
    read: &[EntryContent],
) -> Result<HashSet<i64>> {
    let entries = read.iter().filter(|(row, _)| is_of_note(row) && case_of(row) == case);
    if view.texts && view.privileges.len() == Privilege::ALL.len() {
        return Ok(HashSet::new());
    }
    if !view.texts {
        return Ok(entries.map(|(row, _)| row.sequence).collect());
    }
    let mut notes: Vec<(i64, Vec<NoteTraits>)> = Vec::new();
    for (row, values) in entries {
        // What does not say which note it is about says nothing of one.
        let kept = values.iter().flatten().filter_map(|value| NoteTraits::deserialize(value).ok());
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
        for row in store::of_case_since(connection, case, &[NOTE_DELETED], beginning)? {
            let kept: Option<NoteTraits> = row.before.as_ref().and_then(|before| before.parse().ok());
            last.extend(kept.map(|kept| (kept.id, kept.privilege)));
        }
    }
    let is_kept_back = |kept: &NoteTraits| {
        let now = last.get(&kept.id).copied().unwrap_or(Some(Privilege::CabinetConfidence));
        !view.shows_note(kept.privilege) || !view.shows_note(now)
    };
    let kept_back = notes.into_iter().filter(|(_, kept)| kept.iter().any(is_kept_back));
    Ok(kept_back.map(|(sequence, _)| sequence).collect())
}

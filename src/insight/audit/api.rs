//! An entry of the journal on the wire, and what may be asked of it.

use super::query_store::JournalFilter;
use crate::db::types::{Instant, Json};
use crate::http::page::{Include, page_of, page_params};
use crate::journal::model::EntryKind;
use crate::journal::store::EntryRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One act: who did what, when, and what it changed.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "sequence": 42, "subject": "case:019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "action": "event.recorded",
    "actor": "user:019a8e2a-0000-7000-8000-000000000001", "request_id": "019a8e2b-11aa-7f00-a000-000000000000",
    "at": "2026-03-09T14:00:00.000000Z", "kind": "write", "after": {"stage": "commenced"},
    "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "previous_hash": ""
}))]
pub struct JournalEntry {
    /// Its place among all entries; it grows, and may leave gaps.
    pub sequence: i64,
    /// The subject: `case:ID`, `user:ID`, `organization:ID`, `group:ID`, or `service` as a whole.
    pub subject: String,
    /// The act, as `noun.verb`.
    pub action: String,
    /// The author: `user:ID`, or `system`.
    pub actor: String,
    /// The request that did it.
    pub request_id: String,
    /// The instant.
    pub at: Instant,
    /// `write`, `read` (of what is sensitive) or `security` (a sign-in, a refusal).
    pub kind: String,
    /// The state before, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub before: Option<Json>,
    /// The state after, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub after: Option<Json>,
    /// `true` where something of `before` or `after` is kept from you: left out, or initials in the
    /// place of a name. The hash is that of the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withheld: Option<bool>,
    /// SHA-256 over the entry and the hash before it.
    pub hash: String,
    /// The hash of the entry before it in the chain of its subject; empty for the first.
    pub previous_hash: String,
}

impl From<EntryRow> for JournalEntry {
    fn from(row: EntryRow) -> Self {
        Self {
            sequence: row.sequence,
            subject: row.subject,
            action: row.action,
            actor: row.actor,
            request_id: row.request_id,
            at: row.at,
            kind: row.kind,
            before: row.before,
            after: row.after,
            withheld: None,
            hash: row.hash,
            previous_hash: row.previous_hash,
        }
    }
}

page_of!(
    /// A page of the journal, the latest entry first.
    JournalPage,
    JournalEntry
);

/// The query of a case's journal.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListCaseJournal {
    /// Only entries of this kind: `write`, `read` or `security`.
    #[param(inline)]
    pub kind: Option<EntryKind>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListCaseJournal);

/// The query of the journal across cases.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListJournal {
    /// Only entries of this kind: `write`, `read` or `security`.
    #[param(inline)]
    pub kind: Option<EntryKind>,
    /// Only entries about this: `case:ID`, `user:ID`, `organization:ID`, `group:ID` or `service`.
    #[param(pattern = "^((case|user|organization|group):[0-9a-f-]{36}|service)$")]
    pub subject: Option<String>,
    /// Only entries by this author: `user:ID` or `system`.
    #[param(pattern = "^(user:[0-9a-f-]{36}|system)$")]
    pub actor: Option<String>,
    /// Only entries of this act, as `noun.verb`: `case.read`, `access.refused`.
    #[param(pattern = "^[a-z_]+[.][a-z_]+$")]
    pub action: Option<String>,
    /// Only entries made at this instant or later.
    pub from: Option<Instant>,
    /// Only entries made before this instant.
    pub until: Option<Instant>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListJournal);

impl From<ListJournal> for JournalFilter {
    fn from(asked: ListJournal) -> Self {
        Self {
            kind: asked.kind,
            subject: asked.subject,
            actor: asked.actor,
            action: asked.action,
            from: asked.from,
            until: asked.until,
            sequence: None,
        }
    }
}

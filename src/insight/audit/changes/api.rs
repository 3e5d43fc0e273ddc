//! A change on the wire, and what may be asked of the changes.

use crate::db::types::{Instant, Json};
use crate::error::{Code, Error, Fault, Result};
use crate::http::page::{Include, PageParams};
use crate::ids::CaseId;
use crate::insight::audit::api::JournalEntry;
use crate::journal::actions;
use crate::journal::model::case_in;
use crate::journal::store::EntryRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The type of the change that tells of a case which the reader may see from here on, and perhaps
/// could not see before.
pub const CASE_VISIBLE: &str = "case.visible";
/// The type of the change that tells the reader that more than one case may be theirs to see now,
/// or no longer.
pub const ACCESS_CHANGED: &str = "access.changed";

/// A change: what was done, when and by whom.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "sequence": 42, "type": "event.recorded", "subject": "case:019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "actor": "user:019a8e2a-0000-7000-8000-000000000001",
    "request_id": "019a8e2b-11aa-7f00-a000-000000000000", "at": "2026-03-09T14:00:00.000000Z",
    "after": {"stage": "commenced"}
}))]
pub struct RecordedChange {
    /// The sequence number of the journal's entry: it grows along the feed, and leaves gaps.
    pub sequence: i64,
    /// The act, as `noun.verb`: what the journal calls `action`. Two are of the feed alone:
    /// `case.visible` (you may see this case from here on: read it whole) and `access.changed`
    /// (more than one case may be yours to see now, or no longer: list them again).
    #[serde(rename = "type")]
    pub kind: String,
    /// The subject: `case:ID`, `user:ID`, `organization:ID`, `group:ID`, or `service` as a whole.
    pub subject: String,
    /// The case, if the subject is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// The author: `user:ID`, or `system`.
    pub actor: String,
    /// The request that did it; none is named with `case.visible` and `access.changed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The instant.
    pub at: Instant,
    /// The state before, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub before: Option<Json>,
    /// The state after, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub after: Option<Json>,
    /// `true` where something of `before` or `after` is kept from you.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withheld: Option<bool>,
}

impl From<JournalEntry> for RecordedChange {
    fn from(entry: JournalEntry) -> Self {
        Self {
            sequence: entry.sequence,
            kind: entry.action,
            case_id: case_in(&entry.subject),
            subject: entry.subject,
            actor: entry.actor,
            request_id: Some(entry.request_id),
            at: entry.at,
            before: entry.before,
            after: entry.after,
            withheld: entry.withheld,
        }
    }
}

impl RecordedChange {
    /// What tells it from every other change of the feed.
    #[must_use]
    pub fn id(&self) -> String {
        match self.kind.as_str() {
            CASE_VISIBLE | ACCESS_CHANGED => format!("{}.{}", self.sequence, self.kind),
            _ => self.sequence.to_string(),
        }
    }

    /// A change that no entry is: of it is told only where in the feed it stands, and when.
    #[must_use]
    pub fn of_the_feed(kind: &str, subject: String, place: &EntryRow) -> Self {
        Self {
            sequence: place.sequence,
            kind: kind.to_owned(),
            case_id: case_in(&subject),
            subject,
            actor: "system".to_owned(),
            request_id: None,
            at: place.at,
            before: None,
            after: None,
            withheld: None,
        }
    }
}

/// A page of the changes, the earliest first.
#[derive(Serialize, ToSchema)]
pub struct ChangePage {
    /// The changes, in their order. There may be none although there is more: the page then says
    /// how far was looked.
    pub items: Vec<RecordedChange>,
    /// The place after the last of them, to go on from as `cursor`; it is always there, and stays
    /// good for as long as the journal is kept.
    pub next_cursor: String,
    /// Whether there is more to be read at once. If not, you know all that there is for you: ask
    /// again later, or with `wait`.
    pub has_more: bool,
}

/// From where somebody follows who has no cursor.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StartFrom {
    /// From the first entry of the journal.
    #[default]
    Oldest,
    /// From now on.
    Latest,
}

/// The query of the changes.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FollowChanges {
    /// `next_cursor` of the page before. Without it the changes are read from `start` on.
    cursor: Option<String>,
    /// From where to begin without a cursor: `oldest` (if it is left out) or `latest`.
    #[param(inline)]
    pub start: Option<StartFrom>,
    /// The greatest number of entries, 1 to 1000; 200 if it is left out.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<i64>,
    /// Only these types, separated by commas: acts (`event.recorded`) or all acts on something
    /// (`event`). `case.visible` and `access.changed` come whatever is asked for.
    #[param(pattern = "^[a-z_]+([.][a-z_]+)?(,[a-z_]+([.][a-z_]+)?)*$", max_length = 1000)]
    #[serde(rename = "type")]
    #[param(rename = "type")]
    pub types: Option<String>,
    /// Only changes of this case and of its parts.
    pub case_id: Option<CaseId>,
    /// Where there is nothing yet: wait so many seconds for something, 0 to 50, and no longer than
    /// the service lets a request take.
    #[param(minimum = 0, maximum = 50)]
    pub wait: Option<u64>,
}

impl PageParams for FollowChanges {
    fn limit(&self) -> Option<i64> {
        self.limit
    }

    fn greatest(&self) -> i64 {
        1000
    }

    fn usual(&self) -> i64 {
        200
    }

    fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    fn include(&self) -> Option<Include> {
        None
    }
}

impl FollowChanges {
    /// The types that are asked for; nothing, if all are.
    ///
    /// # Errors
    /// 400 that names each that the journal does not know.
    pub fn wanted_types(&self) -> Result<Option<Vec<String>>> {
        let Some(types) = &self.types else { return Ok(None) };
        let (good, bad): (Vec<_>, Vec<_>) =
            types.split(',').map(str::to_owned).partition(|name| is_known_type(name));
        if bad.is_empty() {
            return Ok(Some(good));
        }
        let faults = bad.iter().map(|name| unknown(name)).collect();
        Err(Error::new(Code::InvalidQuery).with_faults(faults))
    }
}

/// Whether there are changes of a type.
#[must_use]
pub fn is_known_type(name: &str) -> bool {
    [CASE_VISIBLE, ACCESS_CHANGED].contains(&name) || actions::reading(name).is_some()
}

fn unknown(name: &str) -> Fault {
    Fault::query(
        "type",
        "invalid_value",
        format!(
            "There are no changes of the type `{name}`. The types are the acts of the journal, such as `event.recorded`, or what they are done to, such as `event`."
        ),
        format!(
            "Il n'y a pas de changement du type « {name} ». Les types sont les actes du journal, comme « event.recorded », ou ce sur quoi ils portent, comme « event »."
        ),
    )
}

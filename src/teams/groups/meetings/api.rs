//! A meeting on the wire.

use super::super::model::MeetingStatus;
use super::store::MeetingRow;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::http::page::{Include, page_of, page_params};
use crate::http::patch::nullable;
use crate::ids::{DocumentId, GroupId, MeetingId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A meeting of a group.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e22", "group_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e20", "number": 1,
    "title": "First meeting", "status": "held", "starts_at": "2026-03-09T14:00:00.000000Z", "place": "284 Wellington Street",
    "agenda": [{"title": "Matrix of responsibilities", "note": "Draft of 2 March"}],
    "attendance": ["019a8e2a-0000-7000-8000-000000000001"], "quorum_met": false, "minutes": "The draft was discussed.",
    "documents": [{"title": "Draft matrix", "url": "https://documents.example/matrix"}], "version": 2,
    "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-02T14:00:00.000000Z", "updated_at": "2026-03-09T16:00:00.000000Z"
}))]
pub struct Meeting {
    /// The id of the meeting.
    pub id: MeetingId,
    /// The group.
    pub group_id: GroupId,
    /// Its number in the group: given in the order in which meetings were entered.
    pub number: i32,
    /// The title of the meeting.
    pub title: String,
    /// The status: a code of the list `meeting_statuses`.
    #[schema(value_type = String)]
    pub status: MeetingStatus,
    /// The instant at which it begins.
    pub starts_at: Instant,
    /// The place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The points to be discussed, in order.
    pub agenda: Vec<AgendaItem>,
    /// The people who attended.
    pub attendance: Vec<UserId>,
    /// Whether those who attended made a quorum; left out while it was not held, and where the
    /// group has no quorum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quorum_met: Option<bool>,
    /// The minutes of what was said and done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<String>,
    /// The documents before the meeting.
    pub documents: Vec<MeetingDocument>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who entered it.
    pub created_by: UserId,
    /// The instant of it.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
}

impl Meeting {
    /// A meeting, from its row.
    ///
    /// # Errors
    /// Fails if what was stored cannot be read.
    pub fn from_row(row: MeetingRow) -> Result<Self> {
        Ok(Self {
            agenda: row.agenda.parse()?,
            attendance: row.attendance.parse()?,
            documents: row.documents.parse()?,
            id: row.id,
            group_id: row.group_id,
            number: row.number,
            title: row.title,
            status: row.status,
            starts_at: row.starts_at,
            place: row.place,
            quorum_met: row.quorum_met,
            minutes: row.minutes,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }

    /// The code, as stored.
    ///
    /// # Errors
    /// Fails if a part has no JSON form.
    pub fn kept(&self) -> Result<MeetingRow> {
        Ok(MeetingRow {
            id: self.id,
            group_id: self.group_id,
            number: self.number,
            title: self.title.clone(),
            status: self.status,
            starts_at: self.starts_at,
            place: self.place.clone(),
            agenda: Json::of(&self.agenda)?,
            attendance: Json::of(&self.attendance)?,
            quorum_met: self.quorum_met,
            minutes: self.minutes.clone(),
            documents: Json::of(&self.documents)?,
            version: self.version,
            created_by: self.created_by,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

page_of!(
    /// A page of the meetings of a group, the latest number first.
    MeetingPage,
    Meeting
);

/// A point of an agenda.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    /// The point to be discussed.
    #[schema(min_length = 1, max_length = 300, pattern = r"\S")]
    pub title: String,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, min_length = 1, max_length = 5000, pattern = r"\S")]
    pub note: Option<String>,
}

/// A document that was before a meeting, wherever it is kept.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingDocument {
    /// The title of the document.
    #[schema(min_length = 1, max_length = 300, pattern = r"\S")]
    pub title: String,
    /// The address where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_length = 2000, pattern = r"^https?://\S+$")]
    pub url: Option<String>,
    /// Its id, where it is kept as a document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub document_id: Option<DocumentId>,
}

/// A meeting to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "First meeting", "starts_at": "2026-12-09T14:00:00Z", "place": "284 Wellington Street",
    "agenda": [{"title": "Matrix of responsibilities", "note": "Draft of 2 March"}],
    "documents": [{"title": "Draft matrix", "url": "https://documents.example/matrix"}]
}))]
pub struct MeetingInput {
    /// The title of the meeting.
    #[schema(min_length = 1, max_length = 300, pattern = r"\S")]
    pub title: String,
    /// The instant at which it begins.
    pub starts_at: Instant,
    /// The status; planned, if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub status: Option<MeetingStatus>,
    /// The place.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 300, pattern = r"\S")]
    pub place: Option<String>,
    /// The points to be discussed, in order.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub agenda: Vec<AgendaItem>,
    /// The people who attended, if it was held: those who were members when it began.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub attendance: Vec<UserId>,
    /// The minutes of what was said and done, if it was held.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 100_000, pattern = r"\S")]
    pub minutes: Option<String>,
    /// The documents before the meeting.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub documents: Vec<MeetingDocument>,
}

/// The changes to a meeting. A list is changed whole.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"status": "held", "minutes": "The draft was discussed."}))]
pub struct MeetingPatch {
    /// The new title of the meeting.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 300, pattern = r"\S")]
    pub title: Option<String>,
    /// The instant at which it begins.
    #[serde(default)]
    #[schema(nullable = false)]
    pub starts_at: Option<Instant>,
    /// The status: what was held or cancelled stays so.
    #[serde(default)]
    #[schema(nullable = false)]
    pub status: Option<MeetingStatus>,
    /// The place; `null` removes it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300, pattern = r"\S")]
    pub place: Option<Option<String>>,
    /// The points to be discussed, in order.
    #[serde(default)]
    #[schema(nullable = false, max_items = 100)]
    pub agenda: Option<Vec<AgendaItem>>,
    /// The people who attended: those who were members when it began.
    #[serde(default)]
    #[schema(nullable = false, max_items = 1000)]
    pub attendance: Option<Vec<UserId>>,
    /// The minutes; `null` removes them.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100_000, pattern = r"\S")]
    pub minutes: Option<Option<String>>,
    /// The documents before the meeting.
    #[serde(default)]
    #[schema(nullable = false, max_items = 100)]
    pub documents: Option<Vec<MeetingDocument>>,
}

/// The query of a list of meetings.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListMeetings {
    /// Only those with this status.
    #[param(inline)]
    pub status: Option<MeetingStatus>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListMeetings);

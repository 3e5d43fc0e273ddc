//! The docket on the wire.

use super::EventRow;
use super::model::MovedEntry;
use crate::access::fields::View;
use crate::db::types::{Instant, Json};
use crate::external_ids::model::{ExternalId, ExternalIds};
use crate::http::page::{Include, page_of, page_params};
use crate::http::patch::nullable;
use crate::ids::{CaseId, EventId, UserId};
use crate::law::docket::model::OrderedDate;
use crate::law::proceedings::HEARING_TEXTS;
use crate::version::Version;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// What happened on a docket.
#[derive(Serialize, ToSchema)]
#[schema(as = CaseEvent, example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e12", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "position": 1,
    "type": "application_filed", "occurred_on": "2026-03-09", "facts": {"reasons_received": true}, "ordered": [],
    "recorded_by": "019a8e2a-0000-7000-8000-000000000001", "recorded_at": "2026-03-10T09:30:00.000000Z", "version": 1
}))]
pub struct Event {
    /// Its id; left out in a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<EventId>,
    /// The case.
    pub case_id: CaseId,
    /// Its place in the order of recording, from 1.
    pub position: i32,
    /// The event: a code of the proceeding's events.
    #[serde(rename = "type")]
    pub event_type: String,
    /// When it happened.
    pub occurred_on: NaiveDate,
    /// When it was served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served_on: Option<NaiveDate>,
    /// How it was served or sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_method: Option<String>,
    /// What other systems call it.
    #[serde(skip_serializing_if = "ExternalIds::is_empty")]
    #[schema(value_type = Vec<ExternalId>, required = false)]
    pub external_ids: ExternalIds,
    /// The entry that it is about, where it says so: one by which a motion was served or filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<EventId>,
    /// What else is known of it; hours are by the clock of the office.
    #[schema(value_type = Object)]
    pub facts: Json,
    /// The dates that it set, where it is an order.
    #[schema(value_type = Vec<OrderedDate>)]
    pub ordered: Json,
    /// A remark; left out where the case is sealed and you may not read what is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// By whom, when and why it was struck, if it was: it then has no effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub struck: Option<Struck>,
    /// The entry in the file of a motion that it tells of; left out where you may not see that
    /// case. It is corrected and struck there, and follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub motion: Option<MovedEntry>,
    /// The entry that tells of it in the file that the motion is in, with the dates that it set
    /// there; left out where there is none, or you may not see that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_main_file: Option<TellingEntry>,
    /// Who recorded it.
    pub recorded_by: UserId,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// Whether part of it may be kept from its reader.
    #[serde(skip)]
    is_partial: bool,
}

impl Event {
    /// The event, for a reader with this view of the case.
    #[must_use]
    pub fn redacted_for(mut self, view: &View) -> Self {
        self.note = view.text(self.note);
        if !view.texts {
            self.facts = without_texts(self.facts);
        }
        if let Some(struck) = &mut self.struck {
            struck.reason = view.text(struck.reason.take());
        }
        self.is_partial |= !view.texts;
        self
    }

    /// The event, with the entry that it became in another case, or without a word of that case for
    /// a reader who may not see it.
    #[must_use]
    pub(super) fn moved(mut self, to: Option<MovedEntry>, is_shown: impl Fn(CaseId) -> bool) -> Self {
        if let (Some(to), Some(struck)) = (to, &mut self.struck) {
            struck.moved_to = Some(to).filter(|to| is_shown(to.case_id));
            self.is_partial |= struck.moved_to.is_none();
        }
        self
    }

    /// The event, with the entry of a motion that it tells of, or without a word of that for a
    /// reader who may not see the motion.
    #[must_use]
    pub(super) fn telling_of(
        mut self,
        motion: Option<MovedEntry>,
        is_shown: impl Fn(CaseId) -> bool,
    ) -> Self {
        self.motion = motion.filter(|motion| is_shown(motion.case_id));
        self.is_partial |= motion.is_some() && self.motion.is_none();
        self
    }

    /// The version of what is shown.
    #[must_use]
    pub const fn version(&self) -> Version {
        Version::partly(self.version, self.is_partial)
    }
}

/// The facts but for those that people write as text. What is no map of facts stays: none is ever
/// stored.
fn without_texts(facts: Json) -> Json {
    let Ok(mut known) = facts.parse::<BTreeMap<String, Value>>() else { return facts };
    known.retain(|name, _| !HEARING_TEXTS.contains(&name.as_str()));
    Json::of(&known).unwrap_or(facts)
}

impl From<EventRow> for Event {
    fn from(row: EventRow) -> Self {
        Self {
            id: Some(row.id),
            case_id: row.case_id,
            position: row.position,
            event_type: row.event_type,
            occurred_on: row.occurred_on,
            served_on: row.served_on,
            service_method: row.service_method,
            external_ids: row.external_ids,
            about: row.about_id,
            facts: row.facts,
            ordered: row.ordered,
            note: row.note,
            struck: row.struck_at.zip(row.struck_by).map(|(at, by)| Struck {
                by,
                at,
                reason: row.struck_reason,
                // Its reader has to be asked about first: see `events::shown`.
                moved_to: None,
            }),
            // As above.
            motion: None,
            in_main_file: None,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            version: row.version,
            is_partial: false,
        }
    }
}

/// An entry in a main file that tells of one in a motion.
#[derive(Serialize, ToSchema)]
pub struct TellingEntry {
    /// The case.
    pub case_id: CaseId,
    /// The entry.
    pub event_id: EventId,
    /// The dates that it set there, where it is an order.
    #[schema(value_type = Vec<OrderedDate>)]
    pub ordered: Json,
}

impl From<EventRow> for TellingEntry {
    fn from(row: EventRow) -> Self {
        Self { case_id: row.case_id, event_id: row.id, ordered: row.ordered }
    }
}

/// The striking of an entry that was recorded by mistake.
#[derive(Serialize, ToSchema)]
pub struct Struck {
    /// Who struck it.
    pub by: UserId,
    /// When.
    pub at: Instant,
    /// The reason; left out where the case is sealed and you may not read what is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The entry that it became in another case, if it was moved there and you may see that case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<MovedEntry>,
}

/// The reason why an entry of a docket is struck, or restored.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "It belongs to another case."}))]
pub struct EntryReason {
    /// The reason, as it will stand in the journal.
    #[schema(min_length = 1, max_length = 2000, pattern = r"\S")]
    pub reason: String,
}

/// The case to which an entry belongs that was recorded in another.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "reason": "It belongs to another case."}))]
pub struct EventPlaceInput {
    /// The case.
    pub case_id: CaseId,
    /// The reason, as it will stand with the struck entry, and in the journal of both.
    #[schema(min_length = 1, max_length = 2000, pattern = r"\S")]
    pub reason: String,
}

page_of!(
    /// A page of a docket, in the order of recording.
    EventPage,
    Event
);

/// An event to be recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"type": "application_filed", "occurred_on": "2026-03-09", "facts": {"reasons_received": true}}))]
pub struct EventInput {
    /// The event: a code of the proceeding's events.
    #[serde(rename = "type")]
    #[schema(min_length = 1, max_length = 50)]
    pub event_type: String,
    /// When it happened.
    pub occurred_on: NaiveDate,
    /// The day on which it was served, if that is known with it.
    #[serde(default)]
    #[schema(nullable = false)]
    pub served_on: Option<NaiveDate>,
    /// The way in which it was served or sent: a code of the list `service_methods`.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 30)]
    pub service_method: Option<String>,
    /// The entry of this docket that it is about: one by which the motion was served or filed that
    /// is answered, heard or decided. Where it is left out, the event is about the only motion that
    /// could be meant, and the answer says so (`effects.about`). Where two could be, it is about
    /// none of them, there is a warning (`which_motion`), and none of their times is met, moved or
    /// ended before a correction says which it is about.
    #[serde(default)]
    #[schema(nullable = false)]
    pub about: Option<EventId>,
    /// The other facts that are known of it: those of the event's type.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub facts: BTreeMap<String, Value>,
    /// The dates that it sets, where it is an order: they are pinned.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub ordered: Vec<OrderedDate>,
    /// A remark.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 5000)]
    pub note: Option<String>,
    /// What other systems call it: no other entry of the case has the same.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_ids: Vec<ExternalId>,
}

/// A correction of what was recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"served_on": "2026-03-11"}))]
pub struct EventPatch {
    /// When it happened.
    #[serde(default)]
    #[schema(nullable = false)]
    pub occurred_on: Option<NaiveDate>,
    /// When it was served.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<NaiveDate>)]
    pub served_on: Option<Option<NaiveDate>>,
    /// How it was served or sent.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 30)]
    pub service_method: Option<Option<String>>,
    /// The entry of this docket that it is about.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<EventId>)]
    pub about: Option<Option<EventId>>,
    /// Facts: what is named is changed, what is null is removed, the rest stays.
    #[serde(default)]
    #[schema(value_type = Option<Object>, nullable = false)]
    pub facts: Option<BTreeMap<String, Value>>,
    /// The dates that it sets, where it is an order: all of them, in place of those before. Of
    /// those that an order in a motion sets in the main file (`in_main_file`), the ones that are
    /// named change and the others stay; striking the order takes them away.
    #[serde(default)]
    #[schema(nullable = false, max_items = 50)]
    pub ordered: Option<Vec<OrderedDate>>,
    /// A remark.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 5000)]
    pub note: Option<Option<String>>,
    /// What other systems call it: all of them, in place of those before.
    #[serde(default)]
    #[schema(nullable = false, max_items = 20)]
    pub external_ids: Option<Vec<ExternalId>>,
}

/// The query of the docket of a case.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListEvents {
    /// Only the one with this id in another system, as `SYSTEM:ID`.
    #[param(pattern = "^[^:]+:.+$", example = "GCMS:A123")]
    pub external_id: Option<String>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListEvents);

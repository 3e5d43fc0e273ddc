//! What a line of an import says.

use crate::access::classification::Classification;
use crate::access::confidentiality::Confidentiality;
use crate::access::portfolio::FileLanguage;
use crate::db::types::Instant;
use crate::duties::deadlines::model::PinnedBy;
use crate::error::{Error, Fault, Result};
use crate::external_ids::model::ExternalId;
use crate::ids::{EventId, GroupId, UserId};
use crate::law::docket::model::OrderedDate;
use crate::law::proceedings::Side;
use crate::matters::docket::api::EventInput;
use crate::registry::cases::api::{CaseInput, DecisionInput};
use crate::registry::docket::history::HistoryEntry;
use crate::registry::parties::api::PartyInput;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A case, as another system knows it: one line of an import. A new case needs `proceeding`,
/// `style_of_cause` and `language`; of one that is here already a line may say anything, and what
/// it leaves out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "external_ids": [{"system": "GCMS", "id": "A123"}], "proceeding": "ALJR", "language": "en",
    "style_of_cause": "Doe v. The Minister of Citizenship and Immigration", "file_number": "IMM-1234-26",
    "decision": {"body": "rad", "decided_on": "2026-02-27", "notified_on": "2026-03-02", "location": "in_canada"},
    "parties": [{"kind": "person", "capacity": "applicant", "name": "Jane Doe", "external_ids": [{"system": "GCMS", "id": "C77"}]}],
    "events": [{"type": "application_filed", "occurred_on": "2026-03-09", "facts": {"reasons_received": true}}],
    "assignments": [{"username": "litigator", "role": "COR", "from": "2026-03-10T13:00:00Z"}],
    "deadlines": [{"rule": "FCCIRPR-10-PERFECT", "status": "extended", "until": "2026-04-30", "by": "consent"}]
}))]
pub struct ImportedCase {
    /// The ids by which the other system knows the case: by them it is found again.
    #[schema(min_items = 1, max_items = 20)]
    pub external_ids: Vec<ExternalId>,
    /// The proceeding: a code of `GET /v1/proceedings`.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub proceeding: Option<String>,
    /// The names of the parties, as the court writes them.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 500, pattern = r"^\s*\S.*$")]
    pub style_of_cause: Option<String>,
    /// The language of the file.
    #[serde(default)]
    #[schema(nullable = false)]
    pub language: Option<FileLanguage>,
    /// The sensitivity of the case; Protected B, if a new case leaves it out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub classification: Option<Classification>,
    /// The order of a court that keeps the case from the public; `none`, if a new case leaves it
    /// out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub confidentiality: Option<Confidentiality>,
    /// The court's file number.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 50, pattern = r"^\s*\S.*$")]
    pub file_number: Option<String>,
    /// The registry office.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 100, pattern = r"^\s*\S.*$")]
    pub office: Option<String>,
    /// The decision under review.
    #[serde(default)]
    #[schema(nullable = false)]
    pub decision: Option<DecisionInput>,
    /// The side on which the organisation's client stands.
    #[serde(default)]
    #[schema(nullable = false)]
    pub side: Option<Side>,
    /// The parties. One that is here already is known by an external id, else by capacity and name.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub parties: Vec<PartyInput>,
    /// The docket as it happened, in its order. An entry that is here already is known by an
    /// external id, else by its type and its day.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub events: Vec<ImportedEvent>,
    /// The assignments with their times. One that is here already is known by holder and role.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub assignments: Vec<ImportedAssignment>,
    /// What people did to deadlines that the docket and the decision start.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub deadlines: Vec<ImportedDeadline>,
    /// What an export says beside: it is not read.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub exported: Option<Value>,
}

/// What happened on the docket.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"type": "motion_response_filed", "occurred_on": "2026-04-02", "about_entry": 3}))]
pub struct ImportedEvent {
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
    /// The entry that it is about, by the id that it has here: one by which a motion was served or
    /// filed.
    #[serde(default)]
    #[schema(nullable = false)]
    pub about: Option<EventId>,
    /// Or that entry by its place in this list, from 1: one before it.
    #[serde(default)]
    #[schema(nullable = false, value_type = Option<i32>, minimum = 1, maximum = 1000)]
    pub about_entry: Option<usize>,
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
    /// The ids by which the other system knows it: by one of them it is found again, and its day
    /// corrected.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_ids: Vec<ExternalId>,
}

impl From<ImportedEvent> for HistoryEntry {
    fn from(said: ImportedEvent) -> Self {
        let new = EventInput {
            event_type: said.event_type,
            occurred_on: said.occurred_on,
            served_on: said.served_on,
            service_method: said.service_method,
            about: said.about,
            facts: said.facts,
            ordered: said.ordered,
            note: said.note,
            external_ids: said.external_ids,
        };
        Self { new, about_entry: said.about_entry }
    }
}

/// Who held a role, from when until when.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "litigator", "role": "COR", "from": "2026-03-10T13:00:00Z"}))]
pub struct ImportedAssignment {
    /// The person, by id.
    #[serde(default)]
    #[schema(nullable = false)]
    pub user_id: Option<UserId>,
    /// Or the person, by user name.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    pub username: Option<String>,
    /// Or the person, by the id in another system.
    #[serde(default)]
    #[schema(nullable = false)]
    pub user_external_id: Option<ExternalId>,
    /// Or a group, by id.
    #[serde(default)]
    #[schema(nullable = false)]
    pub group_id: Option<GroupId>,
    /// The role: a code of `GET /v1/roles`.
    #[schema(min_length = 1, max_length = 20)]
    pub role: String,
    /// The instant from which the role was held; now if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// The instant at which it ended; open if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub until: Option<Instant>,
}

/// What was done to a deadline elsewhere.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"rule": "FCCIRPR-10-PERFECT", "status": "met", "on": "2026-04-02"}))]
pub struct ImportedDeadline {
    /// The rule: a code of `GET /v1/rules`. Where the case has several of it, the last is meant.
    #[schema(min_length = 1, max_length = 60)]
    pub rule: String,
    /// What was done.
    pub status: ImportedDeadlineStatus,
    /// With `met`, the day on which it was.
    #[serde(default)]
    #[schema(nullable = false)]
    pub on: Option<NaiveDate>,
    /// With `extended` and `shortened`, the new date.
    #[serde(default)]
    #[schema(nullable = false)]
    pub until: Option<NaiveDate>,
    /// With `extended` and `shortened`, what set it; an order, if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub by: Option<PinnedBy>,
    /// With `waived`, `extended` and `shortened`, why; otherwise a remark.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 2000)]
    pub note: Option<String>,
}

crate::coded::coded! {
    /// What was done to a deadline elsewhere.
    pub enum ImportedDeadlineStatus {
        /// It was met.
        Met = "met", "Met", "Respectée";
        /// It was given a later day.
        Extended = "extended", "Extended", "Prorogée";
        /// It was given an earlier day.
        Shortened = "shortened", "Shortened", "Abrégée";
        /// Somebody waived it.
        Waived = "waived", "Waived", "Renonciation";
    }
}

/// A new case in its parts: what opens it, and what follows once it is open.
pub struct ToOpen {
    /// The case with its parties.
    pub case: CaseInput,
    /// The docket.
    pub events: Vec<HistoryEntry>,
    /// The assignments.
    pub assignments: Vec<ImportedAssignment>,
    /// What people did to its deadlines.
    pub deadlines: Vec<ImportedDeadline>,
}

impl ImportedCase {
    /// The case to be opened, if the line says enough of it.
    ///
    /// # Errors
    /// 422 that names what is missing.
    pub fn to_open(self) -> Result<ToOpen> {
        let missing = [
            ("/proceeding", self.proceeding.is_none()),
            ("/style_of_cause", self.style_of_cause.is_none()),
            ("/language", self.language.is_none()),
        ];
        let faults: Vec<_> =
            missing.iter().filter(|(_, is_missing)| *is_missing).map(|(at, _)| needed(at)).collect();
        let (Some(proceeding), Some(style_of_cause), Some(language)) =
            (self.proceeding, self.style_of_cause, self.language)
        else {
            return Err(Error::invalid(faults));
        };
        let case = CaseInput {
            proceeding,
            style_of_cause,
            language,
            classification: self.classification,
            confidentiality: self.confidentiality,
            file_number: self.file_number,
            office: self.office,
            decision: self.decision,
            organization_id: None,
            side: self.side,
            external_ids: self.external_ids,
            parties: self.parties,
        };
        let events = self.events.into_iter().map(HistoryEntry::from).collect();
        let (assignments, deadlines) = (self.assignments, self.deadlines);
        Ok(ToOpen { case, events, assignments, deadlines })
    }
}

fn needed(pointer: &str) -> Fault {
    Fault::body(
        pointer,
        "required",
        "No case is known by these external ids: to open one, this field is needed.",
        "Aucun dossier ne porte ces identifiants externes : pour en ouvrir un, ce champ est requis.",
    )
}

//! A case on the wire.

use crate::access::classification::Classification;
use crate::access::confidentiality::Confidentiality;
use crate::access::fields::View;
use crate::access::portfolio::FileLanguage;
use crate::db::types::Instant;
use crate::duties::deadlines::api::Deadline;
use crate::external_ids::model::{ExternalId, ExternalIds};
use crate::http::page::page_of;
use crate::http::patch::nullable;
use crate::ids::{CaseId, OrganizationId};
use crate::law::docket::abeyance::HeldInAbeyance;
use crate::law::docket::model::{Decision, DecisionLocation};
use crate::law::proceedings::{DecisionBody, Side};
use crate::matters::cases::CaseRow;
use crate::matters::cases::model::StoredStatus;
use crate::matters::docket::api::Event;
use crate::registry::cases::warnings::CaseWarning;
use crate::registry::docket::api::Effects;
use crate::registry::parties::api::{Party, PartyInput};
use crate::teams::assignments::api::Assignment;
use crate::teams::conflicts::api::Finding;
use crate::text::Text;
use crate::version::Version;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A case: one proceeding before one court.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "proceeding": "ALJR", "file_number": "IMM-1234-26",
    "style_of_cause": "Doe v. The Minister of Citizenship and Immigration", "stage": "commenced", "status": "open",
    "classification": "protected_b", "confidentiality": "none", "language": "en",
    "decision": {"body": "rad", "body_name": {"en": "Refugee Appeal Division", "fr": "Section d'appel des réfugiés"}, "decided_on": "2026-02-27", "notified_on": "2026-03-02", "location": "in_canada"},
    "organization_id": "019a8e2a-0000-7000-8000-000000000002", "side": "responding", "version": 3,
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-10T09:30:00.000000Z"
}))]
pub struct Case {
    /// The id of the case.
    pub id: CaseId,
    /// The proceeding: a code of `GET /v1/proceedings`.
    pub proceeding: String,
    /// The court's file number, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_number: Option<String>,
    /// The names of the parties, as the court writes them. Where a confidentiality order stands,
    /// persons appear with their initials to whoever holds no role on the case and may not see
    /// names otherwise.
    pub style_of_cause: String,
    /// The stage: a code of the proceeding's stages.
    pub stage: String,
    /// `open` or `closed`.
    #[schema(value_type = String)]
    pub status: StoredStatus,
    /// The sensitivity of the case.
    pub classification: Classification,
    /// The order of a court that keeps the case from the public: a code of the list
    /// `confidentiality`.
    pub confidentiality: Confidentiality,
    /// The language of the file: `en`, `fr` or `both`.
    #[schema(value_type = String)]
    pub language: FileLanguage,
    /// The registry office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The decision under review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<CaseDecision>,
    /// The organisation whose case it is.
    pub organization_id: OrganizationId,
    /// The side on which that organisation's client stands: `responding` or `initiating`.
    #[schema(value_type = String)]
    pub side: Side,
    /// The ids that other systems have given to it, if there are any.
    #[serde(skip_serializing_if = "ExternalIds::is_empty")]
    #[schema(value_type = Vec<ExternalId>, required = false)]
    pub external_ids: ExternalIds,
    /// Its version, as in the `ETag`: it grows with every change to the case or to one of its
    /// parts.
    pub version: i64,
    /// The instant at which it was opened here.
    pub created_at: Instant,
    /// The instant at which it, or a part of it, was last changed.
    pub updated_at: Instant,
    /// The effects that a change of the decision, the side or the office has on the deadlines: in
    /// the answer to such a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effects: Option<Effects>,
    /// The parties, with `include=parties`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parties: Option<Vec<Party>>,
    /// The docket in the order of recording, with `include=events`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<Event>>,
    /// The abeyance in which it is, with `include=events`; left out where it is in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abeyance: Option<HeldInAbeyance>,
    /// The deadlines by due date, with `include=deadlines`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadlines: Option<Vec<Deadline>>,
    /// The assignments, with `include=assignments`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignments: Option<Vec<Assignment>>,
    /// The places where the names in it are found elsewhere: in the answer to what opens the case.
    /// `GET /v1/cases/{id}/conflicts` has them later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflicts: Option<Vec<Finding>>,
    /// The warnings about its file number, in the answer to what gives it one: none for what the
    /// caller may not see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<CaseWarning>>,
    /// Whether part of it is kept from its reader.
    #[serde(skip)]
    is_partial: bool,
}

/// The decision under review.
#[derive(Serialize, ToSchema)]
pub struct CaseDecision {
    /// The body that decided: a code of the list `decision_bodies`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The name of the body as it was written, where that is `other`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_text: Option<String>,
    /// The name of the body, in both languages, where the list has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_name: Option<Text>,
    /// The day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<NaiveDate>,
    /// The day on which the person concerned was notified, or became aware of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<NaiveDate>,
    /// The place where the matter arose: `in_canada` or `outside_canada`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub location: Option<DecisionLocation>,
}

impl Case {
    pub(in crate::registry) fn from_row(row: CaseRow) -> Self {
        let decision = row.decision();
        let known = decision.body.as_deref().and_then(DecisionBody::find);
        let decision = (!decision.is_unknown()).then_some(CaseDecision {
            body: decision
                .body
                .as_ref()
                .map(|_| known.map_or(DecisionBody::OTHER, |body| &body.code).to_owned()),
            body_name: known.map(|body| body.name.clone()),
            body_text: decision.body.filter(|_| known.is_none()),
            decided_on: decision.decided_on,
            notified_on: decision.notified_on,
            location: decision.location,
        });
        Self {
            id: row.id,
            proceeding: row.proceeding,
            file_number: row.file_number,
            style_of_cause: row.style_of_cause,
            stage: row.stage,
            status: row.status,
            classification: Classification::of_rank(row.classification),
            confidentiality: row.confidentiality,
            language: row.language,
            office: row.office,
            decision,
            organization_id: row.organization_id,
            side: row.side,
            external_ids: row.external_ids,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            effects: None,
            parties: None,
            events: None,
            abeyance: None,
            deadlines: None,
            assignments: None,
            conflicts: None,
            warnings: None,
            is_partial: false,
        }
    }

    /// The case, as this reader is shown it.
    #[must_use]
    pub(super) fn redacted_for(mut self, view: &View) -> Self {
        if !view.names {
            self.style_of_cause = view.style(&self.style_of_cause).into_owned();
            self.is_partial = true;
        }
        self
    }

    /// Joins the parties of the case, as the reader is shown them.
    pub(super) fn joined_by(&mut self, parties: Vec<Party>, view: &View) {
        let parties: Vec<_> = parties.into_iter().map(|party| party.redacted_for(view)).collect();
        self.is_partial |= parties.iter().any(Party::is_partial);
        self.parties = Some(parties);
    }

    /// The version of what is shown.
    #[must_use]
    pub const fn version(&self) -> Version {
        Version::partly(self.version, self.is_partial)
    }
}

page_of!(
    /// A page of cases, the latest change first.
    CasePage,
    Case
);

/// A case to be opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "proceeding": "ALJR", "style_of_cause": "Doe v. The Minister of Citizenship and Immigration", "language": "en",
    "classification": "protected_b",
    "decision": {"body": "rad", "decided_on": "2026-02-27", "notified_on": "2026-03-02", "location": "in_canada"},
    "parties": [{"kind": "person", "capacity": "applicant", "name": "Jane Doe"}]
}))]
pub struct CaseInput {
    /// The proceeding: a code of `GET /v1/proceedings`.
    #[schema(min_length = 1, max_length = 50)]
    pub proceeding: String,
    /// The names of the parties, as the court writes them.
    #[schema(min_length = 1, max_length = 500, pattern = r"^\s*\S.*$")]
    pub style_of_cause: String,
    /// The language of the file.
    pub language: FileLanguage,
    /// The sensitivity of the case; Protected B, if it is left out.
    #[serde(default)]
    pub classification: Option<Classification>,
    /// The order of a court that keeps the case from the public; `none`, if it is left out.
    #[serde(default)]
    pub confidentiality: Option<Confidentiality>,
    /// The court's file number, once there is one. It is brought to the spelling of the registry.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 50, pattern = r"^\s*\S.*$")]
    pub file_number: Option<String>,
    /// The registry office.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100, pattern = r"^\s*\S.*$")]
    pub office: Option<String>,
    /// The decision under review.
    #[serde(default)]
    pub decision: Option<DecisionInput>,
    /// The organisation whose case it is: the caller's own, which is also what leaving it out
    /// means.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// The side on which its client stands; the usual one of the proceeding, if it is left out.
    #[serde(default)]
    pub side: Option<Side>,
    /// The ids that other systems have given to the case.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_ids: Vec<ExternalId>,
    /// The parties that are known.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub parties: Vec<PartyInput>,
}

/// The decision under review.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionInput {
    /// The body that decided: a code of the list `decision_bodies`, or any spelling of one.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub body: Option<String>,
    /// The name of a body that the list does not have, with the body `other`.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub body_text: Option<String>,
    /// The day.
    #[serde(default)]
    pub decided_on: Option<NaiveDate>,
    /// The day on which the person concerned was notified, or became aware of it: the day from
    /// which IRPA 72(2)(b) counts.
    #[serde(default)]
    pub notified_on: Option<NaiveDate>,
    /// The place where the matter arose.
    #[serde(default)]
    pub location: Option<DecisionLocation>,
}

impl From<DecisionInput> for Decision {
    fn from(new: DecisionInput) -> Self {
        Self {
            body: new.body_text.or(new.body).as_deref().map(DecisionBody::kept),
            decided_on: new.decided_on,
            notified_on: new.notified_on,
            location: new.location,
        }
    }
}

/// A case that follows another.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"proceeding": "STAY-REM"}))]
pub struct SuccessorInput {
    /// The proceeding: one of the `successors` of `GET /v1/proceedings/{code}`. It can be left out
    /// where only one may follow.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub proceeding: Option<String>,
    /// The court's file number, once there is one. It is brought to the spelling of the registry. A
    /// motion has that of this case.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 50, pattern = r"^\s*\S.*$")]
    pub file_number: Option<String>,
    /// The names of the parties, as that court writes them; those of this case if it is left out.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 500, pattern = r"^\s*\S.*$")]
    pub style_of_cause: Option<String>,
    /// The day on which the decision that is under review there was made; what the docket says, if
    /// it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub decided_on: Option<NaiveDate>,
    /// The day on which it was notified; what the docket says, if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub notified_on: Option<NaiveDate>,
    /// The side on which the client stands there; the usual one of that proceeding, if it is left
    /// out.
    #[serde(default)]
    pub side: Option<Side>,
}

/// The changes to a case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"file_number": "IMM-1234-26", "decision": {"notified_on": "2026-03-03"}}))]
pub struct CasePatch {
    /// The names of the parties, as the court writes them.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 500, pattern = r"^\s*\S.*$")]
    pub style_of_cause: Option<String>,
    /// The court's file number. It is brought to the spelling of the registry, and given to all
    /// cases of the court file, as the office is.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 50, pattern = r"^\s*\S.*$")]
    pub file_number: Option<Option<String>>,
    /// The language of the file.
    #[serde(default)]
    #[schema(nullable = false)]
    pub language: Option<FileLanguage>,
    /// The sensitivity of the case.
    #[serde(default)]
    #[schema(nullable = false)]
    pub classification: Option<Classification>,
    /// The order of a court that keeps the case from the public. Lifting an order, or putting a
    /// weaker one in its place, needs the permission `sealed.read`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub confidentiality: Option<Confidentiality>,
    /// The registry office.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100, pattern = r"^\s*\S.*$")]
    pub office: Option<Option<String>>,
    /// The side on which the organisation's client stands. It decides who is warned of what.
    #[serde(default)]
    #[schema(nullable = false)]
    pub side: Option<Side>,
    /// The decision under review: what is named in it is changed, the rest stays.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<DecisionPatch>)]
    pub decision: Option<Option<DecisionPatch>>,
    /// The ids that other systems have given to the case, in place of those before; `null` if
    /// there are none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Vec<ExternalId>>, max_items = 20)]
    pub external_ids: Option<Option<Vec<ExternalId>>>,
}

/// The changes to the decision under review.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionPatch {
    /// The body that decided: a code of the list `decision_bodies`, or any spelling of one.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub body: Option<Option<String>>,
    /// The name of a body that the list does not have, with the body `other`.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub body_text: Option<Option<String>>,
    /// The day.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<NaiveDate>)]
    pub decided_on: Option<Option<NaiveDate>>,
    /// The day on which the person concerned was notified, or became aware of it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<NaiveDate>)]
    pub notified_on: Option<Option<NaiveDate>>,
    /// The place where the matter arose.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<DecisionLocation>)]
    pub location: Option<Option<DecisionLocation>>,
}

//! A liaison officer on the wire.

use super::model::{LiaisonTask, OfficerKind, OfficerStatus};
use super::store::OfficerRow;
use crate::db::types::Instant;
use crate::error::{Error, Result};
use crate::http::page::{Include, page_of, page_params};
use crate::http::patch::nullable;
use crate::ids::{LiaisonOfficerId, UserId};
use crate::version::Version;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A liaison officer.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e30", "name": "A. Officer", "kind": "cbsa",
    "deploying_authority": "Canada Border Services Agency", "host_country": "KE",
    "tasks": ["routes", "document_fraud"], "represents": ["CA"], "contact": "+254 20 555 0100",
    "status": "deployed", "notified_on": "2026-01-15", "starts_on": "2026-02-01", "version": 3,
    "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-01-09T14:00:00.000000Z", "updated_at": "2026-02-01T14:00:00.000000Z"
}))]
pub struct LiaisonOfficer {
    /// The id of the officer.
    pub id: LiaisonOfficerId,
    /// The name of the officer.
    pub name: String,
    /// Who sends the officer: a code of the list `liaison_officer_kinds`.
    #[schema(value_type = String)]
    pub kind: OfficerKind,
    /// The authority that deploys the officer.
    pub deploying_authority: String,
    /// The country to which the officer is sent: two letters (ISO 3166-1).
    pub host_country: String,
    /// The tasks of the officer: codes of the list `liaison_tasks`.
    #[schema(value_type = Vec<String>)]
    pub tasks: Vec<LiaisonTask>,
    /// The countries for which the officer acts there, by two letters each.
    pub represents: Vec<String>,
    /// How to reach the officer; shown with the permission `network_contacts.read` alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Where the deployment stands: a code of the list `liaison_officer_statuses`.
    #[schema(value_type = String)]
    pub status: OfficerStatus,
    /// The day on which the others were notified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<NaiveDate>,
    /// The first day in the host country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<NaiveDate>,
    /// The last day in the host country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who entered it.
    pub created_by: UserId,
    /// The instant of it.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
    /// Whether part of it is kept from its reader.
    #[serde(skip)]
    is_partial: bool,
}

impl LiaisonOfficer {
    /// The officer, as shown to a reader who may read contacts, or may not.
    ///
    /// # Errors
    /// Fails where a code is not known.
    pub(super) fn shown(row: OfficerRow, with_contact: bool) -> Result<Self> {
        let tasks = LiaisonTask::read(&row.tasks)
            .map_err(|unknown| Error::internal(format!("liaison_officers, column 'tasks': {unknown}")))?;
        Ok(Self {
            id: row.id,
            name: row.name,
            kind: row.kind,
            deploying_authority: row.deploying_authority,
            host_country: row.host_country,
            tasks,
            represents: row
                .represents
                .split(',')
                .filter(|code| !code.is_empty())
                .map(str::to_owned)
                .collect(),
            is_partial: !with_contact && row.contact.is_some(),
            contact: row.contact.filter(|_| with_contact),
            status: row.status,
            notified_on: row.notified_on,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }

    /// The version of what is shown.
    #[must_use]
    pub const fn version(&self) -> Version {
        Version::partly(self.version, self.is_partial)
    }
}

page_of!(
    /// A page of liaison officers, by host country.
    LiaisonOfficerPage,
    LiaisonOfficer
);

/// A liaison officer to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "A. Officer", "kind": "cbsa", "deploying_authority": "Canada Border Services Agency", "host_country": "KE",
    "tasks": ["routes", "document_fraud"], "represents": ["CA"], "contact": "+254 20 555 0100", "starts_on": "2026-02-01"
}))]
pub struct LiaisonOfficerInput {
    /// The name of the officer.
    #[schema(min_length = 1, max_length = 200, pattern = r"\S")]
    pub name: String,
    /// Who sends the officer.
    pub kind: OfficerKind,
    /// The authority that deploys the officer.
    #[schema(min_length = 1, max_length = 300, pattern = r"\S")]
    pub deploying_authority: String,
    /// The country to which the officer is sent: two letters (ISO 3166-1).
    #[schema(min_length = 2, max_length = 2, pattern = "^[A-Z]{2}$")]
    pub host_country: String,
    /// The tasks of the officer.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub tasks: Vec<LiaisonTask>,
    /// The countries for which the officer acts there, by two letters each.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub represents: Vec<RepresentedCountry>,
    /// How to reach the officer.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 500, pattern = r"\S")]
    pub contact: Option<String>,
    /// The first day in the host country.
    #[serde(default)]
    #[schema(nullable = false)]
    pub starts_on: Option<NaiveDate>,
    /// The last day in the host country.
    #[serde(default)]
    #[schema(nullable = false)]
    pub ends_on: Option<NaiveDate>,
}

/// A country, by the two letters of ISO 3166-1.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(pattern = "^[A-Z]{2}$", example = "CA")]
pub struct RepresentedCountry(pub String);

impl RepresentedCountry {
    /// Countries as they are kept: each once, in order, joined by commas.
    #[must_use]
    pub fn written(countries: &[Self]) -> String {
        let mut codes: Vec<_> = countries.iter().map(|country| country.0.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.join(",")
    }
}

/// The changes to a liaison officer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"status": "notified", "notified_on": "2026-01-15"}))]
pub struct LiaisonOfficerPatch {
    /// The name of the officer.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 200, pattern = r"\S")]
    pub name: Option<String>,
    /// The authority that deploys the officer.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 300, pattern = r"\S")]
    pub deploying_authority: Option<String>,
    /// The country to which the officer is sent: two letters (ISO 3166-1).
    #[serde(default)]
    #[schema(nullable = false, min_length = 2, max_length = 2, pattern = "^[A-Z]{2}$")]
    pub host_country: Option<String>,
    /// The tasks of the officer, in place of those before.
    #[serde(default)]
    #[schema(nullable = false, max_items = 20)]
    pub tasks: Option<Vec<LiaisonTask>>,
    /// The countries for which the officer acts there, in place of those before.
    #[serde(default)]
    #[schema(nullable = false, max_items = 50)]
    pub represents: Option<Vec<RepresentedCountry>>,
    /// How to reach the officer; `null` removes it. It takes the permission
    /// `network_contacts.read`.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 500, pattern = r"\S")]
    pub contact: Option<Option<String>>,
    /// The next state: `notified` needs `notified_on`, `deployed` needs `starts_on`, `ended` needs
    /// `ends_on`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub status: Option<OfficerStatus>,
    /// The day on which the others were notified; `null` removes it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<NaiveDate>)]
    pub notified_on: Option<Option<NaiveDate>>,
    /// The first day in the host country; `null` removes it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<NaiveDate>)]
    pub starts_on: Option<Option<NaiveDate>>,
    /// The last day in the host country; `null` removes it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<NaiveDate>)]
    pub ends_on: Option<Option<NaiveDate>>,
}

/// The journal's record of a liaison officer: without the contact, which it says of only whether
/// there is one.
#[derive(Serialize)]
pub struct OfficerRecord {
    id: LiaisonOfficerId,
    name: String,
    kind: OfficerKind,
    deploying_authority: String,
    host_country: String,
    tasks: Vec<LiaisonTask>,
    represents: Vec<String>,
    has_contact: bool,
    status: OfficerStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    notified_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    starts_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_on: Option<NaiveDate>,
    version: i64,
    updated_at: Instant,
}

impl OfficerRecord {
    /// The record of a row.
    ///
    /// # Errors
    /// Fails where a code is not known.
    pub(super) fn of(row: &OfficerRow) -> Result<Self> {
        let officer = LiaisonOfficer::shown(row.clone(), false)?;
        Ok(Self {
            id: officer.id,
            name: officer.name,
            kind: officer.kind,
            deploying_authority: officer.deploying_authority,
            host_country: officer.host_country,
            tasks: officer.tasks,
            represents: officer.represents,
            has_contact: row.contact.is_some(),
            status: officer.status,
            notified_on: officer.notified_on,
            starts_on: officer.starts_on,
            ends_on: officer.ends_on,
            version: officer.version,
            updated_at: officer.updated_at,
        })
    }
}

/// The query of a list of liaison officers.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListLiaisonOfficers {
    /// Only those whose deployment stands here.
    #[param(inline)]
    pub status: Option<OfficerStatus>,
    /// Only those sent to this country: two letters.
    #[param(pattern = "^[A-Z]{2}$", example = "KE")]
    pub host_country: Option<String>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListLiaisonOfficers);

//! A group on the wire.

use super::model::GroupKind;
use super::store::GroupRow;
use crate::db::types::Instant;
use crate::external_ids::model::{ExternalId, ExternalIds};
use crate::http::page::{Include, page_of, page_params};
use crate::http::patch::nullable;
use crate::ids::{GroupId, OrganizationId, UserId};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A group.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e20", "code": "WG-IMM-LIT", "kind": "working_group",
    "name": {"en": "Working Group on Management of Immigration Litigation",
        "fr": "Groupe de travail sur la gestion des litiges en matière d'immigration"},
    "mandate": {"en": "Says who does what in immigration litigation.",
        "fr": "Fixe qui fait quoi dans les litiges en matière d'immigration."},
    "organization_id": "019a8e2a-0000-7000-8000-000000000002", "quorum": 3, "version": 1,
    "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct Group {
    /// The id of the group.
    pub id: GroupId,
    /// Its short name.
    pub code: String,
    /// The name of the group, in both languages.
    pub name: Text,
    /// The mandate of the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mandate: Option<Text>,
    /// The purpose: a code of the list `group_kinds`.
    #[schema(value_type = String)]
    pub kind: GroupKind,
    /// The organisation of its secretariat.
    pub organization_id: OrganizationId,
    /// The group that it is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<GroupId>,
    /// The number of people attending that makes a quorum; left out where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quorum: Option<i16>,
    /// The day from which it is no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dissolved_on: Option<NaiveDate>,
    /// The ids that other systems have given to it, if there are any.
    #[serde(skip_serializing_if = "ExternalIds::is_empty")]
    #[schema(value_type = Vec<ExternalId>, required = false)]
    pub external_ids: ExternalIds,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who set it up.
    pub created_by: UserId,
    /// The instant of it.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
}

impl From<GroupRow> for Group {
    fn from(row: GroupRow) -> Self {
        Self {
            id: row.id,
            name: row.name(),
            mandate: both(row.mandate_en, row.mandate_fr),
            code: row.code,
            kind: row.kind,
            organization_id: row.organization_id,
            parent_id: row.parent_id,
            quorum: row.quorum,
            dissolved_on: row.dissolved_on,
            external_ids: row.external_ids,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// A text of which both languages were kept.
pub(super) fn both(en: Option<String>, fr: Option<String>) -> Option<Text> {
    Some(Text::new(en?, fr?))
}

page_of!(
    /// A page of groups, by code.
    GroupPage,
    Group
);

/// A name or a title, in both official languages.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupName {
    /// English.
    #[schema(min_length = 1, max_length = 300, pattern = r"\S")]
    pub en: String,
    /// French.
    #[schema(min_length = 1, max_length = 300, pattern = r"\S")]
    pub fr: String,
}

impl GroupName {
    /// Both, without the blanks around them.
    #[must_use]
    pub fn trimmed(&self) -> (String, String) {
        (self.en.trim().to_owned(), self.fr.trim().to_owned())
    }
}

/// A longer text, in both official languages.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupText {
    /// English.
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S")]
    pub en: String,
    /// French.
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S")]
    pub fr: String,
}

impl GroupText {
    /// Both, without the blanks around them, as stored.
    #[must_use]
    pub fn kept(text: Option<Self>) -> (Option<String>, Option<String>) {
        text.map(|text| (text.en.trim().to_owned(), text.fr.trim().to_owned())).unzip()
    }
}

/// A group to be set up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "WG-IMM-LIT", "kind": "working_group", "quorum": 3,
    "name": {"en": "Working Group on Management of Immigration Litigation",
        "fr": "Groupe de travail sur la gestion des litiges en matière d'immigration"},
    "mandate": {"en": "Says who does what in immigration litigation.",
        "fr": "Fixe qui fait quoi dans les litiges en matière d'immigration."}
}))]
pub struct GroupInput {
    /// Its short name: no two groups have the same.
    #[schema(min_length = 1, max_length = 40, pattern = r"^[A-Za-z0-9][A-Za-z0-9_/-]*$")]
    pub code: String,
    /// The name of the group.
    pub name: GroupName,
    /// The mandate of the group.
    #[serde(default)]
    #[schema(nullable = false)]
    pub mandate: Option<GroupText>,
    /// The purpose.
    pub kind: GroupKind,
    /// The organisation of its secretariat: your own, which it is where this is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub organization_id: Option<OrganizationId>,
    /// The group that it is a part of.
    #[serde(default)]
    #[schema(nullable = false)]
    pub parent_id: Option<GroupId>,
    /// The number of people attending that makes a quorum.
    #[serde(default)]
    #[schema(nullable = false, minimum = 1, maximum = 1000)]
    pub quorum: Option<i16>,
    /// The ids that other systems have given to the group.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_ids: Vec<ExternalId>,
}

/// The changes to a group.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"quorum": 4}))]
pub struct GroupPatch {
    /// The new name of the group.
    #[serde(default)]
    #[schema(nullable = false)]
    pub name: Option<GroupName>,
    /// The mandate; `null` removes it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<GroupText>)]
    pub mandate: Option<Option<GroupText>>,
    /// The group that it is a part of; `null` makes it stand alone.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<GroupId>)]
    pub parent_id: Option<Option<GroupId>>,
    /// The number of people attending that makes a quorum; `null` where none is needed.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<i16>, minimum = 1, maximum = 1000)]
    pub quorum: Option<Option<i16>>,
    /// The day from which it no longer exists; `null` if it goes on.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<NaiveDate>)]
    pub dissolved_on: Option<Option<NaiveDate>>,
    /// The ids that other systems have given to the group, in place of those before; `null` if
    /// there are none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Vec<ExternalId>>, max_items = 20)]
    pub external_ids: Option<Option<Vec<ExternalId>>>,
}

/// The query of a list of groups.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListGroups {
    /// Only those of this kind.
    #[param(inline)]
    pub kind: Option<GroupKind>,
    /// Only those whose secretariat this organisation has.
    pub organization_id: Option<OrganizationId>,
    /// Only those that are a part of this one.
    pub parent_id: Option<GroupId>,
    /// Only those to which this user belongs now: an id, or `me`.
    #[param(pattern = "^(me|[0-9a-fA-F-]{36})$", example = "me")]
    pub member: Option<String>,
    /// Only those with this id in another system, as `SYSTEM:ID`.
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

page_params!(ListGroups);

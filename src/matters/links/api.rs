//! A link on the wire.

use super::model::{Direction, LinkKind};
use super::store::LinkSide;
use crate::access::fields::View;
use crate::db::types::Instant;
use crate::http::page::page_of;
use crate::ids::{CaseId, LinkId, UserId};
use crate::version::Version;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A link to another case, seen from this one.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e14", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e99",
    "kind": "stay_of", "direction": "to", "proceeding": "ALJR", "file_number": "IMM-1234-26",
    "style_of_cause": "Doe v. The Minister of Citizenship and Immigration", "version": 1,
    "created_by": "019a8e2a-0000-7000-8000-000000000001", "created_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct CaseLink {
    /// The id of the link.
    pub id: LinkId,
    /// The other case.
    pub case_id: CaseId,
    /// The relation of the case from which it leads to the other: a code of the list `link_kinds`.
    #[schema(value_type = String)]
    pub kind: LinkKind,
    /// `to`: it leads from this case to the other; `from`: from the other to this one.
    #[schema(value_type = String)]
    pub direction: Direction,
    /// The other case's proceeding.
    pub proceeding: String,
    /// The other case's court file number, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_number: Option<String>,
    /// The other case's style of cause.
    pub style_of_cause: String,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who made it.
    pub created_by: UserId,
    /// The instant at which it was made.
    pub created_at: Instant,
    /// Whether part of it is kept from its reader.
    #[serde(skip)]
    is_partial: bool,
}

impl CaseLink {
    /// The link, for a reader with this view of the other case.
    #[must_use]
    pub(super) fn redacted_for(mut self, other: &View) -> Self {
        if !other.names {
            self.style_of_cause = other.style(&self.style_of_cause).into_owned();
            self.is_partial = true;
        }
        self
    }

    /// The version of what is shown.
    #[must_use]
    pub const fn version(&self) -> Version {
        Version::partly(self.version, self.is_partial)
    }
}

impl From<LinkSide> for CaseLink {
    fn from(seen: LinkSide) -> Self {
        let LinkSide { link, direction, other } = seen;
        Self {
            id: link.id,
            case_id: other.id,
            kind: link.kind,
            direction,
            proceeding: other.proceeding,
            file_number: other.file_number,
            style_of_cause: other.style_of_cause,
            version: link.version,
            created_by: link.created_by,
            created_at: link.created_at,
            is_partial: false,
        }
    }
}

/// The journal's record of a link. The other case is named by its id alone: its names are in its
/// own chain, and go with it when it is disposed of.
#[derive(Serialize)]
pub struct LinkRecord {
    id: LinkId,
    case_id: CaseId,
    kind: LinkKind,
    direction: Direction,
    created_by: UserId,
    created_at: Instant,
}

impl From<&CaseLink> for LinkRecord {
    fn from(link: &CaseLink) -> Self {
        Self {
            id: link.id,
            case_id: link.case_id,
            kind: link.kind,
            direction: link.direction,
            created_by: link.created_by,
            created_at: link.created_at,
        }
    }
}

page_of!(
    /// A page of the links of a case, in the order in which they were made.
    CaseLinkPage,
    CaseLink
);

/// A link to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e99", "kind": "stay_of"}))]
pub struct CaseLinkInput {
    /// The other case.
    pub case_id: CaseId,
    /// The relation of this case to the other.
    pub kind: LinkKind,
}

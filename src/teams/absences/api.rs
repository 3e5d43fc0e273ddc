//! An absence on the wire.

use super::store::AbsenceRow;
use crate::db::types::Instant;
use crate::http::page::{Include, page_of, page_params};
use crate::ids::{AbsenceId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A time for which somebody is away.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e16", "user_id": "019a8e2a-0000-7000-8000-000000000001",
    "from": "2026-12-21T05:00:00.000000Z", "until": "2027-01-04T05:00:00.000000Z", "version": 1,
    "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct Absence {
    /// The id of the absence.
    pub id: AbsenceId,
    /// The user who is away.
    pub user_id: UserId,
    /// The instant from which the person is away.
    pub from: Instant,
    /// The instant from which the person is there again.
    pub until: Instant,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who recorded it.
    pub created_by: UserId,
    /// The instant of it.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
}

impl From<AbsenceRow> for Absence {
    fn from(row: AbsenceRow) -> Self {
        Self {
            id: row.id,
            user_id: row.user_id,
            from: row.from_at,
            until: row.until_at,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

page_of!(
    /// A page of absences, in the order in which they begin.
    AbsencePage,
    Absence
);

/// An absence to be recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"from": "2026-12-21T05:00:00Z", "until": "2027-01-04T05:00:00Z"}))]
pub struct AbsenceInput {
    /// The user who is away; the caller, if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub user_id: Option<UserId>,
    /// The instant from which the person is away.
    pub from: Instant,
    /// The instant from which the person is there again.
    pub until: Instant,
}

/// The changes to an absence.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2027-01-11T05:00:00Z"}))]
pub struct AbsencePatch {
    /// The instant from which the person is away.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// The instant from which the person is there again.
    #[serde(default)]
    #[schema(nullable = false)]
    pub until: Option<Instant>,
}

/// The query of a list of absences.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListAbsences {
    /// Only those of this user of the caller's organisation; `me`: the caller's own.
    #[param(
        pattern = "^(me|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$",
        example = "me"
    )]
    pub user_id: Option<String>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListAbsences);

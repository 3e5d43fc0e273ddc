//! An emergency access on the wire.

use super::store::AccessRow;
use crate::db::types::Instant;
use crate::http::page::page_of;
use crate::ids::{CaseId, EmergencyAccessId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Access to a case in an emergency.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e19", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "user_id": "019a8e2a-0000-7000-8000-000000000003", "reason": "A stay motion is heard in an hour, and counsel of record is ill.",
    "from": "2026-03-09T14:00:00.000000Z", "until": "2026-03-10T04:00:00.000000Z"
}))]
pub struct EmergencyAccess {
    /// The id of the emergency access.
    pub id: EmergencyAccessId,
    /// The case.
    pub case_id: CaseId,
    /// The user who opened it.
    pub user_id: UserId,
    /// The reason.
    pub reason: String,
    /// The instant at which it begins.
    pub from: Instant,
    /// The instant at which it ends: the end of the day at the registry.
    pub until: Instant,
}

impl From<AccessRow> for EmergencyAccess {
    fn from(row: AccessRow) -> Self {
        Self {
            id: row.id,
            case_id: row.case_id,
            user_id: row.user_id,
            reason: row.reason,
            from: row.from_at,
            until: row.until_at,
        }
    }
}

page_of!(
    /// A page of the emergency accesses to a case, the latest first.
    EmergencyAccessPage,
    EmergencyAccess
);

/// An emergency.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "A stay motion is heard in an hour, and counsel of record is ill."}))]
pub struct EmergencyAccessInput {
    /// The reason: whoever answers for the case reads it.
    #[schema(min_length = 10, max_length = 1000, pattern = r"\S")]
    pub reason: String,
}

//! The words of a docket that are neither the law's nor of a table.

use crate::ids::{CaseId, EventId};
use serde::Serialize;
use utoipa::ToSchema;

/// Where an entry is in another case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MovedEntry {
    /// The case.
    pub case_id: CaseId,
    /// The entry there.
    pub event_id: EventId,
}

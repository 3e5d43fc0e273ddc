//! The condition by which lists find what has an external id.

use super::model::{ExternalId, ExternalIdKind};
use crate::db::schema::external_ids;
use diesel::dsl::auto_type;
use diesel::prelude::*;

/// What has an external id, of one kind and in whichever scope: a condition on its id.
#[auto_type(type_case = "PascalCase")]
fn subjects(kind: ExternalIdKind, system: String, id: String) -> _ {
    external_ids::table
        .filter(external_ids::kind.eq(kind))
        .filter(external_ids::system.eq(system))
        .filter(external_ids::external_id.eq(id))
        .select(external_ids::subject_id)
}

/// The ids of what has this external id, for a condition of a list.
#[must_use]
pub fn known_as(kind: ExternalIdKind, id: ExternalId) -> Subjects {
    subjects(kind, id.system, id.id)
}

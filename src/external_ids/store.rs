//! The table by which external ids are found.

use super::model::{ExternalId, ExternalIdKind, ExternallyKnown};
use crate::db::Connection;
use crate::db::dialect::bulk::{self, Column};
use crate::db::schema::external_ids;
use crate::error::Result;
use crate::ids::{CaseId, ExternalSubjectId};
use diesel::prelude::*;
use uuid::Uuid;

const COLUMNS: [Column; 5] = [
    ("kind", "text"),
    ("system", "text"),
    ("external_id", "text"),
    ("scope_id", "uuid"),
    ("subject_id", "uuid"),
];

/// What is known by an external id in a scope.
pub fn find(
    connection: &mut Connection,
    kind: ExternalIdKind,
    scope: Uuid,
    id: &ExternalId,
) -> Result<Option<Uuid>> {
    let found = external_ids::table
        .filter(external_ids::kind.eq(kind))
        .filter(external_ids::system.eq(&id.system))
        .filter(external_ids::external_id.eq(&id.id))
        .filter(external_ids::scope_id.eq(ExternalSubjectId::from(scope)));
    let found: Option<ExternalSubjectId> =
        found.select(external_ids::subject_id).first(connection).optional()?;
    Ok(found.map(ExternalSubjectId::uuid))
}

/// Gives an external id to what is known by it; not, where another of its kind has it in its scope.
pub fn claim(connection: &mut Connection, known: ExternallyKnown, id: &ExternalId) -> Result<bool> {
    Ok(claim_all(connection, &[(known, id)])? == 1)
}

/// Gives external ids to what is known by them, as far as no other of the kind has them in its
/// scope, and returns how many were given.
pub fn claim_all(connection: &mut Connection, claims: &[(ExternallyKnown, &ExternalId)]) -> Result<usize> {
    let row = |(known, id): &(ExternallyKnown, &ExternalId)| {
        vec![
            Some(known.kind().code().to_owned()),
            Some(id.system.clone()),
            Some(id.id.clone()),
            Some(known.scope().to_string()),
            Some(known.subject().to_string()),
        ]
    };
    bulk::insert_missing(connection, "external_ids", &COLUMNS, &claims.iter().map(row).collect::<Vec<_>>())
}

/// Takes an external id from what is known by it.
pub fn give_up(connection: &mut Connection, known: ExternallyKnown, id: &ExternalId) -> Result<()> {
    let row = external_ids::table
        .filter(external_ids::kind.eq(known.kind()))
        .filter(external_ids::system.eq(&id.system))
        .filter(external_ids::external_id.eq(&id.id))
        .filter(external_ids::scope_id.eq(ExternalSubjectId::from(known.scope())));
    diesel::delete(row).execute(connection)?;
    Ok(())
}

/// Removes the external ids of a case, of its parties and of the entries of its docket.
pub fn remove_of_case(connection: &mut Connection, case: CaseId) -> Result<()> {
    let case = ExternalSubjectId::from(case.uuid());
    diesel::delete(external_ids::table.filter(external_ids::subject_id.eq(case))).execute(connection)?;
    diesel::delete(external_ids::table.filter(external_ids::scope_id.eq(case))).execute(connection)?;
    Ok(())
}

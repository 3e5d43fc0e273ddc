//! Putting a report together.

use super::model::ReportSource;
use super::store;
use crate::access::context::Context;
use crate::db::Connection;
use crate::duties::responsibilities::matrices::diff::MatrixChanges;
use crate::duties::responsibilities::matrices::model::builtin_id;
use crate::duties::responsibilities::matrices::service::{MatrixSource, find, find_visible};
use crate::error::{Code, Result};
use crate::ids::MatrixId;
use crate::people::identity;

/// Everything that the report on a version is about.
///
/// # Errors
/// 404, 403.
pub fn source(connection: &mut Connection, caller: &Context, id: MatrixId) -> Result<ReportSource> {
    let found = find(connection, caller, id)?;
    let shown = found.shown();
    let matrix = found.matrix(connection)?;
    let organization = shown
        .organization_id
        .map(|organization| identity::service::find_organization(connection, organization))
        .transpose()?;
    let adoption = match (shown.decision_id, shown.adopted_at) {
        (Some(decision), Some(at)) => Some(store::adoption(connection, decision, at)?),
        _ => None,
    };
    let adopted_by = match shown.adopted_by {
        Some(user) => identity::principals::names(connection, &[user])?.remove(&user),
        None => None,
    };
    let before = match before(connection, caller, &found)? {
        Some(before) => {
            let was = before.matrix(connection)?;
            Some((before.shown().number, MatrixChanges::between(&was, &matrix)))
        }
        None => None,
    };
    Ok(ReportSource {
        title: shown.title,
        organization: organization.map(|organization| organization.name),
        number: shown.number,
        status: shown.status,
        from: shown.from,
        until: shown.until,
        adopted_at: shown.adopted_at,
        adopted_by,
        adoption,
        dated: shown.adopted_at.or(shown.updated_at).unwrap_or(caller.now),
        matrix,
        before,
    })
}

/// The version before: the one that bound before it, or the one from which a draft was made.
/// Nothing comes before what is built in, nor is a draft compared with one that was removed since.
fn before(
    connection: &mut Connection,
    caller: &Context,
    found: &MatrixSource,
) -> Result<Option<MatrixSource>> {
    let MatrixSource::Own(row) = found else { return Ok(None) };
    let before = match row.from_at {
        Some(from) => store::before(connection, row.organization_id, from)?.unwrap_or_else(builtin_id),
        None => row.based_on.unwrap_or_else(builtin_id),
    };
    match find_visible(connection, caller, before) {
        Ok(before) => Ok(Some(before)),
        Err(error) if error.code() == Code::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

//! A case as it is shown to whoever opens it: with all that it was opened with, and what was found
//! of its names and its number elsewhere.

use super::api::Case;
use super::warnings;
use crate::access::context::Context;
use crate::db::Connection;
use crate::duties::deadlines;
use crate::error::Result;
use crate::ids::CaseId;
use crate::matters::cases::service::find_visible;
use crate::matters::cases::{CaseRow, views};
use crate::registry::court_files::service::NewlyGiven;
use crate::registry::parties;
use crate::teams::conflicts::api::Finding;
use crate::teams::{assignments, conflicts};

/// A case that was opened before.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: CaseId) -> Result<Case> {
    let row = find_visible(connection, caller, id)?;
    caller.require_permission()?;
    let found = conflicts::service::between_cases(connection, caller, &row, None)?;
    shown(connection, caller, &row, Case::from_row(row.clone()), found)
}

/// The case of a row, with what was found of its names and its number.
pub(super) fn shown(
    connection: &mut Connection,
    caller: &Context,
    row: &CaseRow,
    case: Case,
    found: Vec<Finding>,
) -> Result<Case> {
    let (id, view) = (row.id, views::of(connection, caller, row)?);
    let mut case = case.redacted_for(&view);
    case.conflicts = (!found.is_empty()).then_some(found);
    case.warnings = warnings::of(connection, caller, row, NewlyGiven::ALL)?;
    case.joined_by(parties::service::of_case(connection, id)?, &view);
    case.deadlines = Some(deadlines::service::of_case(connection, id, &view)?);
    case.assignments = Some(assignments::service::of_case(connection, caller, (id, &view))?);
    Ok(case)
}

//! What the findings that were waived say, as somebody is shown the cases in which they were found.

use super::api::Assignment;
use crate::access::context::Context;
use crate::access::redaction::{cases_in, redact};
use crate::cases;
use crate::db::Connection;
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::ids::CaseId;
use serde_json::Value;
use std::collections::BTreeSet;

/// Assignments that the caller may see, as the caller is shown them. Hardly any has a waiver: most often nothing is asked.
///
/// # Errors
/// The database's own.
pub fn seen(
    connection: &mut Connection,
    caller: &Context,
    mut assignments: Vec<Assignment>,
) -> Result<Vec<Assignment>> {
    let mut named = BTreeSet::new();
    let mut waived: Vec<(&mut Assignment, CaseId, Value)> = Vec::new();
    for assignment in &mut assignments {
        let waiver: Option<Value> = assignment.waiver.as_ref().map(Json::parse).transpose()?;
        if let (Some(waiver), Some(case)) = (waiver, assignment.case_id) {
            named.insert(case);
            cases_in(&waiver, &mut named);
            waived.push((assignment, case, waiver));
        }
    }
    let cases: Vec<CaseId> = named.into_iter().collect();
    let views = cases::views::of_ids(connection, caller, &cases)?;
    for (assignment, case, mut waiver) in waived {
        if redact(&mut waiver, case, &views) {
            assignment.waiver = Some(Json::of(&waiver)?);
            assignment.is_partial = true;
        }
    }
    Ok(assignments)
}

/// The same for one.
///
/// # Errors
/// The database's own.
pub fn one_seen(connection: &mut Connection, caller: &Context, assignment: Assignment) -> Result<Assignment> {
    if assignment.waiver.is_none() {
        return Ok(assignment);
    }
    seen(connection, caller, vec![assignment])?.pop().ok_or_else(Error::not_found)
}

//! Assignments as somebody is shown the cases that they are of, and those in which a finding was
//! made that was waived.
//!
//! A finding is stored by its place: the case, the party, what was found. What names it rests on is
//! read again each time, so that nothing of another case is stored here which that case has lost,
//! and nobody is shown more of it than by the case itself.

use super::api::Assignment;
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::fields::View;
use crate::access::redaction::{NamedCases, ids_in, redact};
use crate::db::Connection;
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::ids::CaseId;
use crate::matters::cases;
use crate::teams::conflicts::service::written_out;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashSet};

/// Assignments that the caller may see, as the caller is shown them.
pub fn redacted(
    connection: &mut Connection,
    caller: &Context,
    assignments: Vec<Assignment>,
) -> Result<Vec<Assignment>> {
    shown(connection, caller, None, assignments)
}

/// The assignments of a case of which the caller is known to have this view.
pub fn redacted_in(
    connection: &mut Connection,
    caller: &Context,
    case: (CaseId, &View),
    assignments: Vec<Assignment>,
) -> Result<Vec<Assignment>> {
    shown(connection, caller, Some(case), assignments)
}

fn shown(
    connection: &mut Connection,
    caller: &Context,
    seen: Option<(CaseId, &View)>,
    mut assignments: Vec<Assignment>,
) -> Result<Vec<Assignment>> {
    let mut ids: BTreeSet<_> =
        assignments.iter().filter_map(|assignment| assignment.case_id).map(CaseId::uuid).collect();
    let mut waivers = Vec::with_capacity(assignments.len());
    for assignment in &assignments {
        let waiver: Option<Value> = assignment.waiver.as_ref().map(Json::parse).transpose()?;
        if let Some(waiver) = &waiver {
            ids_in(waiver, &mut ids);
        }
        waivers.push(waiver);
    }
    let ids = ids.into_iter().map(CaseId::from).filter(|id| seen.is_none_or(|(case, _)| case != *id));
    let ids: Vec<_> = ids.collect();
    let mut named = cases::views::named(connection, caller, &ids)?;
    named.views.extend(seen.map(|(case, view)| (case, view.clone())));
    // Hardly any has a waiver, or is of a case that its holder may not see: most often nothing more
    // is asked.
    written_out(connection, waivers.iter_mut().flatten())?;
    let sealed = sealed_among(connection, &named)?;
    for (assignment, waiver) in assignments.iter_mut().zip(waivers) {
        let Some(case) = assignment.case_id else { continue };
        let view = named.views.get(&case);
        // Whether there is a waiver is no part of the tag: it would tell of one that is not shown.
        assignment.is_partial = view.is_none_or(|view| !view.names || !view.texts);
        assignment.reason = match view {
            Some(view) => view.text(assignment.reason.take()),
            None => assignment.reason.take().filter(|_| !sealed.contains(&case)),
        };
        let mut whole = json!({ "waiver": waiver });
        redact(&mut whole, case, &named);
        let shown = whole.get("waiver").filter(|waiver| !waiver.is_null());
        assignment.waiver = shown.map(Json::of).transpose()?;
    }
    Ok(assignments)
}

/// The cases that are sealed among those of which the caller holds, or was offered, an assignment
/// and may not know more.
fn sealed_among(connection: &mut Connection, named: &NamedCases) -> Result<HashSet<CaseId>> {
    if named.hidden.is_empty() {
        return Ok(HashSet::new());
    }
    let hidden: Vec<_> = named.hidden.iter().copied().collect();
    let cases = cases::service::of_ids(connection, &hidden)?.into_iter();
    let sealed = cases.filter(|case| case.confidentiality == Confidentiality::Sealed);
    Ok(sealed.map(|case| case.id).collect())
}

/// The same for one.
pub fn one_seen(connection: &mut Connection, caller: &Context, assignment: Assignment) -> Result<Assignment> {
    redacted(connection, caller, vec![assignment])?.pop().ok_or_else(Error::not_found)
}

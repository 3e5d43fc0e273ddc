//! Which cases share a court file: those that links as a motion, or as a stay, hold together.

use super::service;
use crate::access::context::Context;
use crate::db::Connection;
use crate::duties::deadlines;
use crate::error::Result;
use crate::ids::CaseId;
use crate::matters::cases::service::{keep_protected, of_ids, others_in_file};
use crate::matters::cases::{CaseRow, court_file_store, dialect};
use crate::matters::links;
use crate::matters::links::model::LinkKind;
use crate::teams::walls;
use std::collections::BTreeSet;

/// A case that was taken, as one that shares its court file with others from now on.
///
/// # Errors
/// 503 where the database is gone.
pub fn shared(connection: &mut Connection, case: CaseRow) -> Result<CaseRow> {
    if case.court_file_id.is_some() {
        return Ok(case);
    }
    court_file_store::put_into(connection, &[case.id], Some(case.id))?;
    Ok(CaseRow { court_file_id: Some(case.id), ..case })
}

/// Puts a case, with all in its court file, into that of another. What protects one protects both
/// from now on: the stricter confidentiality, and the walls.
///
/// # Errors
/// 503 where the database is gone.
pub fn join(connection: &mut Connection, caller: &Context, case: &CaseRow, other: &CaseRow) -> Result<()> {
    let file = other.court_file_id.unwrap_or(other.id);
    if case.court_file_id == Some(file) {
        return Ok(());
    }
    let mut seen = others_in_file(connection, case)?;
    seen.extend(others_in_file(connection, other)?);
    let mut ids: Vec<_> = seen.iter().map(|case| case.id).chain([case.id, other.id]).collect();
    ids.sort_unstable();
    dialect::lock_cases(connection, &ids)?;
    let cases = of_ids(connection, &ids)?;
    court_file_store::put_into(connection, &ids, Some(file))?;
    let strictest = cases.iter().map(|case| case.confidentiality).max().unwrap_or(case.confidentiality);
    // What was opened by hand in one of them is not opened in the others.
    let opened = cases.iter().filter(|case| case.confidentiality_set < strictest);
    let opened: Vec<_> = opened.map(|case| case.id).collect();
    court_file_store::set_since_opening(connection, &opened)?;
    service::write_each(connection, caller, cases, |case| {
        case.confidentiality = strictest;
        Ok(())
    })?;
    deadlines::holders_store::refresh(connection, &ids, caller.now).map(drop)
}

/// Parts the cases of a court file that no link holds together any more. What protected the file
/// goes on protecting each: its confidentiality, and the walls around any of its cases.
///
/// # Errors
/// 503 where the database is gone.
pub fn part(connection: &mut Connection, caller: &Context, case: &CaseRow) -> Result<()> {
    let mut file: Vec<_> = others_in_file(connection, case)?.into_iter().map(|other| other.id).collect();
    file.push(case.id);
    let ties = links::store::among(connection, &file, &LinkKind::OF_ONE_FILE)?;
    let parts = held_together(&file, &ties);
    if parts.len() < 2 {
        return Ok(());
    }
    for part in &parts {
        let ids: Vec<_> = part.iter().copied().collect();
        let shared = part.first().copied().filter(|_| ids.len() > 1);
        court_file_store::put_into(connection, &ids, shared)?;
    }
    for part in &parts {
        let elsewhere: Vec<_> = file.iter().copied().filter(|case| !part.contains(case)).collect();
        let walled = walls::service::lasting(connection, caller, &elsewhere)?;
        if let Some(to) = part.first() {
            walls::service::put_around(connection, caller, &walled, *to)?;
        }
    }
    // The orders on the dockets of the others are not read for it any more.
    keep_protected(connection, &file, case.confidentiality, caller.now)
}

/// The cases in the parts into which ties divide them.
fn held_together(cases: &[CaseId], ties: &[(CaseId, CaseId)]) -> Vec<BTreeSet<CaseId>> {
    let mut parts: Vec<BTreeSet<CaseId>> = cases.iter().map(|case| BTreeSet::from([*case])).collect();
    for (one, other) in ties {
        let (tied, apart): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|part| part.contains(one) || part.contains(other));
        parts = apart;
        parts.push(tied.into_iter().flatten().collect());
    }
    parts
}

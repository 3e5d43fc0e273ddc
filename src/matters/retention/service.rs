//! Placing and releasing holds, saying until when a case is kept, and disposing of it.

use super::api::{
    CaseRetention, Disposal, DisposalInput, Hold, HoldInput, HoldPatch, Removed, RetentionLine,
};
use super::disposal_store;
use super::schedule::{Schedule, ScheduleLine};
use super::store::{self, HoldRow};
use crate::access::context::Context;
use crate::clock::registry_day;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseId, HoldId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::matters::cases;
use crate::matters::cases::DisposalRow;
use crate::matters::cases::model::StoredStatus;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// A hold on a case that the caller may see.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, case: CaseId, id: HoldId) -> Result<Hold> {
    cases::service::find_visible(connection, caller, case)?;
    let row = store::find(connection, case, id)?;
    caller.require_permission()?;
    Ok(row.into())
}

/// Places a hold.
///
/// # Errors
/// 404, 403, 422.
pub fn place(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    body: &Unparsed<HoldInput>,
) -> Result<Hold> {
    cases::service::lock(connection, caller, case)?;
    let new = body.parse()?;
    let row = HoldRow {
        id: HoldId::generate(),
        case_id: case,
        reason: new.reason.trim().to_owned(),
        from_at: new.from.unwrap_or(caller.now),
        until_at: None,
        release_reason: None,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
    };
    store::insert(connection, &row)?;
    let hold = Hold::from(row);
    journal::append(connection, caller, Subject::Case(case), "hold.placed", ABSENT, Some(&hold))?;
    Ok(hold)
}

/// Changes the reason of a hold, or releases it.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: HoldId,
    precondition: &Precondition,
    body: &Unparsed<HoldPatch>,
) -> Result<Hold> {
    let before = store::find(connection, case, id)?;
    cases::service::lock(connection, caller, case)?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    if let Some(reason) = patch.reason {
        reason.trim().clone_into(&mut row.reason);
    }
    if let Some(until) = patch.until {
        row.until_at = until;
    }
    if let Some(reason) = patch.release_reason {
        row.release_reason = reason.map(|reason| reason.trim().to_owned());
    }
    let faults = faults(&row);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let action = if before.until_at != row.until_at && row.until_at.is_some() {
        "hold.released"
    } else {
        "hold.updated"
    };
    let (before, after) = (Hold::from(before), Hold::from(row));
    journal::append(connection, caller, Subject::Case(case), action, Some(&before), Some(&after))?;
    Ok(after)
}

fn faults(hold: &HoldRow) -> Vec<Fault> {
    let mut faults = Vec::new();
    if hold.until_at.is_some_and(|until| until < hold.from_at) {
        faults.push(Fault::ends_before_it_begins());
    }
    if hold.until_at.is_some() && hold.release_reason.is_none() {
        faults.push(Fault::body(
            "/release_reason",
            "required",
            "Say why the hold is released.",
            "Indiquez le motif de la levée de la suspension.",
        ));
    }
    if hold.until_at.is_none() && hold.release_reason.is_some() {
        faults.push(Fault::body(
            "/until",
            "required",
            "Say when the hold is released, or send null for release_reason, too.",
            "Indiquez quand la suspension est levée, ou envoyez aussi null pour release_reason.",
        ));
    }
    faults
}

/// The day until which a case is kept, with the line of the schedule that says so, and what holds
/// it longer.
///
/// # Errors
/// 404, 403.
pub fn of_case(connection: &mut Connection, caller: &Context, id: CaseId) -> Result<CaseRetention> {
    let case = cases::service::find_visible(connection, caller, id)?;
    caller.require_permission()?;
    let line = line(&case.proceeding)?;
    let closed_on = if case.status == StoredStatus::Closed {
        let last = store::last_event_on(connection, id)?;
        Some(last.unwrap_or_else(|| registry_day(case.updated_at)))
    } else {
        None
    };
    let kept_until = closed_on.map(|closed_on| line.kept_until(closed_on));
    let holds = store::unreleased(connection, id, caller.now)?;
    let disposable = holds.is_empty() && kept_until.is_some_and(|last| last < caller.today);
    let line = RetentionLine::from(line);
    Ok(CaseRetention { case_id: id, status: case.status, closed_on, kept_until, line, holds, disposable })
}

fn line(proceeding: &str) -> Result<&'static ScheduleLine> {
    Schedule::builtin()
        .of(proceeding)
        .ok_or_else(|| Error::internal("the schedule has no line for all others"))
}

/// Disposes of a case.
///
/// # Errors
/// 404, 410, 403, 412, 422; 409 where it is open, held or still within its years.
pub fn dispose(
    connection: &mut Connection,
    caller: &Context,
    id: CaseId,
    precondition: &Precondition,
    body: &Unparsed<DisposalInput>,
) -> Result<(Disposal, Version)> {
    let opened = cases::service::lock(connection, caller, id)?;
    precondition.check(opened.seen)?;
    let new = body.parse()?;
    let kept = of_case(connection, caller, id)?;
    check(&kept, caller)?;
    let removed = disposal_store::parts(connection, id)?.into_iter();
    let disposal = Disposal {
        case_id: id,
        authority: new.authority.trim().to_owned(),
        reason: new.reason.map(|reason| reason.trim().to_owned()),
        entries: journal::service::length(connection, Subject::Case(id))?,
        removed: removed.map(|(what, count)| Removed { what: what.to_owned(), count }).collect(),
        disposed_by: caller.user.id,
        disposed_at: caller.now,
    };
    let version = Version(opened.case.version);
    let row = DisposalRow {
        case_id: id,
        authority: disposal.authority.clone(),
        entries: disposal.entries,
        disposed_by: caller.user.id,
        disposed_at: caller.now,
    };
    // The orders on its docket hold in all of its court file, and will not be there to be read.
    let others = cases::service::others_in_file(connection, &opened.case)?;
    let others: Vec<_> = others.iter().map(|other| other.id).collect();
    cases::service::keep_protected(connection, &others, opened.case.confidentiality, caller.now)?;
    // First: it is what allows the journal to lose what it said.
    cases::service::insert_disposal(connection, &row)?;
    disposal_store::remove(connection, id, caller.now)?;
    journal::service::empty(connection, id)?;
    journal::append(connection, caller, Subject::Case(id), "case.disposed", ABSENT, Some(&disposal))?;
    Ok((disposal, version))
}

/// Refuses a case that something still keeps.
fn check(kept: &CaseRetention, caller: &Context) -> Result<()> {
    let Some(last) = kept.kept_until else {
        return Err(Error::new(Code::StillOpen).with_detail(
            "Only a case that is closed is disposed of. Record on its docket how it ended.",
            "Seul un dossier fermé peut faire l'objet d'une disposition. Consignez-en d'abord l'issue au dossier de la cour.",
        ));
    };
    if !kept.holds.is_empty() {
        let count = kept.holds.len();
        return Err(Error::new(Code::UnderHold).with_detail(
            format!("Holds on this case that were not released: {count}. GET /v1/cases/{}/holds lists them.", kept.case_id),
            format!("Suspensions non levées à l'égard de ce dossier : {count}. GET /v1/cases/{}/holds les énumère.", kept.case_id),
        ));
    }
    if last >= caller.today {
        let code = &kept.line.code;
        return Err(Error::new(Code::StillRetained).with_detail(
            format!("The schedule keeps this case until {last} (line {code}). Ask again after that day."),
            format!("Le calendrier de conservation garde ce dossier jusqu'au {last} (ligne {code}). Réessayez après cette date."),
        ));
    }
    Ok(())
}

/// Refuses a caller who may not see what became of a case that they disposed of.
///
/// # Errors
/// 404, 403.
pub fn permit_disposed(connection: &mut Connection, caller: &Context, case: CaseId) -> Result<()> {
    match cases::service::find_visible(connection, caller, case) {
        Err(error) if error.code() == Code::Disposed => {}
        seen => drop(seen?),
    }
    caller.require_permission()
}

//! Keeping deadlines true to the docket, and the acts of people on them.

use super::api::{Complete, Extend, Reason};
use super::engine::{self, Explanation, ExtendedBy};
use super::model::{DeadlineStatus, PinnedBy};
use super::plan::{self, Change, Planning};
use super::store::{self, DeadlineRow};
use crate::access::context::Context;
use crate::cases;
use crate::cases::store::CaseRow;
use crate::db::Connection;
use crate::db::types::Json;
use crate::docket::replay::State;
use crate::error::{Code, Error, Fault, Result};
use crate::http::body::Body;
use crate::http::etag::{ETag, Precondition};
use crate::ids::{CaseId, DeadlineId, EventId};
use crate::journal::{self, Action, Subject};
use crate::proceedings::Catalog;
use crate::responsibilities;
use crate::responsibilities::model::holders;
use std::collections::HashSet;

/// What would change in a case's deadlines, if its docket stood like this.
///
/// # Errors
/// 422 where a date cannot be computed.
pub fn plan(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    state: &State,
    touched: Option<EventId>,
) -> Result<Vec<Change>> {
    let kept = store::of_case(connection, case.id)?;
    let holdings = responsibilities::store::current_holdings(connection, case.id, caller.now)?;
    let planning = Planning { case, holdings: &holdings, now: caller.now, today: caller.today, touched };
    plan::plan(&planning, state, &kept)
}

/// Writes what was planned. The journal's entry is that of the act which caused it.
///
/// # Errors
/// The database's own.
pub fn apply(connection: &mut Connection, changes: &[Change]) -> Result<()> {
    // One deadline can change in two ways at once; the row that comes of it is written once.
    let mut written = HashSet::new();
    for change in changes.iter().rev() {
        if !written.insert(change.after.id) {
            continue;
        }
        let is_new = changes
            .iter()
            .any(|other| other.after.id == change.after.id && other.kind == plan::ChangeKind::Started);
        if is_new {
            store::insert(connection, &change.after)?;
        } else {
            store::update(connection, &change.after)?;
        }
    }
    Ok(())
}

/// Writes who now holds the open deadlines of a case: after every change of its assignments.
///
/// # Errors
/// The database's own.
pub fn refresh_holders(connection: &mut Connection, caller: &Context, case: CaseId) -> Result<()> {
    let holdings = responsibilities::store::current_holdings(connection, case, caller.now)?;
    for mut row in store::of_case(connection, case)? {
        let Some(responsibility) = row.responsibility.clone() else { continue };
        if row.status != DeadlineStatus::Open.code() {
            continue;
        }
        let before = row.clone();
        let held = holders(&responsibility, &holdings);
        row.responsible_user_id = held.responsible.as_ref().map(|held| held.user_id);
        row.responsible_role = held.responsible.map(|held| held.role);
        row.accountable_user_id = held.accountable.as_ref().map(|held| held.user_id);
        row.accountable_role = held.accountable.map(|held| held.role);
        if row != before {
            row.version = row.version.saturating_add(1);
            row.updated_at = caller.now;
            store::update(connection, &row)?;
        }
    }
    Ok(())
}

/// The deadline and its case, where the caller may see them.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: DeadlineId) -> Result<(DeadlineRow, CaseRow)> {
    let found = store::find_visible(connection, caller, id)?.ok_or_else(Error::not_found)?;
    caller.permit()?;
    Ok(found)
}

/// A deadline that was taken for an act, with its case.
fn open(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
    precondition: &Precondition,
) -> Result<DeadlineRow> {
    let (_, case) = store::find_visible(connection, caller, id)?.ok_or_else(Error::not_found)?;
    cases::service::open(connection, caller, case.id)?;
    // Read again now that the case's row is ours.
    let (row, _) = store::find_visible(connection, caller, id)?.ok_or_else(Error::not_found)?;
    precondition.check(ETag(row.version))?;
    Ok(row)
}

fn keep(
    connection: &mut Connection,
    caller: &Context,
    before: &DeadlineRow,
    mut after: DeadlineRow,
    action: Action,
) -> Result<DeadlineRow> {
    after.version = before.version.saturating_add(1);
    after.updated_at = caller.now;
    store::update(connection, &after)?;
    let view = |row: &DeadlineRow| super::api::Deadline::from(row.clone());
    journal::append(
        connection,
        caller,
        Subject::Case(after.case_id),
        action,
        Some(&view(before)),
        Some(&view(&after)),
    )?;
    Ok(after)
}

fn require_open(row: &DeadlineRow) -> Result<()> {
    if row.status == DeadlineStatus::Open.code() {
        return Ok(());
    }
    Err(Error::new(Code::DeadlineClosed).saying(
        format!("It is {}. Only an open deadline can be changed so; POST .../reopen opens it again.", row.status),
        format!("Son état est {}. Seule une échéance ouverte peut être ainsi modifiée ; POST .../reopen la rouvre.", row.status),
    ))
}

fn invalid(pointer: &str, code: &'static str, en: impl Into<String>, fr: impl Into<String>) -> Error {
    Error::invalid(vec![Fault::body(pointer, code, en, fr)])
}

fn belongs(connection: &mut Connection, row: &DeadlineRow, event: Option<EventId>) -> Result<()> {
    let Some(event) = event else { return Ok(()) };
    crate::docket::store::find(connection, row.case_id, event).map(|_| ()).map_err(|error| {
        if error.code() == Code::NotFound {
            invalid(
                "/event_id",
                "unknown_event",
                "This case has no such event on its docket.",
                "Le dossier de la cour ne comporte pas cet événement.",
            )
        } else {
            error
        }
    })
}

/// Moves the date, by an order, by consent or by a direction, and pins it.
///
/// # Errors
/// 404, 403, 412, 422; 409 where the deadline is not open.
pub fn extend(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
    precondition: &Precondition,
    body: &Body<Extend>,
) -> Result<DeadlineRow> {
    let before = open(connection, caller, id, precondition)?;
    let extend = body.parse()?;
    belongs(connection, &before, extend.event_id)?;
    if let Some(trigger) = before.trigger_on.filter(|trigger| extend.until < *trigger) {
        return Err(invalid(
            "/until",
            "before_trigger",
            format!("This is before the day from which time runs, {trigger}."),
            format!("Cette date précède le point de départ du délai, le {trigger}."),
        ));
    }
    if let Some(due_on) =
        before.due_on.filter(|due_on| extend.until < *due_on && extend.by == PinnedBy::Consent)
    {
        return Err(invalid(
            "/until",
            "not_later",
            format!("Consent extends a time limit; this is before the present date, {due_on}."),
            format!("Le consentement proroge un délai ; cette date précède la date actuelle, le {due_on}."),
        ));
    }
    require_open(&before)?;
    let rule = Catalog::builtin()
        .rule(&before.rule)
        .ok_or_else(|| Error::internal(format!("no rule {} in the catalog", before.rule)))?;
    let by = match extend.by {
        PinnedBy::Order => ExtendedBy::Order,
        PinnedBy::Consent => ExtendedBy::Consent,
        PinnedBy::Direction => ExtendedBy::Direction,
    };
    let mut row = before.clone();
    plan::remember(&mut row, extend.by.code(), caller.now)?;
    let explanation: Explanation = row.explanation.parse()?;
    row.explanation =
        Json::of(&engine::explain_extended(rule, &explanation, extend.until, by, caller.today))?;
    row.due_on = Some(extend.until);
    row.sort_on = extend.until;
    row.due_at = None;
    row.safe_on = None;
    row.arguable_latest_on = None;
    row.no_fixed_date = false;
    row.pinned = true;
    row.pinned_by = Some(extend.by.code().to_owned());
    row.closing_note = extend.reason;
    keep(connection, caller, &before, row, "deadline.extended")
}

/// Records that it was met.
///
/// # Errors
/// 404, 403, 412, 422; 409 where the deadline is not open.
pub fn complete(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
    precondition: &Precondition,
    body: &Body<Complete>,
) -> Result<DeadlineRow> {
    let before = open(connection, caller, id, precondition)?;
    let complete = body.parse()?;
    if complete.on > caller.today {
        return Err(Error::invalid(vec![cases::service::future("/on", caller.today)]));
    }
    if let Some(trigger) = before.trigger_on.filter(|trigger| complete.on < *trigger) {
        return Err(invalid(
            "/on",
            "before_trigger",
            format!("This is before the day from which time runs, {trigger}."),
            format!("Cette date précède le point de départ du délai, le {trigger}."),
        ));
    }
    belongs(connection, &before, complete.event_id)?;
    require_open(&before)?;
    let mut row = before.clone();
    let status = if plan::is_late(&row, complete.on) { DeadlineStatus::MetLate } else { DeadlineStatus::Met };
    plan::close(&mut row, status, complete.on, None);
    row.closing_note = complete.note;
    keep(connection, caller, &before, row, "deadline.completed")
}

/// Gives it up.
///
/// # Errors
/// 404, 403, 412, 422; 409 where the deadline is not open.
pub fn waive(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
    precondition: &Precondition,
    body: &Body<Reason>,
) -> Result<DeadlineRow> {
    let before = open(connection, caller, id, precondition)?;
    let reason = body.parse()?.reason;
    require_open(&before)?;
    let mut row = before.clone();
    plan::close(&mut row, DeadlineStatus::Waived, caller.today, None);
    row.closing_note = Some(reason);
    keep(connection, caller, &before, row, "deadline.waived")
}

/// Opens it again.
///
/// # Errors
/// 404, 403, 412, 422; 409 where the deadline is open, or the docket itself ended it.
pub fn reopen(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
    precondition: &Precondition,
    body: &Body<Reason>,
) -> Result<DeadlineRow> {
    let before = open(connection, caller, id, precondition)?;
    let reason = body.parse()?.reason;
    if before.status == DeadlineStatus::Open.code() {
        return Err(Error::new(Code::Conflict).saying("It is open.", "Elle est ouverte."));
    }
    if before.closed_by_event_id.is_some() {
        return Err(Error::new(Code::Conflict).saying(
            "The docket ended it. Correct the event that did: PATCH /v1/cases/{id}/events/{event_id}.",
            "C'est le dossier de la cour qui y a mis fin. Corrigez l'événement en cause : PATCH /v1/cases/{id}/events/{event_id}.",
        ));
    }
    let mut row = before.clone();
    plan::reopen(&mut row);
    row.closing_note = Some(reason);
    keep(connection, caller, &before, row, "deadline.reopened")
}

/// What a case shows of this feature, whole: for a case that is read with its parts.
///
/// # Errors
/// The database's own.
pub fn of_case(connection: &mut Connection, case: CaseId) -> Result<Vec<super::api::Deadline>> {
    Ok(store::of_case(connection, case)?.into_iter().map(Into::into).collect())
}

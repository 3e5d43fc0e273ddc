//! Entering one line: finding the case that it is about, opening it or bringing it to what the line
//! says.

use super::line::{ImportedAssignment, ImportedCase, ImportedDeadline, ImportedDeadlineStatus, ToOpen};
use super::model::LineStatus;
use super::{store, syncing};
use crate::access::context::Context;
use crate::db::Connection;
use crate::duties::deadlines;
use crate::duties::deadlines::model::{DeadlineStatus, PinnedBy};
use crate::error::{Code, Error, Fault, Result};
use crate::external_ids::model::{ExternalId, ExternalIdKind};
use crate::external_ids::service as external_ids;
use crate::ids::{CaseId, UserId};
use crate::matters::cases::CaseRow;
use crate::people::identity;
use crate::registry::cases::service as cases;
use crate::registry::docket::history;
use crate::teams::assignments;
use crate::teams::assignments::api::AssignmentInput;
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use serde_json::{Value, json};

/// What a line became.
pub struct Entered {
    /// The case.
    pub case_id: CaseId,
    /// What became of it.
    pub status: LineStatus,
}

/// Enters a line.
///
/// # Errors
/// 422 where it is wrong; 409 where the state of the case forbids what it says. Nothing of it may
/// be kept then.
pub fn enter(connection: &mut Connection, caller: &Context, line: &Value) -> Result<Entered> {
    let case = Unparsed::<ImportedCase>::json(line.clone()).parse()?;
    if let Some(id) = known_as(connection, caller, &case.external_ids)? {
        let is_changed = syncing::bring(connection, caller, id, line, &case)?;
        let status = if is_changed { LineStatus::Updated } else { LineStatus::Unchanged };
        return Ok(Entered { case_id: id, status });
    }
    let ToOpen { case, events, assignments, deadlines } = case.to_open()?;
    let row = cases::open(connection, caller, case)?;
    // Who holds what comes first: the deadlines begin with their holders.
    for (index, assignment) in assignments.iter().enumerate() {
        assign(connection, caller, &row, assignment)
            .map_err(|error| error.with_prefix(&format!("/assignments/{index}")))?;
    }
    history::enter(connection, caller, &row, events)?;
    act(connection, caller, row.id, &deadlines)?;
    Ok(Entered { case_id: row.id, status: LineStatus::Created })
}

/// The case of the caller's organisation that is known by one of these ids.
///
/// # Errors
/// 409 where they are ids of more than one.
fn known_as(connection: &mut Connection, caller: &Context, ids: &[ExternalId]) -> Result<Option<CaseId>> {
    let found = store::cases_known_as(connection, caller, ids)?;
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _ => Err(Error::new(Code::Conflict).with_faults(vec![Fault::body(
            "/external_ids",
            "several_cases",
            "These are ids of more than one case. Send the ids of one.",
            "Ces identifiants sont ceux de plusieurs dossiers. Envoyez ceux d'un seul.",
        )])),
    }
}

/// Gives somebody a role on a case that was taken, for the time that a line says. Whoever calls has
/// to refresh the holders of its deadlines afterwards.
///
/// # Errors
/// 422 where nobody is known so; 409 where the role is held already, or a wall stands.
pub(super) fn assign(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    new: &ImportedAssignment,
) -> Result<()> {
    let user = holder(connection, caller, new)?;
    let new = AssignmentInput {
        user_id: user,
        group_id: new.group_id,
        role: new.role.clone(),
        from: new.from,
        until: new.until,
        offer: false,
        waiver: None,
    };
    assignments::service::create_on(connection, caller, case, new).map(drop)
}

/// The person whom an assignment names, if it names one.
///
/// # Errors
/// 422 where nobody is known so.
pub(super) fn holder(
    connection: &mut Connection,
    caller: &Context,
    new: &ImportedAssignment,
) -> Result<Option<UserId>> {
    if let Some(name) = &new.username {
        let user = identity::principals::user_by_name(connection, name)?;
        return user.map(|user| Some(user.id)).ok_or_else(|| nobody("/username"));
    }
    if let Some(id) = &new.user_external_id {
        let scope = caller.user.organization_id.uuid();
        let user = external_ids::find(connection, ExternalIdKind::User, scope, id)?;
        return user.map(|user| Some(UserId::from(user))).ok_or_else(|| nobody("/user_external_id"));
    }
    Ok(new.user_id)
}

fn nobody(pointer: &str) -> Error {
    Error::invalid(vec![Fault::body(
        pointer,
        "unknown_user",
        "There is no such user. GET /v1/users lists them.",
        "Cet utilisateur n'existe pas. GET /v1/users les énumère.",
    )])
}

/// Does to the deadlines of a case what was done to them elsewhere, as far as it is not done
/// already, and says whether there was anything to do.
///
/// # Errors
/// 422 where the case has no such deadline, or the act cannot be; 409 where it is closed.
pub(super) fn act(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    acts: &[ImportedDeadline],
) -> Result<bool> {
    let mut is_changed = false;
    for (index, act) in acts.iter().enumerate() {
        let done = act_on(connection, caller, case, act)
            .map_err(|error| error.with_prefix(&format!("/deadlines/{index}")))?;
        is_changed |= done;
    }
    Ok(is_changed)
}

fn act_on(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    act: &ImportedDeadline,
) -> Result<bool> {
    let rows = deadlines::store::of_case(connection, case)?;
    let row = rows.iter().rev().find(|row| row.rule == act.rule).ok_or_else(|| no_such(&rows))?;
    let none = Precondition::None;
    match act.status {
        ImportedDeadlineStatus::Met => {
            let on = act.on.ok_or_else(|| needed("/on"))?;
            let is_done = matches!(row.status, DeadlineStatus::Met | DeadlineStatus::MetLate);
            if is_done && row.closed_on == Some(on) {
                return Ok(false);
            }
            let body = with_note(json!({"on": on}), "note", act);
            deadlines::acts::complete(connection, caller, row.id, &none, &Unparsed::json(body))?;
        }
        ImportedDeadlineStatus::Extended => {
            let until = act.until.ok_or_else(|| needed("/until"))?;
            if row.due_on == Some(until) {
                return Ok(false);
            }
            let by = act.by.unwrap_or(PinnedBy::Order);
            let body = with_note(json!({"until": until, "by": by}), "reason", act);
            deadlines::acts::extend(connection, caller, row.id, &none, &Unparsed::json(body))?;
        }
        ImportedDeadlineStatus::Waived => {
            if row.status == DeadlineStatus::Waived {
                return Ok(false);
            }
            let reason = act.note.as_deref().ok_or_else(|| needed("/note"))?;
            deadlines::acts::waive(
                connection,
                caller,
                row.id,
                &none,
                &Unparsed::json(json!({"reason": reason})),
            )?;
        }
    }
    Ok(true)
}

fn with_note(mut body: Value, field: &str, act: &ImportedDeadline) -> Value {
    if let (Some(body), Some(note)) = (body.as_object_mut(), &act.note) {
        body.insert(field.to_owned(), json!(note));
    }
    body
}

fn needed(pointer: &str) -> Error {
    Error::invalid(vec![Fault::body(
        pointer,
        "required",
        "This field is needed with that status.",
        "Ce champ est requis avec cet état.",
    )])
}

fn no_such(rows: &[deadlines::store::DeadlineRow]) -> Error {
    let mut known: Vec<_> = rows.iter().map(|row| row.rule.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    let known = known.join(", ");
    Error::invalid(vec![Fault::body(
        "/rule",
        "no_such_deadline",
        format!("By its docket and its decision the case has no deadline of this rule. It has: {known}."),
        format!(
            "D'après ses inscriptions et la décision, le dossier n'a pas d'échéance de cette règle. Il a : {known}."
        ),
    )])
}

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
use crate::journal::service::{PendingEntry, append_many};
use crate::law::engine::PositionInForce;
use crate::matters::cases::CaseRow;
use crate::people::{identity, profiles};
use crate::registry::cases::service::{self as cases, OpenedCase};
use crate::registry::docket::history;
use crate::teams::assignments;
use crate::teams::assignments::api::AssignmentInput;
use crate::teams::assignments::history::{AssigneeCache, enter as history_of_roles};
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::HashMap;

/// What a line became.
pub struct Entered {
    /// The case.
    pub case_id: CaseId,
    /// What became of it.
    pub status: LineStatus,
    /// What the journal has to say of it and is still to be appended.
    pub record: Vec<PendingEntry>,
}

/// What many lines rest on, as it is read within one transaction: whoever imports is of one
/// organisation, and nobody else writes meanwhile.
#[derive(Default)]
pub struct SharedReads {
    users: HashMap<String, Option<UserId>>,
    assignees: AssigneeCache,
    positions: Option<Vec<PositionInForce>>,
}

impl SharedReads {
    fn user_named(&mut self, connection: &mut Connection, name: &str) -> Result<Option<UserId>> {
        if let Some(known) = self.users.get(name) {
            return Ok(*known);
        }
        let found = identity::principals::user_by_name(connection, name)?.map(|user| user.id);
        self.users.insert(name.to_owned(), found);
        Ok(found)
    }

    fn positions(&mut self, connection: &mut Connection, caller: &Context) -> Result<&[PositionInForce]> {
        if self.positions.is_none() {
            let organization = caller.user.organization_id;
            self.positions = Some(profiles::service::positions_in_force(connection, organization)?);
        }
        Ok(self.positions.as_deref().unwrap_or_default())
    }
}

/// Enters a line.
///
/// # Errors
/// 422 where it is wrong; 409 where the state of the case forbids what it says. Nothing of it may
/// be kept then.
pub fn enter(
    connection: &mut Connection,
    caller: &Context,
    line: &Value,
    shared: &mut SharedReads,
) -> Result<Entered> {
    let case = Unparsed::<ImportedCase>::json(line.clone()).parse()?;
    if let Some(id) = known_as(connection, caller, &case.external_ids)? {
        // It may give parties other names, and cases other parties.
        *shared = SharedReads::default();
        let is_changed = syncing::bring(connection, caller, id, line, &case)?;
        let status = if is_changed { LineStatus::Updated } else { LineStatus::Unchanged };
        return Ok(Entered { case_id: id, status, record: Vec::new() });
    }
    let ToOpen { case, events, assignments, deadlines } = case.to_open()?;
    let OpenedCase { row, mut record, names } = cases::open(connection, caller, case)?;
    shared.assignees.opened(&names);
    // Who holds what comes first: the deadlines begin with their holders.
    let mut wanted = Vec::with_capacity(assignments.len());
    for (index, said) in assignments.into_iter().enumerate() {
        let user = holder(connection, caller, &said, shared)
            .map_err(|error| error.with_prefix(&format!("/assignments/{index}")))?;
        wanted.push(assignment(user, said));
    }
    let file = (&row, &names);
    record.extend(history_of_roles(connection, caller, file, wanted, &mut shared.assignees)?);
    let positions = shared.positions(connection, caller)?;
    history::enter(connection, caller, (&row, positions), events, &mut record)?;
    if !deadlines.is_empty() {
        // What was done to them is written by what does it, after all this.
        append_many(connection, caller, &std::mem::take(&mut record))?;
        act(connection, caller, row.id, &deadlines)?;
    }
    Ok(Entered { case_id: row.id, status: LineStatus::Created, record })
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
    let user = holder(connection, caller, new, &mut SharedReads::default())?;
    assignments::service::create_on(connection, caller, case, assignment(user, new.clone())).map(drop)
}

/// The assignment that a line says, of a person who was found.
fn assignment(user_id: Option<UserId>, said: ImportedAssignment) -> AssignmentInput {
    AssignmentInput {
        user_id,
        group_id: said.group_id,
        role: said.role,
        from: said.from,
        until: said.until,
        offer: false,
        waiver: None,
    }
}

/// The person whom an assignment names, if it names one.
///
/// # Errors
/// 422 where nobody is known so.
pub(super) fn holder(
    connection: &mut Connection,
    caller: &Context,
    new: &ImportedAssignment,
    shared: &mut SharedReads,
) -> Result<Option<UserId>> {
    if let Some(name) = &new.username {
        let user = shared.user_named(connection, name)?;
        return user.map(Some).ok_or_else(|| nobody("/username"));
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
        ImportedDeadlineStatus::Extended | ImportedDeadlineStatus::Shortened => {
            let until = act.until.ok_or_else(|| needed("/until"))?;
            if row.due_on == Some(until) {
                return Ok(false);
            }
            other_way(act.status, until, row.due_on)?;
            let by = act.by.unwrap_or(PinnedBy::Order);
            let body = with_note(json!({"until": until, "by": by}), "reason", act);
            if act.status == ImportedDeadlineStatus::Shortened {
                deadlines::acts::shorten(connection, caller, row.id, &none, &Unparsed::json(body))?;
            } else {
                deadlines::acts::extend(connection, caller, row.id, &none, &Unparsed::json(body))?;
            }
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

/// Refuses a day that a line says is a later one, and that is earlier, or the other way round: the
/// line says which it is, and not an address.
fn other_way(status: ImportedDeadlineStatus, until: NaiveDate, due_on: Option<NaiveDate>) -> Result<()> {
    let is_earlier = due_on.is_some_and(|due_on| until < due_on);
    let is_shortened = status == ImportedDeadlineStatus::Shortened;
    let Some(due_on) = due_on.filter(|_| is_earlier != is_shortened) else { return Ok(()) };
    let (code, other) = if is_shortened {
        ("not_earlier", ImportedDeadlineStatus::Extended)
    } else {
        ("not_later", ImportedDeadlineStatus::Shortened)
    };
    let (status, other) = (status.code(), other.code());
    Err(Error::invalid(vec![Fault::body(
        "/until",
        code,
        format!(
            "By its docket the deadline is due on {due_on}: that is no {status} one. Correct the date, or say the status {other}."
        ),
        format!(
            "Selon les inscriptions, l'échéance tombe le {due_on} : l'état {status} ne convient pas. Corrigez la date, ou indiquez l'état {other}."
        ),
    )]))
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

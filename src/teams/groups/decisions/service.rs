//! Entering what a group decided.

use super::super::api::GroupText;
use super::super::meetings::service as meetings;
use super::super::service as groups;
use super::api::{GroupDecision, GroupDecisionInput};
use super::store::{self, DecisionRow};
use crate::access::context::Context;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{GroupDecisionId, GroupId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::matters::cases::service::future;
use crate::unparsed::Unparsed;

/// A page of the decisions of a group that exists for the caller, and how many there are if that is
/// wanted.
///
/// # Errors
/// 404, 403.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    before: Option<i32>,
    limit: i64,
    counted: bool,
) -> Result<(Vec<GroupDecision>, Option<i64>)> {
    groups::find_visible(connection, caller, group)?;
    caller.require_permission()?;
    let count = counted.then(|| store::count(connection, group)).transpose()?;
    let rows = store::list(connection, group, before, limit)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let successors = store::successors(connection, &ids)?;
    let shown = rows.into_iter().map(|row| {
        let successor = successors.get(&row.id).copied();
        GroupDecision::from_row(row, successor)
    });
    Ok((shown.collect(), count))
}

/// A decision of a group that exists for the caller.
///
/// # Errors
/// 404, 403.
pub fn find(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    id: GroupDecisionId,
) -> Result<GroupDecision> {
    groups::find_visible(connection, caller, group)?;
    let row = store::find(connection, group, id)?;
    caller.require_permission()?;
    let successor = store::successors(connection, &[id])?.remove(&id);
    Ok(GroupDecision::from_row(row, successor))
}

/// The fault of a decision that the group did not make, if it did not.
pub fn unknown(
    connection: &mut Connection,
    group: GroupId,
    pointer: &str,
    id: GroupDecisionId,
) -> Result<Option<Fault>> {
    match store::find(connection, group, id) {
        Ok(_) => Ok(None),
        Err(error) if error.code() == Code::NotFound => Ok(Some(Fault::body(
            pointer,
            "unknown_decision",
            "The group has no such decision. GET /v1/groups/{id}/decisions lists them.",
            "Le groupe n'a pas pris cette décision. GET /v1/groups/{id}/decisions les énumère.",
        ))),
        Err(error) => Err(error),
    }
}

/// Enters a decision, and gives it the next number.
///
/// # Errors
/// 404, 403, 422; 409 where the decision that it shall supersede was superseded already, or the
/// group was dissolved.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    body: &Unparsed<GroupDecisionInput>,
) -> Result<GroupDecision> {
    let taken = groups::find_visible(connection, caller, group)?;
    groups::may_record(connection, caller, &taken)?;
    let new = body.parse()?;
    let mut faults = Vec::new();
    if new.adopted_on > caller.today {
        faults.push(future("/adopted_on", caller.today));
    }
    if let Some(meeting) = new.meeting_id {
        faults.extend(meetings::unknown(connection, group, meeting)?);
    }
    if let Some(earlier) = new.supersedes_id {
        faults.extend(unknown(connection, group, "/supersedes_id", earlier)?);
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    groups::stands(caller, &taken)?;
    if let Some(earlier) = new.supersedes_id {
        stands_still(connection, group, earlier)?;
        store::touch(connection, earlier, caller.now)?;
    }
    let ((title_en, title_fr), (body_en, body_fr)) = (new.title.trimmed(), GroupText::kept(new.body));
    let row = DecisionRow {
        id: GroupDecisionId::generate(),
        group_id: group,
        meeting_id: new.meeting_id,
        number: store::last_number(connection, group)?.saturating_add(1),
        title_en,
        title_fr,
        body_en,
        body_fr,
        adopted_on: new.adopted_on,
        supersedes_id: new.supersedes_id,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
    };
    store::insert(connection, &row)?;
    let decision = GroupDecision::from_row(row, None);
    let subject = Subject::Group(group);
    journal::append(connection, caller, subject, "group_decision.created", ABSENT, Some(&decision))?;
    Ok(decision)
}

/// Refuses a decision that another one superseded.
fn stands_still(connection: &mut Connection, group: GroupId, id: GroupDecisionId) -> Result<()> {
    let Some(later) = store::successors(connection, &[id])?.remove(&id) else { return Ok(()) };
    let number = store::find(connection, group, later)?.number;
    Err(Error::new(Code::Conflict).with_faults(vec![Fault::body(
        "/supersedes_id",
        "superseded_already",
        format!("Decision {number} ({later}) superseded it already. Supersede that one."),
        format!("La décision {number} ({later}) l'a déjà remplacée. Remplacez celle-là."),
    )]))
}

//! Answering an offer, and ending an assignment.

use super::api::{AcceptAssignment, Assignment, DeclineAssignment, EndAssignment};
use super::checks;
use super::model::exclusive_key;
use super::service::{is_own, refresh, subject, take};
use super::store::{self, AssignmentRow};
use crate::access::context::Context;
use crate::access::holding::AssignmentStatus;
use crate::clock::REGISTRY_ZONE;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::AssignmentId;
use crate::journal;
use crate::law::calendars::dates::spoken;
use crate::matters::cases;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// Writes the next version of an assignment.
pub(super) fn write(
    connection: &mut Connection,
    caller: &Context,
    before: AssignmentRow,
    mut row: AssignmentRow,
    action: &'static str,
) -> Result<AssignmentRow> {
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    store::update(connection, std::slice::from_ref(&row), caller.now)?;
    let (of, before, after) = (subject(&row), Assignment::from(before), Assignment::from(row.clone()));
    journal::append(connection, caller, of, action, Some(&before), Some(&after))?;
    Ok(row)
}

/// An assignment that was offered to the caller.
///
/// # Errors
/// 404; 403 where it is somebody else's.
pub fn find_own(connection: &mut Connection, caller: &Context, id: AssignmentId) -> Result<AssignmentRow> {
    let row = super::service::find(connection, caller, id)?;
    if is_own(caller, &row) {
        return Ok(row);
    }
    Err(Error::new(Code::Forbidden).with_detail(
        "Only whom an assignment is offered to answers the offer.",
        "Seule la personne à qui l'affectation est proposée répond à la proposition.",
    ))
}

/// Takes an assignment that was offered to the caller for an answer. The case is taken, too, though
/// the caller may not yet see it: an offer is what lets them answer.
fn take_own(
    connection: &mut Connection,
    caller: &Context,
    id: AssignmentId,
    precondition: &Precondition,
) -> Result<AssignmentRow> {
    let row = find_own(connection, caller, id)?;
    if let Some(case) = row.case_id {
        cases::service::bump_version(connection, &[case], caller.now)?;
    }
    let row = store::find(connection, row.id)?;
    precondition.check(Version(row.version))?;
    Ok(row)
}

/// Accepts what was offered; if the assignment was made outright, records that its holder knows of
/// it.
///
/// # Errors
/// 404, 403 where it is somebody else's, 412; 409 where it was answered, has ended, or cannot be
/// held any more.
pub fn accept(
    connection: &mut Connection,
    caller: &Context,
    id: AssignmentId,
    precondition: &Precondition,
    body: &Unparsed<AcceptAssignment>,
) -> Result<Assignment> {
    let before = take_own(connection, caller, id, precondition)?;
    body.parse()?;
    let open = before.status == AssignmentStatus::Offered || before.is_held();
    if !open || before.is_over(caller.now) {
        return Err(answered());
    }
    if before.accepted_at.is_some() {
        return Ok(before.into());
    }
    let mut row = before.clone();
    row.accepted_at = Some(caller.now);
    if !before.is_held() {
        row.status = AssignmentStatus::Held;
        row.from_at = before.from_at.max(caller.now);
        let case = match row.case_id {
            Some(case) => cases::service::of_ids(connection, &[case])?.pop(),
            None => None,
        };
        let role = checks::role(connection, caller, &row)?;
        checks::body(connection, caller, &row, case.as_ref(), role.as_ref())?;
        row.exclusive_key = role.and_then(|role| exclusive_key(&role, &row.of()));
        checks::state(connection, caller, &row)?;
    }
    let row = write(connection, caller, before, row, "assignment.accepted")?;
    refresh(connection, caller, &row)?;
    Ok(row.into())
}

/// Declines what was offered. An assignment that was made outright and not accepted yet ends now.
///
/// # Errors
/// 404, 403 where it is somebody else's, 412; 409 where it was answered or has ended.
pub fn decline(
    connection: &mut Connection,
    caller: &Context,
    id: AssignmentId,
    precondition: &Precondition,
    body: &Unparsed<DeclineAssignment>,
) -> Result<Assignment> {
    let before = take_own(connection, caller, id, precondition)?;
    let answer = body.parse()?;
    let open = before.status == AssignmentStatus::Offered || before.is_held();
    if !open || before.accepted_at.is_some() || before.is_over(caller.now) {
        return Err(answered());
    }
    let mut row = before.clone();
    row.reason = answer.reason.map(|reason| reason.trim().to_owned()).or(row.reason);
    if before.is_held() {
        row.until_at = Some(caller.now.max(before.from_at));
    } else {
        row.status = AssignmentStatus::Declined;
    }
    let row = write(connection, caller, before, row, "assignment.declined")?;
    end_delegations(connection, caller, &row, caller.now)?;
    refresh(connection, caller, &row)?;
    Ok(row.into())
}

fn answered() -> Error {
    Error::new(Code::Conflict).with_detail(
        "The assignment was answered already, or has ended: there is nothing to answer. GET it to see where it stands.",
        "L'affectation a déjà reçu une réponse ou a pris fin : il n'y a rien à quoi répondre. Consultez-la pour connaître son état.",
    )
}

/// Ends an assignment, with the delegations on it, and gives the open deadlines their new holders.
/// An assignment that ends when it begins never held: that is how one which is still to come is
/// called off. An offer is taken back.
///
/// # Errors
/// 404, 403, 412, 422; 409 where it ended, or ends earlier than that, already.
pub fn end(
    connection: &mut Connection,
    caller: &Context,
    id: AssignmentId,
    precondition: &Precondition,
    body: &Unparsed<EndAssignment>,
) -> Result<Assignment> {
    let before = store::find(connection, id)?;
    let (before, _) = take(connection, caller, &before, precondition)?;
    let asked = body.parse()?;
    let mut row = before.clone();
    row.reason = asked.reason.map(|reason| reason.trim().to_owned()).or(row.reason);
    if before.status == AssignmentStatus::Offered {
        row.status = AssignmentStatus::Withdrawn;
        return Ok(write(connection, caller, before, row, "assignment.withdrawn")?.into());
    }
    if !before.is_held() {
        return Err(answered());
    }
    let until = asked.until.map_or(caller.now.max(before.from_at), |until| until);
    if until < before.from_at {
        return Err(Error::invalid(vec![Fault::ends_before_it_begins()]));
    }
    if let Some(end) = before.until_at.filter(|end| *end <= caller.now || *end <= until) {
        let end = spoken(end.utc(), REGISTRY_ZONE);
        return Err(Error::new(Code::Conflict).with_detail(
            format!("The assignment ends already, on {}. This makes no assignment longer: make a new one.", end.en),
            format!("L'affectation prend déjà fin le {}. Cette action ne prolonge pas une affectation : créez-en une nouvelle.", end.fr),
        ));
    }
    row.until_at = Some(until);
    let row = write(connection, caller, before, row, "assignment.ended")?;
    end_delegations(connection, caller, &row, until)?;
    refresh(connection, caller, &row)?;
    Ok(row.into())
}

/// Ends the delegations on an assignment that would outlast it, and those on them.
pub(super) fn end_delegations(
    connection: &mut Connection,
    caller: &Context,
    delegated: &AssignmentRow,
    at: Instant,
) -> Result<()> {
    for before in store::delegations_on(connection, &[delegated.id], at)? {
        let mut row = before.clone();
        row.until_at = Some(at.max(before.from_at));
        let ended = write(connection, caller, before, row, "assignment.ended")?;
        end_delegations(connection, caller, &ended, at)?;
    }
    Ok(())
}

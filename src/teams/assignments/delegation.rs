//! Acting for the holder of an assignment while they are away, and taking one over for good.

use super::acts::{end_delegations, write};
use super::api::{Assignment, DelegateAssignment, SubstituteAssignment};
use super::model::{delegation_key, exclusive_key};
use super::service::{Wanted, is_own, put, refresh, subject, take};
use super::store::{self, AssignmentRow};
use super::{checks, reach};
use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{AssignmentId, UserId};
use crate::journal;
use crate::journal::service::ABSENT;
use crate::unparsed::Unparsed;
use crate::version::Precondition;

/// The assignment that came of a delegation, for whoever may still delegate.
///
/// # Errors
/// 404, 403.
pub fn find_delegated(
    connection: &mut Connection,
    caller: &Context,
    id: AssignmentId,
    made: AssignmentId,
) -> Result<Assignment> {
    let delegated = store::find(connection, id)?;
    let required = if is_own(caller, &delegated) { caller.required } else { Permission::AssignPeople };
    let caller = &Context { required, ..caller.clone() };
    super::service::find(connection, caller, id)?;
    Ok(super::service::find(connection, caller, made)?.into())
}

/// Lets another act for the holder, until an instant at which the role goes back by itself. The
/// holder may delegate what they hold; others need to see the case and to be allowed to assign. A
/// portfolio is delegated by whoever manages portfolios.
///
/// # Errors
/// 404, 403, 412; 422 where it is longer than what is delegated, to oneself, or in a circle; 409
/// where somebody acts already.
pub fn delegate(
    connection: &mut Connection,
    caller: &Context,
    id: AssignmentId,
    precondition: &Precondition,
    body: &Unparsed<DelegateAssignment>,
) -> Result<Assignment> {
    let delegated = store::find(connection, id)?;
    let required = if is_own(caller, &delegated) { caller.required } else { Permission::AssignPeople };
    let caller = &Context { required, ..caller.clone() };
    let (delegated, case) = take(connection, caller, &delegated, precondition)?;
    let new = body.parse()?;
    still_held(caller, &delegated)?;
    let mut row = Wanted {
        user: Some(new.user_id),
        group: None,
        role: delegated.role.clone(),
        from: Some(new.from.unwrap_or(caller.now).max(delegated.from_at)),
        until: Some(new.until),
        offer: false,
    }
    .row(caller, &delegated.of(), delegated.organization_id);
    row.delegates = Some(delegated.id);
    row.reason = new.reason.map(|reason| reason.trim().to_owned());
    row.exclusive_key = Some(delegation_key(delegated.id));
    within(connection, &delegated, new.user_id, &row, new.from.is_some_and(|from| from < delegated.from_at))?;
    reach::permit(connection, caller, &row, case.as_ref())?;
    let role = checks::role(connection, caller, &row)?;
    checks::body(connection, caller, &row, case.as_ref(), role.as_ref())?;
    checks::state(connection, caller, &row)?;
    row.waiver = checks::conflicts(connection, caller, &row, case.as_ref(), new.waiver.as_ref())?;
    let others = store::delegations_on(connection, &[delegated.id], row.from_at)?;
    if let Some(other) = others.iter().find(|other| other.from_at < new.until) {
        return Err(checks::held_by_another(connection, other)?);
    }
    put(connection, caller, &row)?;
    let view = Assignment::from(row.clone());
    journal::append(connection, caller, subject(&row), "assignment.delegated", ABSENT, Some(&view))?;
    refresh(connection, caller, &row)?;
    Ok(view)
}

/// Refuses a delegation that goes beyond what is delegated, or comes back to somebody who gave it.
fn within(
    connection: &mut Connection,
    delegated: &AssignmentRow,
    to: UserId,
    row: &AssignmentRow,
    begins_before: bool,
) -> Result<()> {
    let mut faults = Vec::new();
    if delegated.user_id == Some(to) {
        faults.push(Fault::body(
            "/user_id",
            "oneself",
            "Nobody acts for themselves: name another person.",
            "On ne se remplace pas soi-même : désignez une autre personne.",
        ));
    } else if circles(connection, delegated, to)? {
        faults.push(Fault::body(
            "/user_id",
            "circle",
            "This person has the assignment delegated already: the delegation would go in a circle. Name another person.",
            "Cette personne a elle-même délégué cette affectation : la délégation tournerait en rond. Désignez une autre personne.",
        ));
    }
    if begins_before {
        faults.push(Fault::body(
            "/from",
            "before_what_is_delegated",
            "This begins before the assignment that is delegated does.",
            "La délégation commence avant l'affectation déléguée.",
        ));
    }
    if delegated.until_at.is_some_and(|end| row.until_at.is_none_or(|until| until > end)) {
        faults.push(Fault::body(
            "/until",
            "longer_than_what_is_delegated",
            "This lasts longer than the assignment that is delegated: end it with that, or earlier.",
            "La délégation dure plus longtemps que l'affectation déléguée : faites-la prendre fin au plus tard avec celle-ci.",
        ));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}

/// Whether the person is among those for whom this assignment acts, however far up.
fn circles(connection: &mut Connection, delegated: &AssignmentRow, to: UserId) -> Result<bool> {
    let mut above = delegated.delegates;
    while let Some(id) = above {
        let row = store::find(connection, id)?;
        if row.user_id == Some(to) {
            return Ok(true);
        }
        above = row.delegates;
    }
    Ok(false)
}

/// Refuses an assignment that neither holds nor will: only what does can be given on.
fn still_held(caller: &Context, row: &AssignmentRow) -> Result<()> {
    if row.is_held() && !row.is_over(caller.now) {
        return Ok(());
    }
    Err(Error::new(Code::Conflict).with_detail(
        "The assignment does not hold any more, or was never accepted: there is nothing to give on.",
        "L'affectation n'est plus en vigueur ou n'a jamais été acceptée : il n'y a rien à transmettre.",
    ))
}

/// Lets another take an assignment over for good: it ends, and one begins that says so.
///
/// # Errors
/// 404, 403, 412, 422; 409 where it does not hold any more, or the other cannot hold it.
pub fn substitute(
    connection: &mut Connection,
    caller: &Context,
    id: AssignmentId,
    precondition: &Precondition,
    body: &Unparsed<SubstituteAssignment>,
) -> Result<Assignment> {
    let before = store::find(connection, id)?;
    let (before, case) = take(connection, caller, &before, precondition)?;
    let new = body.parse()?;
    still_held(caller, &before)?;
    let at = new.from.unwrap_or(caller.now).max(before.from_at);
    if before.until_at.is_some_and(|end| end <= at) {
        return Err(Error::invalid(vec![Fault::body(
            "/from",
            "after_its_end",
            "The assignment has ended by then: choose an earlier instant.",
            "L'affectation aura pris fin à ce moment : choisissez un instant antérieur.",
        )]));
    }
    if new.user_id.is_some() && new.user_id == before.user_id {
        return Err(Error::invalid(vec![Fault::body(
            "/user_id",
            "oneself",
            "This person holds it already: name another.",
            "Cette personne en est déjà titulaire : désignez-en une autre.",
        )]));
    }
    let mut row = Wanted {
        user: new.user_id,
        group: new.group_id,
        role: before.role.clone(),
        from: Some(at),
        until: before.until_at,
        offer: false,
    }
    .row(caller, &before.of(), before.organization_id);
    row.replaces = Some(before.id);
    row.reason = new.reason.as_ref().map(|reason| reason.trim().to_owned());
    reach::permit(connection, caller, &row, case.as_ref())?;
    let role = checks::role(connection, caller, &row)?;
    checks::body(connection, caller, &row, case.as_ref(), role.as_ref())?;
    row.waiver = checks::conflicts(connection, caller, &row, case.as_ref(), new.waiver.as_ref())?;
    if before.delegates.is_some() {
        row.delegates = before.delegates;
        row.exclusive_key = before.exclusive_key.clone();
    } else if let Some(role) = role {
        row.exclusive_key = exclusive_key(&role, &row.of());
    }
    let mut ended = before.clone();
    ended.until_at = Some(at);
    ended.reason = row.reason.clone().or(ended.reason);
    let ended = write(connection, caller, before, ended, "assignment.ended")?;
    end_delegations(connection, caller, &ended, at)?;
    checks::state(connection, caller, &row)?;
    put(connection, caller, &row)?;
    let view = Assignment::from(row.clone());
    journal::append(connection, caller, subject(&row), "assignment.created", ABSENT, Some(&view))?;
    refresh(connection, caller, &row)?;
    Ok(view)
}

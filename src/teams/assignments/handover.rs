//! One act that hands over all that a person holds: whole, or not at all.

use super::api::Assignment;
use super::handover_api::{DeadlineHandedOver, HandedOver, Handover, HandoverInput};
use super::model::{delegation_key, exclusive_key};
use super::service::subject;
use super::store::{self, Assignee, AssignmentRow};
use super::{checks, listing_store, reach};
use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::db::types::{Instant, Json};
use crate::db::{Connection, Mode};
use crate::duties::deadlines::holders_store;
use crate::duties::responsibilities::matrices::service::in_force;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{AssignmentId, CaseId, UserId};
use crate::journal;
use crate::matters::cases;
use crate::matters::cases::CaseRow;
use crate::teams::walls;
use crate::unparsed::Unparsed;
use serde::Serialize;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The journal's record of an assignment that was handed over.
#[derive(Serialize)]
struct Changed {
    ended: Assignment,
    begun: Assignment,
}

/// Hands over what a person holds (the caller themselves, unless the caller manages portfolios), on
/// the cases that the caller may see and on the portfolios of the caller's organisation.
///
/// # Errors
/// 403; 422 where the taker cannot hold something of it, with every assignment that stands in the
/// way; 409 where somebody took a role meanwhile.
pub fn hand_over(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<HandoverInput>,
    mode: Mode,
) -> Result<Handover> {
    caller.require_permission()?;
    let asked = body.parse()?;
    if asked.from_user_id != caller.user.id && !caller.user.may(Permission::ManagePortfolios) {
        return Err(Error::new(Code::Forbidden).with_detail(
            "You hand over what you hold yourself. What others hold is handed over by who has the permission portfolios.manage: ask your litigation manager.",
            "Vous transmettez ce que vous exercez vous-même. Ce que d'autres exercent est transmis par qui a la permission portfolios.manage : adressez-vous à votre gestionnaire du contentieux.",
        ));
    }
    let at = asked.at.unwrap_or(caller.now);
    let taker = taker(connection, &asked, at < caller.now)?;
    let mut rows = listing_store::held_by(connection, caller, asked.from_user_id, at)?;
    if let Some(roles) = &asked.roles {
        rows.retain(|row| roles.contains(&row.role));
    }
    let mut ids: Vec<CaseId> = rows.iter().filter_map(|row| row.case_id).collect();
    ids.sort_unstable();
    ids.dedup();
    if !mode.is_preview() {
        cases::dialect::lock_cases(connection, &ids)?;
        cases::service::bump_version(connection, &ids, caller.now)?;
    }
    let cases: HashMap<_, _> =
        cases::service::of_ids(connection, &ids)?.into_iter().map(|case| (case.id, case)).collect();
    let plan =
        plan(connection, caller, (asked.to_user_id, &taker), &rows, &cases, (at, asked.reason.as_deref()))?;
    let mut along = holders_store::held_by(connection, asked.from_user_id, &ids)?;
    let gone: HashSet<CaseId> = plan.iter().filter_map(|(before, ..)| before.case_id).collect();
    let portfolios = plan.iter().any(|(before, ..)| before.case_id.is_none());
    along.retain(|deadline| portfolios || gone.contains(&deadline.case_id));
    if !mode.is_preview() {
        write(connection, caller, &plan)?;
        checks::tell_of_bars(connection, caller, asked.to_user_id, &steps_begun(&plan), &cases)?;
        holders_store::refresh(connection, &ids, caller.now)?;
        if portfolios {
            holders_store::refresh_organization(connection, caller.user.organization_id, caller.now)?;
        }
    }
    let assignments: Vec<_> = plan
        .iter()
        .map(|(before, _, begun)| {
            HandedOver::of(before, begun.as_ref().filter(|_| !mode.is_preview()).map(|row| row.id))
        })
        .collect();
    Ok(Handover {
        dry_run: mode.is_preview(),
        from_user_id: asked.from_user_id,
        to_user_id: asked.to_user_id,
        at,
        count: i64::try_from(assignments.len()).unwrap_or(i64::MAX),
        assignments,
        deadlines: along.into_iter().map(DeadlineHandedOver::from).collect(),
    })
}

/// The answer that was given once about a hand-over, as far as the caller may see it now.
pub fn handed_again(connection: &mut Connection, caller: &Context, told: Json) -> Result<Json> {
    let mut value: Value = told.parse()?;
    let hidden = cases::views::hidden_in(connection, caller, &value)?;
    let Some(handed) = value.as_object_mut().filter(|_| !hidden.is_empty()) else { return Ok(told) };
    let mut count = 0;
    for name in ["deadlines", "assignments"] {
        let Some(Value::Array(items)) = handed.get_mut(name) else { continue };
        items.retain(|item| {
            let case = item.get("case_id").and_then(Value::as_str).and_then(|id| id.parse().ok());
            case.is_none_or(|case: CaseId| !hidden.contains(&case))
        });
        count = items.len();
    }
    handed.insert("count".to_owned(), count.into());
    Ok(Json::of(&value)?)
}

/// The taker: another person, who is active.
fn taker(connection: &mut Connection, asked: &HandoverInput, is_past: bool) -> Result<Assignee> {
    let mut faults = Vec::new();
    if asked.from_user_id == asked.to_user_id {
        faults.push(Fault::body(
            "/to_user_id",
            "oneself",
            "This is the same person: name another.",
            "C'est la même personne : désignez-en une autre.",
        ));
    }
    if is_past {
        faults.push(Fault::body(
            "/at",
            "in_the_past",
            "What was held is not handed over afterwards: choose now or a later instant.",
            "On ne transmet pas après coup ce qui a été exercé : choisissez maintenant ou un instant ultérieur.",
        ));
    }
    if store::candidate(connection, asked.from_user_id)?.is_none() {
        faults.push(Fault::unknown_user("/from_user_id"));
    }
    let taker = store::candidate(connection, asked.to_user_id)?.filter(|candidate| candidate.active);
    match taker {
        Some(taker) if faults.is_empty() => Ok(taker),
        Some(_) => Err(Error::invalid(faults)),
        None => {
            faults.push(Fault::body(
                "/to_user_id",
                "unknown_user",
                "There is no such user, or the account is not active: nothing can be handed over to them.",
                "Cet utilisateur n'existe pas ou son compte n'est pas actif : rien ne peut lui être transmis.",
            ));
            Err(Error::invalid(faults))
        }
    }
}

/// The assignment that ends, and the one that begins in its place; nothing begins if the taker
/// holds the role already, or acted for the giver.
type HandoverStep = (AssignmentRow, AssignmentRow, Option<AssignmentRow>);

fn plan(
    connection: &mut Connection,
    caller: &Context,
    (to, taker): (UserId, &Assignee),
    rows: &[AssignmentRow],
    cases: &HashMap<CaseId, CaseRow>,
    (at, reason): (Instant, Option<&str>),
) -> Result<Vec<HandoverStep>> {
    let mut organizations: Vec<_> = rows.iter().map(|row| row.organization_id).collect();
    organizations.sort_unstable();
    organizations.dedup();
    let matrices = in_force(connection, &organizations, at.max(caller.now), None)?;
    let ids: Vec<CaseId> = cases.keys().copied().collect();
    let walled = walls::service::around(connection, &ids, to, at)?;
    // What the taker holds already beside it, and what they would act for: nothing begins a second
    // time.
    let held = listing_store::held_by(connection, caller, to, at)?;
    let own: HashSet<AssignmentId> = held.iter().map(|row| row.id).collect();
    let acting = store::delegations_under(connection, rows.iter().map(|row| row.id).collect(), at)?;
    let mut faults = Vec::new();
    let mut steps: Vec<HandoverStep> = Vec::new();
    for row in rows {
        let role = matrices.get(&row.organization_id).and_then(|binding| binding.matrix.role(&row.role));
        let case = row.case_id.and_then(|id| cases.get(&id));
        if let Some(case) = case {
            if taker.clearance < case.classification {
                faults.push(not_cleared(row, case));
            }
            if walled.contains(&case.id) {
                faults.push(stands_in_the_way(row));
            }
        }
        if role.is_some_and(|role| !role.held_by.contains(&taker.organization_kind)) {
            faults.push(not_held(row));
        }
        let begins = at.max(row.from_at);
        let mut ended = row.clone();
        ended.until_at = Some(begins);
        ended.version = row.version.saturating_add(1);
        ended.updated_at = caller.now;
        ended.reason = reason.map(|reason| reason.trim().to_owned()).or(ended.reason);
        let has_it = held.iter().any(|other| {
            other.role == row.role
                && other.of() == row.of()
                && other.delegates.is_none()
                && row.delegates.is_none()
        });
        let for_themselves = row.delegates.is_some_and(|delegated| own.contains(&delegated));
        let begun = (!has_it && !for_themselves).then(|| AssignmentRow {
            id: AssignmentId::generate(),
            user_id: Some(to),
            from_at: begins,
            version: 1,
            created_by: caller.user.id,
            created_at: caller.now,
            updated_at: caller.now,
            replaces: Some(row.id),
            reason: ended.reason.clone(),
            accepted_at: None,
            waiver: None,
            exclusive_key: match (row.delegates, role) {
                (Some(delegated), _) => Some(delegation_key(delegated)),
                (None, Some(role)) => exclusive_key(role, &row.of()),
                (None, None) => None,
            },
            ..row.clone()
        });
        steps.push((row.clone(), ended, begun));
    }
    // Whoever acted for the giver acts no more: what they acted on has ended.
    for delegation in acting.iter().filter(|one| !rows.iter().any(|row| row.id == one.id)) {
        let mut ended = delegation.clone();
        ended.until_at = Some(at.max(delegation.from_at));
        ended.version = delegation.version.saturating_add(1);
        ended.updated_at = caller.now;
        steps.push((delegation.clone(), ended, None));
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    for (before, _, begun) in &steps {
        let row = begun.as_ref().unwrap_or(before);
        reach::permit_portfolio(caller, row)?;
        if let Some(begun) = begun {
            reach::permit(connection, caller, begun, begun.case_id.and_then(|id| cases.get(&id)))?;
        }
    }
    checks::bars(connection, caller, to, &steps_begun(&steps), cases)?;
    Ok(steps)
}

fn steps_begun(steps: &[HandoverStep]) -> Vec<AssignmentRow> {
    steps.iter().filter_map(|(_, _, begun)| begun.clone()).collect()
}

fn not_cleared(row: &AssignmentRow, case: &CaseRow) -> Fault {
    let (level, id) = (Classification::of_rank(case.classification).name(), row.id);
    Fault::body(
        "/to_user_id",
        "not_cleared",
        format!(
            "A case that would go to this user is {}, and they are not cleared for that (assignment {id}). Hand that one over to somebody else first.",
            level.en
        ),
        format!(
            "Un dossier qui reviendrait à cet utilisateur est « {} », et il n'y est pas habilité (affectation {id}). Transmettez-la d'abord à une autre personne.",
            level.fr
        ),
    )
}

fn stands_in_the_way(row: &AssignmentRow) -> Fault {
    Fault::body(
        "/to_user_id",
        "walled",
        format!(
            "A wall keeps this user from a case that would go to them (assignment {}). Hand that one over to somebody else first.",
            row.id
        ),
        format!(
            "Une mesure de cloisonnement interdit à cet utilisateur l'accès à un dossier qui lui reviendrait (affectation {}). Transmettez-la d'abord à une autre personne.",
            row.id
        ),
    )
}

fn not_held(row: &AssignmentRow) -> Fault {
    let (role, id) = (&row.role, row.id);
    Fault::body(
        "/to_user_id",
        "role_not_held_by_organization",
        format!(
            "People of this user's organisation cannot hold the role {role} (assignment {id}). Hand that one over to somebody else first."
        ),
        format!(
            "Les membres de l'organisme de cet utilisateur ne peuvent exercer le rôle {role} (affectation {id}). Transmettez-la d'abord à une autre personne."
        ),
    )
}

/// Writes the whole in bulk: what ends first, so that what begins finds the role free.
fn write(connection: &mut Connection, caller: &Context, steps: &[HandoverStep]) -> Result<()> {
    let ended: Vec<_> = steps.iter().map(|(_, ended, _)| ended.clone()).collect();
    store::update(connection, &ended, caller.now)?;
    let begun = steps_begun(steps);
    if store::insert(connection, &begun)? != begun.len() {
        return Err(Error::new(Code::Conflict).with_detail(
            "Somebody took one of the roles at the same moment. Nothing was handed over: ask again.",
            "Quelqu'un a pris l'un des rôles au même moment. Rien n'a été transmis : recommencez.",
        ));
    }
    let mut entries = Vec::with_capacity(steps.len());
    for (before, ended, begun) in steps {
        let was = Some(Assignment::from(before.clone()));
        let of = subject(before);
        let entry = if let Some(begun) = begun {
            let changed = Changed { ended: ended.clone().into(), begun: begun.clone().into() };
            journal::service::pending_entry(of, "assignment.handed_over", was.as_ref(), Some(&changed))?
        } else {
            let ended = Assignment::from(ended.clone());
            journal::service::pending_entry(of, "assignment.ended", was.as_ref(), Some(&ended))?
        };
        entries.push(entry);
    }
    journal::service::append_many(connection, caller, &entries)
}

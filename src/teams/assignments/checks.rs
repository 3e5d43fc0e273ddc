//! The objections to an assignment, all of them at once.

use super::api::WaiverInput;
use super::store::{self, Assignee, AssignmentRow};
use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::clock::REGISTRY_ZONE;
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::duties::responsibilities::matrices::service::in_force;
use crate::duties::responsibilities::matrix::CaseRole;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseId, UserId};
use crate::law::calendars::dates::spoken;
use crate::matters::cases::CaseRow;
use crate::people::identity;
use crate::people::identity::model::OrganizationKind;
use crate::teams::conflicts::api::{Finding, KeptFinding};
use crate::teams::conflicts::model::Severity;
use crate::teams::{conflicts, walls};
use serde::Serialize;
use std::collections::HashMap;

/// The role of an assignment, in the matrix that binds when it begins.
pub(super) fn role(
    connection: &mut Connection,
    caller: &Context,
    row: &AssignmentRow,
) -> Result<Option<CaseRole>> {
    let organization = row.organization_id;
    let at = row.from_at.max(caller.now);
    let binding = in_force(connection, &[organization], at, None)?;
    Ok(binding.get(&organization).and_then(|binding| binding.matrix.role(&row.role)).cloned())
}

/// Refuses an assignment that cannot be made, with everything that speaks against it in the body.
/// Its case is given if it is on one.
///
/// # Errors
/// 422 with every fault found.
pub(super) fn body(
    connection: &mut Connection,
    caller: &Context,
    row: &AssignmentRow,
    case: Option<&CaseRow>,
    role: Option<&CaseRole>,
) -> Result<()> {
    let holder = match (row.user_id, row.group_id) {
        (Some(user), None) => WantedHolder::Person(store::candidate(connection, user)?),
        (None, Some(group)) => WantedHolder::Group(store::group_kind(connection, caller, group)?),
        _ => WantedHolder::NotOne,
    };
    body_with(row, case, role, holder)
}

/// Whom an assignment is for, as they are known.
#[derive(Clone, Copy)]
pub(super) enum WantedHolder {
    /// A person, if there is one.
    Person(Option<Assignee>),
    /// A group, if there is one, by the kind of its organisation.
    Group(Option<OrganizationKind>),
    /// Nobody, or a person and a group.
    NotOne,
}

/// [`body`], of a holder who was read before.
///
/// # Errors
/// 422 with every fault found.
pub(super) fn body_with(
    row: &AssignmentRow,
    case: Option<&CaseRow>,
    role: Option<&CaseRole>,
    holder: WantedHolder,
) -> Result<()> {
    let mut faults = Vec::new();
    if role.is_none() {
        faults.push(Fault::unknown_role());
    }
    match holder {
        WantedHolder::Person(person) => match person.filter(|candidate| candidate.active) {
            None => faults.push(Fault::no_active_user("/user_id")),
            Some(candidate) => {
                if let Some(case) = case.filter(|case| candidate.clearance < case.classification) {
                    faults.push(not_cleared(case));
                }
                faults.extend(not_held_by(role, candidate.organization_kind));
            }
        },
        WantedHolder::Group(kind) => match kind {
            None => faults.push(Fault::body(
                "/group_id",
                "unknown_group",
                "There is no such group, or it was dissolved. GET /v1/groups lists those that you may see.",
                "Ce groupe n'existe pas ou a été dissous. GET /v1/groups énumère ceux que vous pouvez voir.",
            )),
            Some(kind) => faults.extend(not_held_by(role, kind)),
        },
        WantedHolder::NotOne => faults.push(Fault::body(
            "/user_id",
            "one_holder",
            "An assignment is of a person or of a group: give user_id or group_id, and not both.",
            "Une affectation vise une personne ou un groupe : donnez user_id ou group_id, mais pas les deux.",
        )),
    }
    if row.until_at.is_some_and(|until| until <= row.from_at) {
        faults.push(Fault::ends_before_it_begins());
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}

fn not_held_by(role: Option<&CaseRole>, kind: OrganizationKind) -> Option<Fault> {
    let role = role?;
    (!role.held_by.contains(&kind)).then(|| Fault::role_not_held(&[]))
}

/// Refuses what the state does not allow: a wall, somebody else in a role that one holds, or the
/// same holder twice.
///
/// # Errors
/// 409 that says who stands in its way.
pub(super) fn state(connection: &mut Connection, caller: &Context, row: &AssignmentRow) -> Result<()> {
    let walled_off = match (row.case_id, row.user_id, row.group_id) {
        (Some(case), Some(user), _) => walls::service::stands(connection, caller, case, user)?,
        (Some(case), None, Some(group)) => walls::service::stands_around(connection, caller, case, group)?,
        _ => false,
    };
    if walled_off {
        return Err(walled());
    }
    if !row.is_held() || row.delegates.is_some() {
        return Ok(());
    }
    let others = store::alongside(connection, row)?;
    alone(connection, row, &others.iter().collect::<Vec<_>>())
}

/// Refuses what the other assignments that hold at the same time do not allow.
///
/// # Errors
/// 409 that says who stands in its way.
pub(super) fn alone(
    connection: &mut Connection,
    row: &AssignmentRow,
    others: &[&AssignmentRow],
) -> Result<()> {
    let same = |other: &&AssignmentRow| other.user_id == row.user_id && other.group_id == row.group_id;
    if others.iter().any(same) {
        return Err(Error::new(Code::Duplicate).with_faults(vec![Fault::body(
            "/role",
            "taken",
            "This holder has this role already at that time. End that assignment first, or choose other instants.",
            "Ce titulaire exerce déjà ce rôle à ce moment. Mettez d'abord fin à cette affectation ou choisissez d'autres instants.",
        )]));
    }
    match others.first().filter(|_| row.exclusive_key.is_some()) {
        Some(other) => Err(held_by_another(connection, other)?),
        None => Ok(()),
    }
}

/// The error of a role that one holds at a time, and that another holds: it names them.
pub(super) fn held_by_another(connection: &mut Connection, other: &AssignmentRow) -> Result<Error> {
    let name = match other.user_id {
        Some(user) => identity::principals::names(connection, &[user])?.remove(&user),
        None => None,
    };
    let (role, id) = (&other.role, other.id);
    let who = name.map_or_else(
        || (String::new(), String::new()),
        |name| (format!(" by {name}"), format!(" par {name}")),
    );
    let said = |at: Instant| spoken(at.utc(), REGISTRY_ZONE);
    let from = said(other.from_at);
    let (end_en, end_fr) = other.until_at.map(said).map_or_else(
        || (String::new(), String::new()),
        |until| (format!(" until {}", until.en), format!(" jusqu'au {}", until.fr)),
    );
    let message = (
        format!(
            "One person holds the role {role} at a time, and it is held{} from {}{end_en} (assignment {id}). Substitute or end that assignment first.",
            who.0, from.en
        ),
        format!(
            "Le rôle {role} est exercé par une seule personne à la fois, et il l'est{} à partir du {}{end_fr} (affectation {id}). Remplacez d'abord le titulaire ou mettez fin à cette affectation.",
            who.1, from.fr
        ),
    );
    let fault = Fault::body("/role", "held_by_another", message.0.clone(), message.1.clone());
    Ok(Error::new(Code::Duplicate).with_detail(message.0, message.1).with_faults(vec![fault]))
}

pub(super) fn walled() -> Error {
    Error::new(Code::Conflict).with_detail(
        "A wall keeps this user or group from the case. Assign somebody else, or ask whoever manages the walls.",
        "Une mesure de cloisonnement interdit à cet utilisateur ou à ce groupe l'accès au dossier. Affectez une autre personne ou adressez-vous au responsable du cloisonnement.",
    )
}

pub(super) fn not_cleared(case: &CaseRow) -> Fault {
    let level = Classification::of_rank(case.classification).name();
    Fault::body(
        "/user_id",
        "not_cleared",
        format!("The case is {}, and the user is not cleared for that. Assign somebody who is.", level.en),
        format!(
            "Le dossier est « {} », et l'utilisateur n'y est pas habilité. Affectez une personne qui l'est.",
            level.fr
        ),
    )
}

/// The findings of the conflict check, and whoever went on over them: stored with the assignment.
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "they are the names on the wire")]
struct Waived<'a> {
    reason: &'a str,
    waived_by: UserId,
    waived_at: Instant,
    findings: Vec<KeptFinding<'a>>,
}

/// The findings of the conflict check against an assignment: stored with it if they are waived.
///
/// # Errors
/// 409 where something bars it, or is not waived; 403 where the caller may not waive.
pub(super) fn conflicts(
    connection: &mut Connection,
    caller: &Context,
    row: &AssignmentRow,
    case: Option<&CaseRow>,
    waiver: Option<&WaiverInput>,
) -> Result<Option<Json>> {
    let (Some(user), Some(case)) = (row.user_id, case) else { return Ok(None) };
    let findings = conflicts::service::of_assignment(connection, caller, case, user, &row.role)?;
    let waivable = findings.iter().any(|finding| finding.severity == Severity::Waivable);
    if findings.iter().any(|finding| finding.severity == Severity::Bar) || (waivable && waiver.is_none()) {
        return Err(in_conflict(&findings));
    }
    conflicts::service::tell_of_assignment(connection, caller, case, user, &row.role, &findings)?;
    let Some(waiver) = waiver.filter(|_| waivable) else { return Ok(None) };
    if !caller.user.may(Permission::WaiveConflicts) {
        return Err(Error::new(Code::Forbidden).with_detail(
            "To assign somebody over a finding needs the permission conflicts.waive. Ask your litigation manager.",
            "Affecter une personne malgré un conflit constaté exige la permission conflicts.waive. Adressez-vous à votre gestionnaire du contentieux.",
        ));
    }
    let reason = waiver.reason.trim();
    Ok(Some(Json::of(&Waived {
        reason,
        waived_by: caller.user.id,
        waived_at: caller.now,
        findings: findings.iter().map(KeptFinding::of).collect(),
    })?))
}

/// 409: each finding with its reason, and the way out.
fn in_conflict(findings: &[Finding]) -> Error {
    let is_bar = |finding: &&Finding| finding.severity == Severity::Bar;
    let faults = findings.iter().filter(|finding| finding.severity != Severity::Notice).map(|finding| {
        let (en, fr) = if finding.severity == Severity::Bar {
            ("Assign somebody else.", "Affectez une autre personne.")
        } else {
            (
                "Assign somebody else, or send a waiver with its reason.",
                "Affectez une autre personne ou joignez une dérogation motivée (waiver).",
            )
        };
        let (reason, name) = (&finding.reason, &finding.name);
        Fault::body(
            "/user_id",
            finding.code,
            format!("{} ({name}, {}) {en}", reason.en, finding.style_of_cause),
            format!("{} ({name}, {}) {fr}", reason.fr, finding.style_of_cause),
        )
    });
    let faults: Vec<_> = faults.collect();
    let said = if findings.iter().any(|finding| is_bar(&finding)) {
        (
            "The conflict check bars this person: see errors.",
            "La vérification des conflits écarte cette personne : voir errors.",
        )
    } else {
        (
            "The conflict check found something that has to be waived: see errors.",
            "La vérification des conflits a relevé un élément qui exige une dérogation : voir errors.",
        )
    };
    Error::new(Code::Conflict).with_detail(said.0, said.1).with_faults(faults)
}

/// Refuses a hand-over where the conflict check finds something against the taker, in whatever
/// would begin on a case. What has to be waived is substituted one by one.
///
/// # Errors
/// 409 with every finding.
pub(super) fn bars(
    connection: &mut Connection,
    caller: &Context,
    to: UserId,
    begun: &[AssignmentRow],
    cases: &HashMap<CaseId, CaseRow>,
) -> Result<()> {
    let ids: Vec<_> = cases.keys().copied().collect();
    let suspect = conflicts::service::suspect(connection, &ids, to)?;
    let mut found = Vec::new();
    for row in begun {
        let Some(case) = row.case_id.filter(|id| suspect.contains(id)).and_then(|id| cases.get(&id)) else {
            continue;
        };
        let findings = conflicts::service::of_assignment(connection, caller, case, to, &row.role)?;
        found.extend(findings.into_iter().filter(|finding| finding.severity != Severity::Notice));
    }
    if found.is_empty() { Ok(()) } else { Err(in_conflict(&found)) }
}

/// Tells of what [`bars`] left out for the caller in what began on these cases.
pub(super) fn tell_of_bars(
    connection: &mut Connection,
    caller: &Context,
    to: UserId,
    begun: &[AssignmentRow],
    cases: &HashMap<CaseId, CaseRow>,
) -> Result<()> {
    let ids: Vec<_> = cases.keys().copied().collect();
    let suspect = conflicts::service::suspect(connection, &ids, to)?;
    for row in begun {
        if let Some(case) = row.case_id.filter(|id| suspect.contains(id)).and_then(|id| cases.get(&id)) {
            conflicts::service::tell_of_assignment(connection, caller, case, to, &row.role, &[])?;
        }
    }
    Ok(())
}

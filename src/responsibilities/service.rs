//! Assigning people to roles on a case, ending that, and saying who held what when.

use super::api::{Assignment, EndAssignment, NewAssignment};
use super::matrix::Matrix;
use super::store::{self, AssignmentRow};
use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::cases::store::CaseRow;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::http::body::Body;
use crate::http::etag::{ETag, Precondition};
use crate::ids::{AssignmentId, CaseId, UserId};
use crate::journal::service::NOTHING;
use crate::journal::{self, Subject};
use crate::{cases, deadlines, walls};

pub use super::model::default_role;

/// An assignment on a case that the caller may see.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: AssignmentId) -> Result<Assignment> {
    let row = store::find(connection, id)?;
    cases::service::find_visible(connection, caller, row.case_id.ok_or_else(Error::not_found)?)?;
    caller.permit()?;
    Ok(row.into())
}

/// The assignments that held on a case at an instant.
///
/// # Errors
/// 404, 403.
pub fn held_at(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    at: Instant,
) -> Result<Vec<AssignmentRow>> {
    cases::service::find_visible(connection, caller, case)?;
    caller.permit()?;
    store::held_at(connection, case, at)
}

/// Assigns a user to a role, and gives the case's open deadlines their new holders.
///
/// # Errors
/// 404, 403, 422; 409 where the user holds the role already, or a wall keeps the user from the case.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    body: &Body<NewAssignment>,
) -> Result<Assignment> {
    let case = cases::service::open(connection, caller, case)?.case;
    let new = body.parse()?;
    // What the database keeps is cut to microseconds: so is what is compared and answered.
    let from = new.from.map_or(caller.now, |from| from);
    let until = new.until;
    let assignment = assign(connection, caller, &case, new.user_id, &new.role, from, until)?;
    deadlines::service::refresh_holders(connection, caller, case.id)?;
    Ok(assignment)
}

/// Assigns a user to a role on a case that the caller has already taken for a change. Who holds its deadlines is then
/// for the caller to refresh.
///
/// # Errors
/// 422 where the user cannot hold the role on this case; 409 where the user holds it already, or a wall keeps the user
/// from the case.
pub fn assign(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    user: UserId,
    role: &str,
    from: Instant,
    until: Option<Instant>,
) -> Result<Assignment> {
    check(connection, case, user, role, from, until)?;
    let row = AssignmentRow {
        id: AssignmentId::generate(),
        case_id: Some(case.id),
        user_id: Some(user),
        role: role.to_owned(),
        from_at: from,
        until_at: until,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
        organization_id: case.organization_id,
        proceeding: None,
        office: None,
        region: None,
        language: None,
        group_id: None,
        status: "held".to_owned(),
        delegates: None,
        replaces: None,
        reason: None,
        accepted_at: None,
        waiver: None,
        exclusive_key: None,
    };
    if walls::service::stands(connection, caller, case.id, user)? {
        return Err(Error::new(Code::Conflict).saying(
            "A wall keeps this user from the case. Assign somebody else, or ask whoever manages the walls.",
            "Une mesure de cloisonnement interdit à cet utilisateur l'accès au dossier. Affectez une autre personne ou adressez-vous au responsable du cloisonnement.",
        ));
    }
    if store::overlaps(connection, &row)? {
        return Err(Error::new(Code::Duplicate).with(vec![Fault::body(
            "/role",
            "taken",
            "The user holds this role on the case already at that time. End that assignment first, or choose other instants.",
            "L'utilisateur exerce déjà ce rôle dans le dossier à ce moment. Mettez d'abord fin à cette affectation ou choisissez d'autres instants.",
        )]));
    }
    store::insert(connection, &row)?;
    let assignment = Assignment::from(row);
    let subject = Subject::Case(case.id);
    journal::append(connection, caller, subject, "assignment.created", NOTHING, Some(&assignment))?;
    Ok(assignment)
}

/// Whether this user can hold this role on this case: everything that speaks against it, at once.
fn check(
    connection: &mut Connection,
    case: &CaseRow,
    user: UserId,
    role: &str,
    from: Instant,
    until: Option<Instant>,
) -> Result<()> {
    let mut faults = Vec::new();
    let role = Matrix::builtin().role(role);
    if role.is_none() {
        faults.push(Fault::body(
            "/role",
            "unknown_role",
            "There is no such role. GET /v1/roles lists them.",
            "Ce rôle n'existe pas. GET /v1/roles les énumère.",
        ));
    }
    match store::candidate(connection, user)?.filter(|candidate| candidate.active) {
        None => faults.push(Fault::body(
            "/user_id",
            "unknown_user",
            "There is no such user, or the account is not active. GET /v1/users lists them.",
            "Cet utilisateur n'existe pas ou son compte n'est pas actif. GET /v1/users énumère les utilisateurs.",
        )),
        Some(candidate) => {
            if candidate.clearance < case.classification {
                faults.push(not_cleared(case));
            }
            let kind = &candidate.organization_kind;
            if role.is_some_and(|role| !role.held_by.iter().any(|holder| holder.code() == kind)) {
                faults.push(Fault::body(
                    "/role",
                    "role_not_held_by_organization",
                    "People of this user's organisation cannot hold this role. GET /v1/roles says who can.",
                    "Les membres de l'organisme de cet utilisateur ne peuvent exercer ce rôle. GET /v1/roles indique qui le peut.",
                ));
            }
        }
    }
    if until.is_some_and(|until| until <= from) {
        faults.push(ends_before_it_begins());
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}

fn not_cleared(case: &CaseRow) -> Fault {
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

/// Ends an assignment, and gives the case's open deadlines their new holders. One that ends when it begins never held:
/// that is how an assignment which is still to come is called off.
///
/// # Errors
/// 404, 403, 412, 422; 409 where it ended, or ends earlier than that, already.
pub fn end(
    connection: &mut Connection,
    caller: &Context,
    id: AssignmentId,
    precondition: &Precondition,
    body: &Body<EndAssignment>,
) -> Result<Assignment> {
    let before = store::find(connection, id)?;
    let case =
        cases::service::open(connection, caller, before.case_id.ok_or_else(Error::not_found)?)?.case.id;
    precondition.check(ETag(before.version))?;
    let asked = body.parse()?;
    let until = asked.until.map_or(caller.now.max(before.from_at), |until| until);
    if until < before.from_at {
        return Err(Error::invalid(vec![ends_before_it_begins()]));
    }
    if let Some(end) = before.until_at.filter(|end| *end <= caller.now || *end <= until) {
        return Err(Error::new(Code::Conflict).saying(
            format!("The assignment ends at {end} already. This makes no assignment longer: make a new one."),
            format!("L'affectation prend déjà fin le {end}. Cette action ne prolonge pas une affectation : créez-en une nouvelle."),
        ));
    }
    let mut row = before.clone();
    row.until_at = Some(until);
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (before, after) = (Assignment::from(before), Assignment::from(row));
    let mut entry = serde_json::to_value(&after)?;
    if let (Some(reason), Some(fields)) = (asked.reason, entry.as_object_mut()) {
        fields.insert("reason".to_owned(), reason.trim().into());
    }
    journal::append(
        connection,
        caller,
        Subject::Case(case),
        "assignment.ended",
        Some(&before),
        Some(&entry),
    )?;
    deadlines::service::refresh_holders(connection, caller, case)?;
    Ok(after)
}

fn ends_before_it_begins() -> Fault {
    Fault::body(
        "/until",
        "ends_before_it_begins",
        "This ends before it begins: until must be later than from.",
        "La fin précède le début : until doit être postérieur à from.",
    )
}

/// What a case shows of this feature, whole: for a case that is read with its parts.
///
/// # Errors
/// The database's own.
pub fn of_case(connection: &mut Connection, case: CaseId) -> Result<Vec<Assignment>> {
    Ok(store::of_case(connection, case)?.into_iter().map(Into::into).collect())
}

//! Making and removing links.

use super::api::{CaseLink, LinkRecord, NewCaseLink};
use super::model::{Direction, LinkKind};
use super::store::{self, LinkRow, LinkSide, OtherCase};
use crate::access::context::Context;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseId, LinkId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::matters::cases;
use crate::matters::cases::CaseRow;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// A link of a case, both of whose ends the caller may see.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, case: CaseId, id: LinkId) -> Result<CaseLink> {
    cases::service::find_visible(connection, caller, case)?;
    let seen = store::find(connection, caller, case, id)?;
    caller.require_permission()?;
    shown(connection, caller, vec![seen])?.pop().ok_or_else(Error::not_found)
}

/// Links, as the caller is shown the cases at their other ends.
pub fn shown(connection: &mut Connection, caller: &Context, links: Vec<LinkSide>) -> Result<Vec<CaseLink>> {
    let orders = links.iter().map(|seen| (seen.other.id, seen.other.confidentiality));
    let views = cases::views::of_page(connection, caller, orders)?;
    Ok(links
        .into_iter()
        .map(CaseLink::from)
        .map(|link| {
            let other = views.of(link.case_id);
            link.redacted_for(other)
        })
        .collect())
}

/// Those of these cases to which a case is linked, whichever way.
pub fn linked_among(connection: &mut Connection, case: CaseId, others: &[CaseId]) -> Result<Vec<CaseId>> {
    if others.is_empty() { Ok(Vec::new()) } else { store::linked_among(connection, case, others) }
}

/// The file that a case is a motion in.
pub fn main_file_of(connection: &mut Connection, case: CaseId) -> Result<Option<CaseId>> {
    store::linked_as(connection, case, &[LinkKind::MotionIn, LinkKind::StayOf])
}

/// Makes a link. A case that the caller may not see cannot be told from one that is not there.
///
/// # Errors
/// 404, 403, 422; 409 where the two cases are linked like this already.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    body: &Unparsed<NewCaseLink>,
) -> Result<CaseLink> {
    cases::service::lock(connection, caller, case)?;
    let new = body.parse()?;
    if new.case_id == case {
        return Err(refused(
            "itself",
            "A case cannot be linked to itself.",
            "Un dossier ne peut être lié à lui-même.",
        ));
    }
    let other = cases::service::find_visible(connection, caller, new.case_id).map_err(|error| {
        if error.code() != Code::NotFound {
            return error;
        }
        refused(
            "unknown_case",
            "There is no such case, or you may not know of it. Check the id.",
            "Ce dossier n'existe pas, ou vous ne pouvez en connaître l'existence. Vérifiez l'identifiant.",
        )
    })?;
    link(connection, caller, case, &other, new.kind)
}

/// Links a case that the caller has already taken to another one that the caller may see.
///
/// # Errors
/// 409 where the two cases are linked like this already.
pub fn link(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    other: &CaseRow,
    kind: LinkKind,
) -> Result<CaseLink> {
    if store::exists(connection, case, other.id, kind)? {
        return Err(Error::new(Code::Duplicate).with_faults(vec![Fault::body(
            "/case_id",
            "taken",
            format!("The two cases are linked as {} already: see the links of this case.", kind.code()),
            format!("Les deux dossiers sont déjà liés ({}) : voir les liens de ce dossier.", kind.code()),
        )]));
    }
    let link = LinkRow {
        id: LinkId::generate(),
        case_id: case,
        other_case_id: other.id,
        kind,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
    };
    store::insert(connection, &link)?;
    let view = cases::views::of(connection, caller, other)?;
    let other = OtherCase {
        id: other.id,
        proceeding: other.proceeding.clone(),
        file_number: other.file_number.clone(),
        style_of_cause: other.style_of_cause.clone(),
        confidentiality: other.confidentiality,
    };
    let link = CaseLink::from(LinkSide { link, direction: Direction::To, other });
    let record = LinkRecord::from(&link);
    journal::append(connection, caller, Subject::Case(case), "link.created", ABSENT, Some(&record))?;
    Ok(link.redacted_for(&view))
}

/// Removes a link, from either of its ends.
///
/// # Errors
/// 404, 403, 428, 412.
pub fn delete(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: LinkId,
    precondition: &Precondition,
) -> Result<()> {
    let seen = store::find(connection, caller, case, id)?;
    cases::service::lock(connection, caller, case)?;
    precondition.require(Version(seen.link.version))?;
    if !store::delete(connection, id)? {
        return Err(Error::not_found());
    }
    journal::append(
        connection,
        caller,
        Subject::Case(case),
        "link.deleted",
        Some(&LinkRecord::from(&CaseLink::from(seen))),
        ABSENT,
    )
}

fn refused(code: &'static str, en: &str, fr: &str) -> Error {
    Error::invalid(vec![Fault::body("/case_id", code, en, fr)])
}

//! Links, and the making of one.

use super::api::{CaseLink, LinkRecord};
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

/// The next links of a case to cases that the caller may see, as the caller is shown those.
pub fn page(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    after: Option<LinkId>,
    limit: i64,
) -> Result<Vec<CaseLink>> {
    let found = store::list(connection, caller, case, after, limit)?;
    shown(connection, caller, found)
}

/// Those of these cases to which a case is linked, whichever way.
pub fn linked_among(connection: &mut Connection, case: CaseId, others: &[CaseId]) -> Result<Vec<CaseId>> {
    if others.is_empty() { Ok(Vec::new()) } else { store::linked_among(connection, case, others) }
}

/// The file that a case is a motion in.
pub fn main_file_of(connection: &mut Connection, case: CaseId) -> Result<Option<CaseId>> {
    store::linked_as(connection, case, &LinkKind::OF_ONE_FILE)
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

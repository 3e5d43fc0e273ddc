//! Making and removing links, with what follows for the court file that two cases share by one.

use crate::access::context::Context;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseId, LinkId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::matters::links::api::{CaseLink, LinkRecord, NewCaseLink};
use crate::matters::links::model::LinkKind;
use crate::matters::links::store;
use crate::matters::{cases, links};
use crate::registry::court_files;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// Makes a link. A case that the caller may not see cannot be told from one that is not there.
///
/// # Errors
/// 404, 403, 422; 409 where the two cases are linked like this already.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    id: CaseId,
    body: &Unparsed<NewCaseLink>,
) -> Result<CaseLink> {
    let case = cases::service::lock(connection, caller, id)?.case;
    let new = body.parse()?;
    if new.case_id == id {
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
    let link = links::service::link(connection, caller, case.id, &other, new.kind)?;
    if LinkKind::OF_ONE_FILE.contains(&new.kind) {
        court_files::membership::join(connection, caller, &case, &other)?;
    }
    Ok(link)
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
    let case = cases::service::lock(connection, caller, case)?.case;
    precondition.require(Version(seen.link.version))?;
    if !store::delete(connection, id)? {
        return Err(Error::not_found());
    }
    if LinkKind::OF_ONE_FILE.contains(&seen.link.kind) {
        court_files::membership::part(connection, caller, &case)?;
    }
    journal::append(
        connection,
        caller,
        Subject::Case(case.id),
        "link.deleted",
        Some(&LinkRecord::from(&CaseLink::from(seen))),
        ABSENT,
    )
}

fn refused(code: &'static str, en: &str, fr: &str) -> Error {
    Error::invalid(vec![Fault::body("/case_id", code, en, fr)])
}

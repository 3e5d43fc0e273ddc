//! Entering, changing and removing parties.

use super::api::{CounselPatch, NewParty, Party, PartyPatch};
use super::store::{self, PartyRow};
use crate::access::context::Context;
use crate::cases;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::http::body::Body;
use crate::http::etag::{ETag, Precondition};
use crate::ids::{CaseId, PartyId};
use crate::journal::service::NOTHING;
use crate::journal::{self, Subject};

/// A party of a case that the caller may see.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, case: CaseId, id: PartyId) -> Result<Party> {
    cases::service::find_visible(connection, caller, case)?;
    let row = store::find(connection, case, id)?;
    caller.permit()?;
    Ok(row.into())
}

/// Enters a party.
///
/// # Errors
/// 404, 403, 422.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    body: &Body<NewParty>,
) -> Result<Party> {
    cases::service::open(connection, caller, case)?;
    add(connection, caller, case, body.parse()?)
}

/// Enters a party of a case that the caller has already taken for a change.
///
/// # Errors
/// The database's own.
pub fn add(connection: &mut Connection, caller: &Context, case: CaseId, new: NewParty) -> Result<Party> {
    let (counsel_name, counsel_firm) = match new.counsel {
        Some(counsel) => (Some(trimmed(&counsel.name)), counsel.firm.as_deref().map(trimmed)),
        None => (None, None),
    };
    let row = PartyRow {
        id: PartyId::generate(),
        case_id: case,
        kind: new.kind.code().to_owned(),
        capacity: new.capacity.code().to_owned(),
        name: trimmed(&new.name),
        language: new.language.map(|language| language.tag().to_owned()),
        counsel_name,
        counsel_firm,
        version: 1,
        created_at: caller.now,
        updated_at: caller.now,
    };
    store::insert(connection, &row)?;
    let party = Party::from(row);
    journal::append(connection, caller, Subject::Case(case), "party.created", NOTHING, Some(&party))?;
    Ok(party)
}

/// Changes a party.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: PartyId,
    precondition: &Precondition,
    body: &Body<PartyPatch>,
) -> Result<Party> {
    let before = store::find(connection, case, id)?;
    cases::service::open(connection, caller, case)?;
    precondition.require(ETag(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    if let Some(kind) = patch.kind {
        kind.code().clone_into(&mut row.kind);
    }
    if let Some(capacity) = patch.capacity {
        capacity.code().clone_into(&mut row.capacity);
    }
    if let Some(name) = patch.name {
        row.name = trimmed(&name);
    }
    if let Some(language) = patch.language {
        row.language = language.map(|language| language.tag().to_owned());
    }
    match patch.counsel {
        None => {}
        Some(None) => (row.counsel_name, row.counsel_firm) = (None, None),
        Some(Some(counsel)) => represent(&mut row, counsel)?,
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (before, after) = (Party::from(before), Party::from(row));
    journal::append(connection, caller, Subject::Case(case), "party.updated", Some(&before), Some(&after))?;
    Ok(after)
}

fn represent(row: &mut PartyRow, counsel: CounselPatch) -> Result<()> {
    if let Some(name) = counsel.name {
        row.counsel_name = Some(trimmed(&name));
    }
    if let Some(firm) = counsel.firm {
        row.counsel_firm = firm.as_deref().map(trimmed);
    }
    if row.counsel_name.is_none() {
        return Err(Error::invalid(vec![Fault::body(
            "/counsel/name",
            "required",
            "The party has no counsel yet: the counsel's name is needed.",
            "La partie n'est pas encore représentée : le nom de l'avocat est requis.",
        )]));
    }
    Ok(())
}

/// Removes a party that was entered by mistake.
///
/// # Errors
/// 404, 403, 428, 412.
pub fn delete(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: PartyId,
    precondition: &Precondition,
) -> Result<()> {
    let before = store::find(connection, case, id)?;
    cases::service::open(connection, caller, case)?;
    precondition.require(ETag(before.version))?;
    if !store::delete(connection, id, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    journal::append(
        connection,
        caller,
        Subject::Case(case),
        "party.deleted",
        Some(&Party::from(before)),
        NOTHING,
    )
}

fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}

/// What a case shows of this feature, whole: for a case that is read with its parts.
///
/// # Errors
/// The database's own.
pub fn of_case(connection: &mut Connection, case: CaseId) -> Result<Vec<Party>> {
    Ok(store::of_case(connection, case)?.into_iter().map(Into::into).collect())
}

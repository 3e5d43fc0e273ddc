//! Giving and taking external ids.

use super::model::{ExternalId, ExternalIdKind, ExternalIds, ExternallyKnown};
use super::store;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::CaseId;
use uuid::Uuid;

/// What of a kind is known by an external id in a scope: the id of it, if there is one.
pub fn find(
    connection: &mut Connection,
    kind: ExternalIdKind,
    scope: Uuid,
    id: &ExternalId,
) -> Result<Option<Uuid>> {
    store::find(connection, kind, scope, &id.clone().kept())
}

/// Keeps the external ids that something has from now on, in the transaction that writes its row.
/// The place is that of its body within the request: empty, or `/parties/0`.
///
/// # Errors
/// 409 where another one of the kind has one of them, with the place of each.
pub fn keep(
    connection: &mut Connection,
    known: ExternallyKnown,
    (before, after): (&ExternalIds, &ExternalIds),
    place: &str,
) -> Result<()> {
    let (old, new) = (before.as_slice(), after.as_slice());
    for gone in old.iter().filter(|id| !new.contains(id)) {
        store::give_up(connection, known, gone)?;
    }
    let mut faults = Vec::new();
    for come in new.iter().filter(|id| !old.contains(id)) {
        if !store::claim(connection, known, come)? {
            faults.push(taken(place, come));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::new(Code::Duplicate).with_faults(faults)) }
}

/// Keeps the external ids of what is new, in the transaction that writes its rows: each with the
/// place of its body within the request. It is one statement, however many there are.
///
/// # Errors
/// 409 where another one of the kind has one of them, with the place of each.
pub fn keep_new(connection: &mut Connection, new: &[(ExternallyKnown, ExternalIds, String)]) -> Result<()> {
    let claims: Vec<_> =
        new.iter().flat_map(|(known, ids, _)| ids.as_slice().iter().map(|id| (*known, id))).collect();
    if claims.is_empty() || store::claim_all(connection, &claims)? == claims.len() {
        return Ok(());
    }
    let mut faults = Vec::new();
    for (known, ids, place) in new {
        for id in ids.as_slice() {
            let holder = store::find(connection, known.kind(), known.scope(), id)?;
            if holder != Some(known.subject()) {
                faults.push(taken(place, id));
            }
        }
    }
    Err(Error::new(Code::Duplicate).with_faults(faults))
}

fn taken(place: &str, taken: &ExternalId) -> Fault {
    let ExternalId { system, id } = taken;
    Fault::body(
        format!("{place}/external_ids"),
        "taken",
        format!(
            "Another one has the external id {system}:{id}. Find it with ?external_id={system}:{id}; if it may not be seen there, ask an administrator."
        ),
        format!(
            "Un autre élément porte l'identifiant externe {system}:{id}. Cherchez-le par ?external_id={system}:{id}; s'il n'y paraît pas, adressez-vous à un administrateur."
        ),
    )
}

/// Forgets the external ids of a case, and of what it holds: it is disposed of.
pub fn forget_case(connection: &mut Connection, case: CaseId) -> Result<()> {
    store::remove_of_case(connection, case)
}

//! The entries of a version: those of every version can be read, those of drafts changed.

use super::super::matrix::Matrix;
use super::api::{ListMatrixEntries, MatrixEntry, MatrixEntryInput, MatrixEntryPatch};
use super::model::{MatrixStatus, builtin_id};
use super::service::{MatrixSource, find, not_a_draft};
use super::store::{self, MatrixEntryRow};
use crate::access::context::Context;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{MatrixEntryId, MatrixId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// The entries of the matrix that is built in. Their ids are made from their place, which only
/// changes with the program.
fn builtin() -> impl Iterator<Item = MatrixEntry> {
    let responsibilities = Matrix::builtin().responsibilities().iter();
    let shares = responsibilities.flat_map(|known| {
        known.assign.iter().map(|(role, share)| (known.code.clone(), role.clone(), *share))
    });
    (1_u128..).zip(shares).map(|(place, (responsibility, role, share))| MatrixEntry {
        id: MatrixEntryId::from(uuid::Uuid::from_u128(
            0x0000_0000_0000_7000_8000_0000_0001_0000_u128.saturating_add(place),
        )),
        matrix_id: builtin_id(),
        responsibility,
        role,
        share,
        version: 1,
    })
}

/// The entries of a version, of one responsibility or one role if that is asked.
///
/// # Errors
/// 404, 403.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    matrix: MatrixId,
    asked: &ListMatrixEntries,
) -> Result<Vec<MatrixEntry>> {
    let (responsibility, role) = (asked.responsibility.as_deref(), asked.role.as_deref());
    match find(connection, caller, matrix)? {
        MatrixSource::Builtin(_) => {
            let fits = |entry: &MatrixEntry| {
                responsibility.is_none_or(|wanted| entry.responsibility == wanted)
                    && role.is_none_or(|wanted| entry.role == wanted)
            };
            Ok(builtin().filter(fits).collect())
        }
        MatrixSource::Own(row) => {
            let rows = store::entries(connection, row.id, responsibility, role)?;
            Ok(rows.iter().map(Into::into).collect())
        }
    }
}

/// An entry of a version.
///
/// # Errors
/// 404, 403.
pub fn read(
    connection: &mut Connection,
    caller: &Context,
    matrix: MatrixId,
    id: MatrixEntryId,
) -> Result<MatrixEntry> {
    let entry = match super::service::find_visible(connection, caller, matrix)? {
        MatrixSource::Builtin(_) => builtin().find(|entry| entry.id == id).ok_or_else(Error::not_found)?,
        MatrixSource::Own(row) => (&store::entry(connection, row.id, id)?).into(),
    };
    caller.require_permission()?;
    Ok(entry)
}

/// Adds an entry to a draft.
///
/// # Errors
/// 404, 403, 422; 409 where it is no draft, or the role has a share in the responsibility already.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    matrix: MatrixId,
    body: &Unparsed<MatrixEntryInput>,
) -> Result<MatrixEntry> {
    let found = find(connection, caller, matrix)?;
    let new = body.parse()?;
    found.draft()?;
    take(connection, caller, matrix)?;
    let there = store::entries(connection, matrix, Some(&new.responsibility), Some(&new.role))?;
    if !there.is_empty() {
        return Err(Error::new(Code::Duplicate).with_faults(vec![Fault::body(
            "/role",
            "taken",
            "The role has a share in this responsibility already. Change that entry.",
            "Ce rôle a déjà une part dans cette responsabilité. Modifiez cette inscription.",
        )]));
    }
    let row = MatrixEntryRow {
        id: MatrixEntryId::generate(),
        matrix_id: matrix,
        responsibility: new.responsibility,
        role: new.role,
        share: new.share,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
    };
    store::insert_entry(connection, &row)?;
    let entry = MatrixEntry::from(&row);
    journal::append(connection, caller, subject(caller), "matrix.entry_set", ABSENT, Some(&entry))?;
    Ok(entry)
}

/// Changes an entry of a draft.
///
/// # Errors
/// 404, 403, 428, 412, 422; 409 where it is no draft.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    matrix: MatrixId,
    id: MatrixEntryId,
    precondition: &Precondition,
    body: &Unparsed<MatrixEntryPatch>,
) -> Result<MatrixEntry> {
    let seen = read(connection, caller, matrix, id)?;
    precondition.require(Version(seen.version))?;
    let patch = body.parse()?;
    take(connection, caller, matrix)?;
    let before = store::entry(connection, matrix, id)?;
    let mut row = before.clone();
    if let Some(share) = patch.share {
        row.share = share;
    }
    row.version = seen.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update_entry(connection, &row, seen.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let after = MatrixEntry::from(&row);
    journal::append(connection, caller, subject(caller), "matrix.entry_set", Some(&seen), Some(&after))?;
    Ok(after)
}

/// Removes an entry of a draft.
///
/// # Errors
/// 404, 403, 428, 412; 409 where it is no draft.
pub fn delete(
    connection: &mut Connection,
    caller: &Context,
    matrix: MatrixId,
    id: MatrixEntryId,
    precondition: &Precondition,
) -> Result<()> {
    let seen = read(connection, caller, matrix, id)?;
    precondition.require(Version(seen.version))?;
    take(connection, caller, matrix)?;
    if !store::delete_entry(connection, id, seen.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    journal::append(connection, caller, subject(caller), "matrix.entry_removed", Some(&seen), ABSENT)
}

/// Takes the draft for a change: it stays a draft until this transaction ends.
fn take(connection: &mut Connection, caller: &Context, matrix: MatrixId) -> Result<()> {
    if store::touch(connection, matrix, MatrixStatus::Draft, caller.now)? {
        return Ok(());
    }
    Err(not_a_draft())
}

const fn subject(caller: &Context) -> Subject {
    Subject::Organization(caller.user.organization_id)
}

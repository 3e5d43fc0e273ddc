//! The version of the matrix that binds the cases of an organisation; reading, drafting and
//! removing versions.

use super::super::catalogue::service as catalogue;
use super::super::matrix::Matrix;
use super::api::{ListMatrices, MatrixDiff, MatrixInput, MatrixPatch, MatrixVersion};
use super::diff::MatrixChanges;
use super::model::{MatrixStatus, builtin_id};
use super::store::{self, Binding, MatrixEntryRow, MatrixRow};
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{MatrixEntryId, MatrixId, OrganizationId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

/// A matrix that binds, with the version that it is.
#[derive(Clone, Debug)]
pub struct InForce {
    /// The version's id: that of the built-in matrix, if the organisation had adopted none.
    pub id: MatrixId,
    /// The version's number: 0 for the built-in matrix.
    pub number: i32,
    /// The content of the version.
    pub matrix: Arc<Matrix>,
}

impl InForce {
    fn builtin() -> Self {
        Self { id: builtin_id(), number: 0, matrix: Arc::clone(Matrix::shared_builtin()) }
    }
}

/// The matrices that bind at an instant, by organisation: one statement, however many
/// organisations; a second one where this process sees a version for the first time. Given
/// `known_at`, it is what was known then: a version that was adopted later neither binds nor ends
/// the one before it.
pub fn in_force(
    connection: &mut Connection,
    organizations: &[OrganizationId],
    at: Instant,
    known_at: Option<Instant>,
) -> Result<HashMap<OrganizationId, InForce>> {
    let mut latest = HashMap::<OrganizationId, Binding>::new();
    // The latest come first, and each lasts until the next one begins.
    for binding in store::begun(connection, organizations, at, known_at)? {
        latest.entry(binding.organization_id).or_insert(binding);
    }
    let mut found: HashMap<_, _> =
        organizations.iter().map(|organization| (*organization, InForce::builtin())).collect();
    let contents = contents(connection, &latest.values().map(ContentKey::of).collect::<Vec<_>>())?;
    for (organization, binding) in latest {
        let matrix = contents.get(&binding.id).cloned().ok_or_else(|| without_content(binding.id))?;
        found.insert(organization, InForce { id: binding.id, number: binding.number, matrix });
    }
    Ok(found)
}

/// The matrix that binds one organisation at an instant.
pub fn in_force_of(
    connection: &mut Connection,
    organization: OrganizationId,
    at: Instant,
) -> Result<InForce> {
    let found = in_force(connection, &[organization], at, None)?.remove(&organization);
    Ok(found.unwrap_or_else(InForce::builtin))
}

/// The identity of an adopted content. The instant is part of it: an adoption that was rolled back
/// never was, and what was read of it meanwhile must not be taken for the one that follows.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct ContentKey {
    id: MatrixId,
    adopted_at: Option<Instant>,
}

impl ContentKey {
    const fn of(binding: &Binding) -> Self {
        Self { id: binding.id, adopted_at: binding.adopted_at }
    }
}

/// The contents of adopted versions, read from the database once in the life of the process: they
/// never change.
fn contents(connection: &mut Connection, wanted: &[ContentKey]) -> Result<HashMap<MatrixId, Arc<Matrix>>> {
    static READ: LazyLock<RwLock<HashMap<ContentKey, Arc<Matrix>>>> = LazyLock::new(RwLock::default);
    let mut found = HashMap::new();
    if let Ok(read) = READ.read() {
        found.extend(wanted.iter().filter_map(|kept| Some((kept.id, Arc::clone(read.get(kept)?)))));
    }
    let missing: Vec<_> = wanted.iter().filter(|kept| !found.contains_key(&kept.id)).collect();
    if missing.is_empty() {
        return Ok(found);
    }
    let ids: Vec<_> = missing.iter().map(|kept| kept.id).collect();
    for (id, content) in store::contents(connection, &ids)? {
        let content = content.ok_or_else(|| without_content(id))?;
        let matrix = Arc::new(content.parse::<Matrix>()?);
        if let (Some(kept), Ok(mut read)) = (missing.iter().find(|kept| kept.id == id), READ.write()) {
            read.insert(**kept, Arc::clone(&matrix));
        }
        found.insert(id, matrix);
    }
    Ok(found)
}

fn without_content(id: MatrixId) -> Error {
    Error::internal(format!("the matrix {id} was adopted without its content"))
}

/// A version that the caller may know of.
#[derive(Clone, Debug)]
pub enum MatrixSource {
    /// The built-in matrix, with the instant until which it binds the caller's organisation.
    Builtin(Option<Instant>),
    /// A version of the caller's organisation.
    Own(Box<MatrixRow>),
}

impl MatrixSource {
    /// The version as it is shown.
    #[must_use]
    pub fn shown(&self) -> MatrixVersion {
        match self {
            Self::Builtin(until) => MatrixVersion::builtin(*until),
            Self::Own(row) => row.as_ref().into(),
        }
    }

    /// The content: as it was adopted, or as the draft has it now.
    pub fn matrix(&self, connection: &mut Connection) -> Result<Arc<Matrix>> {
        let row = match self {
            Self::Builtin(_) => return Ok(Arc::clone(Matrix::shared_builtin())),
            Self::Own(row) => row,
        };
        if row.adopted_at.is_none() {
            return drafted(connection, row).map(Arc::new);
        }
        let kept = ContentKey { id: row.id, adopted_at: row.adopted_at };
        contents(connection, &[kept])?.remove(&row.id).ok_or_else(|| without_content(row.id))
    }

    /// Its version, as an `ETag`.
    ///
    /// # Errors
    /// Fails if it has no JSON form.
    pub fn version(&self) -> Result<Version> {
        match self {
            Self::Builtin(_) => Ok(Version::of_content(serde_json::to_string(&self.shown())?)),
            Self::Own(row) => Ok(Version(row.version)),
        }
    }

    /// The row of a draft.
    ///
    /// # Errors
    /// 409 where it is none.
    pub fn draft(&self) -> Result<&MatrixRow> {
        match self {
            Self::Own(row) if row.status == MatrixStatus::Draft => Ok(row),
            Self::Own(_) | Self::Builtin(_) => Err(not_a_draft()),
        }
    }
}

/// The content of a draft now.
pub fn drafted(connection: &mut Connection, row: &MatrixRow) -> Result<Matrix> {
    let catalogue = catalogue::of(connection, row.organization_id)?;
    let entries = store::entries(connection, row.id, None, None)?;
    let shares =
        entries.iter().map(|entry| (entry.responsibility.as_str(), entry.role.as_str(), entry.share));
    Ok(catalogue.matrix(shares))
}

/// The error that answers whoever would change a version that is no draft.
pub(super) fn not_a_draft() -> Error {
    Error::new(Code::Conflict).with_detail(
        "This version is no draft: it stays as it was adopted. Make a draft from it: POST /v1/matrices with based_on.",
        "Cette version n'est pas un projet : elle demeure telle qu'adoptée. Créez un projet à partir d'elle : POST /v1/matrices avec based_on.",
    )
}

/// A version that the caller may know of, before it is asked what they may do with it.
///
/// # Errors
/// 404.
pub fn find_visible(connection: &mut Connection, caller: &Context, id: MatrixId) -> Result<MatrixSource> {
    let organization = caller.user.organization_id;
    if id == builtin_id() {
        return Ok(MatrixSource::Builtin(store::first_adopted_from(connection, organization)?));
    }
    Ok(MatrixSource::Own(Box::new(store::find(connection, organization, id)?)))
}

/// A version.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: MatrixId) -> Result<MatrixSource> {
    let found = find_visible(connection, caller, id)?;
    caller.require_permission()?;
    Ok(found)
}

/// The versions that the caller may know of, the newest first and the built-in one last; and how
/// many there are in all.
///
/// # Errors
/// 403.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    asked: &ListMatrices,
    before: Option<i32>,
    fetch: i64,
    wanted: bool,
) -> Result<(Vec<MatrixVersion>, Option<i64>)> {
    caller.require_permission()?;
    let own = caller.user.organization_id;
    if asked.organization_id.is_some_and(|organization| organization != own) {
        return Ok((Vec::new(), wanted.then_some(0)));
    }
    let rows = store::list(connection, own, asked.status, before, fetch)?;
    let mut items: Vec<MatrixVersion> = rows.iter().map(Into::into).collect();
    let builtin = MatrixVersion::builtin(store::first_adopted_from(connection, own)?);
    let with_builtin =
        asked.organization_id.is_none() && asked.status.is_none_or(|status| status == builtin.status);
    let count = wanted.then(|| store::count(connection, own, asked.status)).transpose()?;
    let count = count.map(|count| count.saturating_add(i64::from(with_builtin)));
    let is_last = i64::try_from(items.len()).is_ok_and(|found| found < fetch);
    if with_builtin && is_last && before.is_none_or(|before| before > 0) {
        items.push(builtin);
    }
    Ok((items, count))
}

/// Drafts a version, with the entries of another one: of the one in force if none is named.
///
/// # Errors
/// 403; 422 where that other one is not known.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<MatrixInput>,
) -> Result<MatrixVersion> {
    caller.require_permission()?;
    let new = body.parse()?;
    let organization_id = caller.user.organization_id;
    let based_on = match new.based_on {
        Some(id) => id,
        None => in_force_of(connection, organization_id, caller.now)?.id,
    };
    let base = find_visible(connection, caller, based_on).map_err(unknown("/based_on"))?;
    let matrix = base.matrix(connection)?;
    let row = MatrixRow {
        id: MatrixId::generate(),
        organization_id,
        number: store::last_number(connection, organization_id)?.saturating_add(1),
        title_en: new.title.en.trim().to_owned(),
        title_fr: new.title.fr.trim().to_owned(),
        status: MatrixStatus::Draft,
        based_on: Some(based_on),
        decision_id: None,
        from_at: None,
        until_at: None,
        adopted_by: None,
        adopted_at: None,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
    };
    store::insert(connection, &row)?;
    let entries = matrix.responsibilities().iter().flat_map(|known| {
        known.assign.iter().map(|(role, share)| MatrixEntryRow {
            id: MatrixEntryId::generate(),
            matrix_id: row.id,
            responsibility: known.code.clone(),
            role: role.clone(),
            share: *share,
            version: 1,
            created_by: caller.user.id,
            created_at: caller.now,
            updated_at: caller.now,
        })
    });
    store::insert_entries(connection, &entries.collect::<Vec<_>>())?;
    let drafted = MatrixVersion::from(&row);
    let subject = Subject::Organization(organization_id);
    journal::append(connection, caller, subject, "matrix.created", ABSENT, Some(&drafted))?;
    Ok(drafted)
}

/// The fault of a field that names something that is not there.
fn unknown(field: &'static str) -> impl Fn(Error) -> Error {
    move |error| {
        if error.code() != Code::NotFound {
            return error;
        }
        Error::invalid(vec![Fault::body(
            field,
            "unknown_matrix",
            "There is no such version, or you may not know of it. GET /v1/matrices lists them.",
            "Cette version n'existe pas, ou vous ne pouvez en connaître l'existence. GET /v1/matrices énumère les versions.",
        )])
    }
}

/// Changes the title of a draft.
///
/// # Errors
/// 404, 403, 428, 412, 422; 409 where it is no draft.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    id: MatrixId,
    precondition: &Precondition,
    body: &Unparsed<MatrixPatch>,
) -> Result<MatrixVersion> {
    let found = find(connection, caller, id)?;
    precondition.require(found.version()?)?;
    let patch = body.parse()?;
    let before = found.draft()?;
    let mut row = before.clone();
    if let Some(title) = patch.title {
        title.en.trim().clone_into(&mut row.title_en);
        title.fr.trim().clone_into(&mut row.title_fr);
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (before, after) = (MatrixVersion::from(before), MatrixVersion::from(&row));
    let subject = Subject::Organization(row.organization_id);
    journal::append(connection, caller, subject, "matrix.updated", Some(&before), Some(&after))?;
    Ok(after)
}

/// Removes a draft.
///
/// # Errors
/// 404, 403, 428, 412; 409 where it is no draft.
pub fn delete(
    connection: &mut Connection,
    caller: &Context,
    id: MatrixId,
    precondition: &Precondition,
) -> Result<()> {
    let found = find(connection, caller, id)?;
    precondition.require(found.version()?)?;
    let draft = found.draft()?;
    if !store::delete(connection, id, draft.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let subject = Subject::Organization(draft.organization_id);
    journal::append(connection, caller, subject, "matrix.deleted", Some(&found.shown()), ABSENT)
}

/// The differences between a version and another one; the one from which it was drafted, if none is
/// named.
///
/// # Errors
/// 404, 403; 400 where there is no such other one.
pub fn diff(
    connection: &mut Connection,
    caller: &Context,
    id: MatrixId,
    against: Option<MatrixId>,
) -> Result<MatrixDiff> {
    let found = find(connection, caller, id)?;
    let against = against.or(found.shown().based_on).unwrap_or_else(builtin_id);
    let other = find_visible(connection, caller, against).map_err(|error| {
        if error.code() != Code::NotFound {
            return error;
        }
        Error::new(Code::InvalidQuery).with_faults(vec![Fault::query(
            "against",
            "unknown_matrix",
            "There is no such version, or you may not know of it. GET /v1/matrices lists them.",
            "Cette version n'existe pas, ou vous ne pouvez en connaître l'existence. GET /v1/matrices énumère les versions.",
        )])
    })?;
    let (is, was) = (found.matrix(connection)?, other.matrix(connection)?);
    Ok(MatrixDiff { matrix_id: id, against, changes: MatrixChanges::between(&was, &is) })
}

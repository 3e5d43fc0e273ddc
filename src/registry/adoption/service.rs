//! Adopting a draft.

use crate::access::context::Context;
use crate::clock::REGISTRY_ZONE;
use crate::db::types::{Instant, Json};
use crate::db::{Connection, Mode};
use crate::duties::deadlines::holders_store;
use crate::duties::responsibilities::catalogue::service as catalogue;
use crate::duties::responsibilities::matrices::api::{AdoptMatrix, AdoptedMatrix, MatrixVersion};
use crate::duties::responsibilities::matrices::check::violations;
use crate::duties::responsibilities::matrices::diff::MatrixChanges;
use crate::duties::responsibilities::matrices::model::{MatrixStatus, builtin_id};
use crate::duties::responsibilities::matrices::service::{MatrixSource, drafted, find, find_visible};
use crate::duties::responsibilities::matrices::store::{self, MatrixRow};
use crate::duties::responsibilities::matrix::Matrix;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::MatrixId;
use crate::journal::{self, Subject};
use crate::law::calendars::dates::spoken;
use crate::law::proceedings::Catalog;
use crate::teams::groups;
use crate::unparsed::Unparsed;
use crate::version::Precondition;

/// Adopts a draft: checks all of it, keeps what it says for good, and closes the version before it.
/// A preview only shows what would follow: it is dear.
///
/// # Errors
/// 404, 403, 412; 422 with everything that speaks against it; 409 where it is no draft, or another
/// version was adopted since it was last changed.
pub fn adopt(
    connection: &mut Connection,
    caller: &Context,
    id: MatrixId,
    precondition: &Precondition,
    body: &Unparsed<AdoptMatrix>,
    mode: Mode,
) -> Result<AdoptedMatrix> {
    let organization = caller.user.organization_id;
    find(connection, caller, id)?;
    let found = find_visible(connection, caller, id)?;
    precondition.check(found.version()?)?;
    let asked = body.parse()?;
    let draft = found.draft()?;
    let before = store::last_adopted(connection, organization)?;
    if let Some(before) = &before {
        not_overtaken(draft, before)?;
    }
    let from = asked.from.unwrap_or(caller.now);
    let matrix = checked(connection, caller, draft, before.as_ref(), &asked)?;
    let row = MatrixRow {
        status: MatrixStatus::Adopted,
        decision_id: asked.decision_id,
        from_at: Some(from),
        adopted_by: Some(caller.user.id),
        adopted_at: Some(caller.now),
        version: draft.version.saturating_add(1),
        updated_at: caller.now,
        ..draft.clone()
    };
    let base = before.clone().map_or(MatrixSource::Builtin(None), |row| MatrixSource::Own(Box::new(row)));
    let adopted = AdoptedMatrix {
        matrix: MatrixVersion::from(&row),
        against: before.as_ref().map_or_else(builtin_id, |before| before.id),
        changes: MatrixChanges::between(base.matrix(connection)?.as_ref(), &matrix),
    };
    if mode.is_preview() {
        return Ok(adopted);
    }
    if let Some(before) = before {
        close(connection, caller, &before, from)?;
    }
    if !store::update(connection, &row, draft.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    store::keep(connection, id, &Json::of(&matrix)?)?;
    let subject = Subject::Organization(organization);
    let was = MatrixVersion::from(draft);
    journal::append(connection, caller, subject, "matrix.adopted", Some(&was), Some(&adopted))?;
    // What binds from later on is for time to bring: `crate::duties::deadlines::scheduled_changes`.
    holders_store::refresh_organization(connection, organization, caller.now)?;
    Ok(adopted)
}

/// Refuses a draft that is older than the last adoption: it was not made with that in mind, and
/// adopting it could silently take it back.
fn not_overtaken(draft: &MatrixRow, before: &MatrixRow) -> Result<()> {
    if before.adopted_at.is_none_or(|adopted| adopted < draft.updated_at) {
        return Ok(());
    }
    let number = before.number;
    Err(Error::new(Code::Conflict).with_detail(
        format!("Version {number} was adopted since this draft was last changed. Compare them (GET /v1/matrices/{{id}}/diff?against={}), change the draft or make another one, and adopt that.", before.id),
        format!("La version {number} a été adoptée depuis la dernière modification de ce projet. Comparez-les (GET /v1/matrices/{{id}}/diff?against={}), modifiez le projet ou créez-en un autre, puis adoptez-le.", before.id),
    ))
}

/// The content of the draft, if nothing speaks against adopting it.
fn checked(
    connection: &mut Connection,
    caller: &Context,
    draft: &MatrixRow,
    before: Option<&MatrixRow>,
    asked: &AdoptMatrix,
) -> Result<Matrix> {
    let mut faults = when(caller.now, asked.from, before);
    if let Some(decision) = asked.decision_id {
        let found = groups::service::decision(connection, caller, decision);
        if found.as_ref().is_err_and(|error| error.code() != Code::NotFound) {
            found?;
        } else if found.is_err() {
            faults.push(Fault::body(
                "/decision_id",
                "unknown_decision",
                "There is no such decision of a group, or you may not know of it. Check the id.",
                "Cette décision de groupe n'existe pas, ou vous ne pouvez en connaître l'existence. Vérifiez l'identifiant.",
            ));
        }
    }
    let known = catalogue::of(connection, draft.organization_id)?;
    let matrix = drafted(connection, draft)?;
    let law = Catalog::current();
    let deadlines = law.proceedings().iter().flat_map(|proceeding| &proceeding.deadlines);
    let needed = deadlines.filter_map(|deadline| deadline.responsibility.as_deref()).collect();
    let is_proceeding = |code: &str| law.proceeding(code).is_some();
    faults.extend(violations(&matrix, &known, is_proceeding, &needed));
    if faults.is_empty() { Ok(matrix) } else { Err(Error::invalid(faults)) }
}

/// Everything that speaks against the instant from which a version is to bind.
fn when(now: Instant, from: Option<Instant>, before: Option<&MatrixRow>) -> Vec<Fault> {
    let mut faults = Vec::new();
    if from.is_some_and(|from| from < now) {
        faults.push(Fault::body(
            "/from",
            "in_the_past",
            "A version binds from now on or later. Choose a later instant, or leave it out.",
            "Une version s'applique à compter de maintenant ou plus tard. Choisissez un instant ultérieur ou omettez-le.",
        ));
    }
    if let Some((before, begins)) = before.and_then(|row| Some((row, row.from_at?)))
        && from.unwrap_or(now) <= begins
    {
        let number = before.number;
        let begins = spoken(begins.utc(), REGISTRY_ZONE);
        faults.push(Fault::body(
            "/from",
            "overlaps",
            format!("Version {number} was adopted to bind from {}. Choose an instant after that.", begins.en),
            format!(
                "La version {number} a été adoptée avec effet le {}. Choisissez un instant ultérieur.",
                begins.fr
            ),
        ));
    }
    faults
}

/// The version before binds until the new one does.
fn close(connection: &mut Connection, caller: &Context, before: &MatrixRow, until: Instant) -> Result<()> {
    let row = MatrixRow {
        status: MatrixStatus::Superseded,
        until_at: Some(until),
        version: before.version.saturating_add(1),
        updated_at: caller.now,
        ..before.clone()
    };
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (was, is) = (MatrixVersion::from(before), MatrixVersion::from(&row));
    let subject = Subject::Organization(row.organization_id);
    journal::append(connection, caller, subject, "matrix.superseded", Some(&was), Some(&is))
}

//! Opening a case in an emergency.

use super::api::{EmergencyAccess, EmergencyAccessInput};
use super::store::{self, AccessRow};
use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::clock::end_of_registry_day;
use crate::db::Connection;
use crate::duties::notifications;
use crate::duties::notifications::model::NotificationKind;
use crate::error::{Code, Error, Result};
use crate::ids::{CaseId, EmergencyAccessId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::matters::cases;
use crate::unparsed::Unparsed;

/// Opens a case to the caller until the end of the day, and tells whoever answers for it.
///
/// # Errors
/// 404 where the caller could not open it: it is hidden, and the caller lacks the permission, or it
/// is of another organisation or above the caller's clearance. 403 where it is no secret, but the
/// permission is lacking. 422; 409 where the caller sees the case anyway.
pub fn open(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    body: &Unparsed<EmergencyAccessInput>,
) -> Result<EmergencyAccess> {
    if !cases::service::visible_among(connection, caller, &[case])?.is_empty() {
        caller.require_permission()?;
        body.parse()?;
        return Err(Error::new(Code::Conflict).with_detail(
            "This case is open to you already. Read it at GET /v1/cases/{id}.",
            "Ce dossier vous est déjà ouvert. Lisez-le par GET /v1/cases/{id}.",
        ));
    }
    if !caller.user.may(Permission::BreakGlass) || !store::can_be_opened(connection, caller, case)? {
        return Err(Error::not_found());
    }
    let new = body.parse()?;
    let row = AccessRow {
        id: EmergencyAccessId::generate(),
        case_id: case,
        user_id: caller.user.id,
        reason: new.reason.trim().to_owned(),
        from_at: caller.now,
        until_at: end_of_registry_day(caller.today).unwrap_or(caller.now),
        created_at: caller.now,
    };
    store::insert(connection, &row)?;
    let access = EmergencyAccess::from(row);
    journal::append(
        connection,
        caller,
        Subject::Case(case),
        "case.opened_in_emergency",
        ABSENT,
        Some(&access),
    )?;
    for row in cases::service::of_ids(connection, &[case])? {
        notifications::service::tell_accountable(
            connection,
            caller,
            NotificationKind::EmergencyAccess,
            &row,
        )?;
    }
    Ok(access)
}

/// The caller's own access to a case that is still open to them.
///
/// # Errors
/// 404, 403.
pub fn find_own(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: EmergencyAccessId,
) -> Result<EmergencyAccess> {
    cases::service::find_visible(connection, caller, case)?;
    let row = store::find(connection, case, caller.user.id, id)?;
    caller.require_permission()?;
    Ok(row.into())
}

//! Striking an entry of a docket that was recorded by mistake, and taking that back.
//!
//! A struck entry stays where it is, with who struck it, when and why. The docket is replayed
//! without it: what rests on it has to be struck first.

use super::course::Course;
use super::main_file::{self, TakenEntry};
use crate::access::context::Context;
use crate::db::{Connection, Mode};
use crate::error::{Code, Error, Result};
use crate::ids::{CaseId, EventId};
use crate::matters::cases;
use crate::matters::docket::api::EntryReason;
use crate::matters::docket::{EventRow, store};
use crate::registry::docket::api::RecordedEvent;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// Strikes an entry.
///
/// # Errors
/// 404, 403, 412, 422; 409 where it is struck already, or a later entry rests on it.
pub fn strike(
    connection: &mut Connection,
    caller: &Context,
    (id, event_id): (CaseId, EventId),
    precondition: &Precondition,
    body: &Unparsed<EntryReason>,
    mode: Mode,
) -> Result<RecordedEvent> {
    let entry = TakenEntry::take(connection, caller, id, event_id)?;
    precondition.check(Version(entry.before.version))?;
    let reason = body.parse()?.reason;
    main_file::refuse_told(connection, caller, &entry.before)?;
    refuse_struck(&entry.before)?;
    let struck = |before: &EventRow| EventRow {
        struck_at: Some(caller.now),
        struck_by: Some(caller.user.id),
        struck_reason: Some(reason.clone()),
        ..next_version(before, caller)
    };
    entry.put(connection, caller, struck, Course::Struck, mode)
}

/// Restores an entry that was struck: it has its effect again.
///
/// # Errors
/// 404, 403, 412, 422; 409 where it is not struck, stands on the docket of another case, or does
/// not fit this one any more.
pub fn restore(
    connection: &mut Connection,
    caller: &Context,
    (id, event_id): (CaseId, EventId),
    precondition: &Precondition,
    body: &Unparsed<EntryReason>,
    mode: Mode,
) -> Result<RecordedEvent> {
    let entry = TakenEntry::take(connection, caller, id, event_id)?;
    precondition.check(Version(entry.before.version))?;
    let reason = body.parse()?.reason;
    main_file::refuse_told(connection, caller, &entry.before)?;
    if entry.before.struck_at.is_none() {
        return Err(Error::new(Code::Conflict)
            .with_detail("It is not struck.", "Cette inscription n'est pas radiée."));
    }
    refuse_standing_elsewhere(connection, caller, &entry.before)?;
    let restored = |before: &EventRow| EventRow {
        struck_at: None,
        struck_by: None,
        struck_reason: None,
        moved_to_case_id: None,
        moved_to_event_id: None,
        ..next_version(before, caller)
    };
    entry.put(connection, caller, restored, Course::Restored(&reason), mode)
}

/// Refuses to restore an entry that was moved, or moved here from elsewhere, while what it became,
/// or what it was, has its effect: one act would stand on two dockets.
///
/// # Errors
/// 409 that names the other case, if the caller may see it.
fn refuse_standing_elsewhere(connection: &mut Connection, caller: &Context, entry: &EventRow) -> Result<()> {
    let Some(origin) = entry.origin_id else { return Ok(()) };
    let Some(standing) = store::standing_copy(connection, origin)? else { return Ok(()) };
    let visible = cases::service::visible_among(connection, caller, &[standing.case_id])?;
    let (en, fr) = if visible.contains(&standing.case_id) {
        let address = format!("/v1/cases/{}/events/{}", standing.case_id, standing.event_id);
        (
            format!(
                "It was moved, and has its effect where it stands now: {address}. Strike it there first."
            ),
            format!(
                "Cette inscription a été déplacée et produit son effet là où elle figure maintenant : {address}. Radiez-la d'abord à cet endroit."
            ),
        )
    } else {
        (
            "It was moved, and stands on the docket of another case, which you may not see.".to_owned(),
            "Cette inscription a été déplacée et figure au dossier d'une autre affaire, que vous ne pouvez consulter.".to_owned(),
        )
    };
    Err(Error::new(Code::Conflict).with_detail(en, fr))
}

/// Refuses an entry that is without effect already.
///
/// # Errors
/// 409.
pub(super) fn refuse_struck(entry: &EventRow) -> Result<()> {
    if entry.struck_at.is_none() {
        return Ok(());
    }
    Err(Error::new(Code::Conflict).with_detail("It is struck already.", "Cette inscription est déjà radiée."))
}

pub(super) fn next_version(before: &EventRow, caller: &Context) -> EventRow {
    EventRow { version: before.version.saturating_add(1), updated_at: caller.now, ..before.clone() }
}

//! An event of a case, as it is read.

use super::api::Event;
use super::store;
use crate::access::context::Context;
use crate::access::redaction::{ids_in, redact};
use crate::db::Connection;
use crate::db::types::Json;
use crate::error::Result;
use crate::ids::{CaseId, EventId};
use crate::matters::cases;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// An event of a case.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, case: CaseId, id: EventId) -> Result<Event> {
    let case = cases::service::find_visible(connection, caller, case)?;
    let row = store::find(connection, case.id, id)?;
    caller.require_permission()?;
    Ok(Event::from(row).redacted_for(&cases::views::of(connection, caller, &case)?))
}

/// An event that was recorded before, with what followed from it then.
#[derive(Serialize)]
pub struct RecordedAgain {
    /// The event, as it is now.
    pub event: Event,
    /// The effects of the event.
    effects: Json,
}

/// The event, and the part of what followed from it that the caller may read now.
///
/// # Errors
/// 404, 403.
pub fn find_again(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: EventId,
    effects: Json,
) -> Result<RecordedAgain> {
    let event = find(connection, caller, case, id)?;
    let mut told: Value = effects.parse()?;
    let mut ids = BTreeSet::new();
    ids_in(&told, &mut ids);
    let ids: Vec<_> = ids.into_iter().map(CaseId::from).chain([case]).collect();
    let named = cases::views::named(connection, caller, &ids)?;
    let effects = if redact(&mut told, case, &named) { Json::of(&told)? } else { effects };
    Ok(RecordedAgain { event, effects })
}

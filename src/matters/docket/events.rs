//! An event of a case, as it is read.

use super::api::{Event, TellingEntry};
use super::{EventRow, store};
use crate::access::context::Context;
use crate::access::fields::View;
use crate::access::redaction::{ids_in, redact};
use crate::db::Connection;
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::ids::{CaseId, EventId};
use crate::law::engine::{EventFacts, Law, OfficeChoice, Trigger, by_the_clock};
use crate::law::proceedings::FactKind;
use crate::matters::cases;
use crate::matters::cases::CaseRow;
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
    let view = cases::views::of(connection, caller, &case)?;
    one(connection, caller, (&case, &view), row)
}

/// An entry of the docket of a case, as the caller is shown it.
///
/// # Errors
/// 500 where its facts are no longer readable.
pub fn one(
    connection: &mut Connection,
    caller: &Context,
    (case, view): (&CaseRow, &View),
    row: EventRow,
) -> Result<Event> {
    let shown = shown(connection, caller, (case, view), vec![row])?;
    shown.into_iter().next().ok_or_else(Error::not_found)
}

/// Entries of the docket of a case, as the caller is shown them.
///
/// # Errors
/// 500 where the facts of one are no longer readable.
pub fn shown(
    connection: &mut Connection,
    caller: &Context,
    (case, view): (&CaseRow, &View),
    rows: Vec<EventRow>,
) -> Result<Vec<Event>> {
    let mut telling = telling(connection, case, &rows)?;
    let others = rows.iter().flat_map(|row| [row.moved_to_case_id, row.motion_case_id]);
    let mut elsewhere: Vec<_> = others.flatten().chain(telling.iter().map(|row| row.case_id)).collect();
    elsewhere.sort_unstable();
    elsewhere.dedup();
    let visible = cases::service::visible_among(connection, caller, &elsewhere)?;
    rows.into_iter()
        .map(|mut row| {
            let (moved_to, motion) = (row.moved_to(), row.motion());
            let is_shown = |case: CaseId| visible.contains(&case);
            let tells =
                |other: &mut EventRow| other.motion_event_id == Some(row.id) && is_shown(other.case_id);
            let in_main_file = telling.extract_if(.., tells).next().map(TellingEntry::from);
            row.facts = on_the_clock(case, &row.event_type, row.facts)?;
            let mut event = Event::from(row).moved(moved_to, is_shown).telling_of(motion, is_shown);
            event.in_main_file = in_main_file;
            Ok(event.redacted_for(view))
        })
        .collect()
}

/// The entries of a main file that tell of these ones of a motion. Nothing is asked where none
/// can.
fn telling(connection: &mut Connection, case: &CaseRow, rows: &[EventRow]) -> Result<Vec<EventRow>> {
    let proceeding = cases::service::proceeding(case)?;
    let is_told =
        |row: &&EventRow| proceeding.event(&row.event_type).is_some_and(|event| event.in_main_file.is_some());
    let told: Vec<_> = rows.iter().filter(is_told).map(|row| row.id).collect();
    if told.is_empty() { Ok(Vec::new()) } else { store::telling_of_any(connection, case.id, &told) }
}

/// Facts with each hour by the clock of the office, whatever clock it was written by.
fn on_the_clock(case: &CaseRow, event_type: &str, facts: Json) -> Result<Json> {
    let definition = cases::service::proceeding(case)?.event(event_type);
    let hours = definition.into_iter().flat_map(|event| &event.facts);
    let mut hours = hours.filter(|fact| fact.kind == FactKind::Instant).peekable();
    if hours.peek().is_none() {
        return Ok(facts);
    }
    let office = case.place().map(OfficeChoice::OfCase);
    let mut known: EventFacts = facts.parse()?;
    for fact in hours {
        if let Some(value) = known.get_mut(&fact.code)
            && let Some(at) = value.as_str().and_then(|written| Trigger::parse_at(written).ok())
            && let Trigger::At(at) = by_the_clock(Law::current().calendars, office, at)
        {
            *value = at.to_rfc3339().into();
        }
    }
    Ok(Json::of(&known)?)
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

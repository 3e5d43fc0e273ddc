//! An entry on its way to the end of a docket: as it was sent, judged, and as it is stored.

use crate::access::context::Context;
use crate::db::types::Json;
use crate::error::{Code, Error, Result};
use crate::external_ids::model::ExternalIds;
use crate::ids::EventId;
use crate::law::docket::model::{CaseFacts, DocketEvent};
use crate::law::docket::replay::State;
use crate::law::proceedings::{EventType, Proceeding};
use crate::matters::cases::CaseRow;
use crate::matters::docket::api::EventInput;
use crate::matters::docket::model::MovedEntry;
use crate::matters::docket::{EventRow, about, admission, validate};

/// An entry to be put at the end of a docket.
pub(super) struct DocketEntry<'a> {
    pub(super) event: DocketEvent,
    pub(super) note: Option<String>,
    /// What other systems call it.
    pub(super) external_ids: ExternalIds,
    /// The first entry that it was recorded as, if it was recorded in another case before.
    pub(super) origin: Option<EventId>,
    /// Where it was taken from, and why, where it was recorded in another case.
    pub(super) moved: Option<(MovedEntry, &'a str)>,
    /// The entry in the file of a motion that it tells of.
    pub(super) motion: Option<MovedEntry>,
}

impl<'a> DocketEntry<'a> {
    /// An entry as it was sent, which has no place yet.
    pub(super) fn sent(new: EventInput) -> Self {
        let event = DocketEvent {
            id: EventId::generate(),
            position: 0,
            event_type: new.event_type,
            occurred_on: new.occurred_on,
            served_on: new.served_on,
            service_method: new.service_method,
            about: new.about,
            facts: new.facts,
            ordered: new.ordered,
            tells: false,
            came_from_elsewhere: false,
            struck: false,
        };
        Self { external_ids: ExternalIds::written(new.external_ids), ..Self::of(event, new.note) }
    }

    /// An entry that is new.
    pub(super) fn of(event: DocketEvent, note: Option<String>) -> Self {
        let external_ids = ExternalIds::default();
        Self { event, note, external_ids, origin: None, moved: None, motion: None }
    }

    /// An entry that tells of one in the file of a motion.
    pub(super) fn telling_of(event: DocketEvent, motion: MovedEntry) -> Self {
        Self { motion: Some(motion), ..Self::of(event, None) }
    }

    /// An entry of another case's docket, as it is put on this one under a new id.
    ///
    /// # Errors
    /// 500 where its facts are no longer readable.
    pub(super) fn copied(row: &EventRow, id: EventId, reason: &'a str) -> Result<Self> {
        // What it was about is an entry of the other docket.
        let event = DocketEvent {
            id,
            about: None,
            tells: false,
            came_from_elsewhere: true,
            struck: false,
            ..row.recorded()?
        };
        let from = MovedEntry { case_id: row.case_id, event_id: row.id };
        let origin = Some(row.origin_id.unwrap_or(row.id));
        Ok(Self { origin, moved: Some((from, reason)), ..Self::of(event, row.note.clone()) })
    }
}

/// Refuses an entry that is wrong, or that may not stand at the end of a docket which stands like
/// this.
///
/// # Errors
/// 422 where the event is wrong; 409 where the stage forbids it.
pub(super) fn judge(
    caller: &Context,
    case: &CaseRow,
    (proceeding, definition): (&Proceeding, &EventType),
    (state, facts): (&State, &CaseFacts),
    event: &DocketEvent,
) -> Result<()> {
    let dates = validate::dates(definition, proceeding, state, facts, event, caller.today);
    let kind = (proceeding, definition);
    let mut named: Vec<_> = about::fault(kind, state, event).into_iter().collect();
    if named.is_empty() {
        named = about::contradictions(kind, state, event);
    }
    let also: Vec<_> = named.iter().chain(&dates).cloned().collect();
    validate::by_itself(kind, case.place(), event, Some(caller.now), &also)?;
    if !named.is_empty() {
        return Err(Error::invalid(also));
    }
    if !dates.is_empty() {
        return Err(Error::new(Code::EventOutOfOrder).with_faults(dates));
    }
    admission::admissible(definition, state)
        .map_err(|refusal| admission::refused_as_sent(definition, proceeding, state, refusal))
}

/// An entry as it is stored when it is recorded.
pub(super) fn row(
    caller: &Context,
    case: &CaseRow,
    event: DocketEvent,
    (note, external_ids): (Option<String>, ExternalIds),
) -> Result<EventRow> {
    Ok(EventRow {
        id: event.id,
        case_id: case.id,
        position: event.position,
        event_type: event.event_type,
        occurred_on: event.occurred_on,
        served_on: event.served_on,
        service_method: event.service_method,
        facts: Json::of(&event.facts)?,
        ordered: Json::of(&event.ordered)?,
        note,
        recorded_by: caller.user.id,
        recorded_at: caller.now,
        version: 1,
        updated_at: caller.now,
        struck_at: None,
        struck_by: None,
        struck_reason: None,
        origin_id: None,
        moved_to_case_id: None,
        moved_to_event_id: None,
        motion_case_id: None,
        motion_event_id: None,
        about_id: event.about,
        external_ids,
    })
}

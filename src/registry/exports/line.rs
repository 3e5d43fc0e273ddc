//! A case as a line of an export: what an import takes, and beside it what it has become here.

use crate::access::classification::Classification;
use crate::access::confidentiality::Confidentiality;
use crate::access::fields::View;
use crate::access::holding::AssignmentStatus;
use crate::access::portfolio::FileLanguage;
use crate::db::types::{Instant, Json};
use crate::duties::deadlines::model::{DeadlineStatus, PinnedBy};
use crate::duties::deadlines::standing_acts;
use crate::duties::deadlines::store::DeadlineRow;
use crate::error::Result;
use crate::external_ids::model::{ExternalId, ExternalIds};
use crate::ids::{CaseId, EventId, UserId};
use crate::law::engine::SHORTENED;
use crate::law::proceedings::Side;
use crate::matters::cases::CaseRow;
use crate::matters::cases::model::StoredStatus;
use crate::matters::cases::party::{PartyCapacity, PartyKind};
use crate::matters::docket::EventRow;
use crate::matters::docket::api::Event;
use crate::registry::cases::api::{Case, CaseDecision};
use crate::registry::parties::api::{Counsel, Party};
use crate::teams::assignments::store::AssignmentRow;
use crate::text::Language;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashMap;

/// The system by whose name a case is known again that no other system has given an id.
pub const OWN: &str = "GREFFE";

/// A case with its parts, as they are stored.
pub struct WholeCase {
    /// The case.
    pub case: CaseRow,
    /// Its parties.
    pub parties: Vec<Party>,
    /// Its docket.
    pub events: Vec<EventRow>,
    /// Who held what in it.
    pub assignments: Vec<AssignmentRow>,
    /// Its deadlines.
    pub deadlines: Vec<DeadlineRow>,
}

/// A line of an export.
#[derive(Serialize)]
pub struct ExportedLine {
    external_ids: Vec<ExternalId>,
    proceeding: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_number: Option<String>,
    style_of_cause: String,
    language: FileLanguage,
    classification: Classification,
    confidentiality: Confidentiality,
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<String>,
    side: Side,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<CaseDecision>,
    parties: Vec<ExportedParty>,
    events: Vec<ExportedEvent>,
    assignments: Vec<ExportedAssignment>,
    deadlines: Vec<ExportedDeadline>,
    exported: ExportedState,
    #[serde(skip)]
    holders_left_out: usize,
}

/// What a case has become here: an import does not read it.
#[derive(Serialize)]
struct ExportedState {
    id: CaseId,
    stage: String,
    status: StoredStatus,
    created_at: Instant,
    updated_at: Instant,
    /// What was left out because its reader may not see it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    withheld: Vec<&'static str>,
}

#[derive(Serialize)]
struct ExportedParty {
    kind: PartyKind,
    capacity: PartyCapacity,
    name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counsel: Option<Counsel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_of_birth: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uci: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "ExternalIds::is_empty")]
    external_ids: ExternalIds,
}

#[derive(Serialize)]
struct ExportedEvent {
    #[serde(rename = "type")]
    event_type: String,
    occurred_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    served_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_method: Option<String>,
    /// The place in this list of the entry that it is about, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    about_entry: Option<usize>,
    facts: Json,
    ordered: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "ExternalIds::is_empty")]
    external_ids: ExternalIds,
}

#[derive(Serialize)]
struct ExportedAssignment {
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    role: String,
    from: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Instant>,
}

#[derive(Serialize)]
struct ExportedDeadline {
    rule: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<PinnedBy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl ExportedLine {
    /// The line of a case, for a reader with this view of it; people are named as the reader knows
    /// them.
    ///
    /// # Errors
    /// 500 where something stored is no longer readable.
    pub fn of(whole: WholeCase, view: &View, names: &HashMap<UserId, String>) -> Result<Self> {
        let WholeCase { case, parties, events, assignments, deadlines } = whole;
        // The name of its body an import finds again.
        let decision = Case::from_row(case.clone()).decision;
        let decision = decision.map(|decision| CaseDecision { body_name: None, ..decision });
        let mut external_ids = case.external_ids.as_slice().to_vec();
        if external_ids.is_empty() {
            external_ids.push(ExternalId { system: OWN.to_owned(), id: case.id.to_string() });
        }
        let parties = parties.into_iter().map(|party| party.redacted_for(view)).map(party).collect();
        let events: Vec<_> = events.into_iter().filter(|row| row.struck_at.is_none()).collect();
        let places: HashMap<EventId, usize> = events.iter().map(|row| row.id).zip(1..).collect();
        let events = events.into_iter().map(|row| event(Event::from(row).redacted_for(view), &places));
        let events = events.collect();
        // Who is known by an id of this service alone, nobody finds elsewhere.
        let held = assignments.iter().filter(|row| row.status == AssignmentStatus::Held);
        let is_named = |row: &&AssignmentRow| row.user_id.is_some_and(|user| names.contains_key(&user));
        let (named, others): (Vec<_>, Vec<_>) = held.partition(is_named);
        let deadlines = deadlines.iter().map(|row| acts(row, view)).collect::<Result<Vec<_>>>()?;
        let withheld = [
            ("names", view.names),
            ("identifiers", view.identifiers),
            ("texts", view.texts),
            ("assignments", others.is_empty()),
        ];
        let state = ExportedState {
            id: case.id,
            stage: case.stage,
            status: case.status,
            created_at: case.created_at,
            updated_at: case.updated_at,
            withheld: withheld.into_iter().filter(|(_, is_shown)| !is_shown).map(|(what, _)| what).collect(),
        };
        Ok(Self {
            external_ids,
            proceeding: case.proceeding,
            file_number: case.file_number,
            style_of_cause: view.style(&case.style_of_cause).into_owned(),
            language: case.language,
            classification: Classification::of_rank(case.classification),
            confidentiality: case.confidentiality,
            office: case.office,
            side: case.side,
            decision,
            parties,
            events,
            assignments: named.into_iter().map(|row| assignment(row, names)).collect(),
            deadlines: deadlines.into_iter().flatten().collect(),
            exported: state,
            holders_left_out: others.len(),
        })
    }

    /// The number of assignments that stand and are not in it, since nobody would find who holds
    /// them elsewhere.
    #[must_use]
    pub const fn holders_left_out(&self) -> usize {
        self.holders_left_out
    }
}

fn party(party: Party) -> ExportedParty {
    ExportedParty {
        kind: party.kind,
        capacity: party.capacity,
        name: party.name,
        aliases: party.aliases,
        language: party.language,
        counsel: party.counsel,
        date_of_birth: party.date_of_birth,
        uci: party.uci,
        address: party.address,
        external_ids: party.external_ids,
    }
}

fn event(event: Event, places: &HashMap<EventId, usize>) -> ExportedEvent {
    ExportedEvent {
        event_type: event.event_type,
        occurred_on: event.occurred_on,
        served_on: event.served_on,
        service_method: event.service_method,
        about_entry: event.about.and_then(|about| places.get(&about).copied()),
        facts: event.facts,
        ordered: event.ordered,
        note: event.note,
        external_ids: event.external_ids,
    }
}

fn assignment(row: &AssignmentRow, names: &HashMap<UserId, String>) -> ExportedAssignment {
    let username = row.user_id.and_then(|user| names.get(&user).cloned());
    ExportedAssignment { username, role: row.role.clone(), from: row.from_at, until: row.until_at }
}

/// What people did to a deadline that stands: given another day, and ended.
fn acts(row: &DeadlineRow, view: &View) -> Result<Vec<ExportedDeadline>> {
    let act = |status| ExportedDeadline {
        rule: row.rule.clone(),
        status,
        on: None,
        until: None,
        by: None,
        note: None,
    };
    let mut acts = Vec::new();
    if let Some(moved) = standing_acts::holding(row, None)? {
        let is_earlier = moved.explanation.steps.last().is_some_and(|step| step.code == SHORTENED);
        let status = if is_earlier { "shortened" } else { "extended" };
        let (until, by, note) = (Some(moved.until), Some(moved.by), view.text(moved.reason));
        acts.push(ExportedDeadline { until, by, note, ..act(status) });
    }
    let note = view.text(row.closing_note.clone());
    match row.status {
        DeadlineStatus::Met | DeadlineStatus::MetLate if row.closed_by_hand => {
            acts.push(ExportedDeadline { on: row.closed_on, note, ..act("met") });
        }
        DeadlineStatus::Waived => {
            acts.push(ExportedDeadline { note: note.or_else(|| Some("-".to_owned())), ..act("waived") });
        }
        _ => {}
    }
    Ok(acts)
}

//! Proceedings and rules on the wire: what the catalog says, with nothing left out that a client
//! could act on.

use super::hearing_api::ProceedingHearing;
use super::rule_api::code_of;
pub use super::rule_api::{RulePage, RuleView};
use crate::http::page::page_of;
use crate::law::proceedings as law;
use crate::law::proceedings::{FactTiming, Successor};
use crate::text::Text;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A proceeding, in short.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "code": "ALJR", "court": "FC", "confidence": "verified", "in_force_from": "2002-06-28",
    "name": {"en": "Application for leave and for judicial review", "fr": "Demande d'autorisation et de contrôle judiciaire"},
    "citation": {"en": "IRPA, s. 72", "fr": "LIPR, art. 72"}
}))]
pub struct ProceedingSummary {
    /// The code of the proceeding.
    pub code: String,
    /// The name of the proceeding, in both languages.
    pub name: Text,
    /// The code of the court or tribunal.
    pub court: String,
    /// The text in which it is written.
    pub citation: Text,
    /// The first day on which it existed in this form.
    pub in_force_from: NaiveDate,
    /// Its last day; left out while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force_to: Option<NaiveDate>,
    /// The confidence with which it is known.
    pub confidence: &'static str,
}

impl From<&law::Proceeding> for ProceedingSummary {
    fn from(known: &law::Proceeding) -> Self {
        Self {
            code: known.code.clone(),
            name: known.name.clone(),
            court: known.court.clone(),
            citation: known.citation.clone(),
            in_force_from: known.in_force_from,
            in_force_to: known.in_force_to,
            confidence: known.confidence.code(),
        }
    }
}

page_of!(
    /// A page of proceedings, by code.
    ProceedingPage,
    ProceedingSummary
);

/// A proceeding, with all that its docket can do.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "code": "ALJR", "court": "FC", "confidence": "verified", "in_force_from": "2002-06-28",
    "name": {"en": "Application for leave and for judicial review", "fr": "Demande d'autorisation et de contrôle judiciaire"},
    "citation": {"en": "IRPA, s. 72", "fr": "LIPR, art. 72"}, "calendar": "ca-fc", "zone": "America/Toronto",
    "initial_stage": "anticipated",
    "stages": [{"code": "anticipated", "name": {"en": "Anticipated", "fr": "Anticipé"}, "open": true, "phase": "intake"}],
    "events": [], "deadlines": [], "hearings": [], "default_side": "responding", "successors": []
}))]
#[schema(as = Proceeding)]
pub struct ProceedingView {
    /// The code of the proceeding.
    pub code: String,
    /// The name of the proceeding, in both languages.
    pub name: Text,
    /// The code of the court or tribunal.
    pub court: String,
    /// The text in which it is written.
    pub citation: Text,
    /// The first day on which it existed in this form.
    pub in_force_from: NaiveDate,
    /// Its last day; left out while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force_to: Option<NaiveDate>,
    /// The confidence with which it is known.
    pub confidence: &'static str,
    /// The calendar of its registry: a code of `GET /v1/calendars`.
    pub calendar: String,
    /// The time zone of its registry.
    pub zone: String,
    /// The form of the court's file numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_number: Option<FileNumberView>,
    /// The stage of a case that was just opened.
    pub initial_stage: String,
    /// The stages, in the order in which a case usually passes them.
    pub stages: Vec<StageView>,
    /// The events that can be recorded on its docket.
    pub events: Vec<EventTypeView>,
    /// The deadlines that its events start.
    pub deadlines: Vec<ProceedingDeadline>,
    /// The hearings that its events set.
    pub hearings: Vec<ProceedingHearing>,
    /// The side on which the government usually stands: `responding` or `initiating`.
    pub default_side: &'static str,
    /// The cases that may follow: `POST /v1/cases/{id}/successor` opens them.
    pub successors: Vec<ProceedingSuccessor>,
}

impl ProceedingView {
    /// The proceeding with the rules of its deadlines, found by code.
    pub(super) fn of<'a>(
        known: &law::Proceeding,
        rule: impl Fn(&str) -> Option<&'a crate::law::proceedings::Rule>,
    ) -> Self {
        let deadlines = known.deadlines.iter();
        // Who appeals is told by the judgment: the appeal is the same.
        let mut successors: Vec<_> = known.successors.iter().map(Into::into).collect();
        successors.dedup();
        Self {
            code: known.code.clone(),
            name: known.name.clone(),
            court: known.court.clone(),
            citation: known.citation.clone(),
            in_force_from: known.in_force_from,
            in_force_to: known.in_force_to,
            confidence: known.confidence.code(),
            calendar: known.calendar.clone(),
            zone: known.zone.clone(),
            file_number: known.file_number.as_ref().map(FileNumberView::from),
            initial_stage: known.initial_stage.clone(),
            stages: known.stages.iter().map(Into::into).collect(),
            events: known.events.iter().map(Into::into).collect(),
            deadlines: deadlines
                .filter_map(|deadline| Some(ProceedingDeadline::of(deadline, rule(&deadline.rule)?)))
                .collect(),
            hearings: known.hearings.iter().map(Into::into).collect(),
            default_side: known.default_side.code(),
            successors,
        }
    }
}

/// A case that may follow.
#[derive(PartialEq, Serialize, ToSchema)]
pub struct ProceedingSuccessor {
    /// The next proceeding.
    pub proceeding: String,
    /// The relation of the new case to this one: a code of the list `link_kinds`.
    pub link: String,
    /// The stages of this case from which it may be opened.
    pub stages: Vec<String>,
    /// Whether it is in the same file of the court, and carries its number: a motion.
    pub same_file: bool,
    /// The body that decided, if the decision under review is that of this case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Text>,
}

impl From<&Successor> for ProceedingSuccessor {
    fn from(known: &Successor) -> Self {
        Self {
            proceeding: known.proceeding.clone(),
            link: known.link.clone(),
            stages: known.stages.clone(),
            same_file: known.same_file,
            body: known.body.clone(),
        }
    }
}

/// The form of a court's file numbers. A number in another spelling is brought to it; one that does
/// not fit is accepted, stored as written, and said to be unusual; one that can be none is refused.
#[derive(Serialize, ToSchema)]
#[schema(as = FileNumber)]
pub struct FileNumberView {
    /// A regular expression.
    pub pattern: String,
    /// A number that fits it.
    pub example: String,
    /// A source in which such numbers are found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<Text>,
}

impl From<&law::FileNumber> for FileNumberView {
    fn from(known: &law::FileNumber) -> Self {
        let forms = law::Catalog::current().file_numbers();
        let form = forms.iter().find(|form| form.read(&known.example, i32::MAX).is_some());
        Self {
            pattern: known.pattern.as_str().to_owned(),
            example: known.example.clone(),
            citation: form.map(|form| form.citation.clone()),
        }
    }
}

/// A stage of a case.
#[derive(Serialize, ToSchema)]
#[schema(as = Stage)]
pub struct StageView {
    /// The code of the stage.
    pub code: String,
    /// The name of the stage, in both languages.
    pub name: Text,
    /// Whether there is still work to do.
    pub open: bool,
    /// The phase of the work.
    pub phase: String,
}

impl From<&law::Stage> for StageView {
    fn from(known: &law::Stage) -> Self {
        Self {
            code: known.code.clone(),
            name: known.name.clone(),
            open: known.open,
            phase: known.phase.clone(),
        }
    }
}

/// Something that can be recorded on the docket.
#[derive(Serialize, ToSchema)]
#[schema(as = EventType)]
#[expect(clippy::struct_excessive_bools, reason = "as the catalog has them")]
pub struct EventTypeView {
    /// The code of the event.
    pub code: String,
    /// The name of the event, in both languages.
    pub name: Text,
    /// The stages in which it may be recorded.
    pub stages: Vec<String>,
    /// The moves of the case: the first that fits; the case stays where it is if none does.
    pub moves: Vec<EventMove>,
    /// Its causes: it may not be dated before the latest recorded one of these.
    pub follows: Vec<String>,
    /// Events of which one must have been recorded before it.
    pub requires: Vec<String>,
    /// Events that end what those begin: one of those is needed since the last of these.
    pub requires_since: Vec<String>,
    /// The events that serve or bring the motions that it may be about (`about`); none, if it is
    /// about no other entry.
    pub about: Vec<String>,
    /// Whether it may be recorded more than once.
    pub repeatable: bool,
    /// The facts that it carries.
    pub facts: Vec<EventFact>,
    /// Whether it may carry `served_on` and `service_method`.
    pub takes_service: bool,
    /// The service that is recorded, too, when it is recorded with `served_on`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records_service_as: Option<String>,
    /// Whether it is an order, which may set dates (`ordered`).
    pub order: bool,
    /// Whether it is about time and nothing else: without a date in `ordered` it does nothing, and
    /// a warning says so.
    pub about_time: bool,
    /// The confidentiality order that it puts on the case, or `none`, if it lifts it: a code of the
    /// list `confidentiality`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sets_confidentiality: Option<String>,
    /// The text in which it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<Text>,
}

impl From<&law::EventType> for EventTypeView {
    fn from(known: &law::EventType) -> Self {
        Self {
            code: known.code.clone(),
            name: known.name.clone(),
            stages: known.stages.clone(),
            moves: known.moves.iter().map(Into::into).collect(),
            follows: known.follows.clone(),
            requires: known.requires.clone(),
            requires_since: known.requires_since.clone(),
            about: known.about.iter().flat_map(|about| &about.entries).cloned().collect(),
            repeatable: known.repeatable,
            facts: known.facts.iter().map(Into::into).collect(),
            takes_service: known.takes_service,
            records_service_as: known.records_service_as.clone(),
            order: known.order,
            about_time: known.about_time,
            sets_confidentiality: known.sets_confidentiality.clone(),
            citation: known.citation.clone(),
        }
    }
}

/// A change of stage.
#[derive(Serialize, ToSchema)]
pub struct EventMove {
    /// The stages from which it leads; any in which the event may be recorded, if empty.
    pub from: Vec<String>,
    /// The stage to which it leads; `previous`: the stage before the one that closed the case.
    pub to: String,
    /// Only where all of these hold.
    pub when: Vec<ConditionView>,
}

impl From<&law::Move> for EventMove {
    fn from(known: &law::Move) -> Self {
        Self { from: known.from.clone(), to: known.to.clone(), when: conditions(&known.when) }
    }
}

/// A condition on a fact of the event, or of the case.
#[derive(Serialize, ToSchema)]
#[schema(as = Condition)]
pub struct ConditionView {
    /// The fact: `reasons_received`, `decision.location`...
    pub fact: String,
    /// The value that it must have: a text, a number or a truth value.
    pub value: Value,
}

fn conditions(known: &[law::FactCondition]) -> Vec<ConditionView> {
    known
        .iter()
        .map(|known| ConditionView { fact: known.fact.clone(), value: known.equals.clone() })
        .collect()
}

/// A fact that a docket event carries.
#[derive(Serialize, ToSchema)]
pub struct EventFact {
    /// Its name in `facts`.
    pub code: String,
    /// The name of the fact, in both languages.
    pub name: Text,
    /// The type of its value: `date`, `boolean`, `code`, `integer`, `instant`, `spans` or `text`.
    pub kind: String,
    /// The values that a `code` may have.
    pub values: Vec<FactValue>,
    /// The least that an `integer` may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The most that it may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// Whether the event is refused without it.
    pub required: bool,
    /// Where its day or hour lies, seen from the event; nothing where it is neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timing: Option<FactTiming>,
}

impl From<&law::FactDef> for EventFact {
    fn from(known: &law::FactDef) -> Self {
        let values = known.values.iter();
        Self {
            code: known.code.clone(),
            name: known.name.clone(),
            kind: code_of(&known.kind),
            values: values
                .map(|value| FactValue { code: value.code.clone(), name: value.name.clone() })
                .collect(),
            minimum: known.min,
            maximum: known.max,
            required: known.required,
            timing: known.timing,
        }
    }
}

/// A value that a fact may have.
#[derive(Serialize, ToSchema)]
pub struct FactValue {
    /// The value.
    pub code: String,
    /// The name of the value, in both languages.
    pub name: Text,
}

/// A deadline of a proceeding: a rule, what starts its clock, what meets it, what ends it.
#[derive(Serialize, ToSchema)]
pub struct ProceedingDeadline {
    /// The rule.
    pub rule: RuleView,
    /// The responsibility that it belongs to: a code of `GET /v1/responsibilities`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsibility: Option<String>,
    /// The starts of its clock.
    pub started_by: Vec<DeadlineStart>,
    /// Facts of the starting event that the computation is given.
    pub passes_facts: Vec<String>,
    /// The events that meet it: alternatives, each a list of events all of which must be recorded.
    pub satisfied_by: Vec<Vec<String>>,
    /// The hearing for which it is the time: a day that is set for it within that time meets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met_by_hearing: Option<String>,
    /// Events that make it moot while it is open.
    pub cancelled_by: Vec<String>,
    /// Whether it exists only if an order sets its date.
    pub ordered_only: bool,
    /// Whether only what is recorded after its clock started meets it.
    pub fresh: bool,
    /// Whether an event that starts it, recorded again, moves the running clock.
    pub restarts: bool,
    /// The fact of the starting event that says which side filed it, where that decides who has to
    /// act: whom the rule names, where it was not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turn_by: Option<String>,
}

impl ProceedingDeadline {
    fn of(known: &law::DeadlineDef, rule: &crate::law::proceedings::Rule) -> Self {
        Self {
            rule: rule.into(),
            responsibility: known.responsibility.clone(),
            started_by: known.started_by.iter().map(Into::into).collect(),
            passes_facts: known.passes_facts.clone(),
            satisfied_by: known.met_by.clone(),
            met_by_hearing: known.met_by_hearing.clone(),
            cancelled_by: known.cancelled_by.clone(),
            ordered_only: known.ordered_only,
            fresh: known.fresh,
            restarts: known.restarts,
            turn_by: known.turn.as_ref().map(|turn| turn.fact.clone()),
        }
    }
}

/// The start of a deadline's clock.
#[derive(Serialize, ToSchema)]
pub struct DeadlineStart {
    /// The event; left out for the opening of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The date from which time runs: `decision_notified`, `occurred_on`, `served_on`, `fact:NAME`,
    /// or `expiry:RULE`.
    pub anchor: String,
    /// Only where all of these hold.
    pub when: Vec<ConditionView>,
    /// Whether the event's `service_method` is given to the computation.
    pub with_service_method: bool,
}

impl From<&law::Start> for DeadlineStart {
    fn from(known: &law::Start) -> Self {
        Self {
            event: known.event.clone(),
            anchor: known.anchor.clone().into(),
            when: conditions(&known.when),
            with_service_method: known.with_service_method,
        }
    }
}

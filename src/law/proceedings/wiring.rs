//! The wiring of a proceeding: stages, docket events, and the deadlines that events start and meet.

use super::abeyance::AbeyanceStep;
use super::acting_side::ActingSide;
use super::choice::Choice;
use super::condition::FactCondition;
use super::file_number::FileNumber;
use super::hearing::HearingDef;
use super::model::{Actor, Confidence};
use super::motion::{AboutMotion, MainFileEntry};
use super::on_record::PassedDay;
use super::start::{Anchor, Start};
use super::successor::Successor;
use super::turn::{Initiator, TurnOf};
use crate::coded::coded;
use crate::law::calendars::dates;
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A kind of case before a court or tribunal, with everything that its docket can do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proceeding {
    /// The code, such as `ALJR`.
    pub code: String,
    /// The name of the proceeding, in both languages.
    pub name: Text,
    /// The code of the court or tribunal: `FC`, `FCA`, `SCC`, `RAD`...
    pub court: String,
    /// The calendar of its registry, by code.
    pub calendar: String,
    /// The time zone of its registry, such as `America/Toronto`.
    pub zone: String,
    /// The form of the court's file numbers.
    pub file_number: Option<FileNumber>,
    /// The stage of a case that was just opened.
    pub initial_stage: String,
    /// The text in which it is written.
    pub citation: Text,
    /// The first day on which the proceeding existed in this form.
    #[serde(deserialize_with = "dates::civil")]
    pub in_force_from: NaiveDate,
    /// Its last day; open when absent.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub in_force_to: Option<NaiveDate>,
    /// The confidence with which it is known.
    pub confidence: Confidence,
    /// The side on which the government usually stands; a case may say otherwise.
    #[serde(default)]
    pub default_side: Side,
    /// The party who began it.
    #[serde(default)]
    pub initiator: Initiator,
    /// The stages, in the order in which a case usually passes them.
    #[serde(skip_deserializing)]
    pub stages: Vec<Stage>,
    /// The events that can be recorded on its docket.
    #[serde(skip_deserializing)]
    pub events: Vec<EventType>,
    /// The deadlines that its events start.
    #[serde(skip_deserializing)]
    pub deadlines: Vec<DeadlineDef>,
    /// The hearings that its events set.
    #[serde(skip_deserializing)]
    pub hearings: Vec<HearingDef>,
    /// The cases that may follow.
    #[serde(skip_deserializing)]
    pub successors: Vec<Successor>,
}

coded! {
    /// On which side of the proceeding the client of a case's organisation stands.
    #[derive(Default)]
    #[schema(as = CaseSide)]
    pub enum Side {
        /// The other side began the proceeding: applicant, appellant, moving party, person
        /// concerned.
        #[default]
        Responding = "responding", "Responding party", "Partie qui répond";
        /// The organisation's own client began it.
        Initiating = "initiating", "Initiating party", "Partie qui a introduit l'instance";
    }
}

impl Side {
    /// Whether the other side has to act, seen from this one. The person concerned is always the
    /// other side; a tribunal, a court or a registry never is.
    #[must_use]
    pub fn is_opposed_by(self, actor: Actor) -> bool {
        ActingSide::of(actor, self) == ActingSide::Theirs
    }

    /// The actors that are the other side, seen from this one.
    #[must_use]
    pub const fn opponents(self) -> &'static [Actor] {
        match self {
            Self::Responding => {
                &[Actor::Applicant, Actor::Appellant, Actor::MovingParty, Actor::PersonConcerned]
            }
            Self::Initiating => &[Actor::Respondent, Actor::PersonConcerned],
        }
    }
}

impl Proceeding {
    /// The stage with this code.
    #[must_use]
    pub fn stage(&self, code: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.code == code)
    }

    /// The event type with this code.
    #[must_use]
    pub fn event(&self, code: &str) -> Option<&EventType> {
        self.events.iter().find(|event| event.code == code)
    }

    /// The events that may be recorded in a stage, in the order of the file.
    pub fn events_in<'a>(&'a self, stage: &'a str) -> impl Iterator<Item = &'a EventType> {
        self.events.iter().filter(move |event| event.may_be_recorded_in(stage))
    }
}

/// A stage of a case.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The code, such as `awaiting_perfection`.
    pub code: String,
    /// The name of the stage, in both languages.
    pub name: Text,
    /// Whether there is still work to do; the case is closed otherwise.
    pub open: bool,
    /// The phase of the work, for responsibilities and reports: `anticipated`, `intake`, `leave`,
    /// `record`, `hearing`, `outcome`, `appeal`, `implementation`, `closed`.
    pub phase: String,
}

/// The phases that a stage may belong to.
pub const PHASES: [&str; 9] =
    [ANTICIPATED, "intake", "leave", "record", "hearing", "outcome", "appeal", "implementation", "closed"];

/// The phase of what may come: nobody has begun it before the court yet.
pub const ANTICIPATED: &str = "anticipated";

/// Something that can be recorded on the docket.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the catalog, and none excludes another")]
pub struct EventType {
    /// The code, such as `application_filed`.
    pub code: String,
    /// The name of the event, in both languages.
    pub name: Text,
    /// The stages in which it may be recorded.
    #[serde(default)]
    pub stages: Vec<String>,
    /// The moves of the case: the first that fits; the case stays where it is if none does.
    #[serde(default)]
    pub moves: Vec<Move>,
    /// Its causes: it may not be dated before the latest recorded one of these.
    #[serde(default)]
    pub follows: Vec<String>,
    /// Events that must have been recorded before it; one of them is enough.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Events that end what those begin: one of those is needed since the last of these. What ends
    /// something names itself.
    #[serde(default)]
    pub requires_since: Vec<String>,
    /// Events, by code, each of which brings something that it decides, once: a second decision is
    /// worth a warning. Of motions in the file this says `about`.
    #[serde(default)]
    pub decides: Vec<String>,
    /// The motions that it may be about. Of the times of motions it meets, moves and ends those of
    /// the one that it is about.
    pub about: Option<AboutMotion>,
    /// Whether it brings a motion, or serves one: another event may be about it.
    #[serde(skip)]
    pub brings_motion: bool,
    /// Whether it may be recorded more than once.
    #[serde(default)]
    pub repeatable: bool,
    /// The facts that it carries.
    #[serde(default)]
    pub facts: Vec<FactDef>,
    /// Whether it may carry `served_on` and `service_method`.
    #[serde(default)]
    pub takes_service: bool,
    /// Recording it with `served_on` records this service too, on that day.
    pub records_service_as: Option<String>,
    /// Whether it is an order of the court or tribunal, which may set dates (`ordered`).
    #[serde(default)]
    pub order: bool,
    /// Whether it is about time and nothing else: it does nothing where it sets no date.
    #[serde(default)]
    pub about_time: bool,
    /// The dates that this order sets, where the law says which; else it may set any of the
    /// proceeding's.
    #[serde(default)]
    pub sets: Vec<SetDate>,
    /// The confidentiality order that it makes, or lifts: a code of the list `confidentiality`.
    pub sets_confidentiality: Option<String>,
    /// Whether it grants nothing: dates that it sets all the same are worth a warning.
    #[serde(default)]
    pub grants_nothing: bool,
    /// The facts that say so, where it depends on them.
    #[serde(default)]
    pub grants_nothing_when: Vec<FactCondition>,
    /// Whether the proceeding is in abeyance from it, or no longer.
    pub abeyance: Option<AbeyanceStep>,
    /// The entry on the docket of the file that a motion is in, which tells of it there.
    pub in_main_file: Option<MainFileEntry>,
    /// The text in which it is written.
    pub citation: Option<Text>,
}

/// A date that an order sets.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetDate {
    /// The rule whose date it is.
    pub rule: String,
    /// Whether the law makes every such order set it.
    #[serde(default)]
    pub required: bool,
}

impl EventType {
    /// Whether the law makes this order set the date of a rule.
    #[must_use]
    pub fn must_set(&self, rule: &str) -> bool {
        self.sets.iter().any(|date| date.required && date.rule == rule)
    }

    /// Whether it may be recorded in a stage.
    #[must_use]
    pub fn may_be_recorded_in(&self, stage: &str) -> bool {
        self.stages.iter().any(|allowed| allowed == stage)
    }

    /// The fact with this code.
    #[must_use]
    pub fn fact(&self, code: &str) -> Option<&FactDef> {
        self.facts.iter().find(|fact| fact.code == code)
    }
}

/// A change of stage.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The stages from which it leads; any in which the event may be recorded, if empty.
    #[serde(default)]
    pub from: Vec<String>,
    /// The stage to which it leads; `previous`: the stage before the one that closed the case.
    pub to: String,
    /// Only where all of these hold.
    #[serde(default)]
    pub when: Vec<FactCondition>,
}

/// The stage that [`Move::to`] names to go back to where the case was before it was closed.
pub const PREVIOUS_STAGE: &str = "previous";

/// A fact that a docket event carries.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactDef {
    /// The name in `facts`.
    pub code: String,
    /// The name of the fact, in both languages.
    pub name: Text,
    /// The type of its value.
    pub kind: FactKind,
    /// The values that a `code` may have.
    #[serde(default)]
    pub values: Vec<Choice>,
    /// The least that an `integer` may be.
    pub min: Option<i64>,
    /// The most that it may be. Every fact that is a number says both.
    pub max: Option<i64>,
    /// Whether the event is refused without it.
    #[serde(default)]
    pub required: bool,
    /// Where its day or hour lies, seen from the event. Every fact that is one says it.
    pub timing: Option<FactTiming>,
}

coded! {
    /// Where the day or the hour of a fact lies, seen from the event that carries it.
    pub enum FactTiming {
        /// On the day of the event: the hour at which it happened.
        SameDay = "same_day", "On the day of the event", "Le jour de l'événement";
        /// On the day of the event or after it: a hearing is not scheduled for a day that has
        /// passed.
        OnOrAfter = "on_or_after", "On the day of the event or after it", "Le jour de l'événement ou après";
        /// On the day of the event or before it.
        OnOrBefore = "on_or_before", "On the day of the event or before it", "Le jour de l'événement ou avant";
        /// Since the event, and not later than today: it has happened.
        Since = "since", "Between the event and today", "Entre l'événement et aujourd'hui";
    }
}

/// The types of facts of docket events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// A date, `2026-03-09`.
    Date,
    /// `true` or `false`.
    Boolean,
    /// One of the listed codes.
    Code,
    /// A whole number between the fact's bounds.
    Integer,
    /// A local time, `2026-03-09T14:30`, or an instant with its offset.
    Instant,
    /// A list of `[from, to]` pairs of dates, both inclusive.
    Spans,
    /// A line of text that people write.
    Text,
}

/// A deadline of the proceeding: a rule, what starts its clock, what meets it, what ends it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the catalog, and none excludes another")]
pub struct DeadlineDef {
    /// The rule, by code.
    pub rule: String,
    /// The responsibility that it belongs to, such as `R05`.
    pub responsibility: Option<String>,
    /// The starts of its clock. Empty only where `ordered_only`.
    #[serde(default)]
    pub started_by: Vec<Start>,
    /// Facts of the starting event that the computation is given.
    #[serde(default)]
    pub passes_facts: Vec<String>,
    /// Days of the docket that the computation is given.
    #[serde(default)]
    pub passes_days: Vec<PassedDay>,
    /// The events that meet it: alternatives, each a list of events all of which must be recorded.
    #[serde(default)]
    pub met_by: Vec<Vec<String>>,
    /// The hearing for which it is the time: a day that is set for it within that time meets it,
    /// as long as that day stands.
    pub met_by_hearing: Option<String>,
    /// Events that make it moot while it is open.
    #[serde(default)]
    pub cancelled_by: Vec<String>,
    /// What such an event may say, and it stands all the same: the appeal was dismissed.
    #[serde(default)]
    pub stands_when: Vec<FactCondition>,
    /// Whether it exists only if an order sets its date (`ordered`).
    #[serde(default)]
    pub ordered_only: bool,
    /// Whether only what is recorded after its clock started meets it: each detention review meets
    /// the limit that the review before it started.
    #[serde(default)]
    pub fresh: bool,
    /// Whether an event that starts it, recorded again while its clock runs, moves that clock and
    /// does not start another: a hearing that is adjourned.
    #[serde(default)]
    pub restarts: bool,
    /// Whether it is a time of a motion. One that has a file of its own has its times there: what
    /// that file tells starts and ends none here, but for one that the same service or filing had
    /// started. A service that is recorded by itself and with the filing starts one time, not two.
    #[serde(default)]
    pub of_motion: bool,
    /// Who has to act, where that is not always whom the rule names: what starts it says who filed.
    pub turn: Option<TurnOf>,
}

impl DeadlineDef {
    /// Whether an event makes it moot, by what it is and what it says.
    #[must_use]
    pub fn is_ended_by(&self, event_type: &str, facts: &BTreeMap<String, Value>) -> bool {
        let mut says = self.stands_when.iter();
        self.cancelled_by.iter().any(|code| code == event_type)
            && !says.any(|said| facts.get(&said.fact) == Some(&said.equals))
    }

    /// The start by the expiry of another rule's time, if there is one.
    pub fn expiries(&self) -> impl Iterator<Item = (&Start, &str)> {
        self.started_by.iter().filter_map(|start| match &start.anchor {
            Anchor::ExpiryOf(rule) => Some((start, rule.as_str())),
            _ => None,
        })
    }
}

//! An event as the replay sees it.

use crate::coded::coded;
use crate::ids::EventId;
use crate::law::engine::EventFacts;
use crate::law::proceedings::{Actor, EventType, Side};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A date that an order sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderedDate {
    /// The rule whose date the order sets.
    #[schema(min_length = 1, max_length = 50, example = "FCCIRPR-15-CTR")]
    pub rule: String,
    /// The date.
    pub due_on: NaiveDate,
}

/// A recorded event.
#[derive(Clone, Debug, PartialEq)]
pub struct DocketEvent {
    /// The id of the event.
    pub id: EventId,
    /// Its place in the order of recording.
    pub position: i32,
    /// The event: a code of the proceeding's events.
    pub event_type: String,
    /// The day.
    pub occurred_on: NaiveDate,
    /// The day on which it was served, where that was recorded with it.
    pub served_on: Option<NaiveDate>,
    /// The way in which it was served or sent.
    pub service_method: Option<String>,
    /// The other facts that are known of it.
    pub facts: EventFacts,
    /// The dates that it sets, where it is an order.
    pub ordered: Vec<OrderedDate>,
    /// The entry that it is about, where it says so: one by which a motion was served or filed.
    pub about: Option<EventId>,
    /// Whether it tells of an entry in the file of a motion.
    pub tells: bool,
    /// Whether it was recorded on the docket of another case before, and moved here.
    pub came_from_elsewhere: bool,
    /// Whether it was struck: it is without effect, and only what it was is remembered.
    pub struck: bool,
}

/// The facts of a case on which conditions of the catalog may rest.
#[derive(Clone, Debug, Default)]
pub struct CaseFacts {
    /// The decision under review.
    pub decision: Decision,
    /// On which side the organisation stands whose case it is.
    pub side: Side,
}

impl CaseFacts {
    /// The value that a condition names: `decision.location`, `decision.body`, `side`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value> {
        match name {
            "decision.location" => self.decision.location.map(|location| location.code().into()),
            "side" => Some(self.side.code().into()),
            "decision.body" => self.decision.body.clone().map(Value::from),
            _ => None,
        }
    }
}

coded! {
    /// Where the matter of the decision arose: IRPA 72(2)(b) gives 15 days for one, 60 for the
    /// other.
    pub enum DecisionLocation {
        /// In Canada.
        InCanada = "in_canada", "In Canada", "Au Canada";
        /// Outside Canada.
        OutsideCanada = "outside_canada", "Outside Canada", "À l'extérieur du Canada";
    }
}

/// The decision that is under review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Who decided.
    pub body: Option<String>,
    /// When.
    pub decided_on: Option<NaiveDate>,
    /// The day on which the person concerned was notified or became aware of it.
    pub notified_on: Option<NaiveDate>,
    /// Where the matter arose.
    pub location: Option<DecisionLocation>,
}

impl Decision {
    /// Whether nothing is known of it.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }

    /// The day before which nothing can have happened on the docket.
    #[must_use]
    pub fn made_on(&self) -> Option<NaiveDate> {
        self.decided_on.or(self.notified_on)
    }
}

/// Something that is on record: an event, or a service that was recorded with a filing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The event: a code of the proceeding's events.
    pub event_type: String,
    /// The day from which time runs: the day of service, if it is one.
    pub on: NaiveDate,
    /// The event with which it was recorded.
    pub by: EventId,
    /// The party who filed it, where the event says which did.
    pub filed_by: Option<Actor>,
    /// The motion that it is about, or brings, where that is known.
    pub motion: Option<EventId>,
}

/// The occurrences that an event puts on record: itself, and the service that a filing with
/// `served_on` records too.
pub(super) fn occurrences<'a>(
    definition: &'a EventType,
    event: &'a DocketEvent,
) -> impl Iterator<Item = (&'a str, NaiveDate)> {
    let service = definition.records_service_as.as_deref().zip(event.served_on);
    // A service that is an event of its own happened on the day of service.
    let on = match (&definition.records_service_as, event.served_on) {
        (None, Some(served_on)) if definition.takes_service => served_on,
        _ => event.occurred_on,
    };
    std::iter::once((event.event_type.as_str(), on)).chain(service)
}

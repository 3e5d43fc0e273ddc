//! What happens in the cases: eight events, of which six deadlines come.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

/// A proceeding, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A detention that was continued and is reviewed every thirty days: open.
    DetentionContinued,
    /// A detention that ended with the release of the person.
    Released,
    /// A detention that ended with the removal of the person.
    Removed,
    /// An appeal to the Refugee Appeal Division: open.
    AppealPending,
    /// An appeal that was withdrawn.
    AppealWithdrawn,
}

/// An event.
pub struct Step {
    /// The number of days after the step before.
    pub after: u64,
    /// The body of the request that records it, but for the day.
    pub event: fn(NaiveDate) -> Value,
}

const fn step(after: u64, event: fn(NaiveDate) -> Value) -> Step {
    Step { after, event }
}

const NOTICE: &str = "Recorded from the registry notice 0123456789abcdef0123456789abcdef";

const DETENTION: [Step; 7] = [
    step(1, |on| {
        let at = format!("{on}T09:30:00-05:00");
        json!({"type": "detention_begun", "facts": {"detained_at": at, "designated_foreign_national": false}})
    }),
    step(2, |_| review("forty_eight_hour", "continued")),
    step(7, |_| review("seven_day", "continued")),
    step(3, |_| json!({"type": "document_filed", "facts": {"document_kind": "other"}})),
    step(5, |on| {
        let review_on = later(on, 14);
        json!({"type": "review_scheduled", "facts": {"review_on": review_on, "kind": "thirty_day"}})
    }),
    step(4, |_| json!({"type": "documents_disclosed"})),
    step(2, |_| json!({"type": "counsel_changed"})),
];

const APPEAL: [Step; 7] = [
    step(8, |_| json!({"type": "notice_of_appeal_filed"})),
    step(2, |_| json!({"type": "rpd_notice_received"})),
    step(8, |_| json!({"type": "rpd_record_received"})),
    step(12, |_| json!({"type": "appellant_record_filed"})),
    step(3, |_| json!({"type": "document_filed", "facts": {"document_kind": "other"}})),
    step(9, |on| json!({"type": "intervention_filed", "served_on": on, "service_method": "electronic"})),
    step(4, |on| json!({"type": "application_made", "served_on": on, "service_method": "electronic"})),
];

const FURTHER: Step = step(6, |_| json!({"type": "direction_given"}));
const RELEASED: Step = step(8, |_| review("thirty_day", "released"));
const REMOVED: Step = step(6, |_| json!({"type": "person_removed"}));
const WITHDRAWN: Step = step(6, |_| json!({"type": "appeal_withdrawn"}));

fn review(kind: &str, outcome: &str) -> Value {
    json!({"type": "detention_reviewed", "facts": {"kind": kind, "outcome": outcome}})
}

/// A day so many days later.
pub fn later(on: NaiveDate, days: u64) -> NaiveDate {
    on.checked_add_days(Days::new(days)).expect("a day")
}

impl Kind {
    /// What happens, in order.
    pub fn course(self) -> impl Iterator<Item = &'static Step> {
        let (first, last) = match self {
            Self::DetentionContinued => (&DETENTION, &FURTHER),
            Self::Released => (&DETENTION, &RELEASED),
            Self::Removed => (&DETENTION, &REMOVED),
            Self::AppealPending => (&APPEAL, &FURTHER),
            Self::AppealWithdrawn => (&APPEAL, &WITHDRAWN),
        };
        first.iter().chain(std::iter::once(last))
    }

    /// Whether it is a detention.
    pub const fn is_detention(self) -> bool {
        matches!(self, Self::DetentionContinued | Self::Released | Self::Removed)
    }

    /// The body of the request that opens it on a day, under a number and a name.
    pub fn opening(self, on: NaiveDate, file_number: &str, style: &str, person: &str) -> Value {
        let detention = self.is_detention();
        let (proceeding, capacity) =
            if detention { ("ID", "person_concerned") } else { ("RAD", "appellant") };
        let body = if detention { "Canada Border Services Agency" } else { "Refugee Protection Division" };
        json!({
            "proceeding": proceeding,
            "file_number": file_number,
            "style_of_cause": format!("{style} v. Minister of Citizenship and Immigration"),
            "language": "en",
            "office": "Toronto",
            "decision": {"body": body, "decided_on": on, "notified_on": on, "location": "in_canada"},
            "parties": [
                {"kind": "person", "capacity": capacity, "name": format!("Person {person}"),
                 "counsel": {"name": format!("Counsel {}", person.get(..6).expect("six digits"))}},
                {"kind": "person", "capacity": "designated_representative", "name": format!("Representative {person}")},
                {"kind": "organization", "capacity": "minister", "name": "Minister of Citizenship and Immigration"},
            ],
        })
    }

    /// The body of the request that records a step on a day.
    pub fn event(step: &Step, on: NaiveDate) -> Value {
        let mut event = (step.event)(on);
        let fields = event.as_object_mut().expect("an object");
        fields.insert("occurred_on".to_owned(), json!(on));
        fields.insert("note".to_owned(), json!(NOTICE));
        event
    }
}

//! The start of a deadline's clock: the event, and the date that it gives.

use super::condition::FactCondition;
use super::on_record::OnRecord;
use serde::{Deserialize, Serialize};

/// The start of a deadline's clock.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the catalog, and none excludes another")]
pub struct Start {
    /// The event; absent: the opening of the case.
    pub event: Option<String>,
    /// The date from which time runs.
    pub anchor: Anchor,
    /// Only where all of these hold.
    #[serde(default)]
    pub when: Vec<FactCondition>,
    /// Not where one of these holds: what the provision excepts.
    #[serde(default)]
    pub unless: Vec<FactCondition>,
    /// Only where none was begun, or what was begun was ended: what a later decision upholds runs
    /// from the first.
    #[serde(default)]
    pub if_none: bool,
    /// Only where this is on record: other rules govern what was begun before they changed.
    pub where_record: Option<OnRecord>,
    /// Whether the event's `service_method` is given to the computation.
    #[serde(default)]
    pub with_service_method: bool,
    /// The end of another rule's time from which it counts, if that is what starts it.
    #[serde(default)]
    pub counts_from: CountsFrom,
    /// Whether it moves the time if that runs, and starts none: a decision that is received, after
    /// one that was made.
    #[serde(default)]
    pub moves_only: bool,
    /// Whether it moves the time if that runs, and starts one otherwise: a day that is fixed for
    /// the hearing of a motion, or another in its place.
    #[serde(default)]
    pub moves_running: bool,
    /// Whether a further day of a hearing that has begun starts it, too: else what counts from the
    /// day of a hearing counts from its first.
    #[serde(default)]
    pub on_further_days: bool,
}

/// The end of an earlier period from which a later one counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountsFrom {
    /// The last day of the period itself, whether or not that is a day off (cf. *Lubana*,
    /// IMM-3418-99).
    #[default]
    Nominal,
    /// The working day to which the end moved.
    Rolled,
}

/// The date from which time runs, as a docket event or the case gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Anchor {
    /// The day on which the decision was notified (`decision.notified_on` of the case).
    DecisionNotified,
    /// The day on which the event occurred.
    OccurredOn,
    /// The day of service; the day on which the event occurred where none is given.
    ServedOn,
    /// A date or instant fact of the event, written `fact:hearing_on`.
    Fact(String),
    /// The expiry of the time under another rule of the proceeding, written `expiry:FCR-307`. The
    /// earlier of the two counts, if an event starts it as well.
    ExpiryOf(String),
}

impl TryFrom<String> for Anchor {
    type Error = String;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        match written.as_str() {
            "decision_notified" => Ok(Self::DecisionNotified),
            "occurred_on" => Ok(Self::OccurredOn),
            "served_on" => Ok(Self::ServedOn),
            other => match other.split_once(':') {
                Some(("fact", fact)) if !fact.is_empty() => Ok(Self::Fact(fact.to_owned())),
                Some(("expiry", rule)) if !rule.is_empty() => Ok(Self::ExpiryOf(rule.to_owned())),
                _ => Err(format!(
                    "unknown anchor `{other}`: use decision_notified, occurred_on, served_on, fact:NAME or expiry:RULE"
                )),
            },
        }
    }
}

impl From<Anchor> for String {
    fn from(anchor: Anchor) -> Self {
        match anchor {
            Anchor::DecisionNotified => "decision_notified".to_owned(),
            Anchor::OccurredOn => "occurred_on".to_owned(),
            Anchor::ServedOn => "served_on".to_owned(),
            Anchor::Fact(fact) => format!("fact:{fact}"),
            Anchor::ExpiryOf(rule) => format!("expiry:{rule}"),
        }
    }
}

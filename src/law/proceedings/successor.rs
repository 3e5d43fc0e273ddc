//! The case that may follow another.

use super::condition::FactCondition;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// The relations of one case to another: the codes of the list `link_kinds`.
pub const LINK_KINDS: [&str; 7] =
    ["related", "lead_case", "motion_in", "stay_of", "appeal_of", "redetermination_of", "predecessor"];

/// The capacities of a party in a case: the codes of the list `party_capacities`.
pub const CAPACITIES: [&str; 13] = [
    "applicant",
    "respondent",
    "appellant",
    "person_concerned",
    "minister",
    "tribunal",
    "intervener",
    "designated_representative",
    "litigation_guardian",
    "special_advocate",
    "decision_maker",
    "affiant",
    "other",
];

/// What an order says of a case to the public: the codes of the list `confidentiality`.
pub const CONFIDENTIALITY_ORDERS: [&str; 3] = ["none", "anonymised", "sealed"];

/// The places where a matter may arise.
pub const LOCATIONS: [&str; 2] = ["in_canada", "outside_canada"];

/// A case that may follow when this one stands at one of some stages, and what it begins with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Successor {
    /// The next proceeding, by code.
    pub proceeding: String,
    /// The relation of the new case to this one: a code of the list `link_kinds`.
    pub link: String,
    /// The stages of this case from which it may be opened.
    #[serde(default)]
    pub stages: Vec<String>,
    /// Whether it is in the same file of the court, and carries its number.
    #[serde(default)]
    pub same_file: bool,
    /// Events of which the latest one's day becomes the day of the decision under review.
    #[serde(default)]
    pub decided_by: Vec<String>,
    /// The facts that the latest of those events must all have: whoever lost is who appeals.
    #[serde(default)]
    pub when: Vec<FactCondition>,
    /// The side on which the organisation stands in the new case, seen from this one; the next
    /// proceeding's own, if absent.
    pub side: Option<NextSide>,
    /// Events of which the latest one's day (of service, where it was served) becomes the day of
    /// its notification.
    #[serde(default)]
    pub notified_by: Vec<String>,
    /// The body that decided; absent: the decision under review is that of this case.
    pub body: Option<Text>,
    /// The place where the matter arose; absent: as in this case.
    pub location: Option<String>,
    /// The changes of the parties' capacities; others stay.
    #[serde(default)]
    pub capacities: Vec<CapacityChange>,
}

/// The side in the next case, seen from this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextSide {
    /// Whoever began this one begins the next.
    Same,
    /// The other side begins the next.
    Other,
}

/// The capacity in the next case of a party to one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapacityChange {
    /// The capacity in this case.
    pub from: String,
    /// The capacity in the next.
    pub to: String,
}

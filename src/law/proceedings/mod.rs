//! Proceedings and their law, as data.
//!
//! One TOML file holds one forum: its rules of law, its practice directions, and if there is one
//! its proceeding with stages, docket events and deadlines. A new proceeding or an amended rule is
//! a new file or entry, never a new arm of a `match`.
//!
//! # Promises
//! - A [`Catalog`] that exists is consistent: every code that it refers to exists, every stage can
//!   be reached, every deadline can be met, every text is in both languages, versions of a rule do
//!   not overlap and leave no gap. What is not is a [`FileFault`] with file, key and reason; all of
//!   them at once.
//! - The data says what the law says and how well that is known ([`Confidence`]).

mod abeyance;
mod acting_side;
mod check;
mod choice;
mod common;
mod condition;
mod decision_body;
pub mod file_number;
mod governing;
mod hearing;
mod load;
mod method;
mod model;
mod motion;
mod on_record;
mod start;
mod successor;
#[cfg(test)]
mod tests;
mod turn;
mod wiring;

pub use abeyance::{ABEYANCE_UNTIL, AbeyanceStep};
pub use acting_side::ActingSide;
pub use choice::Choice;
pub use common::{Among, CommonDay, CommonDeadline, CommonEvent, CommonHearing, CommonSuccessor, During};
pub use condition::FactCondition;
pub use decision_body::DecisionBody;
pub use file_number::{FileNumber, FileNumberForm, FileNumberReading, NoSuchNumber};
pub use governing::GoverningRule;
pub use hearing::{HEARING_AT, HEARING_TEXTS, HearingDef, HearingStart};
pub use load::{Catalog, FileFault, check_file};
pub use method::{
    LocalHolidays, Method, Overlay, OverlayReach, ReadingSpec, Reads, Roll, RollTo, ShortPeriod, Skip,
};
pub use model::{
    Actor, Confidence, Consent, Count, Governs, Nature, Receipt, ReceiptMethod, Rule, RuleFact, RuleFactKind,
    RuleKind, RuleVersion, SERVICE_METHODS, TriggerKind, TriggerSpec,
};
pub use motion::{AboutMotion, MainFileEntry, MotionStep};
pub use on_record::{OnRecord, PassedDay};
pub use start::{Anchor, CountsFrom, Start};
pub use successor::{
    CAPACITIES, CONFIDENTIALITY_ORDERS, CapacityChange, LINK_KINDS, LOCATIONS, NextSide, Successor,
};
pub use turn::{Initiator, Turn, TurnOf};
pub use wiring::{
    ANTICIPATED, DeadlineDef, EventType, FactDef, FactKind, FactTiming, Move, PHASES, PREVIOUS_STAGE,
    Proceeding, SetDate, Side, Stage,
};

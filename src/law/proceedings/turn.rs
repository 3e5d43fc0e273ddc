//! Whose turn it is in a proceeding in which either side may file the same thing: a motion, or the
//! response to one.

use super::model::Actor;
use super::wiring::Side;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Who has to act, by what the event says of who filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TurnOf {
    /// The fact that says which side filed: a code of [`Side`], or another where it was neither.
    pub fact: String,
    /// Who has to act, seen from whoever filed.
    pub who: Turn,
}

/// Who has to act, seen from whoever filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Whoever filed.
    Filer,
    /// The other side.
    Opponent,
}

/// The party who began a proceeding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Initiator {
    /// An applicant.
    #[default]
    Applicant,
    /// An appellant.
    Appellant,
}

impl TurnOf {
    /// Who has to act, by who the facts of an event say filed; nothing, where they do not. Where
    /// neither side did, each has to look at it.
    #[must_use]
    pub fn actor(&self, initiator: Initiator, facts: &BTreeMap<String, Value>) -> Option<Actor> {
        let filer = match facts.get(&self.fact)?.as_str()?.parse::<Side>() {
            Ok(side) => initiator.on(side),
            Err(_) => Actor::Party,
        };
        Some(self.seen_from(filer, initiator))
    }

    /// Who has to act, where it is known who filed.
    #[must_use]
    pub const fn seen_from(&self, filer: Actor, initiator: Initiator) -> Actor {
        match (self.who, filer) {
            (Turn::Filer, _) | (Turn::Opponent, Actor::Party) => filer,
            (Turn::Opponent, Actor::Respondent) => initiator.on(Side::Initiating),
            (Turn::Opponent, _) => Actor::Respondent,
        }
    }
}

impl Initiator {
    /// Who stands on a side.
    #[must_use]
    pub const fn on(self, side: Side) -> Actor {
        match (side, self) {
            (Side::Responding, _) => Actor::Respondent,
            (Side::Initiating, Self::Applicant) => Actor::Applicant,
            (Side::Initiating, Self::Appellant) => Actor::Appellant,
        }
    }
}

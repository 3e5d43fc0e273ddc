//! The parts with which a case is read.

use serde::Deserialize;
use utoipa::IntoParams;

/// A part of a case that can be read with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its parties.
    Parties,
    /// Its docket.
    Events,
    /// Its deadlines.
    Deadlines,
    /// The roles on the case, with whoever holds them.
    Assignments,
}

/// The parts with which a case is read.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FindCase {
    /// Parts to read with it, between commas: `parties`, `events`, `deadlines`, `assignments`.
    #[param(
        pattern = r"^(parties|events|deadlines|assignments)(,(parties|events|deadlines|assignments))*$",
        example = "deadlines,parties"
    )]
    include: Option<String>,
}

impl FindCase {
    /// The parts, each once.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let named: Vec<_> = self.include.iter().flat_map(|include| include.split(',')).collect();
        let known = [
            ("parties", Part::Parties),
            ("events", Part::Events),
            ("deadlines", Part::Deadlines),
            ("assignments", Part::Assignments),
        ];
        known.into_iter().filter(|(name, _)| named.contains(name)).map(|(_, part)| part).collect()
    }
}

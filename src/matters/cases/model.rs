//! The parts of a case beside its docket.

use crate::law::proceedings::Side;
use crate::text::{Language, Text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The place where the matter of the decision arose: IRPA 72(2)(b) gives 15 days for one, 60 for
/// the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecisionLocation {
    /// The matter arose in Canada.
    InCanada,
    /// Outside Canada.
    OutsideCanada,
}

impl DecisionLocation {
    /// Both.
    pub const ALL: [Self; 2] = [Self::InCanada, Self::OutsideCanada];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InCanada => "in_canada",
            Self::OutsideCanada => "outside_canada",
        }
    }

    /// The name of the location, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::InCanada => Text::new("In Canada", "Au Canada"),
            Self::OutsideCanada => Text::new("Outside Canada", "À l'extérieur du Canada"),
        }
    }
}

/// The languages of the two columns of a bilingual file, or both at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FileLanguage {
    /// English.
    En,
    /// French.
    Fr,
    /// English and French.
    Both,
}

impl FileLanguage {
    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Both => "both",
        }
    }
}

impl From<Language> for FileLanguage {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Fr => Self::Fr,
        }
    }
}

/// The side of the proceeding on which the client of a case's organisation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseSide {
    /// The other side began it.
    Responding,
    /// The client began it.
    Initiating,
}

impl CaseSide {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Responding, Self::Initiating];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        Side::code(match self {
            Self::Responding => Side::Responding,
            Self::Initiating => Side::Initiating,
        })
    }
}

impl From<Side> for CaseSide {
    fn from(side: Side) -> Self {
        match side {
            Side::Responding => Self::Responding,
            Side::Initiating => Self::Initiating,
        }
    }
}

/// Whether a case still has work in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// There is work to do.
    Open,
    /// The case is over.
    Closed,
}

impl CaseStatus {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Open, Self::Closed];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The name of the status, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Open => Text::new("Open", "Ouvert"),
            Self::Closed => Text::new("Closed", "Fermé"),
        }
    }
}

/// The status of what is left of a case that was disposed of: nobody is shown it, or lists it.
pub const DISPOSED: &str = "disposed";

/// A court file number as stored: upper case, no spaces, so that one number has one spelling. A
/// number of an unknown form is stored all the same.
#[must_use]
pub fn normalised_file_number(written: &str) -> String {
    written.split_whitespace().collect::<String>().to_uppercase().replace(['–', '—', '‑'], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_number_has_one_spelling() {
        for written in
            ["imm-1234-26", " IMM-1234-26 ", "IMM 1234-26".replace(' ', "-").as_str(), "imm–1234–26"]
        {
            assert_eq!(normalised_file_number(written), "IMM-1234-26");
        }
    }
}

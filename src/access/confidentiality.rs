//! The orders of a court that keep a case from the public.

use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An order about what the public may learn of a case; the stricter is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidentiality {
    /// There is no order.
    None,
    /// The names of persons are replaced by initials (FCCIRPR 8.1).
    Anonymised,
    /// The content of the file is confidential, names included (FCR 151).
    Sealed,
}

impl Confidentiality {
    /// All of them, the least strict first.
    pub const ALL: [Self; 3] = [Self::None, Self::Anonymised, Self::Sealed];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Anonymised => "anonymised",
            Self::Sealed => "sealed",
        }
    }

    /// The order of a stored code; one that is not known counts as the strictest, never as none.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|known| known.code() == code).unwrap_or(Self::Sealed)
    }

    /// The name of the order, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::None => Text::new("No confidentiality order", "Aucune ordonnance de confidentialité"),
            Self::Anonymised => Text::new("Anonymised", "Anonymisé"),
            Self::Sealed => Text::new("Sealed", "Sous scellé"),
        }
    }
}

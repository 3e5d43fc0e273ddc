//! The status of a version of the matrix, and its title. Pure.

use crate::ids::MatrixId;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The status of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatrixStatus {
    /// The version is being worked on and binds nobody.
    Draft,
    /// The version is the last that was adopted.
    Adopted,
    /// Another one was adopted after it.
    Superseded,
}

impl MatrixStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Adopted, Self::Superseded];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Adopted => "adopted",
            Self::Superseded => "superseded",
        }
    }

    /// The name of the status, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Draft => Text::new("Draft", "Projet"),
            Self::Adopted => Text::new("Adopted", "Adoptée"),
            Self::Superseded => Text::new("Superseded", "Remplacée"),
        }
    }
}

impl std::str::FromStr for MatrixStatus {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|status| status.code() == code);
        known.ok_or_else(|| format!("a matrix of the unknown status {code}"))
    }
}

/// The title of the built-in matrix.
#[must_use]
pub fn builtin_title() -> Text {
    Text::new("Roles and responsibilities, as built in", "Rôles et responsabilités, tels que fournis")
}

/// The id under which the built-in matrix is known.
#[must_use]
pub fn builtin_id() -> MatrixId {
    MatrixId::from(uuid::Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001))
}

//! Offices on the wire.

use super::store::OfficeRow;
use crate::db::types::Instant;
use crate::error::Result;
use crate::http::page::page_of;
use crate::http::patch::nullable;
use crate::ids::{OfficeId, UserId};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that a person should know about the office that they named.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfficeWarning {
    /// `unknown_office`: no list has it, and no portfolio of a region holds what names it.
    #[schema(value_type = String)]
    pub code: &'static str,
    /// The same in words.
    pub text: Text,
}

impl OfficeWarning {
    /// The warning of an office that no list has. It is kept, because an organisation may have one
    /// of which nobody told us.
    #[must_use]
    pub fn unknown(office: &str) -> Self {
        Self {
            code: "unknown_office",
            text: Text::new(
                format!(
                    "The list of offices has no {office} (GET /v1/code-lists/offices). It is kept as it stands: check it. An administrator may add an office of the organisation's own (POST /v1/offices)."
                ),
                format!(
                    "La liste des bureaux ne comporte pas {office} (GET /v1/code-lists/offices). Il est conservé tel quel : vérifiez-le. Un administrateur peut ajouter un bureau propre à l'organisme (POST /v1/offices)."
                ),
            ),
        }
    }
}

/// An office that an organisation has beside those that everybody knows.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e18", "code": "KINGSTON", "written": "Kingston",
    "name": {"en": "Kingston", "fr": "Kingston"}, "region": "ontario", "zone": "America/Toronto", "spellings": ["KGN"], "version": 1,
    "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
#[schema(as = OwnOffice)]
pub struct OwnOfficeView {
    /// The id of the office.
    pub id: OfficeId,
    /// The code of the office.
    pub code: String,
    /// The way in which cases, people and portfolios that name it have it.
    pub written: String,
    /// The name of the office, in both languages.
    pub name: Text,
    /// The region: a code of the list `regions`.
    pub region: String,
    /// The time zone, as the IANA names it.
    pub zone: String,
    /// The calendar whose days off hold there, where it is one that only some offices of a registry
    /// go by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// Other ways of writing it.
    pub spellings: Vec<String>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who added it.
    pub created_by: UserId,
    /// The instant at which it was added.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
}

impl OwnOfficeView {
    /// The office of a row.
    ///
    /// # Errors
    /// Fails if its spellings cannot be read.
    pub fn from_row(row: OfficeRow) -> Result<Self> {
        Ok(Self {
            id: row.id,
            code: row.code,
            written: row.written,
            name: Text::new(row.name_en, row.name_fr),
            region: row.region,
            zone: row.zone,
            calendar: row.calendar,
            spellings: row.spellings.parse()?,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

page_of!(
    /// A page of the offices of an organisation's own, by code.
    OfficePage,
    OwnOfficeView
);

/// The name of an office, in both languages.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficeName {
    /// The English text.
    #[schema(min_length = 1, max_length = 100, pattern = r"^\s*\S.*$")]
    pub en: String,
    /// The French text.
    #[schema(min_length = 1, max_length = 100, pattern = r"^\s*\S.*$")]
    pub fr: String,
}

/// An office to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "KINGSTON", "name": {"en": "Kingston", "fr": "Kingston"}, "region": "ontario", "zone": "America/Toronto", "spellings": ["KGN"]
}))]
pub struct OfficeInput {
    /// The code of the office: capitals, digits and underscores.
    #[schema(min_length = 1, max_length = 30, pattern = r"^[A-Z0-9][A-Z0-9_]*$")]
    pub code: String,
    /// The way in which cases, people and portfolios that name it have it; the English name, if it
    /// is left out.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 100, pattern = r"^\s*\S.*$")]
    pub written: Option<String>,
    /// The name of the office, in both languages.
    pub name: OfficeName,
    /// The region: a code of the list `regions`.
    #[schema(min_length = 1, max_length = 30)]
    pub region: String,
    /// The time zone, as the IANA names it.
    #[schema(min_length = 1, max_length = 50)]
    pub zone: String,
    /// The calendar whose days off hold there, where it is one that only some offices of a registry
    /// go by: `ca-irb-qc`.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 30)]
    pub calendar: Option<String>,
    /// Other ways of writing it; case, accents, blanks and hyphens make no difference.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub spellings: Vec<Spelling>,
}

/// A way of writing an office.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(min_length = 1, max_length = 100, pattern = r"^\s*\S.*$")]
pub struct Spelling(pub String);

/// The changes to an office. Its code stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"region": "national_capital", "spellings": ["KGN", "Kingston ON"]}))]
pub struct OfficePatch {
    /// The way in which it is kept.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 100, pattern = r"^\s*\S.*$")]
    pub written: Option<String>,
    /// The name of the office, in both languages.
    #[serde(default)]
    #[schema(nullable = false)]
    pub name: Option<OfficeName>,
    /// The region: a code of the list `regions`.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 30)]
    pub region: Option<String>,
    /// The time zone, as the IANA names it.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub zone: Option<String>,
    /// The calendar whose days off hold there; `null` removes it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 30)]
    pub calendar: Option<Option<String>>,
    /// Other ways of writing it.
    #[serde(default)]
    #[schema(nullable = false, max_items = 20)]
    pub spellings: Option<Vec<Spelling>>,
}

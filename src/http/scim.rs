//! What directories are answered that differs from the rest: the media type, the statuses and the
//! errors of SCIM (RFC 7644, 3.12).

use super::problem;
use crate::error::{Class, Code, Error};
use crate::text::Language;
use actix_web::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of SCIM (RFC 7644, 8.1).
pub const SCIM_JSON: &str = "application/scim+json";

/// The addresses at which directories speak SCIM.
const PROVISIONING: &str = "/v1/scim/";

/// Whether SCIM is spoken at a path.
#[must_use]
pub fn is_scim(path: &str) -> bool {
    path.starts_with(PROVISIONING)
}

/// The status that a class of problem has: what was read and is wrong is 400, as table 9 of the RFC
/// has it.
#[must_use]
pub const fn status(class: Class) -> StatusCode {
    match class {
        Class::Invalid => StatusCode::BAD_REQUEST,
        _ => problem::status(class),
    }
}

/// An error of SCIM. The id of the request is in `X-Request-Id`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "409", "scimType": "uniqueness",
    "detail": "It exists already. /userName: Somebody else has this one. Look for the user by it with a filter, or send another."
}))]
pub struct ScimError {
    /// `urn:ietf:params:scim:api:messages:2.0:Error`.
    schemas: [&'static str; 1],
    /// The HTTP status, as a text.
    status: String,
    /// The name that RFC 7644 gives the error, if it gives one: `uniqueness`, `invalidValue`,
    /// `invalidPath`, `noTarget`, `mutability`, `invalidFilter` or `invalidSyntax`.
    #[serde(skip_serializing_if = "Option::is_none")]
    scim_type: Option<&'static str>,
    /// What happened and the way out, in the language asked for; before each fault goes its place,
    /// as a JSON pointer into what was sent.
    detail: String,
}

impl ScimError {
    /// The error, in a language.
    #[must_use]
    pub fn of(error: &Error, language: Language) -> Self {
        Self {
            schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
            status: status(error.code().class()).as_u16().to_string(),
            scim_type: scim_type(error),
            detail: problem::in_one_text(error, language),
        }
    }
}

/// The name that RFC 7644 gives an error (table 9), if there is one.
fn scim_type(error: &Error) -> Option<&'static str> {
    let names = |code: &str| error.faults().iter().any(|fault| fault.code == code);
    match error.code() {
        Code::Duplicate => Some("uniqueness"),
        Code::MalformedBody | Code::DuplicateKey => Some("invalidSyntax"),
        Code::InvalidBody if names("invalid_path") => Some("invalidPath"),
        Code::InvalidBody if names("mutability") => Some("mutability"),
        Code::InvalidBody if names("no_target") => Some("noTarget"),
        Code::InvalidBody => Some("invalidValue"),
        Code::InvalidQuery if names("invalid_filter") => Some("invalidFilter"),
        _ => None,
    }
}

//! The cases of an office, as whoever asks for them spells it.

use crate::access::context::Context;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::people::offices;
use crate::people::offices::model::NamedOffice;

/// The office by which cases are asked for.
///
/// # Errors
/// 503 where the database is away.
pub fn named(
    connection: &mut Connection,
    caller: &Context,
    office: Option<&str>,
) -> Result<Option<NamedOffice>> {
    let organization = caller.user.organization_id;
    office.map(|office| offices::service::named(connection, organization, office)).transpose()
}

/// The refusal of an office that no list has and no case that the caller may see names: an empty
/// list would read as if it had no cases.
#[must_use]
pub fn unknown(office: &str) -> Error {
    Error::new(Code::InvalidQuery).with_faults(vec![Fault::query(
        "office",
        "unknown_code",
        format!("No list has the office {office}, and no case that you may see names it. GET /v1/code-lists/offices lists them."),
        format!("Aucune liste ne comporte le bureau {office} et aucun dossier que vous pouvez voir ne le nomme. GET /v1/code-lists/offices les énumère."),
    )])
}

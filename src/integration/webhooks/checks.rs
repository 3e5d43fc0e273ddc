//! What is wrong with a webhook that is to be made, or changed.

use crate::access::context::Context;
use crate::db::Connection;
use crate::egress::EgressRefusal;
use crate::error::{Fault, Result};
use crate::ids::CaseId;
use crate::insight::audit::changes;
use crate::law::proceedings::Catalog;
use crate::matters::cases;

/// The fault of an address to which nothing is sent.
pub(super) fn address_fault(refused: EgressRefusal) -> Fault {
    let message = refused.message();
    Fault::body("/url", refused.code(), message.en, message.fr)
}

/// The faults of what is to be sent.
pub(super) fn filter_faults(types: Option<&[String]>, proceeding: Option<&str>) -> Vec<Fault> {
    let types = types.unwrap_or_default().iter().enumerate();
    let mut faults: Vec<_> = types
        .filter(|(_, name)| !changes::api::is_known_type(name))
        .map(|(index, _)| {
            Fault::body(
                format!("/types/{index}"),
                "unknown_type",
                "There are no changes of this type. The types are the acts of the journal, such as event.recorded, or what they are done to, such as event.",
                "Il n'y a pas de changement de ce type. Les types sont les actes du journal, comme event.recorded, ou ce sur quoi ils portent, comme event.",
            )
        })
        .collect();
    if proceeding.is_some_and(|code| Catalog::current().proceeding(code).is_none()) {
        faults.push(Fault::body(
            "/proceeding",
            "unknown_proceeding",
            "There is no such proceeding. GET /v1/proceedings lists them.",
            "Cette instance n'existe pas. GET /v1/proceedings les énumère.",
        ));
    }
    faults
}

/// The fault of a case that the caller may not know of.
pub(super) fn case_fault(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
) -> Result<Option<Fault>> {
    if !cases::service::visible_among(connection, caller, &[case])?.is_empty() {
        return Ok(None);
    }
    Ok(Some(Fault::body(
        "/case_id",
        "unknown_case",
        "There is no such case, or you may not know of it. GET /v1/cases lists those that you may see.",
        "Ce dossier n'existe pas, ou vous ne pouvez en connaître l'existence. GET /v1/cases énumère ceux que vous pouvez voir.",
    )))
}

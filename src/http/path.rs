//! Ids in paths.

use super::scim::is_scim;
use crate::error::{Code, Error, Fault, FaultPlace, Result};
use crate::text::Text;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use std::future::{Ready, ready};

/// The parts of the path that an address names in braces, in their order: one id, or a tuple of
/// them.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Path<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // Not by the framework's own extractor: it writes the path that it cannot read to its log,
        // secrets and all.
        ready(request.match_info().load().map(Self).map_err(|_| unreadable(request)))
    }
}

fn unreadable(request: &HttpRequest) -> Error {
    // For a directory an id that is none is one that nobody has (RFC 7644, 3.12).
    if is_scim(request.path()) {
        return Error::not_found();
    }
    let faults = request.match_info().iter().filter(|(_, part)| part.parse::<uuid::Uuid>().is_err());
    let faults = faults
        .map(|(name, _)| Fault {
            place: FaultPlace::Path,
            pointer: format!("/{name}"),
            code: "invalid_id",
            message: Text::new(
                "This part of the path is not a UUID.",
                "Cette partie du chemin n'est pas un UUID.",
            ),
        })
        .collect();
    Error::new(Code::InvalidPath).with_faults(faults)
}

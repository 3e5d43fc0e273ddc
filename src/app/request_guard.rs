//! The guard that a request must get past before anything is done for it, and the time that it may
//! then take.

use super::limits;
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::http::upload;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;
use actix_web::web::Data;

/// The longest address that is read, in bytes.
pub const LONGEST_ADDRESS: usize = 8 * 1024;

/// The number of headers, and their size together, that HTTP/1.1 lets through in any case: HTTP/2
/// is held to the same.
const MOST_HEADERS: usize = 96;
const LARGEST_HEADERS: usize = 128 * 1024;

/// The middleware between the handlers and what lets scripts of other origins in.
///
/// # Errors
/// 503 where it takes too long.
pub async fn request_guard(
    app: Data<App>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if let Err(refused) = admit(&app, &request) {
        return Ok(request.error_response(refused).map_into_boxed_body());
    }
    let carries_a_file = upload::carries_a_file(request.head());
    let patience = if carries_a_file { upload::LONGEST } else { app.edge.request_timeout };
    match actix_web::rt::time::timeout(patience, next.call(request)).await {
        Ok(answered) => answered.map(ServiceResponse::map_into_boxed_body),
        Err(_) => Err(took_too_long().into()),
    }
}

/// The refusal of an address that is too long.
#[must_use]
pub fn too_long() -> Error {
    Error::new(Code::AddressTooLong).with_detail(
        "An address may hold 8 KiB with its query. Ask for less at once.",
        "Une adresse peut contenir 8 Kio, paramètres compris. Demandez-en moins à la fois.",
    )
}

fn admit(app: &App, request: &ServiceRequest) -> Result<()> {
    let address = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if address > LONGEST_ADDRESS {
        return Err(too_long());
    }
    let headers = request.headers();
    let size: usize =
        headers.iter().map(|(name, value)| name.as_str().len().saturating_add(value.len())).sum();
    if headers.len() > MOST_HEADERS || size > LARGEST_HEADERS {
        return Err(Error::new(Code::HeadersTooLarge).with_detail(
            "A request may have 96 headers of 128 KiB together. Send fewer.",
            "Une requête peut comporter 96 en-têtes, soit 128 Kio en tout. Envoyez-en moins.",
        ));
    }
    // Who sends a token is counted by it, or as a stranger where it turns out to be none. A probe
    // of the service's health is never in anybody's way, and nothing is done for a preflight.
    let is_probe = request.path().starts_with("/health/") || request.method() == Method::OPTIONS;
    if headers.contains_key(AUTHORIZATION) || is_probe {
        return Ok(());
    }
    limits::check_anonymous(app, request.request())
}

fn took_too_long() -> Error {
    Error::new(Code::Unavailable).with_detail(
        "This took too long. What was asked for may still be done: look before you ask again, or ask again with the same \
         Idempotency-Key.",
        "Le traitement a pris trop de temps. La demande peut encore aboutir : vérifiez avant de la répéter, ou répétez-la \
         avec la même Idempotency-Key.",
    )
}

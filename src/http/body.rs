//! Bodies: read and measured at once (413, 415), judged only when the service asks (400, 422).

use super::edge::Edge;
use super::inflate::Coding;
use super::scim::{SCIM_JSON, is_scim};
use crate::blocking::off_the_event_loop;
use crate::error::{Code, Error, Hint, Result};
use crate::unparsed::Unparsed;
use actix_web::dev::Payload;
use actix_web::http::{Method, header};
use actix_web::rt::time::timeout;
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpRequest};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// The largest body that is read, after inflation: 1 MiB.
pub const LIMIT: usize = 1024 * 1024;

const JSON: &str = "application/json";
const MERGE_PATCH: &str = "application/merge-patch+json";

/// The media types that a body may have. Whoever sends another is told of the first.
fn taken(request: &HttpRequest) -> &'static [&'static str] {
    if is_scim(request.path()) {
        return &[SCIM_JSON, JSON];
    }
    // Many a generated client sends whatever is JSON as JSON: it is a merge patch all the same, and
    // what keeps it from being something else is `If-Match`.
    if request.method() == Method::PATCH { &[MERGE_PATCH, JSON] } else { &[JSON] }
}

/// What has arrived and has the right media type. Whether it is right, [`Unparsed::parse`] says.
impl<T: 'static> FromRequest for Unparsed<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let taken = taken(request);
        let declared = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media = declared.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
        if !taken.iter().any(|wanted| media.eq_ignore_ascii_case(wanted)) {
            let wanted = taken.first().copied().unwrap_or(JSON);
            return Box::pin(std::future::ready(Err(of_another_type(wanted))));
        }
        let coding = match Coding::of(request.headers()) {
            Ok(coding) => coding,
            Err(refused) => return Box::pin(std::future::ready(Err(refused))),
        };
        let patience = request.app_data::<Data<Edge>>().map_or(Duration::MAX, |edge| edge.body_timeout);
        let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
        let is_too_long =
            length.and_then(|length| length.parse().ok()).is_some_and(|length: usize| length > LIMIT);
        // As it came: what is compressed is inflated here, and no further than the limit.
        let stream = web::Payload::from_request(request, payload);
        Box::pin(async move {
            if is_too_long {
                return Err(too_large());
            }
            let stream = stream.await.map_err(|_| Error::new(Code::MalformedBody))?;
            let arrived = timeout(patience, stream.to_bytes_limited(LIMIT)).await.map_err(|_| too_slow())?;
            let bytes = arrived.map_err(|_| too_large())?.map_err(|_| Error::new(Code::MalformedBody))?;
            let bytes = match coding {
                Coding::Identity => bytes,
                // A kilobyte may inflate to a thousand.
                coding => off_the_event_loop(move || coding.inflate(bytes)).await?,
            };
            Ok(Self::text(bytes.into()))
        })
    }
}

/// The refusal of a body that is not of the media type that is wanted.
#[must_use]
pub fn of_another_type(wanted: &'static str) -> Error {
    Error::new(Code::UnsupportedMediaType)
        .with_detail(
            format!("Send the body as {wanted}."),
            format!("Envoyez le corps sous le type {wanted}."),
        )
        .with_hint(Hint::Accept(wanted))
}

/// The refusal of a body that did not arrive in time.
#[must_use]
pub fn too_slow() -> Error {
    Error::new(Code::RequestTimeout).with_detail(
        "The body did not arrive in time. Nothing was changed: send the request again.",
        "Le corps n'est pas arrivé à temps. Rien n'a été modifié : envoyez la requête de nouveau.",
    )
}

/// The refusal of a body over [`LIMIT`].
#[must_use]
pub fn too_large() -> Error {
    Error::new(Code::BodyTooLarge).with_detail(
        "A body may hold 1 MiB. Send less, or in several requests.",
        "Un corps peut contenir 1 Mio. Envoyez-en moins, ou en plusieurs requêtes.",
    )
}

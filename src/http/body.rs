//! Bodies: read and measured at once (413, 415), judged only when the service asks (400, 422).

use super::edge::Edge;
use super::inflate::Coding;
use super::json::{self, DEEPEST, MOST_VALUES, Unread};
use super::schema;
use crate::blocking::off_the_event_loop;
use crate::error::{Code, Error, Fault, Hint, Place, Result};
use actix_web::dev::Payload;
use actix_web::http::{Method, header};
use actix_web::rt::time::timeout;
use actix_web::web::{self, Bytes, Data};
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;
use utoipa::ToSchema;

/// The largest body that is read, after inflation: 1 MiB.
pub const LIMIT: usize = 1024 * 1024;

const JSON: &str = "application/json";
const MERGE_PATCH: &str = "application/merge-patch+json";
/// The media type of SCIM (RFC 7644, 8.1).
pub const SCIM_JSON: &str = "application/scim+json";
/// The addresses at which directories speak SCIM.
pub const PROVISIONING: &str = "/v1/scim/";

/// The media types that a body may have. Whoever sends another is told of the first.
fn taken(request: &HttpRequest) -> &'static [&'static str] {
    if request.path().starts_with(PROVISIONING) {
        return &[SCIM_JSON, JSON];
    }
    if request.method() == Method::PATCH { &[MERGE_PATCH] } else { &[JSON] }
}

/// A body that has arrived and has the right media type. Whether it is right, [`Body::parse`] says: after the
/// service has found that the resource exists and may be changed, so that a hidden case answers like an unknown one.
pub struct Body<T> {
    bytes: Bytes,
    kind: PhantomData<fn() -> T>,
}

impl<T> Body<T> {
    /// A body from inside, which is judged like one from outside.
    ///
    /// # Errors
    /// Fails if the value has no JSON form.
    pub fn of(value: &Value) -> Result<Self> {
        Ok(Self { bytes: serde_json::to_vec(value)?.into(), kind: PhantomData })
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl<T: DeserializeOwned + ToSchema + 'static> Body<T> {
    /// The body as a `T`, every fault named.
    ///
    /// # Errors
    /// 400 where it is no JSON; 422 where it is not what the schema of `T` describes.
    pub fn parse(&self) -> Result<T> {
        parse(&self.bytes)
    }
}

/// JSON text as a `T`, every fault named.
///
/// # Errors
/// As [`Body::parse`].
pub fn parse<T: DeserializeOwned + ToSchema + 'static>(bytes: &[u8]) -> Result<T> {
    let value = json::read(bytes).map_err(|unread| refused(&unread))?;
    let validator = schema::compiled::<T>(|| {
        let mut referenced = Vec::new();
        T::schemas(&mut referenced);
        schema::standalone(&T::schema(), referenced)
    })
    .map_err(Error::internal)?;
    let faults = schema::faults(&validator, &value, Place::Body);
    if !faults.is_empty() {
        let is_all_outside = faults.named().iter().all(|fault| fault.code == schema::OUTSIDE);
        let code = if is_all_outside { Code::OutsideCalendar } else { Code::InvalidBody };
        return Err(Error::new(code).with_all(faults));
    }
    // The schema has been through it; what is left is a value that only the type knows to refuse.
    serde_json::from_value(value).map_err(|error| {
        Error::invalid(vec![Fault::body(
            "",
            "invalid_value",
            format!("The body is not accepted: {error}."),
            format!("Le corps n'est pas accepté : {error}."),
        )])
    })
}

fn refused(unread: &Unread) -> Error {
    match unread {
        Unread::Malformed(error) => malformed(error),
        Unread::TooDeep => Error::new(Code::MalformedBody).saying(
            format!("Lists and objects stand more than {DEEPEST} deep in each other. No body does."),
            format!("Des listes et objets sont imbriqués à plus de {DEEPEST} niveaux. Aucun corps ne l'est."),
        ),
        Unread::TooMany => Error::invalid(vec![Fault::body(
            "",
            "too_many",
            format!(
                "Too many values: a body holds at most {MOST_VALUES}. Send less, or in several requests."
            ),
            format!(
                "Trop de valeurs : un corps en contient au plus {MOST_VALUES}. Envoyez-en moins, ou en plusieurs requêtes."
            ),
        )]),
        Unread::LongName(place) => Error::invalid(vec![Fault::body(
            place.as_str(),
            "unknown_field",
            "A field here has a name that is longer than any. Leave it out or check its spelling.",
            "Un champ porte ici un nom plus long que tout autre. Retirez-le ou vérifiez son orthographe.",
        )]),
    }
}

fn malformed(error: &serde_json::Error) -> Error {
    Error::new(Code::MalformedBody).saying(
        format!(
            "The body is not JSON (line {}, column {}). Send a JSON object in UTF-8.",
            error.line(),
            error.column()
        ),
        format!(
            "Le corps n'est pas du JSON (ligne {}, colonne {}). Envoyez un objet JSON en UTF-8.",
            error.line(),
            error.column()
        ),
    )
}

impl<T: 'static> FromRequest for Body<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let taken = taken(request);
        let declared = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media = declared.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
        if !taken.iter().any(|wanted| media.eq_ignore_ascii_case(wanted)) {
            let wanted = taken.first().copied().unwrap_or(JSON);
            let refused = Error::new(Code::UnsupportedMediaType)
                .saying(
                    format!("Send the body as {wanted}."),
                    format!("Envoyez le corps sous le type {wanted}."),
                )
                .hinting(Hint::Accept(wanted));
            return Box::pin(std::future::ready(Err(refused)));
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
            Ok(Self { bytes, kind: PhantomData })
        })
    }
}

fn too_slow() -> Error {
    Error::new(Code::RequestTimeout).saying(
        "The body did not arrive in time. Nothing was changed: send the request again.",
        "Le corps n'est pas arrivé à temps. Rien n'a été modifié : envoyez la requête de nouveau.",
    )
}

/// The refusal of a body over [`LIMIT`].
#[must_use]
pub fn too_large() -> Error {
    Error::new(Code::BodyTooLarge).saying(
        "A body may hold 1 MiB. Send less, or in several requests.",
        "Un corps peut contenir 1 Mio. Envoyez-en moins, ou en plusieurs requêtes.",
    )
}

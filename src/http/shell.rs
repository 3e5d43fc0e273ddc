//! What surrounds every request: its id, its problem document, its line in the log, the headers of every answer.

use super::limits::Told;
use super::problem::{self, Asked, PROBLEM_JSON};
use super::recording;
use crate::error::{Code, Error};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest};
use std::time::Instant as Stopwatch;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request, kept in its extensions.
#[derive(Clone)]
struct Id(String);

/// The id of this request: the caller's own where it sent a usable one, otherwise ours.
#[must_use]
pub fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<Id>().map(|id| id.0.clone()).unwrap_or_default()
}

/// A caller's id is echoed into headers, logs and the journal: it may hold only what is harmless in all three.
fn usable(id: &str) -> bool {
    (1..=128).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// The middleware around every handler.
///
/// # Errors
/// What went wrong inside, with its problem document.
pub async fn shell(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let watch = Stopwatch::now();
    let id =
        request.headers().get(X_REQUEST_ID).and_then(|value| value.to_str().ok()).filter(|id| usable(id));
    let id = id.map_or_else(|| uuid::Uuid::now_v7().to_string(), str::to_owned);
    request.extensions_mut().insert(Id(id.clone()));
    // HEAD is GET without the body; the connection knows which it was and leaves the body out.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let method = request.method().clone();
    let asked = Asked::by(request.head(), id.clone());
    let mut response = match next.call(request).await {
        Ok(response) => {
            let response = documented(response.map_into_boxed_body(), &asked);
            recording::record(response, &method, &asked).await
        }
        Err(error) => {
            let answer = failure(&error, error.as_response_error().status_code(), &asked);
            return Err(InternalError::from_response(error, answer).into());
        }
    };
    let told = response.request().extensions().get::<Told>().cloned();
    let route = response.request().match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let status = response.status();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(X_REQUEST_ID, value);
    }
    if let Some(Told { policy, state }) = told
        && let (Ok(policy), Ok(state)) = (HeaderValue::from_str(&policy), HeaderValue::from_str(&state))
    {
        headers.insert(HeaderName::from_static("ratelimit-policy"), policy);
        headers.insert(HeaderName::from_static("ratelimit"), state);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if !headers.contains_key(header::VARY) {
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Language"));
    }
    // The route's pattern and not the path: a path may hold a secret or a name.
    let elapsed = watch.elapsed();
    metrics::counter!("greffe_http_requests_total", "method" => method.to_string(), "route" => route.clone(), "status" => status.as_str().to_owned())
        .increment(1);
    metrics::histogram!("greffe_http_request_seconds", "method" => method.to_string(), "route" => route.clone()).record(elapsed.as_secs_f64());
    tracing::info!(
        request.id = %id, http.method = %method, http.route = %route, http.status = status.as_u16(),
        duration_ms = elapsed.as_secs_f64() * 1000.0, "request answered"
    );
    Ok(response)
}

/// Every answer that is no success is a problem document, the framework's own too.
fn documented(response: ServiceResponse<BoxBody>, asked: &Asked) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if kind.is_some_and(|kind| kind.starts_with(PROBLEM_JSON)) {
        return response;
    }
    let (request, response) = response.into_parts();
    let answer = match response.error() {
        Some(error) => failure(error, status, asked),
        None => problem::respond(&Error::new(problem::code_of(status)), asked),
    };
    ServiceResponse::new(request, answer)
}

fn failure(error: &actix_web::Error, status: StatusCode, asked: &Asked) -> actix_web::HttpResponse {
    match error.as_error::<Error>() {
        Some(error) => problem::respond(error, asked),
        None if status.is_server_error() => problem::respond(&Error::internal(error.to_string()), asked),
        None => problem::respond(&Error::new(problem::code_of(status)), asked),
    }
}

/// The answer to what no route takes: 405 with `Allow` where the address exists, 404 where it does not.
#[must_use]
pub fn no_route(allowed: Option<String>) -> Error {
    match allowed {
        Some(methods) => Error::new(Code::MethodNotAllowed)
            .saying(format!("It takes {methods}."), format!("Méthodes acceptées : {methods}."))
            .hinting(crate::error::Hint::Allow(methods)),
        None => Error::new(Code::RouteNotFound).saying(
            "Check the address: GET / lists where everything begins, and /docs describes it.",
            "Vérifiez l'adresse : GET / indique les points d'entrée et /docs les décrit.",
        ),
    }
}

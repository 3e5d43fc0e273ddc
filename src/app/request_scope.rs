//! The shell around every request: its id, its problem document, its line in the log, the headers
//! of every answer.

use super::recording;
use crate::error::{Code, Error};
use crate::http::client::is_https;
use crate::http::cors;
use crate::http::headers::{self, harden};
use crate::http::limits::RateLimitHeaders;
use crate::http::problem::{self, PROBLEM_JSON, ProblemContext};
use crate::http::scim::SCIM_JSON;
use crate::http::unwinding::caught;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use std::time::Instant as Stopwatch;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The route of what met none.
const UNMATCHED: &str = "unmatched";

/// The id of a request, kept in its extensions.
#[derive(Clone)]
struct Id(String);

/// The id of this request: the caller's own where it sent a usable one, otherwise ours.
#[must_use]
pub fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<Id>().map(|id| id.0.clone()).unwrap_or_default()
}

/// A caller's id is echoed into headers, logs and the journal: it may hold only what is harmless in
/// all three.
fn usable(id: &str) -> bool {
    (1..=128).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// The middleware around every other.
///
/// # Errors
/// What went wrong inside, with its problem document.
pub async fn request_scope(
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
    let hardened = headers::HeaderContext {
        is_docs: request.path() == "/docs" || request.path().starts_with("/docs/"),
        is_read: method == Method::GET,
        is_https: is_https(request.request()),
    };
    let asked = ProblemContext::by(request.head(), id);
    let finish = |answer: &mut HttpResponse, route: &str| {
        if let Ok(value) = HeaderValue::from_str(&asked.id) {
            answer.headers_mut().insert(X_REQUEST_ID, value);
        }
        harden(answer.headers_mut(), &hardened);
        cors::tidy(answer.headers_mut());
        note(&asked.id, &method, route, answer.status(), watch);
    };
    let answered = caught(async {
        let response = documented(next.call(request).await?.map_into_boxed_body(), &asked);
        Ok(recording::record(response, &method, &asked).await)
    });
    let mut response = match answered.await.unwrap_or_else(|panicked| Err(panicked.into())) {
        Ok(response) => response,
        Err(error) => {
            let mut answer = failure(&error, error.as_response_error().status_code(), &asked);
            cors::carry_over(error.error_response().headers(), answer.headers_mut());
            finish(&mut answer, UNMATCHED);
            return Err(InternalError::from_response(error, answer).into());
        }
    };
    let told = response.request().extensions().get::<RateLimitHeaders>().cloned();
    if let Some(RateLimitHeaders { policy, state }) = told
        && let (Ok(policy), Ok(state)) = (HeaderValue::from_str(&policy), HeaderValue::from_str(&state))
    {
        response.headers_mut().insert(HeaderName::from_static("ratelimit-policy"), policy);
        response.headers_mut().insert(HeaderName::from_static("ratelimit"), state);
    }
    // The route's pattern and not the path: a path may hold a secret or a name.
    let route = response.request().match_pattern().unwrap_or_else(|| UNMATCHED.to_owned());
    finish(response.response_mut(), &route);
    Ok(response)
}

/// A method as it is counted and logged: an unknown one is a caller's own word, and is not
/// repeated.
fn named(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("OTHER")
}

/// Counts a request, and writes its line in the log.
fn note(id: &str, method: &Method, route: &str, status: StatusCode, watch: Stopwatch) {
    let (method, elapsed) = (named(method), watch.elapsed());
    metrics::counter!("greffe_http_requests_total", "method" => method, "route" => route.to_owned(), "status" => status.as_str().to_owned())
        .increment(1);
    metrics::histogram!("greffe_http_request_seconds", "method" => method, "route" => route.to_owned())
        .record(elapsed.as_secs_f64());
    tracing::info!(
        request.id = %id, http.method = %method, http.route = %route, http.status = status.as_u16(),
        duration_ms = elapsed.as_secs_f64() * 1000.0, "request answered"
    );
}

/// Turns every answer that is no success into a problem document, the framework's own too.
fn documented(response: ServiceResponse<BoxBody>, asked: &ProblemContext) -> ServiceResponse<BoxBody> {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if kind.is_some_and(|kind| kind.starts_with(PROBLEM_JSON) || kind.starts_with(SCIM_JSON)) {
        return response;
    }
    let (request, response) = response.into_parts();
    let mut answer = match response.error() {
        Some(error) => failure(error, status, asked),
        None => problem::respond(&Error::new(problem::code_of(status)), asked),
    };
    cors::carry_over(response.headers(), answer.headers_mut());
    ServiceResponse::new(request, answer)
}

fn failure(error: &actix_web::Error, status: StatusCode, asked: &ProblemContext) -> HttpResponse {
    match error.as_error::<Error>() {
        Some(error) => problem::respond(error, asked),
        None if status.is_server_error() => problem::respond(&Error::internal(error.to_string()), asked),
        None => problem::respond(&Error::new(problem::code_of(status)), asked),
    }
}

/// The answer to what no route takes: 405 with `Allow` where the address exists, 404 where it does
/// not.
#[must_use]
pub fn no_route(allowed: Option<String>) -> Error {
    match allowed {
        Some(methods) => Error::new(Code::MethodNotAllowed)
            .with_detail(format!("It takes {methods}."), format!("Méthodes acceptées : {methods}."))
            .with_hint(crate::error::Hint::Allow(methods)),
        None => Error::new(Code::RouteNotFound).with_detail(
            "Check the address: GET / lists where everything begins, and /docs describes it.",
            "Vérifiez l'adresse : GET / indique les points d'entrée et /docs les décrit.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::{App, web};

    #[actix_web::test]
    async fn a_panic_in_a_handler_is_answered_by_a_problem_and_the_next_request_as_ever() {
        let routes = || {
            App::new()
                .wrap(from_fn(request_scope))
                .route("/panic", web::get().to(async || -> HttpResponse { panic!("secret") }))
                .route("/fine", web::get().to(async || HttpResponse::Ok().body("fine")))
        };
        let service = init_service(routes()).await;
        let asked = TestRequest::get().uri("/panic").insert_header(("X-Request-Id", "r-1")).to_request();
        let refused = match actix_web::dev::Service::call(&service, asked).await {
            Ok(answer) => answer.into_parts().1,
            Err(error) => error.error_response(),
        };
        assert_eq!(refused.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(refused.headers().get(X_REQUEST_ID).unwrap(), "r-1");
        assert_eq!(refused.headers().get(header::CONTENT_TYPE).unwrap(), PROBLEM_JSON);
        let body = actix_web::body::to_bytes(refused.into_body()).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("\"code\":\"internal\"") && !text.contains("secret"), "{text}");
        let fine = call_service(&service, TestRequest::get().uri("/fine").to_request()).await;
        assert_eq!(read_body(fine).await, "fine");
    }
}

//! Problems on the wire: RFC 9457, in the caller's language.

use super::locale;
use super::scim::{self, SCIM_JSON, ScimError};
use crate::error::{Class, Code, Error, Fault, Faults, Hint};
use crate::text::{Language, Text};
use actix_web::dev::RequestHead;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use std::borrow::Cow;
use utoipa::ToSchema;

/// The media type of a problem document.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// A problem document (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "type": "urn:greffe:problem:invalid_body", "title": "The body is not valid", "status": 422, "code": "invalid_body",
    "instance": "/v1/cases", "request_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "errors": [{"in": "body", "pointer": "/decision/notified_on", "code": "invalid_date",
                "message": "This is not a date that exists. Write it as YYYY-MM-DD."}]
}))]
pub struct Problem<'a> {
    /// `urn:greffe:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The title of the code, in the language asked for.
    title: String,
    /// The HTTP status.
    status: u16,
    /// The detail of what happened here and the way out, in the language asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Cow<'a, str>>,
    /// The path that was asked.
    instance: &'a str,
    /// The stable code, never translated.
    code: &'a str,
    /// Every fault that was found: at most fifty, and then one of the code `more_faults` that says
    /// how many more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemFault<'a>>,
    /// The request's id, as in `X-Request-Id`: name it when you ask for help.
    request_id: &'a str,
}

/// A fault of a request.
#[derive(Serialize, ToSchema)]
pub struct ProblemFault<'a> {
    /// `body`, `query`, `path` or `header`.
    #[serde(rename = "in")]
    place: &'a str,
    /// The place in it, as a JSON pointer.
    #[schema(example = "/decision/notified_on")]
    pointer: Cow<'a, str>,
    /// The stable code, never translated.
    code: &'a str,
    /// The fault and the way out, in the language asked for.
    message: Cow<'a, str>,
}

/// The status that a class of problem has.
#[must_use]
pub const fn status(class: Class) -> StatusCode {
    match class {
        Class::Unreadable => StatusCode::BAD_REQUEST,
        Class::Unauthenticated => StatusCode::UNAUTHORIZED,
        Class::Forbidden => StatusCode::FORBIDDEN,
        Class::NotFound => StatusCode::NOT_FOUND,
        Class::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Class::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        Class::Timeout => StatusCode::REQUEST_TIMEOUT,
        Class::Conflict => StatusCode::CONFLICT,
        Class::Gone => StatusCode::GONE,
        Class::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
        Class::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Class::AddressTooLong => StatusCode::URI_TOO_LONG,
        Class::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Class::RangeNotSatisfiable => StatusCode::RANGE_NOT_SATISFIABLE,
        Class::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Class::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
        Class::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Class::HeadersTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        Class::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Class::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Class::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
    }
}

/// The code for a status that the framework gave without ours.
#[must_use]
pub fn code_of(status: StatusCode) -> Code {
    match status.as_u16() {
        401 => Code::Unauthenticated,
        403 => Code::Forbidden,
        404 => Code::RouteNotFound,
        405 => Code::MethodNotAllowed,
        406 => Code::NotAcceptable,
        408 => Code::RequestTimeout,
        409 => Code::Conflict,
        412 => Code::StaleVersion,
        413 => Code::BodyTooLarge,
        414 => Code::AddressTooLong,
        415 => Code::UnsupportedMediaType,
        422 => Code::InvalidBody,
        429 => Code::TooManyRequests,
        431 => Code::HeadersTooLarge,
        503 => Code::Unavailable,
        400..=499 => Code::BadRequest,
        _ => Code::Internal,
    }
}

/// A bare status while the request is not at hand: [`respond`] makes the document of it.
impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        status(self.code().class())
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

/// The part of a problem document that is about the request.
#[derive(Clone, Debug)]
pub struct ProblemContext {
    /// The language that the caller reads.
    pub language: Language,
    /// The path.
    pub path: String,
    /// The id of the request.
    pub id: String,
    /// Whether it was a PATCH, whose media type is announced in a header of its own.
    pub is_patch: bool,
}

impl ProblemContext {
    /// The reference to this request.
    #[must_use]
    pub fn by(request: &RequestHead, id: String) -> Self {
        Self {
            language: locale::negotiate(request.headers()),
            path: without_secret(request.uri.path()).to_owned(),
            id,
            is_patch: request.method == Method::PATCH,
        }
    }
}

/// The path as it may be shown. The address of a feed holds a secret, and a misspelled one most of
/// it: what follows `/feeds/` is shown only where it is an id.
fn without_secret(path: &str) -> &str {
    const FEEDS: &str = "/feeds";
    let Some((before, after)) = path.split_once("/feeds/") else { return path };
    let segment = after.split('/').next().unwrap_or_default();
    if segment.parse::<uuid::Uuid>().is_ok() {
        return path;
    }
    path.get(..before.len() + FEEDS.len()).unwrap_or_default()
}

/// The problem document of an error, for this request. Logs what the caller is not told.
#[must_use]
pub fn respond(error: &Error, asked: &ProblemContext) -> HttpResponse {
    let (language, id) = (asked.language, &asked.id);
    let class = error.code().class();
    match (class, error.cause()) {
        (Class::Internal, _) => tracing::error!(request.id = %id, error = %error, "request failed"),
        (_, Some(_)) => tracing::warn!(request.id = %id, error = %error, "request refused"),
        (_, None) => {}
    }
    let (status, kind, body) = if scim::is_scim(&asked.path) {
        let refusal = ScimError::of(error, language);
        (scim::status(class), SCIM_JSON, serde_json::to_vec(&refusal))
    } else {
        (status(class), PROBLEM_JSON, document(error, asked))
    };
    let mut answer = HttpResponse::build(status);
    answer
        .insert_header((header::CONTENT_LANGUAGE, language.code()))
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    match error.hint() {
        Some(Hint::RetryAfter(seconds)) => {
            answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        Some(Hint::Allow(methods)) => {
            answer.insert_header((header::ALLOW, methods.clone()));
        }
        Some(Hint::Accept(media)) if asked.is_patch => {
            answer.insert_header(("Accept-Patch", *media));
        }
        Some(Hint::Accept(media)) => {
            answer.insert_header((header::ACCEPT, *media));
        }
        Some(Hint::AcceptEncoding(codings)) => {
            answer.insert_header((header::ACCEPT_ENCODING, *codings));
        }
        Some(Hint::WholeLength(length)) => {
            answer.insert_header((header::CONTENT_RANGE, format!("bytes */{length}")));
        }
        None if class == Class::Unavailable => {
            answer.insert_header((header::RETRY_AFTER, "1"));
        }
        None => {}
    }
    if let Some(challenge) = challenge(error.code()) {
        answer.insert_header((header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge)));
    }
    match body {
        Ok(body) => answer.content_type(kind).body(body),
        Err(_) => answer.finish(),
    }
}

/// The problem document of an error as JSON, in bytes.
///
/// # Errors
/// Fails if it has no JSON form.
pub fn document(error: &Error, asked: &ProblemContext) -> serde_json::Result<Vec<u8>> {
    let language = asked.language;
    serde_json::to_vec(&Problem {
        kind: format!("urn:greffe:problem:{}", error.code().as_str()),
        title: error.code().title().in_language(language).to_owned(),
        status: status(error.code().class()).as_u16(),
        detail: detail(error, language),
        instance: &asked.path,
        code: error.code().as_str(),
        errors: views(error.all_faults(), language),
        request_id: &asked.id,
    })
}

/// What happened and the way out, as far as it is shown.
fn detail(error: &Error, language: Language) -> Option<Cow<'_, str>> {
    match error.detail() {
        Some(detail) => Some(cut(detail.in_language(language), LONGEST_TEXT)),
        None => general_detail(error).map(|detail| detail.in_language(language).to_owned().into()),
    }
}

/// The way out, if nothing more particular is said: what `errors` names, or whom to ask.
fn general_detail(error: &Error) -> Option<Text> {
    if !error.faults().is_empty() {
        return Some(Text::new(
            "See errors: each names a place and what to do. Nothing was changed.",
            "Voir errors : chaque entrée indique un emplacement et la marche à suivre. Rien n'a été modifié.",
        ));
    }
    (error.code().class() == Class::Internal).then(|| {
        Text::new(
            "Nothing was changed. Try again; if it happens again, report the request_id.",
            "Rien n'a été modifié. Réessayez; si l'erreur persiste, signalez le request_id.",
        )
    })
}

/// The challenge of RFC 6750, section 3: it has no error if no token was sent.
const fn challenge(code: Code) -> Option<&'static str> {
    match code {
        Code::Unauthenticated | Code::InvalidCredentials | Code::InvalidRefreshToken => {
            Some("Bearer realm=\"greffe\"")
        }
        Code::InvalidToken => Some("Bearer realm=\"greffe\", error=\"invalid_token\""),
        _ => None,
    }
}

/// The longest pointer that is shown, in bytes: one that is longer is a name that nobody gave a
/// field.
const LONGEST_POINTER: usize = 300;
/// The longest text that is shown of one fault, in bytes: one that is longer quotes what was sent.
const LONGEST_TEXT: usize = 2000;

/// All of an error in one text: its title, its detail, and each fault after its place.
#[must_use]
pub fn in_one_text(error: &Error, language: Language) -> String {
    let mut text = format!("{}.", error.code().title().in_language(language));
    if let Some(detail) = error.detail() {
        text.push(' ');
        text.push_str(&cut(detail.in_language(language), LONGEST_TEXT));
    }
    for fault in views(error.all_faults(), language) {
        let before = if fault.pointer.is_empty() { " ".to_owned() } else { format!(" {}: ", fault.pointer) };
        text.push_str(&before);
        text.push_str(&fault.message);
    }
    text
}

/// The faults that are named, and as the last one how many more there are.
fn views(faults: &Faults, language: Language) -> Vec<ProblemFault<'_>> {
    let mut views: Vec<_> = faults.named().iter().map(|fault| view(fault, language)).collect();
    if let Some(last) = faults.named().last().filter(|_| faults.more() > 0) {
        let more = faults.more();
        let text = Text::new(
            format!("{more} more faults are not listed. Mend these first."),
            format!("{more} autres erreurs ne sont pas énumérées. Corrigez d'abord celles-ci."),
        );
        let message = text.in_language(language).to_owned().into();
        views.push(ProblemFault {
            place: last.place.as_str(),
            pointer: "".into(),
            code: "more_faults",
            message,
        });
    }
    views
}

fn view(fault: &Fault, language: Language) -> ProblemFault<'_> {
    ProblemFault {
        place: fault.place.as_str(),
        pointer: cut(&fault.pointer, LONGEST_POINTER),
        code: fault.code,
        message: cut(fault.message.in_language(language), LONGEST_TEXT),
    }
}

/// A text as far as it is shown.
fn cut(text: &str, longest: usize) -> Cow<'_, str> {
    if text.len() <= longest {
        return Cow::Borrowed(text);
    }
    let end = (0..=longest).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_without_the_secret_of_a_feed() {
        let id = "/v1/feeds/019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15";
        for path in ["/v1/feeds", "/v1/cases/1", id, "/v1/feedsx/secret"] {
            assert_eq!(without_secret(path), path);
        }
        for path in
            ["/v1/feeds/secret.ics", "/v1/feeds/secret", "/v1/feeds/secret.ics/", "/v1/feeds//secret.ics"]
        {
            assert_eq!(without_secret(path), "/v1/feeds");
        }
    }
}
